"""The course of each outcome tested twice: as published, and knowing that patients are the same."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.counts import Counts, VisitCounts
from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.independent import independent
from dermcohort.estimate.analyses.plan import GROUPS, Answer, Plan
from dermcohort.estimate.analyses.same_patients import same_patients
from dermcohort.results import Result


def as_published(plan: Plan, counts: Counts) -> Answer:
    """Visits as if they were independent groups."""
    answer = Answer()
    for parameter, group, vector in _outcomes(plan, counts):
        key = Result("as published", "observed", parameter, group=group, n=vector.n_any())
        answer += independent(_arms(key, vector), plan.rules)
    return answer


def paired(plan: Plan, counts: Counts) -> Answer:
    """Visits as values of the same patients."""
    answer = Answer()
    for parameter, group, vector in _outcomes(plan, counts):
        key = Result("same patients", parameter=parameter, group=group)
        answer += same_patients(key, vector, plan.rules)
    return answer


def _outcomes(plan: Plan, counts: Counts) -> list[tuple[str, str, VisitCounts]]:
    found = [
        (parameter, group, counts.vector("observed", parameter, group))
        for parameter in plan.outcomes
        for group in GROUPS
    ]
    return [
        (parameter, group, _scheduled(vector, plan))
        for parameter, group, vector in found
        if vector is not None
    ]


def _scheduled(vector: VisitCounts, plan: Plan) -> VisitCounts:
    keep = [vector.visits.index(visit) for visit in plan.visits]
    return replace(vector, visits=plan.visits, ticks=vector.ticks[:, keep])


def _arms(key: Result, vector: VisitCounts) -> Arms:
    # A visit at which nobody was measured is no arm: IgE at two visits is a two-group test.
    baseline, *later = vector.visits
    labels = (baseline, *(v for v in later if v in vector.observed_visits))
    return Arms(key, "visit", labels, *vector.groups(labels))


def agreement(plan: Plan, published: Answer, repeated: Answer) -> Answer:
    """Whether both analyses come to the same conclusion about each visit against the baseline."""
    made = []
    ours = {_place(r): r for r in repeated.rows if r.statistic == "p_adjusted"}
    verdicts = _published_verdicts(plan, published)
    for place, (significant, method, why) in verdicts.items():
        row = ours.get(place)
        parameter, group, visit = place
        key = Result("agreement", "observed", parameter, group=group, visit=visit,
                     comparator=plan.baseline, statistic="agree")  # fmt: skip
        if significant is None or row is None or row.value is None:
            reason = why or (row.warning if row is not None else "no test of the same patients")
            made.append(replace(key, warning=reason))
            continue
        same = significant == (row.value < plan.rules.alpha)
        made.append(replace(key, value=float(same), method=f"{method} | {row.method}"))
    return Answer(tuple(made))


def _place(row: Result) -> tuple[str, str, str]:
    return row.parameter, row.group, row.visit


def _published_verdicts(
    plan: Plan, published: Answer
) -> dict[tuple[str, str, str], tuple[bool | None, str, str]]:
    """Significant or not at each later visit, by which method, or why there is no answer."""
    verdicts: dict[tuple[str, str, str], tuple[bool | None, str, str]] = {}
    chosen = [r for r in published.rows if r.analysis == "as published"]
    omnibus = {
        (r.parameter, r.group): r for r in chosen if r.statistic == "p_value" and not r.visit
    }
    contrasts = {
        _place(r): r for r in chosen if r.comparator and r.statistic in ("p_adjusted", "p_value")
    }
    pairs = dict.fromkeys((r.parameter, r.group) for r in chosen)
    for parameter, group in pairs:
        for visit in plan.visits[1:]:
            row = contrasts.get((parameter, group, visit)) or omnibus.get((parameter, group))
            if row is None:
                continue
            verdict = None if row.value is None else row.value < plan.rules.alpha
            if row.value is not None and not row.comparator and verdict:
                continue  # this visit has no values: the omnibus says nothing about it
            verdicts[parameter, group, visit] = (verdict, row.method, row.warning)
    return verdicts
