"""Systemic therapy before the study drug: who is naive, and who switched from what."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.engine import Frame
from dermcohort.study import Study

#: End of a course that is still going on, as a day number: later than any date of a chart.
_ONGOING = 10_000_000


def lookback_courses(study: Study, treatments: Frame, exposure: Frame) -> Frame:
    """Every course of a systemic drug that makes a patient a switch patient.

    It began before the first dose of the study drug and did not end before the look-back.

    Returns
    -------
    lazy frame
        patient, drug, reason, end (day number), gap_days (from its end to the first dose; 0
        where the courses overlap).
    """
    others = [drug for drug in study.groups.systemic if drug != study.drug]
    end = nw.coalesce(engine.day_number(nw.col("stop")), engine.constant(_ONGOING))
    courses = (
        treatments.filter(nw.col("drug").is_in(others))
        .join(exposure.select("patient", "first"), on="patient")
        .with_columns(start_day=engine.day_number(nw.col("start")), end=end)
        .filter(
            nw.col("start_day") < nw.col("first"),
            nw.col("end") >= nw.col("first") - study.groups.lookback_days,
        )
    )
    gap = nw.col("first") - nw.col("end")
    overlap = engine.constant(0)
    return courses.select(
        "patient", "drug", "reason", "end",
        gap_days=nw.when(gap > 0).then(gap).otherwise(overlap),
    )  # fmt: skip


def prior_therapy(courses: Frame) -> Frame:
    """The course that ended last; two on one day: by the alphabet.

    Returns
    -------
    lazy frame
        patient, prior_drug, prior_reason, prior_gap_days: only patients who have one.
    """
    latest = engine.rows_at(courses, ["patient"], "end", last=True)
    chosen = latest.group_by("patient").agg(nw.col("drug").min())
    return (
        latest.join(chosen, on=["patient", "drug"])
        .group_by("patient", "drug")
        .agg(nw.col("reason").min(), nw.col("gap_days").min())
        .select(
            "patient",
            prior_drug=nw.col("drug"),
            prior_reason=nw.col("reason"),
            prior_gap_days=nw.col("gap_days"),
        )
    )
