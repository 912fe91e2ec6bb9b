"""Which cells a finding speaks of, by what a person would understand from it.

Written apart from the reader: from the words of docs/findings.md, not from its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dermcohort.findings import Finding


class Area(NamedTuple):
    """A rectangle of cells, both ends included, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


_ENDLESS = 10**9
_CELLS = re.compile(r"\b([A-Z]{1,3})([0-9]+)(?::([A-Z]{1,3})([0-9]+))?\b")
_COLUMNS = re.compile(r"\b([A-Z]{1,3}):([A-Z]{1,3})\b")
_ROWS = re.compile(r"(?:\brows? )?\b([0-9]+)(?::| to |-)([0-9]+)\b|\brow ([0-9]+)\b")
_ONE_COLUMN = re.compile(r"\bcolumn ([A-Z]{1,3})\b")
#: One finding for all such cells of a column, told at the first of them.
_OF_COLUMN = re.compile(r"\b(this|the) column\b")
#: A required cell that cannot be used takes its row with it.
_OF_ROW = frozenset({"missing value", "nothing recorded", "repeated headings", "summary row"})


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def areas(cell: str) -> Iterator[Area]:
    """What a finding's cell names: "F17", "F17:H19", "A1, B3", "D:D", "row 7"."""
    for found in _CELLS.finditer(cell):
        column, row = column_number(found[1]), int(found[2])
        last_column = column_number(found[3]) if found[3] else column
        yield Area(row, column, int(found[4]) if found[4] else row, last_column)
    rest = _CELLS.sub(" ", cell)
    for found in _COLUMNS.finditer(rest):
        yield Area(1, column_number(found[1]), _ENDLESS, column_number(found[2]))
    for found in _ONE_COLUMN.finditer(rest):
        yield Area(1, column_number(found[1]), _ENDLESS, column_number(found[1]))
    for found in _ROWS.finditer(rest):
        first = int(found[1] or found[3])
        yield Area(first, 1, int(found[2] or first), _ENDLESS)


class Cell(NamedTuple):
    """A cell of a file; the sheet of a csv is ""."""

    file: str
    sheet: str
    row: int
    column: int

    @classmethod
    def of(cls, place: str) -> Cell:
        """From ``charts.xlsx!Visits!F17`` or ``charts.csv!F17``."""
        file, _, rest = place.partition("!")
        sheet, _, name = rest.rpartition("!")
        found = _CELLS.fullmatch(name)
        assert found, place
        return cls(file, sheet, int(found[2]), column_number(found[1]))


@dataclass(frozen=True)
class Account:
    """All findings, and for which cells each speaks.

    Attributes
    ----------
    findings : tuple of Finding
    headings : (file, sheet) -> (first, last) rows of headings
        Of each source; a finding there speaks of the whole column below.
    keys : (file, sheet) -> columns
        Columns without which a row is of no use (patient, date, drug, first dose, event): an
        error there speaks of the row.
    contents : cell -> text
        What stands in the cells of patients: a finding of one is told once a sheet.
    """

    findings: tuple[Finding, ...]
    headings: Mapping[tuple[str, str], Iterable[tuple[int, int]]]
    keys: Mapping[tuple[str, str], frozenset[int]]
    contents: Mapping[Cell, str] = field(default_factory=dict)

    def of(self, cell: Cell, severity: str = "") -> list[Finding]:
        """Findings that speak of a cell, of one severity if that is given."""
        return [
            each
            for each in self.findings
            if each.severity.startswith(severity) and self._speaks(each, cell)
        ]

    def _speaks(self, finding: Finding, cell: Cell) -> bool:
        if (finding.file, finding.sheet) != (cell.file, cell.sheet):
            # What is said of a file is said of each of its sheets.
            return (finding.file, finding.sheet, finding.cell) == (cell.file, "", "")
        named = list(areas(finding.cell))
        if not named:
            return not finding.cell and self._of_sheet(finding)
        return any(self._covers(finding, area, cell) for area in named)

    @staticmethod
    def _of_sheet(finding: Finding) -> bool:
        return finding.severity == "error" or bool(
            re.search(r"\bis not used|not read", finding.expected)
        )

    def _covers(self, finding: Finding, area: Area, cell: Cell) -> bool:
        if area.holds(cell.row, cell.column):
            return True
        place = cell.file, cell.sheet
        same_column = area.first_column <= cell.column <= area.last_column
        same_row = area.first_row <= cell.row <= area.last_row
        if (
            same_column
            and cell.row > area.first_row
            and (
                _OF_COLUMN.search(f"{finding.expected} {finding.detail}")
                or any(top <= area.first_row <= last for top, last in self.headings.get(place, ()))
            )
        ):
            return True
        if "have this ID" in finding.expected:
            other = cell._replace(column=area.first_column)
            named = cell._replace(row=area.first_row, column=area.first_column)
            if other in self.contents and self.contents[other] == self.contents.get(named):
                return True
        if finding.rule == "no values" and "rows of this sheet" in finding.expected:
            # Told once, at the first row that has keys and no value.
            return cell.column in self.keys.get(place, frozenset())
        key = finding.severity == "error" and area.first_column in self.keys.get(place, frozenset())
        return same_row and (key or finding.rule in _OF_ROW)


def headings_of(study: Mapping[str, Any]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Rows of headings of each file and sheet, from the parsed study file."""
    rows: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for source in study["sources"]:
        place = source.get("file", study.get("charts", "charts.xlsx")), source.get("sheet", "")
        top = source.get("header_row", 1)
        rows.setdefault(place, []).append((top, top + source.get("header_rows", 1) - 1))
    return rows
