from __future__ import annotations

import datetime as dt

import pytest

DAY = dt.date(2021, 1, 10)


def doubts(sheet, checked, heading, values):
    rows = [(f"P{n % 3 + 1}", DAY + dt.timedelta(n), value) for n, value in enumerate(values)]
    found = checked(sheet("assessments", f"ID | Date | {heading}", *rows)).findings
    return [each for each in found if each.rule == "unit in doubt"]


@pytest.mark.parametrize(
    ("heading", "values", "other"),
    [
        ("PLT", (234, 251, 198), "10^3/uL or 10^9/L"),
        ("PLT (10^3/uL)", (23.4, 25, 19), "10^4/uL"),
        ("Hb", (138, 121, 144), "g/L"),
        ("Itch VAS", (7.2, 3.1, 4, 0), "cm"),
        ("EOS", (4.5, 6, 12), "%, the share"),
        ("CREAT", (66, 71, 80), "umol/L"),
        ("TARC", (1.2, 0.8, 2.2), "ng/mL"),
        ("TC", (5.2, 4.8, 6), "mmol/L"),
    ],
)
def test_a_column_in_another_unit(heading, values, other, sheet, checked):
    (found,) = doubts(sheet, checked, heading, values)
    assert other in found.expected
    assert (found.cell, found.severity) == ("C2", "warning")


def test_the_values_stay_as_they_are(sheet, checked):
    rows = [(f"P{n}", DAY, 230 + n) for n in (1, 2, 3)]
    frame = checked(sheet("assessments", "ID | Date | PLT", *rows)).cohort.assessments.collect()
    assert frame["value"].to_list() == [231, 232, 233]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("PLT", (23.4, 25, 19)),
        ("PLT", (234, 251)),
        ("PLT", (23.4, 25, 234)),
        ("Itch VAS", (0, 0, 5, 30)),
        ("CPK", (900, 1200, 5000)),
        ("EOS", (0, 90, 300)),
        ("EASI", (0, 0, 0)),
        ("Hb (g/L)", (138, 121, 144)),
    ],
)
def test_no_doubt(heading, values, sheet, checked):
    assert doubts(sheet, checked, heading, values) == []
