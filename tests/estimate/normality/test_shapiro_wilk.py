import numpy as np
import pytest

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.normality.shapiro_wilk import _weights, shapiro_wilk


def test_smallest_w_of_three():
    # Two equal values and a third: W is 3/4 and p is 0, both exactly known.
    result = shapiro_wilk(np.array([1.0, 2.0]), np.array([2, 1]))
    assert result.w == pytest.approx(0.75, rel=1e-15)
    assert result.p_value == pytest.approx(0, abs=1e-8)


def test_evenly_spaced_three_are_as_normal_as_can_be():
    result = shapiro_wilk(np.array([1.0, 2.0, 3.0]), np.array([1, 1, 1]))
    assert result.w == pytest.approx(1, rel=1e-15)
    assert result.p_value == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("n", [6, 11, 50])
def test_perfect_fit_leaves_no_distance(n):
    a = _weights(n)
    values = np.r_[-a, np.zeros(n % 2), a[::-1]]
    assert shapiro_wilk(values, np.ones(n, int)).p_value > 0.999


@pytest.mark.parametrize("n", range(4, 13))
def test_smallest_w_of_each_small_number(n):
    # One outlier among equal values is the least normal that n values can be.
    result = shapiro_wilk(np.array([0.0, 1.0]), np.array([n - 1, 1]))
    assert result.w == pytest.approx(n / (n - 1) * _weights(n)[0] ** 2, rel=1e-12)
    assert 0 < result.p_value < 0.01


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 100, 101, 5000])
def test_squares_of_the_weights_add_up_to_1(n):
    assert 2 * float(_weights(n) @ _weights(n)) == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "counts", "error", "words"),
    [
        ([1.0, 2.0], [1, 1], TooFewObservations, "fewer than 3"),
        ([], [], TooFewObservations, "fewer than 3"),
        ([1.0], [9], NoSpread, "equal"),
        ([1.0, 2.0], [5000, 1], NoAnswer, "at most 5000"),
    ],
)
def test_not_estimable(values, counts, error, words):
    with pytest.raises(error, match=words):
        shapiro_wilk(np.array(values), np.array(counts, int))
