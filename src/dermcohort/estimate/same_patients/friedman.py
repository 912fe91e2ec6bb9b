"""Friedman: do several visits of the same patients differ at all, judged by ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.distinct import distinct_vectors
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class Friedman:
    """All visits at once.

    Attributes
    ----------
    chi2 : float
        With the correction for ties; Prism calls it the Friedman statistic.
    df : int
        Visits minus 1.
    p_value : float
        From the chi-square distribution.
    n : int
        Patients, each with all visits.
    """

    chi2: float
    df: int
    p_value: float
    n: int


def friedman(ticks: np.ndarray, counts: np.ndarray) -> Friedman:
    """Compare two or more visits of the same patients by ranks within the patient.

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

    Notes
    -----
    ``chi2`` and ``p_value`` agree with R 4.2.2 friedman.test to a relative 1e-12
    (tests/reference/same_patients).

    References
    ----------
    Friedman M. The use of ranks to avoid the assumption of normality implicit in the analysis
    of variance. J Am Stat Assoc 1937;32:675-701.
    Conover WJ. Practical nonparametric statistics, 3rd ed. Wiley, 1999 (ties).

    Examples
    --------
    >>> result = friedman(np.array([[9, 4, 4], [8, 8, 7], [7, 5, 1]]), np.array([1, 1, 2]))
    >>> round(result.chi2, 6), result.df, round(result.p_value, 6), result.n
    (7.0, 2, 0.030197, 4)
    """
    ticks, counts = distinct_vectors(ticks, counts)
    n, k = int(counts.sum()), ticks.shape[1]
    if k < 2:
        raise TooFewObservations("there are fewer than 2 visits to compare")
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have all visits")
    # Twice the rank, minus twice the mean rank: whole numbers that add up to 0 in each row.
    ranks = np.column_stack([np.sign(ticks[:, [visit]] - ticks).sum(axis=1) for visit in range(k)])
    sums = (counts @ ranks).tolist()
    within = int(counts @ (ranks * ranks).sum(axis=1))
    if not within:
        raise AllTied("no patient has two different values")
    chi2 = (k - 1) * sum(total * total for total in sums) / within
    return Friedman(chi2, k - 1, chi_square_tail(chi2, k - 1), n)
