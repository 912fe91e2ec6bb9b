"""Rules of patients: who they are, and that every sheet means the same ones."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator

from dermcohort.check.rows import Entry, Mention
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import number_text, plain
from dermcohort.check.typed import Typed, first_doses
from dermcohort.findings import Finding
from dermcohort.tables import TABLES, Column


def patient_twice(typed: Typed) -> Iterator[Finding]:
    """The same patient in two rows of a sheet that has one row a patient.

    The patients table counts as one sheet, from however many it comes.
    """
    seen: dict[tuple[object, str], Mention] = {}
    for mention in typed.mentions:
        if not mention.only_once:
            continue
        table = mention.sheet.source.table
        sheet: object = table if table == "patients" else id(mention.sheet)
        first = seen.setdefault((sheet, mention.patient), mention)
        if first is not mention:
            cell = mention.sheet.cell(mention.row, mention.column)
            other = _place(first)
            yield finding("patient twice", mention.sheet, cell, mention.patient, other=other)


def _place(mention: Mention) -> str:
    sheet = f"{mention.sheet.name}, " if mention.sheet.name else ""
    return f"{mention.sheet.file}, {sheet}cell {mention.sheet.cell(mention.row, mention.column)}"


def similar_patients(typed: Typed) -> Iterator[Finding]:
    """IDs that only case, width or zeros in front tell apart."""
    first: dict[str, Mention] = {}
    told: set[str] = set()
    for mention in typed.mentions:
        # Said once for each spelling.
        if mention.patient in told:
            continue
        told.add(mention.patient)
        same = first.setdefault(_without_zeros(mention.patient), mention)
        if same is not mention:
            cell = mention.sheet.cell(mention.row, mention.column)
            yield finding(
                "similar patients", mention.sheet, cell, mention.patient,
                other=repr(same.patient), place=_place(same),
            )  # fmt: skip


def _without_zeros(patient: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain(patient))


def unknown_patient(typed: Typed) -> Iterator[Finding]:
    """A patient of another sheet that the patients sheet does not have; once a sheet."""
    known = {m.patient for m in typed.mentions if m.sheet.source.table == "patients"}
    if not known:
        # Then the patients sheet itself is at fault, which is a finding already.
        return
    strangers = [m for m in typed.mentions if m.patient not in known]
    rows = Counter((id(m.sheet), m.patient) for m in strangers)
    spellings = {_without_zeros(patient): patient for patient in known}
    told: set[tuple[int, str]] = set()
    for mention in strangers:
        key = (id(mention.sheet), mention.patient)
        if key in told:
            continue
        told.add(key)
        cell = mention.sheet.cell(mention.row, mention.column)
        hint = _nearest(mention.patient, spellings)
        yield finding(
            "unknown patient", mention.sheet, cell, mention.patient, near=hint, count=rows[key]
        )


#: Looking for the nearest of many thousand IDs, for each of many, would take hours.
_COMPARED = 2000


def _nearest(patient: str, spellings: dict[str, str]) -> str:
    same = spellings.get(_without_zeros(patient))
    if same is None and len(spellings) <= _COMPARED:
        close = difflib.get_close_matches(patient, list(spellings.values()), n=1, cutoff=0.6)
        same = close[0] if close else None
    return f"; nearest: {same}" if same else ""


def no_study_drug(typed: Typed) -> Iterator[Finding]:
    """A patient who never started the study drug."""
    started = first_doses(typed.treatments, typed.study.drug)
    for entry in typed.patients:
        if entry.values["patient"] not in started:
            got = entry.values["patient"]
            cell = entry.cell("patient")
            yield finding("no study drug", entry.sheet, cell, got, drug=typed.study.drug)


def range_of_columns(typed: Typed) -> Iterator[Finding]:
    """Numbers outside the limits of their column, in any table but the assessments."""
    for table, entries in (("patients", typed.patients), ("treatments", typed.treatments)):
        limited = [c for c in TABLES[table] if c.kind == "number"]
        for entry in entries:
            for column in limited:
                if column.name in entry.values and not _within(entry.values[column.name], column):
                    yield _out_of_range(entry, column)


def _within(value: float, column: Column) -> bool:
    return (column.low is None or column.low <= value) and (
        column.high is None or value <= column.high
    )


def _out_of_range(entry: Entry, column: Column) -> Finding:
    low, high = (number_text(float(x)) if x is not None else "any" for x in _limits(column))
    return finding(
        "range", entry.sheet, entry.cell(column.name), entry.got(column.name),
        name=column.label, low=low, high=high,
    )  # fmt: skip


def _limits(column: Column) -> tuple[float | None, float | None]:
    return column.low, column.high


def duration_above_age(typed: Typed) -> Iterator[Finding]:
    """Atopic dermatitis for longer than life."""
    for entry in typed.patients:
        age, duration = (entry.values.get(name) for name in ("age_years", "ad_duration_years"))
        if age is not None and duration is not None and duration > age:
            cell, got = entry.cell("ad_duration_years"), entry.got("ad_duration_years")
            yield finding("duration above age", entry.sheet, cell, got, age=number_text(age))
