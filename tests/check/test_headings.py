from __future__ import annotations

import pytest

from dermcohort.check.headings import (
    heading_meaning,
    known_headings,
    recognise,
    target_meaning,
    together,
)
from dermcohort.study import DEFAULT_VISITS, Visit
from dermcohort.tables import PARAMETERS, TABLES

BASELINE, MONTH_1, MONTH_3 = (visit.name for visit in DEFAULT_VISITS)


@pytest.mark.parametrize(
    ("heading", "name", "visit"),
    [
        ("EASI 0M", "EASI", BASELINE),
        ("EASI_1M", "EASI", MONTH_1),
        ("EASI (3M)", "EASI", MONTH_3),
        ("EASI0M", "EASI", BASELINE),
        ("1m easi", "EASI", MONTH_1),
        ("Baseline EASI", "EASI", BASELINE),
        ("EASI baseline", "EASI", BASELINE),
        ("EASI, 3 months", "EASI", MONTH_3),
        ("ＥＡＳＩ　０Ｍ", "EASI", BASELINE),
        ("H&N EASI 0M", "EASI_HN", BASELINE),
        ("EASI_HN_1M", "EASI_HN", MONTH_1),
        ("Itch VAS 0M", "ITCH_VAS", BASELINE),
        ("T-Bil 0M", "TBIL", BASELINE),
        ("LDH (U/L) 1M", "LDH", MONTH_1),
        ("LDH 1M [IU/L]", "LDH", MONTH_1),
        ("LDH (1M) (U/L)", "LDH", MONTH_1),
        ("EASI (0-72) 0M", "EASI", BASELINE),
        ("EASI (points)", "EASI", ""),
        ("EASI", "EASI", ""),
        ("Date 0M", "date", BASELINE),
        ("Visit date (1M)", "date", MONTH_1),
        ("ID", "patient", ""),
    ],
)
def test_headings_of_assessments(heading, name, visit):
    found = heading_meaning("assessments", heading, DEFAULT_VISITS)
    assert (found.name, found.visit) == (name, visit)


@pytest.mark.parametrize(
    "heading",
    ["EASI (arms) 0M", "EASI 10M", "EASI 2M", "ID 0M", "Value 0M", "EASI (0M) (1M)", "0M", "",
     "SCCA2", "IgE (RAST)", "特異的IgE", "IgE(ダニ)", "LDH (U/L) (serum)",
     "EASI 0M 1M"],
)  # fmt: skip
def test_headings_that_are_not_guessed(heading):
    assert heading_meaning("assessments", heading, DEFAULT_VISITS) is None


def test_the_longer_label_wins():
    visits = (DEFAULT_VISITS[0], Visit(name="10", label="10M", target_day=300, window=(290, 310)))
    assert heading_meaning("assessments", "EASI 10M", visits).visit == "10"


@pytest.mark.parametrize(
    ("table", "heading", "name"),
    [("patients", "AGE (years)", "age_years"), ("patients", "age_years", "age_years"),
     ("patients", "Age (歳)", "age_years"), ("patients", "Sex (M/F)", "sex"),
     ("patients", "AD\nduration", "ad_duration_years"), ("patients", "BMI (kg/m²)", "bmi"),
     ("treatments", "Dose (mg/day)", "dose_mg_per_day"),
     ("treatments", "Next therapy", "next_drug"), ("treatments", "Start (yyyy-mm-dd)", "start"),
     ("events", "Adverse event", "event")],
)  # fmt: skip
def test_headings_of_other_tables(table, heading, name):
    assert heading_meaning(table, heading, DEFAULT_VISITS).name == name


def test_visits_are_of_assessments_only():
    assert heading_meaning("events", "Date 0M", DEFAULT_VISITS) is None


@pytest.mark.parametrize(
    ("target", "name", "visit"),
    [("EASI @ 1 month", "EASI", MONTH_1), ("easi@1M", "EASI", MONTH_1), ("LDH", "LDH", ""),
     ("date @ baseline", "date", BASELINE), (" Ignore ", "ignore", ""), ("patient", "patient", "")],
)  # fmt: skip
def test_targets(target, name, visit):
    found = target_meaning("assessments", target, DEFAULT_VISITS)
    assert (found.name, found.visit) == (name, visit)


@pytest.mark.parametrize("target", ["EASI @ 2 months", "EASI @", "patient @ 1M", "x", "", "@ 1M"])
def test_targets_that_mean_nothing(target):
    assert target_meaning("assessments", target, DEFAULT_VISITS) is None


def test_a_target_has_visits_only_in_assessments():
    assert target_meaning("events", "date @ 1M", DEFAULT_VISITS) is None


def slots(sheet, headings, table="assessments", **source):
    layout = recognise(sheet(table, headings, **source), DEFAULT_VISITS)
    return layout, [(slot.index, slot.name, slot.visit) for slot in layout.slots]


def rules(layout):
    return [(each.rule, each.cell) for each in layout.findings]


def test_a_long_sheet(sheet):
    layout, found = slots(sheet, "ID | Date | Item | Result | EASI | Date 0M")
    assert not layout.wide
    assert [name for _, name, _ in found] == ["patient", "date", "parameter", "value"]
    assert rules(layout) == [("unknown heading", "E1"), ("unknown heading", "F1")]


def test_constants_make_a_long_sheet(sheet):
    layout, _ = slots(sheet, "ID | Date | Value", constants={"parameter": "EASI"})
    assert (layout.wide, layout.findings) == (False, ())


def test_a_mapped_value_makes_a_long_sheet(sheet):
    layout, found = slots(
        sheet, "ID | Date | EASI", columns={"easi": "value"}, constants={"parameter": "EASI"}
    )
    assert (layout.wide, found[2]) == (False, (2, "value", ""))


def test_a_wide_sheet_has_no_column_for_a_parameter_or_a_unit(sheet):
    layout, found = slots(sheet, "ID | EASI 0M | Unit | Test")
    assert layout.wide
    assert [name for _, name, _ in found] == ["patient", "EASI"]
    assert rules(layout) == [("unknown heading", cell) for cell in ("C1", "D1")]


def test_an_explicit_mapping_goes_before_and_vouches_for_the_unit(sheet):
    columns = {"Score": "EASI @ 3 months", "LDH (mg/dL) 0M": "LDH @ 0M", "x": "ignore"}
    layout, found = slots(sheet, "ID | score | LDH (mg/dL) 0M | X", columns=columns)
    assert found == [(0, "patient", ""), (1, "EASI", MONTH_3), (2, "LDH", BASELINE)]
    assert layout.findings == ()


def test_a_wrong_unit_is_an_error_at_the_heading(sheet):
    layout, _ = slots(sheet, "ID | EASI 0M | Hb (g/mL) 0M | Platelets (x10⁴/µL) 0M")
    (found,) = layout.findings
    assert (found.rule, found.cell) == ("unit", "C1")
    assert found.expected == "HB in g/dL, g/L or mmol/L"


def test_units_of_headings(sheet):
    layout, _ = slots(
        sheet,
        "ID | Hb (g/L) 0M | 血小板数 [万/μL] 0M | LDH U/L 1M | WBC（×10³/µL）1M | 好酸球(%) 0M",
    )
    assert layout.findings == ()
    assert [(slot.name, slot.unit) for slot in layout.slots[1:]] == [
        ("HB", "g/l"), ("PLT", "万/μl"), ("LDH", "u/l"), ("WBC", "×103/μl"), ("EOS_PCT", "%")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "name"),
    [("非特異的IgE", "IGE"), ("IgE（非特異的）", "IGE"), ("IgE(RIST)", "IGE"), ("総IgE", "IGE"),
     ("顔面EASI", "EASI_HN"), ("EASI（頭頸部） 0M", "EASI_HN"), ("好酸球数", "EOS"),
     ("Eos%", "EOS_PCT"),
     ("痒みVAS", "ITCH_VAS"), ("そう痒", "ITCH_VAS"), ("γ-GTP", "GGT"), ("血小板", "PLT"),
     ("体表面積", "BSA"), ("検査日", "date"), ("患者ID", "patient")],
)  # fmt: skip
def test_japanese_headings_of_assessments(heading, name):
    assert heading_meaning("assessments", heading, DEFAULT_VISITS).name == name


@pytest.mark.parametrize(
    ("table", "heading", "name"),
    [("patients", "年齢", "age_years"), ("patients", "性 別", "sex"),
     ("treatments", "開始日", "start"), ("treatments", "終了日", "stop"),
     ("treatments", "中止理由", "reason"), ("treatments", "１日量(mg)", None),
     ("events", "有害事象", "event"), ("events", "転帰", "outcome")],
)  # fmt: skip
def test_japanese_headings_of_other_tables(table, heading, name):
    found = heading_meaning(table, heading, DEFAULT_VISITS)
    assert (found.name if found else None) == name


def test_a_mapped_heading_keeps_a_unit_that_is_known(sheet):
    layout, _ = slots(sheet, "ID | Blood (g/L) 0M", columns={"Blood (g/L) 0M": "HB @ 0M"})
    assert layout.slots[1].unit == "g/l"


def test_the_same_thing_twice_names_both_cells(sheet):
    layout, found = slots(sheet, "ID | EASI 0M | baseline EASI")
    assert found[1:] == [(1, "EASI", BASELINE)]
    (twice,) = layout.findings
    assert (twice.cell, twice.rule) == ("C1", "heading twice")
    assert "cell B1" in twice.expected


def test_rows_without_visits_need_a_date(sheet):
    layout, _ = slots(sheet, "ID | EASI | IGA 0M")
    assert rules(layout) == [("missing column", "")]
    assert slots(sheet, "ID | EASI", constants={"date": "2021-01-01"})[0].findings == ()


def test_a_missing_patient_and_a_missing_drug(sheet):
    layout, _ = slots(sheet, "Start | Stop", "treatments")
    assert [(e.rule, e.expected.split(";")[0]) for e in layout.findings] == [
        ("missing column", "a column for Patient"), ("missing column", "a column for Drug"),
    ]  # fmt: skip


def test_a_heading_with_a_near_one_says_so(sheet):
    layout, _ = slots(sheet, "ID | EASY 0M | EASI 1M")
    (found,) = layout.findings
    assert "easi 0m" in found.expected
    assert '"EASY 0M"' in found.remedy


def test_a_column_without_heading_and_content_is_nothing(sheet):
    layout = recognise(sheet("patients", "ID | ", ("P1",)), DEFAULT_VISITS)
    assert layout.findings == ()


def test_a_wrong_mapping_is_said_once(sheet):
    layout, _ = slots(sheet, "ID | X", "patients", columns={"X": "sexx", "Y": "sex"})
    assert ("mapping", "B1") in rules(layout)
    assert ("mapping unused", "") in rules(layout)
    assert "sex" in next(e for e in layout.findings if e.rule == "mapping").expected


@pytest.mark.parametrize("table", TABLES)
def test_every_known_heading_is_recognised(table):
    for heading in known_headings(table, DEFAULT_VISITS, wide=False):
        assert heading_meaning(table, heading, DEFAULT_VISITS), heading


def test_every_known_wide_heading_is_recognised():
    known = known_headings("assessments", DEFAULT_VISITS, wide=True)
    for heading in known:
        assert heading_meaning("assessments", heading, DEFAULT_VISITS), heading
    assert len(known) > 3 * len(PARAMETERS)


WEEKS = (
    Visit(name="baseline", label="W0", target_day=0, window=(-30, 0)),
    Visit(name="week 4", label="W4", target_day=28, window=(14, 41)),
    Visit(name="12 weeks", target_day=84, window=(70, 98)),
)


@pytest.mark.parametrize(
    ("heading", "visit"),
    [("EASI 4週後", "week 4"), ("EASI 4W", "week 4"), ("EASI D28", "week 4"),
     ("投与後12週 EASI", "12 weeks"), ("EASI (投与前)", "baseline"), ("開始時のEASI", "baseline"),
     ("EASI 0ヶ月", "baseline"), ("評価日 W12", "12 weeks")],
)  # fmt: skip
def test_a_visit_is_known_by_the_time_that_it_says(heading, visit):
    assert heading_meaning("assessments", heading, WEEKS).visit == visit


@pytest.mark.parametrize("heading", ["EASI 1M", "EASI 3ヶ月", "EASI 8W", "BSA (m²)", "BSA m2"])
def test_a_time_near_a_visit_is_not_the_visit(heading):
    months = (*WEEKS, Visit(name="2 months", target_day=120, window=(99, 130)))
    assert heading_meaning("assessments", heading, months) is None


def test_a_target_may_name_the_visit_by_its_time():
    assert target_meaning("assessments", "EASI @ 4週", WEEKS).visit == "week 4"


def test_the_visit_of_a_sheet_is_that_of_columns_that_name_none(sheet):
    layout, found = slots(sheet, "ID | Date | EASI | IGA 3M", visit=MONTH_1)
    assert found[1:] == [(1, "date", MONTH_1), (2, "EASI", MONTH_1), (3, "IGA", MONTH_3)]
    assert layout.findings == ()


def test_without_recognition_only_what_is_listed_is_read(sheet, monkeypatch):
    def reached(*_):
        raise AssertionError

    monkeypatch.setattr("dermcohort.check.headings.heading_meaning", reached)
    columns = {"ID": "patient", "EASI 0M": "EASI @ 1M"}
    layout, found = slots(sheet, "ID | EASI 0M | IGA 0M", columns=columns, recognise=False)
    assert found == [(0, "patient", ""), (1, "EASI", MONTH_1)]
    assert rules(layout) == [("unknown heading", "C1")]


def test_a_heading_of_another_source_of_the_sheet_is_not_unknown(sheet):
    one = {"file": "c.xlsx", "name": "All"}
    sheets = (
        sheet("patients", "ID | Age | Start | X | Y", **one),
        sheet("treatments", "ID | Age | Start | X | Y", columns={"X": "ignore"}, **one),
        sheet("events", "ID | Age | Start", file="c.xlsx", name="Other"),
    )
    first, second, other = together(sheets, [recognise(s, DEFAULT_VISITS) for s in sheets])
    assert ("unknown heading", "C1") not in rules(first)
    assert ("unknown heading", "D1") not in rules(first)
    assert ("unknown heading", "E1") in rules(first)
    assert ("unknown heading", "B1") not in rules(second)
    assert ("unknown heading", "B1") in rules(other)
    assert (first.shared, second.shared, other.shared) == (True, True, False)


def test_a_heading_to_ignore_may_be_missing(sheet):
    layout, _ = slots(sheet, "ID | Age", "patients", columns={"Name": "ignore", "Old": "sex"})
    assert [each.got for each in layout.findings if each.rule == "mapping unused"] == ["Old"]
