from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact

CELL = st.integers(0, 40)


def by_enumeration(a, b, c, d):
    """Every table with these totals, in fractions."""
    first, second, drawn = a + c, b + d, a + b
    ways = [
        comb(first, x) * comb(second, drawn - x)
        for x in range(max(0, drawn - second), min(drawn, first) + 1)
    ]
    observed = comb(first, a) * comb(second, b)
    return Fraction(sum(w for w in ways if w <= observed), sum(ways))


@settings(deadline=None)
@given(CELL, CELL, CELL, CELL)
def test_against_enumeration(a, b, c, d):
    assume(a + c and b + d)
    result = fisher_exact(np.array([[a, b], [c, d]]))
    assert result.p_value == pytest.approx(float(by_enumeration(a, b, c, d)), rel=1e-12)


@settings(deadline=None)
@given(CELL, CELL, CELL, CELL)
def test_exchanged_rows_columns_and_both(a, b, c, d):
    assume(a + c and b + d)
    p = fisher_exact(np.array([[a, b], [c, d]])).p_value
    for other in ([[c, d], [a, b]], [[b, a], [d, c]], [[d, c], [b, a]]):
        assert fisher_exact(np.array(other)).p_value == pytest.approx(p, rel=1e-13)


def test_nobody_with_the_outcome():
    assert fisher_exact(np.array([[0, 0], [13, 12]])).p_value == 1


def test_far_tail_keeps_its_digits():
    p = fisher_exact(np.array([[300, 0], [0, 300]])).p_value
    assert p == pytest.approx(float(Fraction(2, comb(600, 300))), rel=1e-12, abs=0)


def test_below_the_smallest_float():
    assert fisher_exact(np.array([[30_000, 0], [0, 30_000]])).p_value == 0


def test_thirty_million_patients():
    table = np.array([[5_000_000, 5_003_000], [10_000_000, 9_997_000]])
    assert fisher_exact(table).p_value == pytest.approx(chi_square(table).p_value, rel=1e-2)
    # The sum over 80,000 tables in 30 digits; SciPy 1.17 gives ...882677.
    assert fisher_exact(table).p_value == pytest.approx(0.245470883347418, rel=1e-14)


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([[1, 0], [2, 0]], TooFewObservations, "no patients"),
        ([[1, 2, 3], [2, 1, 1]], ValueError, "2 x 2"),
        ([[1, -2], [2, 1]], ValueError, "negative"),
    ],
)
def test_not_estimable(table, error, words):
    with pytest.raises(error, match=words):
        fisher_exact(np.array(table))
