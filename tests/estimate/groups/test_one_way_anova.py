from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.one_way_anova import one_way_anova


@settings(deadline=None)
@given(
    arrays(int, st.tuples(st.integers(2, 12), st.integers(2, 4)), elements=st.integers(0, 4)),
    st.sampled_from([0.0, 1e6]),
)
def test_against_fractions(counts, leading_digits):
    values = leading_digits + np.arange(len(counts)) / 10
    n = counts.sum(axis=0).tolist()
    assume(min(n) > 0 and ((counts > 0).sum(axis=0) > 1).any())
    # The decimals as typed: 1000000.1 is that, and not the nearest binary fraction.
    x = [Fraction(str(value)) for value in values.tolist()]
    columns = counts.T.tolist()
    means = [
        sum(c * v for c, v in zip(col, x, strict=True)) / m
        for col, m in zip(columns, n, strict=True)
    ]
    grand = sum(m * mean for m, mean in zip(n, means, strict=True)) / sum(n)
    between = sum(m * (mean - grand) ** 2 for m, mean in zip(n, means, strict=True))
    within = sum(
        c * (v - mean) ** 2
        for col, mean in zip(columns, means, strict=True)
        for c, v in zip(col, x, strict=True)
    )
    df_between, df_within = len(n) - 1, sum(n) - len(n)
    result = one_way_anova(values, counts)
    assert (result.df_between, result.df_within) == (df_between, df_within)
    expected = float(between / df_between / (within / df_within))
    assert result.f == pytest.approx(expected, rel=1e-13, abs=1e-20)
    assert result.ss_within == pytest.approx(float(within), rel=1e-13)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1, 1], [1, 0]], None, ""),
        ([[1], [1]], TooFewObservations, "fewer than 2 groups"),
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[1, 0], [0, 1]], TooFewObservations, "only one patient"),
        ([[3, 0], [0, 3]], NoSpread, "do not vary"),
    ],
)
def test_not_estimable(counts, error, words):
    values = np.array([0.1, 0.3])
    if error is None:
        assert one_way_anova(values, np.array(counts)).df_within == 1
        return
    with pytest.raises(error, match=words):
        one_way_anova(values, np.array(counts))
