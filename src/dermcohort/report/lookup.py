"""Rows of Results by their key, fast: a report asks thousands of times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dermcohort.results import Result, Results


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of Results and its number, from 1."""

    number: int
    row: Result


@dataclass(frozen=True, slots=True)
class Key:
    """Whose number is asked for. ``None`` fits any population or method."""

    analysis: str
    parameter: str
    group: str = "all"
    visit: str = ""
    comparator: str = ""
    level: str = ""
    population: str | None = None
    method: str | None = None


_Place = tuple[str, str, str, str, str, str, str]


class Lookup:
    """Results, indexed.

    >>> table = Lookup(Results([Result("flow", "", "included", "", "all", statistic="count",
    ...                                value=30.0)]))
    >>> table.value(Key("flow", "included"), "count")
    30.0
    """

    __slots__ = ("_by_analysis", "_places", "entries")

    def __init__(self, results: Results) -> None:
        self.entries = tuple(Entry(number, row) for number, row in enumerate(results, start=1))
        self._places: dict[_Place, list[Entry]] = {}
        self._by_analysis: dict[str, list[Entry]] = {}
        for entry in self.entries:
            row = entry.row
            place = (row.analysis, row.parameter, row.group, row.visit, row.comparator, row.level,
                     row.statistic)  # fmt: skip
            self._places.setdefault(place, []).append(entry)
            self._by_analysis.setdefault(row.analysis, []).append(entry)

    def entry(self, key: Key, statistic: str) -> Entry | None:
        """The row of a key; the first one where the key leaves population or method open."""
        place = (key.analysis, key.parameter, key.group, key.visit, key.comparator, key.level,
                 statistic)  # fmt: skip
        for entry in self._places.get(place, ()):
            if key.population not in (None, entry.row.population):
                continue
            if key.method in (None, entry.row.method):
                return entry
        return None

    def value(self, key: Key, statistic: str) -> float | None:
        """The value of a key, None where there is no row or no value."""
        entry = self.entry(key, statistic)
        return None if entry is None else entry.row.value

    def where(self, analysis: str, **key: str) -> Iterator[Entry]:
        """All rows of an analysis with these columns, in order."""
        for entry in self._by_analysis.get(analysis, ()):
            if all(getattr(entry.row, c) == v for c, v in key.items()):
                yield entry

    def levels(self, analysis: str, parameter: str, group: str = "all") -> tuple[str, ...]:
        """Levels of a category, in order of first appearance."""
        rows = self.where(analysis, parameter=parameter, group=group)
        return tuple(dict.fromkeys(entry.row.level for entry in rows if entry.row.level))

    def parameters(self, analysis: str) -> tuple[str, ...]:
        """Parameters of an analysis, in order of first appearance."""
        return tuple(dict.fromkeys(entry.row.parameter for entry in self.where(analysis)))

    def rows_of(self, *analyses: str) -> tuple[int, int] | None:
        """First and last row number of some analyses, None where they have no row."""
        numbers = [e.number for e in self.entries if e.row.analysis in analyses]
        return (numbers[0], numbers[-1]) if numbers else None
