"""Bands: how many patients are in each published band of a score, at each visit."""

from __future__ import annotations

from itertools import product

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.descriptives import proportion_rows
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan
from dermcohort.instruments import bands_of_parameter
from dermcohort.results import Result


def bands(plan: Plan, counts: Counts) -> Answer:
    """Every band of a set with x and percent of those who have a value, also where x is 0."""
    made: tuple[Result, ...] = ()
    for (score, name), group, visit in product(plan.bands, GROUPS, plan.visits):
        place = LevelKey("observed", f"band: {score}", group, visit)
        n, found = counts.n(*place), counts.levels.get(place, {})
        if not n:
            continue
        for level in bands_of_parameter(score, name).levels:
            key = Result("bands", "observed", place.parameter, level.label, group, visit,
                         method=name)  # fmt: skip
            made += proportion_rows(key, found.get(level.label, 0), n, plan.rules)
    return Answer(made)
