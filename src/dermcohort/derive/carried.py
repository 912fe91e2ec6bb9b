"""Last observation carried forward: the score of a patient at a visit, or the last one before.

The value with which a patient left counts at the withdrawal visit and from there on.
"""

from __future__ import annotations

import narwhals as nw

from dermcohort.engine import Frame
from dermcohort.study import Study

#: Stands where a visit does, for the values with which patients left.
WITHDRAWAL = "withdrawal"


def by_visit(
    study: Study,
    used: Frame,
    withdrawal: Frame,
    members: Frame,
    parameters: tuple[str, ...],
) -> Frame:
    """One row a patient and parameter: the observed and the carried value at each visit.

    Parameters
    ----------
    used, withdrawal : lazy frame
        Values in use and those at withdrawal, of any patients.
    members : lazy frame
        patient, withdrawal_number: whose rows are wanted.

    Returns
    -------
    lazy frame
        patient, parameter, o0, o1, ... (observed) and c0, c1, ... (carried), in ticks.
    """
    at_end = withdrawal.select("patient", "parameter", "ticks", visit=nw.lit(WITHDRAWAL))
    points = nw.concat(
        [used.select("patient", "parameter", "ticks", "visit"), at_end], how="vertical"
    ).filter(nw.col("parameter").is_in(list(parameters)))
    columns = {f"o{i}": visit.name for i, visit in enumerate(study.visits)}
    columns["at_end"] = WITHDRAWAL
    observed = (
        points.join(members.select("patient", "withdrawal_number"), on="patient")
        .group_by("patient", "parameter", "withdrawal_number")
        .agg(
            *(
                nw.when(nw.col("visit") == visit).then(nw.col("ticks")).max().alias(column)
                for column, visit in columns.items()
            )
        )
    )
    return _carried(observed, study)


def _carried(observed: Frame, study: Study) -> Frame:
    columns = {"c0": nw.col("o0")}
    for i in range(1, len(study.visits)):
        left_here = nw.when(nw.col("withdrawal_number") == i).then(nw.col("at_end"))
        columns[f"c{i}"] = nw.coalesce(nw.col(f"o{i}"), left_here, columns[f"c{i - 1}"])
    seen = [f"o{i}" for i in range(len(study.visits))]
    return observed.select(
        "patient", "parameter", *seen, *(expr.alias(name) for name, expr in columns.items())
    )
