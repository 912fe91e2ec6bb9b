"""The stage as a whole: order, tables, and that nothing is lost, whatever stands in the cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.check import check, in_order
from dermcohort.check.headings import recognise
from dermcohort.check.rulebook import finding
from dermcohort.findings import Finding
from dermcohort.sheets import ErrorCell, Sheet, Value
from dermcohort.tables import TABLES

HEADINGS = (
    "ID", "Date 0M", "EASI 0M", "EASI 1M", "Date 1M", "H&N EASI (0M)", "LDH (U/L) 0M", "BSA 0M",
    "IGA baseline", "DLQI 3M", "Date", "POEM", "comment", "", "LDH (mg/dL) 3M", "EASI_0M",
)  # fmt: skip

TEXTS = st.sampled_from((
    "P1", "P2", "p1", "P9", "3", "72", "<5", "20000<", "ND", "-", "n/a", "未", "1,234", "12,5",
    "１２", "2021-01-10", "2021/2/1", "1/2/2021", "2021-02-30", "nan", "inf",
    "1e999", "#N/A", "45 %", "=", "250 H", "106 U/L", "7 ukat/L", "約12", "12*", "(+)",
    "検出せず", "１２．５", "10-12", "R3.4.1", "H31.5.1", "4-Jan-2021", "2021年4月", "20210104",
    "44287", "4/1/21",
))  # fmt: skip
CELLS = st.one_of(
    st.none(), st.none(), st.none(), st.none(), TEXTS, TEXTS,
    st.text(max_size=8).filter(str.strip), st.floats(), st.booleans(),
    st.integers(), st.dates(), st.datetimes(), st.times(), st.timedeltas(),
    st.floats(0, 72), st.dates(dt.date(2020, 1, 1), dt.date(2024, 1, 1)),
    st.just(ErrorCell("#DIV/0!")),
)  # fmt: skip


@st.composite
def wide_sheets(draw: st.DrawFn) -> tuple[str, list[tuple[Value, ...]]]:
    names = draw(st.lists(st.sampled_from(HEADINGS), unique=True, min_size=1, max_size=7))
    names = draw(st.sampled_from((["ID", *(n for n in names if n != "ID")], names)))
    patients = st.one_of(st.sampled_from(("P1", "P2", "P3")), CELLS)
    rows = draw(
        st.lists(st.tuples(*(patients if name == "ID" else CELLS for name in names)), max_size=5)
    )
    return "|".join(names), rows


@settings(max_examples=600, deadline=None)
@given(drawn=wide_sheets())
def test_every_cell_is_in_the_tables_or_in_a_finding(sheet, checked, study, drawn):
    given_sheet = sheet("assessments", drawn[0], *drawn[1])
    each_cell_is_told(given_sheet, checked(given_sheet), study())


def each_cell_is_told(sheet, checked, study):
    used = set(checked.cohort.assessments.collect()["source"].to_list())
    layout = recognise(sheet, study.visits)
    visit_of = {slot.index: slot.visit for slot in layout.slots}
    for row, values in enumerate(sheet.rows):
        from_row = {column for column in range(len(values)) if sheet.place(row, column) in used}
        for column, value in enumerate(values):
            shared = {
                other
                for other in from_row
                if layout_name(layout, column) == "patient"
                or (layout_name(layout, column) == "date" and visit_of[other] == visit_of[column])
            }
            # A finding on anything in the row has told of its patient.
            is_patient = layout_name(layout, column) == "patient"
            assert (
                value is None
                or column in from_row
                or shared
                or (is_patient and row_is_told(checked.findings, sheet, row))
                or covered(checked.findings, sheet, row, column)
            ), (sheet.cell(row, column), checked.findings)


def layout_name(layout, column: int) -> str:
    return next((slot.name for slot in layout.slots if slot.index == column), "")


def row_is_told(findings: Sequence[Finding], sheet: Sheet, row: int) -> bool:
    number = sheet.row_numbers[row]
    return any(
        each.file == sheet.file and re.match(rf"[A-Z]+{number}(:|$)", each.cell)
        for each in findings
    )


def covered(findings: Sequence[Finding], sheet: Sheet, row: int, column: int) -> bool:
    """Whether a finding speaks of the cell, of its heading, or of an error of row or sheet."""
    number = sheet.row_numbers[row]
    for each in findings:
        if each.file != sheet.file:
            continue
        if each.cell in (sheet.cell(row, column), sheet.heading_cell(column)):
            return True
        # A sheet that lacks a column is not read.
        if not each.cell and each.severity == "error":
            return True
        numbers = [int(n) for n in re.findall(r"[A-Z]+([0-9]+)", each.cell)]
        if numbers and numbers[0] == number and (each.severity == "error" or ":" in each.cell):
            return True
        # The second of two equal values is told of at the first, too.
        if each.rule in ("duplicate", "conflict") and numbers[0] == number:
            return True
    return False


OTHER_TABLES = {
    "patients": "ID|Age|Sex|BMI|AD duration|Asthma|Diagnosis",
    "treatments": "ID|Drug|Start|Stop|Dose|Reason|Next therapy",
    "events": "ID|Event|Date|Action|Serious|Outcome",
    "assessments": "ID|Date|Parameter|Value|Unit|Comparator",
}


@settings(max_examples=150, deadline=None)
@given(data=st.data(), table=st.sampled_from(sorted(OTHER_TABLES)))
def test_every_row_of_every_table_is_used_or_in_a_finding(sheet, checked, data, table):
    headings = OTHER_TABLES[table]
    width = headings.count("|") + 1
    names = st.sampled_from(("P1", "baricitinib", "acne", "EASI", "2021-01-10"))
    rows = data.draw(st.lists(st.tuples(*[st.one_of(CELLS, names)] * width), max_size=5))
    sheet = sheet(table, headings, *rows)
    checked = checked(sheet)
    frame = getattr(checked.cohort, table).collect()
    rows_used = (
        {int(re.sub(r".*[A-Z]", "", place)) for place in frame["source"].to_list()}
        if "source" in frame.columns
        else set()
    )
    patients = set(frame["patient"].to_list())
    for row, number in enumerate(sheet.row_numbers):
        in_table = number in rows_used or str(sheet.rows[row][0]).strip() in patients
        told = any(
            each.file == sheet.file and re.search(rf"[A-Z]{number}$", each.cell)
            for each in checked.findings
        )
        # Long rows without a value are told of once a sheet.
        assert (
            in_table
            or told
            or any(each.rule == "no values" for each in checked.findings)
            or (isinstance(sheet.rows[row][0], (int, float)))
        )


def test_the_tables_have_the_columns_of_the_dictionary(sheet, checked):
    checked = checked(
        sheet("events", "ID | Event | Date", ("P1", " Acne ", "2021-02-01")),
        sheet("assessments", "ID | EASI 0M", ("P1", 12.5)),
    )
    for name, columns in TABLES.items():
        expected = [column.name for column in columns]
        expected += {"patients": [], "events": ["verbatim", "source"]}.get(name, ["source"])
        assert getattr(checked.cohort, name).collect_schema().names() == expected
    events = checked.cohort.events.collect()
    assert events["event"].to_list() == ["acne or folliculitis"]
    assert events["verbatim"].to_list() == ["Acne"]
    assert events["source"].to_list() == ["events.xlsx!S!A2"]
    assessments = checked.cohort.assessments.collect()
    assert assessments["source"].to_list() == ["assessments.xlsx!S!B2"]
    assert assessments["date"].to_list() == [dt.date(2021, 1, 10)]
    assert assessments["comparator"].to_list() == ["="]


def test_a_clean_study_has_no_finding(sheet, checked):
    checked = checked(
        sheet(
            "assessments", "ID | Date 0M | EASI 0M | IGA 0M | Date 1M | EASI 1M",
            ("P1", dt.date(2021, 1, 10), 20.05, 3, dt.date(2021, 2, 10), 5.0),
            ("P2", "2021-02-10", "20.05", "3"),
        ),
        sheet("events", "ID | Event | Date | Action", ("P1", "acne", "2021-02-01", "none")),
    )  # fmt: skip
    assert checked.findings == ()


def test_without_patients_or_treatments_there_is_no_cohort(sheet, study):
    found = check(study(), (sheet("events", "ID | Event", ("P1", "acne")),)).findings
    assert [(e.rule, e.file, e.got) for e in found] == [("no table", "study file", "")] * 2
    assert "'patients'" in found[0].expected
    assert "'treatments'" in found[1].expected


def test_findings_come_by_source_row_and_column(sheet):
    first, second = sheet("patients", "ID"), sheet("events", "ID")
    cells = ["A3", "AA2", "B2", "A2:C2", ""]
    given = [finding("formula error", second, "A1", "")]
    given += [finding("formula error", first, cell, "") for cell in cells]
    assert [(e.file, e.cell) for e in in_order(given, (first, second))] == [
        ("patients.xlsx", ""), ("patients.xlsx", "A2:C2"), ("patients.xlsx", "B2"),
        ("patients.xlsx", "AA2"), ("patients.xlsx", "A3"), ("events.xlsx", "A1"),
    ]  # fmt: skip


def test_a_value_with_an_error_is_never_replaced(sheet, checked):
    checked = checked(
        sheet("patients", "ID | Age | Sex", ("P1", "old", "F"), ("P2", 30, "?!")),
    )
    patients = checked.cohort.patients.collect()
    assert patients["patient"].to_list() == ["P1", "P2"]
    assert patients["age_years"].to_list() == [None, 30]
    assert patients["sex"].to_list() == ["F", None]
