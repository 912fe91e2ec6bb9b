"""Risk ratio: how many times as often the event occurs, with the limits of the score test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import NoAnswer
from dermcohort.estimate.proportions.score_limits import critical, score_z, upper_ratio
from dermcohort.estimate.proportions.two_by_two import two_by_two


@dataclass(frozen=True, slots=True)
class ScoreRatio:
    """A ratio, of the second group to the first, with its score test.

    Attributes
    ----------
    estimate : float or None
        Of the second group over the first; None if the first has 0 below the line.
    conf_low : float
        Lower confidence limit; exactly 0 if the estimate is.
    conf_high : float or None
        Upper confidence limit; None if there is none, because the first has 0 below the line.
    z : float
        Score statistic of a ratio of 1.
    p_value : float
        Two-sided, of z.
    note : str
        Why there is no upper limit, else "".
    """

    estimate: float | None
    conf_low: float
    conf_high: float | None
    z: float
    p_value: float
    note: str = ""


def risk_ratio(table: np.ndarray, *, level: float = 0.95) -> ScoreRatio:
    """Compare two proportions by their ratio; interval and p from one test.

    Parameters
    ----------
    table : int array, shape (2, 2)
        Rows: patients with the event, patients without it. Columns: the control, the group
        compared with it.
    level : float
        Above 0, below 1.

    Raises
    ------
    TooFewObservations
        If a group is empty.
    NoAnswer
        If neither group has an event: every ratio agrees with that.
    ValueError
        If the table is not 2 x 2, a count is negative or not whole, or the level is not between
        0 and 1.

    Notes
    -----
    Score limits of Miettinen and Nurminen, with the variance of N / (N - 1); those of Koopman
    are without it. 1 is outside the interval exactly if p is below 1 - level, and p is that of
    the Miettinen-Nurminen difference. Exchanged groups give the inverse interval to one rounding.
    The limits agree with 40-digit arithmetic from the definition to a relative 1e-12
    (tests/reference/two_proportions).

    References
    ----------
    Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213-226.
    Koopman PAR. Confidence intervals for the ratio of two binomial proportions. Biometrics
    1984;40:513-517.

    Examples
    --------
    >>> result = risk_ratio(np.array([[48, 56], [32, 14]]))
    >>> round(result.estimate, 4), round(result.conf_low, 4), round(result.conf_high, 4)
    (1.3333, 1.079, 1.6721)
    """
    found = two_by_two(table)
    if not found.x:
        raise NoAnswer("no patient of either group has the event, so that there is no ratio")
    chi2 = critical(found, level)
    estimate = found.x1 * found.n0 / (found.n1 * found.x0) if found.x0 else None
    inverse = upper_ratio(found.exchanged(), chi2)
    note = "" if found.x0 else "no upper limit: no event in the first group"
    z = score_z(found)
    return ScoreRatio(
        estimate,
        1 / inverse if inverse else 0.0,
        upper_ratio(found, chi2),
        z,
        2 * float(ndtr(-abs(z))),
        note,
    )
