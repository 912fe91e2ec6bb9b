from __future__ import annotations

import pytest

from dermcohort.mapping.columns import (
    BEFORE,
    EXACT,
    NEAR,
    TAKEN_OUT,
    UNIT_KNOWN,
    candidates,
    drugs_in,
    is_known,
)
from dermcohort.study import DEFAULT_VISITS
from dermcohort.tables import TABLES


def only(heading, unit=""):
    (found,) = candidates(heading, unit, DEFAULT_VISITS)
    return found


@pytest.mark.parametrize(
    ("heading", "table", "target", "group", "sure"),
    [
        ("EASI 1ヶ月後", "assessments", "EASI @ 1 month", "", EXACT),
        ("Age", "patients", "age_years", "", EXACT),
        ("LDH (U/L) 0M", "assessments", "LDH @ baseline", "", EXACT + UNIT_KNOWN),
        ("好酸球 (%) 0M", "assessments", "EOS_PCT @ baseline", "", EXACT + UNIT_KNOWN),
        ("オルミエント開始日", "treatments", "start", "baricitinib", TAKEN_OUT),
        ("Bari stop", "treatments", "stop", "baricitinib", TAKEN_OUT),
        ("Start date of dupilumab", "treatments", "start", "dupilumab", TAKEN_OUT),
        ("Prior drug", "treatments", "drug", BEFORE, TAKEN_OUT),
        ("前治療開始日", "treatments", "start", BEFORE, TAKEN_OUT),
        ("有害事象2", "events", "event", "2", TAKEN_OUT),
        ("AE onset", "events", "date", "", TAKEN_OUT),
        ("患者背景 年齢", "patients", "age_years", "", TAKEN_OUT),
        ("Baseline BMI", "patients", "bmi", "", TAKEN_OUT),
        ("血液検査 LDH 3M", "assessments", "LDH @ 3 months", "", TAKEN_OUT),
    ],
)
def test_headings_that_are_known(heading, table, target, group, sure):
    found = only(heading)
    assert (found.table, found.target, found.group) == (table, target, group)
    assert found.sure == pytest.approx(sure)
    assert found.question == ""


def test_the_unit_of_a_row_of_units():
    assert (only("TARC 0M", "(ng/mL)").unit, only("EOS 0M", "%").name) == ("ng/mL", "EOS_PCT")
    asked = only("LDH 0M", "furlong/L")
    assert (asked.sure, "furlong/L" in asked.question) == (NEAR, True)


def test_one_heading_in_two_tables():
    assert {c.table for c in candidates("日付", "", DEFAULT_VISITS)} == {"assessments", "events"}
    assert {c.table for c in candidates("ID", "", DEFAULT_VISITS)} == set(TABLES)


@pytest.mark.parametrize(
    ("heading", "target", "words"),
    [
        ("EASY 0M", "EASI @ baseline", "is it EASI @ baseline?"),
        ("EASI 12W", "EASI @ 3 months", "12 weeks is near 3 months"),
        ("EASI 1", "EASI", "month, a week or the number of a visit"),
        ("前回EASI", "EASI", "is it EASI?"),
        ("EASI 最終", "EASI", "is it EASI?"),
    ],
)
def test_what_only_looks_like_a_name_is_a_question(heading, target, words):
    found = only(heading)
    assert (found.target, found.sure) == (target, NEAR)
    assert words in found.question


@pytest.mark.parametrize(
    "heading", ["", "顔面 IGA", "左 BSA", "x", "備考", "LDH基準値", "log IgE", "AST/ALT", "氏名"]
)
def test_what_is_never_taken_for_a_name(heading):
    assert not any(not c.question for c in candidates(heading, "", DEFAULT_VISITS))


def test_drugs_by_words_not_by_parts_of_words():
    assert [drug for drug, _ in drugs_in("Olumiant / Dupixent")] == ["baricitinib", "dupilumab"]
    assert list(drugs_in("baricity hazard upadated")) == []


def test_the_first_table_that_knows_a_heading():
    assert is_known("EASI 1M", DEFAULT_VISITS) == ("EASI", "1 month")
    assert is_known("EASY 1M", DEFAULT_VISITS) is None
