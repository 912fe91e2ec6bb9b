"""Read one sheet of a workbook with its native types."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from dermcohort.acquire.error_cells import error_cells
from dermcohort.acquire.grid import Grid
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
        return SourceUnreadable(
            f"{file} cannot be read as a workbook; it is damaged or was cut off ({refused}); "
            "try: open it in Excel and save it as .xlsx"
        )
    return refused


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
        found = book.get_sheet_by_name(name)
        rows = found.to_python(skip_empty_area=True)
        failed = error_cells(path, name) if path.suffix.lower() in (".xlsx", ".xlsm") else {}
    except BaseException as refused:
        raise _damaged(refused, f"{file}, sheet {name},") from refused
    values: list[list[Value]] = [[_value(value) for value in row] for row in rows]
    return _grid(found, values, failed, file, path)


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
    failed: dict[tuple[int, int], str],
    file: str,
    path: Path,
) -> Grid:
    first_row, first_column = found.start or (0, 0)
    for (row, column), text in failed.items():
        at = row - 1 - first_row, column - 1 - first_column
        if 0 <= at[0] < len(rows) and 0 <= at[1] < len(rows[at[0]]):
            rows[at[0]][at[1]] = ErrorCell(text)
    noticed: tuple[Finding, ...] = ()
    if path.suffix.lower() in _ERRORS_UNSEEN:
        noticed = (
            Finding(
                "warning", "old format", file, found.name, "", f"a workbook in {path.suffix}",
                "an .xlsx; in other formats a formula that failed looks like an empty cell",
                "open it in Excel and save it as .xlsx",
            ),
        )  # fmt: skip
    return Grid(file, found.name, first_row + 1, first_column + 1, rows, noticed)
