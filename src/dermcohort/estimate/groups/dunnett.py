"""Dunnett's test: which groups differ in their mean from a control.

All comparisons share the mean of the control (u, standard normal) and the pooled standard
deviation (s, a chi variable over the root of its degrees of freedom). Given both, they are
independent, so that whatever the number of groups the probability is an integral over two
variables:

    p(t) = E_s E_u [ 1 - prod_i P(|t_i| <= t given u and s) ]

Both integrals use the trapezoidal rule, which converges geometrically for such integrands:
over x = log s, and over u. ``width`` is the root of control size over group size: how
gradually a group passes from "not beyond t" to "beyond t" as u grows. Where that is abrupt
(a tiny control), u is replaced by a variable that moves slowly there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.moments import moments
from dermcohort.estimate.tails import t_margin, t_tails

# A factor below exp(-NEGLIGIBLE) = 3e-20 is left out.
NEGLIGIBLE = 45.0
# Below this width the plain rule would need too many points.
ABRUPT = 0.1
# Standard deviations of u beyond which nothing is left.
REACH = 9.0


@dataclass(frozen=True, slots=True)
class Dunnett:
    """One comparison per group other than the control, in the order of the columns.

    Attributes
    ----------
    difference : float array, shape (k - 1,)
        Mean of the group minus that of the control, in the unit of the values.
    se : float array, shape (k - 1,)
        Its standard error, from the variance pooled over all groups.
    t : float array, shape (k - 1,)
    df : int
        Of the pooled variance.
    p_adjusted : float array, shape (k - 1,)
        Two-sided, for the k - 1 comparisons together.
    conf_low, conf_high : float array, shape (k - 1,)
        Simultaneous confidence limits of the differences.
    """

    difference: np.ndarray
    se: np.ndarray
    t: np.ndarray
    df: int
    p_adjusted: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray


def dunnett(
    values: np.ndarray, counts: np.ndarray, *, control: int = 0, level: float = 0.95
) -> Dunnett:
    """Compare the mean of each group with that of the control.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.
    control : int
        Column of the control.
    level : float
        Of the simultaneous confidence limits.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, one is empty, or each has only one patient.
    NoSpread
        If the values do not vary within any group.
    IndexError
        If there is no such column.
    ValueError
        If the level is not between 0 and 1.

    Notes
    -----
    ``p_adjusted`` is within 1e-12 of an adaptive integral in 20 digits, from 1 degree of
    freedom up and with 1 to 10,000,000 patients to a group (tests/reference/dunnett).

    References
    ----------
    Dunnett CW. A multiple comparison procedure for comparing several treatments with a
    control. J Am Stat Assoc 1955;50:1096-1121.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 3.0, 4.0])
    >>> counts = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])
    >>> dunnett(values, counts).p_adjusted.round(6)
    array([0.220607, 0.011007])
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    df = int(n.sum()) - len(n)
    if df < 1:
        raise TooFewObservations("every group has only one patient")
    groups = moments(values, counts)
    variance = math.fsum(groups.squares.tolist()) / df
    if not variance:
        raise NoSpread("the values do not vary within any group")
    others = np.delete(np.arange(len(n)), control)
    difference = groups.offset[others] - groups.offset[control]
    se = np.sqrt(variance * (1 / n[others] + 1 / n[control]))
    t = difference / se
    sizes, n_control = tuple(n[others].tolist()), int(n[control])
    p_adjusted = np.array([dunnett_tail(abs(x), sizes, n_control, df) for x in t.tolist()])
    margin = dunnett_margin(level, sizes, n_control, df) * se
    low, high = difference - margin, difference + margin
    return Dunnett(difference, se, t, df, p_adjusted, low, high)


def dunnett_tail(t: float, sizes: tuple[int, ...], n_control: int, df: int) -> float:
    """Probability that the largest of several t against one control is at least this large.

    Parameters
    ----------
    t : float
        At least 0.
    sizes : tuple of int
        Patients in each group other than the control.
    n_control : int
        Patients in the control.
    df : int
        Degrees of freedom of the pooled variance.

    Examples
    --------
    >>> round(dunnett_tail(2.0, (30, 30), 30, 87), 8)
    0.08802659
    """
    single = t_tails(t, df)
    if len(sizes) == 1:
        return single
    s, weight_s = _scale(df)
    reach = (t * s)[:, np.newaxis]
    # Groups of one size enter alike; in the order of size, because sums are rounded.
    distinct, repeats = np.unique(np.sort(sizes), return_counts=True)
    widths = np.sqrt(n_control / distinct)
    u, weight_u = _common(reach, float(widths.min()), len(sizes))
    log_inside = np.zeros(np.broadcast_shapes(u.shape, reach.shape))
    for width, repeat in zip(widths.tolist(), repeats.tolist(), strict=True):
        spread = reach * math.hypot(1.0, width)
        outside = ndtr((u - spread) / width) + ndtr((-u - spread) / width)
        with np.errstate(divide="ignore"):
            # Nothing inside has the logarithm minus infinity, which is what is meant.
            log_inside += repeat * np.log1p(-np.minimum(outside, 1.0))
    given_s = (-np.expm1(log_inside) * weight_u).sum(axis=1)
    p = float((given_s * weight_s).sum())
    # Bonferroni's inequality holds exactly; it settles p too small for the sums above.
    return min(max(p, single), len(sizes) * single, 1.0)


@lru_cache(maxsize=256)
def dunnett_margin(level: float, sizes: tuple[int, ...], n_control: int, df: int) -> float:
    """Standard errors on each side that simultaneous confidence limits reach.

    Parameters
    ----------
    level : float
        Above 0, below 1.
    sizes, n_control, df
        As for ``dunnett_tail``.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.

    Examples
    --------
    >>> round(dunnett_margin(0.95, (30, 30), 30, 87), 6)
    2.248529
    """
    low = t_margin(level, df)
    # Bonferroni's margin is too wide, that of a single comparison too narrow.
    high = t_margin(1 - (1 - level) / len(sizes), df)
    target = math.log1p(-level)

    def excess(t: float) -> float:
        return math.log(dunnett_tail(t, sizes, n_control, df)) - target

    return _root(excess, low, high)


def _scale(df: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of s and the probability that each stands for."""
    step = min(0.12, 0.6 / math.sqrt(2 * df))
    side = math.sqrt(NEGLIGIBLE / df)
    x = step * np.arange(-math.ceil((side + NEGLIGIBLE / df) / step), math.ceil(side / step) + 1)
    # Logarithm of the density, 0 at its top.
    log_density = df * (x - np.expm1(2 * x) / 2)
    x, log_density = x[log_density > -NEGLIGIBLE], log_density[log_density > -NEGLIGIBLE]
    weight = np.exp(log_density)
    return np.exp(x), weight / weight.sum()


def _common(reach: np.ndarray, width: float, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of u at or above 0, for each s, and the probability that each stands for.

    The integrand is even, so that the half below 0 only doubles the weights.
    """
    if width >= ABRUPT:
        step = 2 * math.pi / math.sqrt(64 * (1 + (1 + 2 * math.log(groups)) / width**2))
        u = step * np.arange(math.ceil(REACH / step) + 1)[np.newaxis, :]
        weight = np.exp(-u * u / 2)
        weight[0, 0] /= 2
        return u, weight / weight.sum()
    corner = np.minimum(reach, REACH)
    share, rest, weight = _clustered()
    # From 0 up to the corner, and from there on; both crowd at the corner.
    u = np.hstack([corner * rest, corner + REACH * share])
    lengths = np.hstack([corner * weight, np.tile(REACH * weight, (len(corner), 1))])
    return u, lengths * np.exp(-u * u / 2) * math.sqrt(2 / math.pi)


@lru_cache(maxsize=1)
def _clustered() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of (0, 1) that crowd at both ends, 1 minus them, and weights (tanh-sinh rule)."""
    step = 1 / 40
    y = step * np.arange(-130, 131)
    a = math.pi * np.sinh(y)
    share, rest = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(a))
    return share, rest, step * math.pi * np.cosh(y) * share * rest


def _root(excess: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function is 0, by the secant inside a shrinking bracket (Illinois)."""
    at_low, at_high = excess(low), excess(high)
    if at_low <= 0:
        return low
    if at_high >= 0:
        return high
    for _ in range(100):  # pragma: no branch - a bound that nothing comes near
        t = high - at_high * (high - low) / (at_high - at_low)
        at_t = excess(t)
        if abs(at_t) < 1e-13 or high - low < 1e-14 * high:
            break
        if at_t > 0:
            # An end that stays is halved, so that both ends move.
            low, at_low, at_high = t, at_t, at_high / 2
        else:
            high, at_high, at_low = t, at_t, at_low / 2
    return t
