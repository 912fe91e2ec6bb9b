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
        rows(tmp_path, b"ID,\xff\xfe\x00\xa0\n")
    with pytest.raises(SourceUnreadable, match=r"is a workbook though its name ends with .csv"):
        rows(tmp_path, b"PK\x03\x04abc")


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    with pytest.raises(SourceUnreadable, match="quotation mark that is never closed"):
        rows(tmp_path, 'ID,Sex\nP1,"F\nP2,M\n')
