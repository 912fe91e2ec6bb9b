"""Adverse events: who had what since the first dose, and what became of the drug."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.derive.characteristics import LEVEL, yes_no
from dermcohort.engine import Frame
from dermcohort.terms import EVENTS

ANY = "any adverse event"
NO_DATE = "event without a date counted as after the first dose"
NO_EVENT = "no such event"

#: Worst last. Nothing recorded is "unknown", which may be worse than "none".
ACTIONS = (
    "none", "unknown", "dose increased", "drug interrupted", "dose reduced", "drug withdrawn",
)  # fmt: skip


def on_drug(events: Frame, members: Frame) -> Frame:
    """Events of included patients on or after the first dose, up to the cut-off.

    One without a date may have been after the first dose, so it counts, and is noted.

    Returns
    -------
    lazy frame
        patient, event, date, day, source, severity (place of the action in `ACTIONS`).
    """
    place = {name: engine.constant(number) for number, name in enumerate(ACTIONS)}
    unknown = engine.constant(ACTIONS.index("unknown"))
    day = nw.col("day")
    return (
        events.join(members.select("patient", "first", "cutoff_day"), on="patient")
        .with_columns(
            day=engine.day_number(nw.col("date")) - nw.col("first"),
            severity=nw.coalesce(engine.pick(nw.col("action"), place), unknown),
        )
        .filter(day.is_null() | ((day >= 0) & (day <= nw.col("cutoff_day"))))
        .select("patient", "event", "date", "day", "source", "severity")
    )


def names(members: Frame, found: Frame) -> Frame:
    """The events to report: those of special interest, those found, and any; column event."""
    special = [{"event": name} for name, event in EVENTS.items() if event.special_interest]
    constants = engine.rows(members, [*special, {"event": ANY}])
    return nw.concat([constants, found.select("event")], how="vertical").unique()


def with_any(found: Frame) -> Frame:
    """The events, and each of them once more as any event: patient, event, day."""
    columns = ("patient", "event", "day")
    every = [found.select(*columns), found.with_columns(event=nw.lit(ANY)).select(*columns)]
    return nw.concat(every, how="vertical")


def event_levels(members: Frame, found: Frame) -> Frame:
    """Whether each patient had each event: those found, and those of special interest."""
    had = with_any(found).select("patient", "event").unique()
    each = members.select("patient").join(names(members, found), how="cross")
    joined = each.join(
        had.with_columns(_had=engine.constant(1)), on=["patient", "event"], how="left"
    )
    return joined.select(
        "patient", population=nw.lit("included"), parameter=nw.col("event"), visit=nw.lit(""),
        level=yes_no(~nw.col("_had").is_null()),
    ).select(*LEVEL)  # fmt: skip


def actions(found: Frame) -> Frame:
    """The gravest action taken for each event, in the patients who had it."""
    gravest = found.group_by("patient", "event").agg(nw.col("severity").max())
    names = {number: nw.lit(name) for number, name in enumerate(ACTIONS)}
    return gravest.select(
        "patient", population=nw.lit("included"),
        parameter=nw.concat_str([nw.lit("action"), nw.col("event")], separator=": "),
        visit=nw.lit(""), level=engine.pick(nw.col("severity"), names),
    ).select(*LEVEL)  # fmt: skip


def undated(found: Frame) -> Frame:
    """Events without a date, in the columns of `visits.LISTED`."""
    return found.filter(nw.col("date").is_null()).select(
        "patient", parameter=nw.col("event"), visit=nw.lit(""), date=nw.col("date"),
        day=nw.col("day"), source=nw.col("source"), rule=nw.lit(NO_DATE),
    )  # fmt: skip
