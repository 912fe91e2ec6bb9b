import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.estimate.multiplicity.holm import bonferroni
from dermcohort.estimate.multiplicity.sidak import sidak

P_VALUES = arrays(float, st.integers(0, 12), elements=st.floats(0, 1))


@settings(deadline=None)
@given(P_VALUES)
def test_between_the_p_values_and_bonferroni(p_values):
    adjusted = sidak(p_values)
    assert (p_values <= adjusted).all()
    assert (adjusted <= bonferroni(p_values) * (1 + 1e-15)).all()


def test_small_p_keep_their_digits():
    # 1 - 1e-20 is 1 in floats.
    assert sidak(np.array([1e-20, 1e-300, 0.5])) == pytest.approx([3e-20, 3e-300, 0.875], rel=1e-14)


def test_ends():
    assert sidak(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]
    assert sidak(np.array([0.04])).tolist() == [0.04]


@pytest.mark.parametrize("bad", [[0.1, np.nan], [-0.1], [1.1]])
def test_only_p_values(bad):
    with pytest.raises(ValueError, match="from 0 to 1"):
        sidak(np.array(bad))
