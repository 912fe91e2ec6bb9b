from fractions import Fraction
from itertools import combinations
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups.hodges_lehmann import (
    _exact_place,
    _lower_half_of_u,
    _normal_place,
    hodges_lehmann,
)


def listed_differences(tenths, counts):
    """Every pair of patients, in fractions, ascending."""
    first, second = (np.repeat(tenths, column).tolist() for column in counts.T)
    return sorted(Fraction(y - x, 10) for x in first for y in second)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(-50, 720), min_size=6, max_size=6, unique=True).map(sorted),
    arrays(int, (6, 2), elements=st.integers(0, 4)),
)
def test_against_all_differences(tenths, counts):
    assume(counts.sum(axis=0).min() > 0 and (counts.sum(axis=1) > 0).sum() > 1)
    result = hodges_lehmann(np.array(tenths) / 10, counts, level=0.9)
    d = listed_differences(np.array(tenths), counts)
    middle = (d[(len(d) - 1) // 2] + d[len(d) // 2]) / 2
    # To the last bit: as if typed.
    assert result.estimate == float(middle)
    k = _exact_place(*counts.sum(axis=0).tolist(), 0.9)
    if k:
        assert (result.conf_low, result.conf_high) == (float(d[k - 1]), float(d[-k]))
    else:
        assert (result.conf_low, result.conf_high) == (None, None)
        assert "no limits at the level of 0.9" in result.note


@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 6), (3, 3), (4, 5), (6, 4)])
def test_distribution_of_u_against_enumeration(m, n):
    sums = [sum(ranks) - m * (m - 1) // 2 for ranks in combinations(range(m + n), m)]
    expected = [Fraction(sums.count(u), len(sums)) for u in range(m * n // 2 + 1)]
    assert _lower_half_of_u(min(m, n), max(m, n)).tolist() == [float(p) for p in expected]


def test_distribution_of_u_against_whole_numbers():
    m, n = 60, 70
    ways = np.zeros(m * n // 2 + 1, object)
    ways[0] = 1
    for i in range(1, m + 1):
        ways[n + i :] -= ways[: -n - i].copy()
        for start in range(i):
            ways[start::i] = np.cumsum(ways[start::i])
    exact = [float(Fraction(int(w), comb(m + n, m))) for w in np.cumsum(ways)]
    assert np.cumsum(_lower_half_of_u(m, n)) == pytest.approx(exact, rel=1e-12, abs=0)


def test_level_that_is_reached_exactly():
    # One of 20 ways: the smallest and the largest difference of 3 against 3 have 90 %.
    assert [_exact_place(3, 3, level) for level in (0.9, 0.901, 0.95)] == [1, 0, 0]
    # 2 of 40, where p is 10 % and not below it: as R, one difference further out.
    assert _exact_place(1, 39, 0.9) == 1


def test_exact_and_normal_meet():
    for m, n in ((270, 270), (100, 2000)):
        assert abs(_exact_place(m, n, 0.95) - _normal_place(m, n, 1.959964)) <= 0.002 * m * n


def test_limits_have_their_level_with_ties():
    # Every outcome of 5 against 5 patients with values 0, 1, 2, and its probability.
    chance = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
    outcomes = [(a, b, 5 - a - b) for a in range(6) for b in range(6 - a)]
    weight = {
        o: factorial(5) * np.prod([p**k / factorial(k) for p, k in zip(chance, o, strict=True)])
        for o in outcomes
    }
    covered = Fraction(0)
    for x in outcomes:
        for y in outcomes:
            # The second group is shifted by 1.
            counts = np.array([[*x, 0], [0, *y]]).T
            if (counts.sum(axis=1) > 0).sum() == 1:
                continue
            result = hodges_lehmann(np.arange(4), counts, level=0.9)
            if result.conf_low <= 1 <= result.conf_high:
                covered += weight[x] * weight[y]
    assert covered >= Fraction(9, 10)


def test_differences_of_decimals_are_ties():
    # As floats 0.3 - 0.1 and 0.4 - 0.2 are two numbers.
    counts = np.array([[1, 0], [1, 0], [0, 1], [0, 1]])
    result = hodges_lehmann(np.array([0.1, 0.2, 0.3, 0.4]), counts, level=0.5)
    assert (result.estimate, result.conf_low, result.conf_high) == (0.2, 0.1, 0.3)


def test_a_million_patients_a_group():
    rng = np.random.default_rng(8)
    of_first = rng.multinomial(1_000_000, np.full(1400, 1 / 1400))
    counts = np.column_stack(
        [np.r_[of_first, np.zeros(41, int)], np.r_[np.zeros(41, int), of_first]]
    )
    result = hodges_lehmann(np.arange(1441) / 20, counts)
    assert result.estimate == 2.05
    assert not result.exact
    assert result.note == "limits by the normal approximation"
    # The differences next to it on the grid.
    assert (result.conf_low, result.conf_high) == (2.0, 2.1)


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
        hodges_lehmann(np.arange(len(counts)), np.array(counts))


def test_level():
    with pytest.raises(ValueError, match="level"):
        hodges_lehmann(np.arange(2), np.array([[3, 0], [0, 3]]), level=95)
