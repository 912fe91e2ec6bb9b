from __future__ import annotations

import pytest

from dermcohort.mapping.sources import visit_of_sheet
from dermcohort.study import DEFAULT_VISITS

START = "2021-01-10"


def the(survey, table):
    (found,) = [source for source in survey.sources if source.table == table]
    return found


def test_settings_say_where_the_table_stands(grid, survey):
    rows = ["list"], ["ID", "LDH 0M"], ["", "U/L"], ["P1", 200], ["P2", 210], ["Mean", 205]
    found = the(survey(grid(*rows)), "assessments")
    assert found.settings == {"header_row": 2, "header_rows": 2, "last_row": 5}
    assert [guess.cells for guess in found.columns] == ["A4:A5", "B4:B5"]


def test_other_units_are_declared(grid, survey):
    rows = ["ID", "Hb (g/L) 0M", "Hb 1M [g/L]", "LDH (U/L) 0M"], ["P1", 130, 128, 200]
    assert the(survey(grid(*rows)), "assessments").settings == {"units": {"HB": "g/L"}}


def test_two_units_of_one_parameter_are_left_to_the_headings(grid, survey):
    rows = ["ID", "Hb (g/L) 0M", "Hb (g/dL) 1M"], ["P1", 130, 12.8]
    found = the(survey(grid(*rows)), "assessments")
    assert "units" not in found.settings
    assert "several units" in found.questions[0]


def test_codes_for_missing_are_declared(grid, survey):
    rows = ["ID", "EASI 0M", "IGA 0M"], ["P1", 20, 3], ["P2", 999, 2], ["P3", 12, 999]
    assert the(survey(grid(*rows)), "assessments").settings == {"missing": ["999"]}


def test_a_code_that_may_be_a_value_elsewhere_is_a_question(grid, questions):
    rows = ["ID", "EASI 0M", "TARC 0M"], ["P1", 20, 800], ["P2", 999, 999], ["P3", 5, 900]
    assert list(questions(grid(*rows))) == ["TARC 0M"]


def test_a_word_in_many_cells_is_a_question_of_the_source(grid, survey):
    rows = ["ID", "EASI 0M"], *(["P1", 20] for _ in range(5)), ["P6", "欠"], ["P7", "欠"]
    found = the(survey(grid(*rows)), "assessments")
    assert "欠" in found.questions[0]
    assert all(guess.sure for guess in found.columns)


def test_sex_in_numbers_is_a_question(grid, questions, meanings):
    sheet = grid(["ID", "Age", "Sex"], ["P1", 30, 1], ["P2", 40, 2], ["P3", 50, 2])
    assert "do not fit" in questions(sheet)["Sex"]
    assert meanings(sheet) == {"ID": "patient", "Age": "age_years", "Sex": "?"}


def test_single_cells_that_do_not_fit_are_for_check(grid, meanings):
    rows = ["ID", "EASI 0M"], ["P1", 20], ["P2", 30], ["P3", "x"]
    assert meanings(grid(*rows))["EASI 0M"] == "EASI @ baseline"


def test_a_parameter_without_a_time_is_a_question(grid, questions):
    sheet = grid(["ID", "Age", "EASI"], ["P1", 30, 20.0])
    assert "of which visit" in questions(sheet)["EASI"]


def test_a_date_of_nothing_is_a_question(grid, questions):
    sheet = grid(["ID", "Date", "EASI 0M"], ["P1", START, 20.0])
    assert "date of what" in questions(sheet)["Date"]


def test_two_columns_that_mean_the_same_are_both_questions(grid, questions):
    sheet = grid(["ID", "EASI 0M", "EASI 開始時", "IGA 0M"], ["P1", 20, 21, 3])
    assert list(questions(sheet)) == ["EASI 0M", "EASI 開始時"]


def test_of_two_dates_of_a_visit_the_second_is_a_question(grid, questions):
    rows = ["ID", "評価日 0M", "EASI 0M", "採血日 0M", "LDH 0M"], ["P1", START, 20, START, 200]
    assert list(questions(grid(*rows))) == ["採血日 0M"]


def test_a_source_that_cannot_be_read_yet_is_blocked(grid, survey):
    rows = ["Code", "Age", "Sex", "BMI"], ["a", 30, "F", 20], ["b", 31, "M", 21]
    found = the(survey(grid(*rows)), "patients")
    assert (found.blocked, found.columns[0].question) == (True, "is it the patient?")


@pytest.mark.parametrize(
    ("name", "visit"),
    [("0M", "baseline"), ("1ヶ月後", "1 month"), ("EASI 3M", "3 months"),
     ("投与前の検査", "baseline"), ("12W", ""), ("Scores", ""), ("0M 1M", "")],
)  # fmt: skip
def test_the_visit_in_the_name_of_a_sheet(name, visit):
    assert visit_of_sheet(name, DEFAULT_VISITS) == visit


def test_a_sheet_of_one_visit(grid, survey):
    sheets = [grid(["ID", "EASI"], ["P1", 20], sheet=name) for name in ("0M", "1M")]
    found = [source.settings for source in survey(*sheets).sources if source.table == "assessments"]
    assert found == [{"visit": "baseline"}, {"visit": "1 month"}]
