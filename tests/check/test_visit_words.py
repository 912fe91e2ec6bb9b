from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.check.visit_words import BASELINE, Moment, moment_of, splits

MONTH = "month"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *((text, BASELINE) for text in (
            "0M", "M0", "0W", "week 0", "day 0", "D0", "0週", "0ヶ月", "baseline", "Base line",
            "BL", "pre", "Pre-treatment", "before treatment", "投与前", "投与開始前", "開始時",
            "開始前", "治療前", "導入時", "初回", "ベースライン", "(0M)", "ＢＬ",
        )),
        *((text, Moment(1, MONTH)) for text in (
            "1M", "M1", "1 month", "month 1", "Month1", "1mo", "1ヶ月", "1か月後", "１カ月",
            "1ヵ月目", "1ケ月", "一ヶ月後", "投与後1ヶ月", "投与開始1ヶ月後", "after 1 month",
            "1 month later", "post-1M", "1M後",
        )),
        *((text, Moment(28)) for text in (
            "4W", "W4", "week 4", "wk4", "4 weeks", "4週", "4週後", "4週間後", "投与後4週", "D28",
            "28日", "day 28", "28 days",
        )),
        *((text, Moment(12, MONTH)) for text in ("12M", "1年後", "1 year", "十二ヶ月")),
        ("半年後", Moment(6, MONTH)),
    ],
)  # fmt: skip
def test_words_for_a_visit(text, moment):
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "M", "1", "EASI", "V1", "visit 1", "2回目", "最終", "前", "後", "3 mm", "1日量", "開始日",
     "初回投与日", "1.5M", "M1.5", "1M2", "10^4/uL", "3M 6M", "March", "Wt", "0/1", "投与"],
)  # fmt: skip
def test_what_is_no_visit(text):
    assert moment_of(text) is None


@pytest.mark.parametrize(
    ("heading", "rest", "moment"),
    [
        ("EASI 0M", "easi", BASELINE),
        ("EASI_W4", "easi", Moment(28)),
        ("W4-EASI", "easi", Moment(28)),
        ("EASI(1ヶ月後)", "easi", Moment(1, MONTH)),
        ("1ヶ月後のEASI", "easi", Moment(1, MONTH)),
        ("EASI1M", "easi", Moment(1, MONTH)),
        ("EASI 10M", "easi", Moment(10, MONTH)),
        ("LDH 0M U/L", "ldh u/l", BASELINE),
        ("EASI-75 1M", "easi-75", Moment(1, MONTH)),
    ],
)
def test_a_visit_is_taken_out_of_a_heading(heading, rest, moment):
    assert list(splits(heading)) == [(rest, moment)]


def test_a_heading_with_two_visits_gives_both_ways():
    assert [rest for rest, _ in splits("EASI 0M 3M")] == ["easi 3m", "easi 0m"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [(BASELINE, 0), (Moment(28), 28), (Moment(1, MONTH), 30), (Moment(6, MONTH), 180),
     (Moment(12, MONTH), 365), (Moment(18, MONTH), 545)],
)  # fmt: skip
def test_the_day_that_a_visit_aims_at(moment, day):
    assert moment.day == day


@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error(text):
    moment_of(text)
    list(splits(text))


@given(st.integers(1, 99), st.sampled_from(["{}M", "M{}", "{} months", "month {}", "{}ヶ月後"]))
def test_all_styles_of_a_month(number, style):
    assert moment_of(style.format(number)) == Moment(number, MONTH)
