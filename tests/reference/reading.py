"""Inputs of reference cases in the form that the estimators take."""

from __future__ import annotations

from typing import Any

import numpy as np


def counted(groups: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values, shape (m,), and how many of each group have each, shape (m, k)."""
    values = np.unique(np.concatenate([np.asarray(group, float) for group in groups]))
    return values, np.array([[group.count(value) for group in groups] for value in values])


def ticks_of(visits: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of visits, one row a patient, in millionths; and one patient for each."""
    ticks = np.rint(1_000_000 * np.array(visits)).astype(np.int64)
    return ticks, np.ones(len(ticks), np.int64)


def fields_of(result: Any, *names: str) -> dict[str, Any]:
    """Some fields of an estimator's answer, by name."""
    return {name: getattr(result, name) for name in names}
