"""Anderson-Darling: how far are the values from a normal distribution, the tails above all.

The names follow D'Agostino and Stephens (1986): A2 for the statistic, A* for the one corrected
for the number of values, with which the p value is found.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values
from dermcohort.estimate.moments import moments

SMALLEST = 8
# The formulas for p end at this A*, and at this p.
LARGEST, SMALLEST_P = 10.0, 3.7e-24


@dataclass(frozen=True, slots=True)
class AndersonDarling:
    """One sample against the normal distribution with its mean and standard deviation.

    Attributes
    ----------
    a2 : float
        A squared; the larger, the less normal.
    p_value : float
    note : str
        Where p is only an upper limit.
    """

    a2: float
    p_value: float
    note: str = ""


def anderson_darling(values: np.ndarray, counts: np.ndarray) -> AndersonDarling:
    """Test one sample for normality, mean and standard deviation estimated.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, in any unit.
    counts : int array, shape (m,)
        How many patients have each value, at least 8 in all.

    Raises
    ------
    TooFewObservations
        If there are fewer than 8 patients.
    NoSpread
        If all values are equal.
    NoAnswer
        If squares of the values leave the range of double precision.

    Notes
    -----
    ``a2`` and ``p_value`` agree with R nortest 1.0-4 ad.test to a relative 1e-10
    (tests/reference/anderson_darling). A value that is rounded, as scores are, is a step of the
    distribution: in hundreds of thousands of patients the steps alone are found significant.

    References
    ----------
    Anderson TW, Darling DA. Asymptotic theory of certain "goodness of fit" criteria based on
    stochastic processes. Ann Math Stat 1952;23:193-212.
    D'Agostino RB, Stephens MA. Goodness-of-fit techniques. New York: Marcel Dekker; 1986.
    Table 4.9.

    Examples
    --------
    >>> result = anderson_darling(np.array([1.0, 2.0, 3.0, 9.0]), np.array([2, 4, 2, 1]))
    >>> round(result.a2, 6), round(result.p_value, 6)
    (1.379834, 0.000602)
    """
    values, counts = distinct_values(values, counts)
    n = int(counts.sum())
    if n < SMALLEST:
        raise TooFewObservations(f"fewer than {SMALLEST} patients have a value")
    if len(values) == 1:
        raise NoSpread("all values are equal")
    sample = moments(values, counts[:, np.newaxis])
    sd = math.sqrt(float(sample.squares[0]) / (n - 1))
    z = (values - sample.origin - sample.offset[0]) / sd
    a2 = _distance(z, counts)
    corrected = a2 * (1 + 0.75 / n + 2.25 / n**2)
    note = f"p is below {SMALLEST_P}" if corrected >= LARGEST else ""
    return AndersonDarling(a2, _p_value(corrected), note)


def _distance(z: np.ndarray, counts: np.ndarray) -> float:
    """A squared: -n - (1/n) sum of (2 i - 1) (log Phi(z_i) + log Phi(-z_(n + 1 - i))).

    Over the c patients who share a value, of whom ``below`` have less, the weights 2 i - 1 add
    up to c (2 below + c); counted from the other end it is the same.
    """
    n = int(counts.sum())
    below = np.cumsum(counts) - counts
    above = n - below - counts
    lower = counts * (2 * below + counts) * log_ndtr(z)
    upper = counts * (2 * above + counts) * log_ndtr(-z)
    return -n - math.fsum([*lower.tolist(), *upper.tolist()]) / n


def _p_value(a: float) -> float:
    """Table 4.9 of D'Agostino and Stephens, by A*."""
    if a < 0.2:
        return 1 - math.exp(-13.436 + 101.14 * a - 223.73 * a * a)
    if a < 0.34:
        return 1 - math.exp(-8.318 + 42.796 * a - 59.938 * a * a)
    if a < 0.6:
        return math.exp(0.9177 - 4.279 * a - 1.38 * a * a)
    if a < LARGEST:
        return math.exp(1.2937 - 5.709 * a + 0.0186 * a * a)
    return SMALLEST_P
