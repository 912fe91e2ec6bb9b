from __future__ import annotations

D1 = "2021-01-10"


def of(rule, checked):
    return [each for each in checked.findings if each.rule == rule]


def test_twice_over_two_sheets_of_patients(sheet, checked):
    first = sheet("patients", "ID", ("P1",), file="a.xlsx")
    second = sheet("patients", "ID", ("P1",), ("P2",), file="b.csv", name="")
    (found,) = of("patient twice", checked(first, second))
    assert found.place == "b.csv, cell A2"
    assert "a.xlsx, S, cell A2" in found.expected


def test_twice_in_a_wide_sheet_but_not_in_one_row_a_visit(sheet, checked):
    wide = sheet("assessments", "ID | EASI 0M", ("P1", 3), ("P1", 4))
    visits = sheet("assessments", "ID | Date | EASI", ("P1", D1, 3), ("P1", "2021-02-10", 4))
    other = sheet("assessments", "ID | LDH 0M", ("P1", 200), file="labs.xlsx")
    assert [e.cell for e in of("patient twice", checked(wide, other))] == ["A3"]
    assert of("patient twice", checked(visits)) == []


def test_similar_ids_are_told_of_once_a_spelling(sheet, checked):
    people = sheet("patients", "ID", ("A-01",), ("A-10",))
    events = sheet("events", "ID | Event", ("a-1", "acne"), ("a-1", "acne"), ("A-01", "acne"))
    (found,) = of("similar patients", checked(people, events))
    assert (found.file, found.cell) == ("events.xlsx", "A2")
    assert "'A-01' stands in patients.xlsx, S, cell A2" in found.detail


def test_unknown_patients_once_a_sheet_with_the_nearest(sheet, checked):
    people = sheet("patients", "ID", ("SYN-01",), ("SYN-02",))
    events = sheet("events", "ID | Event", ("SYN-1", "acne"), ("SYN-1", "acne"), ("SIN-02", "acne"),
                   ("zzz", "acne"))  # fmt: skip
    found = [e for e in of("unknown patient", checked(people, events)) if e.file == "events.xlsx"]
    assert [e.cell for e in found] == ["A2", "A4", "A5"]
    assert "nearest: SYN-01; 2 rows" in found[0].expected
    assert "nearest: SYN-02" in found[1].expected
    assert "nearest" not in found[2].expected


def test_among_very_many_patients_only_zeros_and_case_are_compared(sheet, checked):
    people = sheet("patients", "ID", *((f"P{n}",) for n in range(2001)))
    events = sheet("events", "ID | Event", ("p07", "acne"), ("PP7", "acne"))
    found = [e for e in of("unknown patient", checked(people, events)) if e.file == "events.xlsx"]
    assert ["nearest" in e.expected for e in found] == [True, False]


def test_limits_of_columns(sheet, checked):
    people = sheet("patients", "ID | Age | BMI", ("P1", 120, 8), ("P2", 121, 7.9), ("P3", -1))
    found = of("range", checked(people))
    assert [(e.cell, e.got) for e in found] == [("B3", "121"), ("C3", "7.9"), ("B4", "-1")]
    assert found[0].expected == "Age lies between 0 and 120"
    dose = sheet("treatments", "ID | Drug | Start | Dose", ("P1", "baricitinib", D1, -4))
    assert [e.cell for e in of("range", checked(dose))] == ["D2"]


def test_duration_equal_to_age_is_from_birth(sheet, checked):
    people = sheet("patients", "ID | Age | AD duration", ("P1", 17, 17), ("P2", 17, 18), ("P3",))
    assert [e.cell for e in of("duration above age", checked(people))] == ["C3"]
