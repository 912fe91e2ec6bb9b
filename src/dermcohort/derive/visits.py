"""Visits: which value of a chart belongs to which visit, and what happens to the others.

A value belongs to the visit whose window holds its study day (the first dose is day 0). Of
several, the closest to the target is used, and of two equally close the later.
"""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.derive.clauses import needed_parameters
from dermcohort.engine import Frame
from dermcohort.study import Study, Visit

OUTSIDE = "outside every window"
AFTER_CUTOFF = "after the data cut-off"
AFTER_LAST_DOSE = "after the last dose"
NOT_CLOSEST = "another value is closer to the target"
SAME_DAY = "another value on the same day"
NOT_INCLUDED = "patient not included"

#: A value further from its target is used, and noted.
FAR_DAYS = 14
FAR = f"more than {FAR_DAYS} days from the target"
CENSORED = "censored value used at its limit"

LISTED = ("patient", "parameter", "visit", "date", "day", "source", "rule")


def wanted_parameters(study: Study) -> tuple[str, ...]:
    """What the study looks at: outcomes, and what its rules and responses need."""
    needed = (
        *study.outcomes.all, *study.eligibility.baseline, *study.responses.compare,
        *needed_parameters(study), *study.responses.parameters, "EASI", "IGA",
    )  # fmt: skip
    return tuple(dict.fromkeys(needed))


def measured(study: Study, assessments: Frame, exposure: Frame) -> Frame:
    """Every wanted value of every considered patient, on its study day and in its window.

    Returns
    -------
    lazy frame
        patient, parameter, date, source, comparator, ticks, day (missing without a first dose),
        last_day, visit (missing outside every window), cutoff_day, reported_unit and
        reported_ticks (as the laboratory reported, missing where that is the dictionary's unit),
        rule (why it cannot be used, else missing).
    """
    day = nw.col("day")
    values = (
        assessments.filter(
            nw.col("parameter").is_in(list(wanted_parameters(study))), ~nw.col("value").is_null()
        )
        .join(exposure.select("patient", "first", "last_day", "cutoff_day"), on="patient")
        .with_columns(
            day=engine.day_number(nw.col("date")) - nw.col("first"),
            ticks=ticks(nw.col("value")),
            reported_ticks=ticks(nw.col("reported_value")),
        )
        .with_columns(visit=_visit(study.visits, day))
    )
    rule = (
        nw.when(nw.col("visit").is_null()).then(nw.lit(OUTSIDE))
        .when(day > nw.col("cutoff_day")).then(nw.lit(AFTER_CUTOFF))
        .when(day > nw.col("last_day") + study.missing.after_last_dose_days)
        .then(nw.lit(AFTER_LAST_DOSE))
    )  # fmt: skip
    return values.select(
        "patient", "parameter", "date", "source", "comparator", "ticks", "day", "last_day",
        "visit", "cutoff_day", "reported_unit", "reported_ticks", rule=rule,
    )  # fmt: skip


def ticks(value: nw.Expr) -> nw.Expr:
    """A number as a whole count of millionths, so that scores are exact."""
    return (value * TICKS_PER_UNIT).round(0).cast(nw.Int64)


def _visit(visits: tuple[Visit, ...], day: nw.Expr) -> nw.Expr:
    return engine.first_true(
        [
            ((day >= visit.window[0]) & (day <= visit.window[1]), nw.lit(visit.name))
            for visit in visits
        ]
    )


def used(study: Study, values: Frame) -> Frame:
    """The value of each patient and parameter at each visit.

    Returns
    -------
    lazy frame
        patient, parameter, visit, day, ticks: one row at most for each of the first three.
    """
    target = engine.pick(nw.col("visit"), _targets(study.visits))
    off = nw.col("day") - target
    # Half steps put the later of two equally close days first.
    nearness = nw.when(off >= 0).then(off * 2).otherwise(off * -2 + 1)
    orders = _orders(study.visits)
    first = engine.pack(nearness, nw.col("ticks"), orders=orders).min().alias("_key")
    closest = (
        values.filter(nw.col("rule").is_null()).group_by("patient", "parameter", "visit").agg(first)
    )
    order, number = engine.unpack(nw.col("_key"), orders=orders)
    return closest.with_columns(_order=order, ticks=number).select(
        "patient", "parameter", "visit", "ticks",
        day=nw.when(nw.col("_order") % 2 == 0).then(target + nw.col("_order") // 2)
        .otherwise(target - nw.col("_order") // 2),
    )  # fmt: skip


def _targets(visits: tuple[Visit, ...]) -> dict[str, nw.Expr]:
    return {visit.name: engine.constant(visit.target_day) for visit in visits}


def _orders(visits: tuple[Visit, ...]) -> int:
    widest = max(
        max(v.target_day - v.window[0], v.window[1] - v.target_day) for v in visits
    )  # fmt: skip
    return 2 * widest + 2


def barred(values: Frame) -> Frame:
    """patient, parameter, visit, rule: a value lay in the window and might not be used."""
    in_window = values.filter(~nw.col("rule").is_null(), ~nw.col("visit").is_null())
    return in_window.group_by("patient", "parameter", "visit").agg(nw.col("rule").min())


def discarded(values: Frame, chosen: Frame, included: Frame) -> Frame:
    """Every value that is not used, with the rule that says why; columns `LISTED`.

    Parameters
    ----------
    values, chosen : lazy frame
        From `measured` and `used`.
    included : lazy frame
        patient: those who are in.
    """
    at = ["patient", "parameter", "visit"]
    picked = chosen.select(*at, used_day=nw.col("day"), used_ticks=nw.col("ticks"))
    members = included.select("patient", _in=engine.constant(1))
    judged = values.join(picked, on=at, how="left").join(members, on="patient", how="left")
    rule = (
        nw.when(nw.col("_in").is_null()).then(nw.lit(NOT_INCLUDED))
        .when(~nw.col("rule").is_null()).then(nw.col("rule"))
        .when(nw.col("day") != nw.col("used_day")).then(nw.lit(NOT_CLOSEST))
        .when(nw.col("ticks") != nw.col("used_ticks")).then(nw.lit(SAME_DAY))
    )  # fmt: skip
    return _listed(judged.with_columns(rule=rule).filter(~nw.col("rule").is_null()))


def notes(
    study: Study,
    values: Frame,
    chosen: Frame,
    included: Frame,
) -> Frame:
    """Values that are used and that a reader should know of; columns `LISTED`."""
    in_use = values.filter(nw.col("rule").is_null()).join(
        chosen, on=["patient", "parameter", "visit", "day", "ticks"], how="inner"
    )
    ours = in_use.join(included.select("patient"), on="patient", how="inner")
    off = nw.col("day") - engine.pick(nw.col("visit"), _targets(study.visits))
    far = ours.filter((off > FAR_DAYS) | (off < -FAR_DAYS)).with_columns(rule=nw.lit(FAR))
    censored = ours.filter(nw.col("comparator").is_in(["<", ">"]))
    return nw.concat(
        [_listed(far), _listed(censored.with_columns(rule=nw.lit(CENSORED)))], how="vertical"
    )


def _listed(values: Frame) -> Frame:
    return values.with_columns(visit=nw.coalesce(nw.col("visit"), nw.lit(""))).select(*LISTED)
