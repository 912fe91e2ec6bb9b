"""McNemar: did the share of responders among the same patients change between two visits.

Only patients who changed tell anything: those who gained the response and those who lost it.
The interval of the difference of the two shares is Newcombe's tenth, whose names are kept: e, f,
g, h for the cells of the table, phi for the correlation of the visits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import betainc

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.proportions.proportion import wilson
from dermcohort.estimate.same_patients.responses import responses
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class McNemar:
    """The second visit against the first.

    Attributes
    ----------
    estimate : float
        Share of responders at the second visit minus that at the first, from -1 to 1.
    conf_low, conf_high : float
        Newcombe's limits of that difference.
    p_value : float
        Two-sided, exact or mid-p.
    n : int
        Patients, each with both visits.
    gained, lost : int
        Patients with the response at the second visit only, and at the first only.
    note : str
        The last two in words: only they count.
    """

    estimate: float
    conf_low: float
    conf_high: float
    p_value: float
    n: int
    gained: int
    lost: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class McNemarChiSquare:
    """The second visit against the first, by chi-square.

    Attributes
    ----------
    estimate, conf_low, conf_high, n, gained, lost, note
        As in `McNemar`.
    chi2 : float
        Not corrected for continuity.
    df : int
        1.
    p_value : float
        From the chi-square distribution.
    """

    estimate: float
    conf_low: float
    conf_high: float
    chi2: float
    df: int
    p_value: float
    n: int
    gained: int
    lost: int
    note: str = ""


def mcnemar_exact(ticks: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> McNemar:
    """Compare the responses at two visits of the same patients, exactly.

    Parameters
    ----------
    ticks : int array, shape (m, 2)
        First and second visit: 0 for no response, one other number (1 in ticks) for a response.
    counts : int array, shape (m,)
        How many patients have each pair.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If there is no patient.
    AllTied
        If no patient gained or lost the response.
    NoAnswer
        If the values are not 0 and one other.
    ValueError
        If there are not two visits, or the level is not between 0 and 1.

    Notes
    -----
    The p value is that of R 4.2.2 binom.test(gained, gained + lost), to a relative 1e-12 also
    against fractions; estimate and limits agree with Newcombe's formula in R and in 50 digits to
    1e-12, and with the limits printed in contingencytables 3.1.0 (tests/reference/mcnemar).

    References
    ----------
    McNemar Q. Note on the sampling error of the difference between correlated proportions or
    percentages. Psychometrika 1947;12:153-157.
    Newcombe RG. Improved confidence intervals for the difference between binomial proportions
    based on paired data. Stat Med 1998;17:2635-2650 (method 10).

    Examples
    --------
    >>> pairs, patients = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([12, 7, 1, 1])
    >>> result = mcnemar_exact(pairs, patients)
    >>> result.p_value, round(result.estimate, 4), result.gained, result.lost
    (0.0703125, 0.2857, 7, 1)
    """
    cells = _cells(ticks, counts)
    fewer, changed = min(cells.lost, cells.gained), cells.lost + cells.gained
    p_value = min(1.0, 2 * _at_most(fewer, changed))
    return McNemar(*_difference(cells, level), p_value, *cells.patients, cells.note)


def mcnemar_mid_p(ticks: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> McNemar:
    """Compare the responses at two visits of the same patients by the mid-p value.

    Parameters
    ----------
    ticks : int array, shape (m, 2)
        First and second visit: 0 for no response, one other number (1 in ticks) for a response.
    counts : int array, shape (m,)
        How many patients have each pair.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If there is no patient.
    AllTied
        If no patient gained or lost the response.
    NoAnswer
        If the values are not 0 and one other.
    ValueError
        If there are not two visits, or the level is not between 0 and 1.

    Notes
    -----
    The exact p of McNemar's test minus half the probability of what was observed. Agrees with
    that definition in R 4.2.2 (binom.test, dbinom) and in fractions to a relative 1e-12, and
    with Fagerland's printed examples (tests/reference/mcnemar).

    References
    ----------
    McNemar Q. Note on the sampling error of the difference between correlated proportions or
    percentages. Psychometrika 1947;12:153-157.
    Fagerland MW, Lydersen S, Laake P. The McNemar test for binary matched-pairs data: mid-p and
    asymptotic are better than exact conditional. BMC Med Res Methodol 2013;13:91.

    Examples
    --------
    >>> pairs, patients = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([12, 7, 1, 1])
    >>> mcnemar_mid_p(pairs, patients).p_value
    0.0390625
    """
    cells = _cells(ticks, counts)
    fewer, changed = min(cells.lost, cells.gained), cells.lost + cells.gained
    at_most, below = _at_most(fewer, changed), _at_most(fewer - 1, changed)
    # Both tails without half the probability of the pair of outcomes observed; equal numbers
    # are one outcome, whose half is taken from 1.
    p_value = at_most + below if cells.lost != cells.gained else 1 - (at_most - below) / 2
    return McNemar(*_difference(cells, level), p_value, *cells.patients, cells.note)


def mcnemar(ticks: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> McNemarChiSquare:
    """Compare the responses at two visits of the same patients by chi-square.

    Parameters
    ----------
    ticks : int array, shape (m, 2)
        First and second visit: 0 for no response, one other number (1 in ticks) for a response.
    counts : int array, shape (m,)
        How many patients have each pair.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If there is no patient.
    AllTied
        If no patient gained or lost the response.
    NoAnswer
        If the values are not 0 and one other.
    ValueError
        If there are not two visits, or the level is not between 0 and 1.

    Notes
    -----
    Without correction for continuity: agrees with R 4.2.2 mcnemar.test(correct = FALSE) to a
    relative 1e-12 (tests/reference/mcnemar).

    References
    ----------
    McNemar Q. Note on the sampling error of the difference between correlated proportions or
    percentages. Psychometrika 1947;12:153-157.

    Examples
    --------
    >>> pairs, patients = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([12, 7, 1, 1])
    >>> result = mcnemar(pairs, patients)
    >>> result.chi2, round(result.p_value, 6)
    (4.5, 0.033895)
    """
    cells = _cells(ticks, counts)
    chi2 = (cells.gained - cells.lost) ** 2 / (cells.gained + cells.lost)
    return McNemarChiSquare(*_difference(cells, level), chi2, 1, chi_square_tail(chi2, 1),
                            *cells.patients, cells.note)  # fmt: skip


class _Cells(NamedTuple):
    """Patients with the response at both visits, at the first, at the second only, at neither."""

    both: int
    lost: int
    gained: int
    neither: int

    @property
    def n(self) -> int:
        return sum(self)

    @property
    def patients(self) -> tuple[int, int, int]:
        return self.n, self.gained, self.lost

    @property
    def note(self) -> str:
        return f"{self.gained} gained and {self.lost} lost the response"


def _cells(ticks: np.ndarray, counts: np.ndarray) -> _Cells:
    answers, counts = responses(ticks, counts)
    if answers.shape[1] != 2:
        raise ValueError("McNemar's test compares two visits; for more, Cochran Q")
    if not len(answers):
        raise TooFewObservations("no patient has both visits")
    first, second = answers.T
    cells = _Cells(*(int(counts[(first == a) & (second == b)].sum())
                     for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))))  # fmt: skip
    if not cells.gained + cells.lost:
        raise AllTied("no patient gained or lost the response")
    return cells


def _at_most(x: int, n: int) -> float:
    """Probability of at most x of n when each is as likely as not."""
    return float(betainc(n - x, x + 1, 0.5)) if x >= 0 else 0.0


def _difference(cells: _Cells, level: float) -> tuple[float, float, float]:
    """Second share minus first, and its limits by Newcombe's method 10."""
    e, f, g, h = cells.both, cells.gained, cells.lost, cells.neither
    n = cells.n
    share = (e + f) / n, (e + g) / n
    limits = [wilson(x, n, level) for x in (e + f, e + g)]
    # dl and du: how far each limit is from its share.
    (dl2, du2), (dl3, du3) = [(p - w.low, w.high - p) for p, w in zip(share, limits, strict=True)]
    phi = _phi(e, f, g, h)
    theta = (f - g) / n
    # His dl2**2 - 2 phi dl2 du3 + du3**2, in the form that loses no digits when phi is near 1.
    low = theta - math.sqrt((dl2 - du3) ** 2 + 2 * (1 - phi) * dl2 * du3)
    high = theta + math.sqrt((du2 - dl3) ** 2 + 2 * (1 - phi) * du2 * dl3)
    return theta, low, high


def _phi(e: int, f: int, g: int, h: int) -> float:
    """Correlation of the visits, a positive one corrected for continuity."""
    margins = (e + f) * (g + h) * (e + g) * (f + h)
    if not margins:
        return 0.0
    # Twice e h - f g, less n where it is positive: whole numbers, which do not overflow.
    doubled = 2 * (e * h - f * g)
    doubled = max(doubled - (e + f + g + h), 0) if doubled > 0 else doubled
    return doubled / (2 * math.sqrt(margins))
