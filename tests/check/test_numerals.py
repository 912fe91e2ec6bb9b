from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.check.numerals import Doubt, Numeral, numeral


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", Numeral(12)),
        (" 12.5 ", Numeral(12.5)),
        ("１２．５", Numeral(12.5)),
        ("−5", Numeral(-5)),
        ("－５", Numeral(-5)),
        ("+3.", Numeral(3)),
        (".5", Numeral(0.5)),
        ("1e3", Numeral(1000)),
        ("12\u200b.5\u00a0", Numeral(12.5)),
        ("＜５", Numeral(5, "<")),
        ("≦5", Numeral(5, "<")),
        ("5未満", Numeral(5, "<")),
        ("５ 以下", Numeral(5, "<")),
        ("less than 5", Numeral(5, "<")),
        ("5>", Numeral(5, "<")),
        ("≧5", Numeral(5, ">")),
        ("20000<", Numeral(20000, ">")),
        ("20000超", Numeral(20000, ">")),
        ("20000を超える", Numeral(20000, ">")),
        ("20000以上", Numeral(20000, ">")),
        ("> 20,000", Numeral(20000, ">", thousands=True)),
        ("106 U/L", Numeral(106, unit="U/L")),
        ("45％", Numeral(45, unit="%")),
        ("23.4万/μL", Numeral(23.4, unit="万/μL")),
        ("234×10^3/uL", Numeral(234, unit="×10^3/uL")),
        ("5.6 10⁹/L", Numeral(5.6, unit="10⁹/L")),
        ("<12.3 g/dL", Numeral(12.3, "<", "g/dL")),
        ("5.6×10^3", Numeral(5600, unit="×10^n")),
        ("1.2x10³", Numeral(1200, unit="×10^n")),
        ("1,234,567", Numeral(1234567, thousands=True)),
        ("1 204", Numeral(1204, thousands=True)),
        ("1\u202f204", Numeral(1204, thousands=True)),
        ("1’204.5", Numeral(1204.5, thousands=True)),
        ("１７，４４０", Numeral(17440, thousands=True)),
        ("250 H", Numeral(250, flags="H")),
        ("250(L)", Numeral(250, flags="L")),
        ("HH 250", Numeral(250, flags="HH")),
        ("250↑", Numeral(250, flags="↑")),
        ("250 U/L H", Numeral(250, unit="U/L", flags="H")),
        ("12.5*", Numeral(12.5, marks="*")),
        ("12.5 *1", Numeral(12.5, marks="*1")),
        ("12.5†", Numeral(12.5, marks="†")),
        ("※12.5", Numeral(12.5, marks="※")),
        ("12.5ᵃ", Numeral(12.5, marks="ᵃ")),
        ("12.5 注1", Numeral(12.5, marks="注1")),
        ("約12", Numeral(12, about=True)),
        ("ca. 12", Numeral(12, about=True)),
        ("12程度", Numeral(12, about=True)),
    ],
)
def test_what_has_one_reading(text, expected):
    assert numeral(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("10-12", "range"), ("10〜12", "range"), ("１０～１２", "range"), ("10 to 12", "range"),
        ("12.5→8.0", "range"), ("~12", "open range"), ("12〜", "open range"), ("12,5", "point"),
        ("0,123", "point"), ("1.204,5", "decimal"), ("12·5", "point"), ("12。5", "point"),
        ("▲12", "minus"), ("(12)", "parentheses"), ("10²", "power"), ("12?", "question mark"),
        ("3+4", "sum"), ("7/10", "maximum"), ("3*4", "product"), ("12.5*1", "product"),
        ("20.2±13.2", "deviation"), ("- 5", "dash"), ("12-", "dash"), ("12万", None),
        ("250 244", "one number or two"), ("1 2", "one number or two"), ("250, 244", "only one"),
        ("12.5、8.0", "only one"), ("3 (moderate)", "alone"), ("2021-01-04", "date"),
        ("many", ""), ("十二", ""), ("<", ""), ("<5>", ""), ("<<5", ""), ("*12*", ""),
        ("1e999", ""),
        ("1,20,4", None), ("1,2345", None), ("nan", ""), ("1_000", ""), ("٣", ""), ("--5", ""),
        ("$5", ""), ("H.250", ""), ("½", ""), ("9" * 5000, ""), ("12½", None), ("", ""),
    ],
)  # fmt: skip
def test_what_a_person_would_ask_about(text, hint):
    found = numeral(text)
    if isinstance(found, Doubt):
        assert hint is None or (hint in found.hint if hint else found.hint == "")
    else:
        # What stands behind the number is for the unit table to refuse.
        assert hint is None
        assert found.unit


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,5", 12.5), ("1.204", 1204), ("12.204,5", 12204.5), ("0,5", 0.5), ("1 204,5", 1204.5),
     ("312", 312), ("<125,5", 125.5), ("1,2e3", 1200)],
)  # fmt: skip
def test_a_declared_decimal_comma(text, value):
    assert numeral(text, decimal=",").value == value


@pytest.mark.parametrize("text", ["24.6", "1.20", "1,204,5", "0.123", "1.2345"])
def test_a_declared_decimal_comma_takes_no_point(text):
    assert isinstance(numeral(text, decimal=","), Doubt)
    assert "comma" in numeral("24.6", decimal=",").hint


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


@given(
    number=st.decimals(-9999999, 9999999, places=4).map(lambda d: d + 0),
    wide=st.booleans(),
    comparator=st.sampled_from(["", "<", ">", "≦", "≥"]),
    unit=st.sampled_from(["", " U/L", "%", "g/dL", " ×10^3/uL"]),
    flag=st.sampled_from(["", " H", "(L)"]),
    space=st.sampled_from(["", " ", "\u00a0", "\u3000", "\u200b"]),
)
def test_a_number_in_any_style_is_read_back(number, wide, comparator, unit, flag, space):
    text = full_width(f"{number:f}") if wide else f"{number:f}"
    found = numeral(f"{space}{comparator}{space}{text}{unit}{flag}{space}")
    assert isinstance(found, Numeral)
    assert Decimal(repr(found.value)) == number
    assert found.comparator == {"": "=", "<": "<", "≦": "<", ">": ">", "≥": ">"}[comparator]
    assert (found.unit, found.flags) == (unit.strip(), flag.strip("( )"))


@given(
    number=st.integers(1000, 10**9), places=st.integers(0, 3),
    separator=st.sampled_from([",", "'", "’"]), decimal=st.sampled_from([".", ","]),
)  # fmt: skip
def test_separators_of_thousands_are_read_back(number, places, separator, decimal):
    if separator == decimal:
        separator = "."
    text = f"{Decimal(number) / 10**places:,.{places}f}"
    written = text.replace(",", "\0").replace(".", decimal).replace("\0", separator)
    found = numeral(written, decimal=decimal)
    if number >= 1000 * 10**places:
        assert Fraction(repr(found.value)) == Fraction(number, 10**places)
        assert found.thousands


def oracle(text: str, decimal: str) -> set[Fraction]:
    """Every number that the digits of a text could be, by a parser that knows nothing else.

    All digits up to the end of the number count; a point and a comma are either mark.
    """
    plain = unicodedata.normalize(
        "NFKC", re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", text)
    )
    found = set()
    for start in range(len(plain)):
        match = re.match(r"[0-9][0-9.,'’ ]*|[.,][0-9]+", plain[start:])
        if not match or (start and plain[start - 1].isdigit()):
            continue
        whole = re.sub(rf"[^0-9{re.escape(decimal)}]", "", match[0]).rstrip(decimal)
        if whole.count(decimal) <= 1 and whole.strip(decimal):
            value = Fraction(whole.replace(decimal, "."))
            found |= {value, -value}
            tail = plain[start + len(match[0].rstrip()) :]
            exponent = re.match(r"\s*(?:e|[x×*]\s*10\s*\^?\s*)([+-]?[0-9]+)", tail.casefold())
            if exponent and abs(int(exponent[1])) < 400:
                found |= {
                    value * Fraction(10) ** int(exponent[1]),
                    -value * Fraction(10) ** int(exponent[1]),
                }
    return found


LETTERS = st.text(
    st.sampled_from(
        "0123456789０１５.,．，+-−<>≦％ %eExX×*10^³HL↑()~〜〜?約未満以下上g/dLμ\u200b\u3000'’"
    ),
    max_size=12,
)


@given(text=LETTERS | st.text(max_size=8), decimal=st.sampled_from([".", ","]))
def test_any_text_is_a_number_that_its_digits_say_or_none(text, decimal):
    found = numeral(text, decimal=decimal)
    if isinstance(found, Numeral):
        assert any(float(each) == found.value for each in oracle(text, decimal)), found
