"""Records of what was measured, of ADaM or SDTM, into a sheet of assessments."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dermcohort.acquire.cdisc.records import Record, in_words, sheet_of_records, words
from dermcohort.acquire.cdisc.terms import BLOOD, LABELLED, OTHER_SPECIMENS, PARAMETER_CODES
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.noticed import noticed, units_assumed
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source
from dermcohort.tables import PARAMETERS, parameter_of
from dermcohort.units import unit_of

_BEYOND = re.compile(r"\s*(?:<=?|>=?|≤|≥)\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*")
_LAST_PARENTHESES = re.compile(r"\(([^()]+)\)\s*$")
#: So many codes are named by a finding.
_NAMED = 10


class Measured(NamedTuple):
    """One record: who, when, what and how much.

    ``text`` is the result in characters, which may have a comparator; ``label`` names what was
    measured, with its unit in parentheses where there is none in ``unit``; ``chosen`` is whether
    the record is flagged for analysis.
    """

    record: int
    patient: Value
    date: Value
    code: Value
    number: Value
    text: Value
    unit: Value
    label: Value = None
    chosen: bool = False


#: What has been used already: patient, parameter, day, value and unit.
Used = set[tuple[Value, ...]]


def measured_sheet(
    dataset: Dataset,
    source: Source,
    headings: tuple[str, str, str, str, str],
    measured: Iterable[Measured],
    seen: Used,
    *,
    found: Sequence[Finding] = (),
    used: Iterable[str] = (),
) -> Sheet:
    """A sheet of the records that stand for a parameter of the list.

    Parameters
    ----------
    headings : tuple of str
        Variables of patient, date, code, value and unit.
    seen : set
        What other data sets gave; a record that repeats it is left out. It is added to.
    """
    file, told = dataset.file, list(found)
    meanings = {**PARAMETER_CODES, **in_words(source, "assessments", "parameter")}
    known, others = _of_the_list(measured, meanings)
    if others:
        got = _with_counts(others)
        told.append(noticed("other parameters", file, "", headings[2], got, count=others.total()))
    once, repeated = _once(_results(known, file, headings[3], told), meanings, seen)
    kept, left = _chosen(once, meanings)
    counts = {"repeated records": repeated, "not for analysis": left}
    told += [noticed(rule, file, count=count) for rule, count in counts.items() if count]
    without = Counter(
        code for m in kept if m.unit is None and (code := _parameter(m.code, meanings))
        and m.number is not None
    )  # fmt: skip
    told += units_assumed(file, "", without, source)
    columns = dict(zip(headings, ("patient", "date", "parameter", "value", "unit"), strict=True))
    return sheet_of_records(
        dataset, source, "assessments", columns,
        [Record(m.record, (m.patient, m.date, m.code, m.number, m.unit)) for m in kept],
        codes={"parameter": {c: p for c, p in PARAMETER_CODES.items() if c not in PARAMETERS}},
        found=told, used=used,
    )  # fmt: skip


def _unit_in_label(parameter: str, label: Value) -> str | None:
    """The unit at the end of a label.

    >>> _unit_in_label("TBIL", "Bilirubin (umol/L)"), _unit_in_label("EASI", "EASI (0-72)")
    ('umol/L', None)
    """
    found = _LAST_PARENTHESES.search(label) if isinstance(label, str) else None
    if found is None:
        return None
    known = PARAMETERS[parameter]
    # A laboratory value has a unit, known or not; what stands behind a score may be its range.
    return found[1] if known.role != "score" or unit_of(parameter, found[1]) else None


def _parameter(code: Value, meanings: Mapping[str, str]) -> str:
    """The parameter that a code stands for; "" for none of the list."""
    name = words(code)
    found = parameter_of(meanings.get(name, name)) if name else None
    return found.code if found else ""


def _of_the_list(
    measured: Iterable[Measured], meanings: Mapping[str, str]
) -> tuple[list[Measured], Counter[str]]:
    """Records of a parameter, each with a unit if any is said, and the others by their codes."""
    known: list[Measured] = []
    others: Counter[str] = Counter()
    for each in measured:
        code, parameter = words(each.code), _parameter(each.code, meanings)
        labelled = LABELLED.get(code) if meanings.get(code, code) == code else None
        # A record without a code is for `check` to say.
        if not code:
            known.append(each)
        elif not parameter or (labelled and not labelled.search(str(each.label))):
            others[str(each.code)] += 1
        elif each.unit is None:
            known.append(each._replace(unit=_unit_in_label(parameter, each.label)))
        else:
            known.append(each)
    return known, others


def _with_counts(counts: Counter[str]) -> str:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    more = f" and {len(ordered) - _NAMED} more" if len(ordered) > _NAMED else ""
    return ", ".join(f"{code} ({count})" for code, count in ordered[:_NAMED]) + more


def _results(
    measured: Iterable[Measured], file: str, heading: str, told: list[Finding]
) -> Iterator[Measured]:
    """Each record with its one result: text with a comparator, else the number, else the text."""
    differ = 0
    for each in measured:
        beyond = _BEYOND.fullmatch(each.text) if isinstance(each.text, str) else None
        if beyond:
            differ += each.number is not None and each.number != float(beyond[1])
            yield each._replace(number=each.text)
        else:
            yield each._replace(number=each.text if each.number is None else each.number)
    if differ:
        told.append(noticed("value beyond limit", file, "", heading, count=differ))


def _once(
    measured: Iterable[Measured], meanings: Mapping[str, str], seen: Used
) -> tuple[list[Measured], int]:
    """Records that do not repeat another: analysis data sets copy them for visits and periods."""
    kept, repeated = [], 0
    # Of several equal records the one flagged for analysis stands for them.
    ordered = sorted(measured, key=lambda each: (not each.chosen, each.record))
    for each in ordered:
        key = (*_day_of(each, meanings), each.number, each.unit)
        if each.number is not None and key in seen:
            repeated += 1
            continue
        seen.add(key)
        kept.append(each)
    return sorted(kept, key=lambda each: each.record), repeated


def _day_of(each: Measured, meanings: Mapping[str, str]) -> tuple[Value, ...]:
    return each.patient, _parameter(each.code, meanings), each.date


def _chosen(
    measured: Sequence[Measured], meanings: Mapping[str, str]
) -> tuple[list[Measured], int]:
    """Of several values of one day, the one that alone is flagged; else all, for `check` to say."""
    of_day: dict[tuple[Value, ...], list[Measured]] = defaultdict(list)
    for each in measured:
        if each.number is not None:
            of_day[_day_of(each, meanings)].append(each)
    left = {
        each.record
        for several in of_day.values()
        if len(several) > 1 and sum(each.chosen for each in several) == 1
        for each in several
        if not each.chosen
    }
    return [each for each in measured if each.record not in left], len(left)


def other_specimen(specimen: Value, category: Value) -> str:
    """The specimen of a record, if it is not blood; "" for blood and where nothing is said."""
    name = words(specimen)
    if name:
        return "" if name in BLOOD else name
    return words(category) if words(category) in OTHER_SPECIMENS else ""
