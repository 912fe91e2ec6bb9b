import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.groups.student_t import student_t

TWO_GROUPS = arrays(int, st.tuples(st.integers(2, 10), st.just(2)), elements=st.integers(0, 4))


@settings(deadline=None)
@given(TWO_GROUPS)
def test_its_square_is_the_f_of_two_groups(counts):
    assume(counts.sum(axis=0).min() > 0 and ((counts > 0).sum(axis=0) > 1).any())
    values = np.arange(len(counts)) / 10
    t, anova = student_t(values, counts), one_way_anova(values, counts)
    assert t.t**2 == pytest.approx(anova.f, rel=1e-12, abs=1e-20)
    assert t.p_value == pytest.approx(anova.p_value, rel=1e-7)
    assert t.df == anova.df_within
    assert (t.conf_low + t.conf_high) / 2 == pytest.approx(t.difference, abs=1e-12)


@settings(deadline=None)
@given(TWO_GROUPS)
def test_exchanged_groups_change_the_sign(counts):
    assume(counts.sum(axis=0).min() > 0 and ((counts > 0).sum(axis=0) > 1).any())
    values = np.arange(len(counts)) / 10
    one, other = student_t(values, counts), student_t(values, counts[:, ::-1])
    assert (one.t, one.p_value, one.conf_low) == (-other.t, other.p_value, -other.conf_high)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[1, 0], [0, 1]], TooFewObservations, "only one patient"),
        ([[3, 0], [0, 3]], NoSpread, "do not vary"),
        ([[3, 0, 1], [0, 3, 1]], ValueError, "two groups"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        student_t(np.array([0.1, 0.3]), np.array(counts))


def test_level():
    counts = np.array([[2, 1], [1, 3]])
    wide, narrow = (student_t(np.array([0, 1]), counts, level=level) for level in (0.99, 0.5))
    assert wide.conf_low < narrow.conf_low < wide.difference < narrow.conf_high < wide.conf_high
    with pytest.raises(ValueError, match="level"):
        student_t(np.array([0, 1]), counts, level=95)
