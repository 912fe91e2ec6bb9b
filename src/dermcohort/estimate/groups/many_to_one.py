"""The largest of several t against one control: the tail of it, and the t of a tail.

All comparisons share the mean of the control (u, standard normal) and the pooled standard
deviation (s). Given both, they are independent, so that whatever the number of groups the
probability is an integral over two variables:

    p(t) = E_s E_u [ 1 - prod_i P(|t_i| <= t given u and s) ]

Both integrals use the trapezoidal rule, which converges geometrically for such integrands:
over log s, and over u. The correlation of two comparisons is the product of a number for each;
``width`` says the same: how gradually a group passes from "not beyond t" to "beyond t" as u
grows, sqrt(1 - b^2) / b where b_i b_j is the correlation. Where that is abrupt (a tiny control),
u is replaced by a variable that moves slowly there.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from dermcohort.estimate.groups.joint_t import joint_margin, over_scale, single_tails

# Below this width the plain rule would need too many points.
ABRUPT = 0.1
# Standard deviations of u beyond which nothing is left.
REACH = 9.0

#: Each width and how many groups have it, ascending.
Design = tuple[tuple[float, int], ...]


def many_to_one_tails(t: np.ndarray, widths: tuple[float, ...], df: float) -> np.ndarray:
    """Probability that the largest of several t against one control is at least this large.

    Parameters
    ----------
    t : float array, shape (c,)
        At least 0; an answer for each.
    widths : tuple of float
        One for each group other than the control, above 0: sqrt(1 - b^2) / b, where b_i b_j is
        the correlation of two comparisons. For means the root of control size over group size.
    df : float
        Degrees of freedom of the pooled variance, above 0; infinite for normal deviates.

    Returns
    -------
    float array, shape (c,)

    Examples
    --------
    >>> many_to_one_tails(np.array([2.0]), (1.0, 1.0), 87).round(8)
    array([0.08802659])
    """
    single = single_tails(t, df)
    if len(widths) == 1:
        return single
    # Groups of one width enter alike; in the order of width, because sums are rounded.
    design = tuple(sorted((width, widths.count(width)) for width in set(widths)))
    p = over_scale(_given_s, design, t, df, len(widths))
    # Bonferroni's inequality holds exactly; it settles p too small for the sums above.
    return np.asarray(np.minimum(np.maximum(p, single), np.minimum(len(widths) * single, 1.0)))


def many_to_one_margin(level: float, widths: tuple[float, ...], df: float) -> float:
    """The t that the largest of several against one control exceeds with 1 minus the level.

    Parameters
    ----------
    level : float
        Above 0, below 1.
    widths, df
        As for ``many_to_one_tails``.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.

    Examples
    --------
    >>> round(many_to_one_margin(0.95, (1.0, 1.0), 87), 6)
    2.248529
    """

    def tail(t: float) -> float:
        return float(many_to_one_tails(np.array([t]), widths, df)[0])

    return joint_margin(tail, level, df, len(widths))


def _given_s(reach: np.ndarray, design: Design) -> np.ndarray:
    """E_u for each product of a t and an s, shape (r, 1) to (r,)."""
    u, weight_u = _common(reach, design[0][0], sum(repeat for _, repeat in design))
    beyond: np.ndarray | float = 0.0
    for width, repeat in design:
        spread = reach * math.hypot(1.0, width)
        outside = ndtr((u - spread) / width) + ndtr((-u - spread) / width)
        beyond = _either(beyond, _any_of(outside, repeat))
    return np.asarray((beyond * weight_u).sum(axis=1))


def _either(a: np.ndarray | float, b: np.ndarray) -> np.ndarray:
    """Probability of either of two independent events, all digits kept where both are small."""
    return a + b - a * b


def _any_of(p: np.ndarray, events: int) -> np.ndarray:
    """Probability of any of so many independent events of one probability, by doubling."""
    if events == 1:
        return p
    half = _any_of(p, events // 2)
    pairs = _either(half, half)
    return _either(pairs, p) if events % 2 else pairs


def _common(reach: np.ndarray, width: float, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of u at or above 0, for each row, and the probability that each stands for.

    The integrand is even, so that the half below 0 only doubles the weights.
    """
    if width >= ABRUPT:
        return _evenly(width, groups)
    corner = np.minimum(reach, REACH)
    share, rest, weight = _clustered()
    # From 0 up to the corner, and from there on; both crowd at the corner.
    u = np.hstack([corner * rest, corner + REACH * share])
    lengths = np.hstack([corner * weight, np.tile(REACH * weight, (len(corner), 1))])
    return u, lengths * np.exp(-u * u / 2) * math.sqrt(2 / math.pi)


@lru_cache(maxsize=256)
def _evenly(width: float, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Equally spaced points, the same for every row."""
    # Steeper with more groups.
    steepness = 1 + 2 * math.log(groups) + math.log(groups) ** 2 / 2
    step = 2 * math.pi / math.sqrt(64 * (1 + steepness / width**2))
    u = step * np.arange(math.ceil(REACH / step) + 1)[np.newaxis, :]
    weight = np.exp(-u * u / 2)
    weight[0, 0] /= 2
    return u, weight / weight.sum()


@lru_cache(maxsize=1)
def _clustered() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of (0, 1) that crowd at both ends, 1 minus them, and weights (tanh-sinh rule)."""
    step = 1 / 40
    y = step * np.arange(-130, 131)
    a = math.pi * np.sinh(y)
    share, rest = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(a))
    return share, rest, step * math.pi * np.cosh(y) * share * rest
