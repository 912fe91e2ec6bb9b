"""Course of the outcomes: descriptives at each visit, and the change from the baseline."""

from __future__ import annotations

import numpy as np

from dermcohort.counts import Counts, Floats, Ints, VisitCounts
from dermcohort.estimate.analyses.descriptives import descriptive_rows
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan, absent, rows
from dermcohort.estimate.analyses.same_patients import differences
from dermcohort.results import Result

EMPTY: tuple[Floats, Ints] = (np.empty(0), np.empty(0, dtype=np.int64))


def course(plan: Plan, counts: Counts) -> Answer:
    """Descriptives of every outcome at every visit; scores also with values carried forward."""
    made: tuple[Result, ...] = ()
    for population in ("observed", "LOCF"):
        for parameter in plan.outcomes:
            for group in GROUPS:
                vector = counts.vector(population, parameter, group)
                if vector is None and not _is_planned(counts, population, parameter):
                    continue
                key = Result("course", population, parameter, group=group)
                made += _at_visits(key, vector, plan)
    return Answer(made)


def _is_planned(counts: Counts, population: str, parameter: str) -> bool:
    """An outcome that nobody has at any visit is not there; an empty group of one that is, is."""
    return counts.vector(population, parameter, "all") is not None


def _at_visits(key: Result, vector: VisitCounts | None, plan: Plan) -> tuple[Result, ...]:
    made: tuple[Result, ...] = ()
    for visit in plan.visits:
        values = EMPTY if vector is None else vector.margin(visit)
        made += descriptive_rows(_at(key, visit), *values, plan.rules)
    return made


def _at(key: Result, visit: str, comparator: str = "") -> Result:
    return Result(key.analysis, key.population, key.parameter, group=key.group, visit=visit,
                  comparator=comparator)  # fmt: skip


def change(plan: Plan, counts: Counts) -> Answer:
    """Change and percent change from the baseline, in patients who have both values."""
    made: tuple[Result, ...] = ()
    for parameter in plan.outcomes:
        for group in GROUPS:
            vector = counts.vector("observed", parameter, group)
            if vector is None:
                continue
            for visit in plan.visits[1:]:
                key = Result("change", "complete pairs", parameter, group=group, visit=visit,
                             comparator=plan.baseline)  # fmt: skip
                made += descriptive_rows(
                    key, *differences(vector, visit, plan.baseline), plan.rules
                )
                made += _percent_change(vector, parameter, group, visit, plan)
    return Answer(made)


def _percent_change(
    vector: VisitCounts, parameter: str, group: str, visit: str, plan: Plan
) -> tuple[Result, ...]:
    key = Result("percent change", "pairs with a baseline above 0", parameter, group=group,
                 visit=visit, comparator=plan.baseline)  # fmt: skip
    ticks, patients = vector.complete((plan.baseline, visit))
    above = ticks[:, 0] > 0
    if not above.any():
        reason = "no patient has a baseline above 0 and a value at this visit"
        return rows(key, n=0) + absent(key, reason, "mean", "median")
    baseline, later = ticks[above, 0], ticks[above, 1]
    percent = 100 * ((later - baseline) / baseline)
    order = np.argsort(percent, kind="stable")
    distinct, start = np.unique(percent[order], return_index=True)
    total = np.add.reduceat(patients[above][order], start)
    return descriptive_rows(key, distinct, total, plan.rules)
