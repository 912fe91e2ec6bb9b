"""Wilcoxon's signed-rank test: did the same patients change between two visits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.distinct import distinct_values, distinct_vectors
from dermcohort.estimate.ranks import doubled_midranks

# Exact up to this many patients who changed.
EXACT_N = 500


@dataclass(frozen=True, slots=True)
class WilcoxonSignedRank:
    """The second visit against the first.

    Attributes
    ----------
    w_plus, w_minus : float
        Sums of the ranks of the patients whose value rose, and fell. R prints the first.
    w : float
        w_plus - w_minus, the sum of signed ranks, as Prism prints it.
    z : float
        w over its standard deviation, not corrected for continuity.
    p_value : float
        Two-sided.
    exact : bool
        Whether ``p_value`` is exact, or else normal with corrections for ties and continuity.
    n : int
        Patients who changed: those with a sign.
    n_zero : int
        Patients who did not change.
    """

    w_plus: float
    w_minus: float
    w: float
    z: float
    p_value: float
    exact: bool
    n: int
    n_zero: int


def wilcoxon_signed_rank(
    ticks: np.ndarray, counts: np.ndarray, *, zeros: Literal["wilcoxon", "pratt"] = "wilcoxon"
) -> WilcoxonSignedRank:
    """Compare two visits of the same patients by the ranks of their differences.

    Parameters
    ----------
    ticks : int array, shape (m, 2)
        First and second visit, in whole millionths of the unit, so that equal differences are
        seen to be equal.
    counts : int array, shape (m,)
        How many patients have each pair.
    zeros : "wilcoxon" or "pratt"
        Patients who did not change are dropped before ranking (Wilcoxon; Prism, R wilcox.test)
        or take part in the ranking and are dropped after it (Pratt).

    Raises
    ------
    TooFewObservations
        If there is no patient.
    AllTied
        If no patient changed.
    ValueError
        If there are not two visits, or the rule for zeros is another.

    Notes
    -----
    Exact up to 500 patients who changed: the sum of the probabilities of all rank sums at least
    as far from their mean as the one observed, ties included, to a relative 1e-12 against
    enumeration in fractions. Agrees with coin 1.4.2 (exact, both rules) to 1e-12 and with R
    4.2.2 wilcox.test (normal) to 1e-12 (tests/reference/same_patients).

    References
    ----------
    Wilcoxon F. Individual comparisons by ranking methods. Biometrics 1945;1:80-83.
    Pratt JW. Remarks on zeros and ties in the Wilcoxon signed rank procedures.
    J Am Stat Assoc 1959;54:655-667.

    Examples
    --------
    >>> result = wilcoxon_signed_rank(np.array([[9, 4], [8, 8], [5, 6], [7, 1]]),
    ...                               np.array([2, 1, 1, 2]))
    >>> result.w_plus, result.w_minus, result.n, result.n_zero, result.p_value
    (1.0, 14.0, 5, 1, 0.125)
    """
    if zeros not in ("wilcoxon", "pratt"):
        raise ValueError(f'zeros is {zeros!r}; it is "wilcoxon" or "pratt"')
    ticks, counts = distinct_vectors(ticks, counts)
    if ticks.shape[1] != 2:
        raise ValueError("the signed-rank test compares two visits; for more, Friedman")
    if not len(ticks):
        raise TooFewObservations("no patient has both visits")
    changes = ticks[:, 1] - ticks[:, 0]
    # Columns: fell, rose. As floats changes of up to 9e9 units stay exact.
    signed = counts[:, np.newaxis] * np.column_stack([changes < 0, changes > 0])
    n_zero = int(counts[changes == 0].sum())
    if n_zero == counts.sum():
        raise AllTied("no patient changed")
    _, signed = distinct_values(np.abs(changes), signed)
    ranks = doubled_midranks(signed.sum(axis=1)) + (2 * n_zero if zeros == "pratt" else 0)
    minus, plus = (ranks @ signed).tolist()
    return _result(ranks, signed.sum(axis=1), plus, minus, n_zero)


def wilcoxon_signed_rank_pratt(ticks: np.ndarray, counts: np.ndarray) -> WilcoxonSignedRank:
    """Compare two visits of the same patients by ranks among which no change has its place.

    Parameters
    ----------
    ticks : int array, shape (m, 2)
        First and second visit, in whole millionths of the unit.
    counts : int array, shape (m,)
        How many patients have each pair.

    Raises
    ------
    TooFewObservations
        If there is no patient.
    AllTied
        If no patient changed.
    ValueError
        If there are not two visits.

    Notes
    -----
    Patients who did not change take the lowest ranks, and these are dropped after the ranking.
    The rest as in `wilcoxon_signed_rank`; agrees with coin 1.4.2 (zero.method = "Pratt", exact)
    to 1e-12 (tests/reference/same_patients).

    References
    ----------
    Pratt JW. Remarks on zeros and ties in the Wilcoxon signed rank procedures.
    J Am Stat Assoc 1959;54:655-667.

    Examples
    --------
    >>> result = wilcoxon_signed_rank_pratt(np.array([[9, 4], [8, 8], [5, 6], [7, 1]]),
    ...                                     np.array([2, 1, 1, 2]))
    >>> result.w_plus, result.w_minus, result.n, result.n_zero, result.p_value
    (2.0, 18.0, 5, 1, 0.125)
    """
    return wilcoxon_signed_rank(ticks, counts, zeros="pratt")


def _result(
    ranks: np.ndarray, tied: np.ndarray, plus: int, minus: int, n_zero: int
) -> WilcoxonSignedRank:
    n = int(tied.sum())
    # Variance of plus - minus: each doubled rank has one sign or the other. The squares of
    # tens of millions of ranks overflow 64 bits.
    variance = sum(t * r * r for t, r in zip(tied.tolist(), ranks.tolist(), strict=True))
    sd = math.sqrt(variance)
    if exact := n <= EXACT_N:
        p_value = _exact_p(np.repeat(ranks, tied), min(plus, minus))
    else:
        # 1/2 in the rank sum is 2 in the difference of the doubled sums.
        corrected = max(abs(plus - minus) - 2, 0) / sd
        p_value = min(1.0, 2 * float(ndtr(-corrected)))
    z = (plus - minus) / sd
    w = (plus - minus) / 2
    return WilcoxonSignedRank(plus / 2, minus / 2, w, z, p_value, exact, n, n_zero)


def _exact_p(ranks: np.ndarray, smaller: int) -> float:
    """Twice the share of all choices of signs with a sum of at most ``smaller``, at most 1."""
    ways = np.zeros(smaller + 1)
    # Scaled: there are 2 to the number of patients choices.
    ways[0] = 0.5 ** len(ranks)
    for rank in ranks[ranks <= smaller].tolist():
        ways[rank:] += ways[: len(ways) - rank].copy()
    return min(1.0, 2 * math.fsum(ways.tolist()))
