import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.estimate.multiplicity.fixed_sequence import fixed_sequence

P_VALUES = arrays(float, st.integers(0, 12), elements=st.floats(0, 1))


@settings(deadline=None)
@given(P_VALUES, st.floats(0.001, 0.5))
def test_stepping_down_the_order_at_each_alpha(p_values, alpha):
    significant, goes_on = [], True
    for p in p_values.tolist():
        goes_on = goes_on and p < alpha
        significant.append(goes_on)
    assert (fixed_sequence(p_values) < alpha).tolist() == significant


def test_the_order_matters():
    assert fixed_sequence(np.array([0.2, 0.001])).tolist() == [0.2, 0.2]
    assert fixed_sequence(np.array([0.001, 0.2])).tolist() == [0.001, 0.2]


def test_what_is_given_is_not_changed():
    p_values = np.array([0.2, 0.001])
    fixed_sequence(p_values)
    assert p_values.tolist() == [0.2, 0.001]


@pytest.mark.parametrize("bad", [[0.1, np.nan], [-0.1], [1.1]])
def test_only_p_values(bad):
    with pytest.raises(ValueError, match="from 0 to 1"):
        fixed_sequence(np.array(bad))
