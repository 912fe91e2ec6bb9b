"""Time on the drug: who stays in each group, and what ends it, as steps with numbers at risk.

In inches straight on the figure, as the other panels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dermcohort.report.content import Content
from dermcohort.report.drawing import (
    COLOURS,
    GREY,
    INK,
    TICK_IN,
    WIDTH_IN,
    Segment,
    lines,
    mark_synthetic,
    text,
)
from dermcohort.report.format import count
from dermcohort.report.labels import GROUPS, group_label
from dermcohort.report.lookup import Entry, Lookup

ANALYSIS = "time on drug"
HEIGHT_IN, TITLE_IN, LINE_IN, SIDE_IN, LABEL_IN = 2.1, 0.3, 0.115, 0.42, 0.5
#: Of the reasons for stopping, in their order: Okabe and Ito, after black, blue and orange.
REASONS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#666666")


@dataclass(frozen=True, slots=True)
class Step:
    """One curve.

    Attributes
    ----------
    label, colour : str
    start : float
        Percent on day 0.
    points : tuple of (float, float)
        Day and percent from that day on.
    at_risk : tuple of (float, int)
        Day and patients at risk, at the regular days.
    end : float
        Last day that is known.
    """

    label: str
    colour: str
    start: float
    points: tuple[tuple[float, float], ...]
    at_risk: tuple[tuple[float, int], ...]
    end: float


def curves(lookup: Lookup) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Who stays, by group; and what ended it, by reason, in all patients."""
    days = _regular(lookup)
    stay = tuple(
        found
        for group in GROUPS
        if (found := _step(lookup, "Kaplan-Meier", group, "", days, group_label(group),
                           COLOURS[group], 100.0))
    )  # fmt: skip
    left = tuple(
        found
        for place, reason in enumerate(lookup.levels(ANALYSIS, ANALYSIS))
        if (found := _step(lookup, "Aalen-Johansen", "all", reason, days, reason,
                           REASONS[place % len(REASONS)], 0.0))
    )  # fmt: skip
    return stay, left


def _rows(lookup: Lookup, method: str, group: str, level: str, statistic: str) -> list[Entry]:
    found = lookup.where(ANALYSIS, method=method, group=group, level=level, statistic=statistic)
    return sorted((e for e in found if e.row.time is not None), key=lambda e: e.row.time or 0.0)


def _regular(lookup: Lookup) -> tuple[float, ...]:
    """Days at which the curve of all is given though nothing happens, and those between."""
    risk = {e.row.time or 0.0 for e in _rows(lookup, "Kaplan-Meier", "all", "", "at_risk")}
    moved = {e.row.time or 0.0 for e in _rows(lookup, "Kaplan-Meier", "all", "", "events")}
    quiet = sorted(risk - moved)
    step = min((b - a for a, b in pairwise(quiet)), default=0.0)
    return tuple(day for day in sorted(risk) if step and day % step == 0)


def _step(
    lookup: Lookup, method: str, group: str, level: str, days: tuple[float, ...], label: str,
    colour: str, start: float,
) -> Step | None:  # fmt: skip
    moves = {e.row.time for e in _rows(lookup, method, group, level, "events")}
    percents = _rows(lookup, method, group, level, "percent")
    if not percents:
        return None
    points = tuple((e.row.time or 0.0, e.row.value or 0.0) for e in percents if e.row.time in moves)
    risk = tuple(
        (e.row.time or 0.0, int(e.row.value or 0))
        for e in _rows(lookup, method, group, level, "at_risk")
        if e.row.time in days
    )
    mean = next(lookup.where(ANALYSIS, method="restricted mean", group=group, statistic="mean"))
    end = max(mean.row.time or 0.0, *(day for day, _ in points), *(day for day, _ in risk), 1.0)
    return Step(label, colour, start, points, risk, end)


def draw_survival(content: Content, lookup: Lookup) -> Figure:
    """Both panels side by side; the second only where somebody stopped."""
    stay, left = curves(lookup)
    feet = 0.42 + LINE_IN * (len(stay) + 1)
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN + TITLE_IN + feet))
    end = max(step.end for step in stay)
    days = tuple(day for day, _ in stay[0].at_risk)
    width = WIDTH_IN / 2
    titles = (f"Still on {content.study.drug}, %", "Stopped, by reason, %")
    for column, (title, steps) in enumerate(zip(titles, (stay, left), strict=True)):
        if not steps:
            continue
        frame = _Frame(column * width + SIDE_IN + LABEL_IN * (1 - column), feet,
                       width - SIDE_IN - 0.1 - LABEL_IN * (1 - column), HEIGHT_IN, end)  # fmt: skip
        _panel(figure, frame, title, steps, days, risk=not column)
    if content.study.synthetic:
        mark_synthetic(figure)
    return figure


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    bottom: float
    width: float
    height: float
    end: float

    def x(self, day: float) -> float:
        return self.left + self.width * day / self.end

    def y(self, percent: float) -> float:
        return self.bottom + self.height * percent / 100


def _panel(
    figure: Figure, frame: _Frame, title: str, steps: tuple[Step, ...],
    days: tuple[float, ...], *, risk: bool,
) -> None:  # fmt: skip
    text(figure, frame.left, frame.bottom + frame.height + 0.1, title, fontsize=7.5,
         fontweight="bold", va="bottom")  # fmt: skip
    _scales(figure, frame, days)
    for step in steps:
        x, y = [frame.x(0)], [frame.y(step.start)]
        for day, percent in step.points:
            x += [frame.x(day)] * 2
            y += [y[-1], frame.y(percent)]
        figure.add_artist(Line2D([*x, frame.x(step.end)], [*y, y[-1]], color=step.colour,
                                 linewidth=1.1, transform=figure.dpi_scale_trans))  # fmt: skip
    if risk:
        _at_risk(figure, frame, steps)
    else:
        _legend(figure, frame, steps)


def _scales(figure: Figure, frame: _Frame, days: tuple[float, ...]) -> None:
    segments: list[Segment] = [
        ((frame.left, frame.bottom), (frame.x(frame.end), frame.bottom)),
        ((frame.left, frame.bottom), (frame.left, frame.y(100))),
    ]
    for percent in (0, 25, 50, 75, 100):
        y = frame.y(percent)
        segments.append(((frame.left - TICK_IN, y), (frame.left, y)))
        text(figure, frame.left - TICK_IN - 0.025, y, str(percent), ha="right",
             va="center_baseline", fontsize=6.5)  # fmt: skip
    for day in days:
        segments.append(((frame.x(day), frame.bottom - TICK_IN), (frame.x(day), frame.bottom)))
        text(figure, frame.x(day), frame.bottom - TICK_IN - 0.1, count(day), ha="center",
             fontsize=6.3)  # fmt: skip
    text(figure, frame.left + frame.width / 2, frame.bottom - TICK_IN - 0.22,
         "days since the first dose", ha="center", fontsize=6.3)  # fmt: skip
    lines(figure, segments, INK, 0.6)


def _at_risk(figure: Figure, frame: _Frame, steps: tuple[Step, ...]) -> None:
    top = frame.bottom - TICK_IN - 0.36
    text(figure, frame.left - 0.12, top, "at risk", ha="right", fontsize=6.3, color=GREY)
    for line, step in enumerate(steps, start=1):
        y = top - LINE_IN * line
        text(figure, frame.left - 0.12, y, step.label, ha="right", fontsize=6.3,
             color=step.colour)  # fmt: skip
        for day, n in step.at_risk:
            text(figure, frame.x(day), y, count(n), ha="center", fontsize=6.3)


def _legend(figure: Figure, frame: _Frame, steps: tuple[Step, ...]) -> None:
    for line, step in enumerate(steps):
        y = frame.y(100) - 0.05 - 0.13 * line
        lines(figure, [((frame.left + 0.1, y), (frame.left + 0.3, y))], step.colour, 1.1)
        text(figure, frame.left + 0.36, y, step.label, va="center_baseline", fontsize=6.3)
