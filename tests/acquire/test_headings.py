from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.acquire.grid import Grid, sheet_of
from dermcohort.acquire.headings import joined_headings
from dermcohort.acquire.marks import Area, Marks
from dermcohort.errors import SourceUnreadable
from dermcohort.sources import Source


def grid(*rows, merged=(), first_row=1, first_column=1):
    return Grid("a.xlsx", "S", first_row, first_column, rows, marks=Marks(merged=merged))


UPPER = ["ID", "EASI", None, None, "DLQI", None, "Remark"]
LOWER = [None, "0M", "1M", "3M", "0M", "1M", None]
JOINED = ("ID", "EASI 0M", "EASI 1M", "EASI 3M", "DLQI 0M", "DLQI 1M", "Remark")


def test_an_upper_heading_stands_for_the_empty_cells_to_its_right():
    assert joined_headings(grid(UPPER, LOWER), 1, 2) == JOINED


def test_merged_cells_say_how_far_it_goes():
    merged = (Area(3, 3, 4, 3), Area(3, 4, 3, 5), Area(3, 9, 4, 9))
    rows = (["ID", "EASI", None, "Age", "DLQI", None, "Remark"], LOWER)
    # EASI is merged over two columns: the third has a heading of its own.
    found = joined_headings(grid(*rows, merged=merged, first_row=3, first_column=3), 3, 2)
    assert found == ("ID", "EASI 0M", "EASI 1M", "Age 3M", "DLQI 0M", "DLQI 1M", "Remark")


def test_what_is_not_merged_with_it_does_not_belong_to_it():
    rows = (["ID", "EASI", None, None], ["", "0M", "1M", "Age"])
    merged = (Area(1, 2, 1, 3),)
    assert joined_headings(grid(*rows, merged=merged), 1, 2) == (
        "ID", "EASI 0M", "EASI 1M", "Age",
    )  # fmt: skip


def test_a_heading_with_nothing_below_is_of_one_column():
    rows = (["ID", None, "EASI", None], [None, "Sex", "0M", "1M"])
    assert joined_headings(grid(*rows), 1, 2) == ("ID", "Sex", "EASI 0M", "EASI 1M")


def test_three_rows_and_the_same_word_twice():
    rows = (["ID", "Scores", None], [None, "EASI", None], [None, "EASI", "1M"])
    assert joined_headings(grid(*rows), 1, 3) == ("ID", "Scores EASI", "Scores EASI 1M")


def test_rows_beyond_the_grid_say_nothing():
    assert joined_headings(grid(["ID"], first_row=2), 1, 2) == ("ID",)
    assert joined_headings(grid(["ID"]), 5, 2) == ()


def test_a_sheet_with_two_rows_of_headings():
    sheet = sheet_of(
        grid(UPPER, LOWER, ["P1", 9, 5, 3, 8, 4, "x"]),
        Source(table="assessments", header_row=1, header_rows=2),
    )
    assert (sheet.headings, sheet.header_row, sheet.row_numbers) == (JOINED, 2, (3,))
    assert sheet.heading_cell(1) == "B2"


def test_the_same_joined_heading_twice():
    rows = (["ID", "EASI", None], [None, "0M", "0M"], ["P1", 9, 5])
    with pytest.raises(SourceUnreadable, match=r"'EASI 0M' stands in cell B2 and in cell C2"):
        sheet_of(grid(*rows), Source(table="assessments", header_rows=2))
    with pytest.raises(SourceUnreadable, match="header_rows = 2"):
        sheet_of(grid(["", "EASI", ""], ["ID", "0M", "0M"], ["P1", 9, 5]),
                 Source(table="assessments", header_row=2))  # fmt: skip


TEXT = st.none() | st.sampled_from(["EASI", "0M", "ID", " a\n b"])


@given(st.lists(st.lists(TEXT, max_size=6), min_size=1, max_size=3))
def test_no_word_of_a_heading_is_lost(rows):
    joined = " ".join(joined_headings(grid(*rows), 1, len(rows)))
    assert {w for row in rows for v in row if v for w in v.split()} == set(joined.split())
