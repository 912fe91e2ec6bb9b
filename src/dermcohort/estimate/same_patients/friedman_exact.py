"""Friedman with its exact p: all arrangements of each patient's ranks over the visits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.distinct import distinct_vectors
from dermcohort.estimate.same_patients.friedman import friedman

#: Exact up to so many patients with two different values, by the number of visits.
MOST_PATIENTS = {2: 1000, 3: 100, 4: 30, 5: 10, 6: 5}


@dataclass(frozen=True, slots=True)
class FriedmanExact:
    """All visits at once.

    Attributes
    ----------
    chi2 : float
        With the correction for ties, as `friedman` gives it.
    p_value : float
        Share of the arrangements whose chi-square is at least the one observed.
    n : int
        Patients, each with all visits.
    """

    chi2: float
    p_value: float
    n: int


def friedman_exact(ticks: np.ndarray, counts: np.ndarray) -> FriedmanExact:
    """Compare two or more visits of the same patients by ranks, with the exact p.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        The k visits of patients who have all of them, in whole millionths of the unit. Only
        the order within a row matters.
    counts : int array, shape (m,)
        How many patients have each vector.

    Raises
    ------
    TooFewObservations
        If there are fewer than 2 patients or 2 visits.
    AllTied
        If no patient has two different values.
    NoAnswer
        If there are more than 6 visits, or more patients than `MOST_PATIENTS` allows.

    Notes
    -----
    With or without ties within a patient, whose ranks then have fewer arrangements. Zeros and
    ones are allowed: then it is the exact test of Cochran's Q. Agrees with enumeration in
    fractions to a relative 1e-12 (tests/reference/friedman_exact).

    References
    ----------
    Friedman M. The use of ranks to avoid the assumption of normality implicit in the analysis
    of variance. J Am Stat Assoc 1937;32:675-701.

    Examples
    --------
    >>> result = friedman_exact(np.array([[9, 4, 2], [8, 7, 5], [7, 5, 1]]), np.array([1, 1, 1]))
    >>> round(result.chi2, 6), round(result.p_value, 6), result.n
    (6.0, 0.027778, 3)
    """
    found = friedman(ticks, counts)
    ticks, counts = distinct_vectors(ticks, counts)
    k = ticks.shape[1]
    # Twice the rank, minus twice the mean rank.
    ranks = np.column_stack([np.sign(ticks[:, [visit]] - ticks).sum(axis=1) for visit in range(k)])
    # Patients whose visits are all equal have one arrangement, which adds 0.
    ranks, counts = ranks[ranks.any(axis=1)], counts[ranks.any(axis=1)]
    most = MOST_PATIENTS.get(k, 0)
    if counts.sum() > most:
        limit = f"{most} patients with two different values" if most else "6 visits"
        raise NoAnswer(f"the exact p is computed up to {limit}; try Friedman")
    patterns, patients = distinct_vectors(np.sort(ranks, axis=1), counts)
    sums, shares = _arrangements([tuple(row) for row in np.repeat(patterns, patients, 0).tolist()])
    # chi2 is a constant times the sum of the squared rank sums: whole numbers.
    extreme = (sums * sums).sum(axis=1) >= ((counts @ ranks) ** 2).sum()
    return FriedmanExact(found.chi2, min(1.0, math.fsum(shares[extreme].tolist())), found.n)


def _arrangements(rows: Sequence[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Rank sums of the visits in ascending order, and the share of arrangements that has each.

    Sums that differ only in which visit has which are kept once: the next patient's ranks go to
    the visits by chance, whatever these are called.
    """
    sums: np.ndarray = np.array(rows[:1])
    shares: np.ndarray = np.ones(1)
    for row in rows[1:]:
        ways = np.array(sorted(set(permutations(row))))
        longer = (sums[:, np.newaxis] + ways).reshape(-1, len(row))
        longer.sort(axis=1)
        _, first, which = np.unique(_codes(longer), return_index=True, return_inverse=True)
        sums, shares = longer[first], np.bincount(which, np.repeat(shares / len(ways), len(ways)))
    return sums, shares


def _codes(rows: np.ndarray) -> np.ndarray:
    """One whole number a row; the last column follows from the others, for each row adds to 0."""
    low, span = rows.min(), np.ptp(rows) + 1
    code = np.zeros(len(rows), np.int64)
    for column in rows.T[:-1]:
        code = code * span + (column - low)
    return code
