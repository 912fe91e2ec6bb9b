"""The box of key results at the top of the report, and the line below the title."""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.report.content import Content
from dermcohort.report.format import count, percent, sentence
from dermcohort.report.labels import GROUPS
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import limits
from dermcohort.report.tables.events import any_event
from dermcohort.report.tables.response import confidence
from dermcohort.report.words.methods import date


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One number of the box: what it counts, x/N, percent with interval, its Results rows."""

    name: str
    number: str
    detail: str
    rows: tuple[int, ...]


def summary(content: Content, lookup: Lookup) -> str:
    """Drug, dates and n in one line."""
    study = content.study
    first, last = study.start_between
    included = lookup.value(Key("flow", "included"), "count")
    n = f" · n = {count(included)}" if included is not None else ""
    return f"{sentence(study.drug)}, started {date(first)} to {date(last)}{n}"


def headline(content: Content, lookup: Lookup) -> tuple[KeyResult, ...]:
    """Patients, responses at the visit that the study names, withdrawals, adverse events."""
    study = content.study
    visit, rule = study.response_visit, study.missing.responders
    last = study.visit_names[-1]
    keys = {
        f"{name} at {visit} ({rule})": Key("response", name, visit=visit, population=rule)
        for name in study.responses.groups
    }
    keys[f"Discontinued by {last}"] = Key("discontinuation", "withdrawn")
    keys["Any adverse event"] = Key("adverse events", any_event(lookup))
    made = [_patients(lookup), *(_share(content, lookup, name, key) for name, key in keys.items())]
    return tuple(result for result in made if result)


def _patients(lookup: Lookup) -> KeyResult | None:
    entries = [lookup.entry(Key("flow", "included", g), "count") for g in GROUPS]
    known = [entry for entry in entries if entry is not None and entry.row.value is not None]
    if entries[0] is None or not known:
        return None
    groups = [f"{count(e.row.value or 0.0)} {e.row.group}" for e in known if e.row.group != "all"]
    return KeyResult("Patients", count(known[0].row.value or 0.0), ", ".join(groups),
                     tuple(entry.number for entry in known))  # fmt: skip


def _share(content: Content, lookup: Lookup, name: str, key: Key) -> KeyResult | None:
    x, part = lookup.entry(key, "count"), lookup.entry(key, "percent")
    if x is None or part is None or x.row.value is None or part.row.value is None:
        return None
    ends = limits(lookup, key, content.study.methods.interval)
    interval = f", {confidence(content)} CI {ends.text}" if ends.rows else ""
    return KeyResult(name, f"{count(x.row.value)}/{count(x.row.n or 0)}",
                     f"{percent(part.row.value)}{interval}",
                     (x.number, part.number, *ends.rows))  # fmt: skip
