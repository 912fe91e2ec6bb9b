import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoSpread, TooFewObservations
from dermcohort.estimate.groups.epsilon_squared import epsilon_squared
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis


@settings(deadline=None, max_examples=50)
@given(arrays(int, (5, 3), elements=st.integers(0, 3)))
def test_it_is_h_over_the_others(counts):
    assume((counts.sum(axis=0) > 1).all())
    assume(((counts > 0).sum(axis=0) > 1).any())
    values = np.array([0.0, 0.1, 0.7, 1.4, 30.0])
    found = epsilon_squared(values, counts)
    expected = kruskal_wallis(values, counts).h / (int(counts.sum()) - 1)
    assert found.estimate == pytest.approx(expected, rel=1e-12, abs=1e-15)
    assert 0 <= found.conf_low <= found.conf_high < 1
    # Only the order matters.
    assert epsilon_squared(np.arange(5.0), counts) == found


def test_what_cannot_be_had():
    values = np.array([1.0, 2.0])
    with pytest.raises(AllTied):
        epsilon_squared(values, np.array([[1, 2], [0, 0]]))
    with pytest.raises(TooFewObservations):
        epsilon_squared(values, np.array([[1, 0], [2, 0]]))
    with pytest.raises(NoSpread):
        epsilon_squared(values, np.array([[3, 0], [0, 2]]))
