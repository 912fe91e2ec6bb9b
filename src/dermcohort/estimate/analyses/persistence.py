"""Staying on the drug: who stopped, when, why, what came next, and how their skin was then."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.baseline import levels
from dermcohort.estimate.analyses.descriptives import proportion_rows
from dermcohort.estimate.analyses.plan import Answer, Plan
from dermcohort.estimate.analyses.response import two_independent
from dermcohort.results import Result

BY_OUTCOME = "descriptive: the groups are made by the outcome that is compared"


def discontinuation(plan: Plan, counts: Counts) -> Answer:
    """Withdrawals by visit and reason, and the scores at withdrawal against those who went on."""
    made: tuple[Result, ...] = ()
    for visit in (*plan.visits[1:], ""):
        key = Result("discontinuation", "included", "withdrawn", group="all", visit=visit)
        place = LevelKey(key.population, key.parameter, key.group, visit)
        withdrawn = counts.levels.get(place, {}).get("yes", 0)
        made += proportion_rows(
            key, withdrawn, counts.n(*place), plan.rules, intervals=(plan.rules.interval,)
        )
    for parameter in ("reason for stopping", "next therapy"):
        key = Result("discontinuation", "included", parameter, group="withdrawn")
        made += levels(key, counts, plan)
    answer = Answer(made)
    for parameter in plan.withdrawal_scores:
        if counts.vector("observed", parameter, "withdrawn") is not None:
            answer += _at_withdrawal(plan, counts, parameter)
    return answer


def _at_withdrawal(plan: Plan, counts: Counts, parameter: str) -> Answer:
    key = Result("discontinuation", "observed", parameter, visit="withdrawal")
    found = two_independent(
        plan, counts, key, ("continuing", "withdrawn"), (plan.visits[-1], "withdrawal")
    )
    marked = tuple(
        replace(row, warning="; ".join(filter(None, (row.warning, BY_OUTCOME))))
        if row.comparator
        else row
        for row in found.rows
    )
    return Answer(marked, found.decisions)
