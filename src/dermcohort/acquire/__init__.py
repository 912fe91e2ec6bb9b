"""First stage: read the charts, value by value, and remember where each one stood.

Nothing is interpreted here. A source that cannot be read at all ends the run with
`SourceUnreadable`; whatever can be read goes on to `check`, wrong or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

from dermcohort.acquire.delimited import read_delimited
from dermcohort.acquire.excel.workbook import Workbook, open_workbook, read_workbook
from dermcohort.acquire.files import DATASETS, DELIMITED, find_file, refuse_unknown_kind
from dermcohort.acquire.grid import Grid, sheet_of
from dermcohort.sheets import Sheet
from dermcohort.sources import Source
from dermcohort.study import Study

__all__ = ["acquire", "files_of"]

#: Reads a source that holds several tables: one sheet each. The folder is that of the study file.
Reader = Callable[[Source, Path], tuple[Sheet, ...]]


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
        In the order of the study file; one a source of kind "table", several of the others.

    Raises
    ------
    SourceUnreadable
        If a file or sheet is missing, is damaged, locked or of another kind, has no or doubtful
        headings, or holds nothing. The message says what, where, what was got and what to try.
    """
    with ExitStack() as opened:
        # Several sources usually lie in one workbook: open it once.
        books: dict[Path, Workbook] = {}

        def grid_of(source: Source) -> Grid:
            if source.database:
                return _from("database").read_query(source, folder)  # type: ignore[no-any-return]
            file = source.file or study.charts
            path = find_file(file, folder)
            refuse_unknown_kind(path, file)
            if path.suffix.lower() in DELIMITED:
                return read_delimited(path, file, source.encoding)
            if path.suffix.lower() in DATASETS:
                return _from("datasets.reading").read_dataset(path, file, source)  # type: ignore[no-any-return]
            if path not in books:
                books[path] = opened.enter_context(open_workbook(path, file))
            return read_workbook(books[path], source.sheet)

        def sheets() -> Iterator[Sheet]:
            for source in study.sources:
                if source.kind == "table":
                    yield sheet_of(grid_of(source), source)
                else:
                    reader: Reader = _from(source.kind).read
                    yield from reader(_told(source, study), folder)

        return tuple(sheets())


def _told(source: Source, study: Study) -> Source:
    """The source with what it leaves to the study."""
    file = source.file if source.file or source.database else study.charts
    return source.model_copy(update={"file": file, "drug": source.drug or study.drug})


def _from(name: str) -> Any:
    """A reader's file, imported when a study asks for it: its library may not be installed."""
    return import_module(f"dermcohort.acquire.{name}")


def files_of(study: Study, folder: Path) -> tuple[Path, ...]:
    """The files that the sources of a study are read from, each once; a folder's files by name."""
    named = [folder / (s.file or study.charts) for s in study.sources if not s.database]
    named += [folder / s.dictionary for s in study.sources if s.dictionary]
    files = [
        each
        for path in named
        for each in (sorted(path.iterdir()) if path.is_dir() else [path])
        if each.is_file()
    ]
    return tuple(dict.fromkeys(files))
