from __future__ import annotations

import datetime as dt

import pytest

D1 = dt.date(2021, 1, 10)


def run(sheet, checked, patients, others):
    people = sheet("patients", "ID", *((each,) for each in patients))
    starts = sheet(
        "treatments", "ID | Drug | Start", *((each, "baricitinib", D1) for each in others)
    )
    found = checked(people, starts)
    names = [found.cohort.patients, found.cohort.treatments]
    told = [
        (e.rule, e.file.split(".")[0], e.cell, e.got)
        for e in found.findings
        if e.cell[:1] == "A" and e.rule != "no study drug"
    ]
    return *(frame.collect()["patient"].to_list() for frame in names), told


def test_numbers_that_lost_their_zeros(sheet, checked):
    _, others, told = run(sheet, checked, ["001", "0103", "12"], [1, 103.0, "1", 12.0, "1.0"])
    assert others == ["001", "0103", "001", "12", "001"]
    assert told == [
        ("lost zeros", "treatments", cell, got)
        for cell, got in (("A2", "1"), ("A3", "103"), ("A4", "1"), ("A6", "1.0"))
    ]


def test_where_the_patients_sheet_lost_them(sheet, checked):
    patients, others, told = run(sheet, checked, [1, 2], ["001", "002"])
    assert patients == others == ["001", "002"]
    assert [each[:3] for each in told] == [
        ("lost zeros", "patients", "A2"),
        ("lost zeros", "patients", "A3"),
    ]


def test_two_patients_could_be_meant(sheet, checked):
    _, others, told = run(sheet, checked, ["01", "001"], [1, "01"])
    assert others == ["01"]
    assert ("zeros unclear", "treatments", "A2", "1") in told


def test_both_spellings_are_patients(sheet, checked):
    patients, others, told = run(sheet, checked, ["001", 1], [1, "001"])
    assert (patients, others) == (["001", "1"], ["1", "001"])
    assert {each[0] for each in told} == {"similar patients"}


@pytest.mark.parametrize("other", [4, "P1", "A001", 10, 1.5])
def test_others_are_left_alone(other, sheet, checked):
    *_, told = run(sheet, checked, ["001", "P01"], [other])
    assert "lost zeros" not in {each[0] for each in told}


def test_a_csv_of_decimals(sheet, checked):
    _, others, _ = run(sheet, checked, [1, 2], ["1.0", "2.0"])
    assert others == ["1", "2"]
