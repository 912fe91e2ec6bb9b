from __future__ import annotations

import datetime as dt

import pytest

from dermcohort.check.spelling import (
    BEYOND_LIMITS,
    MISSING_WORDS,
    NOT_DONE_OR_NOT_DETECTED,
    QUALITATIVE,
    as_text,
    half_width,
    half_width_kept,
    near,
    plain,
    shown,
    word_key,
)
from dermcohort.sheets import ErrorCell


def test_words_that_two_lists_would_read_in_two_ways():
    assert not (MISSING_WORDS & BEYOND_LIMITS)
    assert not (MISSING_WORDS & QUALITATIVE)
    assert NOT_DONE_OR_NOT_DETECTED < MISSING_WORDS
    for word in (*MISSING_WORDS, *BEYOND_LIMITS, *QUALITATIVE):
        assert half_width(word) == word, "no cell could hold it"


def test_what_words_are_compared_by():
    assert [word_key(each) for each in (999, 999.0, "９９９", " 999.0 ", "999.50", True)] == [
        "999", "999", "999", "999", "999.50", "true"
    ]  # fmt: skip
    assert half_width_kept("Ｐ\u200b１\u00ad\ufeff") == "P1"


def test_what_excel_holds_for_text():
    assert as_text(1.0) == "1"
    assert as_text(1.5) == "1.5"
    assert as_text(dt.date(2021, 1, 4)) == "2021-01-04"


def test_near():
    assert near("Esai", ["easi", "iga"]) == "; nearest: easi"
    assert near("xxxx", ["easi"]) == ""


def test_plain():
    assert plain("Ｅasi\n ０m") == "easi 0m"


@pytest.mark.parametrize(
    ("raw", "text"),
    [(None, ""), (True, "TRUE"), (84.0, "84"), (0.1, "0.1"), (7, "7"), ("a ", "a "),
     (ErrorCell("#N/A"), "#N/A"), (dt.date(2021, 1, 4), "2021-01-04"),
     (dt.datetime(2021, 1, 4, 5, 6), "2021-01-04 05:06:00"), (dt.time(1, 2), "01:02:00")],
)  # fmt: skip
def test_shown(raw, text):
    assert shown(raw) == text
