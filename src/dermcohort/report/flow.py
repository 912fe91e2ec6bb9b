"""The flow of patients as a diagram: considered, excluded, included, seen at each visit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from dermcohort.report.content import Content
from dermcohort.report.drawing import INK, lines, mark_synthetic, text
from dermcohort.report.format import ABSENT, count
from dermcohort.report.labels import group_label
from dermcohort.report.lookup import Key, Lookup

WIDTH_IN, LINE_IN, GAP_IN, PAD_IN = 5.1, 0.145, 0.24, 0.09
LONGEST = 50


@dataclass(frozen=True, slots=True)
class Box:
    """Text in a frame; inches from the left and from the top."""

    lines: tuple[str, ...]
    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        """Of the frame."""
        return len(self.lines) * LINE_IN + 2 * PAD_IN

    @property
    def bottom(self) -> float:
        """Distance of the lower edge from the top."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Distance of the centre from the left."""
        return self.left + self.width / 2


def excluded(lookup: Lookup) -> tuple[str, ...]:
    """Lines of the box of exclusions, none where nobody was excluded."""
    rules = [
        (entry.row.level, entry.row.value)
        for entry in lookup.where("flow", parameter="excluded", group="all")
        if entry.row.value
    ]
    told = [line for rule, x in rules for line in _wrapped(f"n = {count(x or 0.0)}  {rule}")]
    return ("Excluded", *told) if told else ()


def boxes(content: Content, lookup: Lookup) -> tuple[Box, ...]:
    """Considered, excluded (to its right), included, and each visit."""
    considered = Box((_counted(lookup, "considered", "Considered"),), 0.03, 0.05, 1.75)
    out = excluded(lookup)
    aside = Box(out, 2.12, considered.bottom + 0.12, 2.95) if out else None
    top = (aside.bottom + 0.12) if aside else considered.bottom + GAP_IN
    shown = [considered, *([aside] if aside else [])]
    steps = [("included", "", "Included")]
    steps += [("at visit", visit, f"Seen at {visit}") for visit in content.study.visit_names]
    for parameter, visit, title in steps:
        box = Box((_counted(lookup, parameter, title, visit), _groups(lookup, parameter, visit)),
                  0.03, top, 1.75)  # fmt: skip
        shown.append(box)
        top = box.bottom + GAP_IN
    return tuple(shown)


def draw_flow(content: Content, lookup: Lookup) -> Figure:
    """The diagram."""
    shown = boxes(content, lookup)
    height = max(box.bottom for box in shown) + 0.12
    figure = Figure(figsize=(WIDTH_IN, height))
    for box in shown:
        _frame(figure, box, height)
    spine = [box for box in shown if box.left < 1]
    for upper, lower in pairwise(spine):
        _arrow(figure, (upper.middle, upper.bottom), (lower.middle, lower.top), height)
    for box in shown:
        if box.left > 1:
            across = box.top + box.height / 2
            _arrow(figure, (spine[0].middle, across), (box.left, across), height)
    if content.study.synthetic:
        mark_synthetic(figure)
    return figure


def _counted(lookup: Lookup, parameter: str, title: str, visit: str = "") -> str:
    value = lookup.value(Key("flow", parameter, "all", visit), "count")
    return f"{title}: n = {ABSENT if value is None else count(value)}"


def _groups(lookup: Lookup, parameter: str, visit: str) -> str:
    groups = ("naive", "switch")
    values = {g: lookup.value(Key("flow", parameter, g, visit), "count") for g in groups}
    known = [f"{group_label(g).lower()} {count(v)}" for g, v in values.items() if v is not None]
    return ", ".join(known)


def _wrapped(text: str) -> list[str]:
    told = [""]
    for word in text.split():
        if told[-1].strip() and len(told[-1]) + len(word) >= LONGEST:
            told.append("\N{NO-BREAK SPACE}" * 6)
        told[-1] += f" {word}" if told[-1].strip() else word
    return told


def _frame(figure: Figure, box: Box, height: float) -> None:
    figure.add_artist(Rectangle(
        (box.left, height - box.bottom), box.width, box.height, facecolor="white",
        edgecolor=INK, linewidth=0.7, transform=figure.dpi_scale_trans,
    ))  # fmt: skip
    for line, words in enumerate(box.lines):
        down = box.top + PAD_IN + (line + 0.5) * LINE_IN
        text(figure, box.left + 0.1, height - down, words, va="center",
             fontsize=7.5 if line == 0 else 7,
             fontweight="bold" if line == 0 else "normal")  # fmt: skip


def _arrow(
    figure: Figure, start: tuple[float, float], end: tuple[float, float], height: float
) -> None:
    (x0, y0), (x1, y1) = ((x, height - y) for x, y in (start, end))
    lines(figure, [((x0, y0), (x1, y1))], INK, 0.7)
    back, side = ((0.0, 0.06), (0.025, 0.0)) if x0 == x1 else ((-0.06, 0.0), (0.0, 0.025))
    base = x1 + back[0], y1 + back[1]
    figure.add_artist(Polygon(
        [(x1, y1), (base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])],
        closed=True, color=INK, linewidth=0, transform=figure.dpi_scale_trans,
    ))  # fmt: skip
