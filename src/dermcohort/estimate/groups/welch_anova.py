"""Welch's analysis of variance: do the means of groups with different variances differ at all.

The names follow Welch (1951): a weight w per group, the inverse of the variance of its mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.moments import moments
from dermcohort.estimate.tails import f_tail


@dataclass(frozen=True, slots=True)
class WelchAnova:
    """All groups at once.

    Attributes
    ----------
    f : float
    df : int
        Groups minus 1.
    df2 : float
        Approximate degrees of freedom of the error, not whole.
    p_value : float
    """

    f: float
    df: int
    df2: float
    p_value: float


def welch_anova(values: np.ndarray, counts: np.ndarray) -> WelchAnova:
    """Compare the means of two or more independent groups, each with its own variance.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one has fewer than two patients.
    NoSpread
        If the values of one group do not vary.

    Notes
    -----
    With two groups ``f`` is the square of Welch's t. Agrees with R 4.2.2 oneway.test to a
    relative 1e-12 (tests/reference/spread).

    References
    ----------
    Welch BL. On the comparison of several mean values: an alternative approach.
    Biometrika 1951;38:330-336.

    Examples
    --------
    >>> result = welch_anova(np.array([1.0, 2.0, 3.0, 4.0]),
    ...                      np.array([[2, 0, 1], [1, 1, 0], [0, 2, 2], [0, 1, 3]]))
    >>> round(result.f, 6), result.df, round(result.df2, 6), round(result.p_value, 6)
    (6.613267, 2, 6.315908, 0.028241)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts, at_least=2)
    groups = moments(values, counts)
    if not groups.squares.all():
        raise NoSpread("the values of a group do not vary, so its mean would have endless weight")
    k = len(n)
    w = n * (n - 1) / groups.squares
    total = math.fsum(w.tolist())
    centre = math.fsum((w * groups.offset).tolist()) / total
    between = math.fsum((w * (groups.offset - centre) ** 2).tolist()) / (k - 1)
    # 3 * spread / (k**2 - 1) is the inverse of the degrees of freedom of the error.
    spread = math.fsum(((1 - w / total) ** 2 / (n - 1)).tolist())
    f = between / (1 + 2 * (k - 2) / (k**2 - 1) * spread)
    df2 = (k**2 - 1) / (3 * spread)
    return WelchAnova(f, k - 1, df2, f_tail(f, k - 1, df2))
