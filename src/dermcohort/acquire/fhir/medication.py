"""Treatments from FHIR's MedicationStatement, MedicationRequest and MedicationAdministration."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from dermcohort.acquire.fhir.elements import Reader, day, scalar
from dermcohort.acquire.fhir.resources import Resource, get, listed
from dermcohort.acquire.supplies import Supply, joined
from dermcohort.sheets import Value

#: Statuses of resources that say that nothing was taken.
NOT_TAKEN = {
    "MedicationStatement": ("entered-in-error", "not-taken", "intended"),
    "MedicationRequest": ("entered-in-error", "cancelled", "draft"),
    "MedicationAdministration": ("entered-in-error", "not-done"),
}
_TIMES_A_DAY = {"QD": 1, "BID": 2, "TID": 3, "QID": 4}
_DAYS_OF = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}


class Treatment(NamedTuple):
    """One row of the treatments; the resource that it is named after."""

    resource: Resource
    patient: str
    drug: str
    dose: Value
    start: Value
    stop: Value
    reason: Value


def treatments_of(reader: Reader) -> list[Treatment]:
    """All treatments with a drug of the list.

    Statements are taken as they are. Orders and administrations are joined into treatments
    with `Source.gap_days`; they are not used for a patient and drug that has a statement.
    """
    stated = [_stated(each) for each in _of(reader, "MedicationStatement")]
    have = {(each.patient, each.drug) for each in stated}
    supplied: dict[tuple[str, str], list[_Taken]] = defaultdict(list)
    without_end = beside = 0
    for type in ("MedicationRequest", "MedicationAdministration"):
        for taken in _of(reader, type):
            if (taken.patient, taken.drug) in have:
                beside += 1
                continue
            supplied[taken.patient, taken.drug].append(taken)
            without_end += type == "MedicationRequest" and _period(taken.resource)[1] is None
    reader.count("no end of supply", "MedicationRequest", "", without_end)
    reader.count("statement goes before", "MedicationStatement", "", beside)
    return stated + [
        treatment
        for takes in supplied.values()
        for treatment in _joined(takes, reader.source.gap_days)
    ]


class _Taken(NamedTuple):
    resource: Resource
    patient: str
    drug: str


def _of(reader: Reader, type: str) -> Iterable[_Taken]:
    """Resources of a type that say that a known drug was taken."""
    for resource in reader.resources.by_type.get(type, ()):
        content = resource.content
        refused = reader.refused(resource, NOT_TAKEN[type])
        if not refused and content.get("doNotPerform") is True:
            reader.count("status", type, "doNotPerform")
            refused = True
        if not refused and content.get("intent") in ("proposal", "plan"):
            reader.count("status", type, f"intent {content['intent']}")
            refused = True
        patient = None if refused else reader.patient(resource)
        if patient is None:
            continue
        concept = content.get("medicationCodeableConcept")
        if concept is None:
            referred = reader.resources.referred(content.get("medicationReference"), content)
            concept = get(referred.content, "code") if referred else None
            concept = concept or {"text": get(content, "medicationReference", "display")}
        if drug := reader.drug(concept, type):
            yield _Taken(resource, patient, drug)


def _stated(taken: _Taken) -> Treatment:
    content = taken.resource.content
    start, stop = _period(taken.resource)
    reason = get(content, "statusReason", "text") or get(
        content, "statusReason", "coding", "display"
    )
    return Treatment(*taken, _dose(content), start, stop, scalar(reason))


def _period(resource: Resource) -> tuple[Value, Value]:
    """First and last day, as far as the resource says so."""
    content = resource.content
    if resource.type != "MedicationRequest":
        period = content.get("effectivePeriod")
        if period is not None:
            return day(get(period, "start")), day(get(period, "end"))
        at = day(content.get("effectiveDateTime"))
        return at, (at if resource.type == "MedicationAdministration" else None)
    bounds = get(content, "dosageInstruction", "timing", "repeat", "boundsPeriod")
    start = get(bounds, "start") or get(content, "dispenseRequest", "validityPeriod", "start")
    first, last = day(start or content.get("authoredOn")), day(get(bounds, "end"))
    supply = get(content, "dispenseRequest", "expectedSupplyDuration")
    unit = get(supply, "code") or get(supply, "unit")
    days, value = _DAYS_OF.get(str(unit)), get(supply, "value")
    known = days and isinstance(value, (int, float)) and 0 < value * days < 10_000
    if last is None and known and isinstance(first, dt.date):
        last = first + dt.timedelta(days=max(int(value * (days or 1)) - 1, 0))
    return first, last


def _dose(content: dict[str, Any]) -> Value:
    """Milligrams a day, where dose and frequency are given as numbers; else None."""
    for dosage in listed(content.get("dosage") or content.get("dosageInstruction")):
        quantity = get(dosage, "doseAndRate", "doseQuantity")
        value, repeat = get(quantity, "value"), get(dosage, "timing", "repeat")
        in_mg = "mg" in (get(quantity, "code"), get(quantity, "unit"))
        times: float | None = _TIMES_A_DAY.get(str(get(dosage, "timing", "code", "coding", "code")))
        if times is None and get(repeat, "periodUnit") == "d":
            frequency, period = get(repeat, "frequency") or 1, get(repeat, "period") or 1
            if isinstance(frequency, int) and isinstance(period, (int, float)):
                times = frequency / period
        if in_mg and times and isinstance(value, (int, float)) and not isinstance(value, bool):
            return value * times
    return None


def _joined(takes: list[_Taken], gap_days: int) -> list[Treatment]:
    """Supplies of one patient and drug; another dose ends the treatment before."""
    made: list[Treatment] = []
    supplies: list[tuple[Value, Supply]] = []
    for number, taken in enumerate(takes):
        start, stop = _period(taken.resource)
        dose = _dose(taken.resource.content)
        if isinstance(start, dt.date) and (stop is None or isinstance(stop, dt.date)):
            supplies.append((dose, Supply(start, stop, number)))
        else:
            # What is no day is for `check` to say.
            made.append(Treatment(*taken, dose, start, stop, None))
    supplies.sort(key=lambda each: (each[1].start, each[1].record))
    runs: list[tuple[Value, list[Supply]]] = []
    for dose, supply in supplies:
        if not runs or (dose is not None and runs[-1][0] not in (dose, None)):
            runs.append((dose, []))
        elif runs[-1][0] is None:
            runs[-1] = dose, runs[-1][1]
        runs[-1][1].append(supply)
    for number, (dose, run) in enumerate(runs):
        until = runs[number + 1][1][0].start if number + 1 < len(runs) else None
        for each in joined(run, gap_days):
            stop = each.stop
            if until is not None and (stop is None or stop > until):
                stop = until
            made.append(Treatment(*takes[each.record], dose, each.start, stop, None))
    return made


def first_doses(treatments: Iterable[Treatment], drug: str) -> dict[str, dt.date]:
    """First day of a drug, by patient."""
    first: dict[str, dt.date] = {}
    for each in treatments:
        if each.drug == drug and isinstance(each.start, dt.date):
            first[each.patient] = min(each.start, first.get(each.patient, each.start))
    return first
