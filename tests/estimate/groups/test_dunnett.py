import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.dunnett import dunnett, dunnett_margin, dunnett_tail
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.tails import t_tails

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
COUNTS = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])


def test_one_comparison_is_students_t():
    two, t = dunnett(VALUES, COUNTS[:, :2]), student_t(VALUES, COUNTS[:, :2])
    assert two.t[0] == pytest.approx(t.t, rel=1e-15)
    assert two.p_adjusted[0] == pytest.approx(t.p_value, rel=1e-14)
    assert two.conf_low[0] == pytest.approx(t.conf_low, rel=1e-12)
    assert two.conf_high[0] == pytest.approx(t.conf_high, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 12),
    st.lists(st.integers(1, 2000), min_size=1, max_size=4),
    st.integers(1, 2000),
    st.integers(1, 300),
)
def test_between_one_comparison_and_bonferroni(t, sizes, n_control, df):
    p, single = dunnett_tail(t, tuple(sizes), n_control, df), t_tails(t, df)
    assert single <= p <= min(1, len(sizes) * single)
    assert p == dunnett_tail(t, tuple(reversed(sizes)), n_control, df)
    assert dunnett_tail(t + 0.1, tuple(sizes), n_control, df) <= p + 1e-12


@pytest.mark.parametrize(
    ("comparisons", "df", "margin"), [(2, 5, 3.030236), (4, 10, 2.890480), (2, 20, 2.378690)]
)
def test_margin_of_equal_groups(comparisons, df, margin):
    # The integral of tests/reference/dunnett.py, in mpmath, gives 0.05 at each to 4e-15.
    found = dunnett_margin(0.95, (10,) * comparisons, 10, df)
    assert found == pytest.approx(margin, abs=1e-6)


@pytest.mark.parametrize(("level", "df"), [(0.95, 2), (0.9, 20), (0.999, 3), (0.5, 1)])
def test_margin_inverts_tail(level, df):
    margin = dunnett_margin(level, (3, 30), 5, df)
    assert dunnett_tail(margin, (3, 30), 5, df) == pytest.approx(1 - level, rel=1e-11)


def test_limits_exclude_zero_exactly_when_p_is_below():
    result = dunnett(VALUES, COUNTS, level=0.8)
    outside = (result.conf_low > 0) | (result.conf_high < 0)
    assert outside.tolist() == (result.p_adjusted < 0.2).tolist()
    assert result.difference == pytest.approx([15 / 6 - 10 / 6, 20 / 6 - 10 / 6])
    assert result.df == 15


def test_control_is_a_column():
    moved = dunnett(VALUES, COUNTS[:, [1, 2, 0]], control=2)
    assert moved.group.tolist() == [0, 1]
    assert moved.comparator.tolist() == [2, 2]
    assert moved.p_adjusted.tolist() == dunnett(VALUES, COUNTS).p_adjusted.tolist()
    with pytest.raises(IndexError):
        dunnett(VALUES, COUNTS, control=3)


def test_groups_without_spread_may_stand_beside_others():
    result = dunnett(VALUES, np.array([[5, 1], [0, 2], [0, 0], [0, 1]]))
    assert 0 < result.p_adjusted[0] < 1


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1], [1]], TooFewObservations, "fewer than 2 groups"),
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[1, 0], [0, 1]], TooFewObservations, "only one patient"),
        ([[3, 0], [0, 3]], NoSpread, "do not vary"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        dunnett(np.array([0.1, 0.3]), np.array(counts))


def listed(counts):
    return [np.repeat(VALUES, column) for column in counts.T]


def test_same_digits_at_every_call_where_scipy_draws_at_random():
    ours = {tuple(dunnett(VALUES, COUNTS).p_adjusted.tolist()) for _ in range(20)}
    control, *groups = listed(COUNTS)
    theirs = {tuple(scipy.stats.dunnett(*groups, control=control).pvalue) for _ in range(5)}
    assert len(ours) == 1
    assert len(theirs) > 1
    assert next(iter(theirs)) == pytest.approx(next(iter(ours)), abs=1e-3)


def test_a_missing_value_is_refused_where_scipy_returns_1():
    values, counts = np.r_[VALUES, np.nan], np.vstack([COUNTS, [1, 0, 0]])
    with pytest.raises(ValueError, match="missing values"):
        dunnett(values, counts)
    control, *groups = listed(COUNTS)
    theirs = scipy.stats.dunnett(*groups, control=np.r_[control, np.nan])
    assert theirs.pvalue.tolist() == [1, 1]
