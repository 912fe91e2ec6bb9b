from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.check.dates import FIRST_DAY, LAST_DAY, read_date
from dermcohort.check.reading import Written
from dermcohort.check.rulebook import RULES
from dermcohort.tables import Column

DATE = Column("start", "date", "First dose")
STOP = Column("stop", "date", "Last dose")
D = dt.date(2021, 1, 4)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (D, ""),
        (dt.datetime(2021, 1, 4), ""),
        (dt.datetime(2021, 1, 4, 13), "time of day"),
        (20210104, ""),
        *((text, "") for text in (
            "2021-01-04", "2021/1/4", "2021.1.4", "2021年1月4日", "２０２１／１／４", "20210104",
            "2021. 1. 4", "2021 年 1 月 4 日", "2021-01-04T00:00:00", "2021-01-04 00:00",
            "2021ー01ー04", "2021‐01‐04", "2021/1/4(月)", "2021/1/4（月曜日）", "2021年1月4日月曜",
            "2021-01-04 Mon", "Monday, 4 January 2021", "4-Jan-2021", "4 Jan 2021", "04JAN2021",
            "4th January, 2021", "January 4, 2021", "Jan. 4 2021", "2021-Jan-04",
            "2021-01-04T00:00:00Z",
        )),
        *((text, "time of day") for text in (
            "2021-01-04 13:05:00", "2021-01-04T13:05", "2021年1月4日13時5分", "2021/1/4 1:05 pm",
            "2021/1/4 午後1:05", "2021-01-04T09:00:00+09:00",
        )),
        *((text, "era date") for text in ("令和3年1月4日", "R3.1.4", "Ｒ３．１．４", "㋿3年1月4日",
                                          "r03/01/04", "R030104", "令3.1.4",
                                          "令和３年１月４日(月)")),
        *((text, "two-digit year") for text in ("4 Jan 21", "4-Jan-'21", "January 4, 21")),
    ],
)  # fmt: skip
def test_the_same_day_in_every_style(raw, rule):
    reading = read_date(raw, DATE)
    assert (reading.value, reading.rule) == (D, rule)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("未", "word for missing"), ("2021-02-30", "not a date"), ("2021-02-29", "not a date"),
        ("1900-02-29", "not a date"), ("spring", "not a date"), ("99/99/2021", "not a date"),
        ("2021-01-04 25:10", "not a date"), ("2021-01-04 24:00", "not a date"),
        ("2021-01-04T15:00:00Z", "not a date"), ("2021-01-04 - 2021-01-05", "not a date"),
        ("20210230", "not a date"), ("210104", "not a date"), ("R3.2.29", "not a date"),
        ("R0.4.1", "not a date"), ("2021-01-04?", "not a date"), ("12:30", "not a date"),
        *((text, "partial date") for text in (
            "2021-04", "2021/4", "2021年4月", "2021年4月頃", "2021年4月上旬", "2021-04-??",
            "2021", "2021年", "R3.4", "令和3年", "令和3年4月", "Apr 2021", "4 Apr", "4月1日", "4/1",
            2021,
        )),
        ("1/2/2021", "ambiguous date"), ("13/2/2021", "ambiguous date"),
        ("13/2/21", "ambiguous date"), ("21/1/4", "ambiguous date"),
        ("H31.5.1", "era"), ("S64.1.8", "era"), ("令和元年4月30日", "era"), ("H35.4.1", "era"),
        ("2021/1/4(火)", "wrong weekday"), ("Tue, 4 Jan 2021", "wrong weekday"),
        (44200.0, "number as date"), ("44200", "number as date"), (7, "number as date"),
        (float("nan"), "number as date"), (10**400, "number as date"), (-1, "number as date"),
        (True, "not a date"), (dt.time(1, 2), "not a date"), (dt.timedelta(3), "not a date"),
        (dt.date(1900, 1, 1), "implausible date"), ("1899-12-31", "implausible date"),
        ("2201-01-04", "implausible date"),
    ],
)  # fmt: skip
def test_what_is_no_day(raw, rule):
    reading = read_date(raw, DATE)
    assert (reading.value, reading.rule) == (None, rule)


def test_a_date_says_which_days_it_could_be():
    assert read_date("1/2/2021", DATE).details["could"] == "2021-02-01 or 2021-01-02"
    assert read_date("13/2/2021", DATE).details["could"] == "2021-02-13"
    assert "2021-01-04" in read_date(44200, DATE).details["hint"]
    assert "2025-01-05 in the system of 1904" in read_date("44200", DATE).details["hint"]
    assert read_date(5, DATE).details["hint"] == ""
    assert "no such day" in read_date("2021-02-30", DATE).details["hint"]
    assert read_date("2021-02", DATE).details["what"] == "the day"
    assert read_date("2021", DATE).details["what"] == "the month and the day"
    assert read_date("H31.5.1", DATE).details["would"] == "2019-05-01 (Reiwa 1)"
    assert read_date("2021/1/4(火)", DATE).details["weekday"] == "Monday"


@pytest.mark.parametrize(
    ("order", "text", "day", "rule"),
    [
        ("dmy", "4/1/2021", (2021, 1, 4), ""), ("mdy", "4/1/2021", (2021, 4, 1), ""),
        ("dmy", "04.01.2021", (2021, 1, 4), ""), ("dmy", "4 1 2021", (2021, 1, 4), ""),
        ("dmy", "04/08/21", (2021, 8, 4), "two-digit year"),
        ("ymd", "21/1/25", (2021, 1, 25), "two-digit year"),
        ("dmy", "4/1/88", (1988, 1, 4), "two-digit year"),
        ("dmy", "2021-01-04", (2021, 1, 4), ""),
        ("dmy", "1/13/2021", None, "ambiguous date"), ("mdy", "13/1/2021", None, "ambiguous date"),
        ("ymd", "4/1/2021", None, "ambiguous date"), ("dmy", "31/02/2021", None, "not a date"),
    ],
)  # fmt: skip
def test_a_declared_order(order, text, day, rule):
    reading = read_date(text, DATE, Written(date_order=order))
    assert (reading.value, reading.rule) == (dt.date(*day) if day else None, rule)


@pytest.mark.parametrize(
    ("raw", "system", "day", "rule"),
    [
        (44287, "1900", (2021, 4, 1), ""), ("44287", "1900", (2021, 4, 1), ""),
        (44287.5, "1900", (2021, 4, 1), "time of day"), (42825, "1904", (2021, 4, 1), ""),
        (2021, "1900", None, "partial date"), (7, "1900", None, "number as date"),
        (60, "1900", None, "number as date"), (20210401.5, "1900", None, "number as date"),
    ],
)  # fmt: skip
def test_declared_day_numbers(raw, system, day, rule):
    reading = read_date(raw, DATE, Written(date_serials=system))
    assert (reading.value, reading.rule) == (dt.date(*day) if day else None, rule)


def test_a_drug_that_goes_on_has_no_last_dose():
    for text in ("ongoing", "継続中", "Ongoing "):
        assert read_date(text, STOP)[:3] == (None, "=", "ongoing")
    assert read_date("継続中", DATE).rule == "not a date"


DAYS = st.dates(FIRST_DAY, LAST_DAY)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ERA_STARTS = (("R", "令和", 2019), ("H", "平成", 1989), ("S", "昭和", 1926), ("T", "大正", 1912),
              ("M", "明治", 1868))  # fmt: skip


@given(DAYS)
def test_every_day_is_read_back_with_the_year_first(day):
    for text in (
        day.isoformat(), f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}",
    ):  # fmt: skip
        assert read_date(text, DATE)[:3] == (day, "=", "")
    assert read_date(day, DATE).value == day


@given(DAYS)
def test_every_day_is_read_back_in_its_order(day):
    for order, text in (("dmy", f"{day.day}/{day.month}/{day.year}"),
                        ("mdy", f"{day.month:02}-{day.day:02}-{day.year}")):  # fmt: skip
        assert read_date(text, DATE, Written(date_order=order)).value == day
        assert read_date(text, DATE).value is None


@given(DAYS, st.sampled_from((("1900", dt.date(1899, 12, 30)), ("1904", dt.date(1904, 1, 1)))))
def test_every_day_is_read_back_from_its_number(day, system):
    name, first = system
    number = (day - first).days
    # Smaller ones are rather ages, and those between are rather years.
    if 367 <= number <= 73_415 and not 1900 <= number <= 2100:
        for raw in (number, float(number), str(number)):
            assert read_date(raw, DATE, Written(date_serials=name)).value == day


@given(DAYS, st.sampled_from(ERA_STARTS), st.booleans())
def test_a_day_is_of_an_era_only_while_it_lasted(day, era, kanji):
    letter, name, first = era
    year = day.year - first + 1
    if not 1 <= year <= 99:
        return
    text = (
        f"{name}{year}年{day.month}月{day.day}日"
        if kanji
        else f"{letter}{year}.{day.month}.{day.day}"
    )
    # By the gazette, written down apart from the code.
    begins = {
        "R": (2019, 5, 1),
        "H": (1989, 1, 8),
        "S": (1926, 12, 25),
        "T": (1912, 7, 30),
        "M": (1868, 1, 25),
    }
    ends = {
        "R": (9999, 1, 1),
        "H": (2019, 4, 30),
        "S": (1989, 1, 7),
        "T": (1926, 12, 25),
        "M": (1912, 7, 30),
    }
    inside = dt.date(*begins[letter]) <= day <= dt.date(*ends[letter])
    reading = read_date(text, DATE)
    assert (reading.value, reading.rule) == ((day, "era date") if inside else (None, "era"))


@given(
    st.one_of(
        st.text(), st.text(st.sampled_from("0123456789/-. 年月日令和RHSJan:T(月)Z元"), max_size=14),
        st.integers(), st.floats(), st.booleans(), st.times(), st.datetimes(),
    ),
    st.sampled_from(["", "dmy", "mdy", "ymd"]), st.sampled_from(["", "1900", "1904"]),
)  # fmt: skip
def test_any_cell_is_a_day_or_says_why_not(raw, order, serials):
    reading = read_date(raw, DATE, Written(date_order=order, date_serials=serials))
    if reading.value is None:
        assert reading.rule in RULES
    else:
        assert FIRST_DAY <= reading.value <= LAST_DAY
