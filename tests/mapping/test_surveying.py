from __future__ import annotations

import pytest

from dermcohort.errors import SourceUnreadable, UsageError
from dermcohort.mapping import survey as survey_files

DAY = "2021-01-10"
STARTS = ["ID", "Start", "EASI 0M"], ["P1", DAY, 20], ["P2", DAY, 12]


def tables(found):
    return [(source.table, source.sheet) for source in found.sources]


def test_sheets_that_are_not_read_are_listed_with_the_reason(grid, survey):
    found = survey(
        grid(*STARTS), grid(sheet="Empty"), grid(["EASI", "Eczema score"], sheet="Legend"),
        grid(["ID", "Remark"], ["P1", "x"], sheet="Remarks"),
        grid(["ID", "EASI 0M", "EASI 0M"], ["P1", 1, 2], sheet="Twice"),
        grid(["ID", "Age", "Sex"], sheet="No rows"),
    )  # fmt: skip
    why = {each.sheet: each.why for each in found.unread}
    assert list(why) == ["Empty", "Legend", "Remarks", "Twice", "No rows"]
    assert "it is empty" in why["Empty"]
    assert "'Remark'" in why["Remarks"]
    assert "columns B and C" in why["Twice"]
    assert {s.sheet for s in found.sources} == {"Sheet1"}


def test_the_fullest_sheet_has_the_patients(grid, survey):
    little = grid(["ID", "Age"], ["P1", 30], ["P2", 40], sheet="A")
    much = grid(["ID", "Age", "Sex"], ["P1", 30, "F"], ["P2", 40, "M"], sheet="B")
    found = survey(little, much)
    assert tables(found) == [("patients", "B")]
    # In the other one nothing is left to read.
    assert [each.sheet for each in found.unread] == ["A"]


def test_other_patients_may_come_from_another_sheet(grid, survey):
    sheets = [grid(["ID", "Age"], [f"{n}1", 30], sheet=n) for n in ("A", "B")]
    assert tables(survey(*sheets)) == [("patients", "A"), ("patients", "B")]


def test_patients_columns_that_stand_twice_are_a_question(grid, survey):
    first = grid(["ID", "Age", "Sex"], ["P1", 30, "F"], sheet="A")
    second = grid(["ID", "BMI", "EASI 0M"], ["P1", 22, 20], sheet="B")
    guesses = {g.heading: g for s in survey(first, second).sources for g in s.columns}
    assert "once already" in guesses["BMI"].question


def test_without_ages_the_patients_are_the_ids_of_a_sheet(grid, survey):
    found = survey(grid(*STARTS))
    assert found.sources[0].table == "patients"
    assert [guess.meaning for guess in found.sources[0].columns] == ["patient"]


def test_rows_that_name_their_visit_need_no_date(grid, survey):
    found = survey(grid(["ID", "時期", "EASI"], ["P1", "開始時", 20], ["P1", "4週", 10]))
    (source,) = [each for each in found.sources if each.table == "assessments"]
    assert [guess.meaning for guess in source.columns] == ["patient", "visit", "EASI"]
    assert all(guess.sure for guess in source.columns)
    assert [visit.name for visit in found.visits] == ["baseline", "4 weeks"]


def test_visits_that_the_charts_do_not_name_are_asked_for(grid, survey):
    assert "visits" in survey(grid(["ID", "Date", "EASI"], ["P1", DAY, 20])).questions
    assert "visits" not in survey(grid(["ID", "EASI 1M"], ["P1", 20])).questions


def test_columns_without_heading_are_asked_for_once(grid, survey):
    found = survey(grid(["ID", "Age", "", "Start"], ["P1", 30, "x", DAY]))
    asked = [q for source in found.sources for q in source.questions]
    assert asked == ["column C has values and no heading: write one, or empty it"]


@pytest.mark.parametrize("where", ["title", "legend"])
def test_synthetic_charts_say_so(grid, survey, where):
    extra = grid(["SYNTHETIC DATA"], sheet="About")
    found = (
        survey(grid(*STARTS), extra) if where == "legend" else survey(grid(["SYNTHETIC"], *STARTS))
    )
    assert found.synthetic
    assert not survey(grid(*STARTS)).synthetic


def test_rows_of_a_survey_have_one_key_each(grid, survey):
    found = survey(grid(*STARTS), grid(sheet="Empty"))
    rows = list(found.rows())
    assert [row["sheet"] for row in rows][-1] == "Empty"
    assert {row["confidence"] for row in rows} == {0.95, None}


def test_no_identifier_and_no_value_of_one_patient_is_in_a_guess(grid, survey):
    rows = [[f"{i}", f"Patient {i}", f"090-1234-000{i}", 30 + i, f"canary{i}"] for i in range(4)]
    found = survey(grid(["ID", "氏名", "Tel", "Age", "Note"], *rows))
    said = " ".join(str(row) for row in found.rows())
    assert not any(word in said for word in ("Patient 1", "1234", "canary"))


def test_a_folder_of_csv_files(tmp_path):
    (tmp_path / "patients.csv").write_text("ID,Age\nP1,30\nP2,40\n")
    (tmp_path / "bari.csv").write_text("ID,Start\nP1,2021-01-10\n")
    (tmp_path / "~$patients.csv").write_text("locked")
    (tmp_path / "letter.docx").write_text("no chart")
    found = survey_files(tmp_path)
    assert [(s.table, s.file) for s in found.sources] == [
        ("treatments", "bari.csv"), ("patients", "patients.csv"),
    ]  # fmt: skip


def test_files_are_named_from_the_folder_of_the_study_file(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "p.csv").write_text("ID,Age\nP1,30\n")
    assert survey_files(tmp_path / "data" / "p.csv", folder=tmp_path).charts == "data/p.csv"


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [("nothing.xlsx", UsageError, "is not there"), ("data.sav", SourceUnreadable, "data.sav is"),
     ("a.docx", SourceUnreadable, "neither"), ("empty.csv", SourceUnreadable, "0 bytes"),
     ("folder", SourceUnreadable, "no workbook")],
)  # fmt: skip
def test_what_cannot_be_looked_at(tmp_path, name, error, words):
    (tmp_path / "folder").mkdir()
    for file in ("data.sav", "a.docx"):
        (tmp_path / file).write_text("x")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(error, match=words):
        survey_files(tmp_path / name)


def test_an_unknown_drug_lists_what_is_allowed(tmp_path):
    with pytest.raises(UsageError, match="allowed: baricitinib"):
        survey_files(tmp_path, drug="newmab")
