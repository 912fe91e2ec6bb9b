"""Brown and Forsythe's test: does the spread of independent groups differ.

One-way analysis of variance of the distances from the median of the group. Levene's test takes
them from the mean, which skewed values mislead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread
from dermcohort.estimate.common_grid import common_grid
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.groups.one_way_anova import one_way_anova


@dataclass(frozen=True, slots=True)
class BrownForsythe:
    """All groups at once.

    Attributes
    ----------
    f : float
    df, df2 : int
    p_value : float
    """

    f: float
    df: int
    df2: int
    p_value: float


def brown_forsythe(values: np.ndarray, counts: np.ndarray) -> BrownForsythe:
    """Compare the spread of two or more independent groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, in any unit. Short decimals are taken as typed: 0.1 and 0.3 are
        equally far from 0.2.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, one is empty, or each has only one patient.
    NoSpread
        If within each group all are equally far from its median.

    Notes
    -----
    Agrees with R car 3.1 leveneTest(center = median) to a relative 1e-12
    (tests/reference/spread).

    References
    ----------
    Brown MB, Forsythe AB. Robust tests for the equality of variances. J Am Stat Assoc
    1974;69:364-367.

    Examples
    --------
    >>> result = brown_forsythe(np.array([1.0, 2.0, 3.0, 9.0]),
    ...                         np.array([[2, 0], [1, 1], [1, 2], [0, 1]]))
    >>> round(result.f, 6), result.df, result.df2, round(result.p_value, 6)
    (0.470588, 1, 6, 0.518332)
    """
    values, counts = distinct_values(values, counts)
    k = len(group_sizes(counts))
    steps, *_ = common_grid(values)
    # Twice the distances, in whole steps: those that are equal are seen to be equal.
    distances = [np.abs(2 * steps - _doubled_median(steps, column)) for column in counts.T]
    # One block of rows a group: the distances of its patients, and how many have each.
    blocks = [counts[:, [j]] * (np.arange(k) == j) for j in range(k)]
    try:
        found = one_way_anova(np.concatenate(distances), np.concatenate(blocks))
    except NoSpread:
        raise NoSpread("within each group all are equally far from its median") from None
    return BrownForsythe(found.f, found.df_between, found.df_within, found.p_value)


def _doubled_median(steps: np.ndarray, counts: np.ndarray) -> int:
    below, n = np.cumsum(counts), int(counts.sum())
    middle = np.searchsorted(below, [(n - 1) // 2, n // 2], side="right")
    return int(steps[middle].sum())
