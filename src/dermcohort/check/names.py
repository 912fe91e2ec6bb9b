"""Read the cells that name something: a patient, a drug, an event, a parameter, a reason."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from dermcohort.check.cells import Reader, read_text
from dermcohort.check.reading import PLAIN, Reading, Written
from dermcohort.check.spelling import (
    NOTHING_WORDS,
    as_text,
    half_width,
    half_width_kept,
    near,
    word_key,
)
from dermcohort.japanese import REASONS, folded
from dermcohort.sheets import Value
from dermcohort.tables import PARAMETERS, Column, names_of, parameter_of
from dermcohort.terms import DRUGS, EVENTS, drug_of, event_of

#: Excel keeps so many digits of a number.
_EXCEL_DIGITS = 15
_REASONS = {folded(word): reason for reason, words in REASONS.items() for word in words}


def read_patient(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """An ID as text. Excel makes dates of IDs such as 1-2, which cannot be undone.

    Zeros in front that one sheet lost are put back where the other sheets leave no doubt.
    """
    if isinstance(raw, bool):
        return _no_id("a logical value")
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return _no_id("a date or time")
    if isinstance(raw, (int, float)) and abs(raw) >= 10**_EXCEL_DIGITS:
        return _no_id(
            f"a number of more than {_EXCEL_DIGITS} digits, of which Excel loses the last"
        )
    text = as_text(raw)
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]+", text):
        return _no_id("a number in scientific notation, which has lost digits")
    name = id_of(raw)
    could = written.zeros.get(name, ())
    if len(could) > 1:
        return Reading(None, rule="zeros unclear", details={"could": " or ".join(could)})
    if could:
        return Reading(could[0], rule="lost zeros", details={"read": could[0]})
    if name != " ".join(text.split()):
        return Reading(name, rule="id cleaned", details={"read": name})
    return Reading(name)


def id_of(raw: Value) -> str:
    r"""An ID without spaces around it, full-width letters and what cannot be seen.

    >>> id_of(" Ｐ１\u200b "), id_of(1.0)
    ('P1', '1')
    """
    return half_width_kept(as_text(raw))


def _no_id(what: str) -> Reading:
    return Reading(None, rule="patient id", details={"what": what})


def read_drug(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """The international name; an unknown drug in lower case as written."""
    text = as_text(raw)
    if word_key(text) in NOTHING_WORDS:
        return Reading(None, rule="nothing recorded", details={"name": "drug"})
    known = drug_of(text)
    if known is not None:
        return Reading(known.name)
    parts = [drug_of(part) for part in re.split(r"[,、，/／+＋・;→>&]|\band\b|\s-\s", text)]
    several = list(dict.fromkeys(drug.name for drug in parts if drug))
    if len(several) > 1:
        return Reading(None, rule="several drugs", details={"names": ", ".join(several)})
    return Reading(text.lower(), rule="unknown drug", details={"near": _near(text, "drug")})


def read_next_drug(raw: Value, column: Column, written: Written = PLAIN) -> Reading:
    """As a drug; but anything may follow, topical treatment or nothing, so none is unknown."""
    reading = read_text(raw, column, written)
    known = drug_of(reading.value) if reading.value else None
    return Reading(known.name) if known else reading


def read_event(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """The name of the list of events; an unknown one as written."""
    text = as_text(raw)
    if word_key(text) in NOTHING_WORDS:
        return Reading(None, rule="nothing recorded", details={"name": "event"})
    known = event_of(text)
    if known is not None:
        return Reading(known.name)
    return Reading(text, rule="unknown event", details={"near": _near(text, "event")})


def read_parameter(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """The code of a parameter; an unknown one as written."""
    text = as_text(raw)
    known = parameter_of(text)
    if known is not None:
        return Reading(known.code)
    return Reading(text, rule="unknown parameter", details={"near": _near(text, "parameter")})


def read_reason(raw: Value, column: Column, written: Written = PLAIN) -> Reading:
    """Why a drug was stopped: what is known in Japanese in English, the rest as written."""
    reading = read_text(raw, column, written)
    known = _REASONS.get(folded(reading.value)) if reading.value else None
    return Reading(known) if known else reading


# A long sheet repeats one unknown name in thousands of rows.
@lru_cache(maxsize=4096)
def _near(text: str, what: str) -> str:
    names: dict[str, list[str]] = {
        "drug": [name for each in DRUGS.values() for name in (each.name, *each.synonyms)],
        "event": [name for each in EVENTS.values() for name in (each.name, *each.synonyms)],
        "parameter": [name for each in PARAMETERS.values() for name in names_of(each)],
    }
    return near(text, [half_width(name) for name in names[what]])


#: Columns that are not read by their kind alone.
NAMED: dict[str, Reader] = {
    "patient": read_patient,
    "drug": read_drug,
    "next_drug": read_next_drug,
    "event": read_event,
    "parameter": read_parameter,
    "reason": read_reason,
}
