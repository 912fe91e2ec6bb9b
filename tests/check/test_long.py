from __future__ import annotations

import datetime as dt

D1 = dt.date(2021, 1, 10)
HEADINGS = "ID | Date | Parameter | Value | Unit | Comparator"


def test_one_value_a_row(sheet, checked):
    long = sheet("assessments", HEADINGS, ("P1", D1, "LD", 200, "iu/l"), ("P1", D1, "IgE", "<5"))
    found = checked(long)
    assert [(each.rule, each.cell) for each in found.findings] == [("censored", "D3")]
    frame = found.cohort.assessments.collect()
    assert frame.select("parameter", "value", "comparator", "unit").rows() == [
        ("LDH", 200.0, "=", "U/L"), ("IGE", 5.0, "<", "IU/mL"),
    ]  # fmt: skip
    assert frame["source"].to_list() == ["assessments.xlsx!S!D2", "assessments.xlsx!S!D3"]


def test_the_comparator_column(sheet, checked):
    long = sheet("assessments", HEADINGS, ("P1", D1, "IgE", 5, None, "<"))
    assert checked(long).cohort.assessments.collect()["comparator"].to_list() == ["<"]


def test_a_wrong_unit_leaves_the_row_out(sheet, checked):
    long = sheet(
        "assessments", HEADINGS, ("P1", D1, "LDH", 200, "mg/dL"), ("P1", D1, "EASI", 3, "x")
    )
    found = checked(long)
    assert [(each.rule, each.cell, each.got) for each in found.findings] == [
        ("unit", "E2", "mg/dL"), ("unit", "E3", "x")
    ]  # fmt: skip
    assert "no unit" in found.findings[1].expected
    assert found.cohort.assessments.collect().is_empty()


def test_a_wrong_unit_for_all_rows_has_no_cell(sheet, noticed):
    long = sheet("assessments", "ID|Date|Parameter|Value", ("P1", D1, "LDH", 200),
                 constants={"unit": "mg/dL"})  # fmt: skip
    assert noticed(long) == [("unit", "assessments.xlsx", "")]


def test_a_wrong_comparator_for_all_rows_has_no_cell(sheet, noticed):
    long = sheet("assessments", "ID|Date|Parameter|Value", ("P1", D1, "LDH", "<200"),
                 constants={"comparator": ">"})  # fmt: skip
    assert ("comparator", "assessments.xlsx", "") in noticed(long)


def test_an_unknown_parameter_keeps_its_name_and_unit(sheet, checked):
    long = sheet("assessments", HEADINGS, ("P1", D1, "CRP", 0.3, "mg/dL"))
    frame = checked(long).cohort.assessments.collect()
    assert frame.select("parameter", "unit").rows() == [("CRP", "mg/dL")]


def test_rows_without_value_are_told_of_once(sheet, checked):
    long = sheet(
        "assessments", HEADINGS, ("P1", D1, "LDH"), ("P1", D1, "AST"), ("P1", D1, "ALT", 9)
    )
    (found,) = checked(long).findings
    assert (found.rule, found.cell) == ("no values", "D2")
    assert "2 rows" in found.expected


def test_what_a_value_must_have(sheet, noticed):
    long = sheet("assessments", HEADINGS, (None, None, None, 3), ("P1", "?", "EASI", "x"),
                 ("P1", "1/2/2021", "EASI", 4))  # fmt: skip
    assert [(rule, cell) for rule, _, cell in noticed(long)] == [
        ("missing value", "A2"), ("missing value", "B2"), ("missing value", "C2"),
        ("word for missing", "B3"), ("missing value", "B3"), ("not a number", "D3"),
        ("ambiguous date", "B4"),
    ]  # fmt: skip


def test_a_sheet_without_a_column_gives_nothing(sheet, noticed):
    long = sheet("assessments", "ID | Parameter | Value", ("P1", "EASI", 3))
    assert noticed(long) == [("missing column", "assessments.xlsx", "")]
