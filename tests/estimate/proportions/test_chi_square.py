from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.proportions.chi_square import chi_square


@settings(deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(0, 9)))
def test_against_the_definition_in_fractions(table):
    rows, columns = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    assume(min(rows + columns) > 0)
    n = sum(rows)
    expected = [[Fraction(r * c, n) for c in columns] for r in rows]
    chi2 = sum(
        (o - e) ** 2 / e
        for row, means in zip(table.tolist(), expected, strict=True)
        for o, e in zip(row, means, strict=True)
    )
    result = chi_square(table)
    assert result.chi2 == pytest.approx(float(chi2), rel=1e-14, abs=0)
    assert result.df == (len(rows) - 1) * (len(columns) - 1)
    assert result.expected_min == pytest.approx(float(min(min(row) for row in expected)))


def test_outcome_that_nobody_has_is_left_out():
    table = np.array([[3, 4], [0, 0], [5, 1]])
    assert chi_square(table) == chi_square(table[[0, 2]])


def test_yates_brings_the_counts_nearer():
    table = np.array([[12, 5], [8, 15]])
    off = 12 - 8.5 - 0.5
    expected = off**2 * (2 / 8.5 + 2 / 11.5)
    assert chi_square(table, yates=True).chi2 == pytest.approx(expected, rel=1e-14)
    # Not beyond the expected ones.
    assert chi_square(np.array([[5, 5], [5, 6]]), yates=True).chi2 == 0


def test_thirty_million_patients():
    table = np.array([[10_000_000, 10_001_000], [5_000_000, 5_000_000]])
    assert chi_square(table).chi2 == pytest.approx(0.0166658, rel=1e-4)


@pytest.mark.parametrize(
    ("table", "yates", "error", "words"),
    [
        ([[1], [2]], False, TooFewObservations, "fewer than 2 groups"),
        ([[1, 0], [2, 0]], False, TooFewObservations, "no patients"),
        ([[1, 4], [0, 0]], False, AllTied, "same outcome"),
        ([[1, 4, 2], [2, 2, 2]], True, ValueError, "2 x 2"),
    ],
)
def test_not_estimable(table, yates, error, words):
    with pytest.raises(error, match=words):
        chi_square(np.array(table), yates=yates)
