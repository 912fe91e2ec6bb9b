from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.check.numbers import read_number
from dermcohort.check.reading import Written
from dermcohort.check.rulebook import RULES
from dermcohort.tables import PARAMETERS, Column
from dermcohort.units import unit_of


def column(code):
    return Column(code, "number", PARAMETERS[code].label, PARAMETERS[code].unit)


NUMBER, BARE, LDH = column("BSA"), column("EASI"), column("LDH")


@pytest.mark.parametrize(
    ("raw", "value", "comparator", "rule"),
    [
        (12, 12, "=", ""),
        (12.5, 12.5, "=", ""),
        (" 12.5 ", 12.5, "=", ""),
        ("12.5\u200b", 12.5, "=", ""),
        ("-3", -3, "=", ""),
        ("1E3", 1000, "=", ""),
        ("１２．５", 12.5, "=", "number cleaned"),
        ("45 %", 45, "=", "number cleaned"),
        ("45％", 45, "=", "number cleaned"),
        ("45 H", 45, "=", "number cleaned"),
        ("17,440", 17440, "=", "thousands comma"),
        ("1 204", 1204, "=", "thousands comma"),
        ("<5", 5, "<", "censored"),
        ("20,000<", 20000, ">", "censored"),
        ("<5*", 5, "<", "censored"),
        ("約12", 12, "=", "approximate number"),
        ("12.5※", 12.5, "=", "footnote mark"),
        ("ND", None, "=", "not done or not detected"),
        ("N.D.", None, "=", "not done or not detected"),
        ("-", None, "=", "word for missing"),
        ("―", None, "=", "word for missing"),
        ("ーー", None, "=", "word for missing"),
        ("未", None, "=", "word for missing"),
        ("Ｎ／Ａ", None, "=", "word for missing"),
        ("\u200b", None, "=", "word for missing"),
        ("検出せず", None, "=", "limit unknown"),
        ("感度以下", None, "=", "limit unknown"),
        ("Not detected", None, "=", "limit unknown"),
        ("(+)", None, "=", "qualitative answer"),
        ("（－）", None, "=", "qualitative answer"),
        ("±", None, "=", "qualitative answer"),
        ("(1+)", None, "=", "qualitative answer"),
        ("3+", None, "=", "qualitative answer"),
        ("陰性", None, "=", "qualitative answer"),
        (17.400000000000002, 17.4, "=", "many decimals"),
        ("0.1234567", 0.1234567, "=", "many decimals"),
        ("many", None, "=", "not a number"),
        ("12,5", None, "=", "not a number"),
        ("3+4", None, "=", "not a number"),
        ("1e999%", None, "=", "not a number"),
        ("12 moderate", None, "=", "not a number"),
        (float("nan"), None, "=", "not a number"),
        (float("inf"), None, "=", "not a number"),
        (10**400, None, "=", "not a number"),
        (True, None, "=", "not a number"),
        (dt.date(1900, 1, 17), None, "=", "not a number"),
        (dt.timedelta(1), None, "=", "not a number"),
        ("45 mm", None, "=", "unit"),
        ("45 mg/dL", None, "=", "unit"),
    ],
)
def test_number(raw, value, comparator, rule):
    reading = read_number(raw, NUMBER)
    assert (reading.value, reading.comparator, reading.rule) == (value, comparator, rule)


@pytest.mark.parametrize(
    ("code", "raw", "value", "reported", "unit"),
    [
        ("HB", "138 g/L", 13.8, 138, "g/L"),
        ("PLT", "234 x10^3/uL", 23.4, 234, "10^3/uL"),
        ("PLT", "234 10⁹/L", 23.4, 234, "10^9/L"),
        ("PLT", "234000/μL", 23.4, 234000, "/uL"),
        ("WBC", "62百/μL", 6200, 62, "10^2/uL"),
        ("WBC", "6.2×10^9/L", 6200, 6.2, "10^9/L"),
        ("ITCH_VAS", "7.2 cm", 72, 7.2, "cm"),
        ("LDH", "4 µkat/L", 240, 4, "ukat/L"),
        ("TBIL", "17.1 μmol/L", 1, 17.1, "umol/L"),
        ("TARC", "2.2 ng/mL", 2200, 2.2, "ng/mL"),
    ],
)
def test_another_unit_of_the_parameter_is_converted_and_said(code, raw, value, reported, unit):
    reading = read_number(raw, column(code))
    assert (reading.value, reading.reported, reading.unit) == (value, reported, unit)
    assert reading.rule == "unit in cell"
    assert reading.details["read"] == f"{value:g}"


def test_its_own_unit_in_any_spelling_is_only_cleaned():
    for raw in ("23.4万/μL", "23.4 x10^4/mm³", "23.4 ×10⁴／µＬ"):
        reading = read_number(raw, column("PLT"))
        assert (reading.value, reading.rule, reading.reported) == (23.4, "number cleaned", None)
    assert read_number("3.3点", BARE).value == 3.3


def test_a_power_of_ten_without_its_unit():
    assert read_number("6.2×10^3", column("WBC")).value == 6200
    # 10^3 what, where the column is in 10^4/uL?
    assert read_number("234×10^3", column("PLT")).rule == "unit"


def test_the_declared_unit_converts_what_names_none():
    written = Written(unit=unit_of("PLT", "10^3/uL"))
    for raw in (234, 234.0, "234", "<234", "234*"):
        reading = read_number(raw, column("PLT"), written)
        assert (reading.value, reading.reported, reading.unit) == (23.4, 234, "10^3/uL")
    # The cell knows better.
    assert read_number("23.4万/μL", column("PLT"), written).value == 23.4
    assert read_number(1e308, LDH, Written(unit=unit_of("LDH", "ukat/L"))).rule == "not a number"


def test_in_a_long_sheet_the_unit_waits_for_the_parameter():
    value = Column("value", "number", "Value")
    assert read_number("138 g/L", value)[:2] == (138, "=")
    assert read_number("138 g/L", value).unit == "g/L"
    assert read_number("138", value).unit == ""


def test_a_column_that_the_table_of_units_does_not_know():
    own = Column("itch", "number", "Itch", "mm")
    assert read_number("45 mm", own).value == 45
    assert read_number("45 cm", own).rule == "unit"
    assert read_number("45 mm", Column("itch", "number", "Itch")).details["unit"] == "no unit"


def test_a_number_says_how_it_was_read():
    assert read_number("<250 U/L H*", LDH).details == {
        "read": "250", "comparator": "<", "also": ", without the mark *, without the flag H"
    }  # fmt: skip


def test_a_number_says_what_may_be_wrong():
    assert "point" in read_number("12,5", NUMBER).details["hint"]
    assert "format" in read_number(dt.date(1900, 1, 17), NUMBER).details["hint"]
    assert read_number("x", NUMBER).details == {"name": "BSA", "hint": ""}
    assert read_number("12.3 mmHg", column("HB")).details["unit"] == "g/dL, g/L or mmol/L"


@given(st.decimals(-1000, 1000, places=6))
def test_six_decimals_are_read_as_written(number):
    assert read_number(str(number), BARE) == (float(number), "=", "", {}, None, "")


@given(
    st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times()
    ),
    st.sampled_from(["EASI", "PLT", "BSA", "HB"]),
    st.sampled_from([".", ","]),
)
def test_any_cell_is_a_number_or_says_why_not(raw, code, decimal):
    reading = read_number(raw, column(code), Written(decimal))
    if reading.value is None:
        assert reading.rule in RULES
    else:
        assert math.isfinite(reading.value)
