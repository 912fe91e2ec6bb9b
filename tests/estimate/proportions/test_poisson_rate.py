import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.poisson_rate import poisson_rate


@pytest.mark.parametrize(
    ("events", "years", "rate", "low", "high", "digits"),
    [
        (14, 400, 3.50, 1.91, 5.87, 2),
        (0, 7.5, 0, 0, 49.2, 1),
        (1, 7.2, 13.9, 0.35, 77.4, None),
        (7, 6.4, 109.4, 44.0, 225.4, 1),
        (53, 2247, 2.36, 1.77, 3.09, 2),
        (11, 2247, 0.49, 0.24, 0.88, 2),
    ],
)
def test_cohorts(events, years, rate, low, high, digits):
    result = poisson_rate(events, years)
    found = [result.estimate, result.conf_low, result.conf_high]
    if digits is None:
        assert [round(found[0], 1), round(found[1], 2), round(found[2], 1)] == [rate, low, high]
    else:
        assert [round(x, digits) for x in found] == [rate, low, high]


@settings(deadline=None)
@given(st.integers(0, 60), st.floats(0.1, 1e4))
def test_limits_by_their_definition(events, years):
    result = poisson_rate(events, years)
    mean = result.conf_high * years / 100
    terms = [math.exp(-mean) * mean**i / math.factorial(i) for i in range(events + 1)]
    assert math.fsum(terms) == pytest.approx(0.025, rel=1e-11)
    if events:
        mean = result.conf_low * years / 100
        terms = [math.exp(-mean) * mean**i / math.factorial(i) for i in range(events)]
        assert 1 - math.fsum(terms) == pytest.approx(0.025, rel=1e-11)
    else:
        assert result.conf_low == 0


def test_no_event_by_hand():
    # The probability of none is exp(-mean).
    assert poisson_rate(0, 7.5).conf_high == pytest.approx(100 * math.log(40) / 7.5, rel=1e-14)


def test_unit():
    per_1000 = poisson_rate(4, 12.5, per=1000)
    assert per_1000.conf_high == pytest.approx(10 * poisson_rate(4, 12.5).conf_high, rel=1e-15)
    assert per_1000.estimate == 320


@pytest.mark.parametrize(
    ("events", "years", "error", "words"),
    [
        (0, 0.0, TooFewObservations, "no time at risk"),
        (2, -1.0, ValueError, "not a time"),
        (2, math.inf, ValueError, "not a time"),
        (2, math.nan, ValueError, "not a time"),
        (-1, 1.0, ValueError, "number of events"),
        (1.5, 1.0, ValueError, "number of events"),
    ],
)
def test_not_estimable(events, years, error, words):
    with pytest.raises(error, match=words):
        poisson_rate(events, years)
    with pytest.raises(ValueError, match="level"):
        poisson_rate(1, 1.0, level=0)
