from dataclasses import astuple
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.same_patients.paired_t import paired_t

PAIRS = st.lists(st.tuples(st.integers(0, 720), st.integers(0, 720)), min_size=2, max_size=20)


@settings(deadline=None)
@given(PAIRS)
def test_against_the_definition(pairs):
    changes = [after - before for before, after in pairs]
    assume(len(set(changes)) > 1)
    result = paired_t(100_000 * np.array(pairs), np.ones(len(pairs), int), level=0.9)
    se = stdev(changes) / len(changes) ** 0.5 / 10
    assert result.difference == pytest.approx(mean(changes) / 10, rel=1e-14, abs=1e-14)
    assert result.se == pytest.approx(se, rel=1e-13)
    assert result.t == pytest.approx(mean(changes) / 10 / se, rel=1e-13, abs=1e-13)
    assert result.df == len(pairs) - 1
    assert (result.conf_low + result.conf_high) / 2 == pytest.approx(result.difference, abs=1e-9)


@settings(deadline=None)
@given(PAIRS, st.sampled_from([1, 20, 1000]))
def test_ticks_may_be_of_any_size(pairs, ticks_per_unit):
    assume(len({after - before for before, after in pairs}) > 1)
    pairs, once = np.array(pairs), np.ones(len(pairs), int)
    fine = astuple(paired_t(1_000_000 * pairs, once))
    coarse = paired_t(ticks_per_unit * pairs, once, ticks_per_unit=ticks_per_unit)
    assert astuple(coarse) == pytest.approx(fine, rel=1e-14, abs=1e-13)


def test_large_values_do_not_overflow():
    ticks = 10**12 * np.array([[0, 1], [0, 3]])
    result = paired_t(ticks, np.array([15_000_000, 15_000_000]))
    assert result.difference == 2_000_000
    assert result.se == pytest.approx(1e6 / 30e6**0.5, rel=1e-7)


def test_visits_exchanged_change_the_sign():
    ticks = np.array([[1, 5], [2, 3], [9, 4]])
    one, other = (paired_t(t, np.array([1, 2, 1])) for t in (ticks, ticks[:, ::-1]))
    assert (one.t, one.p_value, one.conf_low) == (-other.t, other.p_value, -other.conf_high)


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1, 2]], [1], TooFewObservations, "fewer than 2"),
        ([[1, 2]], [0], TooFewObservations, "fewer than 2"),
        ([[1, 2], [5, 6]], [2, 2], NoSpread, "same amount"),
        ([[1, 2, 3]], [2], ValueError, "two visits"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        paired_t(np.array(ticks), np.array(counts))
