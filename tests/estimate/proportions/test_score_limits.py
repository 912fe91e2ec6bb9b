"""The limits against the definition: restricted maximum likelihood, found by bisection."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.proportions.score_limits import (
    critical,
    score_z,
    upper_difference,
    upper_odds_ratio,
    upper_ratio,
)
from dermcohort.estimate.proportions.two_by_two import TwoByTwo

LEVELS = st.sampled_from([0.5, 0.9, 0.95, 0.999])


@st.composite
def tables(draw, most=30):
    n0, n1 = draw(st.integers(1, most)), draw(st.integers(1, most))
    return TwoByTwo(draw(st.integers(0, n0)), n0, draw(st.integers(0, n1)), n1)


def slope(x, n, p):
    """Of the log likelihood, infinite at an end that was observed against."""
    up = (x / p if p else math.inf) if x else 0.0
    return up - ((n - x) / (1 - p) if p < 1 else math.inf) if n - x else up


def restricted(table, p1_of, change, low, high):
    """The p0 of greatest likelihood, with p1 as it follows from it, and changes with it."""
    for _ in range(100):
        p0 = (low + high) / 2
        first = slope(table.x1, table.n1, p1_of(p0)) * change(p0)
        rising = slope(table.x0, table.n0, p0) + first
        low, high = (p0, high) if rising > 0 else (low, p0)
    return p1_of(p0), p0


def x2(table, p1, p0):
    parts = ((table.x1, table.n1, p1), (table.x0, table.n0, p0))
    return sum((x - n * p) ** 2 / (n * p * (1 - p)) for x, n, p in parts if 0 < p < 1)


@settings(deadline=None, max_examples=150)
@given(tables(), LEVELS)
def test_difference_by_its_definition(table, level):
    chi2 = critical(table, level)
    d = upper_difference(table, chi2)
    assert d > table.x1 / table.n1 - table.x0 / table.n0 or d == 1
    if d < 1 - 1e-9:
        p1, p0 = restricted(table, lambda p: p + d, lambda _: 1.0, max(0.0, -d), min(1.0, 1 - d))
        variance = p1 * (1 - p1) / table.n1 + p0 * (1 - p0) / table.n0
        off = table.x1 / table.n1 - table.x0 / table.n0 - d
        assert off**2 / variance == pytest.approx(chi2, rel=1e-5)


@settings(deadline=None, max_examples=150)
@given(tables(), LEVELS)
def test_ratio_by_its_definition(table, level):
    chi2 = critical(table, level)
    r = upper_ratio(table, chi2)
    if table.x0 == 0:
        assert r is None
        return
    assert r > table.x1 * table.n0 / (table.n1 * table.x0)
    p1, p0 = restricted(table, lambda p: r * p, lambda _: r, 0.0, min(1.0, 1 / r))
    variance = p1 * (1 - p1) / table.n1 + r * r * p0 * (1 - p0) / table.n0
    off = table.x1 / table.n1 - r * table.x0 / table.n0
    assert off**2 / variance == pytest.approx(chi2, rel=1e-5)


@settings(deadline=None, max_examples=150)
@given(tables(), LEVELS)
def test_odds_ratio_by_its_definition(table, level):
    chi2 = critical(table, level)
    r = upper_odds_ratio(table, chi2)
    if table.x0 == 0 or table.y1 == 0:
        assert r is None
        return
    # On the logit scale the slopes are x - n p.
    low, high = 0.0, 1.0
    for _ in range(100):
        p0 = (low + high) / 2
        p1 = r * p0 / (1 - p0 + r * p0)
        rising = table.x - table.n0 * p0 - table.n1 * p1
        low, high = (p0, high) if rising > 0 else (low, p0)
    assert x2(table, p1, p0) == pytest.approx(chi2, rel=1e-5)


def test_koopman_is_without_the_correction():
    # Koopman 1984: 36 of 40 against 16 of 80 gives 2.94 to 7.15.
    table, z2 = TwoByTwo(16, 80, 36, 40), 1.959963984540054**2
    assert 1 / upper_ratio(table.exchanged(), z2) == pytest.approx(2.94, abs=5e-3)
    assert upper_ratio(table, z2) == pytest.approx(7.15, abs=5e-3)


@settings(deadline=None)
@given(tables())
def test_z_squared_is_pearson_without_one_patient(table):
    z = score_z(table)
    assert score_z(table.exchanged()) == -z
    if 0 < table.x < table.n:
        share = table.x / table.n
        assert z * z * table.n / (table.n - 1) == pytest.approx(x2(table, share, share), rel=1e-12)
    else:
        assert z == 0


def test_all_of_the_control_have_the_event():
    # p0 stays 1, so that r is p1 with 10 (p1 - 1/2)^2 / (p1 q1) = 0.1.
    near = upper_ratio(TwoByTwo(20, 20, 5, 10), 0.1)
    assert near == pytest.approx(0.5 + (0.0025 / 1.01) ** 0.5, rel=1e-14)
    # The multiplier comes to n0: p1 = 7/12 takes 2/7, and 2 q0 / p0 is the rest of 20.
    far = upper_ratio(TwoByTwo(2, 2, 5, 10), 20.0)
    assert far == pytest.approx(7 / 12 * (1 + (20 - 2 / 7) / 2), rel=1e-14)


def test_thirty_million_patients():
    table = TwoByTwo(5_000_000, 15_000_000, 5_003_000, 15_000_000)
    chi2 = critical(table, 0.95)
    half = 1.959963984540054 * math.sqrt(2 / 9 * 2 / 15_000_000)
    assert upper_difference(table, chi2) == pytest.approx(0.0002 + half, rel=1e-3)
    assert upper_ratio(table, chi2) == pytest.approx(1 + 3 * (0.0002 + half), rel=1e-5)
    assert upper_odds_ratio(table, chi2) == pytest.approx(1 + 4.5 * (0.0002 + half), rel=1e-5)
