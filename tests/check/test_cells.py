from __future__ import annotations

import pytest

from dermcohort.check.cells import (
    READERS,
    failed_formula,
    read_code,
    read_text,
    read_yes_no,
)
from dermcohort.sheets import ErrorCell
from dermcohort.tables import TABLES, Column

SEX = next(column for column in TABLES["patients"] if column.name == "sex")
ACTION = next(column for column in TABLES["events"] if column.name == "action")
YES = Column("asthma", "yes_no", "Asthma")


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        ("Yes", True, ""), ("Ｎ", False, ""), (1.0, True, ""), (0, False, ""), (True, True, ""),
        ("-", False, ""), ("nd", None, "word for missing"), ("maybe", None, "not yes or no"),
        (2, None, "not yes or no"), ("あり", True, ""), ("有り", True, ""), ("無", False, ""),
        ("○", True, ""), ("◯", True, ""), ("×", False, ""), ("✓", True, ""), ("はい", True, ""),
        ("いいえ", False, ""), ("（＋）", True, ""), ("(-)", False, ""), ("＋", True, ""),
        ("−", False, ""), ("△", None, "not yes or no"), ("x", None, "not yes or no"),
        ("未", None, "word for missing"),
    ],
)  # fmt: skip
def test_yes_no(raw, value, rule):
    reading = read_yes_no(raw, YES)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [(" Female", "F", ""), ("m", "M", ""), ("?", None, "word for missing"),
     ("x", None, "not in list"), (1, None, "not in list"), ("男", "M", ""), ("女性", "F", ""),
     ("Ｆ", "F", ""), ("♀", "F", "")],
)  # fmt: skip
def test_code(raw, value, rule):
    reading = read_code(raw, SEX)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("中止", "drug withdrawn"), ("減量", "dose reduced"), ("継続", "none"), ("不明", "unknown"),
     ("休薬", "drug interrupted"), ("なし", "none"), ("Dose reduced", "dose reduced")],
)  # fmt: skip
def test_action(raw, value):
    assert read_code(raw, ACTION).value == value


def test_a_code_lists_what_is_allowed():
    assert "female" in read_code("x", SEX).details["allowed"]


def test_text():
    assert read_text(" a  b ", SEX).value == "a  b"
    assert read_text("Unknown", SEX).value == "Unknown"
    assert read_text("n/a", SEX) == (None, "=", "word for missing", {}, None, "")


def test_failed_formulas_are_seen_in_a_workbook_and_in_a_csv():
    assert failed_formula(ErrorCell("#GETTING_DATA"))
    assert failed_formula(" #N/A".strip())
    assert not failed_formula("#1")
    assert not failed_formula(1.0)


def test_each_kind_has_a_reader():
    assert set(READERS) == {column.kind for columns in TABLES.values() for column in columns}
