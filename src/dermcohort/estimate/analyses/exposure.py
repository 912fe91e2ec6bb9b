"""What the patients were given: dose, therapy before, reasons for switching, days on drug."""

from __future__ import annotations

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.baseline import levels
from dermcohort.estimate.analyses.descriptives import descriptive_rows
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan
from dermcohort.results import Result


def exposure(plan: Plan, counts: Counts) -> Answer:
    """Counts of each level, and days on drug."""
    made: tuple[Result, ...] = ()
    for parameter, groups in (
        ("dose", GROUPS),
        ("prior systemic therapy", ("all",)),
        ("reason for switching", ("switch",)),
    ):
        for group in groups:
            made += levels(Result("exposure", "included", parameter, group=group), counts, plan)
    for group in GROUPS:
        vector = counts.vector("included", "days_on_drug", group)
        if vector is not None:
            key = Result("exposure", "included", "days_on_drug", group=group)
            made += descriptive_rows(key, *vector.margin(""), plan.rules)
    return Answer(made)


def flow(plan: Plan, counts: Counts) -> Answer:
    """Considered, excluded by which rule, included, and seen at each visit."""
    excluded = counts.levels.get(LevelKey("considered", "excluded", "all", ""), {})
    considered = counts.n("included", "patients", "all", "") + sum(excluded.values())
    made = [_row("considered", "considered", considered, considered)]
    for rule in plan.exclusions:
        x = excluded.get(rule, 0)
        made.append(_row("excluded", "considered", x, considered, level=rule))
    for group in GROUPS:
        n = counts.n("included", "patients", group, "")
        made.append(_row("included", "included", n, n, group=group))
        for visit in plan.visits:
            seen = counts.n("included", "patients", group, visit)
            made.append(_row("at visit", "included", seen, seen, group=group, visit=visit))
    return Answer(tuple(made))


def _row(
    parameter: str, population: str, count: int, n: int, *, level: str = "", group: str = "all",
    visit: str = "",
) -> Result:  # fmt: skip
    return Result("flow", population, parameter, level, group, visit, statistic="count",
                  value=float(count), n=n)  # fmt: skip
