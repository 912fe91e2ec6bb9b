"""Criteria of use: whether each patient met them when systemic therapy began, clause by clause.

The Japanese guideline for optimal use of systemic drugs in atopic dermatitis asks for IGA of at
least 3; EASI of at least 16, or H&N EASI of at least 2.4; BSA of at least 10 %; and six months of
topical therapy that did not suffice, unless it was not possible. A patient who switched had the
activity that the criteria ask about before the drug before. It is judged from the last value up
to `BEFORE_DAYS` days before the first systemic drug, and where there is none it is not assessable:
a switch patient whose disease was partly controlled has broken no criterion.

Source: Central Social Insurance Medical Council of Japan, 599th meeting, 11 December 2024.
"""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.derive.characteristics import LEVEL
from dermcohort.derive.clauses import (
    ACTIVITY,
    ALL,
    CRITERIA,
    TOPICAL_MONTHS,
    Clause,
    clause_names,
    needed_parameters,
)
from dermcohort.engine import Frame
from dermcohort.study import Study

MET, NOT_MET = "met", "not met"
NO_VALUE = "not assessable: not recorded"
SWITCHED = "not assessable: switched, no value from before"
#: A value so many days before the first systemic drug still tells of the activity then.
BEFORE_DAYS = 30


def criteria(
    study: Study, members: Frame, values: Frame, chosen: Frame, treatments: Frame
) -> Frame:
    """Whether each included patient met each clause; columns `characteristics.LEVEL`.

    Parameters
    ----------
    members : lazy frame
        patient, group, first, and the chart's columns.
    values, chosen : lazy frame
        From `visits.measured` and `visits.used`.
    treatments : lazy frame
        All courses of all drugs.
    """
    columns = {name: nw.col(_column(name)) for name in needed_parameters(study)}
    at = nw.concat(
        [_at_baseline(study, members, chosen), _before(study, members, values, treatments)],
        how="vertical",
    )
    wide = at.group_by("patient").agg(
        *(
            nw.when(nw.col("parameter") == name).then(nw.col("ticks")).max().alias(_column(name))
            for name in columns
        )
    )
    judged = members.join(wide, on="patient", how="left").with_columns(
        **{f"_clause{number}": level for number, level in enumerate(_levels())}
    )
    each = {name: nw.col(f"_clause{i}") for i, name in enumerate(clause_names(study)[:-1])}
    each[CRITERIA + ALL] = _all_of(list(each.values()))
    found = engine.long(judged, ["patient"], each, name="parameter", value="level")
    return found.with_columns(population=nw.lit("included"), visit=nw.lit(study.baseline)).select(
        *LEVEL
    )


def _column(parameter: str) -> str:
    return f"_at_start_{parameter}"


def _at_baseline(study: Study, members: Frame, chosen: Frame) -> Frame:
    naive = members.filter(nw.col("group") == "naive").select("patient")
    at_baseline = chosen.filter(
        nw.col("visit") == study.baseline,
        nw.col("parameter").is_in(list(needed_parameters(study))),
    )
    return at_baseline.join(naive, on="patient", how="semi").select("patient", "parameter", "ticks")


def _before(study: Study, members: Frame, values: Frame, treatments: Frame) -> Frame:
    """Values of switch patients from before their first systemic drug, the last of each."""
    switched = members.filter(nw.col("group") == "switch").select("patient", "first")
    others = [drug for drug in study.groups.systemic if drug != study.drug]
    began = (
        treatments.filter(nw.col("drug").is_in(others))
        .join(switched, on="patient")
        .with_columns(_start=engine.day_number(nw.col("start")) - nw.col("first"))
        .group_by("patient")
        .agg(nw.col("_start").min())
    )
    earlier = (
        values.filter(nw.col("parameter").is_in(list(needed_parameters(study))))
        .join(began, on="patient")
        .filter(nw.col("day") <= nw.col("_start"), nw.col("day") >= nw.col("_start") - BEFORE_DAYS)
    )
    last = engine.rows_at(earlier, ["patient", "parameter"], "day", last=True)
    return last.select("patient", "parameter", "ticks")


def _levels() -> list[nw.Expr]:
    return [*(_activity(clause) for clause in ACTIVITY), _topical()]


def _activity(clause: Clause) -> nw.Expr:
    """Not met only if every one of its parameters is known and below its limit."""
    met = not_met = nw.lit(None, dtype=nw.Boolean)
    for number, (name, limit) in enumerate(clause.limits):
        ticks = nw.col(_column(name))
        reached = ticks >= engine.constant(int(limit * TICKS_PER_UNIT))
        met = reached if number == 0 else met | reached
        not_met = ~reached if number == 0 else not_met & ~reached
    switched = nw.when(nw.col("group") == "switch").then(nw.lit(SWITCHED))
    return (
        nw.when(met).then(nw.lit(MET))
        .when(not_met).then(nw.lit(NOT_MET))
        .otherwise(switched.otherwise(nw.lit(NO_VALUE)))
    )  # fmt: skip


def _topical() -> nw.Expr:
    months, impossible = nw.col("topical_months"), nw.col("topical_not_possible")
    return (
        nw.when((months >= TOPICAL_MONTHS) | impossible).then(nw.lit(MET))
        .when((months < TOPICAL_MONTHS) & ~impossible).then(nw.lit(NOT_MET))
        .otherwise(nw.lit(NO_VALUE))
    )  # fmt: skip


def _all_of(levels: list[nw.Expr]) -> nw.Expr:
    """Not met if one is not met; else not assessable, for the first reason, if one is not."""
    chain = nw.when(nw.any_horizontal(*(level == NOT_MET for level in levels), ignore_nulls=False))
    told = chain.then(nw.lit(NOT_MET))
    for reason in (SWITCHED, NO_VALUE):
        told = told.when(
            nw.any_horizontal(*(level == reason for level in levels), ignore_nulls=False)
        ).then(nw.lit(reason))
    return told.otherwise(nw.lit(MET))
