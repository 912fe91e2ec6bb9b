"""Times and what ended them, in one standard form; who was at risk at each.

All methods of this folder that compare groups take ``times`` and ``counts``:

times : float array, shape (m,)
    Time from the start to the event or to the last observation, at least 0. Any unit, days as
    a rule. Any order, repeats allowed.
counts : int array, shape (m, k, r + 1)
    How many patients of each of k groups have that time: ``[..., 0]`` were censored then (seen
    for the last time, without the event), ``[..., 1]`` to ``[..., r]`` had the event for reason
    1 to r.

A patient censored at a time at which others have the event was at risk then: events come before
censorings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.distinct import distinct_values


@dataclass(frozen=True, slots=True)
class RiskTable:
    """What happened at each distinct time.

    Attributes
    ----------
    time : float array, shape (d,)
        Ascending; at each, a patient of some group had the event or was censored.
    at_risk : int64 array, shape (d, k)
        Patients whose time is at least this.
    events : int64 array, shape (d, k, r)
        Patients with the event at this time, for each reason.
    censored : int64 array, shape (d, k)
    """

    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    censored: np.ndarray

    @property
    def n(self) -> np.ndarray:
        """Patients in each group, int64 array of shape (k,)."""
        return np.asarray(self.at_risk[0])

    def of_group(self, group: int) -> RiskTable:
        """The table of one group, at the times of its own patients."""
        events, censored = self.events[:, [group]], self.censored[:, [group]]
        own = events.any(axis=(1, 2)) | censored.any(axis=1)
        return RiskTable(self.time[own], self.at_risk[own][:, [group]], events[own], censored[own])


def risk_table(times: np.ndarray, counts: np.ndarray, *, reasons: int | None = None) -> RiskTable:
    """Patients at risk, with the event and censored, at each distinct time.

    Parameters
    ----------
    times : float array, shape (m,)
    counts : int array, shape (m, k, r + 1)
        As at the top of this file.
    reasons : int, optional
        The number of reasons that the method can take, where it cannot take any number.

    Raises
    ------
    TooFewObservations
        If there is no patient, or none in one of the groups.
    ValueError
        If a time is negative or not finite, a count is negative or not whole, or the shapes
        are others.

    Examples
    --------
    >>> table = risk_table(np.array([5.0, 2.0, 9.0]), np.array([[[1, 1]], [[0, 1]], [[3, 0]]]))
    >>> table.time.tolist(), table.at_risk[:, 0].tolist(), table.events[:, 0, 0].tolist()
    ([2.0, 5.0, 9.0], [6, 5, 3], [1, 1, 0])
    """
    counts = np.asarray(counts)
    if counts.ndim != 3:
        raise ValueError("counts must have the shape (times, groups, 1 + reasons)")
    time, counts = _distinct_times(times, counts, reasons)
    if not counts.any(axis=(0, 2)).all():
        raise TooFewObservations("a group has no patients")
    return _table(time, counts)


def risk_tables(
    times: np.ndarray, counts: np.ndarray, *, reasons: int | None = None
) -> tuple[RiskTable, ...]:
    """One table a stratum, strata without patients left out.

    Parameters
    ----------
    times : float array, shape (m,)
        The same rows for all strata.
    counts : int array, shape (s, m, k, r + 1)
        A group may be absent from a stratum.
    reasons : int, optional
        The number of reasons that the method can take, where it cannot take any number.

    Raises
    ------
    TooFewObservations
        If there is no patient, or none in one of the groups in any stratum.
    ValueError
        As `risk_table`.

    Examples
    --------
    >>> tables = risk_tables(np.array([2.0, 5.0]), np.array([[[[0, 1]], [[3, 0]]]] * 2))
    >>> [table.n.tolist() for table in tables]
    [[4], [4]]
    """
    counts = np.asarray(counts)
    if counts.ndim != 4:
        raise ValueError("counts must have the shape (strata, times, groups, 1 + reasons)")
    time, counts = _distinct_times(times, np.moveaxis(counts, 0, 1), reasons)
    if not counts.any(axis=(0, 1, 3)).all():
        raise TooFewObservations("a group has no patients")
    tables = []
    for stratum in np.moveaxis(counts, 1, 0):
        own = stratum.any(axis=(1, 2))
        if own.any():
            tables.append(_table(time[own], stratum[own]))
    return tuple(tables)


def _distinct_times(
    times: np.ndarray, counts: np.ndarray, reasons: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Times ascending and distinct, with the counts of shape (d, ..., r + 1)."""
    took = counts.shape[-1] - 1
    if took < 1 or not counts.shape[-2]:
        raise ValueError("counts must have at least one group, and a column for one reason")
    if reasons is not None and took != reasons:
        raise ValueError(f"counts have {took} reasons; this method takes {reasons}")
    time, flat = distinct_values(times, counts.reshape(len(counts), math.prod(counts.shape[1:])))
    if not len(time):
        raise TooFewObservations("there are no patients")
    if time[0] < 0:
        raise ValueError("a time is negative; times run from the start of observation")
    return time, flat.reshape(len(time), *counts.shape[1:])


def _table(time: np.ndarray, counts: np.ndarray) -> RiskTable:
    at_risk = np.cumsum(counts.sum(axis=2)[::-1], axis=0)[::-1]
    return RiskTable(time, at_risk, counts[:, :, 1:], counts[:, :, 0])
