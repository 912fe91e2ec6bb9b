"""Paired t: did the mean of the same patients change between two visits."""

from __future__ import annotations

import math

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_vectors
from dermcohort.estimate.mean_difference import MeanDifference, mean_difference


def paired_t(
    ticks: np.ndarray, counts: np.ndarray, *, level: float = 0.95, ticks_per_unit: int = 1_000_000
) -> MeanDifference:
    """Compare the means of two visits of the same patients.

    Parameters
    ----------
    ticks : int array, shape (m, 2)
        First and second visit, in whole fractions of the unit.
    counts : int array, shape (m,)
        How many patients have each pair.
    level : float
        Of the confidence limits.
    ticks_per_unit : int
        The unit is divided into so many ticks: millionths unless said.

    Raises
    ------
    TooFewObservations
        If there are fewer than 2 patients.
    NoSpread
        If all patients changed by the same amount.
    ValueError
        If there are not two visits, or the level is not between 0 and 1.

    Notes
    -----
    Sums are whole numbers, hence exact. Agrees with R 4.2.2 t.test(paired = TRUE) to a relative
    1e-12 (tests/reference/same_patients).

    References
    ----------
    Student. The probable error of a mean. Biometrika 1908;6:1-25.

    Examples
    --------
    >>> result = paired_t(1_000_000 * np.array([[9, 4], [8, 8], [7, 1]]), np.array([2, 1, 2]))
    >>> result.difference, round(result.t, 6), result.df, round(result.p_value, 6)
    (-4.4, -3.919832, 4, 0.01725)
    """
    ticks, counts = distinct_vectors(ticks, counts)
    if ticks.shape[1] != 2:
        raise ValueError("the paired t-test compares two visits; for more, RM-ANOVA")
    n = int(counts.sum())
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have both visits")
    pairs = list(zip(counts.tolist(), (ticks[:, 1] - ticks[:, 0]).tolist(), strict=True))
    total = sum(c * d for c, d in pairs)
    # n * (n - 1) times the variance, in Python's whole numbers, which do not overflow.
    scatter = n * sum(c * d * d for c, d in pairs) - total * total
    if not scatter:
        raise NoSpread("all patients changed by the same amount")
    difference = total / (n * ticks_per_unit)
    se = math.sqrt(scatter / (n * n * (n - 1))) / ticks_per_unit
    t = math.copysign(math.sqrt(total * total * (n - 1) / scatter), total)
    return mean_difference(difference, se, t, n - 1, level)
