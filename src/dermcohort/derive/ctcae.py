"""Laboratory terms of the Common Terminology Criteria for Adverse Events, version 5.0, as data.

Grades are made from the worst one down. An upper end of a range belongs to it, a lower end does
not, save where it is said. A criterion that is no laboratory value (grade 4 anaemia, grade 5) has
no place here, and a laboratory grade is no adverse event unless the physician says so.

Source: CTCAE v5.0, compared with the tables of pharmaverse/admiral (Apache-2.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Limit = Literal["high", "low", "baseline", "number"]


@dataclass(frozen=True, slots=True)
class Step:
    """A value beyond its limit has this grade.

    Attributes
    ----------
    grade : int
        1 to 4.
    times : Fraction
        The limit is so many times `of`; of "number", the number itself in the dictionary's unit.
    of : "high", "low", "baseline" or "number"
        Upper or lower limit of the reference interval, the value at the baseline, or nothing.
    plus : Fraction
        Added to it.
    inclusive : bool
        Whether the limit itself has the grade.
    baseline : "", "normal" or "abnormal"
        Only where the baseline was so; one that is missing counts as normal.
    other_units : tuple of (str, Fraction)
        The number as it is printed for other units, where it is no exact conversion.
    """

    grade: int
    times: Fraction
    of: Limit
    plus: Fraction = Fraction(0)
    inclusive: bool = False
    baseline: Literal["", "normal", "abnormal"] = ""
    other_units: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes
    ----------
    name : str
        As in the criteria, in plain words.
    parameter : str
        The laboratory value that is graded.
    rises : bool
        Whether high values are graded, not low ones.
    steps : tuple of Step
        Worst first.
    """

    name: str
    parameter: str
    rises: bool
    steps: tuple[Step, ...]


def _times_high(*times: str, baseline: Literal["", "normal", "abnormal"] = "") -> tuple[Step, ...]:
    """Grades 1, 2, ... beyond so many times the upper limit."""
    return tuple(
        Step(grade, Fraction(each), "high", baseline=baseline)
        for grade, each in reversed(list(enumerate(times, start=1)))
    )


def _times_baseline(*times: str, first_inclusive: bool = False) -> tuple[Step, ...]:
    """Grades 1, 2, ... beyond so many times an abnormal baseline."""
    return tuple(
        Step(grade, Fraction(each), "baseline", inclusive=first_inclusive and grade == 1,
             baseline="abnormal")
        for grade, each in reversed(list(enumerate(times, start=1)))
    )  # fmt: skip


def _enzyme(name: str, parameter: str, normal: tuple[str, ...], abnormal: tuple[Step, ...]) -> Term:
    steps = (*_times_high(*normal, baseline="normal"), *abnormal)
    return Term(name, parameter, True, tuple(sorted(steps, key=lambda step: -step.grade)))


def _number(grade: int, number: str, inclusive: bool = False, **units: str) -> Step:
    printed = tuple((unit.replace("_per_", "/"), Fraction(each)) for unit, each in units.items())
    return Step(grade, Fraction(number), "number", inclusive=inclusive, other_units=printed)


_BELOW = Step(1, Fraction(1), "low")
_ABOVE = Step(1, Fraction(1), "high")

TERMS: tuple[Term, ...] = (
    Term("CPK increased", "CPK", True, _times_high("1", "2.5", "5", "10")),
    _enzyme("ALT increased", "ALT", ("1", "3", "5", "20"),
            _times_baseline("1.5", "3", "5", "20", first_inclusive=True)),
    _enzyme("AST increased", "AST", ("1", "3", "5", "20"),
            _times_baseline("1.5", "3", "5", "20", first_inclusive=True)),
    _enzyme("blood bilirubin increased", "TBIL", ("1", "1.5", "3", "10"),
            _times_baseline("1", "1.5", "3", "10")),
    _enzyme("GGT increased", "GGT", ("1", "2.5", "5", "20"),
            _times_baseline("2", "2.5", "5", "20")),
    _enzyme("alkaline phosphatase increased", "ALP", ("1", "2.5", "5", "20"),
            _times_baseline("2", "2.5", "5", "20", first_inclusive=True)),
    Term("creatinine increased", "CREAT", True, (
        Step(4, Fraction(6), "high"),
        Step(3, Fraction(3), "high"),
        Step(3, Fraction(3), "baseline"),
        Step(2, Fraction(3, 2), "high"),
        Step(2, Fraction(3, 2), "baseline"),
        _ABOVE,
    )),
    Term("cholesterol high", "TC", True, (
        _number(4, "500", mmol_per_L="12.92"),
        _number(3, "400", mmol_per_L="10.34"),
        _number(2, "300", mmol_per_L="7.75"),
        _ABOVE,
    )),
    Term("hypertriglyceridaemia", "TG", True, (
        _number(4, "1000", mmol_per_L="11.4"),
        _number(3, "500", mmol_per_L="5.7"),
        _number(2, "300", mmol_per_L="3.42"),
        _number(1, "150", inclusive=True, mmol_per_L="1.71"),
    )),
    Term("white blood cells decreased", "WBC", False, (
        _number(4, "1000"), _number(3, "2000"), _number(2, "3000"), _BELOW,
    )),
    Term("neutrophils decreased", "NEUT", False, (
        _number(4, "500"), _number(3, "1000"), _number(2, "1500"), _BELOW,
    )),
    Term("lymphocytes decreased", "LYMPH", False, (
        _number(4, "200"), _number(3, "500"), _number(2, "800"), _BELOW,
    )),
    Term("lymphocytes increased", "LYMPH", True, (_number(3, "20000"), _number(2, "4000"))),
    Term("anaemia", "HB", False, (
        _number(3, "8", mmol_per_L="4.9"), _number(2, "10", mmol_per_L="6.2"), _BELOW,
    )),
    Term("haemoglobin increased", "HB", True, (
        Step(3, Fraction(1), "high", plus=Fraction(4)),
        Step(2, Fraction(1), "high", plus=Fraction(2)),
        _ABOVE,
    )),
    Term("platelets decreased", "PLT", False, (
        _number(4, "2.5"), _number(3, "5"), _number(2, "7.5"), _BELOW,
    )),
    Term("LDH increased", "LDH", True, (_ABOVE,)),
)  # fmt: skip
