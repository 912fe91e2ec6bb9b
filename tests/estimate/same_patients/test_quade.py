from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoSpread, TooFewObservations
from dermcohort.estimate.same_patients.quade import quade


def midrank(x, among):
    return Fraction(sum(2 * (o < x) + (o == x) for o in among) + 1, 2)


@settings(max_examples=60, deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 5)))
def test_against_the_definition_in_fractions(ticks):
    n, k = ticks.shape
    rows = ticks.tolist()
    widths = [max(row) - min(row) for row in rows]
    middle = Fraction(k + 1, 2)
    s = [
        [midrank(width, widths) * (midrank(x, row) - middle) for x in row]
        for row, width in zip(rows, widths, strict=True)
    ]
    a = sum(x * x for row in s for x in row)
    b = sum(sum(row[j] for row in s) ** 2 for j in range(k)) / n
    assume(a != b)
    result = quade(100_000 * ticks, np.ones(n, int))
    assert result.f == pytest.approx(float((n - 1) * b / (a - b)), rel=1e-14, abs=0)
    assert (result.df, result.df2, result.n) == (k - 1, (k - 1) * (n - 1), n)


def test_equal_decimal_ranges_are_ties():
    # 0.3 - 0.1 and 0.9 - 0.7 are 0.2 both; as binary fractions they differ.
    tenths = np.array([[1, 3], [9, 7], [4, 9]])
    assert quade(100_000 * tenths, np.ones(3, int)) == quade(tenths, np.ones(3, int))


def test_thirty_million_patients():
    # Ranges 9, 7 and 7: ranks 25,000,000.5 and 10,000,000.5 of ten and twenty million.
    ticks, many = np.array([[0, 5, 9], [3, 1, 8], [9, 2, 4]]), 10_000_000
    q = Fraction(5 * many + 1, 2), Fraction(2 * many + 1, 2), Fraction(2 * many + 1, 2)
    ranks = (-1, 0, 1), (0, -1, 1), (1, -1, 0)
    s = [[width * r for r in row] for width, row in zip(q, ranks, strict=True)]
    a = many * sum(x * x for row in s for x in row)
    b = sum((many * sum(row[j] for row in s)) ** 2 for j in range(3)) / Fraction(3 * many)
    expected = (3 * many - 1) * b / (a - b)
    assert quade(ticks, np.array([many] * 3)).f == pytest.approx(float(expected), rel=1e-14)


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1], [2]], [1, 1], TooFewObservations, "2 visits"),
        ([[1, 2, 3]], [1], TooFewObservations, "2 patients"),
        ([[1, 1, 1], [2, 2, 2]], [1, 3], AllTied, "two different values"),
        ([[1, 2, 4], [3, 4, 6]], [1, 3], NoSpread, "same order"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        quade(np.array(ticks), np.array(counts))
