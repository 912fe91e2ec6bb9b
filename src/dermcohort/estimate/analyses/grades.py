"""Laboratory grades: the worst one of each patient after the first dose, and Hy's law."""

from __future__ import annotations

from dermcohort.counts import Counts
from dermcohort.estimate.analyses.baseline import levels
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan
from dermcohort.results import Result


def laboratory_grades(plan: Plan, counts: Counts) -> Answer:
    """Each grade with x and percent of the patients who have a value that can be graded."""
    made: tuple[Result, ...] = ()
    for term in plan.grades:
        for group in GROUPS:
            made += levels(Result("laboratory grades", "included", term, group=group), counts, plan)
    return Answer(made)
