"""Tests of linear combinations of the coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm.degrees_of_freedom import (
    DegreesOfFreedom,
    contrast_rows,
    one_df,
    several_df,
)
from dermcohort.estimate.mmrm.fit import FittedModel
from dermcohort.estimate.tails import f_tail, t_margin, t_tails


@dataclass(frozen=True, slots=True)
class ContrastTests:
    """One row a contrast.

    Attributes
    ----------
    estimate, se : float array, shape (c,)
        In the unit of the response.
    df : float array, shape (c,)
    t : float array, shape (c,)
    p_value : float array, shape (c,)
        Two-sided, not adjusted.
    conf_low, conf_high : float array, shape (c,)
        Limits at ``level``.
    level : float
    """

    estimate: np.ndarray
    se: np.ndarray
    df: np.ndarray
    t: np.ndarray
    p_value: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    level: float


@dataclass(frozen=True, slots=True)
class FTest:
    """Several contrasts at once: are all of them 0.

    Attributes
    ----------
    f : float
        Scaled by lambda for Kenward-Roger.
    df, df2 : float
        Independent contrasts; of the denominator.
    p_value : float
    """

    f: float
    df: float
    df2: float
    p_value: float


def contrast_tests(
    model: FittedModel, df: DegreesOfFreedom, contrasts: np.ndarray, *, level: float = 0.95
) -> ContrastTests:
    """Estimate linear combinations of the coefficients, each by itself.

    Parameters
    ----------
    contrasts : float array, shape (c, p)
        One row a contrast, one column a coefficient.

    Raises
    ------
    NoAnswer
        If a contrast cannot be estimated, or has no degrees of freedom.
    ValueError
        If the number of columns is another, or the level is not between 0 and 1.
    """
    contrasts = np.atleast_2d(np.asarray(contrasts, dtype=np.float64))
    if contrasts.shape[1] != len(model.beta):
        raise ValueError(f"a contrast has {contrasts.shape[1]} of {len(model.beta)} coefficients")
    if not contrasts.any(axis=1).all():
        raise ValueError("a contrast has only zeros")
    rows = contrast_rows(model, contrasts)
    estimate = contrasts @ model.beta
    variance = np.einsum("cr,rs,cs->c", rows, df.adjusted, rows)
    if not (variance > 0).all():
        raise NoAnswer(f"{df.name} gives a contrast no variance above 0; try: df Satterthwaite")
    se = np.sqrt(variance)
    dfs = one_df(df, rows)
    t = estimate / se
    p_value = np.array([t_tails(float(x), float(n)) for x, n in zip(t, dfs, strict=True)])
    margin = se * np.array([t_margin(level, float(n)) for n in dfs])
    return ContrastTests(estimate, se, dfs, t, p_value, estimate - margin, estimate + margin, level)


def f_test(model: FittedModel, df: DegreesOfFreedom, contrasts: np.ndarray) -> FTest:
    """Test whether several linear combinations of the coefficients are all 0.

    Parameters
    ----------
    contrasts : float array, shape (c, p)
        Rows that follow from others are left out.

    Raises
    ------
    NoAnswer
        If a contrast cannot be estimated.
    """
    contrasts = np.atleast_2d(np.asarray(contrasts, dtype=np.float64))
    rows = contrast_rows(model, contrasts)
    kept = _independent(rows)
    if not kept:
        raise ValueError("there is no contrast other than 0 to test")
    rows, estimate = rows[kept], contrasts[kept] @ model.beta
    df2, factor = several_df(df, rows)
    if not (np.isfinite(df2) and df2 > 0 and factor > 0):
        raise NoAnswer("the F test has no degrees of freedom; the data are too few for it")
    try:
        root = np.linalg.cholesky(rows @ df.adjusted @ rows.T)
    except np.linalg.LinAlgError:
        raise NoAnswer(
            f"{df.name} gives the contrasts no covariance; try: df Satterthwaite"
        ) from None
    independent = np.linalg.solve(root, estimate)
    f = factor * float(independent @ independent) / len(kept)
    return FTest(f, float(len(kept)), df2, f_tail(f, float(len(kept)), df2))


def _independent(rows: np.ndarray) -> list[int]:
    """The rows that are no sum of rows before them."""
    kept: list[int] = []
    directions = np.zeros((0, rows.shape[1]))
    for i, row in enumerate(rows):
        rest = row
        # Twice, since once leaves rounding of the size of what was taken off.
        for _ in range(2):
            rest = rest - directions.T @ (directions @ rest)
        size = float(np.sqrt(rest @ rest))
        if size > 1e-9 * float(np.sqrt(row @ row)):
            kept.append(i)
            directions = np.vstack([directions, rest / size])
    return kept
