"""SYNTHETIC FHIR R4: a random cohort written as servers write it, in one form or another."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import strategies as st

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
JLAC10 = "urn:oid:1.2.392.200119.4.504"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
#: Parameter -> codes that stand for it, and its unit in UCUM and as charts spell it.
TESTS: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "CPK": ([{"coding": [{"system": LOINC, "code": "2157-6"}]},
             {"coding": [{"system": JLAC10, "code": "3B010000002327201"}]},
             {"text": "CK"}], "U/L", "U/L"),
    "IGE": ([{"coding": [{"system": "urn:local", "code": "77"},
                         {"system": LOINC, "code": "19113-0"}]}], "[IU]/mL", "IU/mL"),
    "EASI": ([{"text": "EASI"}, {"coding": [{"code": "E1", "display": "EASI"}]}], "{score}", ""),
}  # fmt: skip
DRUGS: dict[str, list[dict[str, Any]]] = {
    "baricitinib": [{"coding": [{"system": RXNORM, "code": "2047232"}]},
                    {"coding": [{"system": ATC, "code": "L04AF02"}]}, {"text": "Olumiant"}],
    "dupilumab": [{"coding": [{"system": RXNORM, "code": "1876376"}]}, {"text": "dupilumab"}],
}  # fmt: skip
DAYS = st.integers(0, 500).map(lambda n: dt.date(2021, 1, 1) + dt.timedelta(days=n))
#: A time of the day and a zone; the day is the one that is written.
TIMES = st.sampled_from(["", "T09:30:00Z", "T23:59:59.5+09:00", "T00:00:00-11:00"])


@st.composite
def cohorts(draw: Any) -> dict[str, Any]:
    """Patients with treatments, values and events, and how each is written."""
    patients = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    who = st.sampled_from(patients)
    stays = draw(st.lists(st.tuples(who, DAYS, st.none() | st.integers(0, 99)), max_size=6,
                          unique_by=lambda row: row[0]))  # fmt: skip
    values = draw(st.lists(
        st.tuples(who, DAYS, st.sampled_from(sorted(TESTS)),
                  st.integers(200, 1400).map(lambda ticks: ticks / 20),
                  st.sampled_from(["", "<", ">", "<=", ">="])),
        max_size=12, unique_by=lambda row: row[:3],
    ))  # fmt: skip
    events = draw(st.lists(st.tuples(who, DAYS, st.sampled_from(["acne", "herpes zoster"])),
                           max_size=4))  # fmt: skip
    return {
        "patients": {
            each: (draw(st.dates(dt.date(1930, 1, 1), dt.date(2005, 12, 31))),
                   draw(st.sampled_from(["female", "male", "unknown", None])))
            for each in patients
        },
        "stays": [(*row, draw(st.sampled_from(sorted(DRUGS))), draw(st.integers(0, 2)))
                  for row in stays],
        "values": [(*row, draw(st.integers(0, 2)), draw(TIMES)) for row in values],
        "events": events,
        "urns": draw(st.booleans()),
    }  # fmt: skip


def resources(cohort: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources; a subject is named by type and id, or by the address of its entry."""

    def subject(patient: str) -> dict[str, Any]:
        return {"reference": f"urn:uuid:{patient}" if cohort["urns"] else f"Patient/{patient}"}

    made: list[dict[str, Any]] = []
    for patient, (birth, gender) in cohort["patients"].items():
        one = {"resourceType": "Patient", "id": patient, "birthDate": str(birth)}
        made.append(one | ({"gender": gender} if gender else {}))
    for number, (patient, start, lasts, drug, form) in enumerate(cohort["stays"]):
        period = {"start": f"{start}T08:00:00+09:00"}
        if lasts is not None:
            period["end"] = str(start + dt.timedelta(days=lasts))
        concepts = DRUGS[drug]
        made.append({
            "resourceType": "MedicationStatement", "id": f"m{number}", "status": "active",
            "subject": subject(patient), "effectivePeriod": period,
            "medicationCodeableConcept": concepts[form % len(concepts)],
        })  # fmt: skip
    for number, (patient, date, parameter, value, sign, form, time) in enumerate(cohort["values"]):
        concepts, ucum, _ = TESTS[parameter]
        quantity = {"value": value, "unit": "as printed", "system": UCUM, "code": ucum}
        made.append({
            "resourceType": "Observation", "id": f"o{number}", "status": "final",
            "code": concepts[form % len(concepts)], "subject": subject(patient),
            "effectiveDateTime": f"{date}{time}",
            "valueQuantity": quantity | ({"comparator": sign} if sign else {}),
        })  # fmt: skip
    for number, (patient, date, event) in enumerate(cohort["events"]):
        made.append({
            "resourceType": "AdverseEvent", "id": f"e{number}", "actuality": "actual",
            "subject": subject(patient), "event": {"text": event}, "date": str(date),
        })  # fmt: skip
    return made


def bundle(made: list[dict[str, Any]]) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:uuid:{each.get('id', '')}", "resource": each} for each in made]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def ndjson(made: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in made)
