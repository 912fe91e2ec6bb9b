import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.estimate.multiplicity.hochberg import hochberg
from dermcohort.estimate.multiplicity.holm import holm

P_VALUES = arrays(float, st.integers(0, 12), elements=st.floats(0, 1))


@settings(deadline=None)
@given(P_VALUES)
def test_by_its_definition(p_values):
    listed = sorted(p_values.tolist())
    for p, adjusted in zip(p_values.tolist(), hochberg(p_values).tolist(), strict=True):
        steps = [(len(listed) - i) * q for i, q in enumerate(listed) if q >= p]
        assert adjusted == min(1, *steps)


@settings(deadline=None)
@given(P_VALUES)
def test_between_the_p_values_and_holm(p_values):
    adjusted = hochberg(p_values)
    assert (p_values <= adjusted).all()
    assert (adjusted <= holm(p_values)).all()


@settings(deadline=None)
@given(P_VALUES, st.randoms())
def test_order_does_not_matter(p_values, random):
    order = list(range(len(p_values)))
    random.shuffle(order)
    assert hochberg(p_values[order]).tolist() == hochberg(p_values)[order].tolist()


def test_all_just_significant_stay_so():
    # Holm would multiply the first by 3.
    assert hochberg(np.array([0.04, 0.049, 0.045])).tolist() == [0.049] * 3


@pytest.mark.parametrize("bad", [[0.1, np.nan], [-0.1], [1.1]])
def test_only_p_values(bad):
    with pytest.raises(ValueError, match="from 0 to 1"):
        hochberg(np.array(bad))
