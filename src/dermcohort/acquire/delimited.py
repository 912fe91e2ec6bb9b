"""Read a csv: text in rows, whatever the encoding and the separator that the office chose."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dermcohort.acquire.encodings import decode
from dermcohort.acquire.grid import Grid
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable

DELIMITERS = (",", ";", "\t")
#: Rows that are looked at to find the separator.
_LOOKED_AT = 200
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
#: First line by which Excel is told the separator; it shows it not, and counts from the next.
_DECLARED = "sep="


def read_delimited(path: Path, file: str, encoding: str = "") -> Grid:
    """All values of a csv as text.

    In the encoding given; else UTF-8 with or without a mark at its start, UTF-16 with one, else
    CP932 (Japanese Excel). The separator is that of the first line, if it is ``sep=;``; else the
    one that cuts most rows into the same number of columns, more than one.

    Raises
    ------
    SourceUnreadable
        If it is a workbook, no text, or has a quotation mark that is never closed.
    """
    content = path.read_bytes()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SourceUnreadable(
            f"{file} is a workbook though its name ends with {path.suffix}; "
            "try: rename it to .xlsx, here and in the study file"
        )
    text, assumed = decode(content, file, encoding)
    del content
    told, text = _told(text)
    rows = _parsed(text, told or _delimiter(text), file)
    found = (noticed("encoding", file, got="not UTF-8"),) if assumed else ()
    return Grid(file, "", 1, 1, rows, found)


def _told(text: str) -> tuple[str, str]:
    """The separator that the first line declares, "" if none, and the text without that line."""
    first = text[:16].splitlines()[:1]
    line = first[0].strip('"') if first else ""
    if line.casefold().startswith(_DECLARED) and len(line) == len(_DECLARED) + 1:
        rest = text[len(first[0]) :]
        return line[-1], rest.removeprefix("\r").removeprefix("\n")
    return "", text


def _delimiter(text: str) -> str:
    return max(DELIMITERS, key=lambda mark: _evenness(text, mark))


def _evenness(text: str, mark: str) -> tuple[float, int]:
    """Share of the rows that have the usual number of columns, and that number.

    A title above the table, or a comma within a text, is in few rows; the separator is in all.
    """
    widths: Counter[int] = Counter()
    try:
        for row in islice(csv.reader(_lines(text), delimiter=mark), _LOOKED_AT):
            if any(value.strip() for value in row):
                widths[len(row)] += 1
    except csv.Error:
        # Told when it is read as a whole.
        pass
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 1
    width, count = max(wide.items(), key=lambda each: (each[1], each[0]))
    return count / widths.total(), width


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; only those that a csv knows end one."""
    return (line[0] for line in _LINE.finditer(text))


def _parsed(text: str, delimiter: str, file: str) -> list[list[Any]]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    rows: list[list[Any]] = []
    # Charts repeat their words; one copy of each saves most of the memory.
    same: dict[str, str] = {}
    start = 1
    try:
        for row in reader:
            start = reader.line_num + 1
            rows.append([same.setdefault(v, v) if v and not v.isspace() else None for v in row])
    except csv.Error as refused:
        raise SourceUnreadable(
            f"{file} cannot be cut into columns: the row that begins in line {start} "
            f"goes wrong in line {reader.line_num} ({refused}); try: look there for a quotation "
            "mark that is never closed, or save it again from Excel"
        ) from refused
    return rows
