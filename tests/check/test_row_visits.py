from __future__ import annotations

import datetime as dt

import pytest

VISIT = {"columns": {"Time": "visit"}}
START = dt.date(2021, 1, 10)


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        ("ID | Time | EASI | IGA", [("P1", "0M", 20, 3), ("P1", "1ヶ月後", 10, 2)]),
        (
            "ID | Time | Item | Result",
            [("P1", "baseline", "EASI", 20), ("P1", "投与前", "IGA", 3), ("P1", "1M", "EASI", 10),
             ("P1", "month 1", "IGA", 2)],
        ),
    ],
)  # fmt: skip
def test_rows_are_dated_from_the_first_dose(sheet, values, noticed, headings, rows):
    visits = sheet("assessments", headings, *rows, **VISIT)
    month = START + dt.timedelta(days=30)
    assert set(values(visits)) == {
        ("P1", START, "EASI", 20.0), ("P1", START, "IGA", 3.0),
        ("P1", month, "EASI", 10.0), ("P1", month, "IGA", 2.0),
    }  # fmt: skip
    assert noticed(visits) == [("assumed dates", "assessments.xlsx", "")]


def test_a_date_in_the_row_rules(sheet, values):
    day = dt.date(2021, 2, 20)
    visits = sheet("assessments", "ID | Time | Date | EASI", ("P1", "0M", day, 20), **VISIT)
    assert values(visits) == [("P1", day, "EASI", 20.0)]


def test_rows_that_cannot_be_dated(sheet, values, noticed):
    rows = [("P1", "2M", 20), ("P1", None, 10), ("P1", "0M", 5), ("P9", "0M", 5), (None, "1M", 3)]
    visits = sheet("assessments", "ID | Time | EASI", *rows, **VISIT)
    patients = sheet("patients", "ID | Age", ("P1", 30), ("P9", 50))
    assert values(visits, patients) == [("P1", START, "EASI", 5.0)]
    told = noticed(visits, patients)
    for rule, cell in (("unknown visit", "B2"), ("missing value", "B3"),
                       ("no date to assume", "B5"), ("missing value", "A6")):  # fmt: skip
        assert (rule, "assessments.xlsx", cell) in told


def test_without_a_mapping_a_column_of_visits_is_unknown(sheet, noticed):
    visits = sheet("assessments", "ID | Visit | Date | EASI", ("P1", "0M", START, 20))
    assert ("unknown heading", "assessments.xlsx", "B1") in noticed(visits)
