"""Tipping point: how much worse must the missing values be for significance to be lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.imputation.imputed_change import (
    Completed,
    Parameters,
    combined_at,
    completed,
)
from dermcohort.estimate.imputation.patterns import Counted, Scale
from dermcohort.estimate.imputation.rubin import Rubin

#: The bracket is halved until it is this small a part of the range.
PRECISION = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class TippingPoint:
    """The answer at each shift, and the shift at which it turns.

    Attributes
    ----------
    tipping : float or None
        The smallest shift, in the unit of the values, with p above alpha; None if there is none
        in the range.
    delta : float array, shape (steps + 1,)
        The shifts tried, from 0 to the furthest.
    estimate, se, df, p_value, conf_low, conf_high : float arrays, shape (steps + 1,)
        The answer at each of them.
    n_shifted : int
        Patients whose value is shifted.
    n : int
        Patients.
    note : str
        How many patients were completed, and how the draws were made.
    """

    tipping: float | None
    delta: np.ndarray
    estimate: np.ndarray
    se: np.ndarray
    df: np.ndarray
    p_value: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    n_shifted: int
    n: int
    note: str


def tipping_point(
    groups: Sequence[Counted],
    *,
    seed: int,
    furthest: float,
    steps: int = 20,
    shifted: int = -1,
    visit: int = -1,
    alpha: float = 0.05,
    imputations: int = 100,
    burn_in: int = 100,
    ticks_per_unit: int = 1_000_000,
) -> TippingPoint:
    """Shift the imputed values of one group until the answer at one visit loses significance.

    Parameters
    ----------
    groups : sequence of (ticks (m, k) int array, counts (m,) int array)
        One group: its mean change from the first visit. Two: the second against the first,
        adjusted for the first visit. As `multiple_imputation` takes them.
    seed, imputations, burn_in, ticks_per_unit
        As of `multiple_imputation`.
    furthest : float
        The largest shift to try, in the unit of the values, with its sign: above 0 where a
        higher value is worse.
    steps : int
        Equal steps from 0 to there.
    shifted : int
        The group whose imputed values are shifted; the last one unless said.
    visit : int
        Column of the visit; the last one unless said.
    alpha : float
        Significance is lost where p is above it. The limits are those of 1 - alpha.

    Raises
    ------
    NoAnswer
        If p is above alpha without any shift, or no value of the group is missing at the visit
        after the last one seen.
    TooFewObservations, NoSpread
        As `multiple_imputation`.
    ValueError
        If there are more than two groups, or an option is impossible.
    IndexError
        If there is no such group or visit.

    Notes
    -----
    Missing visits are imputed at random within each group, and the shift is added to each
    imputed value of the group from the first visit missing after a patient's last one; values
    in gaps before that are not shifted. The same random numbers serve all shifts, so that the
    estimate is a straight line in the shift, and the search ends at one number: the first step
    at which p is above alpha is halved until the shift is known to a billionth of the range.

    At a shift of 0 it is multiple imputation; the estimate moves by the share of shifted
    patients times the shift, exactly (tests/reference/imputation, and the tests of this file).

    References
    ----------
    Yan X, Lee S, Li N. Missing data handling methods in medical device clinical trials. J
    Biopharm Stat 2009;19:1085-1098.
    Ratitch B, O'Kelly M, Tosiello R. Missing data in clinical trials: from clinical assumptions
    to statistical analysis using pattern mixture models. Pharm Stat 2013;12:337-347.

    Examples
    --------
    >>> from dermcohort.counts import MISSING
    >>> ticks = 1_000_000 * np.array([[30, 20], [24, 10], [18, 12], [40, 21], [22, 13], [26, 0]])
    >>> ticks[5, 1] = MISSING
    >>> found = tipping_point([(ticks, np.ones(6, int))], seed=1, furthest=100)
    >>> round(found.tipping, 1), found.n_shifted
    (12.3, 1)
    """
    if len(groups) > 2:
        raise ValueError("a tipping point is sought in one group, or in one against another")
    if not (np.isfinite(furthest) and furthest and steps >= 1 and 0 < alpha < 1):
        raise ValueError("furthest must not be 0, steps at least 1, alpha between 0 and 1")
    how = Parameters(seed, imputations, burn_in)
    sums, scale, note = completed(groups, how, ticks_per_unit)
    shifted, visit = range(len(sums))[shifted], range(sums[0].visits)[visit]
    moved = round(float(sums[shifted].ended[0, visit, 0]))
    if not visit or not moved:
        raise NoAnswer("no value of the group is imputed at this visit after a last one seen")

    def at(delta: float) -> Rubin:
        return _answer(sums, scale, shifted, visit, delta, 1 - alpha)

    deltas = [furthest * step / steps for step in range(steps + 1)]
    table = [at(delta) for delta in deltas]
    if table[0].p_value > alpha:
        raise NoAnswer(f"p is {table[0].p_value:.3g} without a shift: there is nothing to lose")
    lost = next((i for i, found in enumerate(table) if found.p_value > alpha), None)
    tipping = None
    if lost is not None:
        keeps, tipping = deltas[lost - 1], deltas[lost]
        while abs(tipping - keeps) > PRECISION * abs(furthest):
            middle = (keeps + tipping) / 2
            keeps, tipping = (keeps, middle) if at(middle).p_value > alpha else (middle, tipping)
    names = ("estimate", "se", "df", "p_value", "conf_low", "conf_high")
    columns = {name: np.array([getattr(found, name) for found in table]) for name in names}
    return TippingPoint(
        tipping=tipping, delta=np.array(deltas), **columns, n_shifted=moved,
        n=sum(each.n for each in sums), note=note,
    )  # fmt: skip


def _answer(
    sums: Sequence[Completed], scale: Scale, shifted: int, visit: int, delta: float, level: float
) -> Rubin:
    moved = [
        each.shifted(delta / scale.unit) if place == shifted else each
        for place, each in enumerate(sums)
    ]
    return combined_at(moved, scale, visit, len(sums) - 1, level)
