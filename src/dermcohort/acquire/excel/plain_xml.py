"""A sheet's XML in blocks of whole rows, written the way Excel writes it.

Expressions over bytes read a sheet many times faster than a parser, but only if it is written in
one way: no prefixes, no comments, the name of a cell first. Where it is not, a parser writes it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from dermcohort.acquire.excel.package import refuse_entities
from dermcohort.acquire.marks import column_number
from dermcohort.sheets import cell_name

_BLOCK_BYTES = 2**22
#: Rows of so many bytes are no charts.
_MOST_ROW_BYTES = 2**26
_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class NotPlain(Exception):
    """The XML is not written as Excel writes it, and must go through a parser first."""


def blocks(part: IO[bytes]) -> Iterator[bytes]:
    """The XML of a sheet, cut before rows.

    Raises
    ------
    NotPlain
        If it is not written as Excel writes it.
    ValueError
        If a row is longer than any can be.
    """
    for number, block in enumerate(_cut(iter(lambda: part.read(_BLOCK_BYTES), b""))):
        if number == 0 and b"<sheetData" not in block:
            raise NotPlain
        # A namespace in the root may be quoted with either; in cells Excel takes the double one.
        start = block.find(b"<sheetData") + 1
        cells = block.count(b"<c ") + block.count(b"<c>")
        if (
            cells != block.count(b'<c r="')
            or block.count(b"<row") != block.count(b'<row r="')
            or b"='" in block[start:]
            or b"<!" in block
        ):
            raise NotPlain
        yield block


def rewritten(part: IO[bytes]) -> Iterator[bytes]:
    """The same after a parser: without prefixes and comments, every cell with its name.

    Raises
    ------
    xml.parsers.expat.ExpatError
        If it is no XML.
    ValueError
        If it declares entities, or a row is longer than any can be.
    """
    return _cut(_written(part))


def _cut(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        rest += piece
        cut = rest.rfind(b"<row")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > _MOST_ROW_BYTES:
            raise ValueError("one row has more than 64 million characters")
    yield rest


def _written(part: IO[bytes]) -> Iterator[bytes]:
    writer = _Writer()
    parser = expat.ParserCreate()
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.EntityDeclHandler = _refuse
    for piece in iter(lambda: part.read(_BLOCK_BYTES), b""):
        refuse_entities(piece)
        parser.Parse(piece, False)
        yield writer.taken()
    parser.Parse(b"", True)
    yield writer.taken()


def _refuse(*_: object) -> None:
    raise ValueError("its XML declares entities, which no workbook does")


class _Writer:
    """Receives what a parser finds; the only object here that is filled in, as expat calls it."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            attributes = {"r": str(self._row)} | attributes
        elif tag == "c":
            # Some programs leave out the cell's name: then it is the next one.
            named = _NAME.fullmatch(attributes.get("r", ""))
            self._column = column_number(named[1]) if named else self._column + 1
            row = int(named[2]) if named else self._row
            attributes = {"r": cell_name(row, self._column)} | attributes
        words = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
        self._out.append(f"<{tag}{words}>")

    def end(self, name: str) -> None:
        self._out.append(f"</{name.rpartition(':')[2]}>")

    def text(self, text: str) -> None:
        self._out.append(escape(text))

    def taken(self) -> bytes:
        out = "".join(self._out).encode()
        self._out.clear()
        return out


def _quoted(value: str) -> str:
    return quoteattr(value.replace('"', "'"))
