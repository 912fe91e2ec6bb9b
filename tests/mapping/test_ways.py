from __future__ import annotations

import pytest

from dermcohort.mapping.structure import tables_of
from dermcohort.mapping.values import column_named, sheet_of_table
from dermcohort.mapping.ways import ways_of
from dermcohort.sources import Source


@pytest.fixture(scope="module")
def ways(grid):
    """How the dates and numbers of two columns are written."""

    def run(dates=(), numbers=()):
        rows = max(len(dates), len(numbers))
        cells = [(*column, *[""] * (rows - len(column))) for column in (dates, numbers)]
        body = [["P1", *pair] for pair in zip(*cells, strict=True)]
        (found,) = tables_of(grid(["ID", "Date", "EASI"], *body))
        sheet = sheet_of_table(found, Source(table="assessments"))
        columns = [
            (1, column_named("assessments", "date")),
            (2, column_named("assessments", "EASI")),
        ]
        return ways_of(sheet, columns)

    return run


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["2021-01-04", "R3.1.4", "2021年1月4日"], None),
        (["04/05/2021", "25/05/2021"], "dmy"),
        (["04/05/2021", "05/25/2021"], "mdy"),
        (["21/05/25", "98/05/31"], "ymd"),
        # One cell of many that breaks the order is for check to name.
        ([*["25/05/2021"] * 12, "05/25/2021"], "dmy"),
    ],
)
def test_the_order_that_all_cells_agree_on(ways, dates, order):
    found = ways(dates)
    assert (found.settings.get("date_order"), found.questions) == (order, ())


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["04/05/2021", "01/02/2021"], 'date_order = "dmy" or date_order = "mdy"'),
        (["25/05/2021", "05/25/2021"], "different orders"),
    ],
)
def test_an_order_that_is_not_sure_is_a_question(ways, dates, words):
    found = ways(dates)
    assert "date_order" not in found.settings
    assert words in found.questions[0]


def test_day_numbers_are_a_question(ways):
    found = ways(["44287", 44290, "2021-04-01", 7, "１２３"])
    assert (found.settings, found.assumed) == ({}, {"date_serials": "1900"})
    assert "2 dates" in found.questions[0]
    assert '"1904"' in found.questions[0]


def test_decimal_commas(ways):
    assert ways(numbers=["12,5", "8,05", "7", "1.204,5"]).settings == {"decimal": ","}
    assert ways(numbers=["12.5", "1,204"]).settings == {}


@pytest.mark.parametrize("other", ["7.5", "1,204", "1,204.5"])
def test_mixed_marks_are_a_question_and_nothing_is_read(ways, other):
    found = ways(numbers=["12,5", other])
    assert found.settings == {}
    assert (list(found.doubtful), len(found.questions)) == ([2], 1)


def test_mixed_marks_do_not_concern_columns_of_whole_numbers(grid):
    rows = ["P1", "12,5", "7.5", 3], ["P2", "1,5", "", 4]
    (found,) = tables_of(grid(["ID", "EASI", "LDH", "IGA"], *rows))
    sheet = sheet_of_table(found, Source(table="assessments"))
    columns = [
        (i, column_named("assessments", n)) for i, n in ((1, "EASI"), (2, "LDH"), (3, "IGA"))
    ]
    assert list(ways_of(sheet, columns).doubtful) == [1, 2]
