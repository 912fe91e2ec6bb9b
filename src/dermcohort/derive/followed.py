"""The included patients and all that was found of them: what values and ledger are made from."""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.engine import Frame
from dermcohort.study import Study


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Lazy frames of included patients only.

    Attributes
    ----------
    study : Study
    members : lazy frame
        Their rows of `subjects.subjects`.
    groups : lazy frame
        patient, grouping, group.
    used : lazy frame
        patient, parameter, visit, day, ticks.
    barred : lazy frame
        patient, parameter, visit, rule: a value in the window that may not be used.
    withdrawal : lazy frame
        patient, parameter, ticks: scores of those who withdrew, at that time.
    scores : lazy frame
        Observed and carried scores, from `carried.by_visit`.
    responses : lazy frame
        From `responses.responses`.
    courses : lazy frame
        Courses of systemic drugs in the look-back.
    events : lazy frame
        From `events.on_drug`.
    held_against : lazy frame or None
        Levels of criteria and of laboratory grades, columns `characteristics.LEVEL`.
    """

    study: Study
    members: Frame
    groups: Frame
    used: Frame
    barred: Frame
    withdrawal: Frame
    scores: Frame
    responses: Frame
    courses: Frame
    events: Frame
    held_against: Frame | None = None
