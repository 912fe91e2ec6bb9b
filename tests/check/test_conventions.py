from __future__ import annotations

import datetime as dt

D1 = dt.date(2021, 1, 10)


def rules(found):
    return [(each.rule, each.cell) for each in found.findings]


def test_codes_go_before_everything(sheet, checked):
    people = sheet(
        "patients", "ID | Age | Sex | Asthma | Diagnosis",
        ("P1", "unknown", 1, "a", "x"), ("P2", 40, "２", "b", "N/A"), ("P3", 41, 2.0, None, "9"),
        codes={"Sex": {"1": "M", "2": "F"}, "asthma": {"A": "yes", "b": "no"},
               "diagnosis": {"N/A": "AD", "9": ""}, "age_years": {"unknown": ""}},
    )  # fmt: skip
    found = checked(people)
    frame = found.cohort.patients.collect()
    assert frame.select("age_years", "sex", "asthma", "diagnosis").rows() == [
        (None, "M", True, "x"), (40, "F", False, "AD"), (41, "F", None, None)
    ]  # fmt: skip
    assert rules(found) == [("declared missing", "B2"), ("declared missing", "E4")]


def test_codes_of_all_values_and_of_one_parameter(sheet, checked):
    codes = {"value": {"検出せず": "<5"}, "TARC": {"検出せず": "<125"}}
    wide = sheet(
        "assessments", "ID | Date | IgE | TARC", ("P1", D1, "検出せず", "検出せず"), codes=codes
    )
    frame = checked(wide).cohort.assessments.collect()
    assert frame.select("parameter", "value", "comparator").rows() == [
        ("IGE", 5, "<"), ("TARC", 125, "<")
    ]  # fmt: skip
    long = sheet("assessments", "ID | Date | Item | Value", ("P1", D1, "IgE", " 検出せず"),
                 codes={"value": codes["value"]})  # fmt: skip
    assert checked(long).cohort.assessments.collect()["comparator"].to_list() == ["<"]


def test_words_for_missing_in_numbers_and_text(sheet, checked):
    people = sheet(
        "patients", "ID | Age | BMI | Diagnosis",
        ("999", 999, "９９９", "999"), ("P2", 999.0, 22, "AD"), ("P3", 40, "999.0", None),
        missing=("999",),
    )  # fmt: skip
    found = checked(people, sheet("treatments", "ID | Drug | Start"))
    frame = found.cohort.patients.collect()
    # An ID is never a word for missing.
    assert frame.select("patient", "age_years", "bmi", "diagnosis").rows() == [
        ("999", None, None, None), ("P2", None, 22, "AD"), ("P3", 40, None, None)
    ]  # fmt: skip
    notes = [each for each in found.findings if each.rule == "declared missing"]
    assert [(each.cell, each.expected.split(": ")[1]) for each in notes] == [
        ("B2", "2"), ("C2", "2"), ("D2", "1")
    ]  # fmt: skip


def test_a_declared_missing_value_of_a_key_is_told_once(sheet, checked):
    starts = sheet("treatments", "ID | Drug | Start", ("P1", "baricitinib", "x"), missing=("x",))
    assert [each for each in rules(checked(starts)) if "missing" in each[0]] == [
        ("declared missing", "C2"), ("missing value", "C2")
    ]  # fmt: skip


def test_units_of_the_source(sheet, checked):
    units = {"血小板": "10^3/uL", "Hb": "g/L"}
    wide = sheet("assessments", "ID | Date | PLT | Hb (g/dL)", ("P1", D1, 234, 138), units=units)
    long = sheet("assessments", "ID | Date | Item | Value | Unit", ("P2", D1, "PLT", 234),
                 ("P2", D1, "Hb", 13.8, "g/dL"), units=units, file="long.xlsx")  # fmt: skip
    found = checked(wide, long)
    frame = found.cohort.assessments.collect()
    columns = ("parameter", "value", "unit", "reported_value", "reported_unit")
    assert frame.select(*columns).rows() == [
        ("PLT", 23.4, "10^4/uL", 234, "10^3/uL"), ("HB", 13.8, "g/dL", 138, "g/L"),
        ("PLT", 23.4, "10^4/uL", 234, "10^3/uL"), ("HB", 13.8, "g/dL", None, None),
    ]  # fmt: skip
    assert [each.rule for each in found.findings] == ["converted"] * 3


def test_ages_in_months(sheet, checked):
    people = sheet("patients", "ID | Age (months)", ("P1", 6), ("P2", "18"), ("P3", "3歳"))
    found = checked(people)
    assert found.cohort.patients.collect()["age_years"].to_list() == [0.5, 1.5, 3]
    (note,) = (each for each in found.findings if each.rule == "converted")
    assert note.expected == "Age in years; values given in months and multiplied by 1/12: 2"


def test_what_no_column_is_called(sheet, checked):
    people = sheet("patients", "ID", ("P1",), codes={"x": {}}, units={"y": "kg", "Age": "stone"})
    found = [
        each for each in checked(people).findings if each.cell == "" and each.severity == "error"
    ]
    assert [(each.rule, each.got) for each in found] == [
        ("codes", "x"), ("units", "y"), ("units", "Age = stone")
    ]  # fmt: skip
    assert "years or months" in found[2].expected


def test_decimal_commas_and_orders_and_numbers_of_days(sheet, checked):
    visits = sheet(
        "assessments", "ID | Date | EASI", ("P1", "1.2.2021", "12,5"), ("P2", 44287, "1,5"),
        decimal=",", date_order="dmy", date_serials="1900",
    )  # fmt: skip
    found = checked(visits)
    assert rules(found) == []
    assert found.cohort.assessments.collect().select("date", "value").rows() == [
        (dt.date(2021, 2, 1), 12.5), (dt.date(2021, 4, 1), 1.5)
    ]  # fmt: skip


def test_constants_are_written_as_the_source_says(sheet, checked):
    starts = sheet(
        "treatments", "ID", ("P1",), date_order="dmy",
        constants={"start": "1/2/2021", "drug": "B"}, codes={"drug": {"b": "baricitinib"}},
    )  # fmt: skip
    frame = checked(starts).cohort.treatments.collect()
    assert frame.select("drug", "start").rows() == [("baricitinib", dt.date(2021, 2, 1))]
