"""Hedges' g: by how many standard deviations the means of two independent groups differ.

The names follow Hedges (1981): g for the difference over the pooled standard deviation, times
J(df), which takes out its bias in small groups; delta for the noncentrality of t.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import beta, gammaincc, nctdtr

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.moments import moments
from dermcohort.estimate.tails import normal_margin

# Beyond this the noncentral t of SciPy loses digits, and then gives nothing.
LARGEST_T = 1_000


@dataclass(frozen=True, slots=True)
class HedgesG:
    """The second group against the first.

    Attributes
    ----------
    estimate : float
        g: the difference of the means over the pooled standard deviation, without small-sample
        bias.
    conf_low, conf_high : float
        Confidence limits, by the noncentral t.
    cohen_d : float
        The same without the correction.
    df : int
        Degrees of freedom of the pooled standard deviation.
    """

    estimate: float
    conf_low: float
    conf_high: float
    cohen_d: float
    df: int


def hedges_g(values: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> HedgesG:
    """Estimate the standardised difference of the means of two independent groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, in any unit.
    counts : int array, shape (m, 2)
        How many patients of each of the two groups have each value.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If there are fewer than 4 patients, or a group is empty.
    NoSpread
        If the values do not vary within either group.
    ValueError
        If there are more than two groups, or the level is not between 0 and 1.

    Notes
    -----
    J by the gamma function, not by 1 - 3 / (4 df - 1). The limits are those of delta, times
    J sqrt(1/n1 + 1/n2), as in R effectsize 0.8.3 hedges_g (its defaults: pooled_sd = TRUE, not
    paired). ``estimate`` agrees with it to a relative 1e-12; the limits agree with the noncentral
    t in 40 digits to 1e-11, where effectsize's search stops at 1e-6 (tests/reference/hedges_g).

    References
    ----------
    Hedges LV. Distribution theory for Glass's estimator of effect size and related estimators.
    J Educ Stat 1981;6:107-128.
    Steiger JH, Fouladi RT. Noncentrality interval estimation and the evaluation of statistical
    models. In: What if there were no significance tests? Mahwah: Erlbaum; 1997. p. 221-257.

    Examples
    --------
    >>> result = hedges_g(np.array([1.0, 2.0, 3.0, 4.0]),
    ...                   np.array([[2, 0], [1, 1], [0, 2], [0, 1]]))
    >>> round(result.estimate, 6), round(result.conf_low, 6), round(result.conf_high, 6)
    (1.918738, 0.163568, 3.579814)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(n) > 2:
        raise ValueError("Hedges' g compares two groups; for more, one-way ANOVA")
    df = int(n.sum()) - 2
    if df < 2:
        raise TooFewObservations("fewer than 4 patients have a value")
    groups = moments(values, counts)
    pooled = math.sqrt(float(groups.squares[0] + groups.squares[1]) / df)
    if not pooled:
        raise NoSpread("the values do not vary within either group")
    cohen_d = float(groups.offset[1] - groups.offset[0]) / pooled
    scale = math.sqrt(1 / int(n[0]) + 1 / int(n[1]))
    low, high = _noncentralities(cohen_d / scale, df, level)
    j = small_sample_correction(df)
    return HedgesG(j * cohen_d, j * scale * low, j * scale * high, cohen_d, df)


def small_sample_correction(df: float) -> float:
    """J(df) = Gamma(df/2) / (sqrt(df/2) Gamma((df - 1)/2)).

    Parameters
    ----------
    df : float
        Above 1.

    Notes
    -----
    Agrees with 40-digit arithmetic to a relative 1e-15 from 2 to 3e7 degrees of freedom.

    Examples
    --------
    >>> round(small_sample_correction(10), 6)
    0.922746
    """
    x = (df - 1) / 2
    if df < 200:
        return math.sqrt(math.pi / (df / 2)) / float(beta(x, 0.5))
    # log Gamma(x + 1/2) - log Gamma(x) - log(x) / 2; their difference would lose its digits.
    series = -1 / (8 * x) + 1 / (192 * x**3) - 1 / (640 * x**5)
    return math.sqrt((df - 1) / df) * math.exp(series)


def _noncentralities(t: float, df: int, level: float) -> tuple[float, float]:
    """The two delta between which t is in neither tail."""
    z, tail = normal_margin(level), (1 - level) / 2
    if not t:
        # T is below 0 where the normal deviate Z + delta is.
        return -z, z
    size = abs(t)
    width = max(z, 1.0) * math.sqrt(1 + t * t / (2 * df))
    high = _noncentrality(size, df, tail, size, width)
    # Where delta is -z or less, t is often enough below 0.
    low = _noncentrality(size, df, 1 - tail, max(size - 2 * width, -z - 1), width)
    return (low, high) if t >= 0 else (-high, -low)


def _noncentrality(t: float, df: int, probability: float, low: float, width: float) -> float:
    """The delta, above low, for which a noncentral t is below t with this probability."""
    # Here, because most runs do not need it.
    from scipy.optimize import brentq

    def excess(delta: float) -> float:
        return _below(t, df, delta) - probability

    high = low + width
    while excess(high) > 0:
        low, high = high, high + width
    return float(brentq(excess, low, high, xtol=1e-13 * width))


def _below(t: float, df: int, delta: float) -> float:
    """Probability that a noncentral t is below t, which is at least 0."""
    if t <= LARGEST_T:
        return float(nctdtr(df, delta, t))
    # T < t if Z + delta < t s. Averaged over Z by a trapezoid rule, which converges
    # geometrically because the chance of such an s changes little with Z where t is large.
    z = np.linspace(-9, 9, 1153)
    s = np.maximum(z + delta, 0.0) / t
    weights = np.exp(-z * z / 2)
    return float((weights * gammaincc(df / 2, df / 2 * s * s)).sum() / weights.sum())
