import numpy as np
import pytest

from dermcohort.estimate.proportions.exact_p import (
    at_most_as_probable,
    doubled_mid_p,
    each_tail,
    reach,
    weights_of,
)

# 1 : 4 : 6 : 4 : 1, walking from the middle.
WEIGHTS = weights_of(np.array([4 / 6, 1 / 4]), np.array([4 / 6, 1 / 4]))


def test_binomial_of_four():
    assert (WEIGHTS * 6).tolist() == pytest.approx([1, 4, 6, 4, 1])
    assert at_most_as_probable(WEIGHTS, 0) == pytest.approx(2 / 16)
    assert at_most_as_probable(WEIGHTS, 3) == pytest.approx(10 / 16)
    assert at_most_as_probable(WEIGHTS, 2) == 1
    assert doubled_mid_p(WEIGHTS, 0) == pytest.approx(1 / 16)
    assert doubled_mid_p(WEIGHTS, 3) == pytest.approx(6 / 16)
    assert doubled_mid_p(WEIGHTS, 2) == 1


@pytest.mark.parametrize("p_value", [at_most_as_probable, doubled_mid_p])
def test_beyond_the_weights_is_below_all_floats(p_value):
    assert p_value(WEIGHTS, 5) == p_value(WEIGHTS, -1) == 0


@pytest.mark.parametrize("mean", [0.01, 1.0, 100.0, 1e4, 1e6])
def test_reach_of_a_poisson_count_is_to_the_smallest_float(mean):
    far = mean + reach(mean**0.5)
    log_ratio = far - mean - far * np.log(far / mean)
    assert log_ratio < np.log(5e-324)


def test_level():
    assert each_tail(0.9) == pytest.approx(0.05)
    with pytest.raises(ValueError, match="level is 95"):
        each_tail(95)
