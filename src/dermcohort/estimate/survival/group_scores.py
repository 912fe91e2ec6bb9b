"""Observed minus expected events of each group: one chi-square of all.

The scores of all groups add up to 0. So do those of each set of groups that are at risk
together; such a set tells nothing of a group outside it. One group of each set is left out.
"""

from __future__ import annotations

import numpy as np

from dermcohort.errors import NoSpread

# Below this smallest eigenvalue of their correlations, scores determine each other.
SINGULAR = 1e-12


def chi_square_of(
    scores: np.ndarray, covariance: np.ndarray, together: np.ndarray
) -> tuple[float, int]:
    """Chi-square of the scores, and its degrees of freedom.

    Parameters
    ----------
    scores : float array, shape (k,)
    covariance : float array, shape (k, k)
    together : bool array, shape (k, k)
        Whether two groups are both at risk at a time that counts; a group with itself too.

    Raises
    ------
    NoSpread
        If no two groups are compared, or the scores have no variance.

    Notes
    -----
    The equations are solved in an order of the scores themselves, so that relabelled groups
    give the same digits.

    Examples
    --------
    >>> scores, covariance = np.array([-2.0, 2.0]), np.array([[2.0, -2.0], [-2.0, 2.0]])
    >>> chi2, df = chi_square_of(scores, covariance, np.ones((2, 2), bool))
    >>> round(chi2, 12), df
    (2.0, 1)
    """
    rows = [
        (u, v[i], sorted(v))
        for i, (u, v) in enumerate(zip(scores.tolist(), covariance.tolist(), strict=True))
    ]
    order = np.array(sorted(range(len(rows)), key=rows.__getitem__))
    scores, square = scores[order], np.ix_(order, order)
    covariance, together = covariance[square], together[square]
    kept = _kept(together)
    if not len(kept):
        raise NoSpread("at no event were patients of two groups at risk, some of whom went on")
    sd = np.sqrt(np.maximum(np.diagonal(covariance)[kept], 0.0))
    if not sd.all():
        raise NoSpread("the difference between observed and expected events has no variance")
    u = scores[kept] / sd
    correlation = covariance[np.ix_(kept, kept)] / np.outer(sd, sd)
    eigenvalues, vectors = np.linalg.eigh(correlation)
    if eigenvalues[0] < SINGULAR:
        raise NoSpread("the difference between observed and expected events has no variance")
    return float(((u @ vectors) ** 2 / eigenvalues).sum()), len(kept)


def _kept(together: np.ndarray) -> np.ndarray:
    """All groups but the first of each set that is linked."""
    linked = together
    for _ in range(len(together)):
        linked = linked @ linked
    # A group that is never at risk is linked to nobody, not even to itself.
    first = linked.argmax(axis=1)
    return np.flatnonzero((first < np.arange(len(linked))) & linked.diagonal())
