"""Dunn's comparisons after Friedman: which visits differ from the first, as Prism prints them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.distinct import distinct_vectors
from dermcohort.estimate.multiplicity.holm import bonferroni


@dataclass(frozen=True, slots=True)
class DunnAfterFriedman:
    """One comparison for each visit other than the control, in the order of the visits.

    Attributes
    ----------
    group, comparator : int array, shape (k - 1,)
        Columns: the visit, and the control.
    estimate : float array, shape (k - 1,)
        Mean rank of the visit minus that of the control. Prism prints it the other way round,
        and the difference of the rank sums as well, which is n times it.
    z : float array, shape (k - 1,)
        The estimate over its standard error.
    p_value : float array, shape (k - 1,)
        Two-sided, not adjusted.
    p_adjusted : float array, shape (k - 1,)
        Bonferroni over the k - 1 comparisons made, as Prism does, at most 1.
    n : int
        Patients, each with all visits.
    """

    group: np.ndarray
    comparator: np.ndarray
    estimate: np.ndarray
    z: np.ndarray
    p_value: np.ndarray
    p_adjusted: np.ndarray
    n: int


def dunn_after_friedman(
    ticks: np.ndarray, counts: np.ndarray, *, control: int = 0
) -> DunnAfterFriedman:
    """Compare each visit of the same patients with one of them by mean ranks within the patient.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        The k visits of patients who have all of them, in whole millionths of the unit. Only
        the order within a row matters.
    counts : int array, shape (m,)
        How many patients have each vector.
    control : int
        Column of the visit with which the others are compared.

    Raises
    ------
    TooFewObservations
        If there are fewer than 2 patients or 2 visits.
    AllTied
        If no patient has two different values.
    IndexError
        If there is no such column.

    Notes
    -----
    Without correction for ties, as in Prism; with ties its p values are too large. Agrees with
    the formula in R 4.2.2 (ranks by rank, p by pnorm) to a relative 1e-12
    (tests/reference/ranks_of_visits).

    References
    ----------
    Dunn OJ. Multiple comparisons using rank sums. Technometrics 1964;6:241-252.
    GraphPad Prism 10 Statistics Guide: How Dunn's multiple comparison test works.

    Examples
    --------
    >>> result = dunn_after_friedman(np.array([[9, 4, 4], [8, 8, 7], [7, 5, 1]]),
    ...                              np.array([1, 1, 2]))
    >>> result.estimate.tolist(), result.z.round(3).tolist(), result.p_adjusted.round(4).tolist()
    ([-0.875, -1.75], [-1.237, -2.475], [0.4318, 0.0267])
    """
    ticks, counts = distinct_vectors(ticks, counts)
    n, k = int(counts.sum()), ticks.shape[1]
    if k < 2:
        raise TooFewObservations("there are fewer than 2 visits to compare")
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have all visits")
    # Twice the rank, minus twice the mean rank.
    ranks = np.column_stack([np.sign(ticks[:, [visit]] - ticks).sum(axis=1) for visit in range(k)])
    if not ranks.any():
        raise AllTied("no patient has two different values")
    sums = counts @ ranks
    others = np.delete(np.arange(k), control)
    estimate = (sums[others] - sums[control]) / (2 * n)
    z = estimate / math.sqrt(k * (k + 1) / (6 * n))
    p_value = 2 * ndtr(-np.abs(z))
    first = np.full(k - 1, np.arange(k)[control])
    return DunnAfterFriedman(others, first, estimate, z, p_value, bonferroni(p_value), n)
