"""Cochran's Q: does the share of responders among the same patients differ over the visits.

The names follow Cochran (1950): T for the responses at a visit, u for those of a patient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.same_patients.responses import responses
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class CochranQ:
    """All visits at once.

    Attributes
    ----------
    chi2 : float
        Q.
    df : int
        Visits minus 1.
    p_value : float
        From the chi-square distribution.
    n : int
        Patients, each with all visits.
    n_changed : int
        Those of them who had the response at some visits and not at others; only they count.
    note : str
        The last in words.
    """

    chi2: float
    df: int
    p_value: float
    n: int
    n_changed: int
    note: str = ""


def cochran_q(ticks: np.ndarray, counts: np.ndarray) -> CochranQ:
    """Compare the responses at two or more visits of the same patients.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        The k visits of patients who have all of them: 0 for no response, one other number (1 in
        ticks) for a response.
    counts : int array, shape (m,)
        How many patients have each vector.

    Raises
    ------
    TooFewObservations
        If there are fewer than 2 patients or 2 visits.
    AllTied
        If no patient has the response at some visits and not at others.
    NoAnswer
        If the values are not 0 and one other.

    Notes
    -----
    Sums are whole numbers, hence exact. With two visits it is McNemar's chi-square without
    correction, and for any number it is Friedman's of the same zeros and ones, so that "Friedman
    exact" gives its exact p. Agrees with the definition in R 4.2.2 and with friedman.test to a
    relative 1e-12 (tests/reference/cochran_q).

    References
    ----------
    Cochran WG. The comparison of percentages in matched samples. Biometrika 1950;37:256-266.

    Examples
    --------
    >>> visits = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [0, 0, 0]])
    >>> result = cochran_q(visits, np.array([4, 3, 1, 5]))
    >>> round(result.chi2, 6), result.df, round(result.p_value, 6), result.n, result.n_changed
    (9.75, 2, 0.007635, 13, 8)
    """
    answers, counts = responses(ticks, counts)
    n, k = int(counts.sum()), answers.shape[1]
    if k < 2:
        raise TooFewObservations("there are fewer than 2 visits to compare")
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have all visits")
    t = (counts @ answers).tolist()
    u = answers.sum(axis=1)
    # Patients who always or never responded add nothing to it.
    within = int(counts @ (u * (k - u)))
    if not within:
        raise AllTied("no patient has the response at some visits and not at others")
    # k (k - 1) times the sum of (T - mean T) squared, over k sum u - sum u squared.
    chi2 = (k - 1) * (k * sum(x * x for x in t) - sum(t) ** 2) / within
    changed = int(counts[(u > 0) & (u < k)].sum())
    note = f"{changed} had the response at some visits and not at others"
    return CochranQ(chi2, k - 1, chi_square_tail(chi2, k - 1), n, changed, note)
