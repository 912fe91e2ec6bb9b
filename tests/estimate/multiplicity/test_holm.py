import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.estimate.multiplicity.holm import bonferroni, holm

P_VALUES = arrays(float, st.integers(0, 12), elements=st.floats(0, 1))


@settings(deadline=None)
@given(P_VALUES)
def test_between_the_p_values_and_bonferroni(p_values):
    adjusted = holm(p_values)
    assert (p_values <= adjusted).all()
    assert (adjusted <= bonferroni(p_values)).all()


@settings(deadline=None)
@given(P_VALUES, st.randoms())
def test_order_does_not_matter(p_values, random):
    order = list(range(len(p_values)))
    random.shuffle(order)
    assert holm(p_values[order]).tolist() == holm(p_values)[order].tolist()


@settings(deadline=None)
@given(P_VALUES)
def test_by_its_definition(p_values):
    listed = sorted(p_values.tolist())
    for p, adjusted in zip(p_values.tolist(), holm(p_values).tolist(), strict=True):
        steps = [(len(listed) - i) * q for i, q in enumerate(listed) if q <= p]
        assert adjusted == min(1, max(steps))


@pytest.mark.parametrize("bad", [[0.1, np.nan], [-0.1], [1.1]])
@pytest.mark.parametrize("adjust", [holm, bonferroni])
def test_only_p_values(adjust, bad):
    with pytest.raises(ValueError, match="from 0 to 1"):
        adjust(np.array(bad))
