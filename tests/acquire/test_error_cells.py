from __future__ import annotations

import zipfile

import pytest

from dermcohort.acquire.error_cells import error_cells


def test_each_failed_cell_and_no_text_that_looks_like_one(tmp_path, book):
    rows = [["ID", "=#DIV/0!"], ["#N/A"], [None] * 30 + ["=#REF!"]]
    path = book(tmp_path / "a.xlsx", One=[["=#N/A"]], Two=rows)
    assert error_cells(path, "Two") == {(1, 2): "#DIV/0!", (3, 31): "#REF!"}
    assert error_cells(path, "One") == {(1, 1): "#N/A"}


def test_none(tmp_path, book):
    assert error_cells(book(tmp_path / "a.xlsx", S=[["ID", 1]]), "S") == {}


def rewritten(path, part, change):
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_cells_without_names_are_counted(tmp_path, book):
    path = book(tmp_path / "a.xlsx", S=[["ID", "=#N/A"], ["x", "=#REF!"]])
    strip = lambda xml: (  # noqa: E731
        xml.replace(b' r="A1"', b"").replace(b' r="B1"', b"").replace(b' r="1"', b"")
    )
    assert error_cells(rewritten(path, "xl/worksheets/sheet1.xml", strip), "S") == {
        (1, 2): "#N/A", (2, 2): "#REF!",
    }  # fmt: skip


def test_a_path_from_the_root(tmp_path, book):
    path = book(tmp_path / "a.xlsx", S=[["=#N/A"]])
    root = lambda xml: xml.replace(b'"worksheets/', b'"/xl/worksheets/')  # noqa: E731
    assert error_cells(rewritten(path, "xl/_rels/workbook.xml.rels", root), "S")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
def test_a_package_that_is_put_together_wrongly(tmp_path, book, part):
    path = book(tmp_path / "a.xlsx", S=[["=#N/A"]])
    with pytest.raises(ValueError, match=r".*"):
        error_cells(rewritten(path, part, lambda _: b't="e"'), "S")
    with pytest.raises(ValueError, match="T"):
        error_cells(book(tmp_path / "b.xlsx", S=[["x"]]), "T")
