"""First stage: read the charts, value by value, and remember where each one stood.

Nothing is interpreted here. A source that cannot be read at all ends the run with
`SourceUnreadable`; whatever can be read goes on to `check`, wrong or not.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from python_calamine import CalamineWorkbook

from dermcohort.acquire.delimited import read_delimited
from dermcohort.acquire.files import DELIMITED, find_file, refuse_unknown_kind
from dermcohort.acquire.grid import Grid, sheet_of
from dermcohort.acquire.workbook import open_workbook, read_workbook
from dermcohort.sheets import Sheet
from dermcohort.study import Source, Study

__all__ = ["acquire"]


def acquire(study: Study, folder: Path) -> tuple[Sheet, ...]:
    """Read every source of a study.

    Parameters
    ----------
    study : Study
        Its ``sources`` say what is read; those without a file are in ``study.charts``.
    folder : Path
        Where the files are: the folder of the study file.

    Returns
    -------
    tuple of Sheet
        One a source, in the order of the study file.

    Raises
    ------
    SourceUnreadable
        If a file or sheet is missing, is damaged, locked or of another kind, has no or doubtful
        headings, or holds nothing. The message says what, where, what was got and what to try.
    """
    with ExitStack() as opened:
        # Several sources usually lie in one workbook: open it once.
        books: dict[Path, CalamineWorkbook] = {}

        def grid_of(source: Source) -> Grid:
            file = source.file or study.charts
            path = find_file(file, folder)
            refuse_unknown_kind(path, file)
            if path.suffix.lower() in DELIMITED:
                return read_delimited(path, file)
            if path not in books:
                books[path] = opened.enter_context(open_workbook(path, file))
            return read_workbook(books[path], path, file, source.sheet)

        return tuple(sheet_of(grid_of(source), source) for source in study.sources)
