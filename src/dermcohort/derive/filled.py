"""Who is in where a missing value does not keep a patient out: the baseline alone decides."""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.derive.followed import Followed
from dermcohort.derive.groups import ALL, in_groups
from dermcohort.derive.responses import NO_BASELINE
from dermcohort.engine import Frame

#: With a baseline from which a change, or the response, can be told.
EVALUABLE = "evaluable at baseline"
#: Of a change that is modelled over the visits: with a later value too.
FOLLOWED_UP = "baseline and a later value"
NO_LATER_VALUE = "no value after the baseline"


def inside(followed: Followed) -> list[Frame]:
    """Who is in: population, parameter, group, visit, patient."""
    if not followed.study.missing.panel:
        return []
    return [
        _at_later_visits(_baselines(followed).with_columns(population=nw.lit(EVALUABLE)), followed),
        _at_later_visits(
            _baselines(followed)
            .join(_later(followed), on=["parameter", "patient"], how="semi")
            .with_columns(population=nw.lit(FOLLOWED_UP)),
            followed,
        ),
        _responses(followed, met=True),
    ]


def outside(followed: Followed) -> list[Frame]:
    """Who else is in the group, and why not in: the same columns, and reason."""
    if not followed.study.missing.panel:
        return []
    on = ["parameter", "patient"]
    measured = _scores(followed).select("parameter").unique()
    every = measured.join(followed.members.select("patient"), how="cross")
    without = every.join(_baselines(followed), on=on, how="anti").with_columns(
        reason=nw.lit(NO_BASELINE)
    )
    once = _baselines(followed).join(_later(followed), on=on, how="anti")
    not_followed = once.with_columns(reason=nw.lit(NO_LATER_VALUE))
    rows = [(without, EVALUABLE), (without, FOLLOWED_UP), (not_followed, FOLLOWED_UP)]
    return [
        *(
            _at_later_visits(frame.with_columns(population=nw.lit(name)), followed)
            for frame, name in rows
        ),
        _responses(followed, met=False),
    ]


def _scores(followed: Followed) -> Frame:
    scores = list(followed.study.outcomes.scores)
    return followed.used.filter(nw.col("parameter").is_in(scores))


def _baselines(followed: Followed) -> Frame:
    at_baseline = _scores(followed).filter(nw.col("visit") == followed.study.baseline)
    return at_baseline.select("parameter", "patient")


def _later(followed: Followed) -> Frame:
    later = _scores(followed).filter(nw.col("visit") != followed.study.baseline)
    return later.select("parameter", "patient").unique()


def _at_later_visits(rows: Frame, followed: Followed) -> Frame:
    visits = [{"visit": name} for name in followed.study.visit_names[1:]]
    placed = rows.join(engine.rows(followed.members, visits), how="cross")
    return in_groups(placed, followed.groups, (ALL,))


def _responses(followed: Followed, *, met: bool) -> Frame:
    """Who can be judged, or cannot: non-responder imputation judges everybody who can be."""
    judged = followed.responses.filter(
        nw.col("population") == "NRI",
        nw.col("parameter").is_in(list(followed.study.responses.report)),
        ~nw.col("level").is_null() if met else nw.col("level").is_null(),
    )
    rows = judged.select("parameter", "visit", "patient", "reason", population=nw.lit(EVALUABLE))
    return in_groups(rows, followed.groups, (ALL,))
