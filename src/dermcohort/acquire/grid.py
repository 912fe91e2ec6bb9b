"""From a grid of cells to a sheet with headings; a grid that can be no table is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dermcohort.acquire.below import rows_below
from dermcohort.acquire.headings import joined_headings, refuse_prose, refuse_same, used
from dermcohort.acquire.marked import Body, marked
from dermcohort.acquire.marks import NONE, Marks
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source


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
    marks : Marks
        What stands beside the values: merged cells, hidden rows, colours, comments.
    records : bool
        Whether the rows below the first are records of a database or data set, counted from 1;
        the first holds the names of their variables.
    """

    file: str
    sheet: str
    first_row: int
    first_column: int
    rows: Sequence[Sequence[Value]]
    noticed: tuple[Finding, ...] = ()
    marks: Marks = NONE
    records: bool = False

    @property
    def place(self) -> str:
        """File and sheet, as a person says it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def sheet_of(grid: Grid, source: Source) -> Sheet:
    """Take the headings from their rows and keep the rows below that hold anything.

    Raises
    ------
    SourceUnreadable
        If the row of headings is empty, two headings are equal, none is recognised, or no row
        is below them. A sheet of events may be empty: it says that there were none.
    """
    first, count = (grid.first_row, 1) if grid.records else (source.header_row, source.header_rows)
    headings = _without_end(joined_headings(grid, first, count))
    if not headings:
        raise SourceUnreadable(_no_headings(grid, source))
    refuse_same(grid, source, headings)
    refuse_prose(grid, source, headings)
    below = rows_below(grid, source, headings)
    if not below.rows and source.table != "events":
        raise SourceUnreadable(_no_rows(grid, source))
    width = max([len(headings), *(_width(row.values) for row in below.rows)])
    numbers = tuple(row.number for row in below.rows)
    rows = tuple((*row.values[:width], *(None,) * (width - len(row.values))) for row in below.rows)
    unused = frozenset(
        column
        for column, heading in enumerate(headings, start=grid.first_column)
        if not used(heading, source)
    )
    body = Body(numbers, rows, grid.first_column, first, first + count - 1, unused)
    return Sheet(
        source=source,
        file=grid.file,
        name=grid.sheet,
        headings=headings + ("",) * (width - len(headings)),
        header_row=first + count - 1,
        first_column=grid.first_column,
        row_numbers=numbers,
        rows=rows,
        noticed=(*grid.noticed, *below.noticed, *marked(grid, body)),
        records=grid.records,
    )


def _width(row: Sequence[Value]) -> int:
    """Columns up to the last that holds anything."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def _without_end(headings: tuple[str, ...]) -> tuple[str, ...]:
    while headings and not headings[-1]:
        headings = headings[:-1]
    return headings


def _no_headings(grid: Grid, source: Source) -> str:
    filled = [grid.first_row + i for i, each in enumerate(grid.rows) if _width(each)]
    if not filled:
        return f"{grid.place} is empty; try: name the sheet that holds the charts"
    # A title above the table is the usual reason.
    later = [number for number in filled if number > source.header_row]
    hint = f"; try: header_row = {later[0]}" if later else f"; the last row is {filled[-1]}"
    return f"{grid.place}: row {source.header_row}, where the headings should be, is empty{hint}"


def _no_rows(grid: Grid, source: Source) -> str:
    last = f" and above last_row = {source.last_row}" if source.last_row else ""
    where = "" if grid.records else f" below the headings in row {source.header_row}{last}"
    return (
        f"{grid.place} has no row{where}; "
        "try: fill it in, or remove this [[sources]] entry from the study file"
    )
