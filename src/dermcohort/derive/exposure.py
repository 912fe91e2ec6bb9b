"""Exposure to the study drug: first dose, last dose, why it ended, what came next."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.engine import Frame
from dermcohort.study import Study
from dermcohort.tables import Cohort

#: A systemic drug that starts within so many days of the last dose took the study drug's place.
NEXT_DRUG_WITHIN_DAYS = 90


def exposure(study: Study, cohort: Cohort, cutoff: Frame) -> Frame:
    """One row a considered patient, whether treated or not.

    Returns
    -------
    lazy frame
        patient, day0 and last_dose (dates; last_dose missing while any period is ongoing),
        first (day number of day0), last_day and cutoff_day (study days), dose_mg_per_day (at the
        first dose; the highest of two rows that start together), stop_reason, next_drug,
        days_on_drug (both ends counted, up to the cut-off where the drug goes on).
    """
    periods = cohort.treatments.filter(nw.col("drug") == study.drug)
    courses = _courses(periods)
    stopped = _stopped(study, cohort.treatments, periods, courses)
    first_dose = (
        periods.join(courses.select("patient", "day0"), on="patient")
        .filter(nw.col("start") == nw.col("day0"))
        .group_by("patient")
        .agg(nw.col("dose_mg_per_day").max())
    )
    known = (
        cohort.patients.select("patient")
        .join(courses, on="patient", how="left")
        .join(first_dose, on="patient", how="left")
        .join(stopped, on="patient", how="left")
        .join(cutoff, how="cross")
    )
    return _on_study_days(known)


def _courses(periods: Frame) -> Frame:
    """First and last dose of the patients who ever had the drug."""
    ongoing = nw.when(nw.col("stop").is_null()).then(engine.constant(1))
    return (
        periods.group_by("patient")
        .agg(
            nw.col("start").min().alias("day0"),
            nw.col("stop").max().alias("_stop"),
            ongoing.max().alias("_ongoing"),
        )
        .with_columns(last_dose=nw.when(nw.col("_ongoing").is_null()).then(nw.col("_stop")))
        .select(
            "patient", "day0", "last_dose",
            first=engine.day_number(nw.col("day0")), last=engine.day_number(nw.col("last_dose")),
        )
    )  # fmt: skip


def _stopped(
    study: Study,
    treatments: Frame,
    periods: Frame,
    courses: Frame,
) -> Frame:
    """Reason and next drug of those who stopped: of the period that ended last."""
    ends = courses.filter(~nw.col("last_dose").is_null()).select("patient", "last_dose", "last")
    # Two periods that end on the same day should agree; where not, the alphabet decides.
    reasons = (
        periods.join(ends, on="patient")
        .filter(nw.col("stop") == nw.col("last_dose"))
        .group_by("patient")
        .agg(nw.col("reason").min().alias("stop_reason"), nw.col("next_drug").min())
    )
    started = _next_started(study, treatments, ends)
    return reasons.join(started, on="patient", how="left").select(
        "patient", "stop_reason",
        next_drug=nw.coalesce(nw.col("next_drug"), nw.col("_started")),
    )  # fmt: skip


def _next_started(study: Study, treatments: Frame, ends: Frame) -> Frame:
    """The first other systemic drug after the last dose; two on one day: by the alphabet."""
    others = [drug for drug in study.groups.systemic if drug != study.drug]
    after = (
        treatments.filter(nw.col("drug").is_in(others))
        .join(ends.select("patient", "last"), on="patient")
        .with_columns(_wait=engine.day_number(nw.col("start")) - nw.col("last"))
        .filter(nw.col("_wait") >= 0, nw.col("_wait") <= NEXT_DRUG_WITHIN_DAYS)
    )
    first = engine.rows_at(after, ["patient"], "_wait", last=False)
    return first.group_by("patient").agg(nw.col("drug").min().alias("_started"))


def _on_study_days(known: Frame) -> Frame:
    last_day = nw.col("last") - nw.col("first")
    cutoff_day = nw.col("cutoff") - nw.col("first")
    return known.select(
        "patient", "day0", "last_dose", "first", "dose_mg_per_day", "stop_reason", "next_drug",
        last_day=last_day,
        cutoff_day=cutoff_day,
        days_on_drug=nw.coalesce(last_day, cutoff_day) + 1,
    )  # fmt: skip
