from __future__ import annotations

import datetime as dt
import zipfile
from types import SimpleNamespace

import pytest
import xlsxwriter

from dermcohort.acquire.excel import inspection, workbook
from dermcohort.acquire.marks import Area
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import ErrorCell, cell_name

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
        (b"\xd0\xcf\x11\xe0" + bytes(600), r"is a workbook in \.xls though .*; try: rename it to"),
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
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx is an archive, no workbook; try"):
        read(path)


def test_an_xls_that_is_none(tmp_path, read):
    path = tmp_path / "a.xls"
    path.write_bytes(b"ID,Age")
    with pytest.raises(SourceUnreadable, match=r"is a text file though its name ends with \.xls"):
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
    with pytest.raises(KeyError), workbook.open_workbook(path, "a.xlsx"):
        pass


def test_a_password_that_the_reader_finds(tmp_path, book, monkeypatch):
    def locked(*_):
        raise workbook.PasswordError

    path = book(tmp_path / "a.xlsx", S=ROWS)
    monkeypatch.setattr(workbook, "load_workbook", locked)
    with pytest.raises(SourceUnreadable, match="password"), workbook.open_workbook(path, "a.xlsx"):
        pass


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
        book = SimpleNamespace(sheets_metadata=[])
        workbook.read_workbook(workbook.Workbook(book, "a.xlsx", ".xlsx"))


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


@pytest.mark.parametrize("system", ["1900", "1904"])
def test_dates_of_both_systems(tmp_path, read, system):
    day, time, span = dt.datetime(2021, 1, 4), dt.datetime(2021, 1, 4, 13, 5), dt.timedelta(1.5)
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": system == "1904"})
    sheet = book.add_worksheet("S")
    formats = [book.add_format({"num_format": f}) for f in
               ("yyyy-mm-dd", "[$-411]ge.m.d", "yyyy-mm-dd hh:mm", "[h]:mm", "hh:mm")]  # fmt: skip
    sheet.write_row(0, 0, ["ID", *"abcde"])
    for column, value in enumerate((day, day, time, span, dt.time(12)), start=1):
        sheet.write_datetime(1, column, value, formats[column - 1])
    sheet.write(1, 0, "P1")
    book.close()
    found = read(tmp_path / "a.xlsx")
    assert found.rows == (("P1", day.date(), day.date(), time, span, dt.time(12)),)
    (grid,) = workbook.all_sheets(tmp_path / "a.xlsx", "a.xlsx")
    assert grid.marks.date_system == system


def test_days_before_march_1900_are_those_that_excel_shows(tmp_path, read):
    """Excel has a 29 February 1900, so that day 59 is the last that it counts rightly."""
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["ID", "a", "b", "c"])
    sheet.write_row(1, 0, ["P1", 1, 59, 61], book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert read(tmp_path / "a.xlsx").rows[0][1:] == (
        dt.date(1900, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1),
    )  # fmt: skip


def test_readings_of_kanji_are_no_text_and_runs_are_joined(tmp_path, book, edited, read):
    reading = '<rPh sb="0" eb="2"><t>カンジャ</t></rPh><phoneticPr fontId="1"/>'
    path = edited(
        book(tmp_path / "a.xlsx", S=[["ID", "Sex"], ["XX", "YY"]]),
        sharedStrings__xml=lambda x: x.replace(
            b"<si><t>XX</t></si>", f"<si><t>患者</t>{reading}</si>".encode()
        ).replace(
            b"<si><t>YY</t></si>", f"<si><r><t>女</t></r><r><t>性</t></r>{reading}</si>".encode()
        ),
    )
    assert read(path).rows == (("患者", "女性"),)


def test_strict_open_xml_keeps_dates_as_text(tmp_path, book, edited, read):
    strict = lambda x: x.replace(  # noqa: E731
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    path = edited(
        book(tmp_path / "a.xlsx", S=[["ID", "Age"], ["P1", 30]]),
        workbook__xml=strict,
        styles__xml=strict,
        sharedStrings__xml=strict,
        sheet1__xml=lambda x: strict(x).replace(
            b'<c r="B2"><v>30</v></c>', b'<c r="B2" t="d"><v>2021-01-04</v></c>'
        ),
    )
    assert read(path).rows == (("P1", dt.date(2021, 1, 4)),)


@pytest.mark.parametrize("place", ["A1", "F9", "B2"])
def test_a_formula_without_value_may_stand_outside_of_all_values(tmp_path, place):
    """The reader takes such cells for empty, and leaves empty rows and columns out."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write("C3", "ID")
        sheet.write("D4", 5)
        sheet.write_formula(place, "=1/0", None, "#DIV/0!")
    with workbook.open_workbook(path, "a.xlsx") as opened:
        grid = workbook.read_workbook(opened)
    cells = {
        cell_name(grid.first_row + r, grid.first_column + c): value
        for r, row in enumerate(grid.rows)
        for c, value in enumerate(row)
        if value is not None
    }
    assert cells == {"C3": "ID", "D4": 5, place: ErrorCell("#DIV/0!")}


def test_a_cell_with_a_format_far_away_is_no_value(tmp_path, read):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column(0, 0, ["ID", "P1"])
        sheet.write_blank(1048575, 16383, None, book.add_format({"bg_color": "red"}))
    assert read(path).rows == (("P1",),)


def test_every_sheet_with_what_it_is(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("One").write(0, 0, "x")
        book.add_worksheet("Two").hide()
        book.add_worksheet("Three").very_hidden()
        book.get_worksheet_by_name("Two").merge_range("B2:C3", "y")
    grids = workbook.all_sheets(path, "a.xlsx")
    assert [(g.sheet, g.marks.visibility) for g in grids] == [
        ("One", "visible"), ("Two", "hidden"), ("Three", "very hidden"),
    ]  # fmt: skip
    assert (grids[1].marks.merged, grids[2].rows) == ((Area(2, 2, 3, 3),), [])


def test_long_texts_that_each_cell_would_copy(tmp_path, book, monkeypatch, read):
    rows = [["ID", "Age"]] + [["P1", "x" * 2000]] * 50
    path = book(tmp_path / "a.xlsx", S=rows)
    assert len(read(path).rows) == 50
    monkeypatch.setattr(inspection, "_MOST_COPIED_BYTES", 50_000)
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx, sheet S, holds .* GB of text; try"):
        read(path)
