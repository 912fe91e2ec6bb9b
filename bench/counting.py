"""Patients in plain lists, and the counts that dermcohort takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def counted(groups: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values (m,), and how many of each of the k groups have each (m, k)."""
    values, place = np.unique(np.concatenate(groups), return_inverse=True)
    which = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    counts = np.zeros((len(values), len(groups)), np.int64)
    np.add.at(counts, (place, which), 1)
    return values, counts


def ticks_of(visits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of visits in millionths, one row a patient, and one patient for each."""
    return np.rint(1_000_000 * visits).astype(np.int64), np.ones(len(visits), np.int64)


def scores(rng: np.random.Generator, patients: int, mean: float) -> np.ndarray:
    """Scores with steps of 1/10, skewed, some of them tied."""
    return np.round(rng.gamma(2, mean / 2, patients), 1)
