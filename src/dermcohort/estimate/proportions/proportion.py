"""Confidence interval of a proportion: how many of n patients responded."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betaincinv

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.exact_p import each_tail
from dermcohort.estimate.tails import normal_margin


@dataclass(frozen=True, slots=True)
class Interval:
    """Confidence limits of a proportion, from 0 to 1.

    Attributes
    ----------
    low, high : float
    """

    low: float
    high: float


def wilson(x: int, n: int, level: float = 0.95) -> Interval:
    """Interval of Wilson, of the score test without correction for continuity.

    Parameters
    ----------
    x, n : int
        Patients who responded, and all patients.
    level : float
        Above 0, below 1.

    Raises
    ------
    TooFewObservations
        If n is 0.
    ValueError
        If x is not from 0 to n, or the level is not between 0 and 1.

    Notes
    -----
    0 of n gives a lower limit of exactly 0, n of n an upper limit of exactly 1. Agrees with R
    4.2.2 prop.test(correct = FALSE) to 1e-12 (tests/reference/proportion).

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference.
    J Am Stat Assoc 1927;22:209-212.

    Examples
    --------
    >>> interval = wilson(9, 13)
    >>> round(interval.low, 6), round(interval.high, 6)
    (0.423693, 0.873193)
    """
    _check(x, n)
    z2 = normal_margin(level) ** 2

    def upper(x: int) -> float:
        root = math.sqrt(z2 * (z2 + 4 * x * ((n - x) / n)))
        return (2 * x + z2 + root) / (2 * (n + z2))

    # The limits solve one quadratic. Its smaller root by the product of both, which loses no
    # digits when x is small.
    low = 0.0 if x == 0 else x * (x / n) / ((n + z2) * upper(x))
    return Interval(low, 1.0 if x == n else upper(x))


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Interval:
    """Interval of Clopper and Pearson, which never covers less than its level.

    Parameters
    ----------
    x, n : int
        Patients who responded, and all patients.
    level : float
        Above 0, below 1.

    Raises
    ------
    TooFewObservations
        If n is 0.
    ValueError
        If x is not from 0 to n, or the level is not between 0 and 1.

    Notes
    -----
    0 of n gives a lower limit of exactly 0, n of n an upper limit of exactly 1. Agrees with R
    4.2.2 binom.test to 1e-12 (tests/reference/proportion).

    References
    ----------
    Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of
    the binomial. Biometrika 1934;26:404-413.

    Examples
    --------
    >>> interval = clopper_pearson(9, 13)
    >>> round(interval.low, 6), round(interval.high, 6)
    (0.385738, 0.90908)
    """
    _check(x, n)
    tail = each_tail(level)
    low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    high = 1.0 if x == n else float(betaincinv(x + 1, n - x, 1 - tail))
    return Interval(low, high)


def _check(x: int, n: int) -> None:
    if n == 0:
        raise TooFewObservations("there are no patients")
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is not a proportion")
