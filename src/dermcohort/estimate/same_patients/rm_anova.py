"""Repeated-measures analysis of variance: do the means of several visits differ at all.

One factor, the visit, within the patient. The names follow Greenhouse and Geisser (1959) and
Huynh and Feldt (1976): epsilon says how far the covariance of the visits is from spherical.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_vectors
from dermcohort.estimate.tails import f_tail

# Whole numbers below this are added up in 64 bits.
LARGEST_INT64 = 2**62


@dataclass(frozen=True, slots=True)
class RmAnova:
    """All visits at once.

    Attributes
    ----------
    f : float
    df, df_error : int
        k - 1 and (k - 1)(n - 1), for k visits of n patients.
    p_value : float
        Not corrected for lack of sphericity.
    epsilon_gg, epsilon_hf : float
        Greenhouse and Geisser's, and Huynh and Feldt's, both at most 1.
    df_gg, df_error_gg : float
        Both degrees of freedom multiplied by ``epsilon_gg``.
    p_gg, p_hf : float
        Corrected by ``epsilon_gg``, as Prism does, and by ``epsilon_hf``.
    n : int
        Patients, each with all visits.
    """

    f: float
    df: int
    df_error: int
    p_value: float
    epsilon_gg: float
    epsilon_hf: float
    df_gg: float
    df_error_gg: float
    p_gg: float
    p_hf: float
    n: int


def rm_anova(ticks: np.ndarray, counts: np.ndarray) -> RmAnova:
    """Compare the means of two or more visits of the same patients.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        The k visits of patients who have all of them, in whole millionths of the unit.
    counts : int array, shape (m,)
        How many patients have each vector.

    Raises
    ------
    TooFewObservations
        If there are fewer than 2 patients or 2 visits.
    NoSpread
        If all patients changed alike, so that nothing is left for the error.

    Notes
    -----
    Sums of squares are whole numbers, hence exact. Agrees with R 4.2.2 anova.mlm (``f``, both
    epsilons, all p values) to a relative 1e-9 (tests/reference/same_patients).

    References
    ----------
    Greenhouse SW, Geisser S. On methods in the analysis of profile data.
    Psychometrika 1959;24:95-112.
    Huynh H, Feldt LS. Estimation of the Box correction for degrees of freedom.
    J Educ Stat 1976;1:69-82.

    Examples
    --------
    >>> result = rm_anova(np.array([[9, 4, 4], [8, 8, 7], [7, 5, 1]]), np.array([1, 1, 2]))
    >>> round(result.f, 6), round(result.epsilon_gg, 6), round(result.p_gg, 6)
    (8.576471, 0.961538, 0.019116)
    """
    ticks, counts = distinct_vectors(ticks, counts)
    n, k = int(counts.sum()), ticks.shape[1]
    if k < 2:
        raise TooFewObservations("there are fewer than 2 visits to compare")
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have all visits")
    sums, products = _within_patients(ticks, counts)
    # n * (n - 1) times the covariance of the visits after each patient's mean is taken off.
    scatter = [[n * products[a][b] - sums[a] * sums[b] for b in range(k)] for a in range(k)]
    trace = sum(scatter[a][a] for a in range(k))
    if not trace:
        raise NoSpread("all patients changed alike")
    f = sum(total * total for total in sums) * (n - 1) / trace
    df, df_error = k - 1, (k - 1) * (n - 1)
    squares = sum(cell * cell for row in scatter for cell in row)
    gg = trace * trace / (df * squares)
    hf = _huynh_feldt(gg, n, df)
    p_value, p_gg, p_hf = (f_tail(f, e * df, e * df_error) for e in (1.0, gg, hf))
    return RmAnova(f, df, df_error, p_value, gg, hf, gg * df, gg * df_error, p_gg, p_hf, n)


def _within_patients(ticks: np.ndarray, counts: np.ndarray) -> tuple[list[int], list[list[int]]]:
    """Sums and sums of products of k times (value - the patient's mean), exact."""
    # Values come in steps of a tenth or a twentieth. In those steps they are small.
    ticks = ticks - ticks[0, 0]
    ticks = ticks // max(int(np.gcd.reduce(ticks, axis=None)), 1)
    rest = ticks.shape[1] * ticks - ticks.sum(axis=1, keepdims=True)
    if int(np.abs(rest).max()) ** 2 * int(counts.sum()) >= LARGEST_INT64:
        rest, counts = rest.astype(object), counts.astype(object)
    return (counts @ rest).tolist(), (rest.T @ (counts[:, np.newaxis] * rest)).tolist()


def _huynh_feldt(gg: float, n: int, df: int) -> float:
    above, below = n * df * gg - 2, df * (n - 1 - df * gg)
    # With as few patients as visits the formula divides by 0 or by rounding.
    return min(1.0, above / below) if below > 1e-9 * df * n else 1.0
