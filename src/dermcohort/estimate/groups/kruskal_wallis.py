"""Kruskal-Wallis: do independent groups differ at all, judged by their ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.ranks import doubled_midranks, rank_variance
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class KruskalWallis:
    """All groups at once.

    Attributes
    ----------
    h : float
        With the correction for ties.
    df : int
        Groups minus 1.
    p_value : float
        From the chi-square distribution.
    """

    h: float
    df: int
    p_value: float


def kruskal_wallis(values: np.ndarray, counts: np.ndarray) -> KruskalWallis:
    """Compare the ranks of two or more independent groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending. Any unit: only their order matters.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    AllTied
        If there is only one distinct value.

    Notes
    -----
    ``h`` and ``p_value`` agree with R 4.2.2 kruskal.test to a relative 1e-12
    (tests/reference/independent_groups).

    References
    ----------
    Kruskal WH, Wallis WA. Use of ranks in one-criterion variance analysis.
    J Am Stat Assoc 1952;47:583-621.

    Examples
    --------
    >>> result = kruskal_wallis(np.array([1, 2, 3, 4]), np.array([[2, 0], [1, 0], [0, 2], [0, 1]]))
    >>> round(result.h, 6), result.df, round(result.p_value, 6)
    (4.090909, 1, 0.043114)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(values) == 1:
        raise AllTied("all patients have the same value")
    tied = counts.sum(axis=1)
    rank_sums = doubled_midranks(tied) @ counts
    middle = int(n.sum()) + 1
    # Whole numbers up to the division, 4 because the sums are doubled.
    terms = [
        (total - size * middle) ** 2 / (4 * size)
        for total, size in zip(rank_sums.tolist(), n.tolist(), strict=True)
    ]
    h = math.fsum(terms) / rank_variance(tied)
    df = len(n) - 1
    return KruskalWallis(h, df, chi_square_tail(h, df))
