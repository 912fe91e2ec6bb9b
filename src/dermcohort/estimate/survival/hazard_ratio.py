"""Hazard ratio of two groups: Cox's model with one indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer, NoSpread
from dermcohort.estimate.distinct import group_sizes
from dermcohort.estimate.survival.at_risk import RiskTable, risk_table
from dermcohort.estimate.survival.cox import cox


@dataclass(frozen=True, slots=True)
class HazardRatio:
    """The second group against the first.

    Attributes
    ----------
    estimate : float
        Hazard of the second group over that of the first, at any time.
    conf_low, conf_high : float
        Wald's limits.
    se : float
        Standard error of the logarithm of the estimate.
    z : float
        Logarithm of the estimate over its standard error.
    p_value : float
        Two-sided, of z.
    n, events : int
        Patients, and patients with the event.
    """

    estimate: float
    conf_low: float
    conf_high: float
    se: float
    z: float
    p_value: float
    n: int
    events: int


def hazard_ratio(times: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> HazardRatio:
    """Compare the hazards of two groups.

    Parameters
    ----------
    times : float array, shape (m,)
        Time to the event or to the last observation, at least 0. Only their order matters.
    counts : int array, shape (m, 2, 2)
        How many patients of each of the two groups have that time, ``[..., 0]`` censored and
        ``[..., 1]`` with the event.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If a group is empty.
    NoAnswer
        If nobody had the event; or if nobody of one group had it, or none of them as long as
        both groups were at risk: then the ratio is not finite.
    NoSpread
        If at no event patients of both groups were at risk, or all had it at the same time.
    ValueError
        If a time is negative, there are more than two groups or one reason, or the level is
        not between 0 and 1.

    Notes
    -----
    Ties by Efron. The numbers are those of `cox`. Agrees with R survival 3.5-3 coxph to a
    relative 1e-11 (tests/reference/survival).

    References
    ----------
    Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220.

    Examples
    --------
    >>> weeks = np.array([4, 12, 24])
    >>> counts = np.array([[[0, 5], [0, 1]], [[1, 3], [1, 1]], [[4, 0], [9, 0]]])
    >>> found = hazard_ratio(weeks, counts)
    >>> round(found.estimate, 4), round(found.p_value, 4)
    (0.1985, 0.0415)
    """
    table = risk_table(times, counts, reasons=1)
    group_sizes(table.n[np.newaxis])
    if len(table.n) > 2:
        raise ValueError("a hazard ratio compares two groups; for more, Cox with indicators")
    _refuse_infinite(table)
    # Rows of each time: censored and with the event, of the first group and of the second.
    rows = np.stack([table.censored, table.events[:, :, 0]], axis=2).ravel()
    time = np.repeat(table.time, 4)
    event, second = np.tile([0, 1, 0, 1], len(table.time)), np.tile([0.0, 0, 1, 1], len(table.time))
    found = cox(time, event, second[:, np.newaxis], rows, level=level)
    return HazardRatio(
        float(found.estimate[0]),
        float(found.conf_low[0]),
        float(found.conf_high[0]),
        float(found.se[0]),
        float(found.z[0]),
        float(found.p_value[0]),
        found.n,
        found.events,
    )


def _refuse_infinite(table: RiskTable) -> None:
    """Say in the words of groups why there is no ratio."""
    observed = table.events.sum(axis=(0, 2))
    if not observed.any():
        raise NoAnswer("nobody had the event")
    if not observed.all():
        which = "first" if observed[1] else "second"
        raise NoAnswer(f"nobody of the {which} group had the event: the ratio is not finite")
    both = table.events[table.at_risk.all(axis=1)].sum(axis=(0, 2))
    if not both.any():
        raise NoSpread("at no event were patients of both groups at risk")
    if not both.all():
        which = "first" if both[0] else "second"
        raise NoAnswer(
            f"as long as both groups were at risk, only the {which} had events: the ratio is "
            "not finite"
        )
