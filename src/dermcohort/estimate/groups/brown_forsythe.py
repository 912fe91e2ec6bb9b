"""Brown and Forsythe's test: does the spread of independent groups differ.

One-way analysis of variance of the distances from the median of the group. Levene's test takes
them from the mean, which skewed values mislead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.estimate.describe import weighted_quantile
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
        The distinct values, ascending, in any unit.
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
    medians = [weighted_quantile(values, counts[:, j], 0.5) for j in range(k)]
    # One block of rows a group: the distances of its patients, and how many have each.
    distances = np.concatenate([np.abs(values - median) for median in medians])
    blocks = np.concatenate([counts[:, [j]] * (np.arange(k) == j) for j in range(k)])
    found = one_way_anova(distances, blocks)
    return BrownForsythe(found.f, found.df_between, found.df_within, found.p_value)
