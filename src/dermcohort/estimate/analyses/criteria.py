"""Criteria of use: how many met each clause, did not, or cannot be judged."""

from __future__ import annotations

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.descriptives import proportion_rows
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan
from dermcohort.results import Result


def criteria(plan: Plan, counts: Counts) -> Answer:
    """Each clause with x and percent of each level that anybody has, 0 in a group without it."""
    made: tuple[Result, ...] = ()
    for clause in plan.criteria:
        known = counts.levels.get(LevelKey("included", clause, "all", plan.baseline), {})
        for group in GROUPS:
            place = LevelKey("included", clause, group, plan.baseline)
            n, found = counts.n(*place), counts.levels.get(place, {})
            for level in known if n else ():
                key = Result("criteria", "included", clause, level, group, plan.baseline)
                made += proportion_rows(key, found.get(level, 0), n, plan.rules)
    return Answer(made)
