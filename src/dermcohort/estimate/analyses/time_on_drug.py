"""Staying on the drug over time: how many, until when, and what ended it."""

from __future__ import annotations

import numpy as np

from dermcohort.counts import Counts, Floats, Ints, Key, TimeCounts
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.curves import incidence, mean_until, survival
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan, absent, rows
from dermcohort.estimate.survival.log_rank import log_rank
from dermcohort.results import Result

PARAMETER = "time on drug"


def time_on_drug(plan: Plan, counts: Counts) -> Answer:
    """Kaplan-Meier in each group, the reasons for stopping, and naive against switch."""
    answer = Answer()
    known = {g: counts.times.get(Key("included", PARAMETER, g)) for g in GROUPS}
    everyone = known[GROUPS[0]]
    at = () if everyone is None else regular_days(int(everyone.days[-1]))
    for group, found in known.items():
        if found is None:
            continue
        key = Result("time on drug", "included", PARAMETER, group=group,
                     n=int(found.patients.sum()))  # fmt: skip
        days = found.days.astype(np.float64)
        answer += survival(key, days, found.patients, plan.rules, at)
        answer += mean_until(key, days, found.patients, plan.rules)
        if group == GROUPS[0] and found.reasons:
            answer += incidence(key, days, found.patients, found.reasons, plan.rules)
    return answer + _naive_against_switch(known)


def regular_days(longest: int) -> tuple[int, ...]:
    """Days at which curves are given too: months, quarters, halves or whole years, at most 7.

    >>> regular_days(400)
    (0, 90, 180, 270, 360)
    """
    step = next((s for s in (30, 90, 180, 360) if longest <= 6 * s), 360 * (longest // 2160 + 1))
    return tuple(range(0, longest + 1, step))


def _naive_against_switch(known: dict[str, TimeCounts | None]) -> Answer:
    first, second = known["naive"], known["switch"]
    if first is None or second is None:
        return Answer()
    key = Result("time on drug", "included", PARAMETER, group="switch", comparator="naive",
                 n=int(second.patients.sum()), method="log-rank")  # fmt: skip
    try:
        found = log_rank(*_side_by_side(first, second))
    except NotEstimable as why:
        return Answer(absent(key, str(why), "p_value"))
    return Answer(rows(key, chi2=found.chi2, df=found.df, p_value=found.p_value))


def _side_by_side(*groups: TimeCounts) -> tuple[Floats, Ints]:
    """Times (m,), and censored and stopped in each group (m, k, 2)."""
    days = np.unique(np.concatenate([g.days for g in groups]))
    counts = np.zeros((len(days), len(groups), 2), dtype=np.int64)
    for j, group in enumerate(groups):
        place = np.searchsorted(days, group.days)
        counts[place, j, 0] = group.patients[:, 0]
        counts[place, j, 1] = group.patients[:, 1:].sum(axis=1)
    return days.astype(np.float64), counts
