from __future__ import annotations

BARI = "baricitinib"


def overlaps(checked, sheet, *rows, **more):
    found = checked(sheet("treatments", "ID | Drug | Start | Stop", *rows), **more).findings
    return [each for each in found if each.rule == "overlap"]


def test_a_change_of_dose_on_one_day_is_no_overlap(checked, sheet):
    rows = ("P1", BARI, "2021-03-01", None), ("P1", BARI, "2021-01-01", "2021-03-01")
    assert overlaps(checked, sheet, *rows) == []


def test_an_open_period_overlaps_what_follows(checked, sheet):
    (found,) = overlaps(checked, sheet, ("P1", BARI, "2021-01-01"), ("P1", BARI, "2021-03-01"))
    assert (found.cell, found.got) == ("C3", "2021-03-01")
    assert found.expected.endswith("the one in C2 has no last dose")


def test_two_periods_from_one_day_overlap(checked, sheet):
    rows = [("P1", BARI, "2021-01-01", "2021-01-01")] * 2
    assert [e.cell for e in overlaps(checked, sheet, *rows)] == ["C3"]
    rows = ("P1", BARI, "2021-01-01"), ("P1", BARI, "2021-01-01", "2021-02-01")
    assert [e.cell for e in overlaps(checked, sheet, *rows)] == ["C2"]


def test_another_drug_or_patient_is_no_overlap(checked, sheet):
    rows = ("P1", BARI, "2021-01-01"), ("P1", "dupilumab", "2021-01-01"), ("P2", BARI, "2021-01-01")
    assert overlaps(checked, sheet, *rows) == []


def test_over_two_sheets_the_other_place_is_named_in_full(checked, sheet):
    first = sheet(
        "treatments", "ID | Drug | Start", ("P1", BARI, "2021-01-01"), file="a.csv", name=""
    )
    second = sheet("treatments", "ID | Drug | Start", ("P1", BARI, "2021-02-01"))
    (found,) = (e for e in checked(first, second).findings if e.rule == "overlap")
    assert "in a.csv!A2" in found.expected


def test_stop_on_the_first_day_is_allowed(checked, sheet):
    rows = sheet("treatments", "ID | Drug | Start | Stop", ("P1", BARI, "2021-01-01", "2021-01-01"))
    assert "stop before start" not in [e.rule for e in checked(rows).findings]
