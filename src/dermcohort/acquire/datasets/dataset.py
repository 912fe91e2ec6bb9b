"""A data set of another program: variables with their values, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dermcohort.findings import Finding
from dermcohort.sheets import Value


@dataclass(frozen=True, slots=True)
class Dataset:
    """One rectangular data set.

    Attributes
    ----------
    file : str
        As the study file names it; in a folder with the folder in front.
    name : str
        Of the data set, in capitals: "ADSL". The file's name where it says none.
    columns : mapping of str to sequence of Value
        Values of each variable, in the order of the file and all of one length. None is missing.
    labels : mapping of str to mapping
        Variable -> its codes -> what they mean, for variables that have such labels.
    noticed : tuple of Finding
    """

    file: str
    name: str
    columns: Mapping[str, Sequence[Value]]
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    noticed: tuple[Finding, ...] = ()

    @property
    def records(self) -> int:
        """How many records it has."""
        return max(map(len, self.columns.values()), default=0)

    def column(self, variable: str) -> Sequence[Value]:
        """Values of a variable; all missing if there is none of that name."""
        return self.columns.get(variable) or (None,) * self.records


def in_cell(value: Value) -> Value:
    """Text without the blanks that fill it up at its end; None if nothing else stands there.

    >>> in_cell("WEEK 4  "), in_cell("   "), in_cell(4.0)
    ('WEEK 4', None, 4.0)
    """
    return value.rstrip(" \x00") or None if isinstance(value, str) else value
