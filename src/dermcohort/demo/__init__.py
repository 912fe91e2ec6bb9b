"""The source paper's study on a synthetic cohort: charts, study file, run, report."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dermcohort import pipeline
from dermcohort.demo.printed import appendix
from dermcohort.demo.workbook import write_workbook
from dermcohort.errors import UsageError
from dermcohort.pipeline import Progress, silent
from dermcohort.results import Results

STUDY = "study.toml"
CHARTS = "charts.xlsx"


def make_demo(folder: Path, *, progress: Progress = silent) -> Results:
    """Write the synthetic charts and their study file, and run it.

    Parameters
    ----------
    folder : Path
        Gets ``charts.xlsx``, ``study.toml`` and the folder ``report``.

    Raises
    ------
    UsageError
        If the folder holds another study, or cannot be written.
    """
    study = files("dermcohort.demo").joinpath(STUDY).read_text("utf-8")
    _refuse_another_study(folder, study)
    progress("writing the synthetic charts")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / STUDY).write_text(study, encoding="utf-8", newline="\n")
        write_workbook(folder / CHARTS)
    except OSError as refused:
        raise UsageError(
            f"{folder} cannot be written ({refused.strerror}); try: another folder"
        ) from refused
    path = folder / STUDY
    done = pipeline.computed(path, *pipeline.checked(path, progress), progress)
    pipeline.write(done, folder / "report", appendices=(appendix(done.results),), progress=progress)
    return done.results


def _refuse_another_study(folder: Path, study: str) -> None:
    path = folder / STUDY
    if folder.is_file():
        raise UsageError(f"{folder} is a file; try: the name of a folder")
    if path.is_file() and path.read_text("utf-8", errors="replace") != study:
        raise UsageError(
            f"{path} is there and is not the demo's, and the demo would replace it; "
            "try: dermcohort demo with the name of a new folder"
        )
    if not path.is_file() and (folder / CHARTS).exists():
        raise UsageError(
            f"{folder / CHARTS} is there without the demo's study file, and the demo would "
            "replace it; try: dermcohort demo with the name of a new folder"
        )
