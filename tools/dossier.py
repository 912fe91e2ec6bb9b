"""The verification dossier, docs/verification.html: every method against every reference value.

One page that needs nothing else, made from ``tests/reference`` by ``make docs``. The test of the
references and this page compare the same numbers by the same limits.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import cases
from cases import Quantity
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import dermcohort.report
from dermcohort.estimate.methods import Method
from method_pages import by_subject, command, slug

HERE = Path(__file__).parent
#: Of a list of numbers, so many are shown, the first ones and the worst one.
SHOWN = 4


@dataclass(frozen=True)
class Row:
    """One number as the page shows it; ``more`` stands for those of a list that are left out."""

    quantity: Quantity
    more: int = 0


@dataclass(frozen=True)
class Case:
    """One case of one method."""

    name: str
    numbers: tuple[Quantity, ...]

    @property
    def rows(self) -> list[Row]:
        """All single numbers; of a long list the first ones and the worst of the rest."""
        rows: list[Row] = []
        for _, group in groupby(self.numbers, key=lambda q: q.name.rstrip("0123456789")):
            listed = list(group)
            if len(listed) <= SHOWN + 1:
                rows += map(Row, listed)
                continue
            rows += map(Row, listed[: SHOWN - 1])
            rest = listed[SHOWN - 1 :]
            rows.append(Row(worst(rest), len(rest) - 1))
        return rows


@dataclass(frozen=True)
class Held:
    """One reference of one method: who made it, with which cases."""

    name: str
    cases: tuple[Case, ...]

    @property
    def made_by(self) -> str:
        """Programs and versions."""
        return cases.made_by(self.name)

    @property
    def script(self) -> str:
        """File that made the values."""
        return cases.script(self.name).name

    @property
    def numbers(self) -> list[Quantity]:
        """All numbers of its cases."""
        return [q for case in self.cases for q in case.numbers]


@dataclass(frozen=True)
class Section:
    """One method, or numbers that no method of the list is behind (``method`` is None)."""

    title: str
    method: Method | None
    held: tuple[Held, ...]

    @property
    def slug(self) -> str:
        """Place on the page."""
        return slug(self.title)

    @property
    def command(self) -> str:
        """How the command line asks for it."""
        return command(self.method) if self.method else ""

    @property
    def numbers(self) -> list[Quantity]:
        """All numbers of all its cases."""
        return [q for held in self.held for q in held.numbers]

    @property
    def cases(self) -> int:
        """How many cases it has."""
        return sum(len(held.cases) for held in self.held)


def worst(numbers: Iterable[Quantity]) -> Quantity:
    """The number that comes nearest to its limit, or passes it farthest."""
    return max(numbers, key=lambda q: q.difference / q.allowed if q.allowed else q.difference)


def relative_difference(quantity: Quantity) -> float | None:
    """None where the tolerance says that the number cannot be told from 0."""
    if quantity.difference and abs(quantity.expected or 0.0) <= quantity.absolute:
        return None
    return quantity.relative_difference


def largest_relative(numbers: Iterable[Quantity]) -> float:
    """Over the numbers that have one."""
    return max((relative_difference(q) or 0.0 for q in numbers), default=0.0)


def largest_absolute(numbers: Iterable[Quantity]) -> float:
    """In the unit of the number."""
    return max((q.difference for q in numbers), default=0.0)


def failing(numbers: Sequence[Quantity]) -> int:
    """How many are beyond their limit."""
    return sum(not q.passes for q in numbers)


def compared() -> list[Quantity]:
    """Every number of every reference."""
    return [
        quantity
        for name in cases.names()
        for case in cases.read(name)["cases"]
        for quantity in cases.quantities(name, case)
    ]


def sections(numbers: Sequence[Quantity]) -> list[tuple[str, list[Section]]]:
    """Methods with their numbers under the heading of their subject, the others last."""
    by_method: dict[str, list[Quantity]] = {}
    for quantity in numbers:
        by_method.setdefault(quantity.method, []).append(quantity)
    made = [
        (heading, [Section(m.name, m, held(by_method.pop(m.name, []))) for m in methods])
        for heading, methods in by_subject()
    ]
    others = [Section(name, None, held(found)) for name, found in by_method.items()]
    return [*made, ("Other numbers", others)] if others else made


def held(numbers: Sequence[Quantity]) -> tuple[Held, ...]:
    """Numbers of one method, by reference and case, in their order."""
    return tuple(
        Held(name, tuple(
            Case(case, tuple(found)) for case, found in groupby(group, key=lambda q: q.case)
        ))
        for name, group in groupby(numbers, key=lambda q: q.reference)
    )  # fmt: skip


def number(value: float | None) -> str:
    """A number to 12 significant digits.

    >>> number(0.1 + 0.2), number(2.051546068636e-07), number(12.0), number(None)
    ('0.3', '2.05154606864e-7', '12', 'no answer')
    """
    return "no answer" if value is None else _short(f"{value:.12g}")


def size(value: float) -> str:
    """A difference to 2 significant digits.

    >>> size(3.14159e-15), size(0.0), size(float("inf"))
    ('3.1e-15', '0', 'one is absent')
    """
    if math.isinf(value):
        return "one is absent"
    return "0" if not value else _short(f"{value:.1e}")


def _short(text: str) -> str:
    mantissa, mark, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else text


def relative(quantity: Quantity) -> str:
    """The relative difference, or a dash."""
    found = relative_difference(quantity)
    return "–" if found is None else size(found)


def limit(quantity: Quantity) -> str:
    """The tolerance in words.

    >>> limit(Quantity("", "", "", "", "", 1.0, 1.0, 1e-12, 0.0))
    'rel. 1e-12'
    """
    kinds = (("rel.", quantity.relative), ("abs.", quantity.absolute))
    stated = [f"{kind} {_short(f'{value:.2g}')}" for kind, value in kinds if value]
    return " or ".join(stated) or "none"


def limits(numbers: Iterable[Quantity]) -> str:
    """The tolerances of several numbers, the strictest and the loosest."""
    ordered = sorted(numbers, key=lambda q: max(q.relative, q.absolute))
    stated = list(dict.fromkeys(map(limit, ordered)))
    return stated[0] if len(stated) == 1 else f"{stated[0]} to {stated[-1]}"


def page() -> str:
    """The dossier as one HTML file."""
    numbers = compared()
    shown = sections(numbers)
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "number": number, "size": size, "relative": relative, "limit": limit,
        "limits": limits,
        "largest_relative": largest_relative, "largest_absolute": largest_absolute,
        "failing": failing,
    }  # fmt: skip
    css = Path(dermcohort.report.__file__).with_name("report.css").read_text("utf-8")
    return environment.get_template("dossier.html.j2").render(
        css=Markup(css), subjects=shown, numbers=numbers, worst=_worst_relative(numbers),
        cases=len({(q.reference, q.case) for q in numbers}),
        methods=sum(s.method is not None for _, group in shown for s in group),
        programs=sorted({q.made_by for q in numbers}), versions=_versions(),
        exact=sum(q.digits >= 12 for q in numbers),
    )  # fmt: skip


def _worst_relative(numbers: Sequence[Quantity]) -> Quantity:
    return max(numbers, key=lambda q: relative_difference(q) or 0.0)


def _versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("dermcohort", "numpy", "scipy"))
    return f"{packages}, Python {platform.python_version()} on {platform.machine()}"
