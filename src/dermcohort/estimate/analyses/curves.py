"""Curves over time as rows: how many percent, with how many still at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dermcohort.counts import Floats, Ints
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.survival.cumulative_incidence import aalen_johansen
from dermcohort.estimate.survival.curve import Curve
from dermcohort.estimate.survival.kaplan_meier import MedianTime, kaplan_meier
from dermcohort.estimate.survival.restricted_mean import restricted_mean
from dermcohort.results import Result

NO_LIMITS = "the curve is at 0 or 100 % here, so nothing is known about its spread"


def curve_rows(key: Result, curve: Curve) -> tuple[Result, ...]:
    """At each time at which the curve moves: percent, limits, patients at risk, events."""
    made: tuple[Result, ...] = ()
    for i in np.flatnonzero(curve.events).tolist():
        at = replace(key, time=float(curve.time[i]))
        made += rows(at, percent=100 * curve.estimate[i])
        low, high = curve.conf_low[i], curve.conf_high[i]
        if low is None or high is None:
            made += absent(at, NO_LIMITS, "conf_low", "conf_high")
        else:
            made += rows(at, conf_low=100 * low, conf_high=100 * high)
        made += rows(at, at_risk=curve.at_risk[i], events=curve.events[i])
    return made


def rows_at(key: Result, curve: Curve, at: Sequence[float]) -> tuple[Result, ...]:
    """The curve at given times, but for those at which it moves: these have their rows."""
    moves = set(curve.time[curve.events > 0].tolist())
    made: tuple[Result, ...] = ()
    for time in at:
        if time in moves:
            continue
        try:
            share = curve.at(time)
        except NotEstimable:
            # Nobody is followed so long: there is no such time for this group.
            continue
        there = replace(key, time=float(time))
        made += rows(there, percent=100 * share.estimate, at_risk=share.at_risk)
        if share.conf_low is not None and share.conf_high is not None:
            made += rows(there, conf_low=100 * share.conf_low, conf_high=100 * share.conf_high)
    return made


def median_rows(key: Result, found: MedianTime) -> tuple[Result, ...]:
    """The time at which half have had the event; absent where the curve does not come down."""
    made: tuple[Result, ...] = ()
    for name in ("median", "conf_low", "conf_high"):
        value = getattr(found, name)
        made += absent(key, found.note, name) if value is None else rows(key, **{name: value})
    return made


def survival(
    key: Result, times: Floats, counts: Ints, rules: Rules, at: Sequence[float] = ()
) -> Answer:
    """Kaplan-Meier of one group: the curve and its median.

    Parameters
    ----------
    key : Result
        The columns that all rows share.
    times : float array, shape (m,)
    counts : int array, shape (m, r + 1)
        Censored, and by reason; any reason is the event.
    at : sequence of float
        Further times at which to give the curve.
    """
    key = replace(key, method="Kaplan-Meier")
    both = np.column_stack([counts[:, 0], counts[:, 1:].sum(axis=1)])
    try:
        found = kaplan_meier(times, both[:, np.newaxis, :], level=rules.confidence)
    except NotEstimable as why:
        return Answer(absent(key, str(why), "median"))
    curve = found.curves[0]
    made = curve_rows(key, curve) + rows_at(key, curve, at)
    return Answer(made + median_rows(key, found.medians[0]))


def incidence(
    key: Result, times: Floats, counts: Ints, reasons: tuple[str, ...], rules: Rules
) -> Answer:
    """Aalen-Johansen of one group: one curve for each reason, which is the ``level``."""
    key = replace(key, method="Aalen-Johansen")
    try:
        found = aalen_johansen(times, counts[:, np.newaxis, :], level=rules.confidence)
    except NotEstimable as why:
        return Answer(absent(key, str(why), "percent"))
    made: tuple[Result, ...] = ()
    for reason, curve in zip(reasons, found.curves[0], strict=True):
        made += curve_rows(replace(key, level=reason), curve)
    return Answer(made)


def mean_until(
    key: Result, times: Floats, counts: Ints, rules: Rules, tau: float | None = None
) -> Answer:
    """Restricted mean of one group; ``time`` says until when."""
    key = replace(key, method="restricted mean")
    both = np.column_stack([counts[:, 0], counts[:, 1:].sum(axis=1)])
    try:
        found = restricted_mean(times, both[:, np.newaxis, :], tau=tau, level=rules.confidence)
    except NotEstimable as why:
        return Answer(absent(key, str(why), "mean"))
    key = replace(key, time=found.tau)
    low, high = found.conf_low[0], found.conf_high[0]
    made = rows(key, mean=found.estimate[0])
    if low is None or high is None:
        return Answer(made + absent(key, found.note, "conf_low", "conf_high"))
    return Answer(made + rows(key, conf_low=low, conf_high=high))
