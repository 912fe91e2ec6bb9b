from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.common_grid import common_grid


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6),
    st.integers(0, 6),
    st.integers(-40, 40),
)
def test_decimals_are_found_again(whole, places, power):
    # As typed, and in a unit that differs by a power of two.
    values = np.ldexp(np.array(whole) / 10**places, power)
    steps, size, smallest = common_grid(values)
    exact = [Fraction(w, 10**places) * Fraction(2) ** power for w in whole]
    assert [smallest + step * size for step in steps.tolist()] == exact
    assert steps.min() == 0
    assert np.gcd.reduce(steps) in (0, 1)


def test_equal_differences_of_decimals_are_equal():
    assert 0.3 - 0.1 != 0.2
    steps, size, smallest = common_grid(np.array([0.0, 0.1, 0.2, 0.3]))
    assert (steps.tolist(), size, smallest) == ([0, 1, 2, 3], Fraction(1, 10), 0)


def test_twentieths_and_thirds():
    assert common_grid(np.array([0.05, 0.15, 71.95]))[0].tolist() == [0, 1, 719]
    # No decimals: the binary fractions that they are, exactly.
    thirds = np.array([1, 2, 5]) / 3
    steps, size, smallest = common_grid(thirds)
    assert smallest == Fraction(thirds[0])
    assert [s * size for s in steps.tolist()] == [Fraction(t) - Fraction(thirds[0]) for t in thirds]


def test_values_far_apart_keep_the_bits_of_the_largest():
    steps, size, smallest = common_grid(np.array([-1e15, np.pi / 1e3, np.e]))
    assert float(steps[2] * size - 10**15) == pytest.approx(np.e, abs=1e15 / 2**59)
    assert abs(int(steps[2])) < 2**61
    assert smallest == -(10**15)


@pytest.mark.parametrize("value", [0.0, -0.3, 1e-300, 1e300])
def test_one_value(value):
    steps, size, smallest = common_grid(np.array([value, value]))
    assert steps.tolist() == [0, 0]
    assert size > 0
    assert float(smallest) == value
