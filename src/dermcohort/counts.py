"""The count line: from rows of patients to counts, which is all that estimators see.

Left of it, lazy frames of patients. Right of it, distinct values (or distinct vectors of visits)
with how many patients have them. Thirty charts and thirty million rows look the same from there,
and give the same digits, because counts are always in ascending order of value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from dermcohort import engine

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Ticks in a unit: values are whole millionths, so that differences and ratios of decimal
#: scores are exact (an EASI of 1.4 is 1,400,000 ticks, and 4 x 1.4 is 5.6).
TICKS_PER_UNIT = 1_000_000
#: Stands where a patient has no value at a visit.
MISSING = int(np.iinfo(np.int64).min)


class Key(NamedTuple):
    """Whose values of what: one set of counts."""

    population: str
    parameter: str
    group: str


class LevelKey(NamedTuple):
    """Whose levels of what, when."""

    population: str
    parameter: str
    group: str
    visit: str


@dataclass(frozen=True, slots=True, eq=False)
class VisitCounts:
    """How many patients have each vector of values over the visits.

    Attributes
    ----------
    visits : tuple of str, length k
        In order of time.
    ticks : int array, shape (m, k)
        Distinct vectors in ascending order, in `ticks_per_unit` parts of the unit; `MISSING`
        where there is no value. No row is missing throughout.
    patients : int array, shape (m,)
        How many patients have each vector.
    ticks_per_unit : int
        A million, except for values that are finer than that.
    """

    visits: tuple[str, ...]
    ticks: Ints
    patients: Ints
    ticks_per_unit: int = TICKS_PER_UNIT

    @property
    def observed_visits(self) -> tuple[str, ...]:
        """The visits at which at least one patient has a value."""
        present = (self.ticks != MISSING).any(axis=0)
        return tuple(v for v, seen in zip(self.visits, present, strict=True) if seen)

    def margin(self, visit: str) -> tuple[Floats, Ints]:
        """Distinct values at one visit, ascending, in the unit; and how many have each."""
        values, counts = self.groups((visit,))
        return values, counts[:, 0]

    def groups(self, visits: Sequence[str]) -> tuple[Floats, Ints]:
        """Visits as if they were independent groups.

        Returns
        -------
        values : float array, shape (m,)
            Distinct values over these visits, ascending, in the unit.
        counts : int array, shape (m, len(visits))
            How many patients have each value at each visit.
        """
        return _as_groups([self.ticks[:, self.visits.index(v)] for v in visits],
                          [self.patients] * len(visits), self.ticks_per_unit)  # fmt: skip

    def complete(self, visits: Sequence[str]) -> tuple[Ints, Ints]:
        """Distinct vectors of the patients who have a value at each of these visits.

        Returns
        -------
        ticks : int array, shape (m, len(visits))
        patients : int array, shape (m,)
        """
        ticks = self.ticks[:, [self.visits.index(v) for v in visits]]
        whole = (ticks != MISSING).all(axis=1)
        return _merged(ticks[whole], self.patients[whole])

    def n_any(self) -> int:
        """Patients with a value at one visit at least."""
        return int(self.patients.sum())

    def n(self, visit: str) -> int:
        """Patients with a value at this visit."""
        present = self.ticks[:, self.visits.index(visit)] != MISSING
        return int(self.patients[present].sum())


@dataclass(frozen=True, slots=True, eq=False)
class TimeCounts:
    """How many patients were observed for so many days, and how that ended.

    Attributes
    ----------
    reasons : tuple of str, length r
        Why it ended, in the order of the alphabet.
    days : int array, shape (m,)
        Distinct, ascending.
    patients : int array, shape (m, r + 1)
        Ended without the event; and by each reason.
    """

    reasons: tuple[str, ...]
    days: Ints
    patients: Ints


def independent(groups: Sequence[VisitCounts], visits: Sequence[str]) -> tuple[Floats, Ints]:
    """Different patients side by side: group j at ``visits[j]``, as values and counts (m, k)."""
    columns = [g.ticks[:, g.visits.index(v)] for g, v in zip(groups, visits, strict=True)]
    return _as_groups(columns, [g.patients for g in groups], groups[0].ticks_per_unit)


def _as_groups(
    columns: Sequence[Ints], patients: Sequence[Ints], ticks_per_unit: int
) -> tuple[Floats, Ints]:
    present = [column != MISSING for column in columns]
    distinct = np.unique(np.concatenate([c[p] for c, p in zip(columns, present, strict=True)]))
    counts = np.zeros((len(distinct), len(columns)), dtype=np.int64)
    for j, (column, here, weight) in enumerate(zip(columns, present, patients, strict=True)):
        np.add.at(counts[:, j], np.searchsorted(distinct, column[here]), weight[here])
    return distinct / ticks_per_unit, counts


def _merged(ticks: Ints, patients: Ints) -> tuple[Ints, Ints]:
    """Equal vectors added up, ascending."""
    if not len(ticks):
        return ticks, patients
    distinct, which = np.unique(ticks, axis=0, return_inverse=True)
    total = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(total, which.reshape(-1), patients)
    return distinct, total


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Everything of a study that crosses the count line.

    Attributes
    ----------
    vectors : mapping of Key to VisitCounts
        Numbers over the visits.
    levels : mapping of LevelKey to mapping of str to int
        Categories: how many patients have each level.
    members : mapping of LevelKey to int
        Patients who are in at a key of the ledger.
    times : mapping of Key to TimeCounts
        Times until something happened.
    """

    vectors: Mapping[Key, VisitCounts]
    levels: Mapping[LevelKey, Mapping[str, int]]
    members: Mapping[LevelKey, int]
    times: Mapping[Key, TimeCounts]

    def vector(self, population: str, parameter: str, group: str) -> VisitCounts | None:
        """The counts of this key; None where no patient has a value."""
        return self.vectors.get(Key(population, parameter, group))

    def n(self, population: str, parameter: str, group: str, visit: str) -> int:
        """Patients in at a key of the ledger, 0 where it has none."""
        return self.members.get(LevelKey(population, parameter, group, visit), 0)


def count(
    values: nw.LazyFrame[Any],
    categories: nw.LazyFrame[Any],
    inside: nw.LazyFrame[Any],
    times: nw.LazyFrame[Any],
    visits: Sequence[str],
) -> Counts:
    """Cross the count line.

    Parameters
    ----------
    values : lazy frame
        population, parameter, group, visit, patient, ticks: at most one row a patient and key.
    categories : lazy frame
        population, parameter, group, visit, patient, level: one row for each level that a
        patient has.
    inside : lazy frame
        population, parameter, group, visit, patient: those whom the ledger lists as in.
    times : lazy frame
        population, parameter, group, patient, days, ended: how long each patient was observed,
        and why that ended ("" without the event).
    visits : sequence of str
        All names that ``visit`` may have in ``values``, in order of time.
    """
    where = ["population", "parameter", "group"]
    queries = [
        vector_query(values, where, visits),
        categories.group_by(*where, "visit", "level").agg(nw.len().alias("patients")),
        inside.group_by(*where, "visit").agg(nw.len().alias("patients")),
        times.group_by(*where, "days", "ended").agg(nw.len().alias("patients")),
    ]  # fmt: skip
    vectors, levels, members, endings = engine.collect_all(queries)
    return Counts(
        read_vectors(vectors, where, visits),
        _read_levels(levels),
        {LevelKey(*row[:4]): int(row[4]) for row in sorted(members.iter_rows())},
        _read_times(endings),
    )


def vector_query(
    values: nw.LazyFrame[Any], where: Sequence[str], visits: Sequence[str]
) -> nw.LazyFrame[Any]:
    """How many patients have each vector: columns ``where``, v0, v1, ..., patients."""
    names = [f"v{i}" for i in range(len(visits))]
    at_visit = [
        nw.when(nw.col("visit") == visit).then(nw.col("ticks")).max().alias(name)
        for visit, name in zip(visits, names, strict=True)
    ]
    one_row_a_patient = values.group_by(*where, "patient").agg(*at_visit)
    return one_row_a_patient.group_by(*where, *names).agg(nw.len().alias("patients"))


def read_vectors(
    frame: nw.DataFrame[Any], where: Sequence[str], visits: Sequence[str]
) -> dict[Key, VisitCounts]:
    """Counts in memory, one `VisitCounts` for each key, ascending whatever the engine's order."""
    names = [f"v{i}" for i in range(len(visits))]
    frame = frame.sort(*where, *names)
    ticks = np.column_stack(
        [frame[name].fill_null(MISSING).to_numpy().astype(np.int64) for name in names]
    )
    patients = frame["patients"].to_numpy().astype(np.int64)
    keys = [Key(*key) for key in frame.select(*where).iter_rows()]
    starts = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    stops = [*starts[1:], len(keys)] if starts else []
    return {
        keys[start]: VisitCounts(tuple(visits), *_merged(ticks[start:stop], patients[start:stop]))
        for start, stop in zip(starts, stops, strict=True)
    }


def _read_levels(frame: nw.DataFrame[Any]) -> dict[LevelKey, dict[str, int]]:
    levels: dict[LevelKey, dict[str, int]] = {}
    for *place, level, patients in sorted(frame.iter_rows()):
        levels.setdefault(LevelKey(*place), {})[level] = int(patients)
    return levels


def _read_times(frame: nw.DataFrame[Any]) -> dict[Key, TimeCounts]:
    by_key: dict[Key, dict[tuple[int, str], int]] = {}
    for *where, days, ended, patients in frame.iter_rows():
        by_key.setdefault(Key(*where), {})[int(days), ended] = int(patients)
    return {key: _time_counts(by_key[key]) for key in sorted(by_key)}


def _time_counts(patients: Mapping[tuple[int, str], int]) -> TimeCounts:
    days = sorted({day for day, _ in patients})
    reasons = sorted({ended for _, ended in patients if ended})
    table = [[patients.get((day, ended), 0) for ended in ("", *reasons)] for day in days]
    shape = (len(days), len(reasons) + 1)
    return TimeCounts(
        tuple(reasons),
        np.array(days, dtype=np.int64),
        np.array(table, dtype=np.int64).reshape(shape),
    )
