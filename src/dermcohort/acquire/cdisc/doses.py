"""Records of exposure, of ADaM or SDTM, into treatments."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from dermcohort.acquire.cdisc.records import Record, words
from dermcohort.acquire.cdisc.terms import MASSES_MG, TIMES_A_DAY
from dermcohort.acquire.noticed import noticed
from dermcohort.acquire.supplies import Supply, joined
from dermcohort.findings import Finding
from dermcohort.sheets import Value


class Dose(NamedTuple):
    """One period of one drug; ``reason`` is why it was stopped, ``beside`` where that stands."""

    record: int
    patient: Value
    drug: Value
    dose: Value
    start: Value
    stop: Value
    reason: Value = None
    beside: str = ""


class Reason(NamedTuple):
    """Why a patient stopped, and where it stands."""

    text: Value
    place: str


def daily_dose_mg(amount: Value, unit: Value, frequency: Value) -> float | None:
    """Dose in mg a day; None where a part is missing or is none of the lists.

    >>> daily_dose_mg(2.0, "mg", "BID"), daily_dose_mg(300.0, "mg", "Q2W")
    (4.0, None)
    """
    mass = MASSES_MG.get(unit.strip().casefold()) if isinstance(unit, str) else None
    times = TIMES_A_DAY.get(words(frequency))
    if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not mass or not times:
        return None
    return float(amount) * mass * times


def given(
    doses: Iterable[Dose], amounts: Mapping[int, Value], file: str
) -> tuple[list[Dose], list[Finding]]:
    """Leave out placebo and doses of 0, and say how many doses have no daily amount.

    Parameters
    ----------
    amounts : mapping of int to value
        Record -> its dose, in whatever unit.
    """
    kept, nothing, undosed = [], 0, 0
    for each in doses:
        amount = amounts.get(each.record)
        if "PLACEBO" in words(each.drug) or amount == 0:
            nothing += 1
            continue
        undosed += amount is not None and each.dose is None
        kept.append(each)
    counts = {"placebo": nothing, "no daily dose": undosed}
    return kept, [noticed(rule, file, count=n) for rule, n in counts.items() if n]


def treatments(doses: Sequence[Dose], gap_days: int, file: str) -> tuple[list[Dose], list[Finding]]:
    """Join records of one patient, drug and dose that follow each other into one treatment.

    Records of which a date is missing or is none stay as they are. Two records of the same days
    may be two parts of one dose or the morning's and the evening's, so they have no daily dose.
    """
    same_days = Counter((d.patient, words(d.drug), d.start, d.stop) for d in doses)
    by_drug: dict[tuple[Value, str], list[Dose]] = defaultdict(list)
    found, several = list[Dose](), 0
    for each in doses:
        if same_days[each.patient, words(each.drug), each.start, each.stop] > 1:
            several += each.dose is not None
            each = each._replace(dose=None)
        if _has_period(each):
            by_drug[each.patient, words(each.drug)].append(each)
        else:
            found.append(each)
    for periods in by_drug.values():
        ordered = sorted(periods, key=lambda d: (d.start, d.record))
        for _, run in groupby(ordered, key=lambda d: d.dose):
            found += _joined(list(run), gap_days)
    told = []
    if several:
        told.append(noticed("no daily dose", file, count=several))
    if fewer := len(doses) - len(found):
        told.append(noticed("records joined", file, days=gap_days, count=fewer))
    return sorted(found, key=lambda d: d.record), told


def _has_period(each: Dose) -> bool:
    start, stop = each.start, each.stop
    return isinstance(start, dt.date) and (
        stop is None or (isinstance(stop, dt.date) and stop >= start)
    )


def _joined(run: Sequence[Dose], gap_days: int) -> Iterator[Dose]:
    by_record = {each.record: each for each in run}
    supplies = [
        Supply(each.start, each.stop, each.record)  # type: ignore[arg-type]
        for each in run
    ]
    for period in joined(supplies, gap_days):
        yield by_record[period.record]._replace(stop=period.stop)


def with_reasons(doses: Sequence[Dose], reasons: Mapping[Value, Reason]) -> tuple[list[Dose], int]:
    """Each patient's reason at the last treatment, and how many patients with one have none."""
    last: dict[Value, int] = {}
    for at, each in enumerate(doses):
        if each.patient not in last or _later(each, doses[last[each.patient]]):
            last[each.patient] = at
    found = list(doses)
    for patient, reason in reasons.items():
        if patient in last:
            at = last[patient]
            found[at] = found[at]._replace(reason=reason.text, beside=reason.place)
    return found, sum(patient not in last for patient in reasons)


def _later(each: Dose, before: Dose) -> bool:
    days = [d.start if isinstance(d.start, dt.date) else dt.date.min for d in (before, each)]
    return days[0] <= days[1]


def records_of(doses: Iterable[Dose]) -> list[Record]:
    """Rows of patient, drug, dose, start, stop and reason."""
    return [
        Record(d.record, (d.patient, d.drug, d.dose, d.start, d.stop, d.reason), d.beside)
        for d in doses
    ]
