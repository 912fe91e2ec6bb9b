from __future__ import annotations

BARI = "baricitinib"


def of(rule, checked):
    return [(each.file, each.cell) for each in checked.findings if each.rule == rule]


def test_after_the_cutoff_each_place_once(sheet, checked):
    visits = sheet("assessments", "ID | Date | EASI | IGA", ("P1", "2023-07-01", 3, 2),
                   ("P2", "2023-06-30", 3, 2))  # fmt: skip
    events = sheet("events", "ID | Event | Date", ("P1", "acne", "2024-01-01"))
    found = checked(visits, events)
    assert of("after cutoff", found) == [("assessments.xlsx", "C2"), ("events.xlsx", "C2")]


def test_without_cutoff_no_date_is_too_late(sheet, checked):
    events = sheet("events", "ID | Event | Date", ("P1", "acne", "2024-01-01"))
    assert of("after cutoff", checked(events, data_cutoff=None)) == []


def test_before_birth(sheet, checked):
    people = sheet("patients", "ID | Age", ("P1", 20), ("P2", None), ("P3", 20))
    drugs = sheet("treatments", "ID | Drug | Start", ("P1", BARI, "2021-01-10"),
                  ("P1", "dupilumab", "1999-01-01"), ("P1", "csa", "2000-01-10"),
                  ("P2", BARI, "2021-01-10"), ("P2", "csa", "1950-01-01"),
                  ("P3", "csa", "1950-01-01"))  # fmt: skip
    assert of("before birth", checked(people, drugs)) == [("treatments.xlsx", "C3")]


def test_an_impossible_age_says_nothing_of_birth(sheet, checked):
    people = sheet("patients", "ID | Age", ("P1", 1e300))
    assert of("before birth", checked(people)) == []


def test_events_before_the_first_dose(sheet, checked):
    events = sheet("events", "ID | Event | Date", ("P1", "acne", "2021-01-09"),
                   ("P1", "acne", "2021-01-10"), ("P2", "acne"),
                   ("P9", "acne", "2020-01-01"))  # fmt: skip
    assert of("event before first dose", checked(events)) == [("events.xlsx", "C2")]
