"""From checked tables to what is counted: who is in, at which visit, with which value.

Narwhals expressions throughout, and no engine is named. Tables from which many others start are
computed once, when `derive` is called; all else is lazy.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from dermcohort import engine
from dermcohort.derive import (
    carried,
    criteria,
    cutoff,
    events,
    grades,
    groups,
    ledger,
    prior_therapy,
    responses,
    subjects,
    times,
    values,
    visits,
    withdrawal,
)
from dermcohort.derive.bands import banded
from dermcohort.derive.carried import WITHDRAWAL
from dermcohort.derive.clauses import clause_names
from dermcohort.derive.eligibility import rule_names
from dermcohort.derive.exposure import exposure
from dermcohort.derive.followed import Followed
from dermcohort.derive.grades import graded_names
from dermcohort.engine import Frame
from dermcohort.study import Study
from dermcohort.tables import Cohort

__all__ = [
    "WITHDRAWAL", "Derived", "banded", "clause_names", "derive", "graded_names", "rule_names",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Derived:
    """What a study makes of its cohort; lazy frames on the engine of the cohort.

    Attributes
    ----------
    subjects : lazy frame
        One row a considered patient: `subjects.CHART` and `subjects.DERIVED`.
    flow : lazy frame
        order, rule, patient: the first rule that keeps each excluded patient out.
    discarded, notes : lazy frame
        patient, parameter, visit, date, day, source, rule: values that are not used, and
        values (and events) that are used and that a reader should know of.
    groups : lazy frame
        patient, grouping, group.
    values : lazy frame
        population, parameter, group, visit, patient, ticks.
    categories : lazy frame
        population, parameter, group, visit, patient, level.
    times : lazy frame
        population, parameter, group, patient, days, ended.
    inside : lazy frame
        The rows of ``ledger`` with the status "in": what counting needs, at half the cost.
    ledger : lazy frame
        population, parameter, group, visit, patient, status, reason.
    """

    subjects: Frame
    flow: Frame
    discarded: Frame
    notes: Frame
    groups: Frame
    values: Frame
    categories: Frame
    times: Frame
    inside: Frame
    ledger: Frame


def derive(study: Study, cohort: Cohort) -> Derived:
    """Apply the rules of a study to a cohort.

    Parameters
    ----------
    study : Study
    cohort : Cohort
        Checked: one row a patient, one value a patient, parameter and day.
    """
    cohort_known = cutoff.known_at_cutoff(study, cohort)
    treated = engine.shared(exposure(study, cohort_known, cutoff.cutoff_day(study, cohort)))
    measured = engine.shared(visits.measured(study, cohort.assessments, treated))
    used = engine.shared(visits.used(study, measured))
    left = withdrawal.withdrawal_visit(study, treated, used)
    courses = engine.shared(prior_therapy.lookback_courses(study, cohort_known.treatments, treated))
    prior = prior_therapy.prior_therapy(courses)
    everyone = engine.shared(subjects.subjects(study, cohort.patients, treated, left, prior, used))
    followed = _followed(study, everyone, measured, used, courses, cohort_known)
    found, levels = values.values(followed), values.categories(followed)
    inside = ledger.inside(followed, everyone, found, levels)
    outside = ledger.outside(followed, everyone)
    noted = visits.notes(study, measured, used, followed.members)
    return Derived(
        subjects=everyone.select(*subjects.CHART, *subjects.DERIVED),
        flow=subjects.flow(study, everyone),
        discarded=visits.discarded(measured, used, followed.members),
        notes=nw.concat([noted, events.undated(followed.events)], how="vertical"),
        groups=followed.groups,
        values=found,
        categories=levels,
        times=times.times(followed),
        inside=inside,
        ledger=nw.concat([inside, outside], how="vertical"),
    )


def _followed(
    study: Study, everyone: Frame, measured: Frame, used: Frame, courses: Frame, known: Cohort
) -> Followed:
    """Keep the included patients, and work out what needs more than one of the concepts."""
    members = engine.shared(everyone.filter(nw.col("included")))
    ours = engine.shared(used.join(members.select("patient"), on="patient", how="semi"))
    withdrawn = members.filter(~nw.col("withdrawal_visit").is_null())
    at_end = engine.shared(withdrawal.withdrawal_values(study, measured, ours, withdrawn))
    parameters = withdrawal.carried_parameters(study)
    scores = engine.shared(carried.by_visit(study, ours, at_end, members, parameters))
    judged = engine.shared(responses.responses(study, members, scores))
    return Followed(
        study=study,
        members=members,
        groups=engine.shared(groups.groups(study, members, judged)),
        used=ours,
        barred=visits.barred(measured),
        withdrawal=at_end,
        scores=scores,
        responses=judged,
        courses=courses.join(members.select("patient"), on="patient", how="semi"),
        events=engine.shared(events.on_drug(known.events, members)),
        held_against=_held_against(study, members, measured, used, known.treatments),
    )


def _held_against(
    study: Study, members: Frame, measured: Frame, used: Frame, treatments: Frame
) -> Frame | None:
    """Criteria and grades in one table: engines limit how deep a plan may be."""
    parts = []
    if study.eligibility.criteria:
        parts.append(criteria.criteria(study, members, measured, used, treatments))
    if graded_names(study):
        parts.append(grades.grades(study, members, measured, used))
    return engine.shared(nw.concat(parts, how="vertical")) if parts else None
