import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.survival.restricted_mean import (
    restricted_mean,
    restricted_mean_difference,
)


def by_fractions(listed, tau):
    """Area under the curve day by day, and Greenwood's variance of it."""
    share, shares, terms = Fraction(1), [], []
    for day in range(tau):
        n = sum(t >= day for t, _ in listed)
        d = sum(e for t, e in listed if t == day)
        share *= 1 - Fraction(d, n) if d else 1
        shares.append(share)
        terms.append(Fraction(d, n * (n - d)) if d and n > d else Fraction(0))
    variance = sum(sum(shares[day:]) ** 2 * term for day, term in enumerate(terms))
    return sum(shares), variance


@settings(max_examples=80, deadline=None)
@given(
    arrays(int, st.tuples(st.integers(2, 6), st.just(2)), elements=st.integers(0, 3)),
    st.integers(1, 8),
)
def test_area_and_variance_by_fractions(counts, tau):
    days = np.arange(len(counts))
    listed = [
        (t, e) for t, row in enumerate(counts.tolist()) for e in (0, 1) for _ in range(row[e])
    ]
    assume(listed)
    last = max(t for t, _ in listed)
    if tau > last and (last, 0) in listed:
        with pytest.raises(NoAnswer, match="censored"):
            restricted_mean(days, counts[:, np.newaxis], tau=tau)
        return
    found = restricted_mean(days, counts[:, np.newaxis], tau=tau)
    mean, variance = by_fractions(listed, tau)
    assert found.estimate[0] == pytest.approx(float(mean), rel=1e-15)
    if variance:
        assert found.se[0] == pytest.approx(math.sqrt(variance), rel=1e-14)
        assert found.conf_high[0] > mean > found.conf_low[0]
    else:
        assert (found.se[0], found.conf_low[0]) == (None, None)
        assert "no standard error" in found.note


TIMES = np.array([3.0, 6.0, 10.0])
COUNTS = np.array([[[0, 2], [0, 1]], [[1, 1], [3, 1]], [[0, 2], [0, 0]]])


def test_tau_is_the_time_that_all_groups_reach():
    assert restricted_mean(TIMES, COUNTS).tau == 6
    assert restricted_mean(TIMES, COUNTS[:, [0]]).tau == 10
    # Of the first group the curve is known to be 0; of the second it is not known.
    assert restricted_mean(TIMES, COUNTS[:, [0]], tau=20).estimate[0] == 3 + 3 * 4 / 6 + 4 / 2
    with pytest.raises(NoAnswer, match="censored at 6; its mean up to 7"):
        restricted_mean(TIMES, COUNTS, tau=7)


def test_difference_is_of_the_means():
    means, found = restricted_mean(TIMES, COUNTS), restricted_mean_difference(TIMES, COUNTS)
    assert found.estimate[0] == means.estimate[1] - means.estimate[0]
    assert found.se[0] == pytest.approx(math.hypot(*means.se), rel=1e-15)
    assert (found.group.tolist(), found.comparator.tolist()) == ([1], [0])
    other = restricted_mean_difference(TIMES, COUNTS, control=-1)
    assert (other.group.tolist(), other.comparator.tolist()) == ([0], [1])
    assert other.z[0] == -found.z[0]


def test_a_group_without_events_adds_nothing_to_the_standard_error():
    # Of the last three groups only the second has events before tau.
    counts = np.array([[[0, 0], [0, 0], [0, 2], [0, 0]], [[3, 0], [4, 0], [4, 0], [5, 0]]])
    found = restricted_mean_difference(np.array([2.0, 10.0]), counts)
    assert found.estimate.round(6).tolist() == [0, -2.666667, 0]
    means = restricted_mean(np.array([2.0, 10.0]), counts)
    assert found.se == (None, means.se[2], None)
    assert (found.p_value[0], found.z[2], found.conf_low[0]) == (None, None, None)
    assert found.p_value[1] < 0.1
    assert "no standard error" in found.note


def test_not_estimable():
    nobody = np.array([[[1, 0], [1, 0]], [[2, 0], [2, 0]]])
    with pytest.raises(NoSpread, match="no standard error"):
        restricted_mean_difference(np.arange(2), nobody)
    with pytest.raises(NoAnswer, match="beyond time 0"):
        restricted_mean(np.zeros(1), np.array([[[1, 1]]]))
    with pytest.raises(TooFewObservations):
        restricted_mean_difference(TIMES, COUNTS[:, [0]])
    for tau in (0, -1, np.inf, np.nan):
        with pytest.raises(ValueError, match="above 0"):
            restricted_mean(TIMES, COUNTS, tau=tau)
    with pytest.raises(IndexError):
        restricted_mean_difference(TIMES, COUNTS, control=2)
