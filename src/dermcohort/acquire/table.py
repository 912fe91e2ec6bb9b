"""Any table with headings in its first row: what ``dermcohort compare`` reads."""

from __future__ import annotations

from pathlib import Path

from dermcohort.acquire.delimited import read_delimited
from dermcohort.acquire.excel.workbook import open_workbook, read_workbook
from dermcohort.acquire.files import DELIMITED, find_file, refuse_unknown_kind
from dermcohort.acquire.grid import Grid
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import ErrorCell, Value, cell_name

Column = list[float | None] | list[str | None]


def read_table(path: Path, sheet: str = "") -> dict[str, Column]:
    """Columns of a csv or of a sheet, each of numbers or of text; empty cells are None.

    A column is of numbers if every cell that is not empty is one.

    Raises
    ------
    SourceUnreadable
        If the file or sheet cannot be read, has no headings, the same heading twice, or no row
        below; or if a cell holds a formula's error.
    """
    file = path.name
    path = find_file(file, path.parent)
    refuse_unknown_kind(path, file)
    if path.suffix.lower() in DELIMITED:
        grid = read_delimited(path, file)
    else:
        with open_workbook(path, file) as book:
            grid = read_workbook(book, sheet)
    rows = [row for row in grid.rows if any(value is not None for value in row)]
    if len(rows) < 2:
        raise SourceUnreadable(
            f"{grid.place} holds {'no row below its headings' if rows else 'nothing'}; "
            "try: a table with headings in its first row"
        )
    headings = [str(value).strip() if value is not None else "" for value in rows[0]]
    for heading in headings:
        if heading and headings.count(heading) > 1:
            raise SourceUnreadable(
                f"two columns of {grid.place} have the heading {heading!r}; try: rename one"
            )
    _refuse_errors(grid)
    return {
        heading: _column([row[number] if number < len(row) else None for row in rows[1:]])
        for number, heading in enumerate(headings)
        if heading
    }


def _refuse_errors(grid: Grid) -> None:
    for number, row in enumerate(grid.rows):
        for column, value in enumerate(row):
            if isinstance(value, ErrorCell):
                cell = cell_name(grid.first_row + number, grid.first_column + column)
                raise SourceUnreadable(
                    f"{grid.place}, cell {cell} shows {value.text}; "
                    "try: mend the formula, or empty the cell"
                )


def _column(values: list[Value]) -> Column:
    numbers = [_number(value) for value in values]
    present = [value for value in values if value is not None]
    if present and sum(n is not None for n in numbers) == len(present):
        return numbers
    return [None if value is None else _text(value) for value in values]


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _text(value: Value) -> str:
    # Excel holds the group "1" as the number 1.0.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
