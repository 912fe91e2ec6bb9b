"""Rules of assessments: what an instrument or a laboratory can give, and once a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from dermcohort.check.assessments import Assessment
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import number_text
from dermcohort.check.typed import Typed
from dermcohort.findings import Finding
from dermcohort.tables import PARAMETERS, Parameter

#: DLQI is for adults and from 16 years on; below there is the CDLQI.
_DLQI_FROM_YEARS = 16
#: So many values of at most 1 percent are no chance.
_FRACTIONS = 3


def range_of_values(typed: Typed) -> Iterator[Finding]:
    """Values that no patient and no instrument has, and values off the instrument's grid."""
    for each in typed.assessments:
        parameter = PARAMETERS.get(each.parameter)
        if parameter is None:
            continue
        if not parameter.low <= each.value <= parameter.high:
            low, high = number_text(float(parameter.low)), number_text(float(parameter.high))
            yield _at(each, "range", name=parameter.label, low=low, high=high)
        elif parameter.step is not None and _off_grid(each.value, parameter.step):
            step = number_text(float(parameter.step))
            yield _at(each, "step", name=parameter.label, step=step)


def _off_grid(value: float, step: float) -> bool:
    # 1/20 has no exact float; a millionth of a step is far below any decimal that is written.
    return abs(value / step - round(value / step)) > 1e-6


def _at(each: Assessment, rule: str, **details: object) -> Finding:
    return finding(rule, each.sheet, each.cell, each.got, **details)


def fraction(typed: Typed) -> Iterator[Finding]:
    """A parameter in percent of which a column has fractions only: 0.45 that Excel shows as 45%."""
    columns: dict[tuple[int, int, str], list[Assessment]] = defaultdict(list)
    for each in typed.assessments:
        columns[id(each.sheet), each.column, each.parameter].append(each)
    for (_, _, name), found in columns.items():
        parameter: Parameter | None = PARAMETERS.get(name)
        if parameter is None or parameter.unit != "%" or len(found) < _FRACTIONS:
            continue
        if max(each.value for each in found) <= 1 and any(0 < each.value < 1 for each in found):
            yield _at(found[0], "fraction", name=parameter.label, count=len(found))


Key = tuple[str, str, dt.date]


def _key(each: Assessment) -> Key:
    return each.patient, each.parameter, each.date


def kept_once(assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
    """The first value of each patient, parameter and date; `repeated` tells of the others."""
    first: dict[Key, Assessment] = {}
    for each in assessments:
        first.setdefault(_key(each), each)
    return tuple(first.values())


def repeated(typed: Typed) -> Iterator[Finding]:
    """Two values of one patient, parameter and date: the same value, or another one."""
    first: dict[Key, Assessment] = {}
    for each in typed.assessments:
        before = first.setdefault(_key(each), each)
        if before is each:
            continue
        other = before.place
        if (before.value, before.comparator) == (each.value, each.comparator):
            yield _at(each, "duplicate", other=other)
        else:
            yield _at(each, "conflict", other=other, value=before.got)


def head_and_neck_above_whole(typed: Typed) -> Iterator[Finding]:
    """The part of a score above the whole of the same day."""
    whole = {(e.patient, e.date): e for e in typed.assessments if e.parameter == "EASI"}
    for each in typed.assessments:
        if each.parameter != "EASI_HN":
            continue
        easi = whole.get((each.patient, each.date))
        if easi is not None and each.value > easi.value:
            yield _at(
                each, "head and neck above whole", easi=number_text(easi.value), other=easi.place
            )


def child_dlqi(typed: Typed) -> Iterator[Finding]:
    """A DLQI of a child, once a patient."""
    ages = typed.ages()
    told: set[str] = set()
    for each in typed.assessments:
        age = ages.get(each.patient)
        if each.parameter != "DLQI" or age is None or each.patient in told:
            continue
        if age < _DLQI_FROM_YEARS:
            told.add(each.patient)
            yield _at(each, "child DLQI")
