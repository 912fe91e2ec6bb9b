from __future__ import annotations

import datetime as dt

D1 = dt.date(2021, 1, 10)


def test_constants_fill_every_row(sheet, checked):
    start = sheet("treatments", "ID | Start", ("P1", D1), constants={"drug": "Olumiant"})
    found = checked(start)
    frame = found.cohort.treatments.collect()
    assert frame.select("patient", "drug", "start", "stop").rows() == [
        ("P1", "baricitinib", D1, None)
    ]


def test_constants_that_cannot_be(sheet, checked):
    start = sheet("treatments", "ID | Drug | Start", ("P1", "baricitinib", D1),
                  constants={"drug": "x", "stop": "soon", "reason": " ",
                             "colour": "red"})  # fmt: skip
    found = [e for e in checked(start).findings if e.rule == "constant"]
    assert [e.got for e in found] == ["drug = x", "stop = soon", "reason =  ", "colour = red"]
    assert "does not have itself" in found[0].expected


def test_a_constant_is_held_to_the_rules_of_its_cell(sheet, noticed):
    start = sheet("treatments", "ID | Start", ("P1", D1), constants={"drug": "newmab"})
    assert ("unknown drug", "treatments.xlsx", "") in noticed(start)


def test_none_as_a_drug_leaves_the_row_out(sheet, checked):
    prior = sheet("treatments", "ID | Drug | Start", ("P1", "none"), ("P2", "-"), ("P3", "no", D1))
    found = checked(prior)
    told = [(e.rule, e.cell) for e in found.findings if e.file == "treatments.xlsx"]
    assert told == [
        ("nothing recorded", "B2"), ("nothing recorded", "B3"), ("nothing recorded", "B4"),
        ("missing value", "B4"),
    ]  # fmt: skip
    assert found.cohort.treatments.collect().is_empty()


def test_equal_keys_are_not_equal_cells(sheet, checked):
    people = sheet(
        "patients", "ID | Asthma | BMI", ("P1", True, 20), ("P2", 1.0, True), ("P3", 1, 1)
    )
    found = checked(people)
    assert found.cohort.patients.collect()["asthma"].to_list() == [True, True, True]
    assert ("not a number", "C3") in [(e.rule, e.cell) for e in found.findings]


def test_a_row_with_nothing_that_is_used_is_no_row(sheet, noticed):
    people = sheet(
        "patients", "ID | note", ("P1",), (None, "see above"), columns={"note": "ignore"}
    )
    assert [each for each in noticed(people) if each[1] == "patients.xlsx"] == []


def test_a_sheet_without_a_required_column_gives_no_row(sheet, checked):
    found = checked(sheet("patients", "Age | Sex", (30, "F")))
    assert found.cohort.patients.collect().is_empty()
    # The other sheets are not told that their patients are unknown.
    assert [e.rule for e in found.findings] == ["missing column"]


def test_many_decimals_are_counted(sheet, checked):
    found = checked(sheet("patients", "ID | BMI", ("P1", 70 / 3), ("P2", 80 / 3), ("P3", 24.5)))
    (note,) = found.findings
    assert (note.cell, note.got) == ("B2", "23.333333333333332")
    assert "2 such cells" in note.expected
    assert found.cohort.patients.collect()["bmi"].to_list()[0] == 23.3333333333333


def test_an_event_for_all_rows_is_written_as_the_study_file_has_it(sheet, checked):
    events = sheet("events", "ID | Date", ("P1", "2021-02-01"), constants={"event": "Acne"})
    frame = checked(events).cohort.events.collect()
    assert frame.select("event", "verbatim").rows() == [("acne or folliculitis", "Acne")]


def test_a_row_with_only_the_patient_belongs_to_another_source_of_the_sheet(sheet, checked):
    one = {"file": "all.xlsx", "name": "All"}
    rows = [("P1", 30, D1, "acne"), ("P2", 40, D1, None), ("P3", 50, None, "-")]
    headings = "ID | Age | Start | Event"
    found = checked(
        sheet("patients", headings, *rows, **one),
        sheet("treatments", headings, *rows, constants={"drug": "baricitinib"}, **one),
        sheet("events", headings, *rows, **one),
    )
    told = [(e.rule, e.cell) for e in found.findings if e.severity != "note"]
    assert told == []
    cohort = found.cohort
    frames = [f.collect() for f in (cohort.patients, cohort.treatments, cohort.events)]
    assert [frame["patient"].to_list() for frame in frames] == [
        ["P1", "P2", "P3"], ["P1", "P2"], ["P1"],
    ]  # fmt: skip
    notes = [(e.rule, e.cell) for e in found.findings]
    assert len(notes) == len(set(notes))
