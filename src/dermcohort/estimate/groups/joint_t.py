"""What several t of one study have in common: their standard deviation, and how limits are found.

Dunnett, Steel, Tukey and Games-Howell ask for the largest of several t. All of these share one
pooled standard deviation s, a chi variable over the root of its degrees of freedom; without an
estimated variance (ranks) the degrees of freedom are infinite and s is 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from dermcohort.estimate.tails import t_tails

# A factor below exp(-NEGLIGIBLE) = 3e-20 is left out.
NEGLIGIBLE = 45.0
# Of the logarithm of a tail: nearer than this to the one wanted is the one wanted.
SETTLED = 1e-14


@lru_cache(maxsize=256)
def scale_points(df: float, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of s, and the probability that each stands for.

    Parameters
    ----------
    df : float
        Degrees of freedom, above 0, need not be whole; infinite if s is 1.
    groups : int
        How many deviates the largest is taken of: the more, the steeper its tail, and the closer
        the points.

    Returns
    -------
    s, weight : float arrays, shape (r,)

    Notes
    -----
    The trapezoidal rule over x = log s, which converges geometrically.

    Examples
    --------
    >>> s, weight = scale_points(87, 3)
    >>> round(float((weight * s**2).sum()), 14)
    1.0
    """
    if df == math.inf:
        return np.ones(1), np.ones(1)
    step = min(0.115 * groups**-0.14, 0.6 / math.sqrt(2 * df))
    side = math.sqrt(NEGLIGIBLE / df)
    x = step * np.arange(-math.ceil((side + NEGLIGIBLE / df) / step), math.ceil(side / step) + 1)
    # Logarithm of the density, 0 at its top.
    log_density = df * (x - np.expm1(2 * x) / 2)
    x, log_density = x[log_density > -NEGLIGIBLE], log_density[log_density > -NEGLIGIBLE]
    weight = np.exp(log_density)
    return np.exp(x), weight / weight.sum()


def single_tails(t: np.ndarray, df: float) -> np.ndarray:
    """Probability that one t is at least as far from 0, for each of several.

    Parameters
    ----------
    t : float array, shape (c,)
        At least 0.
    df : float
        May be infinite.

    Examples
    --------
    >>> single_tails(np.array([2.0]), 10).round(6), single_tails(np.array([2.0]), np.inf).round(6)
    (array([0.073388]), array([0.0455]))
    """
    if df == math.inf:
        return np.asarray(2 * ndtr(-t))
    return np.array([t_tails(x, df) for x in t.tolist()])


def joint_margin(
    tail: Callable[[float], float], level: float, df: float, comparisons: int
) -> float:
    """The t that the largest of several exceeds with probability 1 minus the level.

    Parameters
    ----------
    tail : callable
        Probability that the largest is at least t; at most what it is for independent t
        (Sidak's inequality).
    level : float
        Above 0, below 1.
    df : float
        May be infinite.
    comparisons : int

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.

    Notes
    -----
    Secant rule for log tail(t) as a function of y, the logarithm of the tail of a single t: the
    two are nearly proportional, so that a few steps reach the last digit.

    Examples
    --------
    >>> round(joint_margin(lambda t: t_tails(t, 10), 0.95, 10, 1), 6)
    2.228139
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it lies between 0 and 1, as 0.95 for 95 %")

    def margin(y: float) -> float:
        half = math.exp(y) / 2
        return -float(ndtri(half) if df == math.inf else stdtrit(df, half))

    target = math.log1p(-level)
    y = math.log(-math.expm1(math.log(level) / comparisons))
    before, excess, slope = math.inf, math.log(tail(margin(y))) - target, 1.0
    for _ in range(50):  # pragma: no branch - a bound that nothing comes near
        if abs(excess) <= SETTLED * max(1.0, -target) or y == before:
            break
        at_before, before = excess, y
        y = min(y - excess / slope, 0.0)
        excess = math.log(tail(margin(y))) - target
        slope = (excess - at_before) / ((y - before) or 1.0) or 1.0
    return margin(y)
