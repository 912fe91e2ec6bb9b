"""Read the rows of a sheet: patients, treatments and events become typed entries.

Columns are read one after the other, since a column repeats few values: each is read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dermcohort.check.cells import READERS, Reading, failed_formula
from dermcohort.check.headings import Layout
from dermcohort.check.names import NAMED
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


Readings = list[Reading | None]


def read_column(sheet: Sheet, index: int, column: Column) -> tuple[Readings, list[Finding]]:
    """Read one column of a sheet; None for an empty cell."""
    reader = NAMED.get(column.name, READERS[column.kind])
    # 1, 1.0 and True are equal as keys, but not the same in a cell.
    seen: dict[tuple[type, object], Reading] = {}
    readings: Readings = []
    findings = []
    decimals: list[int] = []
    for row, values in enumerate(sheet.rows):
        raw = values[index]
        if raw is None:
            readings.append(None)
            continue
        key = (raw.__class__, raw)
        reading = seen.get(key)
        if reading is None:
            failed = failed_formula(raw)
            reading = Reading(None, rule="formula error") if failed else reader(raw, column)
            seen[key] = reading
        readings.append(reading)
        if reading.rule == "many decimals":
            decimals.append(row)
        elif reading.rule:
            cell = sheet.cell(row, index)
            findings.append(finding(reading.rule, sheet, cell, shown(raw), **reading.details))
    if decimals:
        cell, got = sheet.cell(decimals[0], index), shown(sheet.rows[decimals[0]][index])
        findings.append(finding("many decimals", sheet, cell, got, count=len(decimals)))
    return readings, findings


def read_constants(
    sheet: Sheet, layout: Layout, allowed: tuple[str, ...]
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
        reading = NAMED.get(name, READERS[columns[name].kind])(text, columns[name])
        if reading.value is None or not text.strip():
            words = f"a value for {columns[name].label}"
            findings.append(finding("constant", sheet, "", got, allowed=words))
            continue
        constants[name] = reading
        if reading.rule:
            findings.append(finding(reading.rule, sheet, "", text, **reading.details))
    return constants, findings


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of one sheet of patients, treatments or events."""

    entries: tuple[Entry, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


def read_rows(sheet: Sheet, layout: Layout) -> RowsRead:
    """Type the rows of a sheet; those without what the table requires are findings."""
    table = TABLES[sheet.source.table]
    constants, findings = read_constants(sheet, layout, tuple(column.name for column in table))
    columns = {slot.name: slot.index for slot in layout.slots}
    readings: dict[str, Readings] = {}
    for column in table:
        if column.name in columns:
            readings[column.name], noticed = read_column(sheet, columns[column.name], column)
            findings += noticed
    if not sheet.rows:
        findings.append(finding("no events", sheet, "", "no row"))
    once = sheet.source.table == "patients"
    mentions = mentions_of(sheet, layout, readings.get("patient"), only_once=once)
    required = [column for column in table if column.required]
    entries: list[Entry] = []
    # Without the column, which is a finding already, every row would be one.
    if all(column.name in readings or column.name in constants for column in required):
        entries, missing = _entries(sheet, readings, constants, columns)
        findings += missing
    return RowsRead(tuple(entries), tuple(mentions), tuple(findings))


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
        if reading is None or reading.rule in ("word for missing", "nothing recorded"):
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
