from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.same_patients.friedman import friedman


@settings(deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 4)))
def test_against_the_definition_in_fractions(ticks):
    assume((np.ptp(ticks, axis=1) > 0).any())
    n, k = ticks.shape
    rows = ticks.tolist()
    ranks = [
        [Fraction(sum(2 * (o < x) + (o == x) for o in row) + 1, 2) for x in row] for row in rows
    ]
    middle = Fraction(k + 1, 2)
    sums = [sum(row[j] for row in ranks) - n * middle for j in range(k)]
    spread = sum((rank - middle) ** 2 for row in ranks for rank in row)
    expected = (k - 1) * sum(total**2 for total in sums) / spread
    result = friedman(ticks, np.ones(n, int))
    assert result.chi2 == pytest.approx(float(expected), rel=1e-14, abs=0)
    assert (result.df, result.n) == (k - 1, n)


def test_without_ties_it_is_the_first_formula():
    ticks, counts = np.array([[1, 2, 3], [3, 1, 2]]), np.array([5, 2])
    sums = [1 * 5 + 3 * 2, 2 * 5 + 1 * 2, 3 * 5 + 2 * 2]
    expected = 12 * sum(r * r for r in sums) / (7 * 3 * 4) - 3 * 7 * 4
    assert friedman(ticks, counts).chi2 == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1], [2]], [1, 1], TooFewObservations, "2 visits"),
        ([[1, 2, 3]], [1], TooFewObservations, "2 patients"),
        ([[1, 1, 1], [2, 2, 2]], [1, 3], AllTied, "two different values"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        friedman(np.array(ticks), np.array(counts))
