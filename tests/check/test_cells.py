from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.check.cells import (
    READERS,
    as_text,
    failed_formula,
    read_code,
    read_date,
    read_number,
    read_text,
    read_yes_no,
)
from dermcohort.sheets import ErrorCell
from dermcohort.tables import TABLES, Column

NUMBER = Column("value", "number", "BSA", "%")
BARE = Column("value", "number", "EASI")
DATE = Column("start", "date", "First dose")
SEX = next(column for column in TABLES["patients"] if column.name == "sex")
YES = Column("asthma", "yes_no", "Asthma")


@pytest.mark.parametrize(
    ("raw", "value", "comparator", "rule"),
    [
        (12, 12, "=", ""),
        (12.5, 12.5, "=", ""),
        (" 12.5 ", 12.5, "=", ""),
        ("-3", -3, "=", ""),
        ("+3.", 3, "=", ""),
        (".5", 0.5, "=", ""),
        ("1e3", 1000, "=", ""),
        ("1E3", 1000, "=", ""),
        ("１２．５", 12.5, "=", "number cleaned"),
        ("45 %", 45, "=", "number cleaned"),
        ("45%", 45, "=", "number cleaned"),
        ("17,440", 17440, "=", "thousands comma"),
        ("1,234,567.5", 1234567.5, "=", "thousands comma"),
        ("<5", 5, "<", "censored"),
        ("< 5", 5, "<", "censored"),
        ("≦5", 5, "<", "censored"),
        ("≥5", 5, ">", "censored"),
        (">=5", 5, ">", "censored"),
        ("20000<", 20000, ">", "censored"),
        ("5>", 5, "<", "censored"),
        ("20,000<", 20000, ">", "censored"),
        ("＜5", 5, "<", "censored"),
        ("5未満", 5, "<", "censored"),
        ("20000以上", 20000, ">", "censored"),
        ("ND", None, "=", "word for missing"),
        ("-", None, "=", "word for missing"),
        ("未", None, "=", "word for missing"),
        ("N/A", None, "=", "word for missing"),
        (17.400000000000002, 17.4, "=", "many decimals"),
        ("0.1234567", 0.1234567, "=", "many decimals"),
        ("many", None, "=", "not a number"),
        ("12,5", None, "=", "not a number"),
        ("1_000", None, "=", "not a number"),
        ("10²", None, "=", "not a number"),
        ("٣", None, "=", "not a number"),
        ("<", None, "=", "not a number"),
        ("<x", None, "=", "not a number"),
        ("<1e999", None, "=", "not a number"),
        ("nan", None, "=", "not a number"),
        ("1e999", None, "=", "not a number"),
        ("1e999%", None, "=", "not a number"),
        (float("nan"), None, "=", "not a number"),
        (float("inf"), None, "=", "not a number"),
        (10**400, None, "=", "not a number"),
        (True, None, "=", "not a number"),
        (dt.date(1900, 1, 17), None, "=", "not a number"),
        (dt.timedelta(1), None, "=", "not a number"),
    ],
)
def test_number(raw, value, comparator, rule):
    reading = read_number(raw, NUMBER)
    assert (reading.value, reading.comparator, reading.rule) == (value, comparator, rule)


def test_a_number_with_a_unit_needs_a_unit():
    assert read_number("45 %", BARE).rule == "not a number"
    assert read_number("45 mm", NUMBER).rule == "not a number"


def test_a_number_says_what_may_be_wrong():
    assert "point" in read_number("12,5", NUMBER).details["hint"]
    assert "format" in read_number(dt.date(1900, 1, 17), NUMBER).details["hint"]
    assert read_number("x", NUMBER).details == {"name": "BSA", "hint": ""}


@given(st.decimals(-1000, 1000, places=6))
def test_six_decimals_are_read_as_written(number):
    assert read_number(str(number), BARE) == (float(number), "=", "", {})


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        (dt.date(2021, 1, 4), dt.date(2021, 1, 4), ""),
        (dt.datetime(2021, 1, 4), dt.date(2021, 1, 4), ""),
        (dt.datetime(2021, 1, 4, 13), dt.date(2021, 1, 4), "time of day"),
        ("2021-01-04", dt.date(2021, 1, 4), ""),
        ("2021/1/4", dt.date(2021, 1, 4), ""),
        ("2021.1.4", dt.date(2021, 1, 4), ""),
        ("2021年1月4日", dt.date(2021, 1, 4), ""),
        ("２０２１／１／４", dt.date(2021, 1, 4), ""),
        ("2021-01-04T00:00:00", dt.date(2021, 1, 4), ""),
        ("2021-01-04 00:00", dt.date(2021, 1, 4), ""),
        ("2021-01-04 13:05:00", dt.date(2021, 1, 4), "time of day"),
        ("未", None, "word for missing"),
        ("2021-02-30", None, "not a date"),
        ("2021-02", None, "not a date"),
        ("spring", None, "not a date"),
        ("99/99/2021", None, "not a date"),
        ("1/2/2021", None, "ambiguous date"),
        ("13/2/21", None, "ambiguous date"),
        (44200.0, None, "number as date"),
        (20210104, None, "number as date"),
        (float("nan"), None, "number as date"),
        (True, None, "not a date"),
        (dt.time(1, 2), None, "not a date"),
        (dt.date(1899, 12, 31), None, "implausible date"),
        ("2201-01-04", None, "implausible date"),
    ],
)
def test_date(raw, value, rule):
    reading = read_date(raw, DATE)
    assert (reading.value, reading.rule) == (value, rule)


def test_a_date_says_which_days_it_could_be():
    assert read_date("1/2/2021", DATE).details["could"] == "2021-01-02 or 2021-02-01"
    assert read_date("13/2/2021", DATE).details["could"] == "2021-02-13"
    assert "2021-01-04" in read_date(44200, DATE).details["hint"]
    assert read_date(5, DATE).details["hint"] == ""
    assert "no such day" in read_date("2021-02-30", DATE).details["hint"]
    assert "day is missing" in read_date("2021-02", DATE).details["hint"]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_is_read_back(day):
    assert read_date(day.isoformat(), DATE) == read_date(day, DATE)
    assert read_date(day, DATE).value == day


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        ("Yes", True, ""), ("Ｎ", False, ""), (1.0, True, ""), (0, False, ""), (True, True, ""),
        ("-", False, ""), ("nd", None, "word for missing"), ("maybe", None, "not yes or no"),
        (2, None, "not yes or no"),
    ],
)  # fmt: skip
def test_yes_no(raw, value, rule):
    reading = read_yes_no(raw, YES)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [(" Female", "F", ""), ("m", "M", ""), ("?", None, "word for missing"),
     ("x", None, "not in list"), (1, None, "not in list")],
)  # fmt: skip
def test_code(raw, value, rule):
    reading = read_code(raw, SEX)
    assert (reading.value, reading.rule) == (value, rule)


def test_a_code_lists_what_is_allowed():
    assert "female" in read_code("x", SEX).details["allowed"]


def test_text():
    assert read_text(" a  b ", SEX).value == "a  b"
    assert read_text("Unknown", SEX).value == "Unknown"
    assert read_text("n/a", SEX) == (None, "=", "word for missing", {})


def test_what_excel_holds_for_text():
    assert as_text(1.0) == "1"
    assert as_text(1.5) == "1.5"
    assert as_text(dt.date(2021, 1, 4)) == "2021-01-04"


def test_failed_formulas_are_seen_in_a_workbook_and_in_a_csv():
    assert failed_formula(ErrorCell("#GETTING_DATA"))
    assert failed_formula(" #N/A".strip())
    assert not failed_formula("#1")
    assert not failed_formula(1.0)


def test_each_kind_has_a_reader():
    assert set(READERS) == {column.kind for columns in TABLES.values() for column in columns}
