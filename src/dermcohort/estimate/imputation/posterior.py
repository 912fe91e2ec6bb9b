"""Mean and covariance of the visits of one group, drawn from their posterior distribution.

Each visit has a normal regression on all earlier ones, with the prior that is flat in the
coefficients and 1 / sigma^2 in the variance. Where nobody has a value after a missing one, the
pattern is monotone and the posterior is that of these regressions, one after the other (Rubin
1987, section 5.4); else the gaps, and only they, are filled in turn with drawing the regressions
(monotone data augmentation, Schafer 1997, section 6.5).
"""

from __future__ import annotations

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.imputation.completing import Drawn, gaps, noise
from dermcohort.estimate.imputation.patterns import Group, Pattern

#: With fewer, the drawn residual variance has no mean, nor has any standard error made from it.
FEWEST_DF = 3
#: A residual sum of squares below this share of the whole is 0 but for rounding.
RESIDUAL_SHARE = 1e-12

#: Coefficients (constant first), shape (m, 1 + j), and residual standard deviation, shape (m,).
Regression = tuple[np.ndarray, np.ndarray]


def posterior(group: Group, rng: np.random.Generator, imputations: int, burn_in: int) -> Drawn:
    """Draw the mean and the covariance of the visits, one for each imputation.

    Parameters
    ----------
    burn_in : int
        Steps of data augmentation in each of the chains, one chain an imputation. Not used
        where the pattern is monotone: then the draws are exact and independent.

    Raises
    ------
    TooFewObservations
        If fewer patients have a visit with all earlier ones than the regression's coefficients
        and `FEWEST_DF` together.
    NoSpread
        If a visit follows from the earlier ones without a residual.
    """
    visits = range(group.visits)
    starts = [p for p in group.patterns if not p.gaps]
    seen = [[p for p in group.patterns if set(range(j + 1)) <= set(p.seen)] for j in visits]
    n = [sum(p.n for p in patterns) for patterns in seen]
    _enough(n)
    cross = [np.sum([p.cross(j + 2) for p in seen[j]], axis=0) for j in visits]
    regressions = [_regression(cross[j], n[j], rng, imputations) for j in visits]
    if not group.has_gaps:
        return _joint(regressions)
    gapped = [(p, p.rows()) for p in group.patterns if p.gaps]
    n = [sum(p.n for p in group.patterns if p.last >= j) for j in visits]
    fixed = [_fixed([p for p in starts if p.last >= j], j + 2) for j in visits]
    for _ in range(burn_in):
        drawn = _joint(regressions)
        # I-step: the gaps given the regressions.
        filled = [
            gaps(p, rows, drawn, noise(rng, imputations, rows, len(p.gaps))) for p, rows in gapped
        ]
        # P-step: the regressions given all visits up to each patient's last one.
        regressions = [
            _regression(fixed[j] + _filled(filled, j + 2), n[j], rng, imputations) for j in visits
        ]
    return _joint(regressions)


def _enough(n: list[int]) -> None:
    for j, having in enumerate(n):
        fewest = j + 1 + FEWEST_DF
        if having < fewest:
            raise TooFewObservations(
                f"{having} patients have visit {j + 1} and all before it; "
                f"imputing needs {fewest} at least"
            )


def _fixed(patterns: list[Pattern], columns: int) -> np.ndarray:
    return sum((p.cross(columns) for p in patterns), np.zeros((columns, columns)))


def _filled(filled: list[np.ndarray], columns: int) -> np.ndarray:
    reaching = [rows[:, :, :columns] for rows in filled if rows.shape[2] >= columns]
    return sum((cross(rows) for rows in reaching), np.zeros((1, columns, columns)))


def cross(rows: np.ndarray) -> np.ndarray:
    """Cross products of the columns, shape (m, c, c), of rows (m, r, c)."""
    return np.asarray(rows.transpose(0, 2, 1) @ rows)


def _regression(cross: np.ndarray, n: int, rng: np.random.Generator, draws: int) -> Regression:
    """Draw the regression of the last column on those before it.

    Parameters
    ----------
    cross : float array, shape (j + 2, j + 2) or (m, j + 2, j + 2)
        Cross products of the constant and the visits, over n patients.
    """
    j = cross.shape[-1] - 2
    reason = (
        f"visit {j + 1} follows from the visits before it without a residual"
        if j else "all patients have the same value at visit 1"
    )  # fmt: skip
    try:
        # X'X = L L'; below it the row (L^-1 X'y)', and in the corner the root of the residual
        # sum of squares.
        lower = np.linalg.cholesky(cross)
    except np.linalg.LinAlgError as singular:
        raise NoSpread(reason) from singular
    root = lower[..., -1, -1]
    if np.any(root**2 <= RESIDUAL_SHARE * cross[..., -1, -1]):
        raise NoSpread(reason)
    # sigma^2 = RSS / chi-square(n - p); beta = beta_hat + sigma L'^-1 z.
    sigma = root / np.sqrt(rng.chisquare(n - (j + 1), draws))
    z = rng.standard_normal((draws, j + 1))
    right = lower[..., -1, :-1] + sigma[:, None] * z
    upper = np.swapaxes(lower[..., :-1, :-1], -1, -2)
    return np.linalg.solve(upper, right[..., None])[..., 0], sigma


def _joint(regressions: list[Regression]) -> Drawn:
    """The mean and the covariance that the regressions say."""
    draws, k = len(regressions[0][1]), len(regressions)
    mean, covariance = np.empty((draws, k)), np.empty((draws, k, k))
    for j, (beta, sigma) in enumerate(regressions):
        slopes = beta[:, 1:]
        mean[:, j] = beta[:, 0] + np.einsum("mi,mi->m", slopes, mean[:, :j])
        with_earlier = np.einsum("mi,mij->mj", slopes, covariance[:, :j, :j])
        covariance[:, j, :j] = covariance[:, :j, j] = with_earlier
        covariance[:, j, j] = sigma**2 + np.einsum("mi,mi->m", slopes, with_earlier)
    return Drawn(mean, covariance)
