import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.imputation.rubin import rubin


def test_by_hand():
    found = rubin(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0]), df_complete=10)
    # Within (1 + 4 + 4) / 3 = 3, between 1, total 3 + 4/3.
    assert found.estimate == 2
    assert found.se == pytest.approx(math.sqrt(13 / 3), rel=1e-15)
    share = (4 / 3) / (13 / 3)
    observed = 11 / 13 * 10 * (1 - share)
    assert found.variance_share == pytest.approx(share, rel=1e-15)
    assert found.df == pytest.approx(1 / (share**2 / 2 + 1 / observed), rel=1e-14)
    assert found.simulation_error == pytest.approx(math.sqrt(1 / 3), rel=1e-15)
    r = 4 / 9
    information = (r + 2 / (found.df + 3)) / (1 + r)
    assert found.missing_information == pytest.approx(information, rel=1e-14)
    assert found.efficiency == pytest.approx(1 / (1 + information / 3), rel=1e-14)


def test_nothing_missing_gives_the_complete_analysis():
    normal = rubin(np.array([3.0, 3.0]), np.array([2.0, 2.0]))
    assert (normal.se, normal.df) == (2, None)
    assert (normal.variance_share, normal.missing_information) == (0, 0)
    assert normal.conf_high == pytest.approx(3 + 2 * 1.959963984540054, rel=1e-14)
    assert normal.p_value == pytest.approx(math.erfc(1.5 / math.sqrt(2)), rel=1e-12)
    small = rubin(np.array([3.0, 3.0]), np.array([2.0, 2.0]), df_complete=9)
    assert small.df == pytest.approx(10 / 12 * 9)


@settings(max_examples=40, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.integers(-50, 50), st.integers(8, 60)), min_size=2, max_size=9),
    data=st.data(),
)
def test_exact_fractions_and_any_order(pairs, data):
    q = [Fraction(a, 8) for a, _ in pairs]
    u = [Fraction(b, 8) ** 2 for _, b in pairs]
    m = len(pairs)
    mean = sum(q) / m
    between = sum((x - mean) ** 2 for x in q) / (m - 1)
    total = sum(u) / m + (1 + Fraction(1, m)) * between
    estimates, errors = np.array(pairs).T / 8
    found = rubin(estimates, errors, df_complete=20)
    assert found.estimate == pytest.approx(float(mean), rel=1e-14, abs=1e-15)
    assert found.se == pytest.approx(math.sqrt(total), rel=1e-14)
    order = data.draw(st.permutations(range(m)))
    assert rubin(estimates[order], errors[order], df_complete=20) == found


@pytest.mark.parametrize(
    ("estimates", "errors", "df", "error", "message"),
    [
        ([1.0], [1.0], 9, TooFewObservations, "fewer than 2"),
        ([1.0, 1.0], [0.0, 0.0], 9, NoSpread, "every standard error is 0"),
        ([1.0, 2.0], [0.0, 0.0], 9, NoSpread, "though the estimates differ"),
        ([1.0, 2.0], [1.0], 9, ValueError, "one standard error for each"),
        ([1.0, math.nan], [1.0, 1.0], 9, ValueError, "finite"),
        ([1.0, 2.0], [1.0, -1.0], 9, ValueError, "not negative"),
        ([1.0, 2.0], [1.0, 1.0], 0, ValueError, "above 0"),
    ],
)
def test_errors(estimates, errors, df, error, message):
    with pytest.raises(error, match=message):
        rubin(np.array(estimates), np.array(errors), df_complete=df)


def test_so_few_degrees_of_freedom_that_there_is_no_limit():
    with pytest.raises(NoAnswer, match="degrees of freedom"):
        rubin(np.array([3.0, 1.0, 2.0]), np.array([0.0, 0.0, 1e-3]), df_complete=9)
