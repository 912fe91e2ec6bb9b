from __future__ import annotations

import datetime as dt

import pytest

from dermcohort.check.names import (
    NAMED,
    read_drug,
    read_event,
    read_next_drug,
    read_parameter,
    read_patient,
)
from dermcohort.tables import PATIENT, TABLES


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [(" P 1 ", "P 1", ""), (1.0, "1", ""), (7, "7", ""), ("001", "001", ""), (1.5, "1.5", ""),
     ("NA", "NA", ""), (True, None, "patient id"), (dt.date(2021, 1, 2), None, "patient id"),
     (dt.time(1), None, "patient id")],
)  # fmt: skip
def test_patient(raw, value, rule):
    reading = read_patient(raw, PATIENT)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [("Olumiant ", "baricitinib", ""), ("L04AF02", "baricitinib", ""),
     ("Ｄｕｐｉｌｕｍａｂ", "dupilumab", ""), ("None", None, "nothing recorded"),
     ("なし", None, "nothing recorded"), (0, None, "nothing recorded"),
     ("Dupilumob", "dupilumob", "unknown drug")],
)  # fmt: skip
def test_drug(raw, value, rule):
    reading = read_drug(raw, PATIENT)
    assert (reading.value, reading.rule) == (value, rule)


def test_an_unknown_drug_has_a_nearest_one():
    assert "dupilumab" in read_drug("Dupilumob", PATIENT).details["near"]
    assert read_drug("zzzzzz", PATIENT).details["near"] == ""


@pytest.mark.parametrize(
    ("raw", "value"),
    [("Rinvoq", "upadacitinib"), ("topical only", "topical only"), ("None", "None"), ("-", None)],
)
def test_next_drug(raw, value):
    assert read_next_drug(raw, PATIENT).value == value


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [("Shingles", "herpes zoster", ""), ("Hiccup", "Hiccup", "unknown event"),
     ("none", None, "nothing recorded")],
)  # fmt: skip
def test_event(raw, value, rule):
    reading = read_event(raw, PATIENT)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [("h&n easi", "EASI_HN", ""), ("LD", "LDH", ""), ("CRP", "CRP", "unknown parameter")],
)
def test_parameter(raw, value, rule):
    reading = read_parameter(raw, PATIENT)
    assert (reading.value, reading.rule) == (value, rule)


def test_each_reader_is_of_a_column():
    columns = {column.name for columns in TABLES.values() for column in columns}
    assert set(NAMED) <= columns
