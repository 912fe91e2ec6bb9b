from __future__ import annotations

import datetime as dt

D1, D2 = dt.date(2021, 1, 10), dt.date(2021, 2, 10)


def test_one_row_a_patient(sheet, values):
    found = values(
        sheet("assessments", "ID | Date 0M | EASI 0M | LDH 0M | Date 1M | EASI 1M",
              ("P1", D1, 20, "<180", D2, 5), ("P2", None, None, None, D2, 3)),
    )  # fmt: skip
    assert found == [
        ("P1", D1, "EASI", 20), ("P1", D1, "LDH", 180), ("P1", D2, "EASI", 5), ("P2", D2, "EASI", 3)
    ]  # fmt: skip


def test_one_row_a_visit(sheet, values, noticed):
    visits = sheet("assessments", "ID | Date | EASI | IGA", ("P1", D1, 20, 3), ("P1", D2, 5, None))
    assert noticed(visits) == []
    assert values(visits) == [("P1", D1, "EASI", 20), ("P1", D1, "IGA", 3), ("P1", D2, "EASI", 5)]


def test_a_date_for_all_rows(sheet, values):
    visits = sheet("assessments", "ID | EASI", ("P1", 20), constants={"date": "2021-01-10"})
    assert values(visits) == [("P1", D1, "EASI", 20)]


def test_a_patient_for_all_rows(sheet, values):
    visits = sheet("assessments", "Date | EASI", (D1, 20), constants={"patient": "P1"})
    assert values(visits) == [("P1", D1, "EASI", 20)]


def test_without_dates_the_first_dose_and_the_target_day(sheet, values, checked):
    visits = sheet("assessments", "ID | EASI 0M | EASI 1M | EASI 3M", ("P1", 20, 10, 5), ("P2", 9))
    assert [(p, date, v) for p, date, _, v in values(visits)] == [
        ("P1", dt.date(2021, 1, 10), 20), ("P1", dt.date(2021, 2, 9), 10),
        ("P1", dt.date(2021, 4, 10), 5), ("P2", dt.date(2021, 2, 10), 9),
    ]  # fmt: skip
    (note,) = checked(visits).findings
    assert note.rule == "assumed dates"
    assert "1 month, 3 months" in note.expected
    assert "30, 90 days" in note.expected


def test_only_the_visit_without_dates_is_assumed(sheet, values):
    visits = sheet("assessments", "ID | Date 0M | EASI 0M | EASI 1M", ("P1", D1, 20, 10))
    assert [date for _, date, _, _ in values(visits)] == [D1, dt.date(2021, 2, 9)]


def test_no_first_dose_no_date(sheet, noticed, values):
    start = sheet("treatments", "ID | Drug | Start", ("P2", "baricitinib", D1))
    visits = sheet("assessments", "ID | EASI 0M | IGA 0M", ("P1", 20, 3), ("P2", 9))
    found = noticed(visits, start)
    assert ("no date to assume", "assessments.xlsx", "B2:C2") in found
    assert values(visits, start) == [("P2", D1, "EASI", 9)]


def test_an_unreadable_date_is_told_of_once(sheet, noticed, values):
    visits = sheet("assessments", "ID | Date 0M | EASI 0M", ("P1", "1/2/2021", 20), ("P2", "?", 3))
    assert noticed(visits) == [
        ("ambiguous date", "assessments.xlsx", "B2"),
        ("word for missing", "assessments.xlsx", "B3"),
        ("missing date", "assessments.xlsx", "B3"),
    ]
    assert values(visits) == []


def test_rows_without_values_or_without_patient(sheet, noticed):
    visits = sheet(
        "assessments", "ID | Date 0M | EASI 0M | x", ("P1",), (None, D1, 3), (None, None, None, 1),
        (True, D1, 3), columns={"x": "ignore"},
    )  # fmt: skip
    assert noticed(visits) == [
        ("no values", "assessments.xlsx", "A2"), ("missing value", "assessments.xlsx", "A3"),
        ("patient id", "assessments.xlsx", "A5"),
    ]  # fmt: skip


def test_visits_in_order_over_a_gap(sheet, checked):
    visits = sheet(
        "assessments", "ID | Date 0M | EASI 0M | Date 1M | EASI 1M | Date 3M | EASI 3M",
        ("P1", D2, 20, None, None, D1, 3), ("P2", D1, 20, D1, None, D2, 3),
    )  # fmt: skip
    (found,) = (e for e in checked(visits).findings if e.rule == "visit order")
    assert found.cell == "F2"
    assert found.expected == "3 months after baseline, which is on 2021-02-10 in cell B2"


def test_a_wide_sheet_takes_no_other_constant(sheet, noticed):
    visits = sheet("assessments", "ID | Date | EASI", ("P1", D1, 3), constants={"unit": "x"})
    assert noticed(visits) == [("constant", "assessments.xlsx", "")]


def test_the_unit_of_a_heading_converts_its_column(sheet, checked):
    visits = sheet("assessments", "ID | Date | Hb (g/L) | PLT (万/μL) | Itch VAS (cm)",
                   ("P1", D1, 138, 23.4, "7.2"), ("P2", D1, "12.9 g/dL", 21, "＜1"))  # fmt: skip
    found = checked(visits)
    columns = ("parameter", "value", "comparator", "unit", "reported_value", "reported_unit")
    assert found.cohort.assessments.collect().select(*columns).rows() == [
        ("HB", 13.8, "=", "g/dL", 138, "g/L"), ("PLT", 23.4, "=", "10^4/uL", None, None),
        ("ITCH_VAS", 72, "=", "mm", 7.2, "cm"), ("HB", 12.9, "=", "g/dL", None, None),
        ("PLT", 21, "=", "10^4/uL", None, None), ("ITCH_VAS", 10, "<", "mm", 1, "cm"),
    ]  # fmt: skip
    told = {(e.rule, e.cell): e for e in found.findings}
    assert set(told) == {
        ("converted", "C2"), ("number cleaned", "C3"), ("converted", "E2"), ("censored", "E3")
    }  # fmt: skip
    words = "Haemoglobin in g/dL; values given in g/L and multiplied by 1/10: 1"
    assert told["converted", "C2"].expected == words
