from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.acquire.excel import plain_xml
from dermcohort.acquire.excel.worksheet import Wanted, extent, scan
from dermcohort.acquire.marks import Area, Place
from dermcohort.sheets import cell_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(rows, head="", tail=""):
    xml = (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<worksheet xmlns=\"{MAIN}\">{head}"
        f"<sheetData>{rows}</sheetData>{tail}</worksheet>"
    )
    return of(xml)


def of(xml):
    return SimpleNamespace(open=lambda _: io.BytesIO(xml.encode()), xml=xml)


def look(rows, head="", tail="", **wanted):
    return scan(package(rows, head, tail), "", Wanted(**wanted))


def cells(*contents, row=1):
    return f'<row r="{row}">{"".join(contents)}</row>'


def test_failed_cells_and_no_text_that_looks_like_one():
    found = look(
        cells(
            '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            '<c r="B1" s="3" t="e"><v>#N/A</v></c>',
            '<c r="C1" t="inlineStr"><is><t>t="e"</t></is></c>',
            '<c r="D1" t="e"/><c r="AA1"><v>1</v></c>',
        )
    )
    assert found.failed == {Place(1, 1): "#DIV/0!", Place(1, 2): "#N/A"}
    assert found.reach == Place(1, 27)


@pytest.mark.parametrize(
    ("cell", "uncomputed"),
    [
        ("<f>1+1</f>", True), ("<f>1+1</f><v></v>", True), ("<f>1+1</f><v/>", True),
        ("<f>1+1</f><v>2</v>", False), ("<f>1-1</f><v>0</v>", False),
        ('<f t="shared" si="0"/>', True), ('<f t="shared" si="0"/><v>3</v>', False),
    ],
)  # fmt: skip
def test_formulas_that_were_never_computed(cell, uncomputed):
    found = look(cells(f'<c r="A1">{cell}</c>', '<c r="B1"><v>5</v></c>'))
    assert found.formulas["uncomputed"] == [Place(1, 1)] * uncomputed


def test_an_empty_text_is_a_result():
    assert not look(cells('<c r="A1" t="str"><f>""</f><v></v></c>')).formulas["uncomputed"]


def test_a_zero_is_none_where_excel_is_asked_to_compute_on_opening():
    rows = cells('<c r="A1"><f>B1</f><v>0</v></c>', '<c r="B1"><f>C1</f><v>0.5</v></c>')
    assert look(rows, recalculated=True).formulas["uncomputed"] == [Place(1, 1)]


def test_an_array_formula_fills_several_cells():
    rows = cells('<c r="B2"><f t="array" ref="B2:C3">x</f></c>', '<c r="C2"/>', row=2)
    assert look(rows).formulas["uncomputed"] == [(2, 2), (2, 3), (3, 2), (3, 3)]
    wide = cells('<c r="A1"><f t="array" ref="A1:XFD1048576">x</f></c>')
    assert look(wide).formulas["uncomputed"] == [(1, 1)]


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("[1]Sheet1!A1", "linked"), ("SUM('[2]My sheet'!A1:A3)", "linked"),
        ("[1]!'topic'", "linked"), ('RTD("a",,"b")', "linked"),
        ("Table1[1]", ""), ("Table1[[#This Row],[2]]", ""), ("Table1[@[3]]", ""), ("A1+B1", ""),
        ("TODAY()-B1", "moving"), ("DATEDIF(B1,NOW(),&quot;y&quot;)", "moving"), ("MYTODAY(1)", ""),
    ],
)  # fmt: skip
def test_formulas_that_say_no_more_than_excel_last_saw(formula, kind):
    found = look(cells(f'<c r="C7"><f>{formula}</f><v>1</v></c>')).formulas
    assert {name for name, places in found.items() if places} == ({kind} - {""})


def test_a_link_that_is_filled_down():
    rows = cells('<c r="A1"><f t="shared" ref="A1:A2" si="4">[1]S!A1</f><v>1</v></c>')
    rows += cells('<c r="A2"><f t="shared" si="4"/><v>2</v></c>', row=2)
    rows += cells('<c r="A3"><f t="shared" si="5"/><v>2</v></c>', row=3)
    assert look(rows).formulas["linked"] == [(1, 1), (2, 1)]


def test_formats_that_are_asked_for():
    rows = cells(
        '<c r="A1" s="2"/>', '<c r="B1" s="12" t="s"><v>0</v></c>', '<c r="C1" t="s" s="2"/>'
    )
    found = look(rows, styles=frozenset({2, 5}))
    assert {n: {c: list(r) for c, r in cs.items()} for n, cs in found.styled.items()} == {
        2: {1: [1], 3: [1]}
    }


def test_texts_that_look_unlike_others():
    rows = cells(
        '<c r="A1" t="s"><v>1</v></c>', '<c r="B1"><v>1</v></c>',
        '<c r="C1" s="4" t="s"><v>0</v></c>',
        '<c r="D1" t="inlineStr"><is><r><rPr><strike/></rPr><t>8</t></r><r><t>9</t></r></is></c>',
    )  # fmt: skip
    found = look(rows, looks={1: ("struck",)}, long_texts={0: 4000})
    assert found.looks == {"struck": [(1, 1)], "partly struck": [(1, 4)], "raised": []}
    assert found.text_bytes == 4000


def test_what_is_hidden_merged_and_filtered():
    found = look(
        '<row r="1"><c r="A1"/></row><row r="2" hidden="1"/><row r="3" ht="0" customHeight="1"/>'
        '<row r="4" ht="0.75"/><row r="5" spans="1:2" hidden="true"><c r="A5"><v>1</v></c></row>',
        '<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5" width="0"/></cols>',
        '<autoFilter ref="A1:B5"/><mergeCells><mergeCell ref="B2:C4"/></mergeCells>',
    )
    assert (found.hidden_rows, found.hidden_columns) == ((2, 3, 5), (2, 3, 5))
    assert (found.merged, found.filtered) == ((Area(2, 2, 4, 3),), True)


def test_the_rectangle_of_cells_that_hold_anything():
    rows = cells('<c r="C3"><v>1</v></c>', '<c r="XFD3" s="1"/>', row=3)
    rows += cells('<c r="B9" t="s"><v>1</v></c>', row=9)
    size = extent(package(rows), "")
    assert (size.full_cells, size.box, size.cells) == (2, Area(3, 2, 9, 3), 14)
    assert extent(package(""), "").cells == 0


def prefixed(xml):
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=")


def unnamed(xml):
    return re.sub(r'<(c|row) r="\w+"', r"<\1", xml)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), width=st.integers(1, 30), height=st.integers(1, 6))
def test_other_ways_to_write_the_same_sheet(data, width, height):
    """With prefixes, single quotes, comments, or without names of cells: the same is found."""
    kinds = st.sampled_from(
        ['><v>1</v></c>', ' t="e"><v>#N/A</v></c>', ' s="3"/>', '><f>[1]S!A1</f></c>',
         ' s="3" t="s"><v>7</v></c>', '><f>TODAY()</f><v>4</v></c>']
    )  # fmt: skip
    rows = "".join(
        cells(*(f'<c r="{cell_name(r, c)}"{data.draw(kinds)}' for c in range(1, width + 1)), row=r)
        for r in range(1, height + 1)
    )
    wanted = Wanted(frozenset({3}), {7: ("raised",)})
    plain = package(rows, tail='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    expected = scan(plain, "", wanted)
    xml = plain.xml
    quoted = xml.replace('"', "'")
    commented = xml.replace("<row", '<!-- <c r="ZZ1" t="e"><v>#REF!</v></c> --><row')
    for other in (prefixed(xml.partition("?>")[2]), unnamed(xml), quoted, commented):
        assert scan(of(other), "", wanted) == expected


def test_blocks_are_cut_between_rows(monkeypatch):
    monkeypatch.setattr(plain_xml, "_BLOCK_BYTES", 50)
    rows = "".join(cells(f'<c r="A{n}" t="e"><v>#N/A</v></c>', row=n) for n in range(1, 40))
    assert list(look(rows).failed) == [(n, 1) for n in range(1, 40)]


def test_a_row_without_end(monkeypatch):
    monkeypatch.setattr(plain_xml, "_MOST_ROW_BYTES", 1000)
    with pytest.raises(ValueError, match="one row has more"):
        look(cells(*['<c r="A1"><v>1</v></c>'] * 100))


def test_entities_in_a_sheet_are_refused():
    xml = package("").xml.replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet')
    with pytest.raises(ValueError, match="declares entities"):
        scan(of(xml), "", Wanted())
