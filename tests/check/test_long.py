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


UNITS = ("parameter", "value", "unit", "reported_value", "reported_unit")


def test_each_row_has_its_unit(sheet, checked):
    long = sheet(
        "assessments", HEADINGS,
        ("P1", D1, "Hb", 138, "g/L"), ("P2", D1, "Hb", 13.8, "g/dL"), ("P3", D1, "Hb", "138 g/L"),
        ("P1", D1, "CPK", 118, "IU/L"), ("P2", D1, "PLT", "＜234×10^3/uL"), ("P3", D1, "LDH", 200),
        ("P1", D1, "EASI", "12 points"), ("P1", D1, "SCCA2", 1.5, "ng/mL"),
    )  # fmt: skip
    found = checked(long)
    assert found.cohort.assessments.collect().select(*UNITS).rows() == [
        ("HB", 13.8, "g/dL", 138, "g/L"), ("HB", 13.8, "g/dL", None, None),
        ("HB", 13.8, "g/dL", 138, "g/L"), ("CPK", 118, "U/L", None, None),
        ("PLT", 23.4, "10^4/uL", 234, "10^3/uL"), ("LDH", 200, "U/L", None, None),
        ("EASI", 12, "", None, None), ("SCCA2", 1.5, "ng/mL", None, None),
    ]  # fmt: skip
    told = [(e.rule, e.cell, e.detail) for e in found.findings if e.rule != "unknown parameter"]
    assert told == [
        ("converted", "D2", ""), ("number cleaned", "D4", "read as 138"),
        ("unit in cell", "D4", "read as 13.8 from 138 g/L"),
        ("censored", "D6", "kept as 234 with the comparator <"),
        ("unit in cell", "D6", "read as 23.4 from 234 10^3/uL"),
        ("number cleaned", "D8", "read as 12"),
    ]  # fmt: skip
    assert found.findings[0].expected.endswith("multiplied by 1/10: 1")


def test_what_is_wrong_with_a_unit_is_said_where_it_stands(sheet, checked):
    long = sheet(
        "assessments", HEADINGS, ("P1", D1, "LDH", "200 mg/dL"),
        ("P2", D1, "Hb", "138 g/L", "g/dL"), ("P3", D1, "Hb", "138 g/L", "g/l"),
    )  # fmt: skip
    found = checked(long)
    assert [(e.rule, e.cell) for e in found.findings if e.severity == "error"] == [
        ("unit", "D2"), ("two units", "E3")
    ]  # fmt: skip
    assert found.cohort.assessments.collect()["patient"].to_list() == ["P3"]


def test_percent_makes_a_share_of_a_count(sheet, checked):
    long = sheet("assessments", HEADINGS, ("P1", D1, "好酸球", 6, "%"), ("P2", D1, "EOS", "5.5 %"),
                 ("P3", D1, "EOS", 360, "/μL"), ("P3", D1, "BSA", 6, "％"))  # fmt: skip
    found = checked(long)
    assert found.cohort.assessments.collect().select("parameter", "value").rows() == [
        ("EOS_PCT", 6), ("EOS_PCT", 5.5), ("EOS", 360), ("BSA", 6)
    ]  # fmt: skip
    (note,) = (each for each in found.findings if each.rule == "share")
    assert (note.cell, note.expected[-3:]) == ("E2", ": 2")
