"""Grids as sheets are found, without files, and what becomes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from dermcohort.acquire.grid import Grid, sheet_of
from dermcohort.acquire.marks import Area, Marks
from dermcohort.check import Checked, check
from dermcohort.mapping import Survey, study_text
from dermcohort.mapping.surveying import survey_of
from dermcohort.study import parse_study


def make_grid(
    *rows: Sequence[Any], sheet: str = "Sheet1", file: str = "charts.xlsx",
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Grid:  # fmt: skip
    """A grid from cell A1 on; merged areas as first row and column, last row and column."""
    cells = [[None if value == "" else value for value in row] for row in rows]
    return Grid(file, sheet, 1, 1, cells, marks=Marks(merged=tuple(Area(*m) for m in merged)))


def surveyed(*grids: Grid, drug: str = "baricitinib") -> Survey:
    return survey_of(grids, "charts.xlsx", drug)


def checked_by(survey: Survey, *grids: Grid, **changes: Any) -> Checked:
    """What check makes of the grids with the study file of the survey, read back from its text."""
    study = parse_study(tomllib.loads(study_text(survey)) | changes)
    found = {(grid.file, grid.sheet): grid for grid in grids}
    sheets = tuple(
        sheet_of(found[source.file or study.charts, source.sheet], source)
        for source in study.sources
    )
    return check(study, sheets)
