"""Read all sheets of charts that nobody prepared: a workbook, a csv, or a folder of them."""

from __future__ import annotations

import os
from pathlib import Path

from dermcohort.acquire.delimited import read_delimited
from dermcohort.acquire.excel.workbook import all_sheets
from dermcohort.acquire.files import DELIMITED, WORKBOOKS, refuse_unknown_kind
from dermcohort.acquire.grid import Grid
from dermcohort.errors import SourceUnreadable, UsageError

_SEEN = (*WORKBOOKS, *DELIMITED)


def read_charts(path: Path, folder: Path) -> tuple[Grid, ...]:
    """All sheets, with their file named from the folder of the study file.

    Raises
    ------
    UsageError
        If there is no such file or folder.
    SourceUnreadable
        If a file cannot be read, is of another kind, or the folder holds none.
    """
    if not path.exists():
        raise UsageError(f"{path} is not there; try: the name of a workbook, a csv or a folder")
    files = [path] if path.is_file() else _files_in(path)
    return tuple(grid for file in files for grid in _grids(file, name_from(file, folder)))


def name_from(path: Path, folder: Path) -> str:
    """How the study file names a path, with slashes that every system takes."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        # On Windows there is no way from one drive to another.
        return path.resolve().as_posix()


def _files_in(folder: Path) -> list[Path]:
    # Excel leaves ~$charts.xlsx beside a workbook that is open.
    found = sorted(
        each
        for each in folder.iterdir()
        if each.is_file() and each.suffix.lower() in _SEEN and not each.name.startswith(("~$", "."))
    )
    if not found:
        raise SourceUnreadable(f"{folder} holds no workbook and no csv; try: another folder")
    return found


def _grids(path: Path, file: str) -> tuple[Grid, ...]:
    refuse_unknown_kind(path, file)
    kind = path.suffix.lower()
    if kind in DELIMITED:
        return (read_delimited(path, file),)
    if kind in WORKBOOKS:
        return all_sheets(path, file)
    raise SourceUnreadable(
        f"{file} is a data set of another program, which names its variables itself; "
        "try: write it into the study file as a [[sources]] entry, or init with a workbook"
    )
