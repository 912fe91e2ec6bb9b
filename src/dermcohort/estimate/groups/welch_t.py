"""Welch's t: do the means of two independent groups differ, each with its own variance."""

from __future__ import annotations

import math

import numpy as np

from dermcohort.errors import NoSpread
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.mean_difference import MeanDifference, mean_difference
from dermcohort.estimate.moments import moments


def welch_t(values: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> MeanDifference:
    """Compare the means of two independent groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m, 2)
        How many patients of each of the two groups have each value.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If a group has fewer than 2 patients.
    NoSpread
        If the values do not vary within either group.
    ValueError
        If there are more than two groups, or the level is not between 0 and 1.

    Notes
    -----
    Agrees with R 4.2.2 t.test to a relative 1e-12 (tests/reference/two_groups).

    References
    ----------
    Welch BL. The generalization of "Student's" problem when several different population
    variances are involved. Biometrika 1947;34:28-35.

    Examples
    --------
    >>> result = welch_t(np.array([1.0, 2.0, 3.0, 4.0]),
    ...                  np.array([[2, 0], [1, 1], [0, 2], [0, 1]]))
    >>> round(result.t, 6), round(result.df, 6), round(result.p_value, 6)
    (3.162278, 5.0, 0.025031)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts, at_least=2)
    if len(n) > 2:
        raise ValueError("Welch's t compares two groups; for more, one-way ANOVA")
    groups = moments(values, counts)
    first, second = (groups.squares / (n - 1) / n).tolist()
    if not first + second:
        raise NoSpread("the values do not vary within either group")
    # By shares, so that nothing is squared twice.
    shares = first / (first + second), second / (first + second)
    df = 1 / (shares[0] ** 2 / int(n[0] - 1) + shares[1] ** 2 / int(n[1] - 1))
    difference = float(groups.offset[1] - groups.offset[0])
    se = math.sqrt(first + second)
    return mean_difference(difference, se, difference / se, df, level)
