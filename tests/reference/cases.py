"""The reference values beside this file, each with the number that dermcohort gives.

``<name>.json`` holds what R, SAS or an integral in 20 digits gave; ``<name>.R`` or ``<name>.py``
made it; ``ours/<name>.py`` computes the same quantities with dermcohort. The test compares them,
and the verification dossier prints them side by side.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Quantity:
    """One number of one case.

    Attributes
    ----------
    reference, case, method, name : str
        ``two_groups``, ``easi``, ``Welch t``, ``conf_low``.
    made_by : str
        ``R 4.2.2, coin 1.4.2``.
    expected, ours : float or None
        None where there is no answer.
    relative, absolute : float
        The largest difference that passes: within either of the two.
    """

    reference: str
    case: str
    method: str
    name: str
    made_by: str
    expected: float | None
    ours: float | None
    relative: float
    absolute: float

    @property
    def difference(self) -> float:
        """Of ours from expected; 0 where both have no answer, infinite where one has."""
        if self.expected is None or self.ours is None:
            return 0.0 if self.expected is self.ours else math.inf
        return abs(self.ours - self.expected)

    @property
    def passes(self) -> bool:
        """Whether the difference is within the tolerance."""
        allowed = self.absolute
        if self.expected is not None:
            allowed = max(allowed, self.relative * abs(self.expected))
        return self.difference <= allowed


def names() -> list[str]:
    """Every reference that has a script of ours beside it."""
    return sorted(path.stem for path in (HERE / "ours").glob("*.py"))


def read(name: str) -> dict[str, Any]:
    """The file of a reference: ``made_by``, ``tolerance`` and ``cases``."""
    text: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return text


def quantities(name: str, case: dict[str, Any]) -> Iterator[Quantity]:
    """Each expected number of a case, and ours."""
    reference = read(name)
    made_by = ", ".join(f"{k} {v}".strip() for k, v in reference["made_by"].items())
    ours = import_module(f"ours.{name}").ours(case["input"])
    for method, expected in case["expected"].items():
        for quantity, numbers in expected.items():
            limits = _limits(reference, case, method, quantity)
            pairs = zip(_listed(numbers), _listed(ours[method][quantity]), strict=True)
            for place, (theirs, mine) in enumerate(pairs, start=1):
                label = f"{quantity} {place}" if isinstance(numbers, list) else quantity
                yield Quantity(name, case["name"], method, label, made_by, theirs, mine, *limits)


def _limits(
    reference: dict[str, Any], case: dict[str, Any], method: str, quantity: str
) -> tuple[float, float]:
    """The tolerance of the file, unless ``looser`` names this method or quantity, or the case."""
    limits = reference.get("tolerance", {})
    looser = reference.get("looser", {})
    limits = looser.get(f"{method}: {quantity}", looser.get(method, limits))
    limits = case.get("tolerance", limits)
    return float(limits.get("relative", 0.0)), float(limits.get("absolute", 0.0))


def _listed(numbers: Any) -> list[float | None]:
    items = list(numbers) if hasattr(numbers, "__len__") else [numbers]
    return [None if item is None else float(item) for item in items]
