"""Eligibility: who may be in, and the first rule that keeps each other patient out."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.engine import Frame
from dermcohort.study import Range, Study

#: A rule in words, and whether it keeps a patient out. Not known means not kept out.
Rule = tuple[str, nw.Expr]


def rules(study: Study) -> tuple[Rule, ...]:
    """The rules of a study in the order in which they are asked.

    The expressions read ``day0``, ``age_years``, ``diagnosis`` and the columns of
    `baseline_columns`.
    """
    return (
        *_first_dose(study),
        *_age(study.eligibility.age_years),
        *_diagnosis(study.eligibility.diagnosis),
        *(rule for name, allowed in study.eligibility.baseline.items()
          for rule in _baseline(name, allowed)),
    )  # fmt: skip


def rule_names(study: Study) -> tuple[str, ...]:
    """The rules in words, in order: what ``subjects.exclusion`` may say."""
    return tuple(name for name, _ in rules(study))


def exclusion(study: Study) -> nw.Expr:
    """The first rule that keeps a patient out; missing for those who are in."""
    return engine.first_true([(broken, nw.lit(name)) for name, broken in rules(study)])


def baseline_columns(study: Study, used: Frame) -> Frame:
    """One row a patient and, in ticks, the baseline of each parameter that a rule asks for."""
    parameters = list(study.eligibility.baseline)
    at_baseline = used.filter(
        nw.col("visit") == study.baseline, nw.col("parameter").is_in(parameters)
    )
    return at_baseline.group_by("patient").agg(
        *(
            nw.when(nw.col("parameter") == name).then(nw.col("ticks")).max().alias(_column(name))
            for name in parameters
        )
    )


def _column(parameter: str) -> str:
    return f"_baseline_{parameter}"


def _first_dose(study: Study) -> tuple[Rule, ...]:
    first, last = study.start_between
    return (
        (f"no {study.drug}", nw.col("day0").is_null()),
        (f"first dose before {first}", nw.col("day0") < nw.lit(first)),
        (f"first dose after {last}", nw.col("day0") > nw.lit(last)),
    )


def _age(allowed: Range) -> tuple[Rule, ...]:
    outside = _outside("age", nw.col("age_years"), allowed, scale=1)
    if not outside:
        return ()
    return (("age not recorded", nw.col("age_years").is_null()), *outside)


def _diagnosis(allowed: tuple[str, ...]) -> tuple[Rule, ...]:
    if not allowed:
        return ()
    spelled = nw.col("diagnosis").str.strip_chars().str.to_lowercase()
    known = [name.strip().lower() for name in allowed]
    return (
        ("diagnosis not recorded", nw.col("diagnosis").is_null()),
        ("diagnosis not in the list", ~spelled.is_in(known)),
    )


def _baseline(parameter: str, allowed: Range) -> tuple[Rule, ...]:
    ticks = nw.col(_column(parameter))
    return (
        (f"{parameter} at baseline missing", ticks.is_null()),
        *_outside(f"{parameter} at baseline", ticks, allowed, scale=TICKS_PER_UNIT),
    )


def _outside(what: str, value: nw.Expr, allowed: Range, *, scale: int) -> tuple[Rule, ...]:
    """Scores are compared in whole ticks, so that 16 is not below 16."""
    found: list[Rule] = []
    if allowed.min is not None:
        low = round(allowed.min * scale) if scale > 1 else allowed.min
        found.append((f"{what} below {allowed.min:g}", value < low))
    if allowed.max is not None:
        high = round(allowed.max * scale) if scale > 1 else allowed.max
        found.append((f"{what} above {allowed.max:g}", value > high))
    return tuple(found)
