"""Response: who reached EASI-50 and the like, under each rule for missing values."""

from __future__ import annotations

from itertools import product

from dermcohort.counts import Counts, LevelKey
from dermcohort.counts import independent as side_by_side
from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.descriptives import INTERVALS, descriptive_rows, proportion_rows
from dermcohort.estimate.analyses.independent import independent
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan, absent
from dermcohort.instruments import RESPONSES
from dermcohort.results import Result

POPULATIONS = ("NRI", "LOCF", "observed")


def response(plan: Plan, counts: Counts) -> Answer:
    """X of N with both intervals, for each response, rule, group and visit."""
    made: tuple[Result, ...] = ()
    measured = [name for name in plan.responses if _measured(plan, counts, name)]
    for parameter, population, group, visit in product(
        measured, POPULATIONS, GROUPS, plan.visits[1:]
    ):
        key = LevelKey(population, parameter, group, visit)
        reached = counts.levels.get(key, {}).get("yes", 0)
        row = Result("response", population, parameter, group=group, visit=visit)
        made += proportion_rows(
            row, reached, counts.n(*key), plan.rules, intervals=tuple(INTERVALS)
        )
    return Answer(made)


def instrument(name: str) -> str:
    """The score that a response is told from.

    >>> instrument("EASI-50"), instrument("NRS4")
    ('EASI', 'ITCH_NRS')
    """
    return RESPONSES[name].parameter


def _measured(plan: Plan, counts: Counts, name: str) -> bool:
    """Whether anybody has a value, of an outcome or of a score that is needed for this only."""
    return counts.vector("observed", instrument(name), "all") is not None or any(
        counts.n("observed", name, "all", visit) for visit in plan.visits[1:]
    )


def responders(plan: Plan, counts: Counts) -> Answer:
    """Baseline values of responders against those of non-responders."""
    answer = Answer()
    for name in plan.responder_groups:
        groups = (f"{name} non-responders", f"{name} responders")
        for parameter in plan.compared:
            key = Result("responders", "observed", parameter, visit=plan.baseline)
            answer += two_independent(plan, counts, key, groups, (plan.baseline,) * 2)
    return answer


def two_independent(
    plan: Plan, counts: Counts, key: Result, groups: tuple[str, str], visits: tuple[str, str]
) -> Answer:
    """Descriptives of two groups and the test between them; the first group is the control."""
    vectors = [counts.vector(key.population, key.parameter, group) for group in groups]
    made: tuple[Result, ...] = ()
    for group, visit, vector in zip(groups, visits, vectors, strict=True):
        at = Result(key.analysis, key.population, key.parameter, group=group, visit=visit)
        if vector is None or not vector.n(visit):
            made += absent(at, "no patient has a value", "n", "mean", "sd")
        else:
            made += descriptive_rows(at, *vector.margin(visit), plan.rules)
    if vectors[0] is None or vectors[1] is None:
        return Answer(made)
    values, matrix = side_by_side([vectors[0], vectors[1]], visits)
    arms = Arms(key, "group", groups, values, matrix, visits)
    return Answer(made) + independent(arms, plan.rules)
