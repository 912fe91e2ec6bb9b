from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoAnswer, TooFewObservations
from dermcohort.estimate.groups import permutation_t as file
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.permutation_t import permutation_t
from dermcohort.estimate.groups.student_t import student_t


def by_enumeration(first, second):
    """Every division into two groups, in fractions."""
    both, m = [*first, *second], len(first)
    mean = Fraction(sum(both), len(both))
    far = abs(Fraction(sum(first)) - m * mean)
    sums = [sum(chosen) for chosen in combinations(both, m)]
    return Fraction(sum(abs(s - m * mean) >= far for s in sums), len(sums))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(-30, 720), min_size=5, max_size=5, unique=True),
    arrays(int, (5, 2), elements=st.integers(0, 3)),
)
def test_against_enumeration(tenths, counts):
    assume(counts.sum(axis=0).min() > 0 and (counts.sum(axis=1) > 0).sum() > 1)
    assume(counts.sum() <= 14)
    result = permutation_t(np.array(tenths) / 10, counts)
    first, second = (np.repeat(tenths, column).tolist() for column in counts.T)
    difference = Fraction(sum(second), len(second)) - Fraction(sum(first), len(first))
    assert result.estimate == float(difference / 10)
    assert result.exact
    assert result.p_value == pytest.approx(float(by_enumeration(first, second)), rel=1e-12, abs=0)


def test_sums_of_decimals_are_ties():
    # As floats 0.1 + 0.7 is not 0.8 and 0.1 + 0.2 is not 0.3: sums as far apart as observed.
    values = np.array([0.1, 0.2, 0.3, 0.7, 0.8, 1.2])
    counts = np.array([[1, 0], [0, 1], [0, 1], [1, 0], [0, 1], [1, 0]])
    expected = by_enumeration([1, 7, 12], [2, 3, 8])
    assert permutation_t(values, counts).p_value == pytest.approx(float(expected), rel=1e-12, abs=0)


def test_values_that_are_no_decimals():
    values = np.log(np.array([3.0, 5, 11, 24, 25, 70, 300, 1001]))
    counts = np.eye(2, dtype=int)[[0, 0, 1, 0, 1, 0, 1, 1]]
    first, second = ([Fraction(v) for v in values[counts[:, j] == 1]] for j in (0, 1))
    expected = by_enumeration(first, second)
    result = permutation_t(values, counts)
    assert result.exact
    assert result.p_value == pytest.approx(float(expected), rel=1e-12, abs=0)


def test_values_of_too_many_bits_are_said_to_be_rounded():
    # The divisions {0, 1/3} and {2**-70, 1/3} differ by less than a sum of all holds.
    values, counts = np.array([0, 2.0**-70, 1 / 3, 1]), np.eye(2, dtype=int)[[0, 1, 0, 1]]
    result = permutation_t(values, counts)
    assert result.note == "values rounded to steps of 6e-17"
    first = [0, Fraction(1 / 3)]
    assert by_enumeration(first, [Fraction(2.0**-70), 1]) == Fraction(4, 6)
    assert by_enumeration(first, [0, 1]) == result.p_value == 1


def test_only_bits_that_are_lost_are_said_to_be():
    few, counts = np.log(np.arange(2.0, 22)), np.eye(2, dtype=int)[np.arange(20) % 2]
    assert permutation_t(few, counts).note == ""
    assert permutation_t(np.arange(-9, 11) / 10, counts).note == ""
    # Of 1e-20 beside 1 nothing is left, though all other steps are wide.
    assert permutation_t(np.array([-1, 1e-20, 1]), np.eye(2, dtype=int)[[0, 1, 1]]).note
    wide = permutation_t(np.log(np.arange(2.0, 22)) ** 4, counts)
    assert wide.exact
    assert wide.note.startswith("values rounded to steps of ")


def test_of_two_values_it_is_mann_whitney():
    counts = np.array([[18, 6], [1, 9]])
    one = permutation_t(np.array([0.0, 7.0]), counts).p_value
    assert one == pytest.approx(mann_whitney(np.array([0, 1]), counts).p_value, rel=1e-12, abs=0)


def test_by_every_sum_and_by_subsets(monkeypatch):
    rng = np.random.default_rng(6)
    counts = np.column_stack([rng.permutation(np.repeat([1, 0], 17)) for _ in range(2)])
    values = np.sort(rng.choice(1441, 34, replace=False)) / 20
    one = permutation_t(values, counts)
    monkeypatch.setattr(file, "EXACT_TABLE", 0)
    other = permutation_t(values, counts)
    assert one.exact
    assert other.exact
    assert other.p_value == pytest.approx(one.p_value, rel=1e-12, abs=0)


def test_monte_carlo_is_said_and_is_near(monkeypatch):
    rng = np.random.default_rng(7)
    counts = np.column_stack([rng.multinomial(40, np.full(29, 1 / 29)), np.zeros(29, int)])
    counts[:, 1] = rng.multinomial(30, np.arange(1, 30) / 435)
    exact = permutation_t(np.arange(29), counts)
    assert (exact.exact, exact.note) == (True, "")
    monkeypatch.setattr(file, "EXACT_TOTAL", 0)
    drawn = permutation_t(np.arange(29), counts, seed=1)
    assert (drawn.exact, drawn.note) == (False, "Monte Carlo, 9,999 draws, seed 1")
    assert drawn.estimate == exact.estimate
    error = (exact.p_value * (1 - exact.p_value) / 9_999) ** 0.5
    assert abs(drawn.p_value - exact.p_value) < 4 * error
    assert permutation_t(np.arange(29), counts, seed=1) == drawn
    assert permutation_t(np.arange(29), counts, seed=2).p_value != drawn.p_value
    # In parts or at once, the same draws.
    monkeypatch.setattr(file, "CHUNK", 29 * 1000)
    assert permutation_t(np.arange(29), counts, seed=1) == drawn


def test_draws_as_far_as_observed_count(monkeypatch):
    # Of two values few sums are possible, and the one observed is drawn often.
    counts = np.array([[10, 8], [10, 12]])
    exact = permutation_t(np.arange(2), counts).p_value
    monkeypatch.setattr(file, "EXACT_TOTAL", 0)
    assert permutation_t(np.arange(2), counts, seed=1).p_value == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(
    ("values", "rounding"),
    [(np.arange(60), ""), (np.exp(np.arange(60) / 30), "; values rounded to steps of 2e-13")],
)
def test_groups_too_large_to_count(values, rounding):
    counts = np.full((60, 2), 1000)
    counts[0, 0] = 1100
    with pytest.raises(NoAnswer, match="a seed"):
        permutation_t(values, counts)
    result = permutation_t(values, counts, seed=3, draws=400)
    assert result.note == f"Monte Carlo, 400 draws, seed 3{rounding}"
    # So many patients leave t and normal little to differ in.
    assert result.p_value == pytest.approx(student_t(values, counts).p_value, abs=0.1)


def test_no_grid_and_too_many_for_subsets():
    values, counts = np.exp(np.arange(50) / 30), np.eye(2, dtype=int)[np.arange(50) % 2]
    with pytest.raises(NoAnswer, match="too large to count"):
        permutation_t(values, counts)


def test_never_0():
    counts = np.array([[1000, 0], [0, 1000]])
    result = permutation_t(np.array([0.0, 1.0]), counts, seed=3, draws=99)
    assert result.p_value == 1 / 100


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[4, 2]], AllTied, "same value"),
        ([[1, 1, 1], [1, 0, 0]], ValueError, "two groups"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        permutation_t(np.arange(len(counts)), np.array(counts))


def test_draws():
    with pytest.raises(ValueError, match="at least 1"):
        permutation_t(np.arange(2), np.array([[3, 1], [1, 3]]), draws=0)
