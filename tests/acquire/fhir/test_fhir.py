"""FHIR R4 as servers write it, and as anything else might."""

from __future__ import annotations

import datetime as dt
import json

import fhir_bundle
import pytest
from fhir_bundle import ATC, LOINC, RXNORM, UCUM, bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dermcohort.acquire import acquire
from dermcohort.acquire.fhir import read
from dermcohort.check import check
from dermcohort.errors import SourceUnreadable
from dermcohort.sources import Source
from dermcohort.study import parse_study

FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
P1 = {"resourceType": "Patient", "id": "p1", "birthDate": "1980-06-15", "gender": "female"}
OF_P1 = {"subject": {"reference": "Patient/p1"}}
BARI = {"coding": [{"system": RXNORM, "code": "2047232"}]}
START = {
    "resourceType": "MedicationStatement", "id": "m1", "status": "active",
    "medicationCodeableConcept": BARI, "effectivePeriod": {"start": "2021-01-10"}, **OF_P1,
}  # fmt: skip


def observation(value=None, code="2157-6", id="o1", **more):
    content = {
        "resourceType": "Observation", "id": id, "status": "final", **OF_P1,
        "code": {"coding": [{"system": LOINC, "code": code}]}, "effectiveDateTime": "2021-01-10",
    }  # fmt: skip
    if value is not None:
        content["valueQuantity"] = {"value": value, "system": UCUM, "code": "U/L"}
    return content | more


def request(id, **more):
    content = {
        "resourceType": "MedicationRequest", "id": id, "status": "active", "intent": "order",
        "medicationCodeableConcept": BARI,
    }  # fmt: skip
    return content | OF_P1 | more


def sheets_of(tmp_path, *made, **source):
    (tmp_path / "export.json").write_text(json.dumps(bundle(list(made))), encoding="utf-8")
    chosen = Source(kind="fhir", file="export.json", drug="baricitinib", **source)
    return {each.name: each for each in read(chosen, tmp_path)}


def column(sheet, heading):
    return [row[sheet.headings.index(heading)] for row in sheet.rows]


def found(sheets, rule):
    return [(e.sheet, e.got, e.expected.split(": ")[-1])
            for each in sheets.values() for e in each.noticed if e.rule == rule]  # fmt: skip


def study(file, **source):
    return parse_study(
        {
            "title": "Test",
            "drug": "baricitinib",
            "start_between": ["2021-01-01", "2022-12-31"],
            "sources": [{"kind": "fhir", "file": file} | source],
        }
    )


@FEW
@given(cohort=fhir_bundle.cohorts())
def test_a_cohort_comes_back_from_a_bundle(cohort, tmp_path):
    made = fhir_bundle.resources(cohort)
    (tmp_path / "export.json").write_text(json.dumps(bundle(made)), encoding="utf-8")
    chosen = study("export.json")
    tables = check(chosen, acquire(chosen, tmp_path)).cohort
    stays = tables.treatments.select("patient", "drug", "start", "stop").collect().iter_rows()
    assert sorted(stays, key=str) == sorted(
        ((p, drug, start, None if lasts is None else start + dt.timedelta(days=lasts))
         for p, start, lasts, drug, _ in cohort["stays"]), key=str,
    )  # fmt: skip
    values = tables.assessments.select("patient", "date", "parameter", "value", "comparator")
    assert sorted(values.collect().iter_rows()) == sorted(
        (p, date, parameter, value, sign[:1] or "=")
        for p, date, parameter, value, sign, *_ in cohort["values"]
    )
    events = tables.events.select("patient", "date", "event").collect().iter_rows()
    named = {"acne": "acne or folliculitis"}
    assert sorted(events) == sorted((p, d, named.get(e, e)) for p, d, e in cohort["events"])
    people = tables.patients.select("patient", "age_years", "sex").collect().iter_rows()
    assert {row[0]: row[1:] for row in people} == {
        patient: (age(birth, cohort, patient), {"female": "F", "male": "M"}.get(gender))
        for patient, (birth, gender) in cohort["patients"].items()
    }


def age(birth, cohort, patient):
    """Birthdays up to the first dose, counted one by one."""
    starts = [s for p, s, _, drug, _ in cohort["stays"] if p == patient and drug == "baricitinib"]
    if not starts:
        return None
    birthdays = 0
    day = birth
    while (day := day + dt.timedelta(days=1)) <= min(starts):
        # On the 29th of February one is a year older on the 1st of March of other years.
        leap_born = (birth.month, birth.day) == (2, 29)
        no_such_day = leap_born and (day.month, day.day) == (3, 1) and day.year % 4 != 0
        birthdays += (day.month, day.day) == (birth.month, birth.day) or no_such_day
    return float(birthdays)


@settings(FEW, max_examples=15)
@given(cohort=fhir_bundle.cohorts())
def test_a_bundle_and_a_bulk_export_and_a_folder_are_the_same(cohort, tmp_path):
    made = fhir_bundle.resources(cohort | {"urns": False})
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (tmp_path / "a.json").write_text(json.dumps(bundle(made)))
    (tmp_path / "a.ndjson").write_text("\ufeff" + fhir_bundle.ndjson(made), encoding="utf-8")
    for number, each in enumerate(made):
        (folder / f"{number:03}.json").write_text(json.dumps(each))
    contents = [
        [(s.name, s.headings, s.rows, s.record_names) for s in
         read(Source(kind="fhir", file=file, drug="baricitinib"), tmp_path)]
        for file in ("a.json", "a.ndjson", "export")
    ]  # fmt: skip
    assert contents[0] == contents[1] == contents[2]


def test_a_record_is_named_after_its_resource(tmp_path):
    sheets = sheets_of(tmp_path, P1, START, observation(120))
    place = sheets["Observation"].place(0, sheets["Observation"].headings.index("value"))
    assert place == "export.json!Observation!value of Observation/o1"


def test_components_are_values_of_their_own(tmp_path):
    parts = [
        {"code": {"text": "EASI"}, "valueQuantity": {"value": 12.5}},
        {"code": {"text": "IGA"}, "valueInteger": 3},
    ]
    one = observation(code="panel", component=parts)
    sheet = sheets_of(tmp_path, P1, START, one)["Observation"]
    assert column(sheet, "code") == ["EASI", "IGA"]
    assert column(sheet, "value") == [12.5, 3]
    assert sheet.record_names == ("Observation/o1, component 1", "Observation/o1, component 2")


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({"valueString": "<5"}, "<5"),
        ({"valueQuantity": {"value": "high"}}, "high"),
        ({"valueCodeableConcept": {"text": "3"}}, "3"),
        ({"valueRatio": {"numerator": {"value": 1}}}, '{"numerator": {"value": 1}}'),
        ({"dataAbsentReason": {"text": "not done"}}, None),
        ({"valueQuantity": [{"value": 3}]}, '[{"value": 3}]'),
    ],
)
def test_values_of_other_forms_go_on_as_they_are(tmp_path, more, value):
    sheet = sheets_of(tmp_path, P1, START, observation(**more))["Observation"]
    assert column(sheet, "value") == [value]


def test_partial_dates_are_for_check_to_say(tmp_path):
    one = observation(120, effectiveDateTime="2021-03")
    (tmp_path / "a.json").write_text(json.dumps(bundle([P1, START, one])))
    chosen = study("a.json")
    findings = check(chosen, acquire(chosen, tmp_path)).findings
    (wrong,) = [each for each in findings if each.severity == "error"]
    assert wrong.place == "a.json, sheet Observation, cell effective of Observation/o1"
    assert wrong.got == "2021-03"


def test_what_is_not_used_is_said(tmp_path):
    sheets = sheets_of(
        tmp_path, P1, START,
        observation(1, status="entered-in-error"),
        observation(1, id="o2", status="cancelled"),
        observation(1, id="o3", code="2345-7"),
        observation(1, id="o4", code="2345-7"),
        observation(1, id="o5", subject={"reference": "Device/d1"}),
        {"resourceType": "Encounter", "id": "x"},
        {"resourceType": "MedicationStatement", "id": "m2", "status": "not-taken", **OF_P1},
        {"resourceType": "MedicationStatement", "id": "m3", **OF_P1,
         "medicationCodeableConcept": {"text": "paracetamol"}},
        {"resourceType": "AdverseEvent", "id": "e1", "actuality": "potential", **OF_P1},
        {"resourceType": "Condition", "id": "c1", **OF_P1, "code": {"text": "flat foot"}},
    )  # fmt: skip
    assert found(sheets, "status") == [
        ("AdverseEvent", "actuality potential", "1"),
        ("MedicationStatement", "not-taken", "1"),
        ("Observation", "cancelled", "1"),
        ("Observation", "entered-in-error", "1"),
    ]
    assert found(sheets, "other code") == [
        ("Condition", "flat foot", "1"),
        ("MedicationStatement", "paracetamol", "1"),
        ("Observation", "2345-7", "2"),
    ]
    assert found(sheets, "not of a patient") == [("Observation", "Device/d1", "1")]
    assert found(sheets, "other resources") == [("Encounter", "Encounter", "1")]
    assert sheets["Observation"].rows == ()


def test_the_study_file_says_what_local_codes_are(tmp_path):
    codes = {"parameter": {"2345-7": "EASI"}, "drug": {"X1": "upadacitinib"}}
    local = {"coding": [{"code": "X1", "display": "trial tablet"}]}
    sheets = sheets_of(
        tmp_path, P1, START | {"medicationCodeableConcept": local}, observation(1, "2345-7"),
        codes=codes,
    )  # fmt: skip
    assert column(sheets["Observation"], "code") == ["EASI"]
    assert column(sheets["Medication"], "medication") == ["upadacitinib"]


def test_a_drug_by_one_word_of_its_name(tmp_path):
    product = {"coding": [{"system": RXNORM, "code": "2047239",
                           "display": "baricitinib 2 MG Oral Tablet [Olumiant]"}]}  # fmt: skip
    both = {"text": "dupilumab or baricitinib"}
    sheets = sheets_of(
        tmp_path, P1, START | {"medicationCodeableConcept": product},
        START | {"id": "m2", "medicationCodeableConcept": both},
    )  # fmt: skip
    assert column(sheets["Medication"], "medication") == ["baricitinib"]
    (said,) = [e for e in sheets["Patient"].noticed if e.rule == "drug by its name"]
    assert "2047239" in said.got
    assert "read as baricitinib" in said.expected
    assert found(sheets, "other code") == [("MedicationStatement", both["text"], "1")]


def test_a_drug_that_is_referred_to(tmp_path):
    drug = {"resourceType": "Medication", "id": "d1", "code": {
        "coding": [{"system": ATC, "code": "L04AF02"}]}}  # fmt: skip
    for reference, inside in (("Medication/d1", []), ("#d1", [drug])):
        one = {key: value for key, value in START.items() if key != "medicationCodeableConcept"}
        one |= {"medicationReference": {"reference": reference}, "contained": inside}
        sheets = sheets_of(tmp_path, P1, one, *([] if inside else [drug]))
        assert column(sheets["Medication"], "medication") == ["baricitinib"]


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/p1"},
        {"reference": "https://fhir.example.org/r4/Patient/p1/_history/3"},
        {"reference": "urn:uuid:p1"},
        {"identifier": {"system": "urn:ward", "value": "77"}},
    ],
)
def test_forms_of_a_reference_to_a_patient(tmp_path, subject):
    patient = P1 | {"identifier": [{"system": "urn:ward", "value": "77"}]}
    sheets = sheets_of(tmp_path, patient, START, observation(120, subject=subject))
    assert column(sheets["Observation"], "subject") == ["p1"]


def test_a_patient_who_is_not_there(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(bundle([
        P1, START, observation(120, subject={"reference": "Patient/p9"}),
    ])))  # fmt: skip
    chosen = study("a.json")
    rules = [e.rule for e in check(chosen, acquire(chosen, tmp_path)).findings]
    assert "unknown patient" in rules


def test_orders_and_administrations_are_joined(tmp_path):
    supply = {"dispenseRequest": {"expectedSupplyDuration": {"value": 28, "code": "d"}}}
    sheets = sheets_of(
        tmp_path, P1,
        request("r1", authoredOn="2021-01-10", **supply),
        request("r2", authoredOn="2021-02-10", **supply),
        request("r3", authoredOn="2021-06-01T09:00:00+09:00"),
        request("r4", authoredOn="2021-03-01", status="cancelled"),
        request("r5", authoredOn="2021-03-01", intent="plan"),
        {"resourceType": "MedicationAdministration", "id": "a1", "status": "completed", **OF_P1,
         "medicationCodeableConcept": BARI, "effectiveDateTime": "2021-02-07T08:00:00Z"},
    )  # fmt: skip
    sheet = sheets["Medication"]
    assert sheet.record_names == ("MedicationRequest/r1", "MedicationRequest/r3")
    assert column(sheet, "start") == [dt.date(2021, 1, 10), dt.date(2021, 6, 1)]
    assert column(sheet, "end") == [dt.date(2021, 3, 9), None]
    assert found(sheets, "no end of supply") == [("MedicationRequest", "", "1")]


def test_a_statement_goes_before_orders(tmp_path):
    sheets = sheets_of(tmp_path, P1, START, request("r1", authoredOn="2021-02-10"))
    assert sheets["Medication"].record_names == ("MedicationStatement/m1",)
    assert found(sheets, "statement goes before") == [("MedicationStatement", "", "1")]


def test_doses_a_day_and_a_change_of_dose(tmp_path):
    def dose(mg, frequency=1, period=1, unit="d"):
        repeat = {"frequency": frequency, "period": period, "periodUnit": unit}
        quantity = {"doseQuantity": {"value": mg, "code": "mg"}}
        return {"dosageInstruction": [{"timing": {"repeat": repeat}, "doseAndRate": [quantity]}]}

    sheet = sheets_of(
        tmp_path, P1,
        request("r1", authoredOn="2021-01-10", **dose(2, 2)),
        request("r2", authoredOn="2021-03-10", **dose(2)),
        request("r3", authoredOn="2022-01-10", **dose(300, 1, 2, "wk")),
    )["Medication"]  # fmt: skip
    assert column(sheet, "dosage") == [4, 2]
    assert column(sheet, "end") == [dt.date(2021, 3, 10), None]


def test_diagnosis_and_comorbidities(tmp_path):
    icd = "http://hl7.org/fhir/sid/icd-10-cm"

    def condition(id, code, **more):
        concept = {"coding": [{"system": icd, "code": code}]}
        return {"resourceType": "Condition", "id": id, "code": concept} | OF_P1 | more

    refuted = {"verificationStatus": {"coding": [{"code": "refuted"}]}}
    sheets = sheets_of(
        tmp_path, P1, START, condition("c1", "L20.9"), condition("c2", "J45", onsetDateTime="2000"),
        condition("c3", "J30.1", onsetDateTime="2021-06-01"), condition("c4", "H10.1", **refuted),
    )  # fmt: skip
    assert sheets["Patient"].rows == (("p1", 40, "F", "atopic dermatitis", True, False, False),)
    assert sheets_of(tmp_path, P1, START)["Patient"].rows == (("p1", 40, "F", *[None] * 4),)


def test_versions_and_repetitions_of_a_resource(tmp_path):
    old, new = (
        observation(value, meta={"lastUpdated": f"2021-0{month}-01T00:00:00Z"})
        for value, month in ((1, 2), (2, 3))
    )
    for order in ((old, new, new), (new, old, old)):
        sheets = sheets_of(tmp_path, P1, START, *order)
        assert column(sheets["Observation"], "value") == [2]
        assert found(sheets, "older version")
    sheets = sheets_of(tmp_path, P1, P1, START, observation(1), observation(2))
    assert column(sheets["Observation"], "value") == [1]
    assert [e.severity for e in sheets["Patient"].noticed if e.rule == "resources differ"] == [
        "error"
    ]
    assert found(sheets, "resource twice") == [("", "Patient", "1")]


def test_sex_birth_and_units_that_are_not_said(tmp_path):
    patient = P1 | {"gender": "other", "birthDate": "1980"}
    bare = observation(valueQuantity={"value": 120})
    sheets = sheets_of(tmp_path, patient, START, bare)
    assert sheets["Patient"].rows[0][:3] == ("p1", 41, None)
    rules = {e.rule for each in sheets.values() for e in each.noticed}
    assert rules == {"sex not in list", "year of birth", "no unit"}
    told = sheets_of(tmp_path, patient, START, bare, units={"CPK": "U/L"})
    assert found(told, "no unit") == []


def test_seriousness(tmp_path):
    def event(id, code):
        concept = {"coding": [{"code": code}]} if code else None
        content = {"resourceType": "AdverseEvent", "id": id, "event": {"text": "acne"}, **OF_P1}
        return content | ({"seriousness": concept} if code else {})

    sheets = sheets_of(
        tmp_path, P1, START, event("1", "Serious"), event("2", "Non-serious"), event("3", None)
    )
    assert column(sheets["AdverseEvent"], "seriousness") == ["yes", "no", None]


def test_pages_of_a_search_and_deleted_entries(tmp_path):
    content = bundle([P1, START])
    content["link"] = [{"relation": "next", "url": "https://fhir.example.org/?page=2"}]
    content["entry"].append({"request": {"method": "DELETE", "url": "Patient/p2"}})
    (tmp_path / "export.json").write_text(json.dumps(content))
    sheets = read(Source(kind="fhir", file="export.json", drug="baricitinib"), tmp_path)
    assert [(e.rule, e.severity) for e in sheets[0].noticed] == [
        ("more pages", "warning"), ("no resource", "note"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("a.json", b'{"resourceType": "Bundle", "entry": [', "ends too early, line 1"),
        ("a.json", b'{"resourceType": "Bun', "ends too early"),
        ("a.json", b"patients: 3", "is not JSON"),
        ("a.json", b'{"patients": 3}', "holds no FHIR resource"),
        ("a.json", b"[3]", "holds no FHIR resource"),
        ("a.json", b"<Bundle/>", "is XML"),
        ("a.json", b"\xff\xfe\xff", "UTF-8"),
        ("a.json", b"[" * 100_000, "ends too early|nested too deep"),
        ("a.json", b"", "is empty"),
        ("a.json", b"9" * 5000, "number too long|no FHIR"),
        ("a.ndjson", b'{"resourceType": "Patient"}\n{"resource', "ends too early, line 2"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, file, content, words):
    (tmp_path / file).write_bytes(content)
    with pytest.raises(SourceUnreadable, match=words) as refused:
        read(Source(kind="fhir", file=file), tmp_path)
    assert "; try: " in str(refused.value)


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (START | {"medication": {"concept": BARI}}, "MedicationStatement.medication.*R5"),
        (START | {"taken": "y"}, "MedicationStatement.taken.*STU3"),
        (observation(1, context={"reference": "Encounter/1"}), "Observation.context.*STU3"),
        ({"resourceType": "Condition", "clinicalStatus": "active"}, "as a word.*STU3"),
        ({"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}, "FHIR version 5.0.0"),
    ],
)
def test_other_versions_are_refused(tmp_path, resource, words):
    with pytest.raises(SourceUnreadable, match=words):
        sheets_of(tmp_path, P1, resource)


def test_a_folder_without_an_export(tmp_path):
    (tmp_path / "export").mkdir()
    with pytest.raises(SourceUnreadable, match=r"has no \.json or \.ndjson"):
        read(Source(kind="fhir", file="export"), tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "2021", "Patient/p1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
        st.sampled_from(["code", "coding", "value", "reference", "start", "text", "resource"]),
        inner, max_size=2,
    ),
    max_leaves=6,
)  # fmt: skip
ELEMENTS = sorted({
    *P1, *START, *observation(1), "component", "effectivePeriod", "dosage", "identifier", "event",
    "contained", "medicationReference", "authoredOn", "dispenseRequest", "meta", "date",
} - {"resourceType"})  # fmt: skip


@FEW
@given(
    type=st.sampled_from([
        "Patient", "Observation", "MedicationStatement", "MedicationRequest", "AdverseEvent",
        "MedicationAdministration", "Condition",
    ]),
    broken=st.dictionaries(st.sampled_from(ELEMENTS), JSON, max_size=5),
)  # fmt: skip
def test_anything_anywhere_is_read_or_refused(tmp_path, type, broken):
    base = next((r for r in (P1, START, observation(1)) if r["resourceType"] == type), OF_P1)
    (tmp_path / "a.json").write_text(
        json.dumps(bundle([P1, base | {"resourceType": type} | broken, START]))
    )
    chosen = study("a.json")
    try:
        sheets = acquire(chosen, tmp_path)
    except SourceUnreadable:
        return
    check(chosen, sheets)


def test_a_change_of_dose_ends_the_supply_before(tmp_path):
    def order(id, day, mg):
        repeat = {"frequency": 1, "period": 1, "periodUnit": "d"}
        quantity = {"doseQuantity": {"value": mg, "unit": "mg"}}
        supply = {"expectedSupplyDuration": {"value": 8, "unit": "weeks"}}
        dosage = [{"timing": {"repeat": repeat}, "doseAndRate": [quantity]}]
        return request(id, authoredOn=day, dispenseRequest=supply, dosageInstruction=dosage)

    made = [order("r1", "2021-01-10", 4), order("r2", "2021-02-01", 2)]
    sheet = sheets_of(tmp_path, P1, *made)["Medication"]
    assert column(sheet, "end") == [dt.date(2021, 2, 1), dt.date(2021, 3, 28)]


def test_units_of_ucum_are_converted(tmp_path):
    units = [("6690-2", "10*3/uL", 6.2, 6200.0), ("777-3", "10*9/L", 234, 23.4),
             ("19113-0", "[IU]/mL", 5000, 5000.0), ("718-7", "g/L", 138, 13.8)]  # fmt: skip
    made = [
        observation(code=code, id=f"o{n}",
                    valueQuantity={"value": value, "system": UCUM, "code": unit})
        for n, (code, unit, value, _) in enumerate(units)
    ]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(bundle([P1, START, *made])))
    chosen = study("a.json")
    checked = check(chosen, acquire(chosen, tmp_path))
    assert [each for each in checked.findings if each.severity == "error"] == []
    values = checked.cohort.assessments.select("value").collect()["value"].to_list()
    assert values == pytest.approx([expected for *_, expected in units], rel=1e-12)
