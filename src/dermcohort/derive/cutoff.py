"""The data cut-off: the last day of follow-up, and what was known on it."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.engine import Frame
from dermcohort.study import Study
from dermcohort.tables import Cohort


def known_at_cutoff(study: Study, cohort: Cohort) -> Cohort:
    """Treatments and events as they stood on the cut-off that the study names.

    A stop after it has not happened yet, with its reason and what came next. Assessments stay:
    `visits.measured` discards the later ones by name.
    """
    if study.data_cutoff is None:
        return cohort
    last_day = nw.lit(study.data_cutoff)
    still_unknown = nw.col("stop") > last_day
    treatments = cohort.treatments.filter(nw.col("start") <= last_day).with_columns(
        nw.when(nw.col("stop").is_null() | ~still_unknown).then(nw.col(column)).alias(column)
        for column in ("reason", "next_drug", "stop")
    )
    events = cohort.events.filter(nw.col("date").is_null() | (nw.col("date") <= last_day))
    return Cohort(cohort.patients, treatments, cohort.assessments, events)


def cutoff_day(study: Study, cohort: Cohort) -> Frame:
    """One row, ``cutoff`` (day number): the study's, else the last date anywhere in the charts."""
    if study.data_cutoff is not None:
        date = nw.lit(study.data_cutoff)
        one = cohort.patients.select(nw.len().alias("_n")).with_columns(date=date)
        return one.select(cutoff=engine.day_number(nw.col("date")))
    last = [
        table.select(nw.col(column).max().alias("date"))
        for table, column in (
            (cohort.treatments, "start"),
            (cohort.treatments, "stop"),
            (cohort.assessments, "date"),
            (cohort.events, "date"),
        )
    ]
    latest = nw.concat(last).select(nw.col("date").max())
    return latest.select(cutoff=engine.day_number(nw.col("date")))
