"""Read a csv: text in rows, whatever the encoding and the separator that the office chose."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from dermcohort.acquire.grid import Grid
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding

DELIMITERS = (",", ";", "\t")
#: Control characters, bytes that mean nothing, and bytes that CP932 keeps for private use.
_NO_LETTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3\ufffd]")


def read_delimited(path: Path, file: str, encoding: str = "") -> Grid:
    """All values of a csv as text.

    In the encoding given; else UTF-8 with or without a mark at its start, UTF-16 with one, else
    CP932 (Japanese Excel).
    The separator is the one that cuts the first row with content into most columns.

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
    text, noticed = (
        _decode(content, file) if not encoding else (_declared(content, file, encoding), ())
    )
    rows = _parse(text, _delimiter(text), file)
    stripped = [[value if value.strip() else None for value in row] for row in rows]
    return Grid(file, "", 1, 1, stripped, noticed)


def _declared(content: bytes, file: str, encoding: str) -> str:
    """In the encoding that the study file declares."""
    try:
        text = content.decode(encoding)
    except LookupError as refused:
        raise SourceUnreadable(
            f"{file}: {encoding!r} is no encoding that is known; "
            "try: encoding = utf-8, utf-16, cp932, euc-jp or latin-1"
        ) from refused
    except UnicodeDecodeError as refused:
        raise SourceUnreadable(
            f"{file} is not text in {encoding}; try: another encoding in the study file"
        ) from refused
    return text.removeprefix("\ufeff")


def _decode(content: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    text = content.decode("cp932", errors="replace")
    if _NO_LETTERS.search(text):
        raise SourceUnreadable(
            f"{file} is text neither in UTF-8 nor in Shift-JIS (CP932); "
            "try: in Excel, save as 'CSV UTF-8'"
        )
    # Other encodings of one byte a letter would pass as CP932 and read as wrong letters.
    return text, (
        Finding(
            "note", "encoding", file, "", "", "not UTF-8",
            "text in UTF-8; it was read as Shift-JIS (CP932)",
            "look whether names of drugs and events read well; else save as 'CSV UTF-8'",
        ),
    )  # fmt: skip


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    # A semicolon inside a quoted heading must not count, therefore parsed, not counted.
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))


def _parse(text: str, delimiter: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as refused:
        raise SourceUnreadable(
            f"{file} cannot be cut into columns near line {reader.line_num} ({refused}); "
            "try: look for a quotation mark that is never closed, or save it again from Excel"
        ) from refused
