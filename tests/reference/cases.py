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
from functools import cache
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
    def relative_difference(self) -> float:
        """The difference over the expected value; where that is 0, 0 or infinite."""
        if not self.difference:
            return 0.0
        return self.difference / abs(self.expected) if self.expected else math.inf

    @property
    def digits(self) -> float:
        """Correct significant digits, as NIST counts them; 17 where there is no difference."""
        return -math.log10(min(max(self.relative_difference, 1e-17), 1.0))

    @property
    def allowed(self) -> float:
        """The largest difference that passes."""
        return max(self.absolute, self.relative * abs(self.expected or 0.0))

    @property
    def passes(self) -> bool:
        """Whether the difference is within the tolerance."""
        return self.difference <= self.allowed


def names() -> list[str]:
    """Every reference that has its values and a script of ours."""
    return sorted(path.stem for path in HERE.glob("*.json") if ours_path(path.stem).exists())


def ours_path(name: str) -> Path:
    """The script that computes the quantities of a reference with dermcohort."""
    return HERE / "ours" / f"{name}.py"


def script(name: str) -> Path:
    """The script that made the values of a reference.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    for path in (HERE / f"{name}.R", HERE / f"{name}.py"):
        if path.exists():
            return path
    raise FileNotFoundError(f"no script has made {name}.json")


def made_by(name: str) -> str:
    """Programs and versions: ``R 4.2.2, coin 1.4.2``."""
    return ", ".join(f"{k} {v}".strip() for k, v in read(name)["made_by"].items())


@cache
def read(name: str) -> dict[str, Any]:
    """The file of a reference: ``made_by``, ``tolerance`` and ``cases``."""
    text: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return text


def quantities(name: str, case: dict[str, Any]) -> Iterator[Quantity]:
    """Each expected number of a case, and ours."""
    reference, source = read(name), made_by(name)
    ours = import_module(f"ours.{name}").ours(case["input"])
    for method, expected in case["expected"].items():
        for quantity, numbers in expected.items():
            limits = _limits(reference, case, method, quantity)
            pairs = zip(_listed(numbers), _listed(ours[method][quantity]), strict=True)
            for place, (theirs, mine) in enumerate(pairs, start=1):
                label = f"{quantity} {place}" if isinstance(numbers, list) else quantity
                yield Quantity(name, case["name"], method, label, source, theirs, mine, *limits)


def _limits(
    reference: dict[str, Any], case: dict[str, Any], method: str, quantity: str
) -> tuple[float, float]:
    """The tolerance of the case, or else of the file; ``looser`` names a method or quantity."""
    limits: dict[str, Any] = {}
    for stated in (reference, case):
        looser = stated.get("looser", {})
        limits = stated.get("tolerance", limits)
        limits = looser.get(f"{method}: {quantity}", looser.get(method, limits))
    return float(limits.get("relative", 0.0)), float(limits.get("absolute", 0.0))


def _listed(numbers: Any) -> list[float | None]:
    items = list(numbers) if hasattr(numbers, "__len__") else [numbers]
    return [None if item is None else float(item) for item in items]
