"""From typed rows to the four tables of a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import narwhals as nw

from dermcohort import engine
from dermcohort.check.assessments import Assessment
from dermcohort.check.rows import Entry
from dermcohort.check.rules.assessments import kept_once
from dermcohort.check.typed import Typed
from dermcohort.tables import TABLES, Cohort


def cohort_of(typed: Typed) -> Cohort:
    """The tables, in the order of the sources; a value that broke a rule stays as it was read."""
    return Cohort(
        patients=_table("patients", typed.patients),
        treatments=_table("treatments", typed.treatments, source=_sources(typed.treatments)),
        assessments=_assessments(kept_once(typed.assessments)),
        events=_table(
            "events",
            typed.events,
            verbatim=[entry.got("event").strip() for entry in typed.events],
            source=_sources(typed.events),
        ),
    )


def _sources(entries: Sequence[Entry]) -> list[str]:
    return [entry.source for entry in entries]


def _table(name: str, entries: Sequence[Entry], **more: list[str]) -> nw.LazyFrame[Any]:
    columns: dict[str, list[Any]] = {
        column.name: [entry.values.get(column.name) for entry in entries] for column in TABLES[name]
    }
    kinds: dict[str, str] = {column.name: column.kind for column in TABLES[name]}
    return engine.frame(columns | more, kinds | dict.fromkeys(more, "text"))


def _assessments(assessments: Sequence[Assessment]) -> nw.LazyFrame[Any]:
    columns: dict[str, list[Any]] = {
        column.name: list(map(attrgetter(column.name), assessments))
        for column in TABLES["assessments"]
    }
    columns["source"] = [each.source for each in assessments]
    kinds: dict[str, str] = {column.name: column.kind for column in TABLES["assessments"]}
    return engine.frame(columns, kinds | {"source": "text"})
