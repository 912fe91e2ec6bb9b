"""Refuse an ods in which repeated cells make up more than can be held in memory.

An ods writes a value once and says how often it is repeated. A few bytes can so stand for a million
rows of a thousand columns, which the reader lays out one by one.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from dermcohort.acquire.excel.package import refuse_entities
from dermcohort.errors import SourceUnreadable

_MOST_CELLS = 30_000_000
_TOKEN = re.compile(
    rb"<table:(table |table-row|(?:covered-)?table-cell)([^>]*)>|</table:(table-row|table)>"
)
_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')


class _Extent(NamedTuple):
    """How far the cells of the table reach that hold anything."""

    rows: int = 0
    width: int = 0


def refuse_repeats(path: Path, file: str) -> None:
    """Refuse an ods whose tables are larger than any chart.

    Raises
    ------
    SourceUnreadable
        If so.
    those of ``package.BROKEN``
        If it is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    refuse_entities(xml)
    extent, at, repeated, column = _Extent(), 0, 1, 0
    filled = 0
    for token in _TOKEN.finditer(xml):
        tag, attributes = token[1], token[2] or b""
        if tag == b"table ":
            extent, at = _Extent(), 0
        elif tag == b"table-row":
            repeated, column, filled = _times(_ROWS, attributes), 0, 0
        elif tag:
            column += _times(_COLUMNS, attributes)
            # A cell that is closed at once is empty; an empty one at the end of a row counts not.
            filled = filled if attributes.endswith(b"/") else column
        elif token[3] == b"table-row":
            at += repeated
            if filled:
                extent = _Extent(at, max(extent.width, filled))
                if extent.rows * extent.width > _MOST_CELLS:
                    raise SourceUnreadable(
                        f"{file} has a sheet of {extent.rows:,} rows and {extent.width:,} columns; "
                        "try: delete what stands far from the table, or save it as .xlsx"
                    )


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
