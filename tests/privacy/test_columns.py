"""Columns that tell who a patient is are emptied; places stay."""

import datetime as dt

import pytest

from dermcohort.privacy import without_identifiers
from dermcohort.sheets import Sheet
from dermcohort.sources import Source
from dermcohort.study import parse_study

ROWS = (
    ("1", "甲野 乙子", "A-778", "03-1234-5678", dt.date(1990, 5, 1), 12.5),
    ("2", "甲野 丙男", "A-779", None, dt.date(1985, 1, 2), 8.0),
)
HEADINGS = ("ID", "氏名", "カルテ番号", "連絡先", "生年月日", "EASI 0M")


def study(**privacy):
    return parse_study(
        {
            "title": "Test", "drug": "baricitinib", "sources": [{"table": "patients"}],
            "start_between": [dt.date(2021, 1, 1), dt.date(2023, 2, 28)], "privacy": privacy,
        }
    )  # fmt: skip


def sheet(rows=ROWS, headings=HEADINGS, table="assessments", **source):
    numbers = tuple(range(2, 2 + len(rows)))
    made = Source(table=table, **source)
    return Sheet(made, "charts.xlsx", "Visits", headings, 1, 1, numbers, tuple(rows))


def test_identifiers_go_and_all_else_stays_in_its_place():
    (cleared,) = without_identifiers(study(), (sheet(),))
    assert cleared.headings == ("ID", "", "", "", "", "EASI 0M")
    assert cleared.rows == (("1", None, None, None, None, 12.5), ("2", None, None, None, None, 8.0))
    assert cleared.cell(0, 5) == "F2"
    told = [(f.rule, f.severity, f.cell) for f in cleared.noticed]
    assert told == [("identifier", "note", cell) for cell in ("B1", "C1", "D1", "E1")]


def test_what_stood_there_is_in_no_finding():
    (cleared,) = without_identifiers(study(), (sheet(),))
    text = repr(cleared)
    for secret in ("甲野", "A-778", "1234-5678", "1990"):
        assert secret not in text


def test_a_column_without_a_telling_heading_is_told_by_its_cells():
    rows = [(str(i), f"03-1234-567{i}", f"甲野 {name}子", 3.0) for i, name in enumerate("乙丙丁")]
    (cleared,) = without_identifiers(study(), (sheet(rows, ("ID", "メモ", "備考", "EASI 0M")),))
    assert [row[1:] for row in cleared.rows] == [(None, None, 3.0)] * 3
    assert [f.expected.split(":")[0].split()[-2:] for f in cleared.noticed] == [
        ["telephone", "number"], ["a", "name"],
    ]  # fmt: skip


def test_what_the_study_file_maps_is_kept_and_said():
    made = sheet(columns={"カルテ番号": "patient", "ID": "ignore"})
    (kept,) = without_identifiers(study(), (made,))
    assert [row[2] for row in kept.rows] == ["A-778", "A-779"]
    (said,) = [f for f in kept.noticed if f.severity == "warning"]
    assert said.cell == "C1"
    assert 'patient_ids = "hash"' in said.remedy


@pytest.mark.parametrize(("policy", "left"), [("keep", "move, 03-1234-5678"), ("drop", None)])
def test_free_text(policy, left):
    rows = [("1", "baricitinib", "move, 03-1234-5678"), ("2", "baricitinib", "acne")]
    made = sheet(rows, ("ID", "Drug", "Reason"), table="treatments")
    (cleared,) = without_identifiers(study(free_text=policy), (made,))
    assert [row[2] for row in cleared.rows] == [left, "acne"]
    (said,) = cleared.noticed
    assert (said.severity, said.cell, said.got) == ("warning", "C2", "")
    assert "1234" not in said.sentence


def test_a_sheet_without_identifiers_is_the_same_sheet():
    made = sheet([("1", 3.0)], ("ID", "EASI 0M"))
    assert without_identifiers(study(), (made,))[0] is made
