"""What is timed: one question, answered by dermcohort and by others on the same data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Numbers = Sequence[float]


@dataclass(frozen=True)
class R:
    """The same question in R.

    Attributes
    ----------
    packages : tuple of str
        Left out where one of them is not installed.
    code : str
        An expression whose value is the numbers. ``x`` is the data of the entry.
    prepare : str
        What is done once, before the clock starts.
    name : str
        As the table calls it; "R" and the packages if left out.
    """

    packages: tuple[str, ...]
    code: str
    prepare: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """Name in the table."""
        return self.name or " ".join(("R", *self.packages))


@dataclass(frozen=True)
class Entry:
    """One line of the bench.

    Attributes
    ----------
    name : str
    ours : callable
        From counts, as the estimators take them, to the numbers.
    python : mapping of str to callable
        Library, by the name of its module, and its answer. A second way of one library stands
        behind a colon: "scipy:exact". Numbers stand in the order of ours; a shorter list is held
        against the first of ours; NaN (in R NA) stands for one that the library does not give.
    r : tuple of R
    data : object
        What R gets as ``x``: lists and numbers.
    note : str
        What differs, where not the same is computed.
    """

    name: str
    ours: Callable[[], Numbers]
    python: Mapping[str, Callable[[], Numbers]] = field(default_factory=dict)
    r: tuple[R, ...] = ()
    data: Any = None
    note: str = ""
