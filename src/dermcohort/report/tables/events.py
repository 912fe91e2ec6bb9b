"""Adverse events: who had them, with the upper limit also where nobody had."""

from __future__ import annotations

from dermcohort.report import format as printed
from dermcohort.report.content import Content
from dermcohort.report.format import sentence
from dermcohort.report.lookup import Entry, Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    absent,
    count_percent,
    head,
    limits,
    number,
    source,
)
from dermcohort.terms import EVENTS

RATE = "Per 100 patient-years"
COLUMNS = (Column("Event", text=True), Column("Patients, n (%)"), Column("Interval, %"),
           Column("rate", RATE), Column("interval", RATE),
           Column("Action taken with the drug", text=True))  # fmt: skip
#: Parameter of patients with any event.
ANY = ("any adverse event", "any")


def events(content: Content, lookup: Lookup) -> Table:
    """Any event, the common ones, those of special interest."""
    names = tuple(dict.fromkeys(
        e.row.parameter for e in lookup.where("adverse events", statistic="percent")
    ))  # fmt: skip
    special = tuple(n for n in names if n in EVENTS and EVENTS[n].special_interest)
    usual = tuple(n for n in names if n not in (*special, *ANY))
    blocks = {"": tuple(n for n in names if n in ANY), "Events": usual,
              "Events of special interest": special}  # fmt: skip
    sections = tuple(
        Section(title, tuple(_row(content, lookup, name) for name in block))
        for title, block in blocks.items()
        if block
    )
    level = printed.number(100 * content.study.methods.confidence, 1).removesuffix(".0")
    lag = content.study.safety.after_last_dose_days
    notes = (f"Patients with the event at least once. Interval: {level}%, "
             f"{content.study.methods.interval}. Where nobody had an event, the upper limit is "
             "what a cohort of this size cannot exclude.",
             f"Rate: patients with the event in 100 patient-years, each observed until the event, "
             f"{lag} days after the last dose, or the data cut-off; exact Poisson limits, which "
             "assume that the hazard does not change over time.")  # fmt: skip
    return Table("table-events", "Adverse events", COLUMNS, sections, notes,
                 source(lookup, "adverse events", "event rates"))  # fmt: skip


def any_event(lookup: Lookup) -> str:
    """The parameter that stands for any event; "" where Results have none."""
    return next((n for n in ANY if lookup.entry(Key("adverse events", n), "count")), "")


def actions(lookup: Lookup, event: str) -> tuple[Entry, ...]:
    """The rows with the action taken after an event."""
    rows = lookup.where("adverse events", parameter=event, statistic="count")
    return tuple(entry for entry in rows if entry.row.level)


def _row(content: Content, lookup: Lookup, event: str) -> tuple[Cell, ...]:
    key = Key("adverse events", event)
    name = "Any adverse event" if event in ANY else sentence(event)
    rate = Key("event rates", event)
    return (head(name), count_percent(lookup, key),
            limits(lookup, key, content.study.methods.interval),
            number(lookup.entry(rate, "estimate"), 1), limits(lookup, rate, ""),
            _actions(lookup, event))  # fmt: skip


def _actions(lookup: Lookup, event: str) -> Cell:
    found = actions(lookup, event)
    if not found:
        count = lookup.value(Key("adverse events", event), "count")
        return Cell("") if not count or event in ANY else absent("No action is recorded.")
    text = "; ".join(f"{e.row.level} {printed.count(e.row.value or 0.0)}" for e in found)
    return Cell(text, tuple(entry.number for entry in found))
