import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.survival.cumulative_incidence import aalen_johansen
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier

COUNTS = arrays(int, st.tuples(st.integers(1, 6), st.integers(2, 4)), elements=st.integers(0, 3))


@settings(max_examples=80, deadline=None)
@given(COUNTS)
def test_incidences_by_fractions(counts):
    assume(counts.any())
    found = aalen_johansen(np.arange(len(counts)), counts[:, np.newaxis])
    rows = [row for row in counts.tolist() if any(row)]
    free, shares = Fraction(1), [Fraction(0)] * (counts.shape[1] - 1)
    for place, row in enumerate(rows):
        n = sum(map(sum, rows[place:]))
        shares = [share + free * Fraction(d, n) for share, d in zip(shares, row[1:], strict=True)]
        free *= 1 - Fraction(sum(row[1:]), n)
        assert found.event_free[0][place] == free.numerator / free.denominator
        for curve, share in zip(found.curves[0], shares, strict=True):
            assert curve.estimate[place] == share.numerator / share.denominator
        total = math.fsum(float(curve.estimate[place]) for curve in found.curves[0])
        assert total + found.event_free[0][place] == pytest.approx(1, rel=1e-15)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_with_one_reason_it_is_the_complement_of_kaplan_meier(counts):
    assume(counts.any())
    one = np.stack([counts[:, 0], counts[:, 1:].sum(axis=1)], axis=1)[:, np.newaxis]
    found = aalen_johansen(np.arange(len(counts)), one).curves[0][0]
    survival = kaplan_meier(np.arange(len(counts)), one).curves[0]
    assert found.estimate == pytest.approx(1 - survival.estimate, rel=1e-15, abs=1e-16)
    for mine, theirs in zip(found.se, survival.se, strict=True):
        assert mine == (None if theirs is None else pytest.approx(theirs, rel=1e-14))


def test_without_censoring_it_is_a_proportion():
    counts = np.array([[[0, 3, 1]], [[0, 0, 4]], [[0, 5, 2]], [[0, 1, 4]]])
    found = aalen_johansen(np.arange(4), counts).curves[0]
    for curve, events in zip(found, ([3, 3, 8, 9], [1, 5, 7, 11]), strict=True):
        p = np.array(events) / 20
        assert curve.estimate.tolist() == p.tolist()
        assert curve.se == pytest.approx(np.sqrt(p * (1 - p) / 20), rel=1e-14)


def test_a_reason_that_nobody_had():
    found = aalen_johansen(np.arange(2), np.array([[[1, 2, 0]], [[3, 0, 0]]])).curves[0]
    assert (found[1].estimate.tolist(), found[1].se) == ([0, 0], (None, None))
    assert found[1].at(1).estimate == found[1].at(0).estimate == 0
    assert found[1].start == 0


def test_thirty_million_patients():
    counts = np.array([[[10**7, 5, 10**6]], [[8 * 10**6, 10**7, 7]], [[10**6, 3, 1]]])
    found = aalen_johansen(np.arange(3), counts)
    n = int(counts.sum())
    p = 5 / n
    assert found.curves[0][0].se[0] == pytest.approx(math.sqrt(p * (1 - p) / n), rel=1e-14)
    assert all(se > 0 for curve in found.curves[0] for se in curve.se)


def test_not_estimable():
    with pytest.raises(TooFewObservations):
        aalen_johansen(np.arange(1), np.array([[[1, 0, 1], [0, 0, 0]]]))
    with pytest.raises(ValueError, match="level"):
        aalen_johansen(np.arange(1), np.array([[[1, 0, 1]]]), level=1)
