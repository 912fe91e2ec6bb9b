"""A sheet as it was found: headings and raw values, each with the cell it stands in.

This is what `acquire` hands to `check`. Nothing is interpreted here; the only thing added is the
way back from a value to its place.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from dermcohort.findings import Finding
from dermcohort.sources import Source

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell whose formula failed: it shows ``#DIV/0!`` where a value should stand."""

    text: str


Value: TypeAlias = (
    str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | ErrorCell | None
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One source of the study file, read.

    Attributes
    ----------
    source : Source
        The entry of the study file.
    file : str
        As the study file names it.
    name : str
        Of the sheet in its workbook; "" for a csv.
    headings : tuple of str
        One a column, without surrounding space; "" over a column that has none.
    header_row, first_column : int
        Row of the headings and column of the first of them, counted from 1 as Excel does.
    row_numbers : tuple of int
        Excel's number of each of `rows`.
    rows : tuple of tuple of Value
        Raw values, as wide as `headings`; None is an empty cell. Empty rows are left out.
    noticed : tuple of Finding
        What already struck when the file was read.
    records : bool
        Whether the rows are records of a data set, which has no cells: a place is named by its
        variable and its record, as "AVAL of record 17".
    record_names : tuple of str
        Of each of `rows`, where records have names of their own: "Observation/abc".

    Examples
    --------
    >>> source = Source(table="patients")
    >>> sheet = Sheet(source, "charts.xlsx", "Visits", ("ID", "EASI"), 1, 5, (17,), (("1", 84),))
    >>> sheet.cell(0, 1), sheet.heading_cell(1), sheet.place(0, 1)
    ('F17', 'F1', 'charts.xlsx!Visits!F17')
    """

    source: Source
    file: str
    name: str
    headings: tuple[str, ...]
    header_row: int
    first_column: int
    row_numbers: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    noticed: tuple[Finding, ...] = field(default=())
    records: bool = False
    record_names: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """Name of a cell, from its positions in `rows` and in `headings`, counted from 0."""
        if self.records:
            names = self.record_names
            record = names[row] if names else f"record {self.row_numbers[row]}"
            return f"{self.headings[column]} of {record}"
        return cell_name(self.row_numbers[row], self.first_column + column)

    def heading_cell(self, column: int) -> str:
        """Name of the cell of a heading."""
        if self.records:
            return self.headings[column]
        return cell_name(self.header_row, self.first_column + column)

    def place(self, row: int, column: int) -> str:
        """File, sheet and cell as one text, the ``source`` of a row in the tables."""
        sheet = f"{self.name}!" if self.name else ""
        return f"{self.file}!{sheet}{self.cell(row, column)}"


def cell_name(row: int, column: int) -> str:
    """Excel's name of a cell, from its row and column counted from 1.

    >>> cell_name(17, 6), cell_name(1, 27), cell_name(2, 703)
    ('F17', 'AA1', 'AAA2')
    """
    return f"{column_letters(column)}{row}"


@cache
def column_letters(column: int) -> str:
    """Excel's letters of a column counted from 1.

    >>> column_letters(52)
    'AZ'
    """
    letters = ""
    while column:
        # Excel's letters have no zero: Z is followed by AA.
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
