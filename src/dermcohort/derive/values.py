"""Values and categories in their groups: what crosses the count line."""

from __future__ import annotations

import narwhals as nw

from dermcohort.derive import characteristics, events, outcomes
from dermcohort.derive.bands import bands
from dermcohort.derive.followed import Followed
from dermcohort.derive.groups import CONTINUATION, MAIN, in_groups
from dermcohort.engine import Frame
from dermcohort.study import Study

KEY = ("population", "parameter", "group", "visit")


def families(study: Study) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Groupings, and the parameters that are observed in them.

    Everything in all, naive and switch; responders by what the study compares them on; those
    who withdrew by the scores.
    """
    return (
        (MAIN, study.outcomes.all),
        (study.responses.groups, study.responses.compare),
        ((CONTINUATION,), study.outcomes.scores),
    )


def by_family(rows: Frame, followed: Followed) -> Frame:
    """Rows of parameter and patient, in the groups in which that parameter is looked at."""
    return nw.concat(
        [
            in_groups(
                rows.filter(nw.col("parameter").is_in(list(parameters))),
                followed.groups,
                groupings,
            )
            for groupings, parameters in families(followed.study)
            if groupings and parameters
        ],
        how="vertical",
    )


def observed(followed: Followed) -> Frame:
    """The measured values at the visits: `KEY`, patient, ticks."""
    rows = followed.used.with_columns(population=nw.lit("observed"))
    return by_family(rows.select(*outcomes.VALUE), followed).select(*KEY, "patient", "ticks")


def values(followed: Followed) -> Frame:
    """Every number of every patient: `KEY`, patient, ticks."""
    study = followed.study
    numbers = outcomes.baseline_numbers(study, followed.members)
    main = nw.concat(
        [
            outcomes.at_baseline(study, followed.used),
            outcomes.carried(study, followed.scores),
            numbers.filter(~nw.col("ticks").is_null()),
        ],
        how="vertical",
    )
    left = in_groups(outcomes.at_withdrawal(study, followed.withdrawal), followed.groups,
                     (CONTINUATION,))  # fmt: skip
    parts = [in_groups(main, followed.groups, MAIN), left]
    grouped = [part.select(*KEY, "patient", "ticks") for part in parts]
    return nw.concat([observed(followed), *grouped], how="vertical")


def levels(followed: Followed) -> tuple[tuple[tuple[str, ...], Frame], ...]:
    """Categories before they are put in groups: groupings, and `characteristics.LEVEL`.

    Missing levels are still there; those of responses are in `followed.responses`.
    """
    study, members = followed.study, followed.members
    main = (
        characteristics.baseline_characteristics(study, members),
        characteristics.dose(members),
        characteristics.prior_systemic_therapy(members, followed.courses),
        characteristics.withdrawal(study, members),
        events.event_levels(members, followed.events),
        events.actions(followed.events),
    )
    held = () if followed.held_against is None else ((MAIN, followed.held_against),)
    banded = bands(study, followed.used)
    return (
        *held,
        *(() if banded is None else ((MAIN, banded),)),
        (MAIN, nw.concat(list(main), how="vertical")),
        (MAIN, characteristics.iga_levels(study, followed.used)),
        (MAIN[1:], characteristics.switching(members)),
        ((CONTINUATION,), characteristics.stopping(members)),
    )


def categories(followed: Followed) -> Frame:
    """Every level of every patient: `KEY`, patient, level."""
    reported = followed.responses.filter(
        nw.col("parameter").is_in(list(followed.study.responses.report))
    )
    judged = reported.select(*characteristics.LEVEL)
    parts = [
        in_groups(rows.filter(~nw.col("level").is_null()), followed.groups, groupings)
        for groupings, rows in (*levels(followed), (MAIN, judged))
    ]
    return nw.concat([part.select(*KEY, "patient", "level") for part in parts], how="vertical")
