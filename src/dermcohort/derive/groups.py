"""Groups: all, naive and switch, responders and not, withdrawn and continuing."""

from __future__ import annotations

import narwhals as nw

from dermcohort.engine import Frame
from dermcohort.study import Study

ALL, PRIOR, CONTINUATION = "all", "prior therapy", "continuation"
#: The groups that every number is given in.
MAIN = (ALL, PRIOR)


def groups(study: Study, members: Frame, responses: Frame) -> Frame:
    """The groups of each included patient: patient, grouping, group.

    A patient in whom a response cannot be judged is in neither of its groups.
    """
    continuation = (
        nw.when(nw.col("withdrawal_visit").is_null())
        .then(nw.lit("continuing"))
        .otherwise(nw.lit("withdrawn"))
    )
    each = [
        members.select("patient", grouping=nw.lit(grouping), group=group)
        for grouping, group in (
            (ALL, nw.lit("all")), (PRIOR, nw.col("group")), (CONTINUATION, continuation),
        )
    ]  # fmt: skip
    return nw.concat([*each, _responders(study, responses)], how="vertical")


def _responders(study: Study, responses: Frame) -> Frame:
    judged = responses.filter(
        nw.col("population") == study.missing.responders,
        nw.col("visit") == study.response_visit,
        nw.col("parameter").is_in(list(study.responses.groups)),
        ~nw.col("level").is_null(),
    )
    met = nw.col("level") == "yes"
    kind = nw.when(met).then(nw.lit("responders")).otherwise(nw.lit("non-responders"))
    return judged.select(
        "patient",
        grouping=nw.col("parameter"),
        group=nw.concat_str([nw.col("parameter"), kind], separator=" "),
    )


def in_groups(rows: Frame, groups: Frame, groupings: tuple[str, ...]) -> Frame:
    """Rows of patients, once for each of their groups in these groupings: adds ``group``."""
    wanted = groups.filter(nw.col("grouping").is_in(list(groupings))).select("patient", "group")
    return rows.join(wanted, on="patient", how="inner")
