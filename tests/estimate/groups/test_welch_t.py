import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.welch_t import welch_t

TWO_GROUPS = arrays(int, st.tuples(st.integers(2, 10), st.just(2)), elements=st.integers(0, 4))


@settings(deadline=None)
@given(TWO_GROUPS)
def test_against_the_formula_on_listed_values(counts):
    assume(counts.sum(axis=0).min() > 1 and ((counts > 0).sum(axis=0) > 1).any())
    values = np.arange(len(counts)) / 10
    x, y = (np.repeat(values, column) for column in counts.T)
    a, b = x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)
    result = welch_t(values, counts)
    assert result.t == pytest.approx((y.mean() - x.mean()) / (a + b) ** 0.5, rel=1e-12, abs=1e-12)
    df = (a + b) ** 2 / (a**2 / (len(x) - 1) + b**2 / (len(y) - 1))
    assert result.df == pytest.approx(df, rel=1e-12)


def test_equal_sizes_and_variances_give_students_t():
    values, counts = np.arange(5.0), np.array([[1, 0], [1, 0], [1, 1], [0, 1], [0, 1]])
    welch, student = welch_t(values, counts), student_t(values, counts)
    assert (welch.t, welch.df) == pytest.approx((student.t, student.df), rel=1e-14)
    assert (welch.conf_low, welch.conf_high) == pytest.approx((student.conf_low, student.conf_high))


@settings(deadline=None)
@given(TWO_GROUPS)
def test_exchanged_groups_change_the_sign(counts):
    assume(counts.sum(axis=0).min() > 1 and ((counts > 0).sum(axis=0) > 1).any())
    values = np.arange(len(counts)) / 10
    one, other = welch_t(values, counts), welch_t(values, counts[:, ::-1])
    assert one.t == -other.t
    assert one.p_value == pytest.approx(other.p_value, rel=1e-13)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[1, 2], [0, 1]], TooFewObservations, "fewer than 2 patients"),
        ([[3, 0], [0, 3]], NoSpread, "do not vary"),
        ([[3, 1, 1], [0, 3, 1]], ValueError, "two groups"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        welch_t(np.array([0.1, 0.3]), np.array(counts))
