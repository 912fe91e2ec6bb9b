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
    read_reason,
)
from dermcohort.check.reading import Written
from dermcohort.tables import PATIENT, TABLES


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [(" P 1 ", "P 1", ""), (1.0, "1", ""), (7, "7", ""), ("001", "001", ""), (1.5, "1.5", ""),
     ("NA", "NA", ""), ("Ｐ１", "P1", "id cleaned"), ("P1\u200b", "P1", "id cleaned"),
     ("P1\u00a0", "P1", ""), ("1.23E+12", None, "patient id"), (1e15, None, "patient id"),
     (999, "999", ""), (True, None, "patient id"), (dt.date(2021, 1, 2), None, "patient id"),
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


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("バリシチニブ", "baricitinib"),
        ("オルミエント", "baricitinib"),
        ("ﾘﾝｳﾞｫｯｸ", "upadacitinib"),
        ("デュピクセント", "dupilumab"),
        ("ネオーラル", "cyclosporine"),
        ("プレドニン", "prednisolone"),
    ],
)
def test_drugs_in_japanese(raw, value):
    assert read_drug(raw, PATIENT).value == value


def test_several_drugs_in_one_cell_are_none_of_them():
    for raw in ("dupilumab, upadacitinib", "ネオーラル→デュピクセント", "CsA/PSL"):
        reading = read_drug(raw, PATIENT)
        assert (reading.value, reading.rule) == (None, "several drugs")
    assert read_drug("dupilumab 300 mg", PATIENT).rule == "unknown drug"


def test_reasons():
    assert read_reason("効果不十分", PATIENT).value == "lack of efficacy"
    assert read_reason("moved to Osaka", PATIENT).value == "moved to Osaka"


def test_zeros_that_were_lost():
    written = Written(zeros={"1": ("001",), "2": ("02", "002")})
    assert read_patient(1.0, PATIENT, written)[:3] == ("001", "=", "lost zeros")
    assert read_patient("１", PATIENT, written).value == "001"
    assert read_patient(2, PATIENT, written)[:3] == (None, "=", "zeros unclear")
    assert read_patient(2, PATIENT, written).details == {"could": "02 or 002"}


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
    [("Shingles", "herpes zoster", ""), ("毛嚢炎", "acne or folliculitis", ""),
     ("ＣＰＫ上昇", "elevated CPK", ""), ("カポジ水痘様発疹症", "eczema herpeticum", ""),
     ("Hiccup", "Hiccup", "unknown event"),
     ("none", None, "nothing recorded")],
)  # fmt: skip
def test_event(raw, value, rule):
    reading = read_event(raw, PATIENT)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [("h&n easi", "EASI_HN", ""), ("LD", "LDH", ""), ("SCCA2", "SCCA2", "unknown parameter")],
)
def test_parameter(raw, value, rule):
    reading = read_parameter(raw, PATIENT)
    assert (reading.value, reading.rule) == (value, rule)


def test_each_reader_is_of_a_column():
    columns = {column.name for columns in TABLES.values() for column in columns}
    assert set(NAMED) <= columns
