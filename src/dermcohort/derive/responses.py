"""Responses: whether a follow-up value is a response to the baseline, in exact arithmetic.

EASI-75 means 4F <= B, in whole ticks: 5.6 to 1.4 is a response, which a float division loses.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.engine import Frame
from dermcohort.study import Study

#: EASI responses: how often the follow-up must fit into the baseline; 0: it must be 0.
EASI_FACTOR = {"EASI-50": 2, "EASI-75": 4, "EASI-90": 10, "EASI-100": 0}
#: IGA 0/1 asks for a fall of so many levels besides.
IGA_FALL = 2

NO_BASELINE = "baseline not recorded"
BASELINE_ZERO = "baseline is 0"
IGA_TOO_LOW = f"not evaluable: baseline below {IGA_FALL}"

#: What happens to a follow-up that is not there; in the order of the docs.
RULES = ("observed", "NRI", "LOCF")


def responses(study: Study, members: Frame, scores: Frame) -> Frame:
    """Each response of each included patient at each visit after the baseline.

    Parameters
    ----------
    members : lazy frame
        patient, withdrawal_number.
    scores : lazy frame
        From `carried.by_visit`, EASI and IGA among them.

    Returns
    -------
    lazy frame
        population ("observed", "NRI", "LOCF"), parameter (the response), instrument, visit,
        patient, withdrawal_number, level ("yes", "no"; missing where not in the denominator),
        reason (why not evaluable by the baseline, else missing).
    """
    grid = engine.rows(members, _grid(study))
    followed = members.select("patient", "withdrawal_number").join(grid, how="cross").join(
        scores, on=["patient", "parameter"], how="left"
    )  # fmt: skip
    numbers = range(1, len(study.visits))
    judged = followed.select(
        "patient", "parameter", "response", "factor", "visit", "visit_number",
        "withdrawal_number", "c0", "o0",
        seen=engine.pick(nw.col("visit_number"), {i: nw.col(f"o{i}") for i in numbers}),
        carried=engine.pick(nw.col("visit_number"), {i: nw.col(f"c{i}") for i in numbers}),
    ).with_columns(reason=_not_evaluable())  # fmt: skip
    index = ["patient", "response", "parameter", "visit", "withdrawal_number", "reason"]
    by_rule = engine.long(judged, index, _levels(), name="population", value="level")
    return by_rule.select(
        "population", "visit", "patient", "withdrawal_number", "level", "reason",
        parameter=nw.col("response"), instrument=nw.col("parameter"),
    )  # fmt: skip


def _grid(study: Study) -> list[dict[str, Any]]:
    named = dict.fromkeys((*study.responses.report, *study.responses.groups))
    return [
        {
            "response": name,
            "parameter": "EASI" if name in EASI_FACTOR else "IGA",
            "factor": EASI_FACTOR.get(name, 0),
            "visit": visit.name,
            "visit_number": number,
        }
        for name in named
        for number, visit in enumerate(study.visits)
        if number
    ]


def _not_evaluable() -> nw.Expr:
    baseline, iga = nw.col("o0"), nw.col("parameter") == "IGA"
    return (
        nw.when(baseline.is_null()).then(nw.lit(NO_BASELINE))
        .when(iga & (baseline < IGA_FALL * TICKS_PER_UNIT)).then(nw.lit(IGA_TOO_LOW))
        .when(~iga & (baseline == 0)).then(nw.lit(BASELINE_ZERO))
    )  # fmt: skip


def _levels() -> dict[str, nw.Expr]:
    evaluable = nw.col("reason").is_null()
    left_before = nw.col("withdrawal_number") < nw.col("visit_number")
    seen, carried = _met(nw.col("seen")), _met(nw.col("carried"))
    missing = nw.col("seen").is_null() | left_before
    nri = nw.when(evaluable & missing).then(nw.lit("no")).when(evaluable).then(seen)
    return {
        "observed": nw.when(evaluable & ~nw.col("seen").is_null()).then(seen),
        "NRI": nri,
        "LOCF": nw.when(evaluable).then(carried),
    }


def _met(value: nw.Expr) -> nw.Expr:
    baseline = nw.col("o0")
    clear = (value == 0) | (value == TICKS_PER_UNIT)
    fell = baseline - value >= IGA_FALL * TICKS_PER_UNIT
    met = (
        nw.when(nw.col("parameter") == "IGA").then(clear & fell)
        .when(nw.col("factor") == 0).then(value == 0)
        .otherwise(value * nw.col("factor") <= baseline)
    )  # fmt: skip
    return nw.when(met).then(nw.lit("yes")).otherwise(nw.lit("no"))
