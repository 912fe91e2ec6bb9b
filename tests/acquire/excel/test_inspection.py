"""Workbooks that would fill the memory are refused before any value is read."""

import zipfile

import pytest
import xlsxwriter

from dermcohort.acquire.excel.workbook import open_workbook, read_workbook
from dermcohort.errors import SourceUnreadable


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["ID", "Age"])
        sheet.write_row(1, 0, ["P1", 30])
    return path


def rewritten(path, part, change):
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, change(content) if name == part else content)


def read(path):
    with open_workbook(path, path.name) as book:
        return read_workbook(book)


def test_an_archive_that_unpacks_to_gigabytes(made):
    rewritten(made, "xl/sharedStrings.xml", lambda xml: xml + b" " * (2**28 + 1))
    with pytest.raises(SourceUnreadable, match=r"a.xlsx unpacks to 0.3 GB"):
        read(made)


def test_two_cells_ten_billion_apart(made):
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewritten(made, "xl/worksheets/sheet1.xml", lambda x: x.replace(b"</sheetData>", far))
    with pytest.raises(SourceUnreadable, match=r"a.xlsx, sheet S"):
        read(made)


def test_a_dimension_that_lies_is_not_believed(made):
    rewritten(
        made, "xl/worksheets/sheet1.xml",
        lambda x: x.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:XFD1048576"/>'),
    )  # fmt: skip
    grid = read(made)
    assert [list(row) for row in grid.rows] == [["ID", "Age"], ["P1", 30.0]]


def test_entities_that_multiply(made):
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><work'
    )
    rewritten(made, "xl/workbook.xml", lambda x: x.replace(b"<work", bomb, 1))
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx"):
        read(made)


@pytest.mark.parametrize("part", ["workbook.xml", "styles.xml", "sharedStrings.xml"])
def test_an_encoding_that_nobody_knows(made, part):
    rewritten(made, f"xl/{part}", lambda x: x.replace(b"UTF-8", b"UTF-9", 1))
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx cannot be read as a workbook"):
        read(made)
