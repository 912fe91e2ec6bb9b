from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoSpread, TooFewObservations
from dermcohort.estimate.groups.brunner_munzel import brunner_munzel

COUNTS = arrays(int, st.tuples(st.integers(2, 7), st.just(2)), elements=st.integers(0, 4))


def overlapping(counts):
    """Whether there is an answer: two patients a group, and a variance."""
    try:
        brunner_munzel(np.arange(len(counts)), counts)
    except (AllTied, NoSpread, TooFewObservations):
        return False
    return True


def placements(of, among):
    return [Fraction(sum((b < a) * 2 + (b == a) for b in among), 2 * len(among)) for a in of]


def variance_of_mean(placed):
    mean = sum(placed) / len(placed)
    return sum((p - mean) ** 2 for p in placed) / (len(placed) - 1) / len(placed)


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_against_fractions(counts):
    assume(overlapping(counts))
    first, second = (np.repeat(np.arange(len(counts)), c).tolist() for c in counts.T)
    parts = [variance_of_mean(placements(*pair)) for pair in ((first, second), (second, first))]
    p = sum(placements(second, first)) / len(second)
    variance = sum(parts)
    df = variance**2 / (parts[0] ** 2 / (len(first) - 1) + parts[1] ** 2 / (len(second) - 1))
    result = brunner_munzel(np.arange(len(counts)), counts)
    assert result.estimate == pytest.approx(float(p), rel=1e-15, abs=0)
    assert result.se == pytest.approx(float(variance) ** 0.5, rel=1e-14, abs=0)
    assert result.df == pytest.approx(float(df), rel=1e-14, abs=0)
    assert result.t == pytest.approx(
        float(p - Fraction(1, 2)) / float(variance) ** 0.5, rel=1e-14, abs=0
    )
    # The limits leave out 0.5 where p is below 5 %.
    if abs(result.p_value - 0.05) > 1e-9:
        assert (result.conf_low <= 0.5 <= result.conf_high) == (result.p_value > 0.05)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_against_scipy(counts):
    assume(overlapping(counts))
    first, second = (np.repeat(np.arange(len(counts)), c) for c in counts.T)
    theirs = scipy.stats.brunnermunzel(first, second)
    result = brunner_munzel(np.arange(len(counts)), counts)
    assert result.t == pytest.approx(theirs.statistic, rel=1e-10, abs=1e-12)
    assert result.p_value == pytest.approx(theirs.pvalue, rel=1e-10, abs=0)


def test_thirty_million_patients():
    result = brunner_munzel(np.arange(1441), np.full((1441, 2), 10_000))
    assert (result.estimate, result.t, result.p_value) == (0.5, 0, 1)
    # Two uniform distributions: variance 1/12 for each.
    assert result.se == pytest.approx((2 / 12 / 14_410_000) ** 0.5, rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[2, 0], [0, 3]], NoSpread, "do not overlap"),
        ([[1, 0], [2, 0], [0, 3], [0, 1]], NoSpread, "do not overlap"),
        ([[3, 2]], AllTied, "same value"),
        ([[1, 2], [0, 2]], TooFewObservations, "fewer than 2"),
        ([[2, 2, 2], [1, 1, 1]], ValueError, "two groups"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        brunner_munzel(np.arange(len(counts)), np.array(counts))


def test_limits_stay_within_0_and_1():
    counts = np.array([[5, 0], [1, 1], [0, 5]])
    result = brunner_munzel(np.arange(3), counts, level=0.999)
    assert result.conf_high == 1
    assert result.conf_low < result.estimate < 1
    with pytest.raises(ValueError, match="level"):
        brunner_munzel(np.arange(3), counts, level=95)
