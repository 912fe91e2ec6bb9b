from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoAnswer, TooFewObservations
from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.friedman_exact import MOST_PATIENTS, friedman_exact
from dermcohort.estimate.same_patients.mcnemar import mcnemar_exact


def by_enumeration(rows):
    """Every arrangement of every patient's ranks, in fractions."""
    ranks = [[sum(2 * (o < x) + (o == x) for o in row) for x in row] for row in rows]
    middle = Fraction(sum(map(sum, ranks)), len(ranks[0]))

    def spread(arranged):
        return sum((sum(column) - middle) ** 2 for column in zip(*arranged, strict=True))

    found = [spread(a) for a in product(*(set(permutations(row)) for row in ranks))]
    return Fraction(sum(x >= spread(ranks) for x in found), len(found))


SHAPES = st.sampled_from([(2, 2), (5, 2), (9, 2), (2, 3), (4, 3), (5, 3), (2, 4), (3, 4), (2, 5)])


@settings(max_examples=50, deadline=None)
@given(arrays(int, SHAPES, elements=st.integers(0, 4)))
def test_against_enumeration(ticks):
    assume((np.ptp(ticks, axis=1) > 0).any())
    once = np.ones(len(ticks), int)
    result = friedman_exact(ticks, once)
    expected = by_enumeration(ticks.tolist())
    assert result.p_value == pytest.approx(float(expected), rel=1e-13, abs=0)
    assert (result.chi2, result.n) == (friedman(ticks, once).chi2, len(ticks))


# As the tables of Friedman (1937) have them: visits, patients, chi-square, p.
PRINTED = [
    (3, 3, 6.0, 0.028), (3, 4, 8.0, 0.005), (3, 4, 6.5, 0.042), (3, 5, 6.4, 0.039),
    (4, 2, 6.0, 0.042), (4, 3, 9.0, 0.002), (4, 3, 7.4, 0.033), (4, 4, 7.8, 0.036),
]  # fmt: skip


@pytest.mark.parametrize(("k", "n", "chi2", "p"), PRINTED)
def test_printed_tables(k, n, chi2, p):
    ways = list(permutations(range(k)))
    for rows in product(ways[:1], *[ways] * (n - 1)):
        if abs(friedman(np.array(rows), np.ones(n, int)).chi2 - chi2) < 1e-9:
            break
    assert round(friedman_exact(np.array(rows), np.ones(n, int)).p_value, 3) == p


def test_zeros_and_ones_of_two_visits_are_mcnemar():
    visits, counts = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([12, 17, 5, 1])
    expected = mcnemar_exact(visits, counts).p_value
    assert friedman_exact(visits, counts).p_value == pytest.approx(expected, rel=1e-12)


def test_chi_square_is_near_for_many_patients():
    rng = np.random.default_rng(1)
    ticks = rng.integers(0, 9, (100, 3))
    exact, usual = friedman_exact(ticks, np.ones(100, int)), friedman(ticks, np.ones(100, int))
    assert exact.p_value == pytest.approx(usual.p_value, rel=0.05)


def test_the_farthest_outcome_keeps_its_digits():
    result = friedman_exact(np.array([[1, 2, 3]]), np.array([100]))
    assert result.p_value == pytest.approx(6.0**-99, rel=1e-12, abs=0)


@pytest.mark.parametrize("k", MOST_PATIENTS)
def test_up_to_the_limit(k):
    most, ticks = MOST_PATIENTS[k], np.array([range(k), [3] * k])
    with pytest.raises(NoAnswer, match=f"up to {most} patients .* try Friedman"):
        friedman_exact(ticks, np.array([most + 1, 0]))
    if k < 6:
        # Patients without two different values are no work.
        assert friedman_exact(ticks, np.array([most, 5])).n == most + 5


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1], [2]], [1, 1], TooFewObservations, "2 visits"),
        ([[1, 2, 3]], [1], TooFewObservations, "2 patients"),
        ([[1, 1, 1], [2, 2, 2]], [1, 3], AllTied, "two different values"),
        ([[1, 2, 3, 4, 5, 6, 7]], [3], NoAnswer, "up to 6 visits"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        friedman_exact(np.array(ticks), np.array(counts))
