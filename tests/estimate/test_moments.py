from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer
from dermcohort.estimate.moments import moments


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 720), st.integers(1, 5)), min_size=1, unique_by=lambda x: x[0]
    ),
    st.sampled_from([0, 100_000, 10**9, 10**12]),
)
def test_against_fractions(pairs, leading_digits):
    pairs = sorted(pairs)
    values = np.array([leading_digits + tenths / 10 for tenths, _ in pairs])
    counts = np.array([count for _, count in pairs])
    result = moments(values, counts[:, np.newaxis])
    # As typed: 1000000000000.4 is no binary fraction.
    exact = [leading_digits + Fraction(tenths, 10) for tenths, _ in pairs]
    n = int(counts.sum())
    mean = sum(c * x for c, x in zip(counts.tolist(), exact, strict=True)) / n
    squares = sum(c * (x - mean) ** 2 for c, x in zip(counts.tolist(), exact, strict=True))
    assert result.n.tolist() == [n]
    assert result.mean[0] == pytest.approx(float(mean), rel=1e-15)
    assert result.squares[0] == pytest.approx(float(squares), rel=1e-15, abs=0)


def test_values_that_are_no_decimals_are_the_fractions_that_they_are():
    values = np.array([1 / 3, 0.7**0.5, 2.0**0.5])
    counts = np.array([[3, 1], [1, 30_000_000], [2, 10_000_000]])
    result = moments(values, counts)
    exact = [Fraction(value) for value in values.tolist()]
    for column in range(2):
        held = counts[:, column].tolist()
        mean = sum(c * x for c, x in zip(held, exact, strict=True)) / sum(held)
        squares = sum(c * (x - mean) ** 2 for c, x in zip(held, exact, strict=True))
        assert result.squares[column] == pytest.approx(float(squares), rel=1e-15, abs=0)


def test_narrow_group_far_from_the_other():
    # The squares of a group are its own, wherever the others are.
    near, far = np.array([1.0, 1.1, 1.3]), np.array([9e9])
    alone = moments(near, np.ones((3, 1), int))
    beside = moments(np.r_[near, far], np.array([[1, 0], [1, 0], [1, 0], [0, 5]]))
    assert beside.squares[0] == pytest.approx(alone.squares[0], rel=1e-12)


def test_constant_group_has_no_squares_and_its_own_value_as_mean():
    result = moments(np.array([0.1, 0.3, 0.7]), np.array([[0, 1], [3, 0], [0, 5]]))
    assert result.squares[0] == 0
    assert result.mean[0] == 0.3


@pytest.mark.parametrize("values", [[0.0, 1e200], [0.0, 1e-200]])
def test_squares_out_of_range(values):
    with pytest.raises(NoAnswer, match="squared"):
        moments(np.array(values), np.array([[1], [1]]))


def test_the_mean_is_rounded_once_in_any_unit():
    values, counts = np.array([3.0, 5.0, 9.0]), np.array([[1], [1], [1]])
    assert moments(values, counts).mean.tolist() == [17 / 3]
    for power in (-28, -3, 40):
        tenths = np.array([0.1, 6.1, 29.1]) * 2.0**power
        assert moments(tenths, counts).mean[0] == float(Fraction(353, 30) * Fraction(2) ** power)
