from __future__ import annotations

import datetime as dt
import zipfile
from types import SimpleNamespace

import pytest
import xlsxwriter

from dermcohort.acquire import workbook
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import ErrorCell

ROWS = [["ID", "Age"], ["P1", 30]]


def test_native_types(tmp_path, book, read):
    cells = [
        "a ",
        1,
        2.5,
        True,
        dt.date(2021, 1, 4),
        dt.datetime(2021, 1, 4, 13, 5),
        None,
        "=#N/A",
        " ",
    ]
    path = book(tmp_path / "a.xlsx", S=[["ID", *"abcdefgh"], cells])
    assert read(path).rows == (
        ("a ", 1, 2.5, True, dt.date(2021, 1, 4), dt.datetime(2021, 1, 4, 13, 5), None,
         ErrorCell("#N/A"), None),
    )  # fmt: skip


def test_a_table_that_does_not_start_at_a1(tmp_path, book, read):
    rows = [[], [], [None, None, "ID", "Age"], [], [None, None, "P1", "=#DIV/0!"]]
    sheet = read(book(tmp_path / "a.xlsx", S=rows), header_row=3)
    assert (sheet.cell(0, 0), sheet.heading_cell(1)) == ("C5", "D3")
    assert sheet.rows == (("P1", ErrorCell("#DIV/0!")),)


def test_the_sheet_is_chosen_by_name_else_the_first(tmp_path, book, read):
    path = book(tmp_path / "a.xlsx", One=ROWS, Two=[["ID"], ["P2"]])
    assert read(path).name == "One"
    assert read(path, sheet="Two").rows == (("P2",),)
    with pytest.raises(SourceUnreadable, match=r"'Twoo'; .*'One', 'Two'; .*nearest is 'Two'"):
        read(path, sheet="Twoo")
    with pytest.raises(SourceUnreadable, match="its sheets: 'One', 'Two'; try"):
        read(path, sheet="qqqqq")


def test_an_empty_sheet(tmp_path, book, read):
    with pytest.raises(SourceUnreadable, match=r"a.xlsx, sheet S is empty"):
        read(book(tmp_path / "a.xlsx", S=[]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"ID,Age\nP1,30\n",
            "is a text file though its name ends with .xlsx; try: rename",
        ),
        (b"\x89PNG\x00\xff", "is not a workbook; try"),
        (b"ab\x00cd", "is not a workbook; try"),
        (b"PK\x03\x04 and no more", "damaged or was cut off"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "damaged or was cut off"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_workbook(tmp_path, read, content, words):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=words):
        read(path)


def test_a_workbook_cut_off(tmp_path, book, read):
    path = book(tmp_path / "a.xlsx", S=ROWS)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SourceUnreadable, match="cut off"):
        read(path)


def test_another_archive(tmp_path, read):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "hello")
    with pytest.raises(SourceUnreadable, match="cannot be read as a workbook"):
        read(path)


def test_an_xls_that_is_none(tmp_path, read):
    path = tmp_path / "a.xls"
    path.write_bytes(b"ID,Age")
    with pytest.raises(SourceUnreadable, match=r"save it as .xlsx"):
        read(path)


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="S"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>ID</text:p></table:table-cell>
 </table:table-row>
 <table:table-row>
 <table:table-cell office:value-type="string"><text:p>P1</text:p></table:table-cell>
 </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""


def test_other_formats_are_read_with_a_warning(tmp_path, read):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.replace("\n ", " ").replace("> <", "><"))
        package.writestr("META-INF/manifest.xml", MANIFEST)
    sheet = read(path)
    assert sheet.rows == (("P1",),)
    assert [(e.severity, e.rule) for e in sheet.noticed] == [("warning", "old format")]


def test_a_bug_is_not_called_damage(tmp_path, book, monkeypatch):
    def broken(*_):
        raise KeyError("bug")

    path = book(tmp_path / "a.xlsx", S=ROWS)
    monkeypatch.setattr(workbook, "load_workbook", broken)
    with pytest.raises(KeyError):
        workbook.open_workbook(path, "a.xlsx")


def test_a_password_that_the_reader_finds(tmp_path, book, monkeypatch):
    def locked(*_):
        raise workbook.PasswordError

    path = book(tmp_path / "a.xlsx", S=ROWS)
    monkeypatch.setattr(workbook, "load_workbook", locked)
    with pytest.raises(SourceUnreadable, match="password"):
        workbook.open_workbook(path, "a.xlsx")


def test_a_workbook_of_charts_only(tmp_path, read):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").write(0, 0, 1)
    drawing = book.add_chart({"type": "line"})
    drawing.add_series({"values": "=S!$A$1"})
    book.add_chartsheet("Figure").set_chart(drawing)
    book.close()
    with pytest.raises(SourceUnreadable, match=r"its sheets: 'S'"):
        read(path, sheet="Figure")
    with pytest.raises(SourceUnreadable, match="no sheet with cells"):
        workbook._sheet_name(SimpleNamespace(sheets_metadata=[]), "a.xlsx", "")


def test_a_hidden_sheet_is_not_the_first(tmp_path, read):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    lists, charts = book.add_worksheet("Lists"), book.add_worksheet("Charts")
    charts.write_column(0, 0, ["ID", "P1"])
    charts.activate()
    charts.set_first_sheet()
    lists.hide()
    book.close()
    assert read(path).name == "Charts"


def test_a_damaged_sheet(tmp_path, book, read):
    path = book(tmp_path / "a.xlsx", S=ROWS)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row r='x'"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx, sheet S, cannot be read"):
        read(path)
