"""Look at a sheet of an xlsx before its values are read: is it safe to, and what is beside them.

Of what is found here only `Marks` and the cells without a value go on; no format, no comment.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dermcohort.acquire.excel.package import Package
from dermcohort.acquire.excel.styles import Style, styles_of
from dermcohort.acquire.excel.texts import lengths, marked_texts
from dermcohort.acquire.excel.worksheet import Scan, Wanted, extent, scan
from dermcohort.acquire.marks import Marks, Place, column_number
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import cell_name

#: Cells of a rectangle that is read although most of it is empty.
_MOST_EMPTY = 10_000_000
_EMPTY_PER_FULL = 20
#: A text longer than this is counted, as each cell gets a copy of it.
_LONG_BYTES = 1000
_MOST_COPIED_BYTES = 2**28
_COMMENT = re.compile(
    rb'<(?:\w+:)?(?:comment|threadedComment) [^>]*?ref=["\']([A-Z]+)([0-9]+)["\']'
)
NOT_COMPUTED = "a formula that was never computed"
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Formats:
    """What all sheets of a workbook share.

    Attributes
    ----------
    styles : number of a format -> what strikes in it
    wanted : Wanted
        What is looked for in each sheet.
    """

    styles: Mapping[int, Style]
    wanted: Wanted


def formats_of(package: Package) -> Formats:
    """Read the formats and the shared texts of a workbook.

    Raises
    ------
    those of ``package.BROKEN``
    """
    styles = package.related.get("styles")
    texts = package.related.get("sharedStrings")
    known = styles_of(package.read(styles)) if styles else {}
    xml = package.read(texts) if texts else b""
    long = {n: length for n, length in enumerate(lengths(xml)) if length > _LONG_BYTES}
    return Formats(
        known, Wanted(frozenset(known), marked_texts(xml), long, package.recalculated)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found.

    Attributes
    ----------
    marks : Marks
    without_value : Place -> what stands there
        Cells whose formula failed or was never computed.
    """

    marks: Marks
    without_value: dict[Place, str]


def inspect(package: Package, formats: Formats, sheet: str, file: str) -> Inspection:
    """Look at a sheet.

    Raises
    ------
    SourceUnreadable
        If its values lie so far apart, or are so long, that they cannot be held in memory.
    ValueError, xml.parsers.expat.ExpatError, those of ``package.BROKEN``
        If it is damaged.
    """
    part = package.parts.get(sheet, "")
    found = scan(package, part, formats.wanted)
    _refuse_far_apart(package, part, found, f"{file}, sheet {sheet},")
    uncomputed = dict.fromkeys(found.formulas["uncomputed"], NOT_COMPUTED)
    return Inspection(
        marks=_marks(package, formats, sheet, found), without_value=uncomputed | found.failed
    )


def _refuse_far_apart(package: Package, part: str, found: Scan, place: str) -> None:
    if found.text_bytes > _MOST_COPIED_BYTES:
        raise SourceUnreadable(
            f"{place} holds {found.text_bytes / 1e9:.1f} GB of text; "
            "try: delete the columns of long text that are not needed"
        )
    if found.reach.row * found.reach.column <= _MOST_EMPTY:
        return
    size = extent(package, part)
    if size.cells > max(_MOST_EMPTY, _EMPTY_PER_FULL * size.full_cells):
        last = cell_name(size.box.last_row, size.box.last_column)
        raise SourceUnreadable(
            f"{place} holds {size.full_cells:,} values in an area of {size.cells:,} cells that "
            f"ends at {last}; try: delete what stands far from the table, or copy the table "
            "into a new workbook"
        )


def _marks(package: Package, formats: Formats, sheet: str, found: Scan) -> Marks:
    styled = [(formats.styles[n], columns) for n, columns in found.styled.items()]
    struck = [columns for style, columns in styled if style.struck]
    raised = [columns for style, columns in styled if style.raised]
    return Marks(
        visibility=package.visibility[sheet],
        date_system="1904" if package.date_1904 else "1900",
        macros=package.macros,
        merged=found.merged,
        hidden_rows=found.hidden_rows,
        hidden_columns=found.hidden_columns,
        filtered=found.filtered,
        comments=_comments(package, sheet),
        uncomputed=tuple(found.formulas["uncomputed"]),
        linked=tuple(found.formulas["linked"]),
        moving=tuple(found.formulas["moving"]),
        struck=_in_order(found.looks["struck"], struck),
        partly_struck=_in_order(found.looks["partly struck"], []),
        raised=_in_order(found.looks["raised"], raised),
        fills=_together((style.fill, columns) for style, columns in styled if style.fill),
        fonts=_together((style.font, columns) for style, columns in styled if style.font),
        shown=_together((s.shown.way, columns) for s, columns in styled if s.shown.way),
        decimals=_together(
            (s.shown.decimals, columns) for s, columns in styled if s.shown.decimals is not None
        ),
    )


def _comments(package: Package, sheet: str) -> tuple[Place, ...]:
    """Cells with a comment. A thread has a plain comment beside it for old programs."""
    beside = package.beside(package.parts[sheet])
    parts = [*beside.get("comments", []), *beside.get("threadedComment", [])]
    found = {
        Place(int(row), column_number(letters))
        for part in parts
        for letters, row in _COMMENT.findall(package.read(part))
    }
    return tuple(sorted(found))


def _in_order(
    looked: Iterable[Place], styled: Iterable[Mapping[int, array[int]]]
) -> tuple[Place, ...]:
    cells = {
        Place(row, column) for columns in styled for column, rows in columns.items() for row in rows
    }
    return tuple(sorted(cells.union(looked)))


def _together(
    seen: Iterator[tuple[Key, Mapping[int, array[int]]]],
) -> dict[Key, dict[int, array[int]]]:
    """Formats that look the same, as one."""
    found: dict[Key, dict[int, array[int]]] = {}
    for key, columns in seen:
        _add(found.setdefault(key, {}), columns)
    return found


def _add(found: dict[int, array[int]], columns: Mapping[int, array[int]]) -> None:
    for column, rows in columns.items():
        found[column] = array("I", sorted([*found.get(column, ()), *rows]))
