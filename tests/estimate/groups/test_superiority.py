from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.superiority import (
    cliff_delta,
    probability_of_superiority,
    rank_biserial,
)

COUNTS = arrays(int, st.tuples(st.integers(1, 6), st.just(2)), elements=st.integers(0, 4))


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_against_all_pairs(counts):
    assume(counts.sum(axis=0).min() > 0)
    values = np.arange(len(counts))
    first, second = (np.repeat(values, c).tolist() for c in counts.T)
    won = sum(Fraction((y > x) * 2 + (y == x), 2) for x in first for y in second)
    theta = won / (len(first) * len(second))
    result = probability_of_superiority(values, counts)
    assert result.estimate == pytest.approx(float(theta), rel=1e-15, abs=1e-16)
    assert 0 <= result.conf_low <= result.estimate <= result.conf_high <= 1
    assert result.conf_low < result.conf_high
    # Each limit is z standard errors away, with the variance that belongs to it.
    m, n = len(first), len(second)
    big_n = (m + n) / 2 - 1
    for limit in (result.conf_low, result.conf_high):
        if 1e-6 < limit < 1 - 1e-6:
            bracket = 1 + big_n * ((1 - limit) / (2 - limit) + limit / (1 + limit))
            variance = limit * (1 - limit) * bracket / (m * n)
            z = abs(limit - result.estimate) / variance**0.5
            assert z == pytest.approx(1.959963984540054, rel=1e-7)
    try:
        assert float(won) == mann_whitney(values, counts).u
    except AllTied:
        assert theta == Fraction(1, 2)


@settings(max_examples=40, deadline=None)
@given(COUNTS)
def test_three_names(counts):
    assume(counts.sum(axis=0).min() > 0)
    values = np.arange(len(counts))
    theta = probability_of_superiority(values, counts)
    delta, biserial = cliff_delta(values, counts), rank_biserial(values, counts)
    assert delta == biserial
    for name in ("estimate", "conf_low", "conf_high"):
        assert getattr(delta, name) == pytest.approx(2 * getattr(theta, name) - 1, abs=1e-15)


def test_rank_biserial_is_the_difference_of_mean_ranks():
    # Ranks 1, 2.5, 2.5 and 4, 5: twice 4.5 - 2 over 5 patients.
    counts = np.array([[1, 0], [2, 0], [0, 1], [0, 1]])
    assert rank_biserial(np.arange(4), counts).estimate == 2 * (4.5 - 2) / 5


def test_separate_groups_have_an_interval_with_a_width():
    result = probability_of_superiority(np.arange(2), np.array([[15, 0], [0, 15]]))
    assert (result.estimate, result.conf_high) == (1, 1)
    assert 0.85 < result.conf_low < 0.88
    other = cliff_delta(np.arange(2), np.array([[0, 15], [15, 0]]))
    assert (other.estimate, other.conf_low) == (-1, -1)
    assert other.conf_high < -0.7


def test_thirty_million_patients():
    result = probability_of_superiority(np.arange(1441), np.full((1441, 2), 10_000))
    assert result.estimate == 0.5
    # (m + n + 1) / (12 m n) is the variance where there is no difference.
    half = 1.959963984540054 * (2 / 12 / 14_410_000) ** 0.5
    assert result.conf_high - 0.5 == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize("function", [probability_of_superiority, cliff_delta, rank_biserial])
def test_not_estimable(function):
    with pytest.raises(TooFewObservations, match="no patients"):
        function(np.arange(2), np.array([[1, 0], [1, 0]]))
    with pytest.raises(ValueError, match="one group over one other"):
        function(np.arange(2), np.ones((2, 3), int))
    with pytest.raises(ValueError, match="level"):
        function(np.arange(2), np.ones((2, 2), int), level=95)
