import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.welch_anova import welch_anova
from dermcohort.estimate.groups.welch_t import welch_t

VALUES = np.array([1.0, 2.0, 3.0, 4.0])


@settings(deadline=None, max_examples=50)
@given(arrays(int, (5, 2), elements=st.integers(0, 4)))
def test_two_groups_are_welchs_t_squared(counts):
    assume(((counts > 0).sum(axis=0) > 1).all())
    values = np.arange(5) / 10
    whole, two = welch_anova(values, counts), welch_t(values, counts)
    assert whole.f == pytest.approx(two.t**2, rel=1e-12, abs=1e-24)
    assert whole.df2 == pytest.approx(two.df, rel=1e-12)
    assert whole.p_value == pytest.approx(two.p_value, rel=1e-9)


def test_equal_means_give_no_difference():
    counts = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
    assert welch_anova(VALUES, counts).f == pytest.approx(0, abs=1e-30)
    assert welch_anova(VALUES, counts).p_value == 1


def test_what_cannot_be_had():
    with pytest.raises(TooFewObservations, match="fewer than 2 patients"):
        welch_anova(VALUES, np.array([[1, 1], [0, 1], [0, 0], [0, 0]]))
    with pytest.raises(NoSpread, match="endless weight"):
        welch_anova(VALUES, np.array([[2, 1], [0, 1], [0, 0], [0, 0]]))
