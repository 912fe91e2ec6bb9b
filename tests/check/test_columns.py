from __future__ import annotations

import datetime as dt

from dermcohort.check.columns import read_column
from dermcohort.check.conventions import Conventions
from dermcohort.check.reading import Written
from dermcohort.tables import TABLES

START = next(column for column in TABLES["treatments"] if column.name == "start")
AGE = next(column for column in TABLES["patients"] if column.name == "age_years")


def days(sheet, *texts, order="dmy"):
    starts = sheet("treatments", "x", *((text,) for text in texts))
    readings, findings = read_column(starts, 0, START, Conventions(Written(date_order=order)))
    return [each.value and each.value.isoformat() for each in readings], findings


def test_dates_in_the_declared_order(sheet):
    found, findings = days(sheet, "1/2/2021", "13/2/2021")
    assert (found, findings) == (["2021-02-01", "2021-02-13"], [])


def test_a_cell_that_breaks_an_order_that_others_prove(sheet):
    found, findings = days(sheet, "1/2/2021", "13/2/2021", "2/13/2021")
    assert found == ["2021-02-01", "2021-02-13", None]
    assert [(each.rule, each.cell) for each in findings] == [
        ("mixed date orders", "A4"), ("ambiguous date", "A4")
    ]  # fmt: skip
    assert "only be in another: 1, that could be in either: 1" in findings[0].expected


def test_an_order_that_no_cell_proves_and_one_breaks(sheet):
    found, findings = days(sheet, "1/2/2021", "2021-03-04", "2/13/2021")
    assert found == [None, "2021-03-04", None]
    assert [(each.rule, each.cell) for each in findings] == [
        ("mixed date orders", "A4"), ("ambiguous date", "A2"), ("ambiguous date", "A4")
    ]  # fmt: skip


def test_what_holds_for_a_column_is_said_once(sheet):
    found, findings = days(sheet, "R3.4.1", "H31.4.30", "4 Jan 21")
    assert found == ["2021-04-01", "2019-04-30", "2021-01-04"]
    assert [(each.rule, each.cell, each.severity) for each in findings] == [
        ("era date", "A2", "note"), ("two-digit year", "A4", "warning")
    ]  # fmt: skip
    assert findings[0].expected.endswith("era: 2")
    assert "1950 to 2049" in findings[1].expected


def test_each_text_is_read_once_and_each_cell_told_of(sheet):
    people = sheet("patients", "x", *[("３０",)] * 3, ("30",), (30,), (dt.date(1900, 1, 30),))
    readings, findings = read_column(people, 0, AGE, Conventions())
    assert [each.value for each in readings] == [30] * 5 + [None]
    assert readings[0] is readings[1]
    assert [each.cell for each in findings] == ["A2", "A3", "A4", "A7"]
