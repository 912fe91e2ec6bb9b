from __future__ import annotations

import pytest

from dermcohort.acquire.grid import Grid, sheet_of
from dermcohort.errors import SourceUnreadable
from dermcohort.sources import Source

HEAD = ["ID", "Age", "Sex"]


def read(*rows, sheet="S", **source):
    grid = Grid("a", sheet, 1, 1, [HEAD, *rows])
    found = sheet_of(grid, Source(table=source.pop("table", "patients"), **source))
    return [row[0] for row in found.rows], [(f.rule, f.cell, f.got) for f in found.noticed]


def test_rows_below_the_last_are_not_read_and_said():
    rows = [["P1", 30], [None], ["P2", 31], ["checked by A"], ["on Monday"]]
    assert read(*rows, last_row=4) == (["P1", "P2"], [("below last row", "5:6", "2 rows")])
    assert read(*rows[:3], last_row=4) == (["P1", "P2"], [])
    with pytest.raises(SourceUnreadable, match=r"below the headings in row 1 and above last_row"):
        read([None], ["P1", 30], last_row=2)


def test_headings_that_are_repeated():
    kept, said = read(["P1", 30, "F"], [None], ["id", " Age", "SEX"], ["P2", 31, "M"])
    assert (kept, said) == (["P1", "P2"], [("repeated headings", "A4", "id")])


@pytest.mark.parametrize(
    "word",
    ["合計", "平均", " 平均値：", "Mean", "TOTAL", "n=12", "ｎ＝１２", "標準偏差", "Mean (SD)"],
)
def test_rows_that_sum_others_up(word):
    assert read(["P1", 30], [word, 30]) == (["P1"], [("summary row", "A3", " ".join(word.split()))])


def test_sd_may_be_initials():
    assert read(["SD", 30], ["N", 31], ["P1", 40])[0] == ["SD", "N", "P1"]
    assert read(["P1", 30], ["Mean", 30], ["SD", 0], ["n", 1])[0] == ["P1"]
    # The word must stand where the patient stands.
    assert read(["P1", "Total"])[0] == ["P1"]


def test_the_column_of_the_patient_need_not_be_the_first():
    grid = Grid("a", "S", 1, 1, [["Age", "Chart", "Sex"], ["mean", "P1", "F"], [30, "Mean", "F"]])
    sheet = sheet_of(grid, Source(table="patients", columns={"chart": "patient"}))
    assert [(f.rule, f.cell) for f in sheet.noticed] == [("summary row", "B3")]


def test_a_second_table_is_an_error():
    _, said = read(["P1", 30, "F"], [None], ["ID", "EASI", "Date"], ["P1", 12, "2021-01-04"])
    assert said == [("second table", "A4", "ID")]
    finding = sheet_of(
        Grid("a", "S", 1, 1, [HEAD, ["P1"], ["ID", "EASI"], ["P1", 3]]), Source(table="patients")
    ).noticed[0]
    assert finding.severity == "error"
    assert finding.remedy.startswith("last_row = 2 in this")
    assert "header_row = 3" in finding.remedy


@pytest.mark.parametrize(
    "row", [["no", "no", "no"], ["No", "EASI"], ["P1", "EASI", "Age"], ["ID", 3, "x"]]
)
def test_answers_are_no_second_table(row):
    rules = [rule for rule, *_ in read(["P1", 30, "F"], row)[1]]
    assert rules == (["second table"] if row == ["No", "EASI"] else [])


def test_a_comma_within_a_text_of_a_csv():
    kept, said = read(["P1", "30", "F"], ["P2", "31", "M", "mild", None], ["P3", "1"], sheet="")
    assert kept == ["P1", "P2", "P3"]
    assert said == [("too many fields", "D3", "mild"), ("too few fields", "4:4", "1 row")]
    # An empty field more is no harm, nor is a column that every row has.
    assert read(["P1", "30", "F", None], sheet="")[1] == []
    assert read(["P1", "30", "F", "x"], ["P2", "30", "F", "y"], sheet="")[1] == []
    assert read(["P1", 30, "F", "x"], ["P2", 3, "F"], ["P3", 3, "F"])[1] == []
