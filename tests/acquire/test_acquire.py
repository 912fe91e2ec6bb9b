"""Whole studies, read and checked; and bytes of any kind."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dermcohort.acquire import acquire
from dermcohort.check import check
from dermcohort.errors import SourceUnreadable
from dermcohort.study import parse_study

STUDY = {
    "title": "Test",
    "drug": "baricitinib",
    "start_between": ["2021-01-01", "2022-12-31"],
    "sources": [
        {"table": "patients", "sheet": "People"},
        {"table": "treatments", "sheet": "Drugs", "constants": {"drug": "baricitinib"}},
        {"table": "assessments", "file": "visits.csv"},
    ],
}


def test_a_study_in_a_workbook_and_a_csv(tmp_path, book):
    day = dt.date(2021, 1, 10)
    book(
        tmp_path / "charts.xlsx",
        Drugs=[["ID", "Start"], [1, day]],
        People=[["ID", "Age", "Sex"], [1, 30, "F"], [2, "=#N/A", "M"]],
    )
    (tmp_path / "visits.csv").write_text("ID,Date 0M,EASI 0M\n1,2021-01-10,84\n")
    study = parse_study(STUDY)
    sheets = acquire(study, tmp_path)
    assert [(s.file, s.name) for s in sheets] == [
        ("charts.xlsx", "People"), ("charts.xlsx", "Drugs"), ("visits.csv", ""),
    ]  # fmt: skip
    checked = check(study, sheets)
    assert [(e.rule, e.place, e.got) for e in checked.findings] == [
        ("no study drug", "charts.xlsx, sheet People, cell A3", "2"),
        ("formula error", "charts.xlsx, sheet People, cell B3", "#N/A"),
        ("range", "visits.csv, cell C2", "84"),
    ]


def refusal(read, path):
    """The message of the error; "" if the file can be read. Anything else is a bug."""
    try:
        read(path)
    except SourceUnreadable as refused:
        return str(refused)
    return ""


SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(
    content=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".xls", ".ods"])
def test_bytes_of_any_kind_are_refused_or_read(tmp_path, read, suffix, content, head):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(head + content)
    refused = refusal(read, path)
    assert refused == "" or "try: " in refused or "; the last row is" in refused


@SETTINGS
@given(data=st.data())
def test_a_damaged_workbook_is_refused_or_read(tmp_path, read, book, data):
    path = book(tmp_path / "x.xlsx", S=[["ID", "Age"], ["P1", 30], ["P2", "=#N/A"]])
    content = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    path.write_bytes(bytes(content[: cut or None]))
    refused = refusal(read, path)
    assert refused == "" or refused.startswith("x.xlsx")


PARTS = ["workbook__xml", "workbook__xml__rels", "sheet1__xml", "styles__xml", "sharedStrings__xml"]
PIECES = [b"<c>", b"</c>", b'<c r="A9" t="e"><v>', b"<row>", b'r="ZZZ9"', b"<f>[1]A</f>", b"<!--",
          b"]]>", b'="', b"<", b"&#0;", b"&x;", b"-1", b"99999999999999999999", b"<si>",
          b"\xff"]  # fmt: skip


@SETTINGS
@given(data=st.data(), part=st.sampled_from(PARTS))
def test_a_workbook_with_damaged_xml_is_refused_or_read(tmp_path, read, book, edited, data, part):
    """The archive is whole, so that the damage reaches those who read the parts."""

    def damaged(xml):
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(xml)))
            cut = data.draw(st.integers(0, 9))
            xml = xml[:at] + data.draw(st.sampled_from([b"", *PIECES])) + xml[at + cut :]
        return xml

    path = book(tmp_path / "x.xlsx", S=[["ID", "Age", "EASI"], ["P1", 30], ["P2", "=#N/A", "x"]])
    refused = refusal(read, edited(path, **{part: damaged}))
    assert refused == "" or refused.startswith("x.xlsx")
