"""Say what stands beside the values of a table: one finding a kind, with the first of its cells.

Only a stroke, a raised sign and merged cells are said cell by cell, as each may change a value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dermcohort.acquire.marks import Area, Place
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Value, cell_name, column_letters

if TYPE_CHECKING:
    from dermcohort.acquire.grid import Grid

#: Areas that a finding names, and cells that are looked at for them.
_NAMED = 8
_LOOKED_AT = 2000
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table in its grid.

    Attributes
    ----------
    numbers : tuple of int
        Excel's numbers of the rows that hold anything, in order.
    rows : tuple of tuple of Value
        The same rows, as wide as the table.
    first_column : int
        Column of the first value of each row, counted from 1.
    headings_from, headings_to : int
        First and last row of the headings.
    unused : frozenset of int
        Excel's numbers of the columns that nothing is taken from.
    """

    numbers: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    first_column: int
    headings_from: int
    headings_to: int
    unused: frozenset[int] = frozenset()

    @property
    def columns(self) -> range:
        """Excel's numbers of the columns."""
        width = len(self.rows[0]) if self.rows else 0
        return range(self.first_column, self.first_column + width)


def marked(grid: Grid, body: Body) -> Iterator[Finding]:
    """What is to be said of a table that stands in a grid."""
    if not body.rows:
        return
    yield from _of_the_sheet(grid)
    yield from _hidden(grid, body)
    yield from _formulas(grid, body)
    yield from _cell_by_cell(grid, body)
    yield from _colours(grid, body)
    yield from _otherwise(grid, body)
    commented = _within(grid.marks.comments, body, headings=True)
    if commented:
        yield _said("comments", grid, commented, _cells(len(commented)), count=len(commented))


def _said(
    rule: str, grid: Grid, cells: Iterable[tuple[int, int]], got: str, **details: object
) -> Finding:
    return noticed(rule, grid.file, grid.sheet, ", ".join(areas(cells)), got, **details)


def _of_the_sheet(grid: Grid) -> Iterator[Finding]:
    if grid.marks.visibility != "visible":
        state = grid.marks.visibility
        yield noticed("hidden sheet", grid.file, grid.sheet, "", state, state=state)
    if grid.marks.macros:
        yield noticed("macros", grid.file, grid.sheet, "", "macros")


def _hidden(grid: Grid, body: Body) -> Iterator[Finding]:
    rows = sorted(set(grid.marks.hidden_rows).intersection(body.numbers))
    if rows:
        runs = [f"{first}:{last}" for first, last in _runs(rows)]
        filtered = ", though a filter leaves them out" if grid.marks.filtered else ""
        yield noticed(
            "hidden rows", grid.file, grid.sheet, ", ".join(runs[:_NAMED]), _rows(len(rows)),
            count=len(rows), filtered=filtered,
        )  # fmt: skip
    columns = [
        number
        for at, number in enumerate(body.columns)
        if number in set(grid.marks.hidden_columns) and any(r[at] is not None for r in body.rows)
    ]
    if columns:
        runs = [f"{column_letters(a)}:{column_letters(b)}" for a, b in _runs(columns)]
        yield noticed(
            "hidden columns", grid.file, grid.sheet, ", ".join(runs[:_NAMED]),
            f"{len(columns)} columns" if len(columns) > 1 else "1 column", count=len(columns),
        )  # fmt: skip


def _formulas(grid: Grid, body: Body) -> Iterator[Finding]:
    marks = grid.marks
    kinds = {
        "not computed": marks.uncomputed,
        "linked cells": marks.linked,
        "moving formula": marks.moving,
    }
    for rule, places in kinds.items():
        if cells := _within(places, body):
            yield _said(rule, grid, cells, _cells(len(cells)), count=len(cells))


def _cell_by_cell(grid: Grid, body: Body) -> Iterator[Finding]:
    marks = grid.marks
    kinds = {
        "struck through": marks.struck,
        "partly struck": marks.partly_struck,
        "raised signs": marks.raised,
    }
    for rule, places in kinds.items():
        cells = [cell for cell in _within(places, body) if _value(cell, body) is not None]
        for row, first, last in _row_runs(cells):
            got = " | ".join(
                str(_value(Place(row, column), body)) for column in range(first, last + 1)
            )
            yield noticed(rule, grid.file, grid.sheet, _name(Area(row, first, row, last)), got)
    columns, numbers = body.columns, set(body.numbers)
    for area in marks.merged:
        # A heading may be merged as it likes.
        if area.first_column in columns and numbers.intersection(
            range(max(area.first_row, body.headings_to + 1), area.last_row + 1)
        ):
            yield noticed("merged cells", grid.file, grid.sheet, _name(area), "merged")


def _colours(grid: Grid, body: Body) -> Iterator[Finding]:
    for how, seen in (("filled", grid.marks.fills), ("written", grid.marks.fonts)):
        cells: list[Place] = []
        words = []
        for colour, columns in sorted(seen.items()):
            mine = _unlike_their_column(columns, body)
            if mine:
                cells += mine
                words.append(f"{colour} {len(mine)}")
        if cells:
            got = f"{_cells(len(cells))} {how} in colour: {', '.join(words)}"
            yield _said(
                "cell colours", grid, sorted(cells), got, count=len(cells), how=f"{how} in a colour"
            )


def _unlike_their_column(columns: Mapping[int, Sequence[int]], body: Body) -> list[Place]:
    """Cells of a colour, but for columns that have it in every row: that is a design."""
    rows = set(body.numbers)
    found = []
    for column, numbers in columns.items():
        mine = [row for row in numbers if row in rows] if column in body.columns else []
        if len(mine) < len(rows) or len(rows) == 1:
            found += [Place(row, column) for row in mine]
    return found


def _otherwise(grid: Grid, body: Body) -> Iterator[Finding]:
    for way, columns in sorted(grid.marks.shown.items()):
        cells = sorted(
            place
            for place, value in _values(columns, body)
            if value is not None and not isinstance(value, str)
        )
        percent = way == "as percent"
        if percent:
            # What nobody uses must not stop the run.
            cells = [cell for cell in cells if cell[1] not in body.unused]
        if cells:
            rule = "shown as percent" if percent else "shown otherwise"
            yield _said(rule, grid, cells, _cells(len(cells)), count=len(cells), way=way)
    cells = sorted(
        place
        for decimals, columns in grid.marks.decimals.items()
        for place, value in _values(columns, body)
        if _hides(value, decimals)
    )
    if cells:
        way = "with fewer decimals than they have"
        yield _said("shown otherwise", grid, cells, _cells(len(cells)), count=len(cells), way=way)


def _values(
    columns: Mapping[int, Sequence[int]], body: Body
) -> Iterator[tuple[tuple[int, int], Value]]:
    """Cells of the table with their values; plain tuples, as there may be millions."""
    position = dict(zip(body.numbers, body.rows, strict=True))
    for column, rows in columns.items():
        if column in body.columns:
            at = column - body.first_column
            for number in rows:
                row = position.get(number)
                if row is not None:
                    yield (number, column), row[at]


def _hides(value: Value, decimals: int) -> bool:
    """Whether digits are lost to the eye; the noise of a computer's fractions is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(round(value, decimals) - value) > _CLOSE * max(1.0, abs(value))


def _within(places: Iterable[Place], body: Body, *, headings: bool = False) -> list[Place]:
    rows, columns = set(body.numbers), body.columns
    if headings:
        rows.update(range(body.headings_from, body.headings_to + 1))
    return sorted(place for place in places if place.row in rows and place.column in columns)


def _value(place: Place, body: Body) -> Value:
    at = bisect_left(body.numbers, place.row)
    return body.rows[at][place.column - body.first_column]


def areas(places: Iterable[tuple[int, int]]) -> list[str]:
    """The first few areas that cells make up, as Excel names them.

    >>> areas([Place(2, 1), Place(2, 2), Place(3, 1), Place(3, 2), Place(9, 5)])
    ['A2:B3', 'E9']
    """
    found: list[Area] = []
    open_areas: dict[tuple[int, int], int] = {}
    for row, first, last in _row_runs(sorted(islice(places, _LOOKED_AT))):
        at = open_areas.get((first, last))
        if at is not None and found[at].last_row == row - 1:
            found[at] = found[at]._replace(last_row=row)
        else:
            open_areas[first, last] = len(found)
            found.append(Area(row, first, row, last))
    return [_name(area) for area in found[:_NAMED]]


def _row_runs(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Row, first and last column of cells that stand side by side."""
    by_row: dict[int, list[int]] = {}
    for row, column in places:
        by_row.setdefault(row, []).append(column)
    for row, columns in sorted(by_row.items()):
        for first, last in _runs(sorted(columns)):
            yield row, first, last


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of the numbers that follow one another."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number <= found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _name(area: Area) -> str:
    first = cell_name(area.first_row, area.first_column)
    last = cell_name(area.last_row, area.last_column)
    return first if first == last else f"{first}:{last}"


def _cells(count: int) -> str:
    return f"{count} cells" if count != 1 else "1 cell"


def _rows(count: int) -> str:
    return f"{count} rows" if count != 1 else "1 row"
