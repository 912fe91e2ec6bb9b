"""Which file a source means, and whether its kind can be read."""

from __future__ import annotations

import difflib
from pathlib import Path

from dermcohort.errors import SourceUnreadable

DELIMITED = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: Data sets of other programs; they know their own variables and types.
DATASETS = (".xpt", ".sas7bdat", ".sav", ".zsav", ".por", ".dta", ".parquet", ".json", ".ndjson")
READABLE = WORKBOOKS + DELIMITED + DATASETS


def find_file(file: str, folder: Path) -> Path:
    """The path of a file that the study names.

    Raises
    ------
    SourceUnreadable
        If it is not there; the message names the files with similar names.
    """
    path = folder / file
    if path.is_dir():
        raise SourceUnreadable(
            f"{file} is a folder, not a file; try: name the workbook or csv inside it"
        )
    if not path.is_file():
        raise SourceUnreadable(
            f"{file} is not in the folder {path.parent}; {_near(path)}; "
            "try: put the file there, or correct its name in the study file"
        )
    return path


def _near(path: Path) -> str:
    if not path.parent.is_dir():
        return "there is no such folder"
    # Excel leaves ~$charts.xlsx beside a workbook that is open.
    charts = sorted(
        each.name
        for each in path.parent.iterdir()
        if each.suffix.lower() in READABLE and not each.name.startswith("~$")
    )
    if not charts:
        return "no workbook or csv is there"
    by_case = {name.casefold(): name for name in charts}
    near = difflib.get_close_matches(path.name.casefold(), list(by_case), n=5, cutoff=0.5)
    names = [by_case[name] for name in near] or charts[:5]
    return f"{'similar names' if near else 'files'} there: {', '.join(names)}"


def refuse_unknown_kind(path: Path, file: str) -> None:
    """Refuse, by its name, what is neither a workbook nor a csv, and a file without content.

    Raises
    ------
    SourceUnreadable
        If so.
    """
    if path.suffix.lower() not in READABLE:
        raise SourceUnreadable(
            f"{file} is neither a workbook nor a csv nor a data set; "
            f"allowed: {', '.join(READABLE)}; "
            "try: open it in Excel and save it as .xlsx"
        )
    try:
        with path.open("rb") as opened:
            empty = not opened.read(1)
    except OSError as refused:
        raise SourceUnreadable(
            f"{file} cannot be opened ({refused.strerror}); "
            "try: close it in Excel, and see whether you may read it"
        ) from refused
    if empty:
        raise SourceUnreadable(
            f"{file} is empty (0 bytes); try: save it again from where it came from"
        )
