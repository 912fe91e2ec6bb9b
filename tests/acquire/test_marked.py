"""What departments write with colours and strokes, on workbooks as XlsxWriter makes them."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter

from dermcohort.acquire.marked import areas
from dermcohort.acquire.marks import Place

HEADINGS = ["ID", "Age", "Sex", "BMI"]
PEOPLE = [["P1", 30, "F", 21.5], ["P2", 41, "M", 24.0], ["P3", 52, "F", 30.25]]


@pytest.fixture
def said(tmp_path, read):
    """What is said of a sheet of three patients after a change: rule, cell, what was got."""

    def run(change, **source):
        book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(PEOPLE, start=1):
            sheet.write_row(number, 0, row)
        change(book, sheet)
        book.close()
        found = read(tmp_path / "a.xlsx", **source).noticed
        assert all("{" not in f.expected + f.remedy for f in found)
        return [(f.rule, f.cell, f.got) for f in found]

    return run


def test_a_plain_sheet_is_worth_no_word(said):
    def change(book, sheet):
        bold = book.add_format({"bold": True, "bg_color": "#DDDDDD", "font_color": "white"})
        sheet.write_row(0, 0, HEADINGS, bold)
        sheet.set_column(5, 9, None, None, {"hidden": True})
        sheet.write(20, 0, None, book.add_format({"bg_color": "red"}))
        sheet.set_row(30, None, None, {"hidden": True})
        sheet.merge_range(0, 5, 0, 6, "", bold)

    assert said(change) == []


def test_hidden_rows_and_columns_that_hold_values(said):
    def change(book, sheet):
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(1, 2, None, None, {"hidden": True})

    assert said(change) == [("hidden rows", "2:2, 4:4", "2 rows"),
                            ("hidden columns", "B:C", "2 columns")]  # fmt: skip


def test_rows_that_a_filter_leaves_out_are_read(said, tmp_path, read):
    def change(book, sheet):
        sheet.autofilter(0, 0, 3, 3)
        sheet.filter_column(2, "x == F")
        sheet.set_row(2, None, None, {"hidden": True})

    assert said(change) == [("hidden rows", "3:3", "1 row")]
    sheet = read(tmp_path / "a.xlsx")
    assert [row[0] for row in sheet.rows] == ["P1", "P2", "P3"]
    assert "though a filter leaves them out" in sheet.noticed[0].expected


def test_colours_that_only_some_cells_have(said):
    def change(book, sheet):
        yellow, red = (book.add_format({k: v}) for k, v in
                       (("bg_color", "#FFFF00"), ("font_color", "#FF0000")))  # fmt: skip
        sheet.write(1, 1, 30, yellow)
        sheet.write(2, 1, 41, yellow)
        sheet.write(3, 3, None, yellow)
        sheet.write(2, 2, "M", red)

    assert said(change) == [
        ("cell colours", "B2:B3, D4", "3 cells filled in colour: yellow 3"),
        ("cell colours", "C3", "1 cell written in colour: red 1"),
    ]


def test_a_column_in_one_colour_is_a_design(said):
    def change(book, sheet):
        green = book.add_format({"bg_color": "#92D050"})
        sheet.write_column(1, 3, [21.5, 24.0, 30.25], green)

    assert said(change) == []


def test_strokes_are_said_cell_by_cell(said):
    def change(book, sheet):
        struck = book.add_format({"font_strikeout": True})
        raised = book.add_format({"font_script": 1})
        sheet.write_row(1, 0, PEOPLE[0], struck)
        sheet.write(2, 1, 41, struck)
        sheet.write(2, 3, None, struck)
        sheet.write_rich_string(3, 0, struck, "P", "3")
        sheet.write_rich_string(3, 2, "F", raised, "1")

    assert said(change) == [
        ("struck through", "A2:D2", "P1 | 30.0 | F | 21.5"),
        ("struck through", "B3", "41.0"),
        ("partly struck", "A4", "P3"),
        ("raised signs", "C4", "F1"),
    ]


def test_comments_are_counted_and_their_text_stays(said, tmp_path, read):
    def change(book, sheet):
        sheet.write_comment(0, 1, "at the start")
        sheet.write_comment(2, 1, "SECRET")
        sheet.write_comment(40, 1, "elsewhere")

    assert said(change) == [("comments", "B1, B3", "2 cells")]
    assert "SECRET" not in repr(read(tmp_path / "a.xlsx"))


def test_cells_that_are_merged_below_the_headings(said):
    assert said(lambda book, sheet: sheet.merge_range(1, 2, 2, 2, "F")) == [
        ("merged cells", "C2:C3", "merged")
    ]


def test_formulas_that_nobody_has_computed(tmp_path, said, read):
    def change(book, sheet):
        sheet.write_formula(1, 3, "=B2+1")
        sheet.write_formula(2, 3, "=B3+1", None, 42)
        sheet.write_formula(3, 3, "=[1]Sheet1!A1", None, 7)
        sheet.write_formula(3, 1, "=2021-TODAY()", None, 52)

    assert said(change) == [("not computed", "D2", "1 cell"), ("linked cells", "D4", "1 cell"),
                            ("moving formula", "B4", "1 cell")]  # fmt: skip
    assert read(tmp_path / "a.xlsx").rows[0][3].text == "a formula that was never computed"


def test_cells_that_show_something_else_than_they_hold(said):
    def change(book, sheet):
        one, percent, day, none, two = (
            book.add_format({"num_format": code}) for code in ("0.0", "0%", "m/d", ";;;", "0.00")
        )
        sheet.write(3, 3, 30.25, one)
        sheet.write(1, 3, 21.5, one)
        sheet.write(2, 3, 0.1 + 0.2, two)
        sheet.write(1, 1, 0.3, percent)
        sheet.write(2, 1, dt.date(2021, 1, 4), day)
        sheet.write(3, 2, 5, none)
        sheet.write(1, 2, "F", none)

    assert said(change) == [
        ("shown otherwise", "B3", "1 cell"),
        ("shown otherwise", "C4", "1 cell"),
        ("shown as percent", "B2", "1 cell"),
        ("shown otherwise", "D4", "1 cell"),
    ]


def test_a_percent_in_a_column_that_is_not_used(said):
    def change(book, sheet):
        sheet.write(1, 3, 0.3, book.add_format({"num_format": "0%"}))

    assert said(change, columns={"BMI": "ignore"}) == []


def test_a_hidden_sheet_that_is_named(tmp_path, read):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("One")
    sheet = book.add_worksheet("S")
    sheet.write_column(0, 0, ["ID", "P1"])
    sheet.very_hidden()
    book.close()
    (found,) = read(tmp_path / "a.xlsx", sheet="S").noticed
    assert (found.rule, found.got) == ("hidden sheet", "very hidden")


def test_only_the_first_areas_are_named():
    many = [Place(2 * n, 1) for n in range(1, 100)]
    assert areas(many) == [f"A{2 * n}" for n in range(1, 9)]
