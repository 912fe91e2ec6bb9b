"""Odds ratio given the totals of the table: with the exact limits of Fisher's test, or mid-p."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied
from dermcohort.estimate.crossing import crossing
from dermcohort.estimate.proportions.exact_p import (
    at_most_as_probable,
    doubled_mid_p,
    each_tail,
    reach,
)
from dermcohort.estimate.proportions.fisher_exact import hypergeometric_weights
from dermcohort.estimate.proportions.two_by_two import TwoByTwo, two_by_two


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """The second group against the first.

    Attributes
    ----------
    estimate : float or None
        Odds of the event in the second group over those in the first, of greatest likelihood
        given the totals; None if there is none, because it grows without end.
    conf_low : float
        Lower confidence limit; exactly 0 if the table has no more extreme one on that side.
    conf_high : float or None
        Upper confidence limit; None if there is none.
    p_value : float
        Two-sided: Fisher's, or twice the smaller mid-p.
    note : str
        Why there is no upper limit, else "".
    """

    estimate: float | None
    conf_low: float
    conf_high: float | None
    p_value: float
    note: str = ""


def odds_ratio(table: np.ndarray, *, level: float = 0.95) -> OddsRatio:
    """Compare the odds of an event in two groups, exactly.

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
    The estimate and the limits of R fisher.test, whose tails hold (1 - level) / 2 each. The p is
    the sum of all tables at most as probable, so that in rare cases p is below 1 - level and 1
    is still inside the interval. Agrees with 40-digit arithmetic to a relative 1e-12
    (tests/reference/two_proportions). R 4.2.2 solves to few digits: its estimates are off by up
    to 4e-4 and its limits by up to 8e-3 of themselves (tests/reference/odds_ratio). Exchanged
    groups give the inverse interval to one rounding.

    References
    ----------
    Fisher RA. The logic of inductive inference. J R Stat Soc 1935;98:39-82.
    Cornfield J. A statistical problem arising from retrospective studies. Proc 3rd Berkeley Symp
    Math Stat Probab 1956;4:135-148.

    Examples
    --------
    >>> result = odds_ratio(np.array([[3, 8], [7, 1]]))
    >>> round(result.estimate, 4), round(result.conf_low, 4), round(result.conf_high, 2)
    (15.3929, 1.2103, 942.97)
    """
    found = _with_both_outcomes(table)
    return _compared(found, level, 1.0, at_most_as_probable(*hypergeometric_weights(found)))


def odds_ratio_mid_p(table: np.ndarray, *, level: float = 0.95) -> OddsRatio:
    """Compare the odds of an event in two groups, the observed table counted one half.

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
    The estimate is that of ``odds_ratio``. Limits and p are right on average instead of at
    least: p is twice the smaller tail, and 1 is outside the interval where p is below 1 - level.
    Agrees with 40-digit arithmetic to a relative 1e-12 (tests/reference/two_proportions). R
    epitools 0.5.10 or.midp solves to few digits: its limits are off by up to 4e-3 of themselves
    (tests/reference/odds_ratio). Exchanged groups give the inverse interval to one rounding.

    References
    ----------
    Lancaster HO. Significance tests in discrete distributions. J Am Stat Assoc 1961;56:223-234.
    Berry G, Armitage P. Mid-P confidence intervals: a brief review. Statistician 1995;44:417-423.

    Examples
    --------
    >>> result = odds_ratio_mid_p(np.array([[3, 8], [7, 1]]))
    >>> round(result.estimate, 4), round(result.conf_low, 4), round(result.conf_high, 2)
    (15.3929, 1.5666, 470.02)
    """
    found = _with_both_outcomes(table)
    return _compared(found, level, 0.5, doubled_mid_p(*hypergeometric_weights(found)))


def _with_both_outcomes(table: np.ndarray) -> TwoByTwo:
    found = two_by_two(table)
    if found.x in (0, found.n):
        raise AllTied("all patients have the same outcome, so that there is no odds ratio")
    return found


def _compared(found: TwoByTwo, level: float, share: float, p_value: float) -> OddsRatio:
    """The answer; ``share`` is how much of the observed table counts in each tail."""
    tail = each_tail(level)
    low, inverse = _lower(found, tail, share), _lower(found.exchanged(), tail, share)
    if inverse:
        return OddsRatio(_most_likely(found), low, 1 / inverse, p_value)
    return OddsRatio(None, low, None, p_value, f"no upper limit: {why_no_upper_limit(found)}")


def why_no_upper_limit(table: TwoByTwo) -> str:
    """The cell of the table that is 0, in words."""
    if table.x0 == 0:
        return "no event in the first group"
    return "no patient of the second group is without the event"


def _lower(table: TwoByTwo, tail: float, share: float) -> float:
    """Odds ratio at which as many events in the second group, or more, have probability tail.

    ``share`` is how much of the observed table itself counts. 0 if there cannot be fewer events.
    """
    steps, logs = _log_weights(table)
    if steps[0] == 0:
        return 0.0
    more, less = steps > 0, steps < 0
    wanted = math.log(tail) - math.log1p(-tail)
    rest = -math.inf if share == 1 else math.log1p(-share)

    def excess(log_ratio: float) -> float:
        tilted = logs + steps * log_ratio
        # The observed table has weight 1, and so logarithm 0, at every odds ratio.
        upper = np.logaddexp(_log_sum(tilted[more]), math.log(share))
        return float(upper - np.logaddexp(_log_sum(tilted[less]), rest)) - wanted

    return math.exp(_rising(excess, table))


def _most_likely(table: TwoByTwo) -> float:
    """Odds ratio at which the mean of the second group's events is what was observed."""
    steps, logs = _log_weights(table)
    if steps[0] == 0:
        return 0.0
    more, less = steps > 0, steps < 0
    # The mean is there where the steps up weigh as much as the steps down.
    moments = logs + np.log(np.maximum(np.abs(steps), 1.0))

    def excess(log_ratio: float) -> float:
        tilted = moments + steps * log_ratio
        return _log_sum(tilted[more]) - _log_sum(tilted[less])

    return math.exp(_rising(excess, table))


def _log_weights(table: TwoByTwo) -> tuple[np.ndarray, np.ndarray]:
    """Steps from the observed events of the second group, and the logarithms of the weights.

    At odds ratio psi, a table s steps away is exp(log weight + s log psi) times as probable as
    the observed one. The count is a sum of independent zeros and ones, whatever psi is, so its
    variance is at most a quarter of the number of steps: further tables do not matter.
    """
    x1, n1, n0, x = table.x1, table.n1, table.n0, table.x
    low, high = max(0, x - n0), min(n1, x)
    far = reach(math.sqrt(high - low) / 2)
    up = np.arange(x1, min(high, x1 + far), dtype=np.float64)
    down = np.arange(x1, max(low, x1 - far), -1, dtype=np.float64)
    rise = np.log((n1 - up) / (up + 1)) + np.log((x - up) / (n0 - x + up + 1))
    fall = np.log(down / (n1 - down + 1)) + np.log((n0 - x + down) / (x - down + 1))
    steps = np.arange(-len(down), len(up) + 1, dtype=np.float64)
    return steps, np.concatenate([np.cumsum(fall)[::-1], [0.0], np.cumsum(rise)])


def _log_sum(logs: np.ndarray) -> float:
    if not len(logs):
        return -math.inf
    most = float(logs.max())
    return most + math.log(float(np.exp(logs - most).sum()))


def _rising(f: Callable[[float], float], table: TwoByTwo) -> float:
    """Where a rising function of the log odds ratio is 0, searched from that of the sample."""
    a, b, c, d = table.x1 + 0.5, table.y1 + 0.5, table.x0 + 0.5, table.y0 + 0.5
    start, width = math.log(a / b) - math.log(c / d), 2 * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    low, high = start - width, start + width
    while f(low) > 0:
        low, high, width = low - 2 * width, low, 2 * width
    while f(high) < 0:
        low, high, width = high, high + 2 * width, 2 * width
    return crossing(f, low, high)
