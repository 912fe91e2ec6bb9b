"""New users from OMOP tables, against a cohort built day by day; files and databases agree."""

from __future__ import annotations

import dataclasses
import datetime as dt

import omop_cdm
import private_postgres
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from omop_cdm import BARICITINIB, CK, DERMATITIS, DUPILUMAB, LOCAL_EASI, ZOSTER, day, expected

from dermcohort.acquire import acquire
from dermcohort.acquire.database import _url
from dermcohort.acquire.omop import read
from dermcohort.check import check
from dermcohort.errors import SourceUnreadable, StudyFileError
from dermcohort.sources import Source
from dermcohort.study import parse_study

SETTINGS = {"measurement_concepts": {"EASI": [LOCAL_EASI]}}
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def source(**more):
    settings = SETTINGS | more.pop("omop", {})
    return Source(kind="omop", drug="baricitinib", omop=settings, **more)


def sheet(sheets, name):
    return next(each for each in sheets if each.name == name)


def rows(sheets, name, *headings):
    found = sheet(sheets, name)
    at = [found.headings.index(heading) for heading in headings]
    return [tuple(row[i] for i in at) for row in found.rows]


def counted(sheets, rule):
    return {e.got.removeprefix("no "): int(e.expected.split(": ")[-1])
            for each in sheets for e in each.noticed if e.rule == rule}  # fmt: skip


@FEW
@given(
    tables=omop_cdm.cdms(), washout=st.sampled_from([0, 60, 365]), gap=st.sampled_from([0, 30, 60])
)
def test_the_cohort_is_the_one_counted_day_by_day(tables, washout, gap, tmp_path):
    omop_cdm.write_sqlite(tmp_path / "cdm.db", tables)
    chosen = source(database="sqlite:///cdm.db", gap_days=gap, omop={"washout_days": washout})
    sheets = read(chosen, tmp_path)
    truth = expected(tables, washout, gap)
    assert counted(sheets, "left out") == truth["left_out"]
    treatments = rows(sheets, "drug_exposure", *sheet(sheets, "drug_exposure").headings)
    assert sorted(treatments, key=str) == truth["treatments"]
    people = rows(sheets, "person", "person_id", "age", "gender_concept_id", "asthma")
    assert sorted((p, float(a), s or "", z) for p, a, s, z in people) == truth["patients"]
    measured = sheet(sheets, "measurement")
    values = rows(sheets, "measurement", "person_id", "measurement_date", "measurement_concept_id",
                  "value_as_number", "operator_concept_id", "unit_concept_id")  # fmt: skip
    found = [(n, *row) for n, row in zip(measured.row_numbers, values, strict=True)]
    assert sorted(found, key=str) == truth["assessments"]
    events = rows(sheets, "condition_occurrence",
                  "person_id", "condition_concept_id", "condition_start_date")  # fmt: skip
    assert sorted(events) == truth["events"]
    # Chart numbers stay where they are.
    assert "CHART" not in str([each.rows for each in sheets])


@settings(FEW, max_examples=12)
@given(tables=omop_cdm.cdms())
def test_every_form_gives_the_same_sheets(tables, postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("PG_PASSWORD", private_postgres.PASSWORD)
    engine = sa.create_engine(_url(postgres), poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in omop_cdm.sql(tables, "cdm"):
            connection.exec_driver_sql(statement)
    omop_cdm.write_sqlite(tmp_path / "cdm.db", tables)
    omop_cdm.write_csv(tmp_path / "csv", tables)
    omop_cdm.write_csv(tmp_path / "tabs", tables, mark="\t")
    omop_cdm.write_parquet(tmp_path / "parquet", tables)
    short = {"washout_days": 60}
    sources = [
        source(database="sqlite:///cdm.db", omop=short),
        source(database=postgres, omop=short | {"cdm_schema": "cdm"}),
        *(source(file=folder, omop=short) for folder in ("csv", "tabs", "parquet")),
    ]
    first, *others = (without_place(read(each, tmp_path)) for each in sources)
    for other in others:
        assert other == first


def without_place(sheets):
    return [
        dataclasses.replace(
            each, file="", source=None,
            noticed=tuple(dataclasses.replace(e, file="") for e in each.noticed),
        )
        for each in sheets
    ]  # fmt: skip


@settings(FEW, max_examples=25)
@given(tables=omop_cdm.cdms())
def test_checked_tables_hold_what_was_written(tables, tmp_path):
    omop_cdm.write_csv(tmp_path / "cdm", tables)
    study = parse_study(study_file({"file": "cdm", "omop": SETTINGS | {"washout_days": 60}}))
    cohort = check(study, acquire(study, tmp_path)).cohort
    truth = expected(tables, 60)
    wanted = ["patient", "drug", "start", "stop"]
    treatments = cohort.treatments.select(*wanted).collect().iter_rows()
    assert sorted(treatments, key=str) == truth["treatments"]
    people = cohort.patients.select("patient", "age_years", "sex", "asthma").collect().iter_rows()
    assert sorted((p, a, s or "", z) for p, a, s, z in people) == truth["patients"]
    events = cohort.events.select("patient", "event", "date").collect().iter_rows()
    assert sorted(events) == truth["events"]
    # The first value of a day is kept, the others are findings.
    first = {}
    for _, person, date, parameter, value, sign, unit in sorted(truth["assessments"], key=str):
        # An EASI in U/L is an error.
        if value is not None and (parameter, unit) != ("EASI", "U/L"):
            first.setdefault((person, parameter, date), (value, sign or "="))
    values = cohort.assessments.select("patient", "parameter", "date", "value", "comparator")
    found = {row[:3]: row[3:] for row in values.collect().iter_rows()}
    assert found == first


def study_file(entry):
    return {
        "title": "Test",
        "drug": "baricitinib",
        "start_between": ["2019-01-01", "2022-12-31"],
        "sources": [{"kind": "omop"} | entry],
    }


def small(**more):
    """One patient, P1: observed two years, diagnosed, treated from day 400."""
    tables = {
        "person": [(1, 8532, 1980, 6, 15, "CHART-1")],
        "observation_period": [(1, 1, day(0), day(900))],
        "condition_occurrence": [(1, 1, DERMATITIS, day(10))],
        "drug_exposure": [(7, 1, BARICITINIB, day(400), day(427), 28)],
        "measurement": [(17, 1, CK, day(400), 4171754, 120.0, 8645)],
    }
    return tables | more


def of(tmp_path, tables, **more):
    omop_cdm.write_csv(tmp_path / "cdm", tables)
    return read(source(file="cdm", **more), tmp_path)


def test_a_record_is_named_by_its_key(tmp_path):
    sheets = of(tmp_path, small())
    assert sheet(sheets, "measurement").place(0, 1) == (
        "cdm!measurement!value_as_number of record 17"
    )
    assert sheet(sheets, "drug_exposure").row_numbers == (7,)


def test_the_wash_out_and_what_comes_before_it(tmp_path):
    again = [(7, 1, BARICITINIB, day(2), day(30), 0), (8, 1, BARICITINIB, day(600), day(660), 0)]
    sheets = of(tmp_path, small(drug_exposure=again))
    assert rows(sheets, "drug_exposure", "drug_exposure_start_date") == [(day(600),)]
    assert "that are not used: 1" in next(
        e.expected for e in sheet(sheets, "drug_exposure").noticed
    )
    nobody = of(tmp_path, small(drug_exposure=again), omop={"washout_days": 570})
    assert counted(nobody, "left out") == {"wash-out": 1}
    enough = of(tmp_path, small(drug_exposure=again), omop={"washout_days": 569})
    assert counted(enough, "left out") == {}


def test_days_of_supply_and_what_is_said_of_neither(tmp_path):
    exposures = [
        (1, 1, BARICITINIB, day(400), None, 28),
        (2, 1, DUPILUMAB, day(100), None, None),
        (3, 1, DUPILUMAB, day(200), None, 0),
    ]
    sheets = of(tmp_path, small(drug_exposure=exposures))
    assert rows(sheets, "drug_exposure", "drug_exposure_end_date") == [
        (day(427),), (day(100),), (day(200),),
    ]  # fmt: skip


def test_a_gap_joins_up_to_its_days(tmp_path):
    for between, joined in ((30, 1), (31, 2)):
        second = day(427 + between + 1)
        exposures = [(1, 1, BARICITINIB, day(400), day(427), 0),
                     (2, 1, BARICITINIB, second, second, 0)]  # fmt: skip
        sheets = of(tmp_path, small(drug_exposure=exposures))
        assert len(sheet(sheets, "drug_exposure").rows) == joined


def test_what_is_not_used_is_counted(tmp_path):
    tables = small(
        person=[(1, 8551, 1980, None, None, "CHART-1")],
        condition_occurrence=[(1, 1, DERMATITIS, day(10)), (2, 1, ZOSTER, day(400))],
        measurement=[(1, 1, CK, day(400), 0, 120, 0), (2, 1, 999, day(400), 0, 1, 0),
                     (3, 1, 999, day(401), 0, 1, 0)],
    )  # fmt: skip
    found = {e.rule: e for each in of(tmp_path, tables) for e in each.noticed}
    assert set(found) == {
        "no descendants", "sex not in list", "year of birth", "other concepts", "no unit",
        "before first dose",
    }  # fmt: skip
    assert found["other concepts"].got == "999 (2)"
    assert "CPK" in found["no unit"].expected


def test_what_stands_on_a_date_that_is_none(tmp_path):
    tables = small(drug_exposure=[(7, 1, BARICITINIB, day(400), day(427), 0),
                                  (8, 1, BARICITINIB, "spring", None, 0)])  # fmt: skip
    (error,) = [e for s in of(tmp_path, tables) for e in s.noticed if e.severity == "error"]
    assert error.place == "cdm, sheet drug_exposure, cell drug_exposure_start_date of record 8"
    assert error.got == "spring"


def test_an_unknown_operator_and_unit_stop_the_run(tmp_path):
    omop_cdm.write_csv(tmp_path / "cdm", small(measurement=[(17, 1, CK, day(400), 5, 120, 99)]))
    study = parse_study(study_file({"file": "cdm"}))
    rules = {e.rule for e in check(study, acquire(study, tmp_path)).findings}
    assert {"not in list", "unit"} <= rules


def test_the_vocabulary_finds_drugs_tests_and_units(tmp_path):
    """Abrocitinib has no concept of ours, 3016436 no LOINC code, 4444 no unit."""
    tables = small(
        drug_exposure=[(7, 1, 2000000777, day(400), day(427), 28)],
        measurement=[(17, 1, 3016436, day(400), None, 120, 4444)],
    )
    omop_cdm.write_csv(tmp_path / "cdm", tables)
    concepts = (
        "concept_id\tconcept_name\tvocabulary_id\tconcept_class_id\tconcept_code\n"
        "2000000777\tAbrocitinib\tRxNorm Extension\tIngredient\tOMOP1\n"
        "2000000778\tabrocitinib\tRxNorm Extension\tBrand Name\tOMOP2\n"
        '3016436\tLDH "quoted\tLOINC\tLab Test\t2532-0\n'
        "4444\tenzyme unit\tUCUM\tUnit\t[U]/L\n"
    )
    (tmp_path / "cdm" / "CONCEPT.csv").write_text(concepts)
    sheets = read(source(file="cdm").model_copy(update={"drug": "abrocitinib"}), tmp_path)
    assert rows(sheets, "drug_exposure", "drug_concept_id") == [("abrocitinib",)]
    assert rows(sheets, "measurement", "measurement_concept_id", "unit_concept_id") == [
        ("LDH", "U/L")
    ]


def test_observations_are_values_too(tmp_path):
    omop_cdm.write_csv(tmp_path / "cdm", small())
    (tmp_path / "cdm" / "observation.csv").write_text(
        "observation_id,person_id,observation_concept_id,observation_date,value_as_number,"
        f"value_as_string\n1,1,{LOCAL_EASI},2020-02-05,12.5,\n2,1,{LOCAL_EASI},2020-03-05,,20\n"
    )
    sheets = read(source(file="cdm"), tmp_path)
    assert rows(sheets, "observation", "observation_date", "value_as_number") == [
        (dt.date(2020, 2, 5), 12.5), (dt.date(2020, 3, 5), "20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda cdm: (cdm / "person.csv").unlink(), "no table person"),
        (lambda cdm: (cdm / "person.csv").write_text("person_id\n1\n"), "no column gender_concept"),
        (lambda cdm: (cdm / "person.csv").write_text(""), "no column person_id"),
        (lambda cdm: (cdm / "person.parquet").write_text("x"), "person.csv and person.parquet"),
        (lambda cdm: (cdm / "drug_exposure.csv").write_bytes(b"a,\xff"), "UTF-8"),
        (lambda cdm: (cdm / "drug_exposure.csv").write_text('person_id\n"x'), "quotation mark"),
        (lambda cdm: (cdm / "drug_exposure.csv").write_text("person_id,b\n1\n"), "1 values"),
        (lambda cdm: (cdm / "concept.parquet").write_text("x"), "cannot be read as parquet"),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_read(tmp_path, change, words):
    omop_cdm.write_csv(tmp_path / "cdm", small())
    change(tmp_path / "cdm")
    with pytest.raises(SourceUnreadable, match=words) as refused:
        read(source(file="cdm"), tmp_path)
    assert "; try: " in str(refused.value)


def test_a_file_in_place_of_the_folder_and_a_drug_without_concept(tmp_path):
    (tmp_path / "charts.xlsx").write_text("x")
    with pytest.raises(SourceUnreadable, match="is no folder"):
        read(source(file="charts.xlsx"), tmp_path)
    omop_cdm.write_csv(tmp_path / "cdm", small())
    with pytest.raises(SourceUnreadable, match=r"abrocitinib; try: drug_concepts"):
        read(source(file="cdm").model_copy(update={"drug": "abrocitinib"}), tmp_path)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"washout": 1}, "did you mean 'washout_days'"),
        ({"drug_concepts": {"baricitinb": [1]}}, "did you mean 'baricitinib'"),
        ({"measurement_concepts": {"EASY": [1]}}, "'EASY' is no parameter"),
        ({"washout_days": -1}, "washout_days"),
    ],
)
def test_settings_that_mean_nothing(settings, words):
    with pytest.raises(StudyFileError, match=words):
        parse_study(study_file({"file": "cdm", "omop": settings}))
