"""What the figures show, as frozen values: one panel an outcome and group."""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.report.content import Content
from dermcohort.report.format import stars
from dermcohort.report.labels import GROUPS, group_label, heading
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.tables.tests import published_contrast
from dermcohort.tables import Role


@dataclass(frozen=True, slots=True)
class Point:
    """One visit of a panel.

    Attributes
    ----------
    visit : str
        Under the tick.
    mean, se : float or None
        None where nobody has a value; ``se`` also where only one patient has one.
    n : int
        Patients with a value.
    mark : str
        Stars of the comparison with the first visit, "" for none.
    row : int
        Number of the Results row that the stars come from, 0 without stars.
    """

    visit: str
    mean: float | None
    se: float | None
    n: int
    mark: str = ""
    row: int = 0

    @property
    def top(self) -> float:
        """Upper end of the error bar."""
        return (self.mean or 0.0) + (self.se or 0.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """One outcome in one group over the visits."""

    outcome: str
    group: str
    title: str
    points: tuple[Point, ...]


def outcomes_of(content: Content, lookup: Lookup, role: Role) -> tuple[str, ...]:
    """The outcomes of a role of which anybody has a value."""
    visits = content.study.visit_names
    return tuple(
        outcome
        for outcome in content.study.outcomes.of_role(role)
        if any(
            lookup.value(Key("course", outcome, group, visit, population="observed"), "mean")
            is not None
            for group in GROUPS
            for visit in visits
        )
    )


def panels(
    content: Content, lookup: Lookup, outcomes: tuple[str, ...], groups: tuple[str, ...]
) -> tuple[tuple[Panel, ...], ...]:
    """One row of panels an outcome, in the order of the groups."""
    return tuple(
        tuple(_panel(content, lookup, outcome, group, alone=len(groups) == 1) for group in groups)
        for outcome in outcomes
    )


def _panel(content: Content, lookup: Lookup, outcome: str, group: str, *, alone: bool) -> Panel:
    points = tuple(
        _point(content, lookup, outcome, group, visit) for visit in content.study.visit_names
    )
    title = heading(outcome) if alone else f"{heading(outcome)} · {group_label(group)}"
    return Panel(outcome, group, title, points)


def _point(content: Content, lookup: Lookup, outcome: str, group: str, visit: str) -> Point:
    key = Key("course", outcome, group, visit, population="observed")
    mean, se = lookup.entry(key, "mean"), lookup.entry(key, "se")
    if mean is None or mean.row.value is None:
        return Point(visit, None, None, 0)
    error = se.row.value if se is not None else None
    entry = published_contrast(lookup, outcome, group, visit, content.study.baseline)
    mark = stars(entry.row.value) if entry is not None and entry.row.value is not None else ""
    row = entry.number if entry is not None and mark else 0
    return Point(visit, mean.row.value, error, mean.row.n or 0, mark, row)
