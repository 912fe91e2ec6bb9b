"""Read the rows of a sheet: patients, treatments and events become typed entries.

Columns are read one after the other, rows are put together from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dermcohort.check.cells import READERS
from dermcohort.check.columns import SILENT, Readings, read_cell, read_column
from dermcohort.check.conventions import Conventions
from dermcohort.check.dates import SHORT_YEARS
from dermcohort.check.headings import Layout
from dermcohort.check.names import NAMED
from dermcohort.check.reading import Reading
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import shown
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.tables import TABLES, Column


@dataclass(frozen=True, slots=True)
class Entry:
    """One typed row of one of the tables patients, treatments and events.

    Attributes
    ----------
    sheet : Sheet
    row : int
        Position in the sheet's rows.
    values : mapping of str to value
        Column of the table -> typed value; a column that is missing, or was not readable, is not
        in it.
    columns : mapping of str to int
        Column of the table -> position in the sheet's headings; a constant is not in it.
    """

    sheet: Sheet
    row: int
    values: Mapping[str, Any]
    columns: Mapping[str, int]

    def cell(self, name: str) -> str:
        """The cell of a column; "" for a constant."""
        return self.sheet.cell(self.row, self.columns[name]) if name in self.columns else ""

    def got(self, name: str) -> str:
        """What stands in the cell of a column, or the constant."""
        if name in self.columns:
            return shown(self.sheet.rows[self.row][self.columns[name]])
        return self.sheet.source.constants.get(name, "")

    @property
    def source(self) -> str:
        """The place of the row: its first mapped cell."""
        return self.sheet.place(self.row, min(self.columns.values(), default=0))


class Mention(NamedTuple):
    """A row that names a patient."""

    patient: str
    sheet: Sheet
    row: int
    column: int
    only_once: bool


def read_constants(
    sheet: Sheet, layout: Layout, allowed: tuple[str, ...], conventions: Conventions
) -> tuple[dict[str, Reading], list[Finding]]:
    """The values that the study file gives to every row of a sheet."""
    columns = {column.name: column for column in TABLES[sheet.source.table]}
    constants = {}
    findings = []
    for name, text in sheet.source.constants.items():
        got = f"{name} = {text}"
        slot = layout.at(name)
        if name not in allowed or slot is not None:
            taken = "a column that the sheet does not have itself; allowed here: "
            words = (taken if slot else "one of: ") + ", ".join(allowed)
            findings.append(finding("constant", sheet, "", got, allowed=words))
            continue
        reader = NAMED.get(name, READERS[columns[name].kind])
        reading = read_cell(text, columns[name], conventions.of(columns[name]), reader)
        if reading.value is None or not text.strip():
            words = f"a value for {columns[name].label}"
            findings.append(finding("constant", sheet, "", got, allowed=words))
            continue
        constants[name] = reading
        if reading.rule:
            more = {"count": len(sheet.rows), "years": SHORT_YEARS, **reading.details}
            findings.append(finding(reading.rule, sheet, "", text, **more))
    return constants, findings


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of one sheet of patients, treatments or events."""

    entries: tuple[Entry, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


def read_rows(sheet: Sheet, layout: Layout, conventions: Conventions) -> RowsRead:
    """Type the rows of a sheet; those without what the table requires are findings."""
    table = TABLES[sheet.source.table]
    names = tuple(column.name for column in table)
    constants, findings = read_constants(sheet, layout, names, conventions)
    columns = {slot.name: slot.index for slot in layout.slots}
    units = {slot.name: slot.unit for slot in layout.slots}
    readings: dict[str, Readings] = {}
    for column in table:
        if column.name in columns:
            index, unit = columns[column.name], units[column.name]
            readings[column.name], noticed = read_column(sheet, index, column, conventions, unit)
            findings += noticed
    if not sheet.rows:
        findings.append(finding("no events", sheet, "", "no row"))
    once = sheet.source.table == "patients"
    mentions = mentions_of(sheet, layout, readings.get("patient"), only_once=once)
    required = [column for column in table if column.required]
    entries: list[Entry] = []
    # Without the column, which is a finding already, every row would be one.
    if all(column.name in readings or column.name in constants for column in required):
        if layout.shared:
            readings = _without_rows_of_others(readings)
        entries, missing = _entries(sheet, readings, constants, columns)
        findings += missing
    return RowsRead(tuple(entries), tuple(mentions), tuple(findings))


def _without_rows_of_others(readings: Mapping[str, Readings]) -> dict[str, Readings]:
    """Rows of which this table has no more than the patient are left out: others have the rest."""
    own = [column for name, column in readings.items() if name != "patient"]
    if not own:
        return dict(readings)
    kept = [any(e and e.rule not in SILENT for e in row) for row in zip(*own, strict=True)]
    return {
        name: [each if keep else None for each, keep in zip(column, kept, strict=True)]
        for name, column in readings.items()
    }


def _entries(
    sheet: Sheet,
    readings: Mapping[str, Readings],
    constants: Mapping[str, Reading],
    columns: Mapping[str, int],
) -> tuple[list[Entry], list[Finding]]:
    required = [column for column in TABLES[sheet.source.table] if column.required]
    entries = []
    findings: list[Finding] = []
    for row in range(len(sheet.rows)):
        found = {name: each for name, column in readings.items() if (each := column[row])}
        if not found:
            continue
        found = {**constants, **found}
        findings += _missing_values(sheet, row, found, required, columns)
        values = {name: each.value for name, each in found.items() if each.value is not None}
        if all(column.name in values for column in required):
            entries.append(Entry(sheet, row, values, columns))
    return entries, findings


def _missing_values(
    sheet: Sheet,
    row: int,
    found: Mapping[str, Reading],
    required: list[Column],
    columns: Mapping[str, int],
) -> Iterator[Finding]:
    """Findings for required cells that are empty; unreadable ones are findings already."""
    nothing = any(reading.rule == "nothing recorded" for reading in found.values())
    dated = any(isinstance(reading.value, dt.date) for reading in found.values())
    if nothing and not dated:
        return
    for column in required:
        reading = found.get(column.name)
        if reading is None or reading.rule in SILENT or reading.rule == "nothing recorded":
            index = columns[column.name]
            cell, got = sheet.cell(row, index), shown(sheet.rows[row][index])
            yield finding("missing value", sheet, cell, got, name=column.label)


def mentions_of(
    sheet: Sheet, layout: Layout, patients: Readings | None, *, only_once: bool
) -> Iterator[Mention]:
    """Every row that names a patient."""
    slot = layout.at("patient")
    for row, reading in enumerate(patients or ()):
        if slot is not None and reading is not None and reading.value is not None:
            yield Mention(reading.value, sheet, row, slot.index, only_once)
