"""One estimate under several rules: a point and its interval for each, drawn one below the other.

In inches straight on the figure, as the other panels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dermcohort.report.content import Content
from dermcohort.report.drawing import (
    GREY,
    INK,
    TICK_IN,
    WIDTH_IN,
    Segment,
    lines,
    mark_synthetic,
    text,
)
from dermcohort.report.format import ABSENT, count, number
from dermcohort.report.labels import heading
from dermcohort.report.lookup import Lookup
from dermcohort.report.tables.missing_data import (
    OF_CHANGE,
    OF_RESPONSE,
    is_there,
    key_of,
    statistic_of,
)

PER_ROW = 3
ROW_IN, TITLE_IN, FEET_IN = 0.135, 0.27, 0.33
LABEL_IN, COUNT_IN = 0.56, 0.34
#: Black as observed; orange where one value is put in; blue where what is missing is unknown.
COLOURS = {"observed": INK, "multiple imputation": "#0072B2", "MMRM": "#0072B2"}
SINGLE = "#D55E00"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One row of a panel.

    Attributes
    ----------
    label, rule : str
        As printed, and as in Results.
    value, low, high : float or None
        None where it cannot be had.
    n : int or None
        Patients.
    """

    label: str
    rule: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """One outcome or response; ``percent`` panels share the scale from 0 to 100."""

    title: str
    percent: bool
    estimates: tuple[Estimate, ...]


def panels(content: Content, lookup: Lookup) -> tuple[Panel, ...]:
    """At the visit that makes responders: the scores, then the responses."""
    study = content.study
    names = [(name, OF_CHANGE) for name in study.outcomes.scores]
    names += [(name, OF_RESPONSE) for name in study.responses.report]
    made = [_panel(content, lookup, name, rules) for name, rules in names if is_there(lookup, name)]
    return tuple(p for p in made if any(e.value is not None for e in p.estimates))


def _panel(content: Content, lookup: Lookup, name: str, rules: dict[str, str]) -> Panel:
    statistic = statistic_of(content, name)
    estimates = []
    for rule, label in rules.items():
        key = key_of(content, name, content.study.response_visit, rule)
        entry = lookup.entry(key, statistic)
        low, high = (lookup.value(key, end) for end in ("conf_low", "conf_high"))
        value, n = (entry.row.value, entry.row.n) if entry is not None else (None, None)
        estimates.append(Estimate(label, rule, value, low, high, n))
    percent = statistic == "percent"
    title = f"{name}, % of patients" if percent else f"{heading(name)}: change"
    return Panel(title, percent, tuple(estimates))


def draw_forest(shown: tuple[Panel, ...], *, synthetic: bool) -> Figure:
    """All panels on one figure."""
    most = max(len(panel.estimates) for panel in shown)
    each = TITLE_IN + FEET_IN + most * ROW_IN
    height = math.ceil(len(shown) / PER_ROW) * each + 0.1
    figure = Figure(figsize=(WIDTH_IN, height))
    width = WIDTH_IN / PER_ROW
    for place, panel in enumerate(shown):
        line, column = divmod(place, PER_ROW)
        _draw(figure, panel, column * width, height - line * each - TITLE_IN, width)
    if synthetic:
        mark_synthetic(figure)
    return figure


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a panel stands, in inches, and its scale."""

    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[float, ...]

    def x(self, value: float) -> float:
        """Of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.left + (self.right - self.left) * share


def _draw(figure: Figure, panel: Panel, left: float, top: float, width: float) -> None:
    ticks = (0.0, 25.0, 50.0, 75.0, 100.0) if panel.percent else scale(panel.estimates)
    bottom = top - len(panel.estimates) * ROW_IN
    frame = _Frame(left + LABEL_IN, left + width - COUNT_IN, top, bottom, ticks)
    text(figure, left + 0.04, top + 0.08, panel.title, fontsize=7.5, fontweight="bold",
         va="bottom")  # fmt: skip
    text(figure, frame.right + 0.05, top - 0.02, "n", va="bottom", fontsize=6.3, color=GREY)
    _axis(figure, frame)
    observed = next((e.value for e in panel.estimates if e.rule == "observed"), None)
    if observed is not None:
        lines(figure, [((frame.x(observed), bottom), (frame.x(observed), top))], "#BBBBBB", 0.6)
    if not panel.percent:
        lines(figure, [((frame.x(0), bottom), (frame.x(0), top))], GREY, 0.4)
    for place, estimate in enumerate(panel.estimates):
        _row(figure, estimate, frame, top - (place + 0.5) * ROW_IN)


def _axis(figure: Figure, frame: _Frame) -> None:
    segments: list[Segment] = [((frame.left, frame.bottom), (frame.right, frame.bottom))]
    step = frame.ticks[1] - frame.ticks[0]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) + (step in (2.5, 0.25, 0.025))
    for value in frame.ticks:
        x = frame.x(value)
        segments.append(((x, frame.bottom), (x, frame.bottom - TICK_IN)))
        text(figure, x, frame.bottom - TICK_IN - 0.1, number(value, decimals), ha="center",
             fontsize=6.3)  # fmt: skip
    lines(figure, segments, INK, 0.6)


def _row(figure: Figure, estimate: Estimate, frame: _Frame, y: float) -> None:
    look = {"va": "center_baseline", "fontsize": 6.3}
    text(figure, frame.left - 0.06, y, estimate.label, ha="right", **look)
    if estimate.value is None:
        middle = (frame.left + frame.right) / 2
        text(figure, middle, y, ABSENT, ha="center", color=GREY, **look)
        return
    text(figure, frame.right + 0.05, y, count(estimate.n or 0), color=GREY, **look)
    colour = COLOURS.get(estimate.rule, SINGLE)
    if estimate.low is not None and estimate.high is not None:
        lines(figure, [((frame.x(estimate.low), y), (frame.x(estimate.high), y))], colour, 1.0)
    figure.add_artist(Line2D([frame.x(estimate.value)], [y], color=colour, marker="o",
                             markersize=3.2, transform=figure.dpi_scale_trans))  # fmt: skip


def scale(estimates: tuple[Estimate, ...]) -> tuple[float, ...]:
    """Round values that hold 0 and every interval.

    >>> scale((Estimate("", "", -10.1, -13.6, -6.3, 28),))
    (-15.0, -10.0, -5.0, 0.0)
    """
    ends = [end for e in estimates for end in (e.value, e.low, e.high) if end is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    span = high - low or 1.0
    power = 10.0 ** math.floor(math.log10(span / 3))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power * 3.5 >= span)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * k for k in range(first, max(last, first + 1) + 1))
