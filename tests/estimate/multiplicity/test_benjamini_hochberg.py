import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.estimate.multiplicity.benjamini_hochberg import benjamini_hochberg
from dermcohort.estimate.multiplicity.hochberg import hochberg

P_VALUES = arrays(float, st.integers(0, 12), elements=st.floats(0, 1))


@settings(deadline=None)
@given(P_VALUES)
def test_by_its_definition(p_values):
    listed = sorted(p_values.tolist())
    k = len(listed)
    for p, adjusted in zip(p_values.tolist(), benjamini_hochberg(p_values).tolist(), strict=True):
        steps = [q * (k / i) for i, q in enumerate(listed, start=1) if q >= p]
        assert adjusted == min(1, *steps)


@settings(deadline=None)
@given(P_VALUES)
def test_between_the_p_values_and_hochberg(p_values):
    adjusted = benjamini_hochberg(p_values)
    assert (p_values <= adjusted).all()
    assert (adjusted <= hochberg(p_values) * (1 + 1e-14)).all()


@settings(deadline=None)
@given(P_VALUES, st.floats(0.001, 0.5))
def test_the_largest_place_below_the_line(p_values, alpha):
    # The step-up rule as the paper has it: reject the smallest i with p(i) at most i alpha / k.
    listed, k = np.sort(p_values), len(p_values)
    below = [i for i in range(1, k + 1) if listed[i - 1] * (k / i) <= alpha]
    assert (benjamini_hochberg(p_values) <= alpha).sum() == max(below, default=0)


@settings(deadline=None)
@given(P_VALUES, st.randoms())
def test_order_does_not_matter(p_values, random):
    order = list(range(len(p_values)))
    random.shuffle(order)
    adjusted = benjamini_hochberg(p_values)
    assert benjamini_hochberg(p_values[order]).tolist() == adjusted[order].tolist()


@pytest.mark.parametrize("bad", [[0.1, np.nan], [-0.1], [1.1]])
def test_only_p_values(bad):
    with pytest.raises(ValueError, match="from 0 to 1"):
        benjamini_hochberg(np.array(bad))
