from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis


@settings(deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 8), st.integers(2, 4)), elements=st.integers(0, 4)))
def test_against_the_definition_in_fractions(counts):
    n = counts.sum(axis=0).tolist()
    assume(min(n) > 0 and (counts.sum(axis=1) > 0).sum() > 1)
    listed = [row for row, c in enumerate(counts.sum(axis=1)) for _ in range(c)]
    rank = {row: Fraction(2 * listed.index(row) + listed.count(row) + 1, 2) for row in set(listed)}
    total = len(listed)
    middle = Fraction(total + 1, 2)
    means = [
        sum(int(c) * rank[row] for row, c in enumerate(column) if c) / m
        for column, m in zip(counts.T, n, strict=True)
    ]
    between = sum(m * (mean - middle) ** 2 for m, mean in zip(n, means, strict=True))
    variance = sum((rank[row] - middle) ** 2 for row in listed) / (total - 1)
    result = kruskal_wallis(np.arange(len(counts)), counts)
    assert result.h == pytest.approx(float(between / variance), rel=1e-14, abs=1e-300)
    assert result.df == len(n) - 1


@pytest.mark.parametrize(
    ("counts", "error"),
    [([[1], [1]], TooFewObservations), ([[1, 0], [1, 0]], TooFewObservations), ([[1, 2]], AllTied)],
)
def test_not_estimable(counts, error):
    with pytest.raises(error):
        kruskal_wallis(np.arange(len(counts)), np.array(counts))
