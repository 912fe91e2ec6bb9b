"""From rows (patient, visit) to distinct patients with counts, in one standard order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# A pattern of observed visits is a whole number of 63 bits.
MOST_VISITS = 62


@dataclass(frozen=True, slots=True)
class Patients:
    """Patients who do not differ in anything, once with how many they are.

    Attributes
    ----------
    row : int array, shape (m, k)
        Row of the data that holds the patient's visit; -1 where there is none. Patients of one
        group and one pattern of observed visits stand together.
    count : int array, shape (m,)
        How many patients have just these values.
    group : int array, shape (m,)
        Which covariance matrix applies.
    start : int array, shape (g + 1,)
        Where each of the g sets of one group and one pattern begins, and the end.
    """

    row: np.ndarray
    count: np.ndarray
    group: np.ndarray
    start: np.ndarray


def distinct_patients(
    values: np.ndarray,
    subject: np.ndarray,
    visit: np.ndarray,
    *,
    visits: int,
    count: np.ndarray | None = None,
    group: np.ndarray | None = None,
) -> Patients:
    """Put rows of the same patient together, and equal patients.

    Parameters
    ----------
    values : float array, shape (n, c)
        All that tells one row from another: covariates and response. No -0.0.
    subject : int array, shape (n,)
        Which patient, from 0.
    visit : int array, shape (n,)
        Which visit, from 0.
    visits : int
        How many there are, k.
    count : int array, shape (n,), optional
        How many patients this row stands for, the same in all rows of a patient; default 1.
    group : int array, shape (n,), optional
        Which covariance matrix, from 0, the same in all rows of a patient; default 0.

    Raises
    ------
    ValueError
        If a patient has two rows at one visit, a count or group differs within a patient, a
        count is negative or not whole, or there are more than 62 visits.

    Notes
    -----
    The order is that of a checksum of the content, so that neither the order of the rows nor
    the names of the patients make a difference, to the last bit.

    Examples
    --------
    >>> rows = np.array([[5.0], [3.0], [5.0]])
    >>> found = distinct_patients(rows, np.array([0, 1, 2]), np.array([0, 0, 0]), visits=1)
    >>> sorted(found.count.tolist())
    [1, 2]
    """
    if visits > MOST_VISITS:
        raise ValueError(f"there are {visits} visits; at most {MOST_VISITS}")
    n = len(values)
    place = np.full((int(subject.max()) + 1 if n else 0, visits), -1)
    place[subject, visit] = np.arange(n)
    if (twice := n - int((place >= 0).sum())) > 0:
        raise ValueError(f"{twice} rows are a second one of the same patient at the same visit")
    place = place[(place >= 0).any(axis=1)]
    first = place[np.arange(len(place)), (place >= 0).argmax(axis=1)]
    how_many = _of_patient(count, place, first, "a count", default=1)
    which = _of_patient(group, place, first, "a group", default=0)
    if how_many.min(initial=0) < 0:
        raise ValueError("a count is negative")
    kept = how_many > 0
    return _merged(values, place[kept], how_many[kept], which[kept])


def _of_patient(
    given: np.ndarray | None, place: np.ndarray, first: np.ndarray, what: str, *, default: int
) -> np.ndarray:
    """What is said of each row, as said of each patient."""
    if given is None:
        return np.full(len(place), default)
    if given.dtype.kind not in "iu":
        raise ValueError(f"{what} is not a whole number")
    found = np.asarray(given[first], dtype=np.int64)
    if ((given[place] != found[:, np.newaxis]) & (place >= 0)).any():
        raise ValueError(f"{what} differs between the rows of a patient")
    return found


def _merged(
    values: np.ndarray, place: np.ndarray, count: np.ndarray, group: np.ndarray
) -> Patients:
    pattern = ((place >= 0) << np.arange(place.shape[1])).sum(axis=1)
    sums = _checksums(values, place)
    order = np.lexsort((sums, pattern, group))
    place, count, group, pattern, sums = (x[order] for x in (place, count, group, pattern, sums))
    new_set = np.r_[True, (group[1:] != group[:-1]) | (pattern[1:] != pattern[:-1])][: len(place)]
    # Equal checksums are no proof: only patients of equal content become one.
    same = np.flatnonzero(~new_set[1:] & (sums[1:] == sums[:-1]))
    alike = (values[place[same]] == values[place[same + 1]]) | (place[same] < 0)[..., np.newaxis]
    new = np.ones(len(place), dtype=bool)
    new[same[alike.all(axis=(1, 2))] + 1] = False
    first = np.flatnonzero(new)
    start = np.r_[np.flatnonzero(new_set[new]), len(first)]
    return Patients(place[first], np.add.reduceat(count, first), group[first], start)


def _checksums(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """A number of 64 bits for each patient: the same for the same values at the same visits."""
    columns, visits = values.shape[1], place.shape[1]
    # Fixed odd multipliers; products and sums wrap around, which is exact.
    multiplier = np.random.Generator(np.random.PCG64(1)).integers(
        0, 2**63, columns + visits, dtype=np.uint64
    ) * np.uint64(2) + np.uint64(1)
    bits = values.view(np.uint64)
    row = np.zeros(len(values), dtype=np.uint64)
    for j in range(columns):
        row += (bits[:, j] ^ (bits[:, j] >> np.uint64(29))) * multiplier[j]
    row = (row ^ (row >> np.uint64(32))) * multiplier[0]
    row = np.r_[row ^ (row >> np.uint64(29)), np.uint64(0)]
    patient: np.ndarray = (row[place] * multiplier[columns:]).sum(axis=1, dtype=np.uint64)
    return patient
