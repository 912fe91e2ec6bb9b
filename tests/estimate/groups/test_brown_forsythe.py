import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.brown_forsythe import brown_forsythe


@settings(deadline=None, max_examples=50)
@given(arrays(int, (6, 3), elements=st.integers(0, 3)))
def test_against_scipy(counts):
    assume((counts.sum(axis=0) > 2).all())
    values = np.array([0.0, 0.1, 0.7, 1.4, 3.0, 9.5])
    groups = [np.repeat(values, column) for column in counts.T]
    far = [np.abs(g - np.median(g)) for g in groups]
    assume(any(np.ptp(d) > 1e-9 for d in far))
    expected = scipy.stats.levene(*groups, center="median")
    found = brown_forsythe(values, counts)
    assert found.f == pytest.approx(expected.statistic, rel=1e-10, abs=1e-12)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)
    assert (found.df, found.df2) == (2, int(counts.sum()) - 3)


def test_what_cannot_be_had():
    values = np.array([1.0, 2.0])
    with pytest.raises(TooFewObservations, match="no patients"):
        brown_forsythe(values, np.array([[1, 0], [2, 0]]))
    with pytest.raises(NoSpread, match="equally far from its median"):
        brown_forsythe(values, np.array([[1, 2], [1, 2]]))


def test_equal_distances_of_decimals_are_equal():
    # In floats 0.3 - 0.2 is not 0.2 - 0.1, and F would be 1e33.
    values, counts = np.array([0.1, 0.3, 0.7, 1.3]), np.array([[2, 0], [2, 0], [0, 3], [0, 3]])
    with pytest.raises(NoSpread, match="equally far"):
        brown_forsythe(values, counts)


def test_leading_digits_that_all_values_have_change_nothing():
    values = np.array([0.1, 0.3, 0.7, 1.3, 1.5])
    counts = np.array([[2, 0], [2, 0], [0, 3], [1, 3], [0, 2]])
    assert brown_forsythe(values + 1e12, counts) == brown_forsythe(values, counts)
