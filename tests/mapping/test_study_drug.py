from __future__ import annotations

import pytest

DAY = "2021-01-10"
STARTS = ["ID", "Start"], ["P1", DAY], ["P2", "2021-03-01"]


def drug(survey, *grids, given=""):
    found = survey(*grids, drug=given)
    return found.drug, found.questions.get("drug", "")


@pytest.mark.parametrize("name", ["Baricitinib", "オルミエント", "Bari 2021", "olumiant starts"])
def test_the_name_of_a_sheet(grid, survey, name):
    assert drug(survey, grid(*STARTS, sheet=name)) == ("baricitinib", "")


def test_a_title_above_the_table(grid, survey):
    assert drug(survey, grid(["Patients on Rinvoq"], *STARTS)) == ("upadacitinib", "")


def test_the_name_of_the_file(grid, survey):
    assert drug(survey, grid(*STARTS, file="dupixent 2021.xlsx")) == ("dupilumab", "")


def test_the_heading(grid, survey):
    assert drug(survey, grid(["ID", "バリシチニブ開始日"], ["P1", DAY])) == ("baricitinib", "")


def test_the_only_drug_of_a_column(grid, survey):
    rows = ["ID", "Drug", "Start"], ["P1", "Olumiant", DAY], ["P2", "baricitinib", DAY]
    assert drug(survey, grid(*rows)) == ("baricitinib", "")


def test_several_drugs_are_a_question_with_their_numbers(grid, survey):
    rows = ["ID", "Drug", "Start"], ["P1", "Olumiant", DAY], ["P2", "CyA", DAY], ["P3", "CyA", DAY]
    name, question = drug(survey, grid(*rows))
    assert name == ""
    assert "cyclosporine (2 rows), baricitinib (1 rows)" in question


def test_the_drug_of_earlier_therapy_is_not_that_of_the_study(grid, survey):
    before = grid(["ID", "Drug", "Start"], ["P1", "dupilumab", DAY], sheet="Before")
    assert drug(survey, grid(*STARTS, sheet="Patients"), before)[0] == ""


def test_nothing_names_a_drug(grid, survey):
    assert "name none" in drug(survey, grid(*STARTS))[1]


def test_a_drug_that_is_told_goes_before(grid, survey):
    found = survey(grid(*STARTS, sheet="Dupixent"), drug="baricitinib")
    assert (found.drug, found.drug_reason) == ("baricitinib", "as told")
    assert found.sources[-1].settings["constants"] == {"drug": "dupilumab"}


def test_a_sheet_without_a_drug_has_the_study_drug_if_no_other_has_it(grid, survey):
    found = survey(grid(*STARTS))
    (starts,) = [s for s in found.sources if s.table == "treatments"]
    assert starts.settings["constants"] == {"drug": "baricitinib"}
    assert found.starts == (DAY, "2021-03-01")


def test_else_it_is_a_question_and_not_read(grid, survey):
    other = grid(*STARTS, sheet="Second list")
    found = survey(grid(*STARTS, sheet="Bari"), other)
    second = next(s for s in found.sources if s.sheet == "Second list")
    assert second.blocked
    assert "which drug" in second.questions[0]


def test_starts_of_other_drugs_do_not_count(grid, survey):
    rows = ["ID", "Drug", "Start"], ["P1", "Olumiant", DAY], ["P1", "CyA", "2019-01-01"]
    assert survey(grid(*rows)).starts == (DAY, DAY)


def test_unreadable_starts_are_a_question(grid, survey):
    found = survey(grid(["ID", "Start"], ["P1", "spring"], ["P2", "2021"]))
    assert found.starts == ()
    assert "start_between" in found.questions
