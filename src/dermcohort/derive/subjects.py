"""Subjects: one row a considered patient, with all that is known of the treatment."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.derive import eligibility
from dermcohort.engine import Frame
from dermcohort.study import Study
from dermcohort.tables import TABLES

#: Columns of the chart's own table.
CHART = tuple(column.name for column in TABLES["patients"])
DERIVED = (
    "included", "exclusion", "day0", "dose_mg_per_day", "last_dose", "stop_reason", "next_drug",
    "days_on_drug", "withdrawal_visit", "prior_drug", "prior_reason", "prior_gap_days", "group",
)  # fmt: skip


def subjects(
    study: Study,
    patients: Frame,
    exposure: Frame,
    withdrawal: Frame,
    prior: Frame,
    used: Frame,
) -> Frame:
    """Join what the single concepts found, and ask the rules.

    Returns
    -------
    lazy frame
        `CHART`, `DERIVED`, and for the other files of this stage first and cutoff_day,
        last_day, withdrawal_number.
    """
    joined = patients.select(*CHART)
    for part in (exposure, withdrawal, prior):
        joined = joined.join(part, on="patient", how="left")
    if study.eligibility.baseline:
        baseline = eligibility.baseline_columns(study, used)
        joined = joined.join(baseline, on="patient", how="left")
    group = (
        nw.when(nw.col("day0").is_null()).then(nw.lit(None, dtype=nw.String))
        .when(nw.col("prior_drug").is_null()).then(nw.lit("naive"))
        .otherwise(nw.lit("switch"))
    )  # fmt: skip
    asked = joined.with_columns(exclusion=eligibility.exclusion(study), group=group)
    return asked.with_columns(included=nw.col("exclusion").is_null()).select(
        *CHART, *DERIVED, "first", "last_day", "cutoff_day", "withdrawal_number"
    )


def flow(study: Study, everyone: Frame) -> Frame:
    """The excluded patients: order (of the rule, from 1), rule, patient."""
    order = {
        name: engine.constant(number)
        for number, name in enumerate(eligibility.rule_names(study), start=1)
    }
    excluded = everyone.filter(~nw.col("included"))
    return excluded.select(
        order=engine.pick(nw.col("exclusion"), order), rule=nw.col("exclusion"),
        patient=nw.col("patient"),
    )  # fmt: skip
