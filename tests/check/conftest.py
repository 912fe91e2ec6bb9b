"""Small sheets and studies, written as people write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dermcohort.check import Checked, check
from dermcohort.sheets import Sheet
from dermcohort.sources import Source
from dermcohort.study import Study, parse_study

STUDY: dict[str, Any] = {
    "title": "Test",
    "drug": "baricitinib",
    "start_between": ["2021-01-01", "2022-12-31"],
    "data_cutoff": "2023-06-30",
    "sources": [{"table": "patients"}],
}


def make_study(**changes: Any) -> Study:
    return parse_study(STUDY | changes)


def make_sheet(table: str, headings: str, *rows: tuple[Any, ...], **source: Any) -> Sheet:
    """A sheet with headings in row 1 from column A; the heading's separator is a bar."""
    names = tuple(name.strip() for name in headings.split("|"))
    width = len(names)
    padded = tuple((*row, *(None,) * (width - len(row))) for row in rows)
    kept = [
        (number, row) for number, row in enumerate(padded, 2) if any(v is not None for v in row)
    ]
    file, name = source.pop("file", f"{table}.xlsx"), source.pop("name", "S")
    return Sheet(
        Source(table=table, **source), file, name, names, 1, 1,
        tuple(number for number, _ in kept), tuple(row for _, row in kept),
    )  # fmt: skip


PATIENTS = make_sheet("patients", "ID | Age", ("P1", 30), ("P2", 40.0), ("P3", 50))
STARTS = make_sheet(
    "treatments", "ID | Start",
    ("P1", "2021-01-10"), ("P2", "2021-02-10"), ("P3", "2021-03-10"),
    constants={"drug": "baricitinib"}, file="starts.xlsx",
)  # fmt: skip


def make_checked(*sheets: Sheet, **study: Any) -> Checked:
    """Check sheets; patients P1 to P3 and their first doses are there unless given."""
    tables = [sheet.source.table for sheet in sheets]
    given = list(sheets)
    if "patients" not in tables:
        given.append(PATIENTS)
    if "treatments" not in tables:
        given.append(STARTS)
    return check(make_study(**study), tuple(given))


@pytest.fixture(scope="session")
def sheet() -> Callable[..., Sheet]:
    return make_sheet


@pytest.fixture(scope="session")
def checked() -> Callable[..., Checked]:
    return make_checked


@pytest.fixture(scope="session")
def study() -> Callable[..., Study]:
    return make_study


@pytest.fixture(scope="session")
def noticed() -> Callable[..., list[tuple[str, str, str]]]:
    """Check sheets and give (rule, file, cell) of all findings."""

    def run(*sheets: Sheet, **changes: Any) -> list[tuple[str, str, str]]:
        found = make_checked(*sheets, **changes).findings
        return [(each.rule, each.file, each.cell) for each in found]

    return run


@pytest.fixture(scope="session")
def values() -> Callable[..., list[tuple[Any, ...]]]:
    """Check sheets and give the assessments as (patient, date, parameter, value, source)."""

    def run(*sheets: Sheet, **changes: Any) -> list[tuple[Any, ...]]:
        frame = make_checked(*sheets, **changes).cohort.assessments.collect()
        columns = [frame[name].to_list() for name in ("patient", "date", "parameter", "value")]
        return list(zip(*columns, strict=True))

    return run
