"""Responses: whether a follow-up value is a response to the baseline, in exact arithmetic.

EASI-75 means 4F <= B, in whole ticks: 5.6 to 1.4 is a response, which a float division loses.
What each response asks for is said by the descriptor of its instrument.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.engine import Frame
from dermcohort.instruments import RESPONSES
from dermcohort.instruments.exact import decimal_text
from dermcohort.study import Study

NO_BASELINE = "baseline not recorded"
BASELINE_ZERO = "baseline is 0"
#: Followed by the least baseline from which the fall that is asked for can be had.
TOO_LOW = "not evaluable: baseline below "
#: Of a response that asks for no baseline, where nothing can be carried forward.
NO_VALUE_YET = "no value up to this visit"
#: Stands where a response does not ask for a fall, for a share of the baseline, or for a limit.
NOT_ASKED = -1

#: What happens to a follow-up that is not there; in the order of the docs.
RULES = ("observed", "NRI", "LOCF")


def responses(study: Study, members: Frame, scores: Frame) -> Frame:
    """Each response of each included patient at each visit after the baseline.

    Parameters
    ----------
    members : lazy frame
        patient, withdrawal_number.
    scores : lazy frame
        From `carried.by_visit`, the parameters of all responses among them.

    Returns
    -------
    lazy frame
        population ("observed", "NRI", "LOCF"), parameter (the response), instrument, visit,
        patient, withdrawal_number, level ("yes", "no"; missing where not in the denominator),
        reason (why not evaluable by the baseline, else missing; where nothing is carried forward,
        that).
    """
    grid = engine.rows(members, _grid(study))
    followed = members.select("patient", "withdrawal_number").join(grid, how="cross").join(
        scores, on=["patient", "parameter"], how="left"
    )  # fmt: skip
    numbers = range(1, len(study.visits))
    judged = followed.select(
        "patient", "parameter", "response", *ASKED, "too_low", "visit", "visit_number",
        "withdrawal_number", "c0", "o0",
        seen=engine.pick(nw.col("visit_number"), {i: nw.col(f"o{i}") for i in numbers}),
        carried=engine.pick(nw.col("visit_number"), {i: nw.col(f"c{i}") for i in numbers}),
    ).with_columns(reason=_not_evaluable())  # fmt: skip
    index = ["patient", "response", "parameter", "visit", "withdrawal_number", "reason"]
    by_rule = engine.long(judged, index, _levels(), name="population", value="level")
    # Nobody is out without a reason: the baseline tells, or there is nothing to carry forward.
    nothing = (nw.col("population") == "LOCF") & nw.col("level").is_null()
    return by_rule.select(
        "population", "visit", "patient", "withdrawal_number", "level",
        reason=nw.coalesce(nw.col("reason"), nw.when(nothing).then(nw.lit(NO_VALUE_YET))),
        parameter=nw.col("response"), instrument=nw.col("parameter"),
    )  # fmt: skip


#: What a response asks for: ``times`` F <= ``of`` B, B - F >= ``fall``, F <= ``limit``, in ticks.
ASKED = ("times", "of", "fall", "limit")


def _grid(study: Study) -> list[dict[str, Any]]:
    named = dict.fromkeys((*study.responses.report, *study.responses.groups))
    return [
        {"response": name, **_asked(name), "visit": visit.name, "visit_number": number}
        for name in named
        for number, visit in enumerate(study.visits)
        if number
    ]


def _asked(name: str) -> dict[str, Any]:
    parameter, response = RESPONSES[name]
    kept = 100 - (response.percent or 0)
    common = gcd(100, kept)
    return {
        "parameter": parameter,
        "times": NOT_ASKED if response.percent is None else 100 // common,
        "of": NOT_ASKED if response.percent is None else kept // common,
        "fall": _ticks(response.fall),
        "limit": _ticks(response.at_most),
        "too_low": TOO_LOW + ("" if response.fall is None else decimal_text(response.fall)),
    }


def _ticks(points: Fraction | None) -> int:
    return NOT_ASKED if points is None else int(points * TICKS_PER_UNIT)


def _is_asked(what: str) -> nw.Expr:
    return nw.col(what) != NOT_ASKED


def _not_evaluable() -> nw.Expr:
    baseline = nw.col("o0")
    compares = _is_asked("times") | _is_asked("fall")
    return (
        nw.when(compares & baseline.is_null()).then(nw.lit(NO_BASELINE))
        .when(_is_asked("times") & (baseline == 0)).then(nw.lit(BASELINE_ZERO))
        .when(_is_asked("fall") & (baseline < nw.col("fall"))).then(nw.col("too_low"))
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
        "LOCF": nw.when(evaluable & ~nw.col("carried").is_null()).then(carried),
    }


def _met(value: nw.Expr) -> nw.Expr:
    """Whether everything that is asked for holds; what is not asked for always does."""
    baseline = nw.col("o0")
    met = (
        (~_is_asked("times") | (value * nw.col("times") <= baseline * nw.col("of")))
        & (~_is_asked("fall") | (baseline - value >= nw.col("fall")))
        & (~_is_asked("limit") | (value <= nw.col("limit")))
    )
    return nw.when(met).then(nw.lit("yes")).otherwise(nw.lit("no"))
