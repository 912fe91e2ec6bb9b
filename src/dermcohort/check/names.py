"""Read the cells that name something: a patient, a drug, an event, a parameter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from dermcohort.check.cells import Reading, as_text, read_text
from dermcohort.check.spelling import NOTHING_WORDS, half_width, near, plain
from dermcohort.sheets import Value
from dermcohort.tables import PARAMETERS, Column, parameter_of
from dermcohort.terms import DRUGS, EVENTS, drug_of, event_of


def read_patient(raw: Value, column: Column) -> Reading:  # noqa: ARG001 - as all readers
    """An ID as text. Excel makes dates of IDs such as 1-2, which cannot be undone."""
    if isinstance(raw, bool):
        return Reading(None, rule="patient id", details={"what": "a logical value"})
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return Reading(None, rule="patient id", details={"what": "a date or time"})
    return Reading(as_text(raw))


def read_drug(raw: Value, column: Column) -> Reading:  # noqa: ARG001 - as all readers
    """The international name; an unknown drug in lower case as written."""
    text = as_text(raw)
    if half_width(text) in NOTHING_WORDS:
        return Reading(None, rule="nothing recorded", details={"name": "drug"})
    known = drug_of(plain(text))
    if known is not None:
        return Reading(known.name)
    return Reading(text.lower(), rule="unknown drug", details={"near": _near(text, "drug")})


def read_next_drug(raw: Value, column: Column) -> Reading:
    """As a drug; but anything may follow, topical treatment or nothing, so none is unknown."""
    reading = read_text(raw, column)
    known = drug_of(plain(reading.value)) if reading.value else None
    return Reading(known.name) if known else reading


def read_event(raw: Value, column: Column) -> Reading:  # noqa: ARG001 - as all readers
    """The name of the list of events; an unknown one as written."""
    text = as_text(raw)
    if half_width(text) in NOTHING_WORDS:
        return Reading(None, rule="nothing recorded", details={"name": "event"})
    known = event_of(plain(text))
    if known is not None:
        return Reading(known.name)
    return Reading(text, rule="unknown event", details={"near": _near(text, "event")})


def read_parameter(raw: Value, column: Column) -> Reading:  # noqa: ARG001 - as all readers
    """The code of a parameter; an unknown one as written."""
    text = as_text(raw)
    known = parameter_of(plain(text))
    if known is not None:
        return Reading(known.code)
    return Reading(text, rule="unknown parameter", details={"near": _near(text, "parameter")})


# A long sheet repeats one unknown name in thousands of rows.
@lru_cache(maxsize=4096)
def _near(text: str, what: str) -> str:
    names: dict[str, list[str]] = {
        "drug": [name for each in DRUGS.values() for name in (each.name, *each.synonyms)],
        "event": [name for each in EVENTS.values() for name in (each.name, *each.synonyms)],
        "parameter": [
            name for each in PARAMETERS.values() for name in (each.code.lower(), *each.synonyms)
        ],
    }
    return near(text, names[what])


#: Columns that are not read by their kind alone.
NAMED: dict[str, Callable[[Value, Column], Reading]] = {
    "patient": read_patient,
    "drug": read_drug,
    "next_drug": read_next_drug,
    "event": read_event,
    "parameter": read_parameter,
}
