"""Where a sheet's table stands: which rows are its headings, and which is its last one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dermcohort.acquire.grid import Grid
from dermcohort.acquire.headings import joined_headings
from dermcohort.check.spelling import plain
from dermcohort.mapping.columns import is_known
from dermcohort.mapping.units import is_unit
from dermcohort.mapping.visits import provisional
from dermcohort.mapping.words import FOOTNOTE, TOTALS
from dermcohort.privacy.identifiers import kind_of_heading
from dermcohort.sheets import Value

#: Rows from the top in which headings are sought, and rows that they may stand in.
_DEPTH, _TALL = 40, 3
_PATIENT = ("patient", "")
#: So many known headings make a table also where none of them is the patient's.
_ENOUGH = 3
#: Headings are words: at least this share of the filled cells of a row.
_WORDS = 0.6


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one sheet.

    Attributes
    ----------
    grid : Grid
    header_row, header_rows : int
        As `Source` has them; a row of units counts as one of headings.
    all_headings : tuple of str
        Joined, one a column of the sheet.
    headings : tuple of str
        The same, of this table only; "" over the columns of another one beside it.
    names : tuple of str
        The same without the row of units.
    units : tuple of str
        From the row of units; "" where there is none.
    rows : tuple of (int, sequence of Value)
        Excel's number of each row that holds anything, and its cells.
    last_row : int or None
        Where something else than patients stands below; else None.
    below : int
        How many rows stand below the last.
    """

    grid: Grid
    header_row: int
    header_rows: int
    all_headings: tuple[str, ...]
    headings: tuple[str, ...]
    names: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[Value]], ...]
    last_row: int | None
    below: int

    def values(self, column: int) -> list[Value]:
        """The cells of a column that are not empty."""
        cells = (row[column] if column < len(row) else None for _, row in self.rows)
        return [value for value in cells if value is not None]


def tables_of(grid: Grid) -> tuple[Table, ...]:
    """The tables of a sheet: none, one, or several side by side, each with its own patients."""
    whole = _table_of(grid)
    return _side_by_side(whole) if whole else ()


def _table_of(grid: Grid) -> Table | None:
    """The rows of headings that say most, and the rows below; None if no row is like that."""
    best, found = 0, (0, 0)
    visits = provisional(_texts(grid))
    for at in _word_rows(grid):
        for tall in range(1, _TALL + 1):
            if at + tall > len(grid.rows) or not all(
                _is_words(grid.rows[i]) for i in range(at, at + tall)
            ):
                break
            headings = joined_headings(grid, grid.first_row + at, tall)
            known = {key for heading in headings if (key := is_known(heading, visits))}
            # Of two rows that say the same the upper one, and fewer rows, are the headings.
            named = _PATIENT in known or any(map(_is_chart_number, headings))
            if len(known) > best and (named or len(known) >= _ENOUGH):
                best, found = len(known), (at, tall)
    return _table(grid, *found) if best else None


def _is_chart_number(heading: str) -> bool:
    return kind_of_heading(heading) == "chart number"


def _side_by_side(whole: Table) -> tuple[Table, ...]:
    """Tables that an empty column parts, if each of them names patients."""
    empty = [i for i, h in enumerate(whole.headings) if not h and not whole.values(i)]
    edges = [-1, *empty, len(whole.headings)]
    blocks = [range(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
    starts = [
        block.start
        for block in blocks
        if any(is_known(whole.names[i], ()) == _PATIENT for i in block)
    ]
    if len(starts) < 2:
        return (whole,)
    ends = [*starts[1:], len(whole.headings)]
    return tuple(_cut(whole, range(a, b)) for a, b in zip([0, *starts[1:]], ends, strict=True))


def _cut(whole: Table, columns: range) -> Table:
    def kept(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text if i in columns else "" for i, text in enumerate(texts))

    rows = [
        (number, tuple(v if i in columns else None for i, v in enumerate(row)))
        for number, row in whole.rows
    ]
    return replace(
        whole, headings=kept(whole.headings), names=kept(whole.names), units=kept(whole.units),
        rows=tuple((n, row) for n, row in rows if any(v is not None for v in row)),
    )  # fmt: skip


def _texts(grid: Grid) -> Iterator[str]:
    for row in grid.rows[: _DEPTH + _TALL]:
        yield from (value for value in row if isinstance(value, str))
    for first in range(min(_DEPTH, len(grid.rows))):
        for tall in range(2, _TALL + 1):
            yield from joined_headings(grid, grid.first_row + first, tall)


def _word_rows(grid: Grid) -> Iterator[int]:
    for at, row in enumerate(grid.rows[:_DEPTH]):
        if _is_words(row) and sum(value is not None for value in row) > 1:
            yield at


def _is_words(row: Sequence[Value]) -> bool:
    filled = [value for value in row if value is not None]
    return bool(filled) and sum(isinstance(v, str) for v in filled) >= _WORDS * len(filled)


def _table(grid: Grid, at: int, tall: int) -> Table:
    names = joined_headings(grid, grid.first_row + at, tall)
    below = grid.rows[at + tall] if at + tall < len(grid.rows) else ()
    with_units = _is_unit_row(below)
    units = tuple(str(v or "") if with_units else "" for v in below)[: len(names)]
    rows_of_headings = tall + with_units
    header_row = grid.first_row + at
    headings = joined_headings(grid, header_row, rows_of_headings)
    first = at + rows_of_headings
    rows = [
        (grid.first_row + number, row)
        for number, row in enumerate(grid.rows[first:], start=first)
        if any(value is not None for value in row)
    ]
    last = _last(rows)
    return Table(
        grid=grid, header_row=header_row, header_rows=rows_of_headings,
        all_headings=headings, headings=headings,
        names=(*names, *headings[len(names):]),
        units=(*units, *("",) * (len(headings) - len(units))), rows=tuple(rows[:last]),
        last_row=rows[last - 1][0] if 0 < last < len(rows) else None, below=len(rows) - last,
    )  # fmt: skip


def _is_unit_row(row: Sequence[Value]) -> bool:
    filled = [value for value in row if value is not None]
    units = [v for v in filled if isinstance(v, str) and is_unit(v)]
    return len(units) >= max(1, _WORDS * len(filled))


def _last(rows: Sequence[tuple[int, Sequence[Value]]]) -> int:
    """How many rows from the top are patients; totals and footnotes stand at the end."""
    last = len(rows)
    while last and _is_no_patient(rows[last - 1][1]):
        last -= 1
    return last


def _is_no_patient(row: Sequence[Value]) -> bool:
    filled = [value for value in row if value is not None]
    texts = [plain(value) for value in filled if isinstance(value, str)]
    if texts and TOTALS.fullmatch(texts[0]):
        return True
    # A note stands alone in its row, and is longer than an ID.
    return len(filled) == len(texts) == 1 and bool(
        FOOTNOTE.match(texts[0]) or len(texts[0]) > 20 or " " in texts[0]
    )
