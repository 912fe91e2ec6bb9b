"""Adverse events: patients with each, with an interval also where nobody had it."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.counts import Counts, Key, LevelKey
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.descriptives import proportion_rows
from dermcohort.estimate.analyses.plan import Answer, Plan, absent, rows
from dermcohort.estimate.proportions.poisson_rate import poisson_rate
from dermcohort.results import Result

ACTION = "action: "
DAYS_OF_YEAR = 365.25


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


def event_rates(plan: Plan, counts: Counts, events: tuple[str, ...]) -> Answer:
    """First events in 100 patient-years: each patient until the event, or the end of exposure."""
    made: tuple[Result, ...] = ()
    for event in events:
        times = counts.times.get(Key("included", event, "all"))
        if times is None:
            continue
        place = LevelKey("included", event, "all", "")
        having = int(times.patients[:, 1:].sum())
        unplaced = counts.levels.get(place, {}).get("yes", 0) - having
        key = Result("event rates", "included", event, group="all", n=counts.n(*place),
                     method="exact Poisson rate", warning=_unplaced(unplaced))  # fmt: skip
        years = int(times.days @ times.patients.sum(axis=1)) / DAYS_OF_YEAR
        made += rows(key, count=having, years=years)
        try:
            rate = poisson_rate(having, years, level=plan.rules.confidence)
        except NotEstimable as why:
            made += absent(key, str(why), "estimate")
        else:
            made += rows(key, estimate=rate.estimate, conf_low=rate.conf_low,
                         conf_high=rate.conf_high)  # fmt: skip
    return Answer(made)


def _unplaced(patients: int) -> str:
    if patients < 1:
        return ""
    who = "1 patient has it" if patients == 1 else f"{patients} patients have it"
    return f"{who} without a date or after the exposure; not in the rate"
