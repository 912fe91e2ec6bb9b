"""One pass over the XML of a sheet for what its values do not say.

The reader gives an empty text for ``#DIV/0!`` and for a formula that nobody has computed, so that
both would pass as missing values. It gives no colour, no stroke and no hidden row. And it lays out
the whole rectangle around all values, which two values in opposite corners make as large as memory.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple, TypeVar
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from dermcohort.acquire.excel.package import Package
from dermcohort.acquire.excel.plain_xml import NotPlain, blocks, rewritten
from dermcohort.acquire.excel.texts import Look, looks_of
from dermcohort.acquire.marks import Area, Place, column_number

#: Column Z, up to which no cell counts as far.
_NEAR = 26
_MOST_COLUMNS = 16_384
_CELL = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"'
_FAILED = re.compile(_CELL + rb'[^>]* t="e"[^>]*>(?:(?!</?c[ >]).)*?<v[^>]*>([^<]*)</v>', re.DOTALL)
_FORMULA = re.compile(
    _CELL + rb"([^>]*)>\s*<f([^>]*?)(?:/>|>([^<]*)</f>)((?:(?!</?c[ >]).)*)</c>", re.DOTALL
)
_TEXT = re.compile(_CELL + rb'[^>]* t="s"[^>]*>\s*<v>([0-9]+)</v>')
_INLINE = re.compile(
    _CELL + rb'[^>]* t="inlineStr"[^>]*>\s*(<is>(?:(?!</is>|<c ).)*</is>)', re.DOTALL
)
_NAMED = re.compile(_CELL)
_FAR = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_FULL = re.compile(_CELL + rb"[^>]*(?<!/)>(?!</c>)")
_ROW = re.compile(rb'<row r="([0-9]+)"([^>]*)>')
_UNSEEN = re.compile(rb' (?:hidden="(?:1|true)"|ht="0(?:\.0*)?")')
_COLUMNS = re.compile(rb"<col ([^>]*)>")
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_NUMBER = re.compile(rb'(\w+)="([0-9]+)"')
_REFERENCE = re.compile(rb'ref="\$?([A-Z]+)\$?([0-9]+):\$?([A-Z]+)\$?([0-9]+)"')
_VALUE = re.compile(rb"<v[^>]*>\s*([^<\s][^<]*)</v>")
_SHARED = re.compile(rb'si="([0-9]+)"')
#: A book's number in brackets; behind a letter it is the column of a table.
_OUTSIDE = re.compile(rb"(?<![\w\]\[,:])\[[0-9]+\](?!\])|\b(?:RTD|WEBSERVICE|DDE)\(")
_MOVING = re.compile(rb"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\(")
#: Widest array formula whose cells are named one by one.
_MOST_ARRAY = 10_000


Formula = Literal["uncomputed", "linked", "moving"]


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a pass found. Rows and columns are counted from 1.

    Attributes
    ----------
    failed : Place -> what the cell shows
    formulas : kind -> cells
        "uncomputed": nobody has computed it; "linked": it takes from another workbook or program;
        "moving": it changes with the day on which the workbook is opened.
    styled : number of a format -> column -> rows
        For the formats asked for.
    looks : look of a text -> cells
    hidden_rows, hidden_columns : tuple of int
    merged : tuple of Area
    filtered : bool
    reach : Place
        No cell lies below this row or, if it is past Z, to the right of this column.
    text_bytes : int
        What the long texts need when each cell has its own copy.
    """

    failed: dict[Place, str]
    formulas: dict[Formula, list[Place]]
    styled: dict[int, dict[int, array[int]]]
    looks: dict[Look, list[Place]]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    merged: tuple[Area, ...]
    filtered: bool
    reach: Place
    text_bytes: int


class Extent(NamedTuple):
    """How many cells of a sheet hold anything, and the rectangle around them."""

    full_cells: int
    box: Area

    @property
    def cells(self) -> int:
        """Cells of the rectangle, most of them empty where values lie far apart."""
        box = self.box
        return (box.last_row - box.first_row + 1) * (box.last_column - box.first_column + 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes
    ----------
    styles : set of int
        Numbers of formats.
    looks : number of a text -> how it looks
    long_texts : number of a text -> its length in bytes
    recalculated : bool
        Whether a formula's value of 0 may be none.
    """

    styles: frozenset[int] = frozenset()
    looks: Mapping[int, tuple[Look, ...]] = field(default_factory=dict)
    long_texts: Mapping[int, int] = field(default_factory=dict)
    recalculated: bool = False


def scan(package: Package, part: str, wanted: Wanted) -> Scan:
    """Go once over a sheet.

    Raises
    ------
    ValueError, xml.parsers.expat.ExpatError, and those of ``package.BROKEN``
        If the sheet is damaged.
    """
    return _read(package, part, lambda pieces: _scanned(pieces, wanted))


def extent(package: Package, part: str) -> Extent:
    """Where the cells of a sheet lie that hold anything; errors as in `scan`.

    Slower than the bound that `scan` gives, and needed only where that is large.
    """
    return _read(package, part, _extent)


def _read(package: Package, part: str, read: Callable[[Iterator[bytes]], Found]) -> Found:
    try:
        with package.open(part) as opened:
            return read(blocks(opened))
    except NotPlain:
        with package.open(part) as opened:
            return read(rewritten(opened))


def _extent(pieces: Iterator[bytes]) -> Extent:
    count, columns, rows = 0, set[int](), [0]
    for block in pieces:
        names = _FULL.findall(block)
        count += len(names)
        columns.update(column_number(letters) for letters, _ in names)
        rows += {int(row) for _, row in (names[:1] + names[-1:])}
    if not columns:
        return Extent(0, Area(1, 1, 0, 0))
    return Extent(count, Area(min(rows[1:]), min(columns), max(rows), max(columns)))


def _scanned(pieces: Iterator[bytes], wanted: Wanted) -> Scan:
    found = _Found()
    tail = b""
    for block in pieces:
        if not tail:
            found.hidden_columns.extend(_hidden_columns(block))
        _add_cells(found, block)
        _add_formulas(found, block, wanted)
        _add_styles(found, block, wanted)
        _add_texts(found, block, wanted)
        _add_hidden_rows(found, block)
        tail = block
    end = tail[tail.rfind(b"</sheetData>") :]
    return Scan(
        failed=found.failed,
        formulas=found.formulas,
        styled=found.styled,
        looks=found.looks,
        hidden_rows=tuple(found.hidden_rows),
        hidden_columns=tuple(found.hidden_columns),
        merged=tuple(_area(each.groups()) for each in _MERGED.finditer(end)),
        filtered=b"<autoFilter" in end,
        reach=Place(found.last_row, max(map(column_number, found.letters), default=_NEAR)),
        text_bytes=found.text_bytes,
    )


@dataclass
class _Found:
    """What the blocks have given so far; lives only within one pass."""

    failed: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Formula, list[Place]] = field(
        default_factory=lambda: {"uncomputed": [], "linked": [], "moving": []}
    )
    linked_groups: set[bytes] = field(default_factory=set)
    styled: dict[int, dict[int, array[int]]] = field(default_factory=dict)
    looks: dict[Look, list[Place]] = field(
        default_factory=lambda: {"struck": [], "partly struck": [], "raised": []}
    )
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    letters: set[bytes] = field(default_factory=set)
    last_row: int = 0
    text_bytes: int = 0


def _add_cells(found: _Found, block: bytes) -> None:
    found.letters.update(_FAR.findall(block))
    last = block.rfind(b'<c r="')
    if last >= 0 and (cell := _NAMED.match(block, last)):
        found.last_row = max(found.last_row, int(cell[2]))
    if b't="e"' in block:
        for cell in _FAILED.finditer(block):
            found.failed[_place(cell)] = unescape(cell[3].decode())


def _add_formulas(found: _Found, block: bytes, wanted: Wanted) -> None:
    if b"<f" not in block:
        return
    for cell in _FORMULA.finditer(block):
        attributes, options, formula, rest = cell[3], cell[4], cell[5] or b"", cell[6]
        place = _place(cell)
        if b't="str"' not in attributes and b't="e"' not in attributes:
            value = _VALUE.search(rest)
            if not value or (wanted.recalculated and value[1].strip() in (b"0", b"0.0")):
                found.formulas["uncomputed"] += _cells(options, place)
        group = _SHARED.search(options)
        if _OUTSIDE.search(formula) or (group and group[1] in found.linked_groups):
            found.formulas["linked"].append(place)
            if group:
                # A formula filled down is written once; the cells below name its number.
                found.linked_groups.add(group[1])
        if _MOVING.search(formula):
            found.formulas["moving"].append(place)


def _cells(options: bytes, place: Place) -> list[Place]:
    """The cells that a formula fills: an array formula fills several and stands in the first."""
    area = _REFERENCE.search(options) if b't="array"' in options else None
    if not area:
        return [place]
    first_row, first_column, last_row, last_column = _area(area.groups())
    if (last_row - first_row + 1) * (last_column - first_column + 1) > _MOST_ARRAY:
        return [place]
    return [
        Place(row, column)
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    ]


def _add_styles(found: _Found, block: bytes, wanted: Wanted) -> None:
    if not wanted.styles:
        return
    for letters, row, style in _styled(wanted.styles).findall(block):
        columns = found.styled.setdefault(int(style), {})
        columns.setdefault(column_number(letters), array("I")).append(int(row))


@cache
def _styled(styles: frozenset[int]) -> re.Pattern[bytes]:
    numbers = b"|".join(str(each).encode() for each in sorted(styles))
    return re.compile(_CELL + rb'(?: \w+="[^"]*")*? s="(' + numbers + rb')"')


def _add_texts(found: _Found, block: bytes, wanted: Wanted) -> None:
    if wanted.looks or wanted.long_texts:
        for cell in _TEXT.finditer(block):
            number = int(cell[3])
            found.text_bytes += wanted.long_texts.get(number, 0)
            for look in wanted.looks.get(number, ()):
                found.looks[look].append(_place(cell))
    if b"<is>" in block and (b"strike" in block or b"vertAlign" in block):
        for cell in _INLINE.finditer(block):
            for look in looks_of(ElementTree.fromstring(cell[3])):
                found.looks[look].append(_place(cell))


def _add_hidden_rows(found: _Found, block: bytes) -> None:
    if b"hidden=" in block or b'ht="0' in block:
        rows = _ROW.findall(block)
        found.hidden_rows += [int(row) for row, options in rows if _UNSEEN.search(options)]


def _hidden_columns(head: bytes) -> Iterator[int]:
    for each in _COLUMNS.finditer(head[: head.find(b"<sheetData")]):
        numbers = {name: int(number) for name, number in _NUMBER.findall(each[1])}
        if numbers.get(b"hidden") or b'hidden="true"' in each[1] or numbers.get(b"width") == 0:
            last = min(numbers.get(b"max", 0), _MOST_COLUMNS)
            yield from range(numbers.get(b"min", 1), last + 1)


def _area(corners: Sequence[bytes]) -> Area:
    left, top, right, bottom = corners
    return Area(int(top), column_number(left), int(bottom), column_number(right))


def _place(cell: re.Match[bytes]) -> Place:
    return Place(int(cell[2]), column_number(cell[1]))
