"""Shapiro-Wilk: do the values look as if drawn from a normal distribution.

The names follow Royston (1995): ``a`` for the weights of the ordered values, ``m`` for the
expected normal order statistics.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial.polynomial import polyval
from scipy.special import ndtr, ndtri

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values

# Polynomials of AS R94, coefficients ascending.
FIRST_WEIGHT = (0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056)
SECOND_WEIGHT = (0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633)
SMALL_LIMIT = (-2.273, 0.459)
SMALL_MEAN = (0.544, -0.39978, 0.025054, -6.714e-4)
SMALL_LOG_SD = (1.3822, -0.77857, 0.062767, -0.0020322)
LARGE_MEAN = (-1.5861, -0.31082, -0.083751, 0.0038915)
LARGE_LOG_SD = (-0.4803, -0.082676, 0.0030302)
LARGEST = 5000


@dataclass(frozen=True, slots=True)
class ShapiroWilk:
    """One sample against the normal distribution.

    Attributes
    ----------
    w : float
        At most 1; the smaller, the less normal.
    p_value : float
    """

    w: float
    p_value: float


def shapiro_wilk(values: np.ndarray, counts: np.ndarray) -> ShapiroWilk:
    """Test one sample for normality.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m,)
        How many patients have each value, 3 to 5000 in all.

    Raises
    ------
    TooFewObservations
        If there are fewer than 3 patients.
    NoSpread
        If all values are equal.
    NoAnswer
        If there are more than 5000 patients, for whom the approximation was not made.

    Notes
    -----
    Algorithm AS R94. ``w`` and ``p_value`` agree with R 4.2.2 shapiro.test to 1e-10
    (tests/reference/shapiro_wilk).

    References
    ----------
    Royston P. Remark AS R94. Appl Stat 1995;44:547-551.

    Examples
    --------
    >>> result = shapiro_wilk(np.array([1.0, 2.0, 3.0, 9.0]), np.array([1, 2, 2, 1]))
    >>> round(result.w, 6), round(result.p_value, 6)
    (0.735248, 0.014232)
    """
    values, counts = distinct_values(values, counts)
    n = int(counts.sum())
    if n < 3:
        raise TooFewObservations("fewer than 3 patients have a value")
    if len(values) == 1:
        raise NoSpread("all values are equal")
    if n > LARGEST:
        raise NoAnswer(f"Shapiro-Wilk is defined for at most {LARGEST} patients")
    distance = _distance_from_normal(np.repeat(values, counts))
    return ShapiroWilk(1 - distance, _p_value(distance, n))


@lru_cache(maxsize=64)
def _weights(n: int) -> np.ndarray:
    """Weights of the upper half of the ordered values, largest value first.

    Kept, because the groups of a study are few and its endpoints many.
    """
    if n == 3:
        return np.array([math.sqrt(0.5)])
    m = -ndtri((np.arange(1, n // 2 + 1) - 0.375) / (n + 0.25))
    total = 2 * float(m @ m)
    x = 1 / math.sqrt(n)
    a = np.asarray(m / math.sqrt(total))
    a[0] += polyval(x, FIRST_WEIGHT)
    kept = 1
    if n > 5:
        a[1] += polyval(x, SECOND_WEIGHT)
        kept = 2
    # The other weights are proportional to m, and the squares of all add up to 1.
    rest = total - 2 * float(m[:kept] @ m[:kept])
    a[kept:] = m[kept:] * math.sqrt((1 - 2 * float(a[:kept] @ a[:kept])) / rest)
    return a


def _distance_from_normal(ordered: np.ndarray) -> float:
    """1 - W, computed directly because W is close to 1."""
    a = _weights(len(ordered))
    x = ordered / (ordered[-1] - ordered[0])
    x = x - math.fsum(x.tolist()) / len(x)
    spacings = x[::-1][: len(a)] - x[: len(a)]
    slope = math.fsum((a * spacings).tolist())
    squares_a, squares_x = 2 * math.fsum((a * a).tolist()), math.fsum((x * x).tolist())
    root = math.sqrt(squares_a * squares_x)
    return max((root - slope) * (root + slope) / (squares_a * squares_x), 0.0)


def _p_value(distance: float, n: int) -> float:
    if n == 3:
        # Exact. W cannot be below 3/4; rounding can bring it there.
        p_value = 6 / math.pi * (math.asin(math.sqrt(1 - distance)) - math.asin(math.sqrt(0.75)))
        return max(p_value, 0.0)
    # Values that fit perfectly leave only rounding, which has no logarithm at 0.
    y = math.log(max(distance, 1e-19))
    if n <= 11:
        # W is at least n / (n - 1) times the square of the first weight, which keeps y below
        # the limit: the value of 1e-99 that other programs hold ready is never needed.
        limit = float(polyval(n, SMALL_LIMIT))
        z = (-math.log(limit - y) - polyval(n, SMALL_MEAN)) / math.exp(polyval(n, SMALL_LOG_SD))
    else:
        x = math.log(n)
        z = (y - polyval(x, LARGE_MEAN)) / math.exp(polyval(x, LARGE_LOG_SD))
    return float(ndtr(-z))
