from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.proportion import clopper_pearson, wilson

BOTH = pytest.mark.parametrize("interval", [wilson, clopper_pearson])
LEVELS = st.sampled_from([0.5, 0.9, 0.95, 0.999])


@BOTH
@settings(deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), LEVELS)
def test_inside_and_symmetric(interval, x, more, level):
    n = x + more
    if n == 0:
        return
    one, other = interval(x, n, level), interval(more, n, level)
    assert 0 <= one.low <= x / n <= one.high <= 1
    assert one.low == pytest.approx(1 - other.high, abs=1e-14)
    assert (one.low == 0) == (x == 0)
    assert (one.high == 1) == (x == n)


# Responders and adverse events of the first study, of 30 patients, in percent.
@pytest.mark.parametrize(
    ("x", "exact", "score"),
    [
        (9, (14.7, 49.4), (16.7, 47.9)),
        (16, (34.3, 71.7), (36.1, 69.8)),
        (6, (7.7, 38.6), (9.5, 37.3)),
        (7, (9.9, 42.3), (11.8, 40.9)),
        (1, (0.1, 17.2), (0.6, 16.7)),
        (0, (0.0, 11.6), (0.0, 11.4)),
    ],
)
def test_of_thirty(x, exact, score):
    for function, limits in ((clopper_pearson, exact), (wilson, score)):
        found = function(x, 30)
        assert (round(100 * found.low, 1), round(100 * found.high, 1)) == limits


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(1, 30))
def test_clopper_pearson_by_its_definition(x, more):
    n = x + more
    high = Fraction(clopper_pearson(x, n).high)
    at_most = sum(comb(n, i) * high**i * (1 - high) ** (n - i) for i in range(x + 1))
    assert float(at_most) == pytest.approx(0.025, rel=1e-10)


@settings(deadline=None)
@given(st.integers(1, 1000), st.integers(1, 1000))
def test_wilson_by_its_definition(x, more):
    n = x + more
    for limit in (wilson(x, n).low, wilson(x, n).high):
        score = (x / n - limit) / (limit * (1 - limit) / n) ** 0.5
        assert abs(score) == pytest.approx(1.959963984540054, rel=1e-9)


@BOTH
def test_options(interval):
    with pytest.raises(TooFewObservations, match="no patients"):
        interval(0, 0)
    with pytest.raises(ValueError, match="5 of 4"):
        interval(5, 4)
    with pytest.raises(ValueError, match="-1 of 4"):
        interval(-1, 4)
    with pytest.raises(ValueError, match="level"):
        interval(1, 4, 95)
