from __future__ import annotations

import pytest

from dermcohort.acquire.delimited import read_delimited
from dermcohort.errors import SourceUnreadable


def rows(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_delimited(path, "a.csv")


@pytest.mark.parametrize(
    "content",
    ["ID,Drug\r\nP1,a b\r\n", "ID;Drug\nP1;a b", "ID\tDrug\nP1\ta b\n", "\ufeffID,Drug\nP1,a b\n",
     '"ID","Drug"\nP1,"a b"\n', "ID,Drug\rP1,a b\r"],
)  # fmt: skip
def test_separators_and_marks(tmp_path, content):
    assert rows(tmp_path, content).rows == [["ID", "Drug"], ["P1", "a b"]]


def test_a_separator_in_quotes_does_not_count(tmp_path):
    assert rows(tmp_path, '"a;b;c;d",ID\n1,2\n').rows[0] == ["a;b;c;d", "ID"]


def test_empty_lines_keep_the_numbers_of_the_rows(tmp_path, read):
    rows(tmp_path, 'ID,Sex\n\n"P\n1",F\n , \nP2,M\n')
    sheet = read(tmp_path / "a.csv")
    assert (sheet.row_numbers, sheet.rows) == ((3, 5), (("P\n1", "F"), ("P2", "M")))
    assert sheet.place(1, 1) == "a.csv!B5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_not_worth_a_word(tmp_path, encoding):
    grid = rows(tmp_path, "ID,薬\n1,未".encode(encoding))
    assert (grid.rows[1][1], grid.noticed) == ("未", ())


def test_japanese_excel_is_read_and_said(tmp_path):
    grid = rows(tmp_path, "ID,薬\n1,なし".encode("cp932"))
    assert grid.rows[1][1] == "なし"
    assert [(e.severity, e.rule, e.file) for e in grid.noticed] == [("note", "encoding", "a.csv")]


def test_what_is_no_text(tmp_path):
    with pytest.raises(SourceUnreadable, match="neither in UTF-8 nor in Shift-JIS"):
        rows(tmp_path, b"ID,\xff\xfe\xa0\n")
    with pytest.raises(SourceUnreadable, match=r"is a workbook though its name ends with .csv"):
        rows(tmp_path, b"PK\x03\x04abc")


@pytest.mark.parametrize("rest", ["P2,M\n", "P2,M\n" * 40_000, 'P2,"M"\n'])
def test_a_quotation_mark_that_is_never_closed(tmp_path, rest):
    with pytest.raises(SourceUnreadable, match=r"begins in line 2 .*never closed"):
        rows(tmp_path, 'ID,Sex\nP1,"F\n' + rest)


def test_a_field_of_ten_megabytes(tmp_path):
    with pytest.raises(SourceUnreadable, match=r"begins in line 2 .*field larger"):
        rows(tmp_path, "ID,Sex\nP1," + "x" * 10_000_000)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("ID;EASI\nP1;17,4\nP2;3,2\n", ["P1", "17,4"]),
        ("ID\tEASI\tDLQI\nP1\t17,4\t3,0\nP2\t1,1\t2,2\n", ["P1", "17,4", "3,0"]),
        ("Charts, as of May, 2021\n\nID;Age\nP1;30\nP2;31\n", ["P1", "30"]),
        ("ID,Remark\nP1,a; b; c\nP2,d\n", ["P1", "a; b; c"]),
        ("ID,Age\u2028x\nP1,30\n", ["P1", "30"]),
        ("ID\nP1\n", ["P1"]),
    ],
)
def test_the_separator_is_the_one_that_most_rows_agree_on(tmp_path, content, expected):
    assert expected in rows(tmp_path, content).rows


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=;\r"])
def test_excel_is_told_the_separator_and_does_not_count_that_line(tmp_path, read, first):
    rows(tmp_path, first + "ID;Age;Sex, a\nP1;30;M, b\n")
    sheet = read(tmp_path / "a.csv")
    assert (sheet.headings, sheet.cell(0, 0)) == (("ID", "Age", "Sex, a"), "A2")
    assert rows(tmp_path, "sep=|\nID|Age\n").rows == [["ID", "Age"]]


def test_the_encoding_of_the_study_file(tmp_path, read):
    (tmp_path / "a.csv").write_bytes("ID,Größe\nP1,ü".encode("latin-1"))
    sheet = read(tmp_path / "a.csv", encoding="latin-1")
    assert (sheet.headings[1], sheet.rows, sheet.noticed) == ("Größe", (("P1", "ü"),), ())
