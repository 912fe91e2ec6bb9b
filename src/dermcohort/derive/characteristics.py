"""Characteristics: the categories of each patient, before they are put in groups.

Every frame here has population, parameter, visit, patient, level. A missing level is a patient
in whom it was not recorded.
"""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.derive.visits import ticks
from dermcohort.engine import Frame
from dermcohort.study import Study

LEVEL = ("population", "parameter", "visit", "patient", "level")
NOT_RECORDED = "not recorded"


def yes_no(condition: nw.Expr) -> nw.Expr:
    """Its level; missing stays missing."""
    return nw.when(condition).then(nw.lit("yes")).when(~condition).then(nw.lit("no"))


def baseline_characteristics(study: Study, members: Frame) -> Frame:
    """Sex and atopic diseases, at the baseline."""
    columns = {"sex": nw.col("sex")} | {
        name: yes_no(nw.col(name)) for name in ("asthma", "rhinitis", "conjunctivitis")
    }
    return _levels(members, columns, visit=study.baseline)


def iga_levels(study: Study, used: Frame) -> Frame:
    """IGA at the baseline as levels, where IGA is an outcome."""
    followed = [name for name in study.outcomes.all if name == "IGA"]
    at_baseline = used.filter(
        nw.col("parameter").is_in(followed or [""]), nw.col("visit") == study.baseline
    )
    level = engine.decimal_text(nw.col("ticks"))
    return at_baseline.with_columns(population=nw.lit("included"), level=level).select(*LEVEL)


def dose(members: Frame) -> Frame:
    """Dose at the first dose: "4 mg/day"."""
    number = engine.decimal_text(ticks(nw.col("dose_mg_per_day")))
    level = nw.concat_str([number, nw.lit("mg/day")], separator=" ")
    return _levels(members, {"dose": level})


def prior_systemic_therapy(members: Frame, courses: Frame) -> Frame:
    """A level for each systemic drug in the look-back; "none" for the naive."""
    drugs = courses.select("patient", level=nw.col("drug")).unique()
    had = members.select("patient").join(drugs, on="patient", how="left")
    level = nw.coalesce(nw.col("level"), nw.lit("none"))
    return had.select(
        "patient", population=nw.lit("included"), parameter=nw.lit("prior systemic therapy"),
        visit=nw.lit(""), level=level,
    ).select(*LEVEL)  # fmt: skip


def switching(members: Frame) -> Frame:
    """Why the switch patients switched."""
    switched = members.filter(nw.col("group") == "switch")
    return _levels(switched, {"reason for switching": _or_not_recorded("prior_reason")})


def withdrawal(study: Study, members: Frame) -> Frame:
    """Who withdrew at each visit, and (visit empty) by the last."""
    by_last = _levels(members, {"withdrawn": yes_no(~nw.col("withdrawal_visit").is_null())})
    at_visits = {
        visit.name: yes_no(
            nw.coalesce(nw.col("withdrawal_visit"), nw.lit("")) == visit.name
        )
        for visit in study.visits[1:]
    }  # fmt: skip
    each = engine.long(members, ["patient"], at_visits, name="visit", value="level")
    named = each.with_columns(population=nw.lit("included"), parameter=nw.lit("withdrawn"))
    return nw.concat([by_last, named.select(*LEVEL)], how="vertical")


def stopping(members: Frame) -> Frame:
    """Why those who withdrew stopped, and what they had next."""
    left = members.filter(~nw.col("withdrawal_visit").is_null())
    columns = {
        "reason for stopping": _or_not_recorded("stop_reason"),
        "next therapy": _or_not_recorded("next_drug"),
    }
    return _levels(left, columns)


def _or_not_recorded(column: str) -> nw.Expr:
    return nw.coalesce(nw.col(column), nw.lit(NOT_RECORDED))


def _levels(members: Frame, columns: dict[str, nw.Expr], *, visit: str = "") -> Frame:
    each = engine.long(members, ["patient"], columns, name="parameter", value="level")
    return each.with_columns(population=nw.lit("included"), visit=nw.lit(visit)).select(*LEVEL)
