"""Read FHIR R4: Patient, Condition, Observation, Medication*, AdverseEvent.

A record is named after its resource, ``Observation/abc``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dermcohort.acquire.fhir.elements import Reader, day, scalar, text_of
from dermcohort.acquire.fhir.medication import NOT_TAKEN, Treatment, first_doses, treatments_of
from dermcohort.acquire.fhir.resources import Resource, get, listed, resources_of
from dermcohort.acquire.noticed import noticed, units_assumed
from dermcohort.acquire.terminology import DIAGNOSIS, spelled_unit
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source

_COMORBIDITIES = ("asthma", "rhinitis", "conjunctivitis")
#: Sheet -> table of ours, and heading -> column of it.
_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "Patient": ("patients", {
        "id": "patient", "age": "age_years", "gender": "sex", "diagnosis": "diagnosis",
        **{name: name for name in _COMORBIDITIES},
    }),
    "Medication": ("treatments", {
        "subject": "patient", "medication": "drug", "dosage": "dose_mg_per_day", "start": "start",
        "end": "stop", "statusReason": "reason",
    }),
    "Observation": ("assessments", {
        "subject": "patient", "effective": "date", "code": "parameter", "value": "value",
        "comparator": "comparator", "unit": "unit",
    }),
    "AdverseEvent": ("events", {
        "subject": "patient", "event": "event", "date": "date", "seriousness": "serious",
        "outcome": "outcome",
    }),
}  # fmt: skip
#: Types that are read; Medication is what the others refer to.
_READ = ("Patient", "Condition", "Observation", "AdverseEvent", "Medication", *NOT_TAKEN)
_SEX = {"female": "F", "male": "M", "unknown": None}
_COMPARATORS = {"<": "<", "<=": "<", ">": ">", ">=": ">"}
_BIRTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
#: Name of a record and its values under the headings of `_FORMS`.
Record = tuple[str, Sequence[Value]]


def read(source: Source, folder: Path) -> tuple[Sheet, ...]:
    """Read a bundle, a bulk export or a folder of them.

    Parameters
    ----------
    source : Source
        Its ``file`` is a .json, an .ndjson or a folder; ``codes`` says what local codes mean.
    folder : Path
        Of the study file.

    Returns
    -------
    tuple of Sheet
        Patient, Medication (statements, orders, administrations), Observation, and AdverseEvent
        if there is one. What is not used is counted in ``noticed`` of the first.

    Raises
    ------
    SourceUnreadable
        If a file is not JSON, holds no FHIR or another version than R4.

    Notes
    -----
    Days are those of the zone in which a time is written. Age is that at the first dose of
    `Source.drug`. A comorbidity is present if a Condition says so that did not begin after it;
    without any Condition nothing is said of them.
    """
    resources = resources_of(source, folder)
    reader = Reader(resources, source)
    for type, found in resources.by_type.items():
        if type not in _READ:
            reader.count("other resources", type, type, len(found))
    treatments = treatments_of(reader)
    first = first_doses(treatments, source.drug)
    events = _events(reader)
    sheets = [
        _patients(reader, first),
        _sheet(reader, "Medication", [_treatment(each) for each in treatments]),
        _observations(reader),
        *([_sheet(reader, "AdverseEvent", events)] if "AdverseEvent" in resources.by_type else []),
    ]
    # What was counted is complete only now.
    told = (*resources.findings, *reader.findings(), *sheets[0].noticed)
    return (replace(sheets[0], noticed=told), *sheets[1:])


def _patients(reader: Reader, first_dose: Mapping[str, dt.date]) -> Sheet:
    has = _conditions(reader, first_dose)
    said = "Condition" in reader.resources.by_type
    records: list[Record] = []
    year_alone = other_sex = 0
    for resource in reader.resources.by_type.get("Patient", ()):
        content, patient = resource.content, resource.id
        age, whole = _age(content.get("birthDate"), first_dose.get(patient))
        year_alone += age is not None and not whole
        gender = scalar(content.get("gender"))
        other_sex += gender is not None and gender not in _SEX
        mine = has.get(patient, set())
        values: list[Value] = [patient, age, _SEX.get(str(gender))]
        values.append(DIAGNOSIS if DIAGNOSIS in mine else None)
        values += [(name in mine) if said else None for name in _COMORBIDITIES]
        records.append((resource.name, values))
    counts = {"sex not in list": other_sex, "year of birth": year_alone}
    file = reader.resources.file
    found = [noticed(rule, file, "Patient", count=n) for rule, n in counts.items() if n]
    return _sheet(reader, "Patient", records, found)


def _age(birth: Any, first_dose: dt.date | None) -> tuple[Value, bool]:
    """Age in years at the first dose, and whether the whole date of birth is known."""
    found = _BIRTH.fullmatch(birth.strip()) if isinstance(birth, str) else None
    if found is None:
        return scalar(birth), True
    if first_dose is None:
        return None, True
    age = first_dose.year - int(found[1])
    if not found[3]:
        return age, False
    before = (first_dose.month, first_dose.day) < (int(found[2]), int(found[3]))
    return age - before, True


def _conditions(reader: Reader, first_dose: Mapping[str, dt.date]) -> dict[str, set[str]]:
    """Diagnosis and comorbidities of each patient, up to the first dose."""
    has: dict[str, set[str]] = {}
    for resource in reader.resources.by_type.get("Condition", ()):
        content = resource.content
        verified = get(content, "verificationStatus", "coding", "code")
        if verified in ("entered-in-error", "refuted"):
            reader.count("status", "Condition", str(verified))
            continue
        patient = reader.patient(resource)
        what = reader.condition(content.get("code"), "Condition") if patient else None
        if patient is None or what is None:
            continue
        begin = get(content, "onsetPeriod", "start") or content.get("onsetDateTime")
        date = day(begin or content.get("recordedDate"))
        first = first_dose.get(patient)
        if first is None or not isinstance(date, dt.date) or date <= first:
            has.setdefault(patient, set()).add(what)
    return has


def _treatment(each: Treatment) -> Record:
    return each.resource.name, each[1:]


def _observations(reader: Reader) -> Sheet:
    records: list[Record] = []
    without_unit: Counter[str] = Counter()
    for resource in reader.resources.by_type.get("Observation", ()):
        if reader.refused(resource, ("entered-in-error", "cancelled")):
            continue
        patient = reader.patient(resource)
        if patient is None:
            continue
        content = resource.content
        at = day(_effective(content))
        for name, part in _parts(resource):
            parameter = reader.parameter(part.get("code"), "Observation")
            if parameter is None:
                continue
            value, comparator, unit = _value(part)
            without_unit[parameter] += unit is None and value is not None
            records.append((name, (patient, at, parameter, value, comparator, unit)))
    file = reader.resources.file
    found = units_assumed(file, "Observation", +without_unit, reader.source)
    return _sheet(reader, "Observation", records, found)


def _effective(content: dict[str, Any]) -> Any:
    return (
        content.get("effectiveDateTime")
        or content.get("effectiveInstant")
        or get(content, "effectivePeriod", "start")
        or get(content, "effectiveTiming", "event")
    )


def _parts(resource: Resource) -> Iterable[tuple[str, dict[str, Any]]]:
    """The observation if it has a value or no components, and each of its components."""
    content = resource.content
    components = [each for each in listed(content.get("component")) if isinstance(each, dict)]
    if not components or any(key.startswith("value") for key in content):
        yield resource.name, content
    for number, each in enumerate(components, start=1):
        yield f"{resource.name}, component {number}", each


def _value(part: dict[str, Any]) -> tuple[Value, Value, Value]:
    """Value, comparator and unit; a value of a form that is no number as it is written."""
    quantity = part.get("valueQuantity")
    if isinstance(quantity, dict):
        sign = scalar(quantity.get("comparator"))
        ucum = quantity.get("system") == "http://unitsofmeasure.org"
        unit = (quantity.get("code") if ucum else None) or quantity.get("unit")
        spelled = scalar(quantity.get("code")) if unit is None else scalar(unit)
        known = _COMPARATORS.get(sign, sign) if isinstance(sign, str) else sign
        named = None if spelled is None else spelled_unit(str(spelled))
        return scalar(quantity.get("value")), known, named
    concept = part.get("valueCodeableConcept")
    if concept is not None:
        return text_of(concept), None, None
    others = [scalar(part[key]) for key in sorted(part) if re.match("value[A-Z]", key)]
    return (others[0] if others else None), None, None


def _events(reader: Reader) -> list[Record]:
    records: list[Record] = []
    for resource in reader.resources.by_type.get("AdverseEvent", ()):
        content = resource.content
        if content.get("actuality") == "potential":
            reader.count("status", "AdverseEvent", "actuality potential")
            continue
        patient = reader.patient(resource)
        if patient is None:
            continue
        serious = scalar(get(content, "seriousness", "coding", "code"))
        if isinstance(serious, str):
            serious = serious.casefold().replace("-", "")
            serious = "no" if serious == "nonserious" else "yes"
        records.append((resource.name, (
            patient, text_of(content.get("event")), day(content.get("date")), serious,
            text_of(content.get("outcome")),
        )))  # fmt: skip
    return records


def _sheet(
    reader: Reader, name: str, records: Sequence[Record], findings: Iterable[Finding] = ()
) -> Sheet:
    table, columns = _FORMS[name]
    # The codes of these are the reader's to know; those of the others are left to `check`.
    codes = {
        column: meanings
        for column, meanings in reader.source.codes.items()
        if column not in ("parameter", "drug", "diagnosis")
    }
    change = {"table": table, "columns": columns, "codes": codes}
    return Sheet(
        source=reader.source.model_copy(update=change),
        file=reader.resources.file,
        name=name,
        headings=tuple(columns),
        header_row=1,
        first_column=1,
        row_numbers=tuple(range(1, len(records) + 1)),
        rows=tuple(tuple(values) for _, values in records),
        noticed=tuple(findings),
        records=True,
        record_names=tuple(record for record, _ in records),
    )
