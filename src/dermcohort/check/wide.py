"""Read a wide sheet of assessments: a column for each parameter.

Either one row a patient, the headings naming the visits, or one row a visit with a column for
its date; a sheet may do both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from dermcohort.check.assessments import (
    COLUMNS,
    Assessment,
    AssessmentsRead,
    ItemAnswer,
    is_silent,
)
from dermcohort.check.columns import Readings, read_column
from dermcohort.check.conventions import Conventions
from dermcohort.check.headings import Layout, Slot
from dermcohort.check.items import item_column, read_answer
from dermcohort.check.reading import Reading
from dermcohort.check.rows import mentions_of, read_constants
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import shown
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.study import Study, Visit
from dermcohort.tables import PARAMETERS, Column


class _Group(NamedTuple):
    """The columns of one visit, or those that name none and share the date of their row."""

    visit: Visit | None
    date: Slot | None
    dates: Readings
    values: list[tuple[Slot, Readings]]


def read_wide(
    sheet: Sheet,
    layout: Layout,
    study: Study,
    first_doses: Mapping[str, dt.date],
    conventions: Conventions,
) -> AssessmentsRead:
    """Type a sheet that has a column for each parameter.

    Parameters
    ----------
    first_doses : mapping of patient to date
        Of the study drug: they date the visits of which the sheet gives no date.
    """
    constants, findings = read_constants(sheet, layout, ("patient", "date"), conventions)
    groups, noticed = _groups(sheet, layout, study, constants, conventions)
    findings += [*noticed, *_assumed_dates(sheet, groups)]
    slot = layout.at("patient")
    patients: Readings = [constants.get("patient")] * len(sheet.rows)
    if slot is not None:
        patients, noticed = read_column(sheet, slot.index, COLUMNS["patient"], conventions)
        findings += noticed
    once = any(slot.visit for slot in layout.slots)
    mentions = tuple(mentions_of(sheet, layout, patients, only_once=once))
    found: list[Assessment | ItemAnswer] = []
    for row, patient in enumerate(patients):
        if patient is not None and patient.value is not None:
            used, noticed = _wide_row(sheet, row, patient.value, groups, study, first_doses)
            found += used
            findings += noticed
            findings += _only_patient(sheet, row, slot, groups)
        elif patient is None and slot is not None:
            findings += _no_patient(sheet, row, slot, layout)
    values = tuple(each for each in found if isinstance(each, Assessment))
    answers = tuple(each for each in found if isinstance(each, ItemAnswer))
    return AssessmentsRead(values, mentions, tuple(findings), answers)


def _groups(
    sheet: Sheet,
    layout: Layout,
    study: Study,
    constants: Mapping[str, Reading],
    conventions: Conventions,
) -> tuple[list[_Group], list[Finding]]:
    """The columns by visit, in the order of the visits; read."""
    findings: list[Finding] = []
    groups = []
    for visit in (None, *study.visits):
        name = visit.name if visit else ""
        date = layout.at("date", name)
        constant = None if visit else constants.get("date")
        dates: Readings = [constant] * len(sheet.rows)
        if date is not None:
            dates, noticed = read_column(sheet, date.index, COLUMNS["date"], conventions)
            findings += noticed
        values = []
        for slot in layout.slots:
            if (slot.is_parameter or slot.is_item) and slot.visit == name:
                readings, noticed = _read(sheet, slot, conventions)
                values.append((slot, readings))
                findings += noticed
        if values or date is not None:
            groups.append(_Group(visit, date, dates, values))
    return groups, findings


def _read(sheet: Sheet, slot: Slot, conventions: Conventions) -> tuple[Readings, list[Finding]]:
    if slot.is_item:
        column = item_column(slot.name)
        return read_column(sheet, slot.index, column, conventions, reader=read_answer)
    parameter = PARAMETERS[slot.name]
    column = Column(parameter.code, "number", parameter.label, parameter.unit)
    return read_column(sheet, slot.index, column, conventions, slot.unit)


def _assumed_dates(sheet: Sheet, groups: list[_Group]) -> Iterator[Finding]:
    visits = [group.visit for group in groups if group.visit and group.date is None]
    if visits:
        yield finding(
            "assumed dates", sheet, "", "no date",
            visits=", ".join(visit.name for visit in visits),
            days=", ".join(str(visit.target_day) for visit in visits),
            label=visits[0].label or visits[0].name,
        )  # fmt: skip


def _wide_row(
    sheet: Sheet,
    row: int,
    patient: str,
    groups: list[_Group],
    study: Study,
    first_doses: Mapping[str, dt.date],
) -> tuple[list[Assessment | ItemAnswer], list[Finding]]:
    """The values and answers of one row, of all its visits."""
    found: list[Assessment | ItemAnswer] = []
    findings: list[Finding] = []
    for group in groups:
        present = [
            (slot, reading)
            for slot, readings in group.values
            if (reading := readings[row]) and reading.value is not None
        ]
        date = group.dates[row]
        if not present:
            findings += _date_alone(sheet, row, group, date)
            continue
        day = date.value if date else None
        if group.visit and group.date is None and patient in first_doses:
            day = first_doses[patient] + dt.timedelta(days=group.visit.target_day)
        if day is None:
            findings += _undated(sheet, row, group, present, study)
            continue
        for slot, reading in present:
            found.append(_valued(sheet, row, patient, day, slot, reading))
    return found, [*findings, *_visit_order(sheet, row, groups)]


def _valued(
    sheet: Sheet, row: int, patient: str, day: dt.date, slot: Slot, reading: Reading
) -> Assessment | ItemAnswer:
    value = reading.value
    if slot.is_item:
        return ItemAnswer(patient, day, slot.name, value, sheet, row, slot.index)
    return Assessment(
        patient, day, slot.name, value, reading.comparator, PARAMETERS[slot.name].unit, sheet, row,
        slot.index, reading.reported, reading.unit or None,
    )  # fmt: skip


def _date_alone(sheet: Sheet, row: int, group: _Group, date: Reading | None) -> Iterator[Finding]:
    """A visit that has a date and no value."""
    if group.date is not None and date is not None and date.value is not None:
        what = "the date of " + (group.visit.name if group.visit else "the visit")
        cell, got = sheet.cell(row, group.date.index), date.value.isoformat()
        yield finding("no values", sheet, cell, got, what=what)


def _undated(
    sheet: Sheet,
    row: int,
    group: _Group,
    present: list[tuple[Slot, Reading]],
    study: Study,
) -> Iterator[Finding]:
    """Values that no date can be given to."""
    visit = group.visit.name if group.visit else "of the row"
    cells = _cells(sheet, row, [slot.index for slot, _ in present])
    if group.date is None and group.visit is not None:
        yield finding("no date to assume", sheet, cells, "", drug=study.drug, visit=visit)
    elif group.date is not None and is_silent(group.dates[row]):
        cell, got = sheet.cell(row, group.date.index), shown(sheet.rows[row][group.date.index])
        yield finding("missing date", sheet, cell, got, visit=visit)


def _cells(sheet: Sheet, row: int, columns: list[int]) -> str:
    """One cell, or a range from the first to the last."""
    first, last = sheet.cell(row, min(columns)), sheet.cell(row, max(columns))
    return first if first == last else f"{first}:{last}"


def _visit_order(sheet: Sheet, row: int, groups: list[_Group]) -> Iterator[Finding]:
    dated = [
        (group.visit, group.date, reading.value)
        for group in groups
        if group.visit and group.date and (reading := group.dates[row]) and reading.value
    ]
    for (earlier, before, date), (visit, slot, day) in pairwise(dated):
        if day < date:
            cell, other = sheet.cell(row, slot.index), sheet.cell(row, before.index)
            yield finding(
                "visit order", sheet, cell, day.isoformat(),
                visit=visit.name, earlier=earlier.name, date=date, other=other,
            )  # fmt: skip


def _only_patient(
    sheet: Sheet, row: int, slot: Slot | None, groups: list[_Group]
) -> Iterator[Finding]:
    """A row that names a patient and nothing else."""
    columns = [s.index for group in groups for s, _ in group.values]
    columns += [group.date.index for group in groups if group.date]
    if slot is not None and all(sheet.rows[row][index] is None for index in columns):
        got = shown(sheet.rows[row][slot.index])
        yield finding("no values", sheet, sheet.cell(row, slot.index), got, what="the patient")


def _no_patient(sheet: Sheet, row: int, slot: Slot, layout: Layout) -> Iterator[Finding]:
    if any(sheet.rows[row][each.index] is not None for each in layout.slots):
        cell, label = sheet.cell(row, slot.index), COLUMNS["patient"].label
        yield finding("missing value", sheet, cell, "", name=label)
