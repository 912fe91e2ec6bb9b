from __future__ import annotations

import datetime as dt

import pytest

from dermcohort.mapping.structure import tables_of
from dermcohort.mapping.values import column_named, kinds, look, sheet_of_table, unit_setting
from dermcohort.sources import Source


@pytest.fixture(scope="module")
def seen(grid):
    """The look of a column that is read as a column of a table."""

    def run(name, *values, table="assessments", unit=""):
        (found,) = tables_of(grid(["ID", "EASI"], *(["P1", value] for value in values)))
        sheet = sheet_of_table(found, Source(table=table))
        return look(sheet, 1, column_named(table, name), unit)

    return run


def test_numbers_and_their_ends(seen):
    assert seen("EASI", 20.5, 3, "１２").words == "3 numbers, 3 to 20.5"
    assert seen("EASI", 5, 5).words == "2 numbers, all 5"


def test_words_for_missing_do_not_count(seen):
    found = seen("EASI", 20.5, "未", "-", "")
    assert (found.filled, found.fitting, found.fit) == (1, 1, 1.0)


def test_cells_that_do_not_fit(seen):
    found = seen("EASI", 20, 100, "bad", dt.date(2021, 1, 1))
    assert (found.filled, found.fitting) == (4, 1)
    assert found.words == "1 number in 4 cells, all 20"


def test_an_empty_column_fits(seen):
    assert (seen("EASI", "未").fit, seen("EASI", "未").words) == (1.0, "no values")


@pytest.mark.parametrize(
    ("table", "name", "values", "words"),
    [
        ("patients", "sex", ["F", "男", "m"], "F 1, M 2"),
        ("patients", "asthma", ["yes", "なし", 1], "no 1, yes 2"),
        ("patients", "patient", ["A", "B"], "2 IDs, none twice"),
        ("patients", "patient", ["A", "A"], "1 IDs, several rows each"),
        ("treatments", "reason", ["rash", "rash"], "2 texts, 1 different"),
        ("treatments", "start", ["2021-01-04", "R3.2.1"], "2 dates, 2021-01-04 to 2021-02-01"),
    ],
)
def test_other_kinds(seen, table, name, values, words):
    assert seen(name, *values, table=table).words == words


def test_codes_for_missing_lie_outside_the_limits(seen):
    assert seen("EASI", 20, 999, 999.0, 99).missing == {"999": 2, "99": 1}
    found = seen("LDH", 250, 999)
    assert (found.missing, found.inside) == ({}, {"999"})


def test_nines_far_above_all_others_are_suspect(seen):
    assert seen("LDH", 250, 240, 999).suspect == "999"
    assert seen("LDH", 250, 600, 999).suspect == ""
    assert seen("LDH", 250, 240, 1200).suspect == ""


def test_words_that_stand_several_times(seen):
    assert seen("EASI", 20, "欠", "欠", "P7", "P7", "once").words_apart == {"欠": 2}


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("ITCH_VAS", [3, 8, 9.5], "NRS"),
        ("BSA", [0.2, 0.4, 1], "share"),
        ("WBC", [5.2, 6.1, 7], "10^3/uL"),
        ("PLT", [230, 250, 260], "10^3/uL"),
        ("EOS", [3, 8, 12], "percent"),
        ("HB", [130, 140, 120], "g/L"),
    ],
)
def test_values_that_speak_against_the_unit(seen, name, values, words):
    column = seen(name, *values)
    asked = column.doubt or f"{column.filled - column.fitting} do not fit; {words}"
    assert words in asked
    # A unit in the heading answers the question.
    assert not seen(name, *values, unit={"HB": "g/L", "BSA": "%"}.get(name, "10^3/uL")).doubt


@pytest.mark.parametrize(
    ("name", "values"), [("ITCH_VAS", [3, 8]), ("WBC", [5200, 6000, 7000]), ("EASI", [1, 2, 3])]
)
def test_values_that_raise_no_doubt(seen, name, values):
    assert seen(name, *values).doubt == ""


def test_only_other_units_than_the_dictionary_are_declared():
    declared = [unit_setting("HB", unit) for unit in ("g/L", "g/dL", "", "x")]
    assert declared == ["g/L", "", "", ""]


def test_kinds_name_no_value():
    day = dt.date(2021, 1, 1)
    assert kinds([1, 2.5, True, "a", day]) == "2 numbers, 2 texts, 1 date"
    assert kinds([]) == "no values"
