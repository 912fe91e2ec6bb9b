from __future__ import annotations

import pytest

from dermcohort.mapping.allot import allotted
from dermcohort.mapping.structure import tables_of
from dermcohort.study import DEFAULT_VISITS


@pytest.fixture(scope="module")
def parts(grid):
    """(table, group) -> headings, of a sheet with one row of values."""

    def run(headings, *rows):
        names = headings.split(" | ")
        body = rows or [["P1", *["x"] * (len(names) - 1)]]
        (table,) = tables_of(grid(names, *body))
        found = allotted(table, DEFAULT_VISITS)
        return found, {
            key: [table.headings[i] for i in part] for key, part in found.parts.items()
        }  # fmt: skip

    return run


def test_one_sheet_with_everything(parts):
    _, found = parts("ID | Age | Sex | Start | Reason | EASI 0M | EASI 1M | AE | Onset | Action")
    assert found == {
        ("patients", ""): ["Age", "Sex"],
        ("treatments", ""): ["Start", "Reason"],
        ("assessments", ""): ["EASI 0M", "EASI 1M"],
        ("events", ""): ["AE", "Onset", "Action"],
    }


def test_treatments_of_two_drugs_and_an_earlier_one(parts):
    _, found = parts("ID | Bari start | Bari stop | Dupilumab start | Prior drug | Prior start")
    assert found == {
        ("treatments", "baricitinib"): ["Bari start", "Bari stop"],
        ("treatments", "dupilumab"): ["Dupilumab start"],
        ("treatments", "before"): ["Prior drug", "Prior start"],
    }


def test_numbered_events(parts):
    _, found = parts("ID | 有害事象1 | 発現日1 | 有害事象2 | 発現日2 | 転帰")
    assert found == {
        ("events", "1"): ["有害事象1", "発現日1", "転帰"],
        ("events", "2"): ["有害事象2", "発現日2"],
    }


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        ("ID | EASI | AE | Date", "events"),
        ("ID | Date | EASI | AE", "assessments"),
        ("ID | EASI 0M | Date | Serious | AE", "events"),
    ],
)
def test_a_date_belongs_to_the_event_beside_it_or_to_the_row(parts, headings, table):
    _, found = parts(headings)
    assert [key[0] for key, names in found.items() if "Date" in names] == [table]


def test_a_long_sheet_takes_no_columns_of_parameters(parts):
    found, names = parts("ID | Date | Item | Result | Unit | EASI")
    assert names == {("assessments", ""): ["Date", "Item", "Result", "Unit"]}
    assert "one value each" in found.left[5].question


def test_patients_need_one_row_each(parts):
    found, names = parts("ID | Age | Date | EASI", ["P1", 30, "x", 2], ["P1", 30, "y", 3])
    assert list(names) == [("assessments", "")]
    assert (found.unique, found.left[1].target) == (False, "age_years")


def test_a_stop_without_a_start_has_no_place(parts):
    found, names = parts("ID | Age | Stop")
    assert list(names) == [("patients", "")]
    assert "first dose" in found.left[2].question


@pytest.mark.parametrize(
    ("headings", "patient"),
    [("No. | 患者番号 | Age | Sex", 1), ("ID | No. | Age | Sex", 0), ("No. | Age | Sex", 0),
     ("患者番号 | カルテ番号 | 年齢", 0), ("氏名 | カルテ番号 | 年齢", 1)],
)  # fmt: skip
def test_which_column_is_the_patient(parts, headings, patient):
    found, _ = parts(headings)
    assert found.patient == patient
    assert found.patient_sure >= 0.8


def test_a_patient_by_values_alone_is_not_sure(parts):
    found, _ = parts("Code | Age | Sex | BMI", ["x1", 30, "F", 20], ["x2", 31, "M", 22])
    assert (found.patient, found.patient_sure) == (0, 0.5)
    found, _ = parts("Code | Age | Sex | BMI", ["x1", 30, "F", 20], ["x1", 31, "M", 22])
    assert found.patient == -1


@pytest.mark.parametrize(
    ("heading", "reason"),
    [("氏名", "name"), ("電話番号", "telephone number"), ("EASI改善率", "computed"),
     ("ΔEASI", "computed"), ("備考", "not recognised")],
)  # fmt: skip
def test_why_columns_are_left(parts, heading, reason):
    found, _ = parts(f"ID | Age | {heading}")
    assert reason in found.left[2].reason
    assert bool(found.left[2].question) == (reason == "not recognised")


def test_a_column_that_looks_like_telephone_numbers(parts):
    rows = [[f"P{i}", 30, f"090-0000-000{i}"] for i in range(4)]
    found, _ = parts("ID | Age | 連絡", *rows)
    assert (found.left[2].reason.split(":")[0], found.left[2].question) == ("telephone number", "")


@pytest.mark.parametrize("heading", ["時期", "visit", "X"])
def test_a_column_that_names_the_visit_of_each_row(parts, heading):
    found, names = parts(f"ID | {heading} | EASI", ["P1", "0M", 2.0], ["P1", "3M", 1.0])
    assert found.says_visit == 1
    assert names == {("assessments", ""): ["EASI", heading]}


def test_beside_a_date_the_visit_is_not_needed(parts):
    rows = ["P1", "0M", "2021-01-01", 2.0], ["P1", "3M", "2021-04-01", 1.0]
    found, names = parts("ID | 時期 | Date | EASI", *rows)
    assert names == {("assessments", ""): ["Date", "EASI"]}
    assert found.left[1].reason == "the visit of each row"


def test_durations_are_no_visits(parts):
    found, _ = parts("ID | 外用歴 | EASI 0M", ["P1", "3年", 2.0], ["P2", "10年", 1.0])
    assert found.says_visit == -1
