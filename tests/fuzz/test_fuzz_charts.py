"""Random charts: no exception but ours, and every cell in the tables or in a finding."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from charts_at_random import (
    HEADINGS,
    NEEDED,
    PEOPLE,
    STUDY,
    Grid,
    checked_of,
    study_of,
    unaccounted,
    write_csv,
    write_xlsx,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nasty_cells import any_text, day_texts, number_texts, texts, values

from dermcohort.acquire import acquire
from dermcohort.check import Checked, check
from dermcohort.errors import DermcohortError, SourceUnreadable
from dermcohort.study import parse_study


@st.composite
def grids(draw: Any, cells: Any) -> Grid:
    kind = draw(st.sampled_from(list(HEADINGS)))
    known = list(HEADINGS[kind])
    chosen = draw(st.lists(st.sampled_from(known), unique=True, max_size=len(known)))
    # Mostly a sheet of which rows can be used at all.
    headings = [*NEEDED[kind], *chosen] if draw(st.integers(0, 4)) else chosen
    headings = list(dict.fromkeys(headings))
    # The mark in front keeps chance from writing a heading that is known.
    unknown = st.one_of(any_text.map("~{}".format), st.just(""))
    headings += draw(st.lists(unknown, max_size=2))
    headings = draw(st.permutations(headings or ["ID"]))
    row = st.tuples(*(_cell(kind, heading, cells) for heading in headings))
    rows = draw(st.lists(row, min_size=1, max_size=5))
    source = {
        "date_order": draw(st.sampled_from(("ymd", "ymd", "dmy", "mdy"))),
        "date_serials": draw(st.sampled_from(("", "", "1900", "1904"))),
        "decimal": draw(st.sampled_from((".", ".", ","))),
        "missing": draw(st.sampled_from(([], [], ["999"], ["未", "x"]))),
    }
    return Grid(kind, list(headings), [list(row) for row in rows], source)


def _cell(kind: str, heading: str, cells: Any) -> Any:
    """Mostly what belongs under a heading, so that rows get as far as the tables."""
    if heading == "ID":
        # A patient of the patients' own sheet cannot be found again if the ID is read as another.
        tidy = st.sampled_from(("P1", "P2", "P3"))
        return st.uuids().map(str) if kind == "patients" else st.one_of(tidy, tidy, tidy, cells)
    if "ate" in heading and heading != "Outcome":
        return st.one_of(day_texts, day_texts, cells)
    if heading in ("Drug", "Parameter", "Event"):
        tidy = st.sampled_from(("baricitinib", "EASI", "LDH", "zoster", "acne"))
        return st.one_of(tidy, tidy, cells)
    return st.one_of(number_texts, cells)


def _checked(study: dict[str, Any], folder: Path) -> Checked | None:
    """None if the study is refused as a whole, with a sentence."""
    try:
        return checked_of(parse_study(study), folder)
    except DermcohortError as refused:
        _is_a_sentence(refused)
        return None


def _is_a_sentence(refused: DermcohortError, file: str = "") -> None:
    assert str(refused).strip()
    assert file in str(refused)


@pytest.fixture(scope="module")
def folder() -> Any:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made)
        write_csv(path / "people.csv", PEOPLE)
        yield path


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
# The date of a visit is none for the values that name no visit.
@example(grid=Grid("wide", ["Date 1M", "ID", "EASI"], [["", "P1", "0"]], {}))
@given(grid=grids(texts))
def test_every_cell_of_a_csv_is_accounted_for(grid: Grid, folder: Path) -> None:
    write_csv(folder / "charts.csv", [grid.headings, *grid.rows])
    checked = _checked(study_of(grid, "charts.csv"), folder)
    if checked is not None:
        assert not unaccounted(grid, "charts.csv", "", checked)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(grid=grids(values))
def test_every_cell_of_a_workbook_is_accounted_for(grid: Grid, folder: Path) -> None:
    write_xlsx(folder / "charts.xlsx", [grid.headings, *grid.rows])
    checked = _checked(study_of(grid, "charts.xlsx"), folder)
    if checked is not None:
        assert not unaccounted(grid, "charts.xlsx", "S", checked)


@pytest.fixture(scope="module")
def workbook(folder: Path) -> bytes:
    path = folder / "good.xlsx"
    write_xlsx(path, [["ID", "Age", "Diagnosis"], ["P1", 30, "AD"], ["P2", 40.5, "AD & asthma"]])
    return path.read_bytes()


_SWAPS = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6), st.integers(0, 12)),
                  min_size=1, max_size=4)  # fmt: skip


def _mutated(content: bytes, swaps: list[tuple[int, bytes, int]]) -> bytes:
    """Some bytes taken out and others put in."""
    for at, put, taken in swaps:
        at %= len(content) + 1
        content = content[:at] + put + content[at + taken :]
    return content


def _read(content: bytes, folder: Path) -> None:
    (folder / "broken.xlsx").write_bytes(content)
    study = parse_study(STUDY | {"sources": [{"table": "patients", "file": "broken.xlsx"}]})
    try:
        sheets = acquire(study, folder)
    except SourceUnreadable as refused:
        _is_a_sentence(refused, "broken.xlsx")
    else:
        assert sheets
        check(study, sheets)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(swaps=_SWAPS)
def test_broken_bytes_are_sheets_or_unreadable(
    swaps: list[tuple[int, bytes, int]], workbook: bytes, folder: Path
) -> None:
    _read(_mutated(workbook, swaps), folder)


_XML = st.sampled_from((
    b"<", b">", b"</c>", b"<c/>", b'<c r="ZZZ1"><v>1</v></c>', b'r="A0"', b't="s"', b't="e"',
    b"&amp;", b"&x;", b"<v>9999999999999</v>", b"<row/>", b'r="99999999999999999999"',
    b"<mergeCell/>", b"\xff", b'<mergeCell ref="A1:XFD1048576"/>', b'ref="B2:A1"', b's="99999"',
    b"<!-- -->", b"<![CDATA[", b"",
))  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_broken_parts_are_sheets_or_unreadable(data: Any, workbook: bytes, folder: Path) -> None:
    path = folder / "parts.xlsx"
    path.write_bytes(workbook)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    # Between two elements or attributes, where programs that write workbooks go wrong.
    places = [found.start() for found in re.finditer(rb"[<> ]", parts[name])]
    at = data.draw(st.sampled_from(places))
    taken = data.draw(st.integers(0, 30))
    parts[name] = parts[name][:at] + data.draw(_XML) + parts[name][at + taken :]
    with zipfile.ZipFile(path, "w") as package:
        for each, content in parts.items():
            package.writestr(each, content)
    _read(path.read_bytes(), folder)
