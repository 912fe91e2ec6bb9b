from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.estimate.same_patients.rm_anova import rm_anova


@settings(deadline=None)
@given(
    arrays(int, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 720)),
    st.sampled_from([1, 50_000, 10**14]),
)
def test_against_the_definition_in_fractions(values, step):
    n, k = values.shape
    x = [[Fraction(v) for v in row] for row in values.tolist()]
    patient = [sum(row) / k for row in x]
    visit = [sum(row[j] for row in x) / n for j in range(k)]
    grand = sum(visit) / k
    rest = [[x[i][j] - patient[i] - visit[j] + grand for j in range(k)] for i in range(n)]
    error = sum(r * r for row in rest for r in row)
    assume(error)
    f = (n - 1) * n * sum((mean - grand) ** 2 for mean in visit) / error
    # Epsilon from the covariance of what is left, centred both ways.
    covariance = [[sum(row[a] * row[b] for row in rest) for b in range(k)] for a in range(k)]
    gg = error**2 / ((k - 1) * sum(c * c for row in covariance for c in row))
    result = rm_anova(values * step, np.ones(n, int))
    assert result.f == pytest.approx(float(f), rel=1e-13, abs=0)
    assert result.epsilon_gg == pytest.approx(float(gg), rel=1e-13)
    assert (result.df, result.df_error, result.n) == (k - 1, (k - 1) * (n - 1), n)
    assert (result.df_gg, result.df_error_gg) == pytest.approx((gg * (k - 1), gg * result.df_error))
    assert 1 / (k - 1) - 1e-12 <= result.epsilon_gg <= 1 + 1e-12
    assert result.epsilon_gg - 1e-12 <= result.epsilon_hf <= 1


def test_two_visits_are_the_paired_t():
    ticks, counts = np.array([[1, 5], [2, 3], [9, 4], [7, 6]]), np.array([1, 2, 1, 5])
    anova, t = rm_anova(ticks, counts), paired_t(ticks, counts)
    assert anova.f == pytest.approx(t.t**2, rel=1e-14)
    assert anova.p_value == anova.p_gg == anova.p_hf == pytest.approx(t.p_value, rel=1e-12)


def test_huynh_feldt_above_1_counts_as_1():
    ticks = np.array([[1, 3, 6], [2, 1, 7], [4, 5, 5], [3, 6, 8], [5, 4, 9]])
    result = rm_anova(ticks, np.ones(5, int))
    formula = (5 * 2 * result.epsilon_gg - 2) / (2 * (4 - 2 * result.epsilon_gg))
    assert formula > 1 > result.epsilon_gg
    assert result.epsilon_hf == 1
    assert result.p_hf == result.p_value < result.p_gg
    assert (result.df_gg, result.df_error_gg) == (2 * result.epsilon_gg, 8 * result.epsilon_gg)


def test_large_values_do_not_overflow():
    ticks = np.array([[0, 10**15, 3], [5, 10**14 + 1, 7]])
    result = rm_anova(ticks, np.array([15_000_000, 15_000_000]))
    small = rm_anova(np.array([[0, 100_000, 0], [0, 10_000, 0]]), np.array([15_000_000] * 2))
    assert result.f == pytest.approx(small.f, rel=1e-9)


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1], [2]], [1, 1], TooFewObservations, "2 visits"),
        ([[1, 2, 3]], [1], TooFewObservations, "2 patients"),
        ([[1, 2, 3], [2, 3, 4]], [1, 3], NoSpread, "changed alike"),
        ([[5, 5], [5, 5]], [1, 3], NoSpread, "changed alike"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        rm_anova(np.array(ticks), np.array(counts))
