"""Adverse events: patients with each, with an interval also where nobody had it."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.descriptives import proportion_rows
from dermcohort.estimate.analyses.plan import Answer, Plan, rows
from dermcohort.results import Result

ACTION = "action: "


def adverse_events(plan: Plan, counts: Counts, events: tuple[str, ...]) -> Answer:
    """x, percent and interval of each event, and the action taken.

    Parameters
    ----------
    events : tuple of str
        The events to report, in order: also those that nobody had.
    """
    made: tuple[Result, ...] = ()
    for event in events:
        key = Result("adverse events", "included", event, group="all")
        place = LevelKey(key.population, key.parameter, key.group, "")
        having = counts.levels.get(place, {}).get("yes", 0)
        made += proportion_rows(
            key, having, counts.n(*place), plan.rules, intervals=(plan.rules.interval,)
        )
        actions = counts.levels.get(place._replace(parameter=ACTION + event), {})
        for action, x in actions.items():
            made += rows(replace(key, level=action, n=counts.n(*place)), count=x)
    return Answer(made)
