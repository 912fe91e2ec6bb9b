"""Read one sheet of a workbook with its native types, and what stands beside its values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from dermcohort.acquire.excel.inspection import Formats, Inspection, formats_of, inspect
from dermcohort.acquire.excel.package import BROKEN, Package, open_package, refuse_bomb
from dermcohort.acquire.excel.repeats import refuse_repeats
from dermcohort.acquire.grid import Grid
from dermcohort.acquire.kinds import refuse_other_kind
from dermcohort.acquire.marks import Area, Marks, Place, Visibility
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import ErrorCell, Value

_XML = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that is open.

    Attributes
    ----------
    book : CalamineWorkbook
    file : str
        As the study file names it.
    suffix : str
        In lower case, with its point.
    package : Package or None
        Of an xlsx; other formats show nothing beside their values.
    formats : Formats or None
        Of an xlsx.
    """

    book: CalamineWorkbook
    file: str
    suffix: str
    package: Package | None = None
    formats: Formats | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets, hidden ones too; sheets of charts are none."""
        listed = self.book.sheets_metadata
        return tuple(each.name for each in listed if each.typ == SheetTypeEnum.WorkSheet)


@contextmanager
def open_workbook(path: Path, file: str) -> Iterator[Workbook]:
    """Open a workbook.

    Raises
    ------
    SourceUnreadable
        If it is locked with a password, cut off, damaged, of another kind than its name says,
        or unpacks to more than a workbook can be.
    """
    suffix = path.suffix.lower()
    refuse_other_kind(path, file)
    with ExitStack() as opened:
        try:
            if suffix != ".xls":
                refuse_bomb(path, file)
            if suffix == ".ods":
                refuse_repeats(path, file)
            package = opened.enter_context(open_package(path)) if suffix in _XML else None
            formats = formats_of(package) if package else None
            book = opened.enter_context(load_workbook(path))
        except PasswordError as refused:
            raise SourceUnreadable(
                f"{file} is locked with a password; try: remove the password and save it again"
            ) from refused
        except BaseException as refused:
            raise _damaged(refused, file) from refused
        yield Workbook(book, file, suffix, package, formats)


def _damaged(refused: BaseException, file: str) -> BaseException:
    """The error to raise: a reader that panics on damaged bytes raises no `Exception`."""
    if isinstance(refused, (CalamineError, OSError, ExpatError, *BROKEN)) or _panicked(refused):
        return SourceUnreadable(
            f"{file} cannot be read as a workbook; it is damaged or was cut off ({refused}); "
            "try: open it in Excel and save it as .xlsx"
        )
    return refused


def _panicked(refused: BaseException) -> bool:
    return type(refused).__name__ == "PanicException"


def read_workbook(workbook: Workbook, sheet: str = "") -> Grid:
    """All cells of a sheet; the first visible one if `sheet` is "".

    Raises
    ------
    SourceUnreadable
        If there is no such sheet, or it is damaged.
    """
    name = _sheet_name(workbook, sheet)
    place = f"{workbook.file}, sheet {name},"
    try:
        seen = _inspected(workbook, name)
        found = workbook.book.get_sheet_by_name(name)
        rows = found.to_python(skip_empty_area=True)
        merged = found.merged_cell_ranges if seen is None else None
    except BaseException as refused:
        raise _damaged(refused, place) from refused
    values = [_values(row) for row in rows]
    first = found.start or (0, 0)
    marks = seen.marks if seen else _few_marks(workbook, name, merged)
    grid = _with_errors(values, Place(first[0] + 1, first[1] + 1), seen)
    return Grid(workbook.file, name, *grid, _noticed(workbook, name), marks)


def _inspected(workbook: Workbook, name: str) -> Inspection | None:
    if workbook.package is None or workbook.formats is None:
        return None
    return inspect(workbook.package, workbook.formats, name, workbook.file)


def _noticed(workbook: Workbook, name: str) -> tuple[Finding, ...]:
    if workbook.suffix in _XML:
        return ()
    return (noticed("old format", workbook.file, name, "", f"a workbook in {workbook.suffix}"),)


def _few_marks(workbook: Workbook, name: str, merged: Any) -> Marks:
    """What the reader tells of formats other than xlsx."""
    (state,) = [each.visible for each in workbook.book.sheets_metadata if each.name == name][:1]
    return Marks(
        visibility=_visibility(state),
        merged=tuple(
            Area(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in merged or ()
        ),
    )


def _visibility(state: Any) -> Visibility:
    if state == SheetVisibleEnum.VeryHidden:
        return "very hidden"
    return "hidden" if state == SheetVisibleEnum.Hidden else "visible"


def _sheet_name(workbook: Workbook, sheet: str) -> str:
    names = workbook.sheets
    if not names:
        raise SourceUnreadable(f"{workbook.file} has no sheet with cells; try: another file")
    if not sheet:
        listed = workbook.book.sheets_metadata
        seen = [
            each.name
            for each in listed
            if each.name in names and each.visible == SheetVisibleEnum.Visible
        ]
        return (seen or names)[0]
    if sheet in names:
        return sheet
    near = difflib.get_close_matches(sheet, names, n=1, cutoff=0.4)
    hint = f"; the nearest is {near[0]!r}" if near else ""
    raise SourceUnreadable(
        f"{workbook.file} has no sheet {sheet!r}; its sheets: {', '.join(map(repr, names))}{hint}; "
        "try: correct `sheet` in the study file"
    )


def _values(row: list[Any]) -> list[Value]:
    """The reader writes "" for an empty cell."""
    return [None if isinstance(value, str) and not value.strip() else value for value in row]


def _with_errors(
    rows: list[list[Value]], first: Place, seen: Inspection | None
) -> tuple[int, int, list[list[Value]]]:
    """First row, first column and rows, with the cells whose formula gave no value.

    The reader takes these cells for empty, so they may lie outside of what it gave.
    """
    errors = seen.without_value if seen else {}
    if not errors:
        return first.row, first.column, rows
    width = max(map(len, rows), default=0)
    if not width:
        first = min(errors)
    top = min(first.row, *(cell.row for cell in errors))
    left = min(first.column, *(cell.column for cell in errors))
    right = max(first.column + width - 1, *(cell.column for cell in errors))
    bottom = max(first.row + len(rows) - 1, *(cell.row for cell in errors))
    before, after = [None] * (first.column - left), [None] * (right - first.column - width + 1)
    empty = right - left + 1
    grid: list[list[Value]] = [[None] * empty for _ in range(first.row - top)]
    grid += [[*before, *row, *after] for row in rows]
    grid += [[None] * empty for _ in range(bottom - top + 1 - len(grid))]
    for (row, column), text in errors.items():
        grid[row - top][column - left] = ErrorCell(text)
    return top, left, grid


def all_sheets(path: Path, file: str) -> tuple[Grid, ...]:
    """Every worksheet of a workbook, hidden ones too, in its order.

    Raises
    ------
    SourceUnreadable
        If the workbook or one of its sheets cannot be read, or it has no worksheet.
    """
    with open_workbook(path, file) as workbook:
        first = read_workbook(workbook, (workbook.sheets or ("",))[0])
        return (first, *(read_workbook(workbook, name) for name in workbook.sheets[1:]))
