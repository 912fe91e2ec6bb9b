"""Read one sheet of a workbook with its native types."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from dermcohort.acquire.grid import Grid
from dermcohort.acquire.inspection import Inspection, formats_of, inspect
from dermcohort.acquire.marks import NONE
from dermcohort.acquire.package import BROKEN, open_package, refuse_bomb
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import ErrorCell, Value

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
#: Name of the stream that Excel writes when a workbook has a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: Formats of which the reader gives an empty cell where a formula failed.
_ERRORS_UNSEEN = (".xls", ".xlsb", ".ods")


def open_workbook(path: Path, file: str) -> CalamineWorkbook:
    """Open a workbook.

    Raises
    ------
    SourceUnreadable
        If it is locked with a password, cut off, damaged, or not a workbook.
    """
    content = path.read_bytes()
    zipped = path.suffix.lower() != ".xls"
    if content.startswith(_OLE) and _LOCKED in content:
        raise _locked(file)
    if zipped and not content.startswith((_ZIP, _OLE)):
        raise SourceUnreadable(_not_a_workbook(content, path, file))
    if content.startswith(_ZIP):
        try:
            refuse_bomb(path, file)
        except BROKEN as refused:
            raise _cut_off(refused, file) from refused
    try:
        return load_workbook(path)
    except PasswordError as refused:
        raise _locked(file) from refused
    except BaseException as refused:
        raise _damaged(refused, file) from refused


def _locked(file: str) -> SourceUnreadable:
    return SourceUnreadable(
        f"{file} is locked with a password; try: in Excel, File > Info > Protect Workbook, "
        "remove the password and save"
    )


def _not_a_workbook(content: bytes, path: Path, file: str) -> str:
    try:
        content[:4096].decode("utf-8")
        text = b"\0" not in content[:4096]
    except UnicodeDecodeError:
        text = False
    if text:
        return (
            f"{file} is a text file though its name ends with {path.suffix}; "
            "try: rename it to .csv, here and in the study file"
        )
    return f"{file} is not a workbook; try: open it in Excel and save it as .xlsx"


def _damaged(refused: BaseException, file: str) -> BaseException:
    """The error to raise: a reader that panics on damaged bytes raises no `Exception`."""
    if isinstance(refused, (CalamineError, OSError, ValueError)) or _panicked(refused):
        return _cut_off(refused, file)
    return refused


def _cut_off(refused: BaseException, file: str) -> SourceUnreadable:
    return SourceUnreadable(
        f"{file} cannot be read as a workbook; it is damaged or was cut off ({refused}); "
        "try: open it in Excel and save it as .xlsx"
    )


def _panicked(refused: BaseException) -> bool:
    return type(refused).__name__ == "PanicException"


def read_workbook(book: CalamineWorkbook, path: Path, file: str, sheet: str) -> Grid:
    """All cells of a sheet; the first visible one if `sheet` is "".

    Raises
    ------
    SourceUnreadable
        If there is no such sheet, or it is damaged.
    """
    name = _sheet_name(book, file, sheet)
    try:
        # First whether it can be held in memory: a sheet may say that it has billions of cells.
        seen = _inspected(path, name, file)
        found = book.get_sheet_by_name(name)
        rows = found.to_python(skip_empty_area=True)
    except BaseException as refused:
        raise _damaged(refused, f"{file}, sheet {name},") from refused
    values: list[list[Value]] = [[_value(value) for value in row] for row in rows]
    return _grid(found, values, seen, file, path)


def _inspected(path: Path, sheet: str, file: str) -> Inspection:
    """What stands beside the values; of other formats than xlsx it is not known."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return Inspection(NONE, {})
    try:
        with open_package(path) as package:
            return inspect(package, formats_of(package), sheet, file)
    except (ExpatError, *BROKEN) as refused:
        raise _cut_off(refused, f"{file}, sheet {sheet},") from refused


def _sheet_name(book: CalamineWorkbook, file: str, sheet: str) -> str:
    listed = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    names = [each.name for each in listed]
    if not names:
        raise SourceUnreadable(f"{file} has no sheet with cells; try: another file")
    if not sheet:
        seen = [each.name for each in listed if each.visible == SheetVisibleEnum.Visible]
        return (seen or names)[0]
    if sheet in names:
        return sheet
    near = difflib.get_close_matches(sheet, names, n=1, cutoff=0.4)
    hint = f"; the nearest is {near[0]!r}" if near else ""
    raise SourceUnreadable(
        f"{file} has no sheet {sheet!r}; its sheets: {', '.join(map(repr, names))}{hint}; "
        "try: correct `sheet` in the study file"
    )


def _value(value: Any) -> Value:
    """The reader writes "" for an empty cell."""
    if isinstance(value, str) and not value.strip():
        return None
    return value  # type: ignore[no-any-return]


def _grid(
    found: CalamineSheet,
    rows: list[list[Value]],
    seen: Inspection,
    file: str,
    path: Path,
) -> Grid:
    start = found.start or (0, 0)
    # A formula without a value may stand above or left of everything that has one.
    first_row = min([start[0], *(place.row - 1 for place in seen.without_value)])
    first_column = min([start[1], *(place.column - 1 for place in seen.without_value)])
    left: list[Value] = [None] * (start[1] - first_column)
    rows = [[] for _ in range(start[0] - first_row)] + [left + row for row in rows]
    for place, text in seen.without_value.items():
        _put(rows, place.row - 1 - first_row, place.column - 1 - first_column, ErrorCell(text))
    noticed: tuple[Finding, ...] = ()
    if path.suffix.lower() in _ERRORS_UNSEEN:
        noticed = (
            Finding(
                "warning", "old format", file, found.name, "", f"a workbook in {path.suffix}",
                "an .xlsx; in other formats a formula that failed looks like an empty cell",
                "open it in Excel and save it as .xlsx",
            ),
        )  # fmt: skip
    return Grid(file, found.name, first_row + 1, first_column + 1, rows, noticed, marks=seen.marks)


def all_sheets(path: Path, file: str) -> tuple[Grid, ...]:
    """Every worksheet of a workbook, hidden ones too, in its order.

    Raises
    ------
    SourceUnreadable
        If the workbook or one of its sheets cannot be read, or it has no worksheet.
    """
    with open_workbook(path, file) as book:
        _sheet_name(book, file, "")
        names = [e.name for e in book.sheets_metadata if e.typ == SheetTypeEnum.WorkSheet]
        return tuple(read_workbook(book, path, file, name) for name in names)


def _put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    """Write into a cell, also beyond the last one that holds anything."""
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value
