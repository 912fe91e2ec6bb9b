"""What tells who a person is, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.privacy.identifiers import kind_of_cells, kind_of_heading, kind_of_text
from dermcohort.tables import PARAMETERS, TABLES


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("氏名", "name"), ("患者氏名（カナ）", "name"), ("フリガナ", "name"), ("Name", "name"),
        ("ﾌﾘｶﾞﾅ", "name"), ("Patient name (kanji)", "name"), ("主治医", "name"),
        ("カルテ番号", "chart number"), ("MRN", "chart number"), ("診察券番号", "chart number"),
        ("生年月日", "birth date"), ("DOB", "birth date"), ("Date of birth", "birth date"),
        ("電話番号", "telephone number"), ("自宅電話", "telephone number"),
        ("ＴＥＬ", "telephone number"), ("住所", "address"), ("郵便番号", "address"),
        ("E-mail", "e-mail address"), ("被保険者番号", "insurance number"),
        ("マイナンバー", "personal number"),
    ],
)  # fmt: skip
def test_headings_of_identifiers(heading, kind):
    assert kind_of_heading(heading) == kind


def test_no_heading_of_the_dictionary_is_an_identifier():
    words = [w for columns in TABLES.values() for c in columns for w in (c.label, *c.synonyms)]
    words += [w for p in PARAMETERS.values() for w in (p.label, p.code, *p.synonyms)]
    named = {w: kind_of_heading(w) for w in words if kind_of_heading(w)}
    # The birth date is asked for: age at the first dose is made of it.
    assert set(named.values()) <= {"birth date"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("03-1234-5678", "telephone number"), ("090-1234-5678", "telephone number"),
        ("０３−１２３４−５６７８", "telephone number"),
        ("０３-１２３４-５６７８", "telephone number"),
        ("09012345678", "telephone number"), ("(03) 1234-5678", "telephone number"),
        ("+81 90-1234-5678", "telephone number"),
        ("stopped, call 03-1234-5678", "telephone number"),
        ("a.b@example.org", "e-mail address"), ("〒173-8605", "address"),
        ("123456789018", "personal number"), ("1234 5678 9018", "personal number"),
        ("123456789012", ""), ("000000000000", ""),
        ("2021-04-05", ""), ("2021/4/5 10:30", ""), ("R5.4.1", ""), ("12.5", ""), ("0.05", ""),
        ("100-200", ""), ("1234", ""), ("20210405", ""), ("EASI 12.5 -> 8.0", ""), ("4 mg", ""),
        ("lack of efficacy", ""), ("10:30-11:00", ""), ("00123", ""), ("2021-01-04 03:12:00", ""),
    ],
)  # fmt: skip
def test_text_that_holds_one(text, kind):
    assert kind_of_text(text) == kind


@given(st.dates(), st.sampled_from(("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d", "%d-%b-%Y")))
def test_no_date_is_a_telephone_number(day, style):
    assert kind_of_text(day.strftime(style)) == ""


@given(st.decimals(-1000, 2_000_000, places=2))
def test_no_measurement_is_an_identifier(number):
    assert kind_of_text(str(number)) == ""


def test_my_number_s_check_digit_is_the_only_one_that_fits():
    # The rule of the ordinance, written out: weights 6 5 4 3 2 7 6 5 4 3 2 from the left.
    body = "98765432101"
    weighed = sum(int(d) * w for d, w in zip(body, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    check = 0 if weighed % 11 <= 1 else 11 - weighed % 11
    for digit in range(10):
        expected = "personal number" if digit == check else ""
        assert kind_of_text(f"{body}{digit}") == expected


def test_a_column_is_told_by_most_of_its_cells():
    assert kind_of_cells(["甲野 乙子", "甲野 丙男", "甲野　丁子"]) == "name"
    assert kind_of_cells(["コウノ オツコ", "コウノ ヘイオ", "コウノ テイコ"]) == "name"
    assert kind_of_cells(["03-1234-5678", "03-1234-5679", None, "090-1111-2222"]) != ""
    assert kind_of_cells(["03-1234-5678", "none", "none", "none", "none"]) == ""
    assert kind_of_cells(["甲野 乙子", "甲野 丙男"]) == ""
    assert kind_of_cells([1.0, 2.0, 3.0, 4.0]) == ""
    assert kind_of_cells(["効果不十分", "副作用", "転居"]) == ""
