"""Dunn's test of all pairs: which groups differ from each other, after Kruskal-Wallis."""

from __future__ import annotations

import numpy as np

from dermcohort.estimate.groups.dunn import Adjustment, Dunn, compared_mean_ranks


def dunn_all_pairs(
    values: np.ndarray, counts: np.ndarray, *, adjust: Adjustment = "Bonferroni"
) -> Dunn:
    """Compare each group with each other by their mean ranks.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values. Any unit: only their order matters.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.
    adjust : "Bonferroni", "Holm" or "Sidak"
        What ``p_adjusted`` is; z and p are the same. Bonferroni is Dunn's own, and Prism's.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    AllTied
        If there is only one distinct value, so that no rank differs from another.
    ValueError
        If there is no such adjustment.

    Notes
    -----
    In the order second with first, third with first, third with second, and so on; adjusted over
    the k (k - 1) / 2 pairs. Agrees with rstatix 0.7.2 dunn_test on R 4.2.2, which adjusts by
    Bonferroni and Holm alike, to a relative 1e-12 (tests/reference/dunn).

    References
    ----------
    Dunn OJ. Multiple comparisons using rank sums. Technometrics 1964;6:241-252.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 3.0, 4.0])
    >>> counts = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])
    >>> result = dunn_all_pairs(values, counts, adjust="Holm")
    >>> result.z.round(3), result.p_adjusted.round(4)
    (array([1.312, 2.624, 1.312]), array([0.379 , 0.0261, 0.379 ]))
    """
    comparator, group = np.triu_indices(np.shape(counts)[-1], k=1)
    return compared_mean_ranks(values, counts, group, comparator, adjust)
