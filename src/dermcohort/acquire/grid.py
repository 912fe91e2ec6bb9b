"""From a grid of cells to a sheet with headings; a grid that can be no table is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import ErrorCell, Sheet, Value, cell_name
from dermcohort.study import Source
from dermcohort.tables import column_of, parameter_of

#: How many headings an error message lists.
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of a file or of one of its sheets.

    Attributes
    ----------
    file, sheet : str
        As the study file and the workbook name them; the sheet of a csv is "".
    first_row, first_column : int
        Excel's numbers of the first value of `rows`, counted from 1.
    rows : sequence of sequence of Value
        Not necessarily all of one length; None is an empty cell.
    noticed : tuple of Finding
        What struck on reading.
    """

    file: str
    sheet: str
    first_row: int
    first_column: int
    rows: Sequence[Sequence[Value]]
    noticed: tuple[Finding, ...] = ()

    @property
    def place(self) -> str:
        """File and sheet, as a person says it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def sheet_of(grid: Grid, source: Source) -> Sheet:
    """Take the headings from their row and keep the rows below that hold anything.

    Raises
    ------
    SourceUnreadable
        If the row of headings is empty, two headings are equal, none is recognised, or no row
        is below them. A sheet of events may be empty: it says that there were none.
    """
    at = source.header_row - grid.first_row
    headings = _headings(grid, source, at)
    below = [
        (grid.first_row + number, row)
        for number, row in enumerate(grid.rows[at + 1 :], start=at + 1)
        if any(value is not None for value in row)
    ]
    _refuse_same_headings(grid, source, headings)
    _refuse_prose(grid, source, headings)
    if not below and source.table != "events":
        raise SourceUnreadable(
            f"{grid.place} has no row below the headings in row {source.header_row}; "
            "try: fill it in, or remove this [[sources]] entry from the study file"
        )
    width = max([len(headings), *(_width(row) for _, row in below)])
    return Sheet(
        source=source,
        file=grid.file,
        name=grid.sheet,
        headings=headings + ("",) * (width - len(headings)),
        header_row=source.header_row,
        first_column=grid.first_column,
        row_numbers=tuple(number for number, _ in below),
        rows=tuple((*row[:width], *(None,) * (width - len(row))) for _, row in below),
        noticed=grid.noticed,
    )


def _width(row: Sequence[Value]) -> int:
    """Columns up to the last that holds anything."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def _headings(grid: Grid, source: Source, at: int) -> tuple[str, ...]:
    row = grid.rows[at] if 0 <= at < len(grid.rows) else ()
    width = _width(row)
    if width:
        return tuple(_heading(value) for value in row[:width])
    filled = [grid.first_row + i for i, each in enumerate(grid.rows) if _width(each)]
    if not filled:
        raise SourceUnreadable(f"{grid.place} is empty; try: name the sheet that holds the charts")
    # A title above the table is the usual reason.
    later = [number for number in filled if number > source.header_row]
    hint = f"; try: header_row = {later[0]}" if later else f"; the last row is {filled[-1]}"
    raise SourceUnreadable(
        f"{grid.place}: row {source.header_row}, where the headings should be, is empty{hint}"
    )


def _heading(value: Value) -> str:
    text = value.text if isinstance(value, ErrorCell) else str("" if value is None else value)
    # A heading is often broken into lines within its cell.
    return " ".join(text.split())


def _refuse_same_headings(grid: Grid, source: Source, headings: tuple[str, ...]) -> None:
    seen: dict[str, int] = {}
    for column, heading in enumerate(headings):
        first = seen.setdefault(heading.casefold(), column)
        if heading and first != column:
            cells = [
                cell_name(source.header_row, grid.first_column + each) for each in (first, column)
            ]
            raise SourceUnreadable(
                f"{grid.place}: the heading {heading!r} stands in cell {cells[0]} and in cell "
                f"{cells[1]}; try: give each column its own heading, such as 'EASI 0M', 'EASI 1M'"
            )


def _refuse_prose(grid: Grid, source: Source, headings: tuple[str, ...]) -> None:
    if any(_known(heading, source) for heading in headings):
        return
    named = [repr(heading[:40]) for heading in headings if heading]
    more = f" and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
    raise SourceUnreadable(
        f"{grid.place} has no column that dermcohort recognises for {source.table}; headings found "
        f"in row {source.header_row}: {', '.join(named[:_LISTED])}{more}; try: another header_row, "
        f'or columns = {{ {named[0]} = "patient", ... }} in the study file'
    )


def _known(heading: str, source: Source) -> bool:
    """Whether a heading means anything at all; what exactly is for `check` to say."""
    if heading.casefold() in (name.casefold() for name in source.columns):
        return True
    words = re.sub(r"[(（\[].*?[)）\]]", " ", heading).replace("_", " ").split()
    # Over a wide sheet a visit stands behind or in front.
    spellings = {heading, *(" ".join(part) for part in (words, words[:-1], words[1:]))}
    if any(column_of(source.table, spelling) for spelling in spellings):
        return True
    return source.table == "assessments" and any(
        parameter_of(" ".join(words[first:last]))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    )
