"""Odds ratio of the sample with the limits of the score test."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import AllTied
from dermcohort.estimate.proportions.odds_ratio import why_no_upper_limit
from dermcohort.estimate.proportions.risk_ratio import ScoreRatio
from dermcohort.estimate.proportions.score_limits import critical, score_z, upper_odds_ratio
from dermcohort.estimate.proportions.two_by_two import two_by_two


def score_odds_ratio(table: np.ndarray, *, level: float = 0.95) -> ScoreRatio:
    """Compare the odds of an event in two groups; interval and p from one test.

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
    AllTied
        If all patients, or none, have the event: every odds ratio agrees with that.
    ValueError
        If the table is not 2 x 2, a count is negative or not whole, or the level is not between
        0 and 1.

    Notes
    -----
    Score limits of Miettinen and Nurminen, with the variance of N / (N - 1). The estimate is that
    of the sample, x1 y0 / (y1 x0). 1 is outside the interval exactly if p is below 1 - level.
    Agrees with 40-digit arithmetic from the definition to a relative 1e-12
    (tests/reference/two_proportions).

    References
    ----------
    Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213-226.

    Examples
    --------
    >>> result = score_odds_ratio(np.array([[48, 56], [32, 14]]))
    >>> round(result.estimate, 4), round(result.conf_low, 4), round(result.conf_high, 4)
    (2.6667, 1.2816, 5.5402)
    """
    found = two_by_two(table)
    if found.x in (0, found.n):
        raise AllTied("all patients have the same outcome, so that there is no odds ratio")
    chi2 = critical(found, level)
    bottom = found.y1 * found.x0
    inverse = upper_odds_ratio(found.exchanged(), chi2)
    z = score_z(found)
    return ScoreRatio(
        found.x1 * found.y0 / bottom if bottom else None,
        1 / inverse if inverse else 0.0,
        upper_odds_ratio(found, chi2),
        z,
        2 * float(ndtr(-abs(z))),
        "" if bottom else f"no upper limit: {why_no_upper_limit(found)}",
    )
