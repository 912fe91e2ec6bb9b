"""Outcomes: the numbers of each patient that are compared, before they are put in groups.

Every frame here has population, parameter, visit, patient, ticks, one row at most for each of
the first four.
"""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.derive.carried import WITHDRAWAL
from dermcohort.derive.visits import ticks
from dermcohort.engine import Frame
from dermcohort.study import Study

VALUE = ("population", "parameter", "visit", "patient", "ticks")
#: Numeric columns of the patients' table that Table 1 describes.
BASELINE_NUMBERS = ("age_years", "bmi", "ad_duration_years")


def observed(used: Frame, parameters: tuple[str, ...]) -> Frame:
    """Values as they were measured."""
    return _of(used, parameters).with_columns(population=nw.lit("observed")).select(*VALUE)


def at_baseline(study: Study, used: Frame) -> Frame:
    """The same at the baseline, for Table 1."""
    baseline = _of(used, study.outcomes.all).filter(nw.col("visit") == study.baseline)
    return baseline.with_columns(population=nw.lit("included")).select(*VALUE)


def _of(used: Frame, parameters: tuple[str, ...]) -> Frame:
    return used.filter(nw.col("parameter").is_in(list(parameters)))


def at_withdrawal(study: Study, withdrawal: Frame) -> Frame:
    """The scores with which patients left, at a visit of their own."""
    return _of(withdrawal, study.outcomes.scores).select(
        "patient", "parameter", "ticks", population=nw.lit("observed"), visit=nw.lit(WITHDRAWAL)
    ).select(*VALUE)  # fmt: skip


def carried(study: Study, scores: Frame) -> Frame:
    """Scores with the last observation carried forward."""
    columns = {visit.name: nw.col(f"c{i}") for i, visit in enumerate(study.visits)}
    every = engine.long(
        _of(scores, study.outcomes.scores), ["patient", "parameter"], columns,
        name="visit", value="ticks",
    )  # fmt: skip
    known = every.filter(~nw.col("ticks").is_null())
    return known.with_columns(population=nw.lit("LOCF")).select(*VALUE)


def baseline_numbers(study: Study, members: Frame) -> Frame:
    """Age and the like, and days on the drug; ticks are missing where not recorded."""
    columns = {name: ticks(nw.col(name)) for name in BASELINE_NUMBERS}
    columns["days_on_drug"] = nw.col("days_on_drug") * TICKS_PER_UNIT
    every = engine.long(members, ["patient"], columns, name="parameter", value="ticks")
    at_no_visit = nw.col("parameter") == "days_on_drug"
    visit = nw.when(at_no_visit).then(nw.lit("")).otherwise(nw.lit(study.baseline))
    return every.with_columns(population=nw.lit("included"), visit=visit).select(*VALUE)
