from fractions import Fraction
from math import comb

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import AllTied, NoAnswer, TooFewObservations
from dermcohort.estimate.same_patients.cochran_q import cochran_q
from dermcohort.estimate.same_patients.mcnemar import mcnemar, mcnemar_exact, mcnemar_mid_p

ALL = (mcnemar_exact, mcnemar_mid_p, mcnemar)
# The response at both visits, lost, gained, at neither.
VISITS = np.array([[1, 1], [1, 0], [0, 1], [0, 0]])
CELL = st.one_of(st.integers(0, 4), st.integers(0, 300))
CELLS = st.tuples(CELL, CELL, CELL, CELL).filter(lambda cells: cells[1] + cells[2])


@settings(max_examples=80, deadline=None)
@given(CELLS)
def test_p_values_in_fractions(cells):
    _, lost, gained, _ = cells
    changed = lost + gained
    far = [x for x in range(changed + 1) if abs(2 * x - changed) >= abs(gained - lost)]
    exact = Fraction(sum(comb(changed, x) for x in far), 2**changed)
    # As far from the middle as what was observed, but no farther.
    observed = [x for x in far if abs(2 * x - changed) == abs(gained - lost)]
    mid = exact - Fraction(sum(comb(changed, x) for x in observed), 2 ** (changed + 1))
    assert mcnemar_exact(VISITS, np.array(cells)).p_value == pytest.approx(float(exact), rel=1e-12)
    assert mcnemar_mid_p(VISITS, np.array(cells)).p_value == pytest.approx(float(mid), rel=1e-12)


def limits_in_50_digits(cells, level):
    """Newcombe's tenth interval, written out from the paper."""
    e, g, f, h = (mpmath.mpf(x) for x in cells)
    n = e + f + g + h
    z = mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf(level))

    def wilson(x):
        middle, root = 2 * x + z**2, z * mpmath.sqrt(z**2 + 4 * x * (1 - x / n))
        return (middle - root) / (2 * (n + z**2)), (middle + root) / (2 * (n + z**2))

    (l2, u2), (l3, u3) = wilson(e + f), wilson(e + g)
    p2, p3 = (e + f) / n, (e + g) / n
    top, product = e * h - f * g, (e + f) * (g + h) * (e + g) * (f + h)
    top = top - n / 2 if top > n / 2 else min(top, 0)
    phi = top / mpmath.sqrt(product) if product else mpmath.mpf(0)
    low = (p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u3 - p3) + (u3 - p3) ** 2
    high = (u2 - p2) ** 2 - 2 * phi * (u2 - p2) * (p3 - l3) + (p3 - l3) ** 2
    return [float(x) for x in ((f - g) / n, (f - g) / n - mpmath.sqrt(low),
                               (f - g) / n + mpmath.sqrt(high))]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(CELLS, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
@pytest.mark.parametrize("function", ALL)
def test_difference_and_limits_in_50_digits(function, cells, level):
    with mpmath.workdps(50):
        expected = limits_in_50_digits(cells, level)
    result = function(VISITS, np.array(cells), level=level)
    found = [result.estimate, result.conf_low, result.conf_high]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert -1 <= result.conf_low <= result.estimate <= result.conf_high <= 1
    assert (result.n, result.lost, result.gained) == (sum(cells), cells[1], cells[2])
    assert result.note == f"{cells[2]} gained and {cells[1]} lost the response"


@settings(max_examples=30, deadline=None)
@given(CELLS)
def test_chi_square_is_cochran_q_of_two_visits(cells):
    result = mcnemar(VISITS, np.array(cells))
    assert result.chi2 == pytest.approx((cells[2] - cells[1]) ** 2 / (cells[1] + cells[2]))
    assert (result.df, result.n) == (1, sum(cells))
    if sum(cells) > 1:
        q = cochran_q(VISITS, np.array(cells))
        assert result.p_value == pytest.approx(q.p_value, rel=1e-12)


@pytest.mark.parametrize("function", ALL)
def test_visits_exchanged_change_the_sign(function):
    one, other = (function(v, np.array([4, 9, 2, 6])) for v in (VISITS, VISITS[:, ::-1]))
    assert one.p_value == other.p_value
    assert (one.estimate, one.conf_low) == (-other.estimate, -other.conf_high)
    assert (one.gained, one.lost) == (other.lost, other.gained) == (2, 9)


def test_millions_of_patients():
    cells = np.array([9_000_000, 1_001_000, 1_000_000, 19_000_000])
    exact, mid = (f(VISITS, cells).p_value for f in (mcnemar_exact, mcnemar_mid_p))
    assert mid < exact < 1
    assert exact == pytest.approx(mcnemar(VISITS, cells).p_value, rel=3e-3)


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[0, 1]], [0], TooFewObservations, "no patient has both"),
        ([[0, 0], [1, 1]], [4, 1], AllTied, "gained or lost"),
        ([[0, 1], [2, 0]], [4, 1], NoAnswer, "not responses"),
        ([[0, 1, 0]], [1], ValueError, "two visits"),
    ],
)
def test_not_estimable(function, ticks, counts, error, words):
    with pytest.raises(error, match=words):
        function(np.array(ticks), np.array(counts))


@pytest.mark.parametrize("function", ALL)
def test_level_must_be_between_0_and_1(function):
    with pytest.raises(ValueError, match="level is 95"):
        function(VISITS, np.ones(4, int), level=95)
