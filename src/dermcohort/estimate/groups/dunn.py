"""Dunn's test against a control: which groups differ from it, after Kruskal-Wallis.

The names follow Dunn (1964): a mean rank per group, sigma for the standard error
of a difference of two mean ranks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import AllTied
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.multiplicity.holm import bonferroni, holm
from dermcohort.estimate.multiplicity.sidak import sidak
from dermcohort.estimate.ranks import doubled_midranks, rank_variance

Adjustment = Literal["Bonferroni", "Holm", "Sidak"]
ADJUSTMENTS: dict[Adjustment, Callable[[np.ndarray], np.ndarray]] = {
    "Bonferroni": bonferroni,
    "Holm": holm,
    "Sidak": sidak,
}


@dataclass(frozen=True, slots=True)
class Dunn:
    """One comparison each, in the order in which they were made.

    Attributes
    ----------
    group, comparator : int array, shape (c,)
        Columns: the group, and the one it is compared with.
    z : float array, shape (c,)
        Mean rank of the group minus that of the comparator, over its standard error.
    p_value : float array, shape (c,)
        Two-sided, not adjusted.
    p_adjusted : float array, shape (c,)
        For the c comparisons made, by the adjustment that ``note`` names.
    note : str
        Which adjustment, and over how many comparisons.
    """

    group: np.ndarray
    comparator: np.ndarray
    z: np.ndarray
    p_value: np.ndarray
    p_adjusted: np.ndarray
    note: str = ""


def dunn(
    values: np.ndarray, counts: np.ndarray, *, control: int = 0, adjust: Adjustment = "Bonferroni"
) -> Dunn:
    """Compare each group with the control by their mean ranks.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending. Any unit: only their order matters.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.
    control : int
        Column of the control.
    adjust : "Bonferroni", "Holm" or "Sidak"
        What ``p_adjusted`` is; z and p are the same. Bonferroni is Dunn's own, and Prism's.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    AllTied
        If there is only one distinct value, so that no rank differs from another.
    IndexError
        If there is no such column.
    ValueError
        If there is no such adjustment.

    Notes
    -----
    With the correction for ties. ``z`` and ``p_value`` agree with rstatix 0.7.2 dunn_test on
    R 4.2.2 to a relative 1e-12 (tests/reference/independent_groups), the adjusted p with
    p.adjust and Sidak's formula in R (tests/reference/dunn).

    References
    ----------
    Dunn OJ. Multiple comparisons using rank sums. Technometrics 1964;6:241-252.

    Examples
    --------
    >>> dunn(np.array([1, 2, 3, 4]), np.array([[2, 0], [1, 0], [0, 2], [0, 1]])).z.round(3)
    array([2.023])
    """
    k = np.shape(counts)[-1]
    others = np.delete(np.arange(k), control)
    controls = np.full(len(others), np.arange(k)[control])
    return compared_mean_ranks(values, counts, others, controls, adjust)


def compared_mean_ranks(
    values: np.ndarray,
    counts: np.ndarray,
    group: np.ndarray,
    comparator: np.ndarray,
    adjust: Adjustment,
) -> Dunn:
    """Dunn's comparisons of these pairs of columns; the rest as for ``dunn``."""
    if adjust not in ADJUSTMENTS:
        raise ValueError(f"adjust is {adjust!r}; it is one of {', '.join(ADJUSTMENTS)}")
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(values) == 1:
        raise AllTied("all patients have the same value")
    tied = counts.sum(axis=1)
    mean_rank = doubled_midranks(tied) @ counts / (2 * n)
    sigma = np.sqrt(rank_variance(tied) * (1 / n[group] + 1 / n[comparator]))
    z = (mean_rank[group] - mean_rank[comparator]) / sigma
    p_value = 2 * ndtr(-np.abs(z))
    made = f"{len(z)} comparison" + "s" * (len(z) > 1)
    note = f"p_adjusted by {adjust} over {made}"
    return Dunn(group, comparator, z, p_value, ADJUSTMENTS[adjust](p_value), note)
