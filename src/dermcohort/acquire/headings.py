"""The headings of a table: joined from their rows, each once, and at least one that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dermcohort.acquire.marks import Area
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import ErrorCell, Value, cell_name
from dermcohort.sources import Source
from dermcohort.tables import column_of, parameter_of

if TYPE_CHECKING:
    from dermcohort.acquire.grid import Grid

#: How many headings an error message lists.
_LISTED = 12
_PARENTHESES = re.compile(r"[(（\[].*?[)）\]]")


def joined_headings(grid: Grid, header_row: int, header_rows: int) -> tuple[str, ...]:
    """The heading of each column of a grid, from one row or several.

    Parameters
    ----------
    grid : Grid
    header_row : int
        First row of the headings, counted from 1 as Excel does.
    header_rows : int
        How many rows they stand in. They are joined from top to bottom with a space.

    Returns
    -------
    tuple of str
        As wide as these rows; "" where there is none.

    Notes
    -----
    An upper heading stands for all columns of its merged cells. If it is not merged, it stands
    also for the empty cells to its right, unless nothing stands below it: then it is the heading
    of one column.
    """
    at = header_row - grid.first_row
    rows = [
        tuple(heading_text(value) for value in grid.rows[number])
        if 0 <= number < len(grid.rows)
        else ()
        for number in range(at, at + header_rows)
    ]
    width = max(map(len, rows))
    rows = [(*row, *[""] * (width - len(row))) for row in rows]
    merged = [_inside(area, grid, header_row) for area in grid.marks.merged]
    carried = [
        _carried(
            row, rows[number + 1 :], [m for m in merged if m.first_row <= number <= m.last_row]
        )
        for number, row in enumerate(rows[:-1])
    ]
    return tuple(_joined(parts) for parts in zip(*carried, rows[-1], strict=True))


def heading_text(value: Value) -> str:
    """What a cell of a heading says, in one line."""
    text = value.text if isinstance(value, ErrorCell) else str("" if value is None else value)
    # A heading is often broken into lines within its cell.
    return " ".join(text.split())


def _inside(area: Area, grid: Grid, header_row: int) -> Area:
    """A merged area counted from the first heading, from 0."""
    return Area(
        area.first_row - header_row,
        area.first_column - grid.first_column,
        area.last_row - header_row,
        area.last_column - grid.first_column,
    )


def _carried(
    row: Sequence[str], below: Sequence[Sequence[str]], merged: Sequence[Area]
) -> tuple[str, ...]:
    found = list(row)
    # The heading that was met last, where it stands and up to which column it goes.
    upper, stands, until = "", -1, -1
    for column, text in enumerate(row):
        area = next((m for m in merged if m.first_column <= column <= m.last_column), None)
        under = any(each[column] for each in below)
        if text:
            upper, stands = text, column
            until = area.last_column if area else (len(row) if under else column)
        elif area and area.first_column != stands:
            # Merged with an empty cell: nothing is said over these columns.
            until = -1
        elif column <= until and under:
            found[column] = upper
    return tuple(found)


def _joined(parts: Sequence[str]) -> str:
    kept = [part for number, part in enumerate(parts) if part and part not in parts[:number]]
    return " ".join(kept)


def refuse_same(grid: Grid, source: Source, headings: tuple[str, ...]) -> None:
    """Refuse the same heading over two columns.

    Raises
    ------
    SourceUnreadable
        If so; the message names both cells.
    """
    seen: dict[str, int] = {}
    for column, heading in enumerate(headings):
        first = seen.setdefault(heading.casefold(), column)
        if not heading or first == column:
            continue
        if grid.records:
            raise SourceUnreadable(
                f"{grid.place}: columns {first + 1} and {column + 1} are both named "
                f"{heading!r}; try: select each column once, under a name of its own"
            )
        row = source.header_row + source.header_rows - 1
        cells = [cell_name(row, grid.first_column + each) for each in (first, column)]
        raise SourceUnreadable(
            f"{grid.place}: the heading {heading!r} stands in cell {cells[0]} and in cell "
            f"{cells[1]}; try: give each column its own heading, such as 'EASI 0M', 'EASI 1M'"
            + ("; if visits stand in the row above, header_rows = 2" if _more(source) else "")
        )


def _more(source: Source) -> bool:
    return source.table == "assessments" and source.header_rows == 1


def refuse_prose(grid: Grid, source: Source, headings: tuple[str, ...]) -> None:
    """Refuse a sheet without any heading that means something.

    Raises
    ------
    SourceUnreadable
        If so; the message lists what was found.
    """
    if any(known(heading, source) for heading in headings):
        return
    named = [repr(heading[:40]) for heading in headings if heading]
    more = f" and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
    raise SourceUnreadable(
        f"{grid.place} has no column that dermcohort recognises for {source.table}; headings found "
        f"in row {source.header_row}: {', '.join(named[:_LISTED])}{more}; try: another header_row, "
        f'or columns = {{ {named[0]} = "patient", ... }} in the study file'
    )


def known(heading: str, source: Source) -> bool:
    """Whether a heading means anything at all; what exactly is for `check` to say."""
    if heading.casefold() in (name.casefold() for name in source.columns):
        return True
    words = _PARENTHESES.sub(" ", heading).replace("_", " ").split()
    # Over a wide sheet a visit stands behind or in front.
    spellings = {heading, *(" ".join(part) for part in (words, words[:-1], words[1:]))}
    if any(column_of(source.table, spelling) for spelling in spellings):
        return True
    return source.table == "assessments" and any(
        parameter_of(" ".join(words[first:last]))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    )


def used(heading: str, source: Source) -> bool:
    """Whether anything may be taken from the column of a heading."""
    targets = {name.casefold(): target.casefold() for name, target in source.columns.items()}
    return known(heading, source) and targets.get(heading.casefold()) != "ignore"


def patient_column(headings: Sequence[str], source: Source) -> int:
    """Position of the column of patients; the first one if none is recognised."""
    mapped = {name.casefold(): target for name, target in source.columns.items()}
    for column, heading in enumerate(headings):
        meant = mapped.get(heading.casefold())
        found = column_of(source.table, meant or heading)
        if found and found.name == "patient":
            return column
    return 0
