from __future__ import annotations

import pytest

from dermcohort.acquire.grid import Grid, sheet_of
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import ErrorCell
from dermcohort.sources import Source


def take(*rows, first_row=1, first_column=1, table="patients", **source):
    grid = Grid("a.xlsx", "S", first_row, first_column, rows)
    return sheet_of(grid, Source(table=table, **source))


def test_cells_keep_their_names_wherever_the_table_starts():
    sheet = take(["ID", " AD\n duration"], [None, None], ["P1", 3], first_row=3, first_column=5,
                 header_row=3)  # fmt: skip
    assert sheet.headings == ("ID", "AD duration")
    assert (sheet.heading_cell(1), sheet.cell(0, 1), sheet.place(0, 0)) == (
        "F3", "F5", "a.xlsx!S!E5",
    )  # fmt: skip
    assert sheet.rows == (("P1", 3),)


def test_a_column_without_heading_is_kept_if_it_holds_anything():
    assert take(["ID", None, None], ["P1", None, None], ["P2", 5]).headings == ("ID", "")
    assert take(["ID", None], ["P1"], ["P2", 5]).rows == (("P1", None), ("P2", 5))


def test_an_empty_row_of_headings_says_where_they_may_be():
    with pytest.raises(SourceUnreadable, match=r"row 1, where .*; try: header_row = 3"):
        take(["ID"], ["P1"], first_row=3)
    with pytest.raises(SourceUnreadable, match=r"row 9, .* is empty; the last row is 2"):
        take(["ID"], ["P1"], header_row=9)
    with pytest.raises(SourceUnreadable, match=r"a.xlsx, sheet S is empty"):
        take([None])
    with pytest.raises(SourceUnreadable, match="is empty; try"):
        take()


def test_two_equal_headings_name_both_cells():
    with pytest.raises(SourceUnreadable, match=r"'easi' stands in cell B1 and in cell D1; try"):
        take(["ID", "EASI", None, "easi"], ["P1"])


def test_a_sheet_of_prose():
    with pytest.raises(SourceUnreadable, match=r"for patients; .*'Dear', .*columns = { 'D"):
        take(["Dear", "all"], ["x"])
    many = [f"h{n}" for n in range(20)]
    with pytest.raises(SourceUnreadable, match="and 8 more"):
        take(many, ["x"])


@pytest.mark.parametrize(
    "heading", ["ID", "Date 0M", "EASI_0M", "baseline LDH (U/L)", "Itch VAS 3M", "mapped"]
)
def test_any_known_heading_is_enough(heading):
    assert take([heading, "?"], ["x"], table="assessments", columns={"Mapped": "EASI"}).rows


def test_no_row_below_the_headings():
    with pytest.raises(SourceUnreadable, match="no row below the headings in row 1; try"):
        take(["ID"], [None])
    assert take(["ID", "Event"], table="events").rows == ()


def test_a_heading_whose_formula_failed():
    assert take(["ID", ErrorCell("#REF!"), 5.0], ["x"]).headings == ("ID", "#REF!", "5.0")
