from __future__ import annotations

import struct
import zipfile

import pytest

from dermcohort.acquire.excel import package
from dermcohort.acquire.excel.package import BROKEN, open_package, refuse_bomb
from dermcohort.errors import SourceUnreadable


def test_what_the_workbook_says_of_its_sheets(tmp_path, book, edited):
    path = edited(
        book(tmp_path / "a.xlsx", One=[[1]], Two=[[2]], Three=[[3]]),
        workbook__xml=lambda x: x.replace(b'name="Two" ', b'name="Two" state="hidden" ').replace(
            b'name="Three" ', b'name="Three" state="veryHidden" '
        ),
    )
    with open_package(path) as opened:
        assert opened.visibility == {"One": "visible", "Two": "hidden", "Three": "very hidden"}
        assert opened.parts["Two"] == "xl/worksheets/sheet2.xml"
        assert (opened.date_1904, opened.recalculated, opened.macros) == (False, True, False)


def test_paths_from_the_root_and_strict_names(tmp_path, book, edited):
    strict = (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    path = edited(
        book(tmp_path / "a.xlsx", S=[[1]]),
        workbook__xml=lambda x: x.replace(*strict),
        workbook__xml__rels=lambda x: x.replace(b'"worksheets/', b'"/xl/worksheets/').replace(
            *strict
        ),
    )
    with open_package(path) as opened:
        assert opened.parts == {"S": "xl/worksheets/sheet1.xml"}


@pytest.mark.parametrize("part", ["workbook__xml", "workbook__xml__rels", "sheet1__xml"])
def test_entities_are_refused_before_they_are_parsed(tmp_path, book, edited, read, part):
    bomb = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n'
    path = edited(
        book(tmp_path / "a.xlsx", S=[["ID"], ["P1"]]),
        **{part: lambda x: x.replace(b"?>", bomb, 1)},
    )
    with pytest.raises(SourceUnreadable, match="declares entities"):
        read(path)


def test_an_archive_that_says_how_large_it_is(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000)
    refuse_bomb(path, "a.xlsx")
    monkeypatch.setattr(package, "MOST_BYTES", 29_999)
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx unpacks to .* GB.*; try"):
        refuse_bomb(path, "a.xlsx")


def test_an_archive_that_lies_about_its_size(tmp_path, book, edited, read):
    """The size in the directory is made small; what it unpacks to stays what it was."""
    path = edited(
        book(tmp_path / "a.xlsx", S=[["ID"], ["P1"]]),
        sharedStrings__xml=lambda x: x.replace(b"</sst>", b" " * 100_000 + b"</sst>"),
    )
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 300)))
    with pytest.raises(SourceUnreadable, match="damaged"):
        read(path)


def test_an_entry_that_is_locked(tmp_path, book):
    path = book(tmp_path / "a.xlsx", S=[["ID"]])
    content = bytearray(path.read_bytes())
    # Flags stand 8 bytes behind the signature of an entry in the directory.
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(SourceUnreadable, match="locked with a password"):
        refuse_bomb(path, "a.xlsx")


def test_a_part_that_is_missing(tmp_path, book):
    with (
        open_package(book(tmp_path / "a.xlsx", S=[[1]])) as opened,
        pytest.raises(BROKEN, match=r"its part xl/none\.xml is missing"),
    ):
        opened.read("xl/none.xml")


def test_macros_are_said_and_not_run(tmp_path, book, edited, read):
    relation = (
        b'<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/'
        b'vbaProject" Target="vbaProject.bin"/></Relationships>'
    )
    path = edited(
        book(tmp_path / "a.xlsx", S=[["ID"], ["P1"]]),
        workbook__xml__rels=lambda x: x.replace(b"</Relationships>", relation),
    )
    path = path.rename(tmp_path / "a.xlsm")
    sheet = read(path)
    assert sheet.rows == (("P1",),)
    assert [(f.severity, f.rule) for f in sheet.noticed] == [("note", "macros")]
