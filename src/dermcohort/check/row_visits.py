"""Rows that name their visit and have no date: each is dated from the first dose.

The column is one that the study file maps to "visit". Where the rows have a date as well, the date
rules, and the visit follows from it as everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dermcohort.check.columns import read_column
from dermcohort.check.conventions import Conventions
from dermcohort.check.headings import VISIT, Layout, Slot, visit_named
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import as_text, shown
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.study import Study
from dermcohort.tables import PATIENT


@dataclass(frozen=True, slots=True)
class Dated:
    """A sheet whose column of visits has become one of dates.

    Rows that cannot be dated have lost their values; the findings say so.
    """

    sheet: Sheet
    layout: Layout
    findings: tuple[Finding, ...]


def dated(
    sheet: Sheet,
    layout: Layout,
    study: Study,
    first_doses: Mapping[str, dt.date],
    conventions: Conventions,
) -> Dated:
    """Put the first dose plus the visit's target day where the visit stands.

    Parameters
    ----------
    first_doses : mapping of patient to date
        Of the study drug.
    """
    slot, patient = layout.at(VISIT), layout.at("patient")
    if slot is None or patient is None or layout.at("date") is not None:
        slots = tuple(each for each in layout.slots if each.name != VISIT)
        return Dated(sheet, replace(layout, slots=slots), ())
    readings, _ = read_column(sheet, patient.index, PATIENT, conventions)
    rows, findings = [], []
    used: set[str] = set()
    for number, (values, reading) in enumerate(zip(sheet.rows, readings, strict=True)):
        raw, who = values[slot.index], (reading.value if reading else "") or ""
        visit = visit_named(as_text(raw), study.visits) if raw is not None else ""
        if visit and who in first_doses:
            used.add(visit)
            day = first_doses[who] + dt.timedelta(days=_target_day(study, visit))
            rows.append(tuple(day if i == slot.index else v for i, v in enumerate(values)))
            continue
        if not who:
            # That the patient is missing is told with the values, whatever the visit.
            rows.append(tuple(None if i == slot.index else v for i, v in enumerate(values)))
            continue
        rows.append(tuple(v if i == patient.index else None for i, v in enumerate(values)))
        if any(v is not None for i, v in enumerate(values) if i != patient.index):
            findings.append(_undated(sheet, number, slot, visit, study))
    slots = tuple(replace(each, name="date") if each == slot else each for each in layout.slots)
    findings += _assumed(sheet, study, used)
    return Dated(replace(sheet, rows=tuple(rows)), replace(layout, slots=slots), tuple(findings))


def _target_day(study: Study, name: str) -> int:
    return next(visit.target_day for visit in study.visits if visit.name == name)


def _undated(sheet: Sheet, row: int, slot: Slot, visit: str, study: Study) -> Finding:
    """A row without a visit, with one that the study does not have, or without a first dose."""
    cell, got = sheet.cell(row, slot.index), shown(sheet.rows[row][slot.index])
    if not got:
        return finding("missing value", sheet, cell, "", name="Visit")
    if not visit:
        allowed = ", ".join(study.visit_names)
        return finding("unknown visit", sheet, cell, got, allowed=allowed)
    return finding("no date to assume", sheet, cell, got, drug=study.drug, visit=visit)


def _assumed(sheet: Sheet, study: Study, used: set[str]) -> Iterator[Finding]:
    visits = [visit for visit in study.visits if visit.name in used]
    if visits:
        yield finding(
            "assumed dates", sheet, "", "no date",
            visits=", ".join(visit.name for visit in visits),
            days=", ".join(str(visit.target_day) for visit in visits),
            label=visits[0].label or visits[0].name,
        )  # fmt: skip
