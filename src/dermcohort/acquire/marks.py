"""What carries meaning in a sheet beside its values: colours, strokes, comments, what is hidden.

Departments write with them: yellow is "asked again", a stroke is "withdrawn". They are no values,
so they are never read as any; but that they are there is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

_LETTERS = 26

Visibility = Literal["visible", "hidden", "very hidden"]


class Place(NamedTuple):
    """Row and column of a cell, counted from 1 as Excel does."""

    row: int
    column: int


class Area(NamedTuple):
    """A rectangle of cells, both ends included, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


#: What is seen of a cell -> column -> rows, in order.
Seen = Mapping[str, Mapping[int, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside the values of one sheet. Of a csv, and of formats that hide it, nothing.

    Attributes
    ----------
    visibility : "visible", "hidden" or "very hidden"
        Of the sheet; the last can be made and undone only by a program.
    date_system : "1900" or "1904"
        Of the workbook. Dates are already right; it matters for day numbers written as text.
    macros : bool
        Whether the workbook has any. They are never run.
    merged : tuple of Area
    hidden_rows, hidden_columns : tuple of int
    filtered : bool
        Whether a filter is set; the rows that it leaves out are hidden.
    comments : tuple of Place
        Cells with a comment or a note. Their text is not kept.
    uncomputed : tuple of Place
        Formulas without a result: a program wrote them and no Excel has opened the file since.
    linked : tuple of Place
        Formulas that take from another workbook or program. What Excel last saw is read.
    moving : tuple of Place
        Formulas whose value changes with the day on which the workbook is opened: TODAY().
    struck, partly_struck, raised : tuple of Place
        Cells struck through, wholly or in part of their text; with raised or lowered signs.
    fills, fonts : colour -> column -> rows
        Cells filled with a colour, or written in one: "FFFF00".
    shown : way -> column -> rows
        Cells that show something else than they hold: "as percent", "as nothing".
    decimals : number of decimals -> column -> rows
        Cells shown with so many.
    """

    visibility: Visibility = "visible"
    date_system: Literal["1900", "1904"] = "1900"
    macros: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    filtered: bool = False
    comments: tuple[Place, ...] = ()
    uncomputed: tuple[Place, ...] = ()
    linked: tuple[Place, ...] = ()
    moving: tuple[Place, ...] = ()
    struck: tuple[Place, ...] = ()
    partly_struck: tuple[Place, ...] = ()
    raised: tuple[Place, ...] = ()
    fills: Seen = field(default_factory=dict)
    fonts: Seen = field(default_factory=dict)
    shown: Seen = field(default_factory=dict)
    decimals: Mapping[int, Mapping[int, Sequence[int]]] = field(default_factory=dict)


#: Of what has none, or hides it.
NONE = Marks()


@cache
def column_number(letters: str | bytes) -> int:
    """Column of Excel's letters, counted from 1.

    >>> column_number("Z"), column_number(b"AA"), column_number("XFD")
    (26, 27, 16384)
    """
    column = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        column = column * _LETTERS + letter - ord("A") + 1
    return column
