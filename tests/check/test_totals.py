"""Totals from items: the worked examples, blanks, ages, and totals that stand beside them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

D1 = dt.date(2021, 1, 10)
REGIONS = ("HN", "UL", "TR", "LL")
SIGNS = ("erythema", "oedema", "excoriation", "lichenification")
EASI = " | ".join(f"EASI {r} {what}" for r in REGIONS for what in ("area (%)", *SIGNS))
#: A percentage and four signs a region; EASI 11.8 from 8 years on and 12.0 below.
E1 = (35, 2, 1, 1, 1, 25, 2, 2, 1, 1, 40, 1, 1, 1, 0, 15, 2, 1.5, 2, 1)
POEM = " | ".join(f"POEM {number}" for number in range(1, 8))
SCORAD = " | ".join(
    f"SCORAD {key}"
    for key in ("extent", "erythema", "oedema", "oozing", "excoriation", "lichenification",
                "dryness", "itch", "sleep")
)  # fmt: skip


def by_parameter(found):
    return {parameter: value for _, _, parameter, value in found}


@pytest.mark.parametrize(("age", "easi", "head"), [(34, 11.8, 1.5), (5, 12, 3), (8, 11.8, 1.5)])
def test_weights_are_those_of_the_age_at_the_first_dose(age, easi, head, sheet, values):
    people = sheet("patients", "ID | Age", ("P1", age), ("P2", 40), ("P3", 50))
    visits = sheet("assessments", f"ID | Date | {EASI}", ("P1", D1, *E1))
    assert by_parameter(values(visits, people)) == {"EASI": easi, "EASI_HN": head}


def test_without_the_age_there_is_no_easi(sheet, values, checked):
    people = sheet("patients", "ID | Age", ("P1", None), ("P2", 40), ("P3", 50))
    visits = sheet("assessments", f"ID | Date | {EASI}", ("P1", D1, *E1))
    (found,) = checked(visits, people).findings
    assert (found.rule, found.severity, found.cell) == ("no total", "warning", "C2:V2")
    assert "the age is not recorded, and the weights depend on it" in found.expected
    assert "the patient's age" in found.remedy
    assert values(visits, people) == []


def test_parts_that_are_complete_stay(sheet, values, checked):
    visits = sheet(
        "assessments", f"ID | Date | {SCORAD}",
        ("P1", D1, 36, 2, 1, 1, 2, 2, 1, 6, 4), ("P2", D1, 36, 2, 1, 1, 2, 2, 1, 6, None),
    )  # fmt: skip
    assert values(visits) == [
        ("P1", D1, "SCORAD", 48.7), ("P1", D1, "OSCORAD", 38.7), ("P2", D1, "OSCORAD", 38.7)
    ]  # fmt: skip
    (found,) = checked(visits).findings
    assert (found.rule, found.cell) == ("no total", "C3:J3")
    assert "sleep blank" in found.expected


def test_one_blank_scores_0_and_is_noted_two_make_no_total(sheet, values, checked):
    visits = sheet(
        "assessments", f"ID | Date | {POEM}",
        ("P1", D1, 3, 2, None, 0, 2, 1, 3), ("P2", D1, 3, None, "未", 0, 2, 1, 3),
    )  # fmt: skip
    assert values(visits) == [("P1", D1, "POEM", 11)]
    noted, none, word = checked(visits).findings
    assert (noted.rule, noted.severity, noted.got) == ("total noted", "note", "11")
    assert noted.detail == "bleeding blank, scored 0"
    assert (none.rule, none.got) == ("no total", "5 answers")
    assert "sleep, bleeding blank; at most 1 may be" in none.expected
    assert (word.rule, word.cell) == ("word for missing", "E3")


def test_the_higher_of_two_ticks_is_noted_not_relevant_is_not(sheet, values, checked):
    heads = " | ".join(f"DLQI {number}" for number in range(1, 11))
    visits = sheet("assessments", f"ID | Date | {heads}",
                   ("P1", D1, 2, 1, "NR", 1, "1;2", 0, 1, 0, 0, 1))  # fmt: skip
    assert values(visits) == [("P1", D1, "DLQI", 8)]
    (found,) = checked(visits).findings
    assert (found.rule, found.detail) == ("total noted", "q5 ticked twice, the higher counts")


def test_a_child_is_told_of_once(sheet, noticed):
    people = sheet("patients", "ID | Age", ("P1", 15), ("P2", 40), ("P3", 50))
    heads = " | ".join(f"DLQI {number}" for number in range(1, 11))
    visits = sheet("assessments", f"ID | Date | {heads}", ("P1", D1, *[1] * 10))
    assert noticed(visits, people) == [("child DLQI", "assessments.xlsx", "C2:L2")]


@pytest.mark.parametrize(
    ("place", "answer", "cell", "said"),
    [
        (3, 0.5, "F2", "hn_excoriation is 0.5"), (0, 101, "C2", "hn_percent is 101"),
        (1, "red", "D2", "hn_erythema is 'red', which is no answer"),
        (0, 0, "C2", "hn_area is 0, though"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_an_error_at_its_cell(
    place, answer, cell, said, sheet, values, checked
):
    answers = [*E1[:place], answer, *E1[place + 1 :]]
    visits = sheet("assessments", f"ID | Date | {EASI}", ("P1", D1, *answers))
    (found,) = checked(visits).findings
    assert (found.rule, found.severity, found.cell) == ("item", "error", cell)
    assert found.got == str(answer)
    assert found.detail.startswith(said)
    # What was found stays in the parts that never leave the machine.
    assert str(answer) not in found.expected + found.remedy or answer == 0
    assert values(visits) == []


def test_a_failed_formula_is_told_as_everywhere(sheet, noticed):
    visits = sheet("assessments", f"ID | Date | {POEM}", ("P1", D1, 1, 1, "#N/A", 1, 1, 1, 1))
    assert ("formula error", "assessments.xlsx", "E2") in noticed(visits)


def beside(sheet, recorded):
    return sheet("assessments", f"ID | Date | {EASI} | EASI | H&N EASI",
                 ("P1", D1, *E1, recorded, 1.5))  # fmt: skip


def test_an_equal_total_is_nothing_to_notice(sheet, values, checked):
    visits = beside(sheet, 11.8)
    assert checked(visits).findings == ()
    assert by_parameter(values(visits)) == {"EASI": 11.8, "EASI_HN": 1.5}
    assert len(values(visits)) == 2


def test_another_total_is_an_error_that_names_both(sheet, checked):
    (found,) = checked(beside(sheet, 12)).findings
    assert (found.rule, found.severity, found.cell) == ("total differs", "error", "W2")
    assert (found.got, found.detail) == ("12", "the items give 11.8")
    assert found.expected == "EASI as its items give it, in assessments.xlsx, S, cell C2:V2"


@pytest.mark.parametrize(("prefer", "value"), [("items", 11.8), ("recorded", 12)])
def test_unless_the_study_file_says_which_is_used(prefer, value, sheet, values, checked):
    chosen = {"instruments": {"totals": prefer}}
    (found,) = checked(beside(sheet, 12), **chosen).findings
    assert (found.rule, found.severity) == ("total chosen", "warning")
    assert "12" not in found.expected
    assert by_parameter(values(beside(sheet, 12), **chosen))["EASI"] == value


def test_a_total_in_another_sheet_is_held_against_them_too(sheet, checked):
    items = sheet("assessments", f"ID | Date | {POEM}", ("P1", D1, *[1] * 7), file="items.xlsx")
    total = sheet("assessments", "ID | Date | POEM", ("P1", D1, 8), file="totals.xlsx")
    (found,) = checked(items, total).findings
    assert (found.rule, found.file, found.cell) == ("total differs", "totals.xlsx", "C2")
    assert "items.xlsx, S, cell C2:I2" in found.expected


def test_a_limit_is_no_equal_total(sheet, checked):
    visits = sheet("assessments", f"ID | Date | {POEM} | POEM", ("P1", D1, *[1] * 7, "<7"))
    assert "total differs" in [each.rule for each in checked(visits).findings]


def test_the_same_answers_twice(sheet, values, noticed):
    row = ("P1", D1, 1, 1, 1, 1, 1, 1, 1)
    visits = sheet("assessments", f"ID | Date | {POEM}", row, row)
    assert values(visits) == [("P1", D1, "POEM", 7)]
    assert {rule for rule, _, _ in noticed(visits)} == {"duplicate"}
    visits = sheet("assessments", f"ID | Date | {POEM}", row, (*row[:-1], 2))
    assert ("conflict", "assessments.xlsx", "I3") in noticed(visits)


#: Twentieths, so that the sum is whole: tenths of the weight times half points.
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.lists(st.sampled_from((2, 3, 4, 5, 6)), min_size=4,
                                              max_size=4)),
        min_size=4, max_size=4,
    ),
    st.sampled_from((3, 7, 8, 40)),
)  # fmt: skip
def test_easi_of_any_items_is_the_sum_by_hand(sheet, values, regions, age):
    weights = (2, 2, 3, 3) if age < 8 else (1, 2, 3, 4)
    twentieths = sum(
        weight * area * sum(signs) for weight, (area, signs) in zip(weights, regions, strict=True)
    )
    answers = [x for area, signs in regions for x in (area, *(s / 2 for s in signs))]
    people = sheet("patients", "ID | Age", ("P1", age), ("P2", 40), ("P3", 50))
    heads = EASI.replace(" (%)", "")
    found = by_parameter(values(sheet("assessments", f"ID | Date | {heads}", ("P1", D1, *answers)),
                                people))  # fmt: skip
    assert Fraction(str(found["EASI"])) == Fraction(twentieths, 20)
