"""Laboratory grades: the worst one of each patient after the first dose, and Hy's law.

A value is graded as the laboratory reported it where the criteria print limits of their own for
that unit: 300 mg/dL and 7.75 mmol/L of cholesterol are not the same.
"""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.derive.characteristics import LEVEL, yes_no
from dermcohort.derive.ctcae import TERMS, Step, Term
from dermcohort.derive.reference_limits import applied
from dermcohort.engine import Frame
from dermcohort.study import Study

#: The parameter of each term starts with this.
GRADE = "grade: "
#: Beyond the numbers of the criteria, and the limit of the first grade is not known.
NOT_OR_FIRST = "0 or 1"
#: Places of the levels, to find the worst: NOT_OR_FIRST lies between 0 and 1.
LEVELS = ("0", NOT_OR_FIRST, "1", "2", "3", "4")
HYS_LAW = "potential Hy's law case"
#: Hy's law: times the upper limit, and days from the transaminase to the bilirubin.
TRANSAMINASE_TIMES, BILIRUBIN_TIMES, WITHIN_DAYS = 3, 2, 14


def graded_names(study: Study) -> tuple[str, ...]:
    """What is counted: a parameter a term of the study's outcomes, and Hy's law; () if none."""
    terms = tuple(GRADE + term.name for term in _terms(study))
    return (*terms, HYS_LAW) if terms else ()


def _terms(study: Study) -> tuple[Term, ...]:
    return tuple(term for term in TERMS if term.parameter in study.outcomes.all)


def grades(study: Study, members: Frame, values: Frame, chosen: Frame) -> Frame:
    """The worst grade of each term, and Hy's law; columns `characteristics.LEVEL`.

    Parameters
    ----------
    members : lazy frame
        patient, sex, age_years.
    values, chosen : lazy frame
        From `visits.measured` and `visits.used`.

    Returns
    -------
    lazy frame
        The level is missing in a patient without a value that can be graded.
    """
    rows = engine.shared(_graded_rows(study, members, values, chosen))
    each = [_worst(members, rows, term) for term in _terms(study)]
    return nw.concat([*each, _hys_law(members, rows)], how="vertical")


def _graded_rows(study: Study, members: Frame, values: Frame, chosen: Frame) -> Frame:
    """Values after the first dose with what they are held against, all in ticks."""
    parameters = list(dict.fromkeys(term.parameter for term in _terms(study)))
    lag = study.safety.after_last_dose_days
    at_baseline = chosen.filter(nw.col("visit") == study.baseline).select(
        "patient", "parameter", baseline=nw.col("ticks")
    )
    after = values.filter(
        nw.col("parameter").is_in(parameters),
        nw.col("day") > 0,
        # Who is still treated has no last day.
        nw.col("last_day").is_null() | (nw.col("day") <= nw.col("last_day") + lag),
        nw.col("day") <= nw.col("cutoff_day"),
    ).select("patient", "parameter", "day", "ticks", "reported_unit", "reported_ticks")
    of_patient = members.select("patient", "age_years", sex=nw.coalesce(nw.col("sex"), nw.lit("")))
    joined = after.join(of_patient, on="patient").join(
        at_baseline, on=["patient", "parameter"], how="left"
    )
    return _with_limits(study, joined)


def _with_limits(study: Study, rows: Frame) -> Frame:
    records = [
        {"parameter": a.parameter, "sex": a.sex, "from_years": a.from_years,
         "has_low": a.limits.low is not None, "low_ticks": _ticks(Fraction(str(a.limits.low or 0))),
         "has_high": a.limits.high is not None,
         "high_ticks": _ticks(Fraction(str(a.limits.high or 0)))}
        for a in applied(study)
    ]  # fmt: skip
    table = engine.rows(rows, records)
    old_enough = (nw.col("from_years") == 0) | (nw.col("age_years") >= nw.col("from_years"))
    joined = rows.join(table, on=["parameter", "sex"], how="left")
    return joined.with_columns(
        low=nw.when(old_enough & nw.col("has_low")).then(nw.col("low_ticks")),
        high=nw.when(old_enough & nw.col("has_high")).then(nw.col("high_ticks")),
    )


def _ticks(number: Fraction) -> int:
    return int(number * TICKS_PER_UNIT)


def _worst(members: Frame, rows: Frame, term: Term) -> Frame:
    place = {level: engine.constant(number) for number, level in enumerate(LEVELS)}
    graded = (
        rows.filter(nw.col("parameter") == term.parameter)
        .with_columns(_place=engine.pick(_level(term), place))
        .group_by("patient")
        .agg(nw.col("_place").max())
    )
    level = engine.pick(nw.col("_place"), {i: nw.lit(name) for i, name in enumerate(LEVELS)})
    joined = members.select("patient").join(graded, on="patient", how="left")
    return joined.select(
        "patient", population=nw.lit("included"), parameter=nw.lit(GRADE + term.name),
        visit=nw.lit(""), level=level,
    ).select(*LEVEL)  # fmt: skip


def _level(term: Term) -> nw.Expr:
    """The grade of a value; missing where neither a limit nor a number can tell."""
    cases = [(_beyond(term, step), nw.lit(str(step.grade))) for step in term.steps]
    first = term.steps[-1]
    graded = engine.first_true(cases)
    numbers = any(step.of == "number" for step in term.steps)
    if first.of == "number":
        return nw.coalesce(graded, nw.lit("0"))
    unknown = nw.col("high" if first.of == "high" else "low").is_null()
    open_end = nw.when(~unknown).then(nw.lit("0"))
    if numbers:
        open_end = open_end.when(unknown).then(nw.lit(NOT_OR_FIRST))
    return nw.when(~graded.is_null()).then(graded).otherwise(open_end.otherwise(_nothing()))


def _nothing() -> nw.Expr:
    return nw.lit(None, dtype=nw.String)


def _beyond(term: Term, step: Step) -> nw.Expr:
    """Whether a value lies beyond the limit of a step, in whole ticks."""
    if step.of == "number":
        return _beyond_number(term, step)
    # times * limit + plus, without a fraction: both sides times the denominator.
    scale = step.times.denominator
    limit = nw.col(step.of) * step.times.numerator + _ticks(step.plus) * scale
    held = _compare(nw.col("ticks") * scale, limit, term, step)
    abnormal = nw.col("baseline") > nw.col("high")
    if step.baseline == "abnormal":
        return held & abnormal
    if step.baseline == "normal":
        return held & (nw.col("baseline").is_null() | ~abnormal)
    return held


def _beyond_number(term: Term, step: Step) -> nw.Expr:
    held = _compare(nw.col("ticks"), engine.constant(_ticks(step.times)), term, step)
    for unit, number in step.other_units:
        as_reported = _compare(
            nw.col("reported_ticks"), engine.constant(_ticks(number)), term, step
        )
        held = nw.when(nw.col("reported_unit") == unit).then(as_reported).otherwise(held)
    return held


def _compare(value: nw.Expr, limit: nw.Expr, term: Term, step: Step) -> nw.Expr:
    if term.rises:
        return value >= limit if step.inclusive else value > limit
    return value <= limit if step.inclusive else value < limit


def _hys_law(members: Frame, rows: Frame) -> Frame:
    """ALT or AST of 3 times its limit, and bilirubin of twice its own up to 14 days later."""
    known = rows.filter(~nw.col("high").is_null())
    liver = known.filter(nw.col("parameter").is_in(["ALT", "AST"]))
    bilirubin = known.filter(nw.col("parameter") == "TBIL")
    high = liver.filter(nw.col("ticks") >= nw.col("high") * TRANSAMINASE_TIMES)
    jaundice = bilirubin.filter(nw.col("ticks") >= nw.col("high") * BILIRUBIN_TIMES)
    pairs = high.select("patient", "day").join(
        jaundice.select("patient", later=nw.col("day")), on="patient"
    )
    gap = nw.col("later") - nw.col("day")
    cases = pairs.filter((gap >= 0) & (gap <= WITHIN_DAYS)).select("patient").unique()
    one = engine.constant(1)
    judged = (
        members.select("patient")
        .join(cases.with_columns(_case=one), on="patient", how="left")
        .join(liver.select("patient").unique().with_columns(_liver=one), on="patient", how="left")
        .join(
            bilirubin.select("patient").unique().with_columns(_bilirubin=one),
            on="patient", how="left",
        )
    )  # fmt: skip
    both = ~nw.col("_liver").is_null() & ~nw.col("_bilirubin").is_null()
    level = nw.when(both).then(yes_no(~nw.col("_case").is_null()))
    return judged.select(
        "patient", population=nw.lit("included"), parameter=nw.lit(HYS_LAW), visit=nw.lit(""),
        level=level,
    ).select(*LEVEL)  # fmt: skip
