import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier


def one_group(events, censored):
    counts = np.array([censored, events]).T
    return kaplan_meier(np.arange(1, len(events) + 1), counts[:, np.newaxis])


@settings(max_examples=100, deadline=None)
@given(arrays(int, st.tuples(st.integers(1, 7), st.just(2)), elements=st.integers(0, 4)))
def test_shares_are_the_nearest_floats_of_the_fractions(counts):
    assume(counts.any())
    found = kaplan_meier(np.arange(len(counts)), counts[:, np.newaxis]).curves[0]
    # One patient at a time.
    listed = [
        (t, e) for t, row in enumerate(counts.tolist()) for e in (0, 1) for _ in range(row[e])
    ]
    share, spread = Fraction(1), Fraction(0)
    for place, time in enumerate(found.time.tolist()):
        n = sum(t >= time for t, _ in listed)
        d = sum(e for t, e in listed if t == time)
        share *= 1 - Fraction(d, n)
        spread += Fraction(d, n * (n - d)) if n > d else 0
        assert found.estimate[place] == share.numerator / share.denominator
        assert (found.at_risk[place], found.events[place]) == (n, d)
        if share in (0, 1):
            assert found.se[place] is found.conf_low[place] is found.conf_high[place] is None
        else:
            assert found.se[place] == pytest.approx(share * math.sqrt(spread), rel=1e-15)


def test_flat_at_one_half_is_the_middle():
    assert one_group([2, 0, 1, 1], [0] * 4).medians[0].median == 2
    # 9/10 * 5/6 * 2/3, which floats do not multiply to one half in every order.
    found = one_group([1, 1, 1, 0, 2], [3, 2, 0, 0, 0])
    assert found.curves[0].estimate.tolist() == [0.9, 0.75, 0.5, 0]
    assert found.medians[0].median == 4


def test_flat_at_one_half_up_to_the_end():
    median = one_group([2, 0], [0, 2]).medians[0]
    assert (median.median, median.conf_high) == (1, None)
    assert "ends at one half" in median.note
    assert "upper limit" in median.note


def test_median_not_reached():
    median = one_group([3, 0], [0, 20]).medians[0]
    assert (median.median, median.conf_low, median.conf_high) == (None, None, None)
    assert "not reached" in median.note
    median = one_group([3, 4, 5, 3, 0], [0, 0, 0, 0, 22]).medians[0]
    assert median.median is None
    assert median.conf_low is not None or "lower" not in median.note


def test_one_patient():
    found = one_group([1], [0])
    assert (found.curves[0].estimate.tolist(), found.medians[0].median) == ([0], 1)
    assert "lower limit" in found.medians[0].note
    found = one_group([0], [1])
    assert (found.curves[0].estimate.tolist(), found.medians[0].median) == ([1], None)


def test_event_at_time_0():
    found = kaplan_meier(np.array([0.0, 7.0]), np.array([[[0, 1]], [[3, 0]]])).curves[0]
    assert (found.at(0).estimate, found.at(0).at_risk, found.start) == (0.75, 4, 1)


def test_groups_are_estimated_apart():
    counts = np.array([[[1, 1], [0, 0]], [[0, 2], [0, 3]], [[2, 0], [4, 1]]])
    together = kaplan_meier(np.arange(3), counts)
    for group in (0, 1):
        alone = kaplan_meier(np.arange(3), counts[:, [group]])
        assert together.curves[group].estimate.tolist() == alone.curves[0].estimate.tolist()
        assert together.medians[group] == alone.medians[0]
    assert together.curves[1].time.tolist() == [1, 2]


def test_level_of_the_limits():
    counts = np.array([[[0, 5]], [[0, 3]], [[0, 4]], [[9, 0]]])
    wide, narrow = (kaplan_meier(np.arange(4), counts, level=x).curves[0] for x in (0.99, 0.5))
    assert wide.conf_low[1] < narrow.conf_low[1] < narrow.conf_high[1] < wide.conf_high[1]


@pytest.mark.parametrize(
    ("counts", "level", "error"),
    [
        ([[[0, 1], [0, 0]]], 0.95, TooFewObservations),
        ([[[0, 1, 1]]], 0.95, ValueError),
        ([[[0, 1]]], 95, ValueError),
    ],
)
def test_not_estimable(counts, level, error):
    with pytest.raises(error):
        kaplan_meier(np.arange(len(counts)), np.array(counts), level=level)
