"""Dunn's test against a control: which groups differ from it, after Kruskal-Wallis.

The names follow Dunn (1964): a mean rank per group, sigma for the standard error
of a difference of two mean ranks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import AllTied
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.multiplicity.holm import bonferroni
from dermcohort.estimate.ranks import doubled_midranks, rank_variance


@dataclass(frozen=True, slots=True)
class Dunn:
    """One comparison per group other than the control, in the order of the columns.

    Attributes
    ----------
    z : float array, shape (k - 1,)
        Mean rank of the group minus that of the control, over its standard error.
    p_value : float array, shape (k - 1,)
        Two-sided, not adjusted.
    p_adjusted : float array, shape (k - 1,)
        Bonferroni over the k - 1 comparisons made, as Prism does, at most 1.
    """

    z: np.ndarray
    p_value: np.ndarray
    p_adjusted: np.ndarray


def dunn(values: np.ndarray, counts: np.ndarray, *, control: int = 0) -> Dunn:
    """Compare each group with the control by their mean ranks.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending. Any unit: only their order matters.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.
    control : int
        Column of the control.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    AllTied
        If there is only one distinct value, so that no rank differs from another.
    IndexError
        If there is no such column.

    Notes
    -----
    With the correction for ties. ``z`` and ``p_value`` agree with rstatix 0.7.2 dunn_test on
    R 4.2.2 to a relative 1e-12 (tests/reference/independent_groups).

    References
    ----------
    Dunn OJ. Multiple comparisons using rank sums. Technometrics 1964;6:241-252.

    Examples
    --------
    >>> dunn(np.array([1, 2, 3, 4]), np.array([[2, 0], [1, 0], [0, 2], [0, 1]])).z.round(3)
    array([2.023])
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(values) == 1:
        raise AllTied("all patients have the same value")
    tied = counts.sum(axis=1)
    mean_rank = doubled_midranks(tied) @ counts / (2 * n)
    others = np.delete(np.arange(len(n)), control)
    sigma = np.sqrt(rank_variance(tied) * (1 / n[others] + 1 / n[control]))
    z = (mean_rank[others] - mean_rank[control]) / sigma
    p_value = 2 * ndtr(-np.abs(z))
    return Dunn(z, p_value, bonferroni(p_value))
