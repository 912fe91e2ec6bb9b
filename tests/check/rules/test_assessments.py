from __future__ import annotations

import pytest

from dermcohort.tables import PARAMETERS

D1, D2 = "2021-01-10", "2021-02-10"
HEADINGS = "ID | Date | Parameter | Value"


def of(rule, checked):
    return [each for each in checked.findings if each.rule == rule]


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_limits_are_inclusive(parameter, sheet, checked):
    for value, expected in (
        (parameter.low, 0), (parameter.high, 0), (parameter.low - 1, 1), (parameter.high + 1, 1),
    ):  # fmt: skip
        found = checked(sheet("assessments", HEADINGS, ("P1", D1, parameter.code, value)))
        assert len(of("range", found)) == expected


def test_every_step_of_the_easi_is_on_the_grid(sheet, checked):
    rows = [("P1", D1, "EASI", n / 20) for n in range(1441)]
    assert of("step", checked(sheet("assessments", HEADINGS, *rows))) == []


@pytest.mark.parametrize(("parameter", "value"), [("EASI", 8.42), ("IGA", 2.5), ("DLQI", 3.1)])
def test_between_the_steps(parameter, value, sheet, checked):
    found = checked(sheet("assessments", HEADINGS, ("P1", D1, parameter, value)))
    assert len(of("step", found)) == 1


def test_a_value_out_of_range_says_what_where_and_expected(sheet, checked):
    (found,) = of("range", checked(sheet("assessments", "ID | Date 0M | EASI 0M", ("P1", D1, 84))))
    assert (found.got, found.place) == ("84", "assessments.xlsx, sheet S, cell C2")
    assert found.expected == "EASI lies between 0 and 72"


def test_an_unknown_parameter_has_no_limits(sheet, checked):
    rows = [("P1", f"2021-01-{day}", "SCCA2", -1) for day in (10, 11, 12)]
    found = checked(sheet("assessments", HEADINGS, *rows)).findings
    assert {each.rule for each in found} == {"unknown parameter"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [((0.1, 0.2, 1), 1), ((0.1, 0.2), 0), ((0.1, 0.2, 2), 0), ((0, 1, 0), 0)],
)
def test_fractions_of_a_percentage(values, expected, sheet, checked):
    rows = [(f"P{n}", D1, value) for n, value in enumerate(values, 1)]
    found = checked(sheet("assessments", "ID | Date | BSA", *rows))
    assert len(of("fraction", found)) == expected


def test_the_same_value_twice_is_kept_once(sheet, checked):
    first = sheet("assessments", HEADINGS, ("P1", D1, "EASI", 3), ("P1", D1, "EASI", 3))
    other = sheet("assessments", HEADINGS, ("P1", D1, "EASI", 3.0), file="b.csv", name="")
    found = checked(first, other)
    assert [(e.file, e.cell) for e in of("duplicate", found)] == [
        ("assessments.xlsx", "D3"), ("b.csv", "D2")
    ]  # fmt: skip
    assert "assessments.xlsx, S, cell D2" in of("duplicate", found)[1].expected
    assert found.cohort.assessments.collect()["source"].to_list() == ["assessments.xlsx!S!D2"]


def test_two_values_of_one_day_name_both_cells(sheet, checked):
    rows = ("P1", D1, "IgE", "<5"), ("P1", D1, "IgE", 5), ("P1", D2, "IgE", 6)
    found = checked(sheet("assessments", HEADINGS, *rows))
    (conflict,) = of("conflict", found)
    assert (conflict.cell, conflict.got) == ("D3", "5")
    assert "cell D2 has <5" in conflict.expected


def test_head_and_neck(sheet, checked):
    rows = ("P1", D1, 3, 3.0), ("P2", D1, 3, 3.05), ("P3", D1, None, 4)
    found = checked(sheet("assessments", "ID | Date | EASI | H&N EASI", *rows))
    (above,) = of("head and neck above whole", found)
    assert above.cell == "D3"
    assert "in assessments.xlsx, S, cell C3" in above.expected
    assert above.detail == "EASI is 3"


def test_dlqi_of_children_once_a_patient(sheet, checked):
    people = sheet("patients", "ID | Age", ("P1", 15.9), ("P2", 16), ("P3", None))
    rows = [(p, d, "DLQI", 3) for p in ("P1", "P2", "P3") for d in (D1, D2)]
    found = of("child DLQI", checked(people, sheet("assessments", HEADINGS, *rows)))
    assert [(e.file, e.cell) for e in found] == [("assessments.xlsx", "D2")]
