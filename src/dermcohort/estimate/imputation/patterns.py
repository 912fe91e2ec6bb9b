"""Vectors of visits sorted by which visits are missing: one pattern, one set of regressions.

All patients of a pattern have their missing visits drawn from the same regression on the visits
that they have. Of such patients only the cross products of their visits matter for a mean or a
variance of the completed visits; therefore a few rows can stand for many patients (`Rows`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dermcohort.counts import MISSING
from dermcohort.errors import TooFewObservations
from dermcohort.estimate.distinct import distinct_vectors

#: Vectors of visits and how many patients have each, of one group.
Counted = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows that stand for the patients of a pattern.

    With Q R for the patients' visits, Q having orthonormal columns, the rows are R, and what
    the other ``spare`` directions of the patients add is noise alone.

    Attributes
    ----------
    x : float array, shape (r, 1 + q)
        The constant, then the q visits that are seen.
    spare : int
        Patients less rows; 0 where each row is a patient.
    """

    x: np.ndarray
    spare: int


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The patients who have values at the same visits.

    Attributes
    ----------
    seen : tuple of int
        The visits with a value.
    gaps : tuple of int
        The visits without, before the last one with a value.
    tail : tuple of int
        The visits after it.
    ticks : int array, shape (d, k)
        Distinct vectors, ascending.
    x : float array, shape (d, 1 + q)
        A constant of 1, then the visits that are seen, on the common `Scale`.
    times : int array, shape (d,)
        How many patients have each.
    """

    seen: tuple[int, ...]
    gaps: tuple[int, ...]
    tail: tuple[int, ...]
    ticks: np.ndarray
    x: np.ndarray
    times: np.ndarray

    @property
    def n(self) -> int:
        """Patients."""
        return int(self.times.sum())

    @property
    def last(self) -> int:
        """The last visit with a value."""
        return self.seen[-1]

    def cross(self, columns: int) -> np.ndarray:
        """Cross products of the constant and the first visits, shape (columns, columns)."""
        x = self.x[:, :columns]
        return np.asarray((x * self.times[:, None]).T @ x)

    def rows(self) -> Rows:
        """As few rows as can stand for the patients: themselves where they are few."""
        few = self.x.shape[1] + len(self.gaps) + len(self.tail)
        if self.n <= few:
            return self.patients()
        weighted = self.x * np.sqrt(self.times)[:, None]
        # With fewer distinct vectors than columns the triangle has fewer rows, and more spare.
        triangle = np.asarray(np.linalg.qr(weighted, mode="r"))
        return Rows(triangle, self.n - len(triangle))

    def patients(self) -> Rows:
        """One row a patient, those with equal values beside each other."""
        return Rows(np.repeat(self.x, self.times, axis=0), 0)


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """How ticks become numbers near 0 and of the order of 1: exactly but for one rounding.

    Attributes
    ----------
    origin : int array, shape (k,)
        The tick that is 0, at each visit: near the mean.
    unit : float
        Of the numbers, in the unit of the values; a power of 2.
    ticks_per_unit : int
    """

    origin: np.ndarray
    unit: float
    ticks_per_unit: int

    def of(self, ticks: np.ndarray, visits: Sequence[int]) -> np.ndarray:
        """Numbers of the ticks at some visits."""
        from_origin = ticks[:, list(visits)] - self.origin[list(visits)]
        return np.asarray(from_origin / self.ticks_per_unit / self.unit)

    def apart(self, visit: int) -> float:
        """The origin of a visit less that of the first one, in the unit of the values."""
        return int(self.origin[visit] - self.origin[0]) / self.ticks_per_unit

    def ticks(self, numbers: np.ndarray, visit: int) -> np.ndarray:
        """The nearest ticks of numbers at a visit, int64."""
        far = np.rint(numbers * self.unit * self.ticks_per_unit)
        return np.asarray(far.astype(np.int64) + self.origin[visit])


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """One group of patients, by pattern.

    Attributes
    ----------
    patterns : tuple of Pattern
        In the order of their first vector.
    visits : int
        k.
    """

    patterns: tuple[Pattern, ...]
    visits: int

    @property
    def n(self) -> int:
        """Patients."""
        return sum(pattern.n for pattern in self.patterns)

    @property
    def n_incomplete(self) -> int:
        """Patients with a visit missing."""
        return sum(p.n for p in self.patterns if p.gaps or p.tail)

    @property
    def has_gaps(self) -> bool:
        """Whether a patient has a value after a missing one."""
        return any(pattern.gaps for pattern in self.patterns)


def read(groups: Sequence[Counted], ticks_per_unit: int) -> tuple[tuple[Group, ...], Scale]:
    """Groups by pattern, on one scale.

    Parameters
    ----------
    groups : sequence of (ticks (m, k) int array, counts (m,) int array)
        A vector of k visits a row, `dermcohort.counts.MISSING` where there is no value.
    ticks_per_unit : int

    Raises
    ------
    TooFewObservations
        If a group has no patient, or no patient has a value at a visit.
    ValueError
        If there is no group or fewer than two visits, groups differ in their visits, or a
        patient has no value at all.
    """
    counted = [distinct_vectors(*group) for group in groups]
    if not counted or counted[0][0].shape[1] < 2:
        raise ValueError("imputation needs a group of patients with two visits or more")
    if len({ticks.shape[1] for ticks, _ in counted}) > 1:
        raise ValueError("the groups have not the same number of visits")
    if any(not len(ticks) for ticks, _ in counted):
        raise TooFewObservations("a group has no patients")
    if any((ticks == MISSING).all(axis=1).any() for ticks, _ in counted):
        raise ValueError("a patient has no value at all; leave such rows out of the counts")
    scale = _scale(counted, ticks_per_unit)
    return tuple(_group(*each, scale) for each in counted), scale


def _scale(counted: Sequence[Counted], ticks_per_unit: int) -> Scale:
    ticks = np.concatenate([ticks for ticks, _ in counted])
    counts = np.concatenate([counts for _, counts in counted])
    origin = np.zeros(ticks.shape[1], dtype=np.int64)
    variance = 0.0
    for visit, column in enumerate(ticks.T):
        here = column != MISSING
        if not here.any():
            raise TooFewObservations(f"no patient has a value at visit {visit + 1}")
        origin[visit] = round(float(np.average(column[here], weights=counts[here])))
        squares = ((column[here] - origin[visit]) / ticks_per_unit) ** 2
        variance = max(variance, float(np.average(squares, weights=counts[here])))
    # A power of 2 rounds nothing.
    unit = 2.0 ** round(math.log2(variance) / 2) if variance else 1.0
    return Scale(origin, unit, ticks_per_unit)


def _group(ticks: np.ndarray, counts: np.ndarray, scale: Scale) -> Group:
    visits = ticks.shape[1]
    present = ticks != MISSING
    which, first, of_row = np.unique(present, axis=0, return_index=True, return_inverse=True)
    by_pattern = np.split(np.argsort(of_row.reshape(-1), kind="stable"),
                          np.cumsum(np.bincount(of_row.reshape(-1)))[:-1])  # fmt: skip
    patterns = []
    for number in np.argsort(first, kind="stable").tolist():
        rows = by_pattern[number]
        seen = tuple(np.flatnonzero(which[number]).tolist())
        x = np.column_stack([np.ones(len(rows)), scale.of(ticks[rows], seen)])
        gaps = tuple(v for v in range(seen[-1]) if v not in seen)
        tail = tuple(range(seen[-1] + 1, visits))
        patterns.append(Pattern(seen, gaps, tail, ticks[rows], x, counts[rows]))
    return Group(tuple(patterns), visits)
