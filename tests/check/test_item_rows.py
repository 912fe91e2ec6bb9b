"""Items in sheets: wide and long, all of an instrument or none."""

from __future__ import annotations

import datetime as dt

D1, D2 = dt.date(2021, 1, 10), dt.date(2021, 2, 10)
KEYS = ("itch", "sleep", "bleeding", "weeping", "cracking", "flaking", "dryness")
NUMBERED = " | ".join(f"POEM{number} 0M" for number in range(1, 8))


def long(patient, day, answers, name="POEM.{}"):
    return [(patient, day, name.format(key), answer) for key, answer in answers.items()]


def test_one_row_a_patient(sheet, values):
    later = " | ".join(f"POEM {key} (1M)" for key in KEYS)
    visits = sheet(
        "assessments", f"ID | Date 0M | {NUMBERED} | Date 1M | {later}",
        ("P1", D1, 4, 2, 1, 0, 3, 2, 4, D2, 0, 0, 0, 0, 1, 0, 1),
        ("P2", None, *[None] * 7, D2, 4, 4, 3, 2, 4, 4, 4),
    )  # fmt: skip
    assert values(visits) == [
        ("P1", D1, "POEM", 16), ("P1", D2, "POEM", 2), ("P2", D2, "POEM", 25)
    ]  # fmt: skip


def test_without_dates_as_other_values(sheet, values, noticed):
    visits = sheet("assessments", f"ID | {NUMBERED}", ("P2", *[1] * 7))
    assert values(visits) == [("P2", D2, "POEM", 7)]
    assert noticed(visits) == [("assumed dates", "assessments.xlsx", "")]


def test_one_row_a_visit_beside_other_values(sheet, values, checked):
    heads = " | ".join(f"POEM {key}" for key in KEYS)
    visits = sheet("assessments", f"ID | Date | LDH | {heads}", ("P1", D1, 200, *[2] * 7))
    assert values(visits) == [("P1", D1, "LDH", 200), ("P1", D1, "POEM", 14)]
    frame = checked(visits).cohort.assessments.collect()
    assert frame["source"].to_list() == ["assessments.xlsx!S!C2", "assessments.xlsx!S!D2:J2"]
    assert frame["unit"].to_list() == ["U/L", ""]


def test_one_value_a_row_beside_other_values(sheet, values, noticed):
    rows = [
        *long("P1", D1, dict(zip(KEYS, (4, 2, 1, 0, 3, 2, 4), strict=True))),
        ("P1", D1, "LDH", 200),
        *long("P1", D2, dict.fromkeys(range(1, 8), "0"), "poem {}"),
    ]
    visits = sheet("assessments", "ID | Date | Parameter | Value", *rows)
    assert noticed(visits) == []
    assert sorted(values(visits)) == [
        ("P1", D1, "LDH", 200), ("P1", D1, "POEM", 16), ("P1", D2, "POEM", 0)
    ]  # fmt: skip


def test_a_blank_row_of_a_long_sheet_is_a_blank_item(sheet, values, noticed):
    rows = long("P1", D1, dict(zip(KEYS, (3, 2, None, 0, 2, 1, 3), strict=True)))
    visits = sheet("assessments", "ID | Date | Parameter | Value", *rows)
    assert values(visits) == [("P1", D1, "POEM", 11)]
    assert noticed(visits) == [("total noted", "assessments.xlsx", "D2")]


def test_an_answer_without_its_patient_or_date(sheet, values, noticed):
    rows = long("P1", D1, dict.fromkeys(KEYS, 1))
    rows[2] = (None, *rows[2][1:])
    rows[3] = ("P1", None, *rows[3][2:])
    visits = sheet("assessments", "ID | Date | Parameter | Value", *rows)
    found = noticed(visits)
    assert ("missing value", "assessments.xlsx", "A4") in found
    assert ("missing value", "assessments.xlsx", "B5") in found
    assert values(visits) == []


def test_items_that_lack_a_column_make_no_total(sheet, values, checked):
    some = " | ".join(f"POEM {key} 0M" for key in KEYS[:5])
    visits = sheet("assessments", f"ID | Date 0M | EASI 0M | {some}", ("P1", D1, 8, *[1] * 5))
    (found,) = checked(visits).findings
    assert (found.rule, found.severity, found.cell) == ("items incomplete", "warning", "D1:H1")
    assert "without flaking, dryness" in found.expected
    assert '"POEM.flaking"' in found.remedy
    assert values(visits) == [("P1", D1, "EASI", 8)]


def test_items_that_a_long_sheet_never_has(sheet, values, checked):
    rows = long("P1", D1, dict.fromkeys(KEYS[:6], 1))
    visits = sheet("assessments", "ID | Date | Parameter | Value", *rows)
    (found,) = checked(visits).findings
    assert (found.rule, found.got) == ("items incomplete", "6 items of POEM")
    assert values(visits) == []


def test_an_item_by_its_other_form(sheet, values):
    """q7 of the DLQI in two steps: prevented is 3, whatever stands behind it."""
    heads = " | ".join(f"DLQI {key}" for key in ("q1", "q2", "q3", "q4", "q5", "q6", "q7a", "q7b",
                                                 "q8", "q9", "q10"))  # fmt: skip
    visits = sheet(
        "assessments", f"ID | Date | {heads}",
        ("P1", D1, 3, 2, 2, 1, 2, 1, "yes", None, 1, 0, 2),
        ("P2", D1, 2, 1, 1, 1, 0, 0, "no", 1, "NR", 0, 1),
    )  # fmt: skip
    assert values(visits) == [("P1", D1, "DLQI", 17), ("P2", D1, "DLQI", 7)]


def test_words_of_a_department_by_codes(sheet, values, noticed):
    visits = sheet(
        "assessments", f"ID | Date 0M | {NUMBERED}",
        ("P1", D1, "毎日", "毎日", "なし", "なし", "なし", "なし", 1),
        codes={"POEM": {"毎日": "4", "なし": "0"}},
    )  # fmt: skip
    assert values(visits) == [("P1", D1, "POEM", 9)]
    assert noticed(visits) == []


def test_columns_that_the_study_file_names(sheet, values):
    heads = " | ".join(f"k{number}" for number in range(1, 8))
    columns = {f"k{n}": f"POEM.{key} @ 1 month" for n, key in enumerate(KEYS, 1)}
    visits = sheet("assessments", f"ID | {heads}", ("P1", *[1] * 7), columns=columns)
    assert values(visits) == [("P1", dt.date(2021, 2, 9), "POEM", 7)]


def test_an_item_twice_and_a_unit_for_one(sheet, noticed):
    visits = sheet("assessments", "ID | Date | POEM 1 | POEM itch", ("P1", D1, 1, 1),
                   units={"POEM.itch": "%"})  # fmt: skip
    rules = [rule for rule, _, _ in noticed(visits)]
    assert "heading twice" in rules
    assert "units" in rules


def test_a_date_or_a_patient_for_all_rows(sheet, values):
    rows = [(f"POEM {number}", 1) for number in range(1, 8)]
    visits = sheet("assessments", "Parameter | Value", *rows,
                   constants={"patient": "P1", "date": "2021-01-10"})  # fmt: skip
    assert values(visits) == [("P1", D1, "POEM", 7)]


def test_a_questionnaire_without_any_answer_is_told(sheet, values, noticed):
    rows = [*long("P1", D1, dict.fromkeys(KEYS)), *long("P1", D2, dict.fromkeys(KEYS, 1))]
    visits = sheet("assessments", "ID | Date | Parameter | Value", *rows)
    assert values(visits) == [("P1", D2, "POEM", 7)]
    assert noticed(visits) == [("no values", "assessments.xlsx", "D2")]


def test_an_answer_has_no_comparator(sheet, checked):
    rows = [(*row, "=") for row in long("P1", D1, dict.fromkeys(KEYS, 1))]
    rows[3] = (*rows[3][:-1], "<")
    visits = sheet("assessments", "ID | Date | Parameter | Value | Comparator", *rows)
    (found,) = checked(visits).findings
    assert (found.rule, found.cell) == ("item", "D5")
    assert found.detail.startswith("weeping has the comparator <")
