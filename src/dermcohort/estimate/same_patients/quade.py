"""Quade: do several visits of the same patients differ at all, patients weighted by their range.

The names follow Quade (1979): R for a rank within the patient, Q for the rank of the patient's
range, S for Q times R about its mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied, NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_vectors
from dermcohort.estimate.ranks import doubled_midranks
from dermcohort.estimate.tails import f_tail


@dataclass(frozen=True, slots=True)
class Quade:
    """All visits at once.

    Attributes
    ----------
    f : float
    df, df2 : int
        k - 1 and (k - 1)(n - 1), for k visits of n patients.
    p_value : float
        From the F distribution.
    n : int
        Patients, each with all visits.
    """

    f: float
    df: int
    df2: int
    p_value: float
    n: int


def quade(ticks: np.ndarray, counts: np.ndarray) -> Quade:
    """Compare two or more visits of the same patients by ranks, weighted by the range.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        The k visits of patients who have all of them, in whole millionths of the unit, so that
        equal ranges are seen to be equal.
    counts : int array, shape (m,)
        How many patients have each vector.

    Raises
    ------
    TooFewObservations
        If there are fewer than 2 patients or 2 visits.
    AllTied
        If no patient has two different values.
    NoSpread
        If all patients have the same order of visits and the same range, so that nothing is left
        for the error.

    Notes
    -----
    Sums of ranks are whole numbers, hence exact, with mean ranks for ties within a patient and
    between ranges. Agrees with R 4.2.2 quade.test and with fractions to a relative 1e-12
    (tests/reference/ranks_of_visits).

    References
    ----------
    Quade D. Using weighted rankings in the analysis of complete blocks with additive block
    effects. J Am Stat Assoc 1979;74:680-683.

    Examples
    --------
    >>> result = quade(np.array([[9, 4, 4], [8, 8, 7], [7, 5, 1]]), np.array([1, 1, 2]))
    >>> round(result.f, 6), result.df, result.df2, round(result.p_value, 6)
    (9.440367, 2, 6, 0.014024)
    """
    ticks, counts = distinct_vectors(ticks, counts)
    n, k = int(counts.sum()), ticks.shape[1]
    if k < 2:
        raise TooFewObservations("there are fewer than 2 visits to compare")
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have all visits")
    # Four times S: the rank about its mean doubled, and Q doubled.
    rank = np.column_stack([np.sign(ticks[:, [visit]] - ticks).sum(axis=1) for visit in range(k)])
    each = zip(counts.tolist(), _range_ranks(ticks, counts), rank.tolist(), strict=True)
    weighted = [(c, [q * r for r in row]) for c, q, row in each]
    # n times A, the sum of squares, and n times B, from the sums of the visits.
    a = n * sum(c * x * x for c, row in weighted for x in row)
    b = sum(sum(c * row[visit] for c, row in weighted) ** 2 for visit in range(k))
    if not a:
        raise AllTied("no patient has two different values")
    if a == b:
        raise NoSpread("all patients have the same order of visits and the same range")
    f = (n - 1) * b / (a - b)
    df, df2 = k - 1, (k - 1) * (n - 1)
    return Quade(f, df, df2, f_tail(f, df, df2), n)


def _range_ranks(ticks: np.ndarray, counts: np.ndarray) -> list[int]:
    """Twice Q for each vector: the rank of its range among those of all patients."""
    width = ticks.max(axis=1) - ticks.min(axis=1)
    distinct, which = np.unique(width, return_inverse=True)
    tied = np.zeros(len(distinct), np.int64)
    np.add.at(tied, which, counts)
    found: list[int] = doubled_midranks(tied)[which].tolist()
    return found
