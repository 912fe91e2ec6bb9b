"""The missing visits of a pattern, drawn from their normal distribution given the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.imputation.patterns import Pattern, Rows


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Means and covariances of the visits, one drawn for each imputation.

    Attributes
    ----------
    mean : float array, shape (m, k)
    covariance : float array, shape (m, k, k)
    """

    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What the visits after a patient's last one are drawn from.

    Attributes
    ----------
    before, after : float array, shape (m, k)
        Means of the visits up to the last one, and of those after it.
    covariance : float array, shape (m, k, k)
        Of the regression of the later visits on the earlier ones, and of what it leaves.
    """

    before: np.ndarray
    after: np.ndarray
    covariance: np.ndarray


def noise(rng: np.random.Generator, imputations: int, rows: Rows, columns: int) -> np.ndarray:
    """Standard normal numbers of the patients, in the directions that `Rows` have.

    The spare patients' n - r rows of normal numbers are drawn as the triangle that has their
    cross products (Bartlett 1933): roots of chi-squares with falling degrees of freedom, normal
    numbers to the right of them.

    Returns
    -------
    float array, shape (m, r + min(columns, spare), columns)
    """
    count = len(rows.x)
    extra = min(columns, rows.spare)
    made = rng.standard_normal((imputations, count + extra, columns))
    for place in range(extra):
        made[:, count + place, :place] = 0.0
        made[:, count + place, place] = np.sqrt(rng.chisquare(rows.spare - place, imputations))
    return made


def gaps(pattern: Pattern, rows: Rows, drawn: Drawn, normal: np.ndarray) -> np.ndarray:
    """The visits up to the last one seen, those missing drawn given the others.

    Parameters
    ----------
    normal : float array, shape (m, rows, gaps)

    Returns
    -------
    float array, shape (m, rows, 2 + last)
        The constant, then every visit up to the last one.
    """
    made = np.zeros((*normal.shape[:2], 2 + pattern.last))
    made[:, : len(rows.x), [0, *(1 + v for v in pattern.seen)]] = rows.x
    if pattern.gaps:
        source = Source(drawn.mean, drawn.mean, drawn.covariance)
        given = made[:, :, [0, *(1 + v for v in pattern.seen)]]
        found = _given(given, source, pattern.seen, pattern.gaps, normal)
        made[:, :, [1 + v for v in pattern.gaps]] = found
    return made


def tail(history: np.ndarray, source: Source, normal: np.ndarray) -> np.ndarray:
    """Every visit: ``history`` from `gaps`, and the later visits drawn given it.

    Parameters
    ----------
    normal : float array, shape (m, rows, visits after the last one)

    Returns
    -------
    float array, shape (m, rows, 1 + k)
    """
    seen = history.shape[2] - 1
    later = range(seen, seen + normal.shape[2])
    if not later:
        return history
    found = _given(history, source, range(seen), later, normal)
    return np.concatenate([history, found], axis=2)


def _given(
    x: np.ndarray, source: Source, given: Sequence[int], wanted: Sequence[int], normal: np.ndarray
) -> np.ndarray:
    """Draw visits given others: their regression on them, and noise.

    Each of ``x`` is a constant and the visits given, shape (m, rows, 1 + given).
    """
    g, w = list(given), list(wanted)
    within = source.covariance[:, g][:, :, g]
    across = source.covariance[:, g][:, :, w]
    try:
        # Sigma_gg^-1 Sigma_gw, and Sigma_ww - Sigma_wg Sigma_gg^-1 Sigma_gw.
        slopes = np.linalg.solve(within, across)
        left = source.covariance[:, w][:, :, w] - across.transpose(0, 2, 1) @ slopes
        lower = np.linalg.cholesky(left)
    except np.linalg.LinAlgError as singular:
        raise NoAnswer("a covariance that was drawn is singular to rounding") from singular
    constant = source.after[:, w] - np.einsum("mg,mgw->mw", source.before[:, g], slopes)
    fitted = x[:, :, :1] * constant[:, None] + x[:, :, 1:] @ slopes
    return np.asarray(fitted + normal @ lower.transpose(0, 2, 1))
