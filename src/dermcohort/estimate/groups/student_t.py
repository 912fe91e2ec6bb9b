"""Student's t: do the means of two independent groups differ, with one common variance."""

from __future__ import annotations

import math

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.mean_difference import MeanDifference, mean_difference
from dermcohort.estimate.moments import moments


def student_t(values: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> MeanDifference:
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
        If a group is empty, or both have only one patient.
    NoSpread
        If the values do not vary within either group.
    ValueError
        If there are more than two groups, or the level is not between 0 and 1.

    Notes
    -----
    Agrees with R 4.2.2 t.test(var.equal = TRUE) to a relative 1e-12
    (tests/reference/two_groups).

    References
    ----------
    Student. The probable error of a mean. Biometrika 1908;6:1-25.

    Examples
    --------
    >>> result = student_t(np.array([1.0, 2.0, 3.0, 4.0]),
    ...                    np.array([[2, 0], [1, 1], [0, 2], [0, 1]]))
    >>> round(result.difference, 6), round(result.t, 6), result.df, round(result.p_value, 6)
    (1.666667, 2.988072, 5, 0.030515)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(n) > 2:
        raise ValueError("Student's t compares two groups; for more, one-way ANOVA")
    df = int(n.sum()) - 2
    if df < 1:
        raise TooFewObservations("both groups have only one patient")
    groups = moments(values, counts)
    variance = float(groups.squares[0] + groups.squares[1]) / df
    if not variance:
        raise NoSpread("the values do not vary within either group")
    difference = float(groups.offset[1] - groups.offset[0])
    se = math.sqrt(variance * (1 / int(n[0]) + 1 / int(n[1])))
    return mean_difference(difference, se, difference / se, df, level)
