"""Withdrawal: by which visit a patient had stopped the study drug, and the scores at the end."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.derive.visits import AFTER_CUTOFF
from dermcohort.engine import Frame
from dermcohort.study import Study

#: More days than any treatment lasts: 179 years.
_LONGEST_DAYS = 2**16


def withdrawal_visit(study: Study, exposure: Frame, used: Frame) -> Frame:
    """The first visit after the baseline by which the last dose had been taken.

    A patient who stops on the day of the visit has stopped by then: the visit is the reason. A
    visit at which nothing was recorded counts as held on the last day of its window.

    Returns
    -------
    lazy frame
        patient, withdrawal_visit (missing where the drug went on), withdrawal_number (its place
        among the study's visits, 0 the baseline).
    """
    later = list(enumerate(study.visits))[1:]
    held = used.group_by("patient").agg(
        *(
            nw.when(nw.col("visit") == visit.name).then(nw.col("day")).max().alias(f"_held{number}")
            for number, visit in later
        )
    )
    gone = [
        (nw.col("last_day") <= _held_on(number, visit.window[1]), engine.constant(number))
        for number, visit in later
    ]
    names = {number: nw.lit(visit.name) for number, visit in later}
    return (
        exposure.select("patient", "last_day")
        .join(held, on="patient", how="left")
        .select("patient", withdrawal_number=engine.first_true(gone))
        .with_columns(withdrawal_visit=engine.pick(nw.col("withdrawal_number"), names))
    )


def _held_on(number: int, window_end: int) -> nw.Expr:
    return nw.coalesce(nw.col(f"_held{number}"), engine.constant(window_end))


def withdrawal_values(
    study: Study,
    values: Frame,
    used: Frame,
    withdrawn: Frame,
) -> Frame:
    """The scores with which patients left: at the withdrawal visit, else the last ones before.

    Parameters
    ----------
    withdrawn : lazy frame
        patient, withdrawal_visit: those who stopped.

    Returns
    -------
    lazy frame
        patient, parameter, ticks.
    """
    at_visit = (
        used.join(withdrawn.select("patient", "withdrawal_visit"), on="patient")
        .filter(
            nw.col("visit") == nw.col("withdrawal_visit"),
            nw.col("parameter").is_in(list(carried_parameters(study))),
        )
        .select("patient", "parameter", "ticks")
    )
    last = _last_on_drug(study, values, withdrawn)
    return nw.concat(
        [at_visit, last.join(at_visit, on=["patient", "parameter"], how="anti")], how="vertical"
    )


def carried_parameters(study: Study) -> tuple[str, ...]:
    """Parameters whose last value stands for later ones: the scores, and those of responses."""
    return tuple(
        dict.fromkeys((*study.outcomes.scores, *study.responses.parameters, "EASI", "IGA"))
    )


def _last_on_drug(study: Study, values: Frame, withdrawn: Frame) -> Frame:
    """The last score since the first dose that still counts, in whatever window."""
    last_possible = nw.col("last_day") + study.missing.after_last_dose_days
    on_drug = values.filter(
        nw.col("parameter").is_in(list(carried_parameters(study))),
        nw.col("day") >= 0,
        nw.col("day") <= last_possible,
        nw.col("rule").is_null() | (nw.col("rule") != AFTER_CUTOFF),
    ).join(withdrawn.select("patient"), on="patient")
    packed = engine.pack(nw.col("day"), nw.col("ticks"), orders=_LONGEST_DAYS)
    last = on_drug.group_by("patient", "parameter").agg(packed.max().alias("_key"))
    return last.select(
        "patient", "parameter", ticks=engine.unpack(nw.col("_key"), orders=_LONGEST_DAYS)[1]
    )
