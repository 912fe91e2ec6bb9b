from __future__ import annotations

import pytest

from dermcohort.mapping.structure import tables_of

ROWS = (["P1", 20.5, 10.0], ["P2", 30.0, 12.0])


def only(grid):
    (found,) = tables_of(grid)
    return found


@pytest.mark.parametrize("titles", [0, 1, 3])
def test_titles_above_the_headings(grid, titles):
    found = only(grid(*[["A list", ""]] * titles, ["ID", "EASI 0M", "EASI 1M"], *ROWS))
    assert (found.header_row, found.header_rows, found.last_row) == (titles + 1, 1, None)
    assert found.headings == ("ID", "EASI 0M", "EASI 1M")
    assert [number for number, _ in found.rows] == [titles + 2, titles + 3]


@pytest.mark.parametrize("merged", [[(1, 2, 1, 3), (1, 1, 2, 1)], []])
def test_headings_in_two_rows(grid, merged):
    sheet = grid(["ID", "EASI", ""], ["", "0M", "1M"], *ROWS, merged=merged)
    found = only(sheet)
    assert (found.header_row, found.header_rows) == (1, 2)
    assert found.headings == ("ID", "EASI 0M", "EASI 1M")


def test_visits_above_and_names_below(grid):
    rows = ["患者番号", "投与前", "", "1ヶ月後", ""], ["", "EASI", "IGA", "EASI", "IGA"]
    found = only(grid(*rows, ["P1", 20, 3, 10, 2]))
    assert found.headings[1:] == ("投与前 EASI", "投与前 IGA", "1ヶ月後 EASI", "1ヶ月後 IGA")


def test_group_titles_that_say_nothing_of_a_column(grid):
    rows = ["患者背景", "", "治療", "EASI", ""], ["患者番号", "年齢", "開始日", "0M", "1M"]
    found = only(grid(["アトピー 一覧"], *rows, ["P1", 30, "2021-01-01", 20, 10]))
    assert (found.header_row, found.header_rows) == (2, 2)
    assert found.names[3:] == ("EASI 0M", "EASI 1M")


def test_a_row_of_units_counts_as_headings(grid):
    found = only(grid(["ID", "LDH 0M", "VAS 0M"], ["", "U/L", "(mm)"], ["P1", 200, 50]))
    assert (found.header_rows, found.names) == (2, ("ID", "LDH 0M", "VAS 0M"))
    assert found.headings == ("ID", "LDH 0M U/L", "VAS 0M (mm)")
    assert found.units == ("", "U/L", "(mm)")


@pytest.mark.parametrize(
    "end",
    [[["Mean", 25.2, 11.0]], [["平均", 25.2, 11.0], ["SD", 1.0, 1.0]], [["合計"]], [["n=2", 2, 2]],
     [["※ 未は未測定"]], [["", "Note: scored by two physicians"]], [[""], ["* a note"]],
     [["Source: charts of the outpatient clinic"]]],
)  # fmt: skip
def test_totals_and_notes_below_are_no_patients(grid, end):
    found = only(grid(["ID", "EASI 0M", "EASI 1M"], *ROWS, *end))
    assert (found.last_row, len(found.rows)) == (3, 2)
    assert found.below >= 1


@pytest.mark.parametrize("end", [["P3"], ["003"], ["", 20.0, 10.0], ["N-7", 1.0, 2.0], [7.0]])
def test_a_patient_at_the_end_stays(grid, end):
    found = only(grid(["ID", "EASI 0M", "EASI 1M"], *ROWS, end))
    assert (found.last_row, len(found.rows)) == (None, 3)


@pytest.mark.parametrize(
    "rows",
    [[], [["EASI", "Eczema Area and Severity Index"], ["IGA", "0 to 4"]], [["Dear colleague,"]],
     [[1.0, 2.0], [3.0, 4.0]], [["P1", 1.0], ["P2", 2.0]]],
)  # fmt: skip
def test_what_is_no_table(grid, rows):
    assert tables_of(grid(*rows)) == ()


def test_two_tables_side_by_side(grid):
    sheet = grid(
        ["ID", "Age", "", "Patient no.", "Drug", "Start"],
        ["P1", 30, "", "P2", "baricitinib", "2021-01-01"],
        ["P2", 40, "", "", "", ""],
    )
    left, right = tables_of(sheet)
    assert left.headings == ("ID", "Age", "", "", "", "")
    assert right.headings == ("", "", "", "Patient no.", "Drug", "Start")
    assert [len(left.rows), len(right.rows)] == [2, 1]


def test_an_empty_column_alone_parts_nothing(grid):
    found = only(grid(["ID", "Age", "", "Sex"], ["P1", 30, "", "F"]))
    assert found.headings == ("ID", "Age", "", "Sex")
