"""Panels drawn: mean with bars of one standard error, from zero, n under each visit.

All is drawn in inches straight on the figure. Axes would lay out every tick label anew for each
of the three formats, which costs more than all else together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dermcohort.report.format import number
from dermcohort.report.panels import Panel, Point

WIDTH_IN = 7.09  # 180 mm: two columns of a journal
PANEL_HEIGHT_IN, TITLE_IN, FEET_IN, SIDE_IN, GAP_IN = 1.34, 0.26, 0.34, 0.42, 0.1
TICK_IN, CAP_IN = 0.035, 0.035
#: Told apart by everyone: black, and the blue and orange of Okabe and Ito.
COLOURS = {"all": "#222222", "naive": "#0072B2", "switch": "#D55E00"}
MARKERS = {"all": "o", "naive": "s", "switch": "^"}
INK, GREY, SYNTHETIC_COLOUR = "#222222", "#666666", "#A03020"
SYNTHETIC = "SYNTHETIC DATA"

Segment = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a panel stands, in inches from the lower left corner, and its scales."""

    left: float
    bottom: float
    width: float
    height: float
    visits: int
    ticks: tuple[float, ...]

    def x(self, visit: float) -> float:
        """Of a visit, counted from 0."""
        return self.left + self.width * (visit + 0.5) / self.visits

    def y(self, value: float) -> float:
        """Of a value."""
        return self.bottom + self.height * value / self.ticks[-1]


def draw(rows: tuple[tuple[Panel, ...], ...], per_row: int, *, synthetic: bool) -> Figure:
    """All panels on one figure, ``per_row`` in a row; those of one outcome share their scale."""
    flat = tuple((panel, ticks(_top(row))) for row in rows for panel in row)
    height = math.ceil(len(flat) / per_row) * PANEL_HEIGHT_IN + 0.1
    figure = Figure(figsize=(WIDTH_IN, height))
    width = WIDTH_IN / per_row
    for place, (panel, at) in enumerate(flat):
        line, column = divmod(place, per_row)
        frame = Frame(
            column * width + SIDE_IN, height - (line + 1) * PANEL_HEIGHT_IN + FEET_IN,
            width - SIDE_IN - GAP_IN, PANEL_HEIGHT_IN - TITLE_IN - FEET_IN, len(panel.points), at,
        )  # fmt: skip
        _panel(figure, panel, frame)
    if synthetic:
        mark_synthetic(figure)
    return figure


def text(figure: Figure, x: float, y: float, words: str, **look: Any) -> None:
    """Text at a place in inches."""
    figure.text(x, y, words, transform=figure.dpi_scale_trans, **look)


def lines(figure: Figure, segments: list[Segment], colour: str, width: float) -> None:
    """Straight lines, in inches."""
    figure.add_artist(LineCollection(
        segments, colors=colour, linewidths=width, transform=figure.dpi_scale_trans,
    ))  # fmt: skip


def mark_synthetic(figure: Figure) -> None:
    """A small mark in the corner."""
    text(figure, figure.get_figwidth() - 0.04, 0.03, SYNTHETIC, ha="right", va="bottom",
         fontsize=5.5, color=SYNTHETIC_COLOUR)  # fmt: skip


def ticks(top: float) -> tuple[float, ...]:
    """Three to five round values from 0 to at least ``top``.

    >>> ticks(23.0)
    (0.0, 10.0, 20.0, 30.0)
    """
    scale = 10.0 ** math.floor(math.log10(top / 4))
    step = next(m * scale for m in (1, 2, 2.5, 5, 10) if m * scale * 4 >= top)
    return tuple(step * k for k in range(math.ceil(top / step - 1e-9) + 1))


def _top(row: tuple[Panel, ...]) -> float:
    """Upper end of the scale: the highest bar, and room for stars where there are any."""
    points = [point for panel in row for point in panel.points]
    room = 1.12 if any(point.mark for point in points) else 1.0
    return room * max((point.top for point in points), default=0.0) or 1.0


def _panel(figure: Figure, panel: Panel, frame: Frame) -> None:
    text(figure, frame.left, frame.bottom + frame.height + 0.07, panel.title, fontsize=7.5,
         fontweight="bold", va="bottom")  # fmt: skip
    _scales(figure, panel, frame)
    shown = [(frame.x(i), point) for i, point in enumerate(panel.points) if point.mean is not None]
    if not shown:
        text(figure, frame.left + frame.width / 2, frame.bottom + frame.height / 2, "no values",
             ha="center", va="center", color=GREY)  # fmt: skip
        return
    _course(figure, panel.group, frame, shown)
    for x, point in shown:
        if point.mark:
            # The link and the anchor of the star: its row in the table of tests and in Results.
            text(figure, x, frame.y(point.top) - 0.005, point.mark, ha="center", va="bottom",
                 fontsize=8.5, url=f"#test-{point.row}", gid=f"result-{point.row}")  # fmt: skip


def _scales(figure: Figure, panel: Panel, frame: Frame) -> None:
    right, top = frame.left + frame.width, frame.bottom + frame.height
    segments: list[Segment] = [((frame.left, frame.bottom), (right, frame.bottom)),
                               ((frame.left, frame.bottom), (frame.left, top))]  # fmt: skip
    for value in frame.ticks:
        y = frame.y(value)
        segments.append(((frame.left - TICK_IN, y), (frame.left, y)))
        text(figure, frame.left - TICK_IN - 0.025, y, _tick(value, frame.ticks[1]), ha="right",
             va="center_baseline", fontsize=6.5)  # fmt: skip
    few = len(panel.points) <= 4
    for visit, point in enumerate(panel.points):
        x = frame.x(visit)
        segments.append(((x, frame.bottom - TICK_IN), (x, frame.bottom)))
        for line, words in enumerate((point.visit, f"n = {point.n}" if few else str(point.n))):
            text(figure, x, frame.bottom - TICK_IN - 0.095 - 0.1 * line, words, ha="center",
                 fontsize=6.3 if few else 4.8, color=GREY if line else INK)  # fmt: skip
    lines(figure, segments, INK, 0.6)


def _tick(value: float, step: float) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return number(value, decimals + (step * 10**decimals % 1 > 1e-9))


def _course(figure: Figure, group: str, frame: Frame, shown: list[tuple[float, Point]]) -> None:
    colour = COLOURS.get(group, INK)
    bars: list[Segment] = []
    for x, point in shown:
        if point.se:
            low, high = frame.y((point.mean or 0.0) - point.se), frame.y(point.top)
            bars += [((x, low), (x, high)), ((x - CAP_IN, low), (x + CAP_IN, low)),
                     ((x - CAP_IN, high), (x + CAP_IN, high))]  # fmt: skip
    lines(figure, bars, colour, 0.8)
    figure.add_artist(Line2D(
        [x for x, _ in shown], [frame.y(point.mean or 0.0) for _, point in shown], color=colour,
        linewidth=1.1, marker=MARKERS.get(group, "o"), markersize=3.6,
        transform=figure.dpi_scale_trans,
    ))  # fmt: skip
