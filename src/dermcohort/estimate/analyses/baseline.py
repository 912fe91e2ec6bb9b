"""Table 1: the patients at the start of the study drug."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.arms import normality_rows
from dermcohort.estimate.analyses.descriptives import descriptive_rows, proportion_rows
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan
from dermcohort.results import Result


def baseline(plan: Plan, counts: Counts) -> Answer:
    """Numbers with all descriptives and a check of normality; categories with x and percent."""
    made: tuple[Result, ...] = ()
    for parameter in (*plan.characteristics, *plan.outcomes):
        for group in GROUPS:
            made += _number(plan, counts, parameter, group)
    for parameter in plan.categories:
        for group in GROUPS:
            key = Result("baseline", "included", parameter, group=group, visit=plan.baseline)
            made += levels(key, counts, plan)
    return Answer(made)


def _number(plan: Plan, counts: Counts, parameter: str, group: str) -> tuple[Result, ...]:
    vector = counts.vector("included", parameter, group)
    if vector is None:
        return ()
    values, having = vector.margin(plan.baseline)
    key = Result("baseline", "included", parameter, group=group, visit=plan.baseline)
    made = descriptive_rows(key, values, having, plan.rules)
    return made + normality_rows(replace(key, n=int(having.sum())), values, having)


def levels(key: Result, counts: Counts, plan: Plan) -> tuple[Result, ...]:
    """Each level of a category with x and percent of the patients at the key of the ledger."""
    place = LevelKey(key.population, key.parameter, key.group, key.visit)
    found = counts.levels.get(place, {})
    n = counts.n(*place)
    made: tuple[Result, ...] = ()
    for level, having in found.items():
        made += proportion_rows(replace(key, level=level), having, n, plan.rules)
    return made
