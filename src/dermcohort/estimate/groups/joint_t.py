"""What several t of one study have in common: their standard deviation, and how limits are found.

Dunnett, Steel, Tukey and Games-Howell ask for the largest of several t. All of these share one
pooled standard deviation s, a chi variable over the root of its degrees of freedom; without an
estimated variance (ranks) the degrees of freedom are infinite and s is 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from dermcohort.estimate.tails import t_tails

# A factor below exp(-NEGLIGIBLE) = 3e-20 is left out.
NEGLIGIBLE = 45.0
# Of a t below this all of the probability is beyond it.
SMALLEST_T = 1e-8
# Points that are worked out, and kept, together.
BLOCK = 32
# Of the logarithm of a tail: what may be left of the way to the one wanted.
SETTLED = 1e-14

#: What a t and a design give if s is 1: column of t, and design, to an array.
Given = Callable[[np.ndarray, Any], np.ndarray]


def over_scale(given: Given, design: Hashable, t: np.ndarray, df: float, groups: int) -> np.ndarray:
    """Mean over s of what is known for given t s.

    Parameters
    ----------
    given : callable
        Takes t, float array of shape (r, 1), and the design; float array of shape (r,).
    design : hashable
        Whatever else ``given`` rests on.
    t : float array, shape (c,)
        At least 0.
    df : float
        Degrees of freedom of s, above 0, need not be whole; infinite if s is 1.
    groups : int
        How many deviates the largest is taken of: the more, the steeper its tail, and the closer
        the points.

    Returns
    -------
    float array, shape (c,)

    Notes
    -----
    The trapezoidal rule over log s, which converges geometrically. Its points lie where log (t s)
    is a multiple of the step: what is given there serves every t, and is kept for the next call.

    Examples
    --------
    >>> t = np.array([0.5, 2.0])
    >>> over_scale(lambda r, _: 2 * ndtr(-r[:, 0]), None, t, 10, 1).round(6)
    array([0.627894, 0.073388])
    """
    if df == math.inf:
        return given(t[:, np.newaxis], design)
    step, first, points = _points(df, groups)
    log_t = np.log(np.maximum(t, SMALLEST_T))
    start = np.floor(log_t / step).astype(np.int64) + first
    place = start[:, np.newaxis] + np.arange(points)
    x = place * step - log_t[:, np.newaxis]
    weight = np.exp(_log_density(x, df))
    lowest, highest = int(start.min()) // BLOCK, (int(start.max()) + points - 1) // BLOCK
    blocks = [_block(given, design, step, number) for number in range(lowest, highest + 1)]
    found = np.concatenate(blocks)[place - lowest * BLOCK]
    return np.asarray((weight * found).sum(axis=1) / weight.sum(axis=1))


@lru_cache(maxsize=256)
def _points(df: float, groups: int) -> tuple[float, int, int]:
    """Step of log s, the lowest point in steps, and how many there are."""
    step = min(0.115 * groups**-0.14, 0.6 / math.sqrt(2 * df))
    # Of few different sizes, so that nearly equal degrees of freedom share their points.
    step = 2.0 ** (math.floor(4 * math.log2(step)) / 4)
    side = math.sqrt(NEGLIGIBLE / df)
    place = np.arange(-math.ceil((side + NEGLIGIBLE / df) / step), math.ceil(side / step) + 1)
    held = place[_log_density(place * step, df) > -NEGLIGIBLE]
    return step, int(held[0]), len(held) + 1


def _log_density(x: np.ndarray, df: float) -> np.ndarray:
    """Logarithm of the density of x = log s, 0 at its top."""
    return np.asarray(df * (x - np.expm1(2 * x) / 2))


@lru_cache(maxsize=4096)
def _block(given: Given, design: Hashable, step: float, number: int) -> np.ndarray:
    """What is given at BLOCK points, from this multiple of BLOCK steps on."""
    place = np.arange(number * BLOCK, (number + 1) * BLOCK)
    return given(np.exp(place * step)[:, np.newaxis], design)


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
    excess, slope, last = math.log(tail(margin(y))) - target, 1.0, 1.0
    for _ in range(50):  # pragma: no branch - a bound that nothing comes near
        before, at_before = y, excess
        y = min(y - excess / slope, 0.0)
        step = y - before
        # What is left is about the product of the last two steps.
        if abs(step * last) <= SETTLED:
            break
        excess, last = math.log(tail(margin(y))) - target, step
        slope = (excess - at_before) / step or 1.0
    return margin(y)
