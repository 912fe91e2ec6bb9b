"""Times: how long each patient stayed on the drug, and how long until each adverse event."""

from __future__ import annotations

import narwhals as nw

from dermcohort.derive import events
from dermcohort.derive.characteristics import NOT_RECORDED
from dermcohort.derive.followed import Followed
from dermcohort.derive.groups import MAIN, in_groups
from dermcohort.engine import Frame

#: Parameter of the time from the first to the last dose.
ON_DRUG = "time on drug"
#: Ended without the event: still on the drug at the cut-off, or without the adverse event.
CENSORED = ""
EVENT = "event"
TIME = ("population", "parameter", "group", "patient", "days", "ended")


def times(followed: Followed) -> Frame:
    """Days under observation, first and last counted, and what ended them: `TIME`.

    `ON_DRUG` ends with the reason for stopping. An adverse event is waited for until the last
    dose and `after_last_dose_days` beyond, or to the cut-off; one without a date cannot be placed
    and is left out.
    """
    both = nw.concat([_on_drug(followed.members), _until_event(followed)], how="vertical")
    each = in_groups(both, followed.groups, MAIN)
    return each.with_columns(population=nw.lit("included")).select(*TIME)


def _on_drug(members: Frame) -> Frame:
    stopped = nw.when(nw.col("last_day").is_null()).then(nw.lit(CENSORED)).otherwise(
        nw.coalesce(nw.col("stop_reason"), nw.lit(NOT_RECORDED))
    )  # fmt: skip
    return members.select(
        "patient", parameter=nw.lit(ON_DRUG), days=nw.col("days_on_drug"), ended=stopped
    )


def _until_event(followed: Followed) -> Frame:
    lag = followed.study.safety.after_last_dose_days
    at_risk = followed.members.select(
        "patient", last=nw.coalesce(_sooner(nw.col("last_day") + lag), nw.col("cutoff_day"))
    )
    found = events.with_any(followed.events)
    happened = found.join(at_risk, on="patient").filter(nw.col("day") <= nw.col("last"))
    first = happened.group_by("patient", "event").agg(nw.col("day").min())
    names = events.names(followed.members, followed.events)
    every = at_risk.join(names, how="cross").join(first, on=["patient", "event"], how="left")
    had = nw.when(nw.col("day").is_null()).then(nw.lit(CENSORED)).otherwise(nw.lit(EVENT))
    return every.select(
        "patient", parameter=nw.col("event"), ended=had,
        days=nw.coalesce(nw.col("day"), nw.col("last")) + 1,
    ).select("patient", "parameter", "days", "ended")  # fmt: skip


def _sooner(day: nw.Expr) -> nw.Expr:
    """The day, or that of the cut-off where it comes first; missing where the day is."""
    cutoff = nw.col("cutoff_day")
    return nw.when(day < cutoff).then(day).when(day >= cutoff).then(cutoff)
