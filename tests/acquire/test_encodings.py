from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.acquire.encodings import ENCODINGS, decode
from dermcohort.errors import SourceUnreadable

JAPANESE = "患者ID,薬\nP①,バリシチニブ\n髙橋,なし\n"
PLAIN = JAPANESE.replace("①", "1").replace("髙", "高")


@pytest.mark.parametrize("name", ENCODINGS)
def test_each_encoding_is_read_as_declared(name):
    letters = "ID,Größe\n" if ENCODINGS[name] != "ascii" else "ID\n"
    if ENCODINGS[name] in ("cp932", "euc_jis_2004", "iso2022_jp_2004", "cp950", "cp949", "cp1251"):
        letters = "ID,中\n" if ENCODINGS[name] != "cp1251" else "ID,число\n"
    content = codecs.encode(letters, ENCODINGS[name])
    assert decode(content, "a.csv", name) == (letters, False)
    assert decode(content, "a.csv", name.upper().replace("-", "_")).text == letters


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_a_mark_or_in_utf_8(name):
    assert decode(JAPANESE.encode(name), "a.csv") == (JAPANESE, False)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_a_mark_before_what_is_declared(name):
    content = codecs.BOM_UTF16_LE if name.endswith("le") else codecs.BOM_UTF16_BE
    assert decode(content + JAPANESE.encode(name), "a.csv", name).text == JAPANESE
    assert decode(codecs.BOM_UTF8 + b"ID", "a.csv", "utf-8").text == "ID"


def test_cp932_is_taken_and_told():
    assert decode(JAPANESE.encode("cp932"), "a.csv") == (JAPANESE, True)
    assert decode("ＩＤ,ｶﾅ\nﾊﾞﾘｼﾁﾆﾌﾞ,なし".encode("cp932"), "a.csv").assumed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAIN.encode("euc-jp"), "try: encoding = 'euc-jp'"),
        ("ID,なし\nP1,なし".encode("euc-jp"), "'euc-jp' or encoding = 'cp932'"),
        (PLAIN.encode("iso-2022-jp"), "try: encoding = 'iso-2022-jp'"),
        (JAPANESE.encode("utf-16-le"), "without its mark; try: encoding = 'utf-16-le'"),
        ("ID,Age\nP1,30\n".encode("utf-16-be"), "try: encoding = 'utf-16-be'"),
        (b"ID,Age\nP1,3\x000\n" * 9, "a zero byte in line 2"),
        (b"\xef\xbb\xbfID\nP\xff", r"not text in utf-8, .*with the mark .* line 2"),
        (b"ID,\xff\xfe\xa0\n", "neither in UTF-8 nor in Shift-JIS .*one of: utf-8"),
    ],
)
def test_what_must_be_declared(content, said):
    with pytest.raises(SourceUnreadable, match=said) as refused:
        decode(content, "a.csv")
    assert "try: " in str(refused.value)


def test_what_is_declared_wrongly():
    with pytest.raises(SourceUnreadable, match=r"'utf-9' is none .*allowed: utf-8, .*latin-1"):
        decode(b"ID", "a.csv", "utf-9")
    with pytest.raises(SourceUnreadable, match=r"not text in cp932, .*study file says so.* line 3"):
        decode(b"ID\n1\n\x81\n", "a.csv", "shift_jis")
    with pytest.raises(SourceUnreadable, match="begins with the mark of utf-8, not of cp932"):
        decode(codecs.BOM_UTF8 + b"ID", "a.csv", "cp932")


@given(st.binary(max_size=60), st.sampled_from(["", *ENCODINGS]))
def test_any_bytes_are_read_or_refused(content, name):
    refused = ""
    try:
        decode(content, "a.csv", name)
    except SourceUnreadable as why:
        refused = str(why)
    assert not refused or refused.startswith("a.csv ")
