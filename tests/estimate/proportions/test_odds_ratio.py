from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.estimate.proportions.odds_ratio import odds_ratio, odds_ratio_mid_p

CELL = st.integers(0, 20)
#: Each function, and how much of the observed table counts in its tails.
SHARES = {odds_ratio: Fraction(1), odds_ratio_mid_p: Fraction(1, 2)}


def distribution(a, b, c, d, ratio):
    """Events of the second group and their probabilities given the totals, in fractions."""
    n0, n1, drawn = a + c, b + d, a + b
    ratio = Fraction(ratio)
    ways = {
        x: comb(n1, x) * comb(n0, drawn - x) * ratio**x
        for x in range(max(0, drawn - n0), min(n1, drawn) + 1)
    }
    total = sum(ways.values())
    return {x: way / total for x, way in ways.items()}


def tail(found, observed, sign, share):
    more = sum(p for x, p in found.items() if sign * (x - observed) > 0)
    return more + share * found[observed]


@settings(deadline=None, max_examples=80)
@given(CELL, CELL, CELL, CELL, st.sampled_from(list(SHARES)))
def test_limits_by_their_definition(a, b, c, d, function):
    assume(a + c and b + d and a + b and c + d)
    result, share = function(np.array([[a, b], [c, d]])), SHARES[function]
    if result.conf_low:
        found = tail(distribution(a, b, c, d, result.conf_low), b, 1, share)
        assert float(found) == pytest.approx(0.025, rel=1e-12)
    else:
        assert b == max(0, a + b - (a + c))
    if result.conf_high is not None:
        found = tail(distribution(a, b, c, d, result.conf_high), b, -1, share)
        assert float(found) == pytest.approx(0.025, rel=1e-12)
    else:
        assert 0 in (a, d)
        assert result.note
    if result.estimate:
        found = distribution(a, b, c, d, result.estimate)
        mean = sum(x * p for x, p in found.items())
        assert float(mean) == pytest.approx(b, rel=1e-12)
    found = distribution(a, b, c, d, 1)
    if function is odds_ratio_mid_p:
        p = min(1, 2 * min(tail(found, b, 1, share), tail(found, b, -1, share)))
    else:
        p = sum(p for p in found.values() if p <= found[b])
        assert result.p_value == fisher_exact(np.array([[a, b], [c, d]])).p_value
    assert result.p_value == pytest.approx(float(p), rel=1e-12)


@settings(deadline=None, max_examples=80)
@given(CELL, CELL, CELL, CELL, st.sampled_from(list(SHARES)))
def test_exchanged_groups_and_rows_invert(a, b, c, d, function):
    assume(a + c and b + d and a + b and c + d)
    table = np.array([[a, b], [c, d]])
    one = function(table)
    for other in (function(t) for t in (table[:, ::-1], table[::-1])):
        assert other.p_value == pytest.approx(one.p_value, rel=1e-13)
        if one.conf_high is None:
            assert (one.estimate, other.estimate, other.conf_low) == (None, 0, 0)
        else:
            assert one.conf_high * other.conf_low == pytest.approx(1, rel=1e-12)
            if one.estimate:
                assert one.estimate * other.estimate == pytest.approx(1, rel=1e-12)


def test_one_cell_is_empty():
    control, group = (odds_ratio(np.array(t)) for t in ([[0, 4], [13, 8]], [[5, 4], [8, 0]]))
    assert control.note == "no upper limit: no event in the first group"
    assert group.note == "no upper limit: no patient of the second group is without the event"
    assert (control.estimate, control.conf_high) == (None, None)


def test_limits_of_nearly_all_odds_ratios():
    result = odds_ratio(np.array([[3, 8], [7, 1]]), level=0.99999)
    for limit, sign in ((result.conf_low, 1), (result.conf_high, -1)):
        found = tail(distribution(3, 8, 7, 1, limit), 8, sign, 1)
        assert float(found) == pytest.approx(5e-6, rel=1e-9)


def test_limits_of_nearly_none():
    # The lower limit lies far above the odds ratio of the sample with 1/2 in each cell.
    result = odds_ratio_mid_p(np.array([[0, 1], [9, 40]]), level=0.01)
    found = tail(distribution(0, 1, 9, 40, result.conf_low), 1, 1, Fraction(1, 2))
    assert float(found) == pytest.approx(0.495, rel=1e-12)


def test_mid_p_lies_inside():
    table = np.array([[3, 8], [7, 1]])
    exact, half = odds_ratio(table), odds_ratio_mid_p(table)
    assert exact.conf_low < half.conf_low < half.estimate == exact.estimate
    assert half.conf_high < exact.conf_high
    assert half.p_value < exact.p_value


def test_far_away_and_close_by():
    apart = odds_ratio(np.array([[1, 299], [299, 1]]))
    assert apart.conf_low > 1000
    assert apart.conf_high < 1e8
    assert apart.p_value == fisher_exact(np.array([[1, 299], [299, 1]])).p_value < 1e-160
    # The weights at the limit have nothing to do with those at a ratio of 1.
    beyond = odds_ratio(np.array([[10, 100_000], [100_000, 10]]))
    assert beyond.conf_low < 1e8 < beyond.conf_high
    assert beyond.p_value == 0


def test_thirty_million_patients():
    result = odds_ratio(np.array([[5_000_000, 5_003_000], [10_000_000, 9_997_000]]))
    sample = 5_003_000 / 9_997_000 * 2
    se = (1 / 5_003_000 + 1 / 9_997_000 + 1 / 5_000_000 + 1 / 10_000_000) ** 0.5
    assert result.estimate == pytest.approx(sample, rel=1e-6)
    assert result.conf_low == pytest.approx(sample * np.exp(-1.96 * se), rel=1e-6)
    assert result.conf_high == pytest.approx(sample * np.exp(1.96 * se), rel=1e-6)


@pytest.mark.parametrize("function", SHARES)
@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([[0, 0], [3, 4]], AllTied, "same outcome"),
        ([[3, 4], [0, 0]], AllTied, "same outcome"),
        ([[1, 0], [2, 0]], TooFewObservations, "no patients"),
        ([[1, 2, 3], [2, 1, 1]], ValueError, "2 x 2"),
    ],
)
def test_not_estimable(function, table, error, words):
    with pytest.raises(error, match=words):
        function(np.array(table))
    with pytest.raises(ValueError, match="level"):
        function(np.array([[3, 8], [7, 1]]), level=1)
