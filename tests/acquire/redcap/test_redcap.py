"""A cohort goes into a REDCap export of each kind, and comes out as it was."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from redcap_export import DICTIONARY, Entry, Fields, write_dictionary, write_export

from dermcohort.acquire import acquire, files_of
from dermcohort.check import Checked, check
from dermcohort.errors import SourceUnreadable
from dermcohort.redcap_fields import COLUMN_OF_FIELD
from dermcohort.study import Study, parse_study
from dermcohort.template.data_dictionary import data_dictionary

DAY = dt.date
NOTE = "REDCap's own fields"
STUDY = {
    "title": "Test", "drug": "baricitinib", "start_between": ["2021-01-01", "2022-12-31"],
}  # fmt: skip
PATIENTS = {
    ("001", 34, "F", 22.5, 20, True, False, "nummular"),
    ("002", 61, "M", None, 45, None, True, None),
    ("A-3", None, None, None, None, None, None, None),
}
TREATMENTS = {
    ("001", "baricitinib", 4, DAY(2021, 3, 1), DAY(2021, 6, 20), "lack of efficacy", "tacrolimus"),
    ("001", "cyclosporine", 150, DAY(2020, 11, 2), DAY(2021, 2, 1), "too far away", None),
    ("002", "baricitinib", 2, DAY(2021, 5, 6), None, None, None),
    ("A-3", "baricitinib", 4, DAY(2022, 1, 17), None, None, None),
    ("A-3", "efalizumab", None, DAY(2020, 1, 17), DAY(2020, 2, 17), None, None),
}
EVENTS = {
    ("001", "acne or folliculitis", DAY(2021, 4, 2), "drug withdrawn", False),
    ("002", "broken arm", DAY(2021, 8, 2), "unknown", True),
}
COLUMNS = {
    "patients": ("patient", "age_years", "sex", "bmi", "ad_duration_years", "asthma", "rhinitis",
                 "diagnosis"),
    "treatments": ("patient", "drug", "dose_mg_per_day", "start", "stop", "reason", "next_drug"),
    "events": ("patient", "event", "date", "action", "serious"),
}  # fmt: skip
FIRST = {"001": DAY(2021, 3, 1), "002": DAY(2021, 5, 6), "A-3": DAY(2022, 1, 17)}
VISITS = {"baseline_arm_1": 0, "1_month_arm_1": 31, "3_months_arm_1": 88}
SCORES = {"baseline_arm_1": (4, 24.35, 620, "2150"), "1_month_arm_1": (2, 8.05, 310, "<5"),
          "3_months_arm_1": (1, 0, 500, ">20000")}  # fmt: skip
CODES = ("IGA", "EASI", "EOS", "IGE")


def own_fields(language: str = "en") -> Fields:
    """The fields of the dictionary that the template writes."""
    text = data_dictionary(parse_study(STUDY | {"sources": [{"table": "patients"}]}), language)
    fields: Fields = {}
    for row in csv.DictReader(io.StringIO(text)):
        choices = dict(
            part.strip().split(", ", 1) for part in row[DICTIONARY[5]].split("|") if part.strip()
        )
        fields[row[DICTIONARY[0]]] = (
            row["Form Name"],
            row["Field Type"],
            row["Field Label"],
            choices,
        )
    return fields


def given(fields: Fields, names: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, str]:
    """Field -> code; what no list has goes into the field beside it."""
    found = {}
    for name, value in zip(names, values, strict=True):
        if value is None:
            continue
        choices = fields[name][3]
        code = str(int(value)) if isinstance(value, bool) else str(value)
        if choices and fields[name][1] in ("radio", "dropdown"):
            code = code.replace(" ", "_")
            if code not in choices:
                found[f"{name}_other"], code = str(value), "other"
        found[name] = code
    return found


def entries_of(fields: Fields, *, events: bool) -> list[Entry]:
    """The cohort as a project holds it, visits as events or as repeats."""
    at = {"event": "baseline_arm_1"} if events else {}
    entries = []
    for row in PATIENTS:
        names = ("age_years", "sex", "bmi", "ad_duration_years", "asthma", "rhinitis", "diagnosis")
        entries.append(Entry(row[0], "patients", given(fields, names, row[1:]), **at))
    many = {"treatments": (TREATMENTS, ("drug", "dose_mg_per_day", "drug_start", "drug_stop",
                                        "stop_reason", "next_drug")),
            "adverse_events": (EVENTS, ("event", "event_date", "action", "serious"))}  # fmt: skip
    for form, (rows, names) in many.items():
        for number, row in enumerate(sorted(rows, key=str), start=1):
            entries.append(Entry(row[0], form, given(fields, names, row[1:]), repeat=number, **at))
    for patient, first in FIRST.items():
        for number, (event, days) in enumerate(VISITS.items(), start=1):
            values = {"visit_date": str(first + dt.timedelta(days))}
            values |= dict(zip(("iga", "easi", "eos", "ige"), SCORES[event], strict=True))
            place = {"event": event} if events else {"repeat": number}
            entries.append(Entry(patient, "visits", values, **place))
    return entries


def study_of(**source: Any) -> Study:
    return parse_study(STUDY | {"sources": [{"kind": "redcap", "file": "export.csv"} | source]})


def checked(folder: Path, **source: Any) -> Checked:
    study = study_of(**source)
    return check(study, acquire(study, folder))


def rows_of(found: Checked, table: str) -> list[tuple[Any, ...]]:
    return list(getattr(found.cohort, table).collect().select(*COLUMNS[table]).iter_rows())


def assessments_of(found: Checked) -> set[tuple[Any, ...]]:
    frame = found.cohort.assessments.collect()
    return set(frame.select("patient", "date", "parameter", "value", "comparator").iter_rows())


def expected_assessments() -> set[tuple[Any, ...]]:
    found = set()
    for patient, first in FIRST.items():
        for event, days in VISITS.items():
            for code, value in zip(CODES, SCORES[event], strict=True):
                text = str(value)
                sign = text[0] if text[0] in "<>" else "="
                number = float(text.lstrip("<>"))
                found.add((patient, first + dt.timedelta(days), code, number, sign))
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("events", [False, True], ids=["repeats", "events"])
@pytest.mark.parametrize("form", ["raw", "labels", "label headings"])
def test_a_cohort_comes_back_from_every_kind_of_export(tmp_path, language, events, form):
    fields = own_fields(language)
    entries = entries_of(fields, events=events)
    write_dictionary(tmp_path / "dd.csv", fields)
    write_export(tmp_path / "export.csv", fields, entries, labels=form != "raw",
                 label_headings=form == "label headings")  # fmt: skip
    found = checked(tmp_path, dictionary="dd.csv")
    for table, rows in (("patients", PATIENTS), ("treatments", TREATMENTS), ("events", EVENTS)):
        assert sorted(rows_of(found, table), key=str) == sorted(rows, key=str)
    assert assessments_of(found) == expected_assessments()
    assert {each.rule for each in found.findings} == {NOTE, "censored", "unknown drug",
                                                      "unknown event"}  # fmt: skip


def test_our_own_fields_need_no_dictionary(tmp_path):
    fields = own_fields()
    write_export(tmp_path / "export.csv", fields, entries_of(fields, events=False))
    found = checked(tmp_path)
    assert sorted(rows_of(found, "treatments"), key=str) == sorted(TREATMENTS, key=str)
    assert sorted(rows_of(found, "events"), key=str) == sorted(EVENTS, key=str)
    assert assessments_of(found) == expected_assessments()


def test_the_template_and_the_reader_have_the_same_fields():
    fields = own_fields()
    assert {name for name in fields if name not in COLUMN_OF_FIELD} == set()


def test_a_place_is_the_cell_of_the_csv(tmp_path):
    (tmp_path / "export.csv").write_text(
        "patient,redcap_repeat_instrument,redcap_repeat_instance,age_years,patients_complete,"
        "visit_date,easi,visits_complete\n"
        "001,,,34,2,,,\n001,visits,1,,,2021-03-01,84,2\n"
    )
    found = checked(tmp_path)
    wrong = [each for each in found.findings if each.rule == "range"]
    assert [(each.file, each.cell, each.got) for each in wrong] == [("export.csv", "G3", "84")]
    assert next(f for f in found.findings if f.rule == NOTE).got == (
        "redcap_repeat_instrument, redcap_repeat_instance, patients_complete, visits_complete"
    )


FOREIGN: Fields = {
    "record_id": ("baseline", "text", "Record ID", {}),
    "gender": ("baseline", "radio", "<b>Gender</b>", {"1": "Female", "2": "Male"}),
    "atopy": ("baseline", "checkbox", "Atopy", {"1": "Asthma", "2": "Rhinitis"}),
    "colour": ("baseline", "text", "Colour of eyes", {}),
    "bari_start": ("baseline", "text", "First dose", {}),
    "iga_grade": ("skin", "radio", "IGA", {"1": "0 - clear", "2": "1 - almost clear",
                                           "3": "2 - mild", "9": "Not done"}),
    "easi_total": ("skin", "calc", "EASI", {}),
    "tarc_value": ("blood", "text", "TARC", {}),
}  # fmt: skip
MAPPED = {
    "gender": "sex", "atopy___1": "asthma", "atopy___2": "rhinitis",
    "bari_start": "treatments.start", "iga_grade": "IGA", "easi_total": "EASI",
    "tarc_value": "TARC",
}  # fmt: skip


def foreign_entries() -> list[Entry]:
    visits = {"baseline_arm_1": ("3", 20, 900), "1_month_arm_1": ("1", 5, 450)}
    entries = [
        Entry("1", "baseline", {"gender": "1", "atopy": ("1",), "bari_start": "2021-03-01",
                                "colour": "brown"}, event="baseline_arm_1"),
        Entry("2", "baseline", {"gender": "2", "bari_start": "2021-04-01"},
              event="baseline_arm_1"),
    ]  # fmt: skip
    for patient in ("1", "2"):
        for event, (iga, easi, tarc) in visits.items():
            entries.append(Entry(patient, "skin", {"iga_grade": iga, "easi_total": easi},
                                 event=event))  # fmt: skip
            entries.append(Entry(patient, "blood", {"tarc_value": tarc}, event=event))
    entries.append(Entry("2", "skin", {"iga_grade": "9"}, event="3_months_arm_1"))
    return entries


@pytest.mark.parametrize("labels", [False, True], ids=["raw", "labels"])
def test_a_foreign_project_is_mapped_by_its_fields(tmp_path, labels):
    write_dictionary(tmp_path / "dd.csv", FOREIGN)
    write_export(tmp_path / "export.csv", FOREIGN, foreign_entries(), labels=labels)
    found = checked(tmp_path, dictionary="dd.csv", columns=MAPPED,
                    constants={"treatments.drug": "baricitinib"})  # fmt: skip
    patients = found.cohort.patients.collect().select("patient", "sex", "asthma", "rhinitis")
    assert list(patients.iter_rows()) == [("1", "F", True, False), ("2", "M", False, False)]
    starts = found.cohort.treatments.collect().select("patient", "drug", "start")
    assert list(starts.iter_rows()) == [("1", "baricitinib", DAY(2021, 3, 1)),
                                        ("2", "baricitinib", DAY(2021, 4, 1))]  # fmt: skip
    # Without a date each event is the visit of its name.
    got = found.cohort.assessments.collect().select("patient", "date", "parameter", "value")
    assert set(got.iter_rows()) == {
        (patient, first + dt.timedelta(days), code, value)
        for patient, first in (("1", DAY(2021, 3, 1)), ("2", DAY(2021, 4, 1)))
        for days, values in ((0, (2.0, 20.0, 900.0)), (30, (0.0, 5.0, 450.0)))
        for code, value in zip(("IGA", "EASI", "TARC"), values, strict=True)
    }
    rules = {each.rule: each for each in found.findings}
    assert rules["unknown heading"].got == "colour"
    assert [each.rule for each in found.findings].count("unknown heading") == 1
    assert set(rules) <= {NOTE, "unknown heading", "assumed dates", "word for missing",
                          "not done or not detected", "no values"}  # fmt: skip


def test_an_event_of_another_name_is_named_in_the_study_file(tmp_path):
    fields = {"record_id": ("skin", "text", "ID", {}), "easi": ("skin", "text", "EASI", {})}
    write_export(tmp_path / "export.csv", fields,
                 [Entry("1", "skin", {"easi": 3}, event="baseline_arm_1")])  # fmt: skip
    text = (tmp_path / "export.csv").read_text().replace("baseline_arm_1", "first_look_arm_1")
    (tmp_path / "export.csv").write_text(text)
    found = checked(tmp_path)
    assert "mapping" in {each.rule for each in found.findings}
    (sheet,) = (s for s in acquire(study_of(codes={"visit": {"first_look_arm_1": "baseline"}}),
                                   tmp_path) if s.source.table == "assessments")  # fmt: skip
    assert sheet.source.columns["easi"] == "EASI @ baseline"


def test_forms_with_dates_of_their_own_are_read_apart(tmp_path):
    fields: Fields = {
        "record_id": ("skin", "text", "ID", {}),
        "seen": ("skin", "text", "Seen", {}),
        "easi": ("skin", "text", "EASI", {}),
        "drawn": ("blood", "text", "Drawn", {}),
        "ldh": ("blood", "text", "LDH", {}),
    }
    entry = {"event": "baseline_arm_1"}
    write_dictionary(tmp_path / "dd.csv", fields)
    write_export(tmp_path / "export.csv", fields, [
        Entry("1", "skin", {"seen": "2021-03-01", "easi": 3}, **entry),
        Entry("1", "blood", {"drawn": "2021-02-27", "ldh": 230}, **entry),
    ])  # fmt: skip
    found = checked(tmp_path, dictionary="dd.csv",
                    columns={"seen": "assessments.date", "drawn": "assessments.date"})  # fmt: skip
    got = found.cohort.assessments.collect().select("date", "parameter", "value")
    assert set(got.iter_rows()) == {(DAY(2021, 3, 1), "EASI", 3), (DAY(2021, 2, 27), "LDH", 230)}


def test_codes_that_no_label_explains_are_said(tmp_path):
    fields: Fields = {
        "record_id": ("skin", "text", "ID", {}),
        "visit_date": ("skin", "text", "Date", {}),
        "iga": ("skin", "radio", "IGA", {"1": "Clear", "2": "Almost clear"}),
    }
    write_dictionary(tmp_path / "dd.csv", fields)
    write_export(tmp_path / "export.csv", fields,
                 [Entry("1", "skin", {"visit_date": "2021-03-01", "iga": "1"})])  # fmt: skip
    found = checked(tmp_path, dictionary="dd.csv")
    assert [f.got for f in found.findings if f.rule == "codes as values"] == ["iga"]
    found = checked(tmp_path, dictionary="dd.csv", codes={"IGA": {"1": "0", "2": "1"}})
    assert found.cohort.assessments.collect()["value"].to_list() == [0.0]


def test_codes_for_missing_data_are_missing(tmp_path):
    (tmp_path / "export.csv").write_text("patient,age_years,sex\n001,UNK,-99\n")
    found = checked(tmp_path, missing=["UNK", "-99"])
    assert rows_of(found, "patients")[0][:3] == ("001", None, None)
    assert "declared missing" in {each.rule for each in found.findings}


def test_a_source_can_be_of_one_table_only(tmp_path):
    (tmp_path / "export.csv").write_text(
        "record_id,bari_start,csa_start\n1,2021-03-01,2020-03-01\n2,2021-04-01,\n"
    )
    drugs = {"baricitinib": "bari_start", "cyclosporine": "csa_start"}
    sources = [
        {"kind": "redcap", "file": "export.csv", "table": "treatments",
         "columns": {field: "treatments.start", other: "ignore"},
         "constants": {"treatments.drug": drug}}
        for (drug, field), other in zip(drugs.items(), reversed(drugs.values()), strict=True)
    ]  # fmt: skip
    study = parse_study(STUDY | {"sources": sources})
    got = check(study, acquire(study, tmp_path)).cohort.treatments.collect()
    assert set(got.select("patient", "drug").iter_rows()) == {
        ("1", "baricitinib"), ("1", "cyclosporine"), ("2", "baricitinib"),
    }  # fmt: skip


def test_a_text_beside_another_choice_is_not_used_and_said(tmp_path):
    (tmp_path / "export.csv").write_text(
        "patient,drug,drug_other,drug_start\n1,baricitinib,or rather placebo,2021-03-01\n"
        "2,other,placebo,2021-03-01\n3,,placebo,2021-03-01\n"
    )
    found = checked(tmp_path)
    drugs = found.cohort.treatments.collect().select("patient", "drug")
    assert dict(drugs.iter_rows()) == {"1": "baricitinib", "2": "placebo", "3": "placebo"}
    (told,) = (f for f in found.findings if f.rule == "text beside a choice")
    assert (told.severity, told.got, told.expected[-2:]) == ("warning", "drug_other", " 1")


def test_empty_lines_are_no_patients(tmp_path):
    (tmp_path / "export.csv").write_text("patient,age_years\n1,30\n\n,\n2,\n\n")
    assert [row[:2] for row in rows_of(checked(tmp_path), "patients")] == [("1", 30), ("2", None)]


def test_boxes_that_are_not_ticked_make_no_row(tmp_path):
    (tmp_path / "export.csv").write_text(
        "record_id,redcap_event_name,atopy___1,age_years\n"
        "1,baseline_arm_1,1,30\n1,month_1_arm_1,0,\n2,baseline_arm_1,0,\n2,month_1_arm_1,0,\n"
    )
    found = checked(tmp_path, columns={"atopy___1": "asthma"})
    rows = found.cohort.patients.collect().select("patient", "asthma")
    assert list(rows.iter_rows()) == [("1", True), ("2", False)]
    assert "patient twice" not in {each.rule for each in found.findings}


def test_a_label_that_could_be_two_fields_is_not_guessed(tmp_path):
    fields: Fields = {
        "record_id": ("a", "text", "ID", {}),
        "visit_date": ("a", "text", "Date", {}),
        "event_date": ("b", "text", "Date", {}),
        "easi": ("a", "text", "EASI score", {}),
    }
    write_dictionary(tmp_path / "dd.csv", fields)
    (tmp_path / "export.csv").write_text("ID,Date,EASI score\n1,2021-03-01,3\n")
    found = checked(tmp_path, dictionary="dd.csv")
    unknown = [each.got for each in found.findings if each.rule == "unknown heading"]
    assert unknown == ["Date"]
    assert len(found.cohort.assessments.collect()) == 0


def test_the_dictionary_is_one_of_the_files(tmp_path):
    for name in ("export.csv", "dd.csv"):
        (tmp_path / name).write_text("x")
    names = [path.name for path in files_of(study_of(dictionary="dd.csv"), tmp_path)]
    assert names == ["export.csv", "dd.csv"]


UNREADABLE = {
    "a data dictionary": (",".join(DICTIONARY) + "\n", {}, r"is a data dictionary.*dictionary = "),
    "one row a value": ("record,field_name,value\n1,easi,3\n", {}, r"type eav.*try: export it as"),
    "no record": ("patient,easi\n", {}, r"holds no record; try"),
    "nothing known": ("id,x\n1,2\n", {"table": "events"}, r"has no field .*for events.*try: col"),
    "two tables": ("patient,seen\n1,2\n", {"columns": {"seen": "date"}},
                   r"'date'.*\"assessments\.date\" or \"events\.date\"; try"),
    "no column": ("patient,seen\n1,2\n", {"columns": {"seen": "agee"}},
                  r"'seen' is 'agee'.*nearest: age_years; allowed: patients\.patient"),
    "shifted": ("patient,easi\n1,2,3\n", {}, r"row 2 has more fields.*try: export it again"),
    "no dictionary": ("patient,easi\n1,2\n", {"dictionary": "export.csv"},
                      r"is no data dictionary of REDCap: it has no column 'variable / field name'"),
    "none there": ("patient,easi\n1,2\n", {"dictionary": "dd.csv"}, r"dd\.csv is not in the"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_said(tmp_path, case):
    text, source, words = UNREADABLE[case]
    (tmp_path / "export.csv").write_text(text)
    with pytest.raises(SourceUnreadable, match=words):
        checked(tmp_path, **source)
