from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer, TooFewObservations
from dermcohort.estimate.proportions.rate_ratio import rate_ratio, rate_ratio_mid_p

#: Each function, and how much of the observed division counts in its tails.
SHARES = {rate_ratio: Fraction(1), rate_ratio_mid_p: Fraction(1, 2)}
EVENTS, YEARS = st.integers(0, 40), st.integers(1, 400).map(lambda quarters: quarters / 4)


def divisions(x0, x1, t0, t1, ratio):
    """Probabilities of all divisions of the events, in fractions."""
    odds, n = Fraction(ratio) * Fraction(t1) / Fraction(t0), x0 + x1
    return [comb(n, i) * odds**i / (1 + odds) ** n for i in range(n + 1)]


def tail(found, observed, sign, share):
    more = sum(p for i, p in enumerate(found) if sign * (i - observed) > 0)
    return float(more + share * found[observed])


@settings(deadline=None, max_examples=80)
@given(EVENTS, EVENTS, YEARS, YEARS, st.sampled_from(list(SHARES)))
def test_limits_and_p_by_their_definition(x0, x1, t0, t1, function):
    assume(x0 + x1)
    result = function([x0, x1], [t0, t1])
    share, even = SHARES[function], divisions(x0, x1, t0, t1, 1)
    if x1:
        found = divisions(x0, x1, t0, t1, result.conf_low)
        assert tail(found, x1, 1, share) == pytest.approx(0.025, rel=1e-12)
    else:
        assert result.conf_low == 0
    if x0:
        found = divisions(x0, x1, t0, t1, result.conf_high)
        assert tail(found, x1, -1, share) == pytest.approx(0.025, rel=1e-12)
        assert result.estimate == pytest.approx((x1 / t1) / (x0 / t0), rel=1e-14)
    else:
        assert (result.estimate, result.conf_high) == (None, None)
        assert result.note == "no upper limit: no event in the first group"
    if function is rate_ratio_mid_p:
        p = min(1, 2 * min(tail(even, x1, 1, share), tail(even, x1, -1, share)))
    else:
        p = float(sum(w for w in even if w <= even[x1]))
    assert result.p_value == pytest.approx(p, rel=1e-12)


@settings(deadline=None)
@given(EVENTS, EVENTS, YEARS, YEARS, st.sampled_from(list(SHARES)))
def test_exchanged_groups_invert(x0, x1, t0, t1, function):
    assume(x0 + x1)
    one, other = function([x0, x1], [t0, t1]), function([x1, x0], [t1, t0])
    assert one.p_value == pytest.approx(other.p_value, rel=1e-12)
    if one.conf_high is None:
        assert other.conf_low == 0
    else:
        assert one.conf_high * other.conf_low == pytest.approx(1, rel=1e-14)


def test_unit_of_time_and_arrays():
    years = rate_ratio(np.array([4, 11]), np.array([30.5, 28.25]))
    days = rate_ratio([4, 11], [30.5 * 365.25, 28.25 * 365.25])
    assert days.conf_low == pytest.approx(years.conf_low, rel=1e-14)
    assert days.p_value == pytest.approx(years.p_value, rel=1e-12)


def test_many_events():
    result = rate_ratio([1_000_000, 1_003_000], [5e6, 5e6])
    se = (1 / 1_000_000 + 1 / 1_003_000) ** 0.5
    assert result.conf_low == pytest.approx(1.003 * np.exp(-1.959964 * se), rel=1e-6)
    half = rate_ratio_mid_p([1_000_000, 1_003_000], [5e6, 5e6])
    assert half.conf_low == pytest.approx(result.conf_low, rel=1e-5)
    assert half.p_value == pytest.approx(result.p_value, rel=0.01)


@pytest.mark.parametrize("function", SHARES)
@pytest.mark.parametrize(
    ("events", "years", "error", "words"),
    [
        ([0, 0], [1.0, 1.0], NoAnswer, "no event in either group"),
        ([1, 2], [0.0, 1.0], TooFewObservations, "no time at risk"),
        ([1, 2], [1.0, -1.0], ValueError, "not a time"),
        ([1, 2.5], [1.0, 1.0], ValueError, "number of events"),
        ([1, 2, 3], [1.0, 1.0, 1.0], ValueError, "two groups"),
    ],
)
def test_not_estimable(function, events, years, error, words):
    with pytest.raises(error, match=words):
        function(events, years)
    with pytest.raises(ValueError, match="level"):
        function([4, 11], [30.5, 28.2], level=0)
