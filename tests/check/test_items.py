"""Headings of items, and what their cells answer."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from dermcohort.check.headings import Meaning, heading_meaning
from dermcohort.check.items import ITEMS, item_column, item_named, read_answer
from dermcohort.check.reading import Reading, Written
from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT, Unreadable
from dermcohort.study import DEFAULT_VISITS
from dermcohort.tables import PARAMETERS, parameter_of


@pytest.mark.parametrize(
    ("heading", "name", "visit"),
    [
        ("POEM1 0M", "POEM.itch", "baseline"),
        ("POEM itch (1M)", "POEM.itch", "1 month"),
        ("3M POEM-7", "POEM.dryness", "3 months"),
        ("poem_q3", "POEM.bleeding", ""),
        ("EASI HN erythema 0M", "EASI.hn_erythema", "baseline"),
        ("EASI 頭頸部 紅斑 0M", "EASI.hn_erythema", "baseline"),
        ("ＥＡＳＩ　体幹　苔癬化（1ヶ月後）", "EASI.tr_lichenification", "1 month"),
        ("EASI LL area (%) 3M", "EASI.ll_percent", "3 months"),
        ("EASI LL area 3M", "EASI.ll_area", "3 months"),
        ("PASI 頭部 鱗屑", "PASI.hn_scale", ""),
        ("DLQI 10", "DLQI.q10", ""),
        ("DLQI q7a 1M", "DLQI.q7a", "1 month"),
        ("SCORAD extent", "SCORAD.extent", ""),
        ("PO-SCORAD itch 1M", "PO-SCORAD.itch", "1 month"),
        ("CDLQI 1 0M", "CDLQI.q1", "baseline"),
    ],
)
def test_headings(heading, name, visit):
    assert heading_meaning("assessments", heading, DEFAULT_VISITS) == Meaning(name, visit)


@pytest.mark.parametrize(
    "heading",
    ["itch", "sleep 0M", "Q1", "erythema", "POEM 10M", "EASI 10M", "POEM 8", "DLQI 11", "POEM 0",
     "EASI (arms)", "DLQI 1 2M"],
)  # fmt: skip
def test_no_items(heading):
    assert heading_meaning("assessments", heading, DEFAULT_VISITS) is None


@pytest.mark.parametrize(
    ("heading", "code"), [("POEM 1M", "POEM"), ("EASI 3M", "EASI"), ("DLQI", "DLQI")]
)
def test_a_total_at_a_visit_is_no_item(heading, code):
    assert heading_meaning("assessments", heading, DEFAULT_VISITS).name == code


def test_items_are_of_assessments_only():
    assert heading_meaning("patients", "POEM 1", ()) is None


def test_no_item_is_taken_for_a_parameter_or_the_reverse():
    assert not set(ITEMS) & set(PARAMETERS)
    for name in ITEMS:
        assert item_named(name) == name
        assert parameter_of(name) is None


def test_every_instrument_of_several_items_can_be_in_a_chart():
    several = {i.name for i in INSTRUMENTS.values() if len(i.items) > 1}
    assert {each.instrument.name for each in ITEMS.values()} == several


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (2, 2), (1.5, 1.5), ("３", Fraction(3)), (" 2 ", Fraction(2)), ("1;2", (1, 2)),
        ("1 & 2", (1, 2)), ("NR", NOT_RELEVANT), ("該当なし", NOT_RELEVANT),
    ],
)  # fmt: skip
def test_answers(raw, answer):
    assert read_answer(raw, item_column("DLQI.q3")) == Reading(answer)


@pytest.mark.parametrize("raw", ["未", "-", "ND"])
def test_words_for_a_blank(raw):
    assert read_answer(raw, item_column("POEM.itch")) == Reading(None, rule="word for missing")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("many", "is 'many', which is no answer"), ("<2", "is '<2', which is no answer"),
        (float("inf"), "is not finite"), (dt.date(2021, 1, 2), "is no number, but a date"),
        ("n/a", "is n/a: not relevant, or not answered"),
    ],
)  # fmt: skip
def test_what_is_no_answer(raw, said):
    reading = read_answer(raw, item_column("DLQI.q3"))
    assert isinstance(reading.value, Unreadable)
    assert reading.value.said.startswith(said)


def test_yes_or_no_and_a_decimal_comma():
    assert read_answer("yes", item_column("DLQI.q7a")) == Reading(value=True)
    comma = read_answer("1,5", item_column("EASI.hn_erythema"), Written(decimal=","))
    assert comma == Reading(Fraction(3, 2))
