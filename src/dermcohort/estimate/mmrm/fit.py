"""The fitted model, and the ladder of simpler covariances where one has no maximum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dermcohort.errors import NoAnswer, NotEstimable, TooFewObservations
from dermcohort.estimate.mmrm.covariance import COVARIANCES, Structure
from dermcohort.estimate.mmrm.maximum import Maximum, maximum
from dermcohort.estimate.mmrm.moments import PatternMoments

Estimation = Literal["REML", "ML"]

#: The order in which structures are tried: each is simpler than the one before.
LADDER: tuple[str, ...] = tuple(COVARIANCES)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step of the ladder.

    Attributes
    ----------
    covariance : str
    failure : str
        Why it gave no answer, "" where it did.
    """

    covariance: str
    failure: str


@dataclass(frozen=True, slots=True)
class FittedModel:
    """Coefficients and covariance, with all that tests of them need.

    Attributes
    ----------
    beta : float array, shape (p,)
        Coefficients; 0 for an aliased column.
    covariance_of_beta : float array, shape (p, p)
        As if the covariance of the visits were known; 0 for an aliased column.
    aliased : bool array, shape (p,)
        Columns that are sums of columns before them.
    covariance : str
        The structure that was fitted, one of `COVARIANCES`.
    parameters : tuple of str, length q
        Its parameters, by SAS's names; of each group in turn.
    theta : float array, shape (q,)
        Their estimates.
    sigma : float array, shape (groups, k, k)
        Covariance of the visits.
    minus_2_log_likelihood : float
        Restricted for REML, without the term of X'X, as SAS, nlme and mmrm have it.
    aic, bic : float
        As SAS: q parameters for REML, those of the means besides for ML; patients as the size.
    method : "REML" or "ML"
    patients, observations : int
        With at least one value, and their values.
    patterns : tuple of (tuple of int, int)
        Visits observed, and how many patients have just those; most frequent first.
    iterations : int
    trail : tuple of Attempt
        Every structure that was tried, the last one being ``covariance``.
    moments, structure, maximum
        What degrees of freedom are made from.
    """

    beta: np.ndarray
    covariance_of_beta: np.ndarray
    aliased: np.ndarray
    covariance: str
    parameters: tuple[str, ...]
    theta: np.ndarray
    sigma: np.ndarray
    minus_2_log_likelihood: float
    aic: float
    bic: float
    method: Estimation
    patients: int
    observations: int
    patterns: tuple[tuple[tuple[int, ...], int], ...]
    iterations: int
    trail: tuple[Attempt, ...]
    moments: PatternMoments
    structure: Structure
    maximum: Maximum


def fit_model(
    moments: PatternMoments,
    *,
    covariance: str | Sequence[str] = "unstructured",
    method: Estimation = "REML",
) -> FittedModel:
    """Fit the first covariance structure that the data can carry.

    Parameters
    ----------
    moments : PatternMoments
    covariance : str or sequence of str
        One of `COVARIANCES`: that structure and, where it gives no answer, those after it in
        `LADDER`. Several: exactly those, in this order.
    method : "REML" or "ML"

    Raises
    ------
    ValueError
        If a name is none of those allowed.
    TooFewObservations
        If there are fewer than 2 visits or a visit without a value.
    NoAnswer
        If no structure gives an answer; the message has the reason of each.

    Notes
    -----
    A structure fails if a pair of visits that it gives a covariance of its own was never seen
    in one patient, or as `maximum` says. Log likelihoods agree with nlme 3.1-162 gls on R 4.2.2
    to a relative 3e-11, coefficients to 1e-5 of their standard errors, to which that converges,
    and with SAS PROC MIXED as far as it converges (tests/reference/mmrm_gls, mmrm_sas).

    Examples
    --------
    >>> from dermcohort.estimate.mmrm.moments import pattern_moments
    >>> y = np.array([9.0, 4.0, 8.0, 8.0, 7.0, 5.0, 6.0, 2.0])
    >>> visit = np.tile([0, 1], 4)
    >>> x = np.column_stack([np.ones(8), visit])
    >>> model = fit_model(pattern_moments(x, y, np.repeat(range(4), 2), visit, visits=2))
    >>> model.beta.round(6).tolist(), model.covariance
    ([7.5, -2.75], 'unstructured')
    """
    if method not in ("REML", "ML"):
        raise ValueError(f'method is {method!r}; it is "REML" or "ML"')
    _refuse_visits(moments)
    trail: list[Attempt] = []
    for name in _ladder(covariance):
        structure = COVARIANCES[name](moments.visits)
        try:
            _refuse_unseen_pairs(moments, name)
            found = maximum(moments, structure, restricted=method == "REML")
        except NotEstimable as why:
            trail.append(Attempt(name, str(why)))
            continue
        trail.append(Attempt(name, ""))
        return _result(moments, structure, found, method, tuple(trail))
    raise NoAnswer("; ".join(f"{a.covariance}: {a.failure}" for a in trail))


def _ladder(covariance: str | Sequence[str]) -> tuple[str, ...]:
    names = (covariance,) if isinstance(covariance, str) else tuple(covariance)
    for name in names:
        if name not in COVARIANCES:
            raise ValueError(f"covariance is {name!r}; allowed: {', '.join(COVARIANCES)}")
    return LADDER[LADDER.index(covariance) :] if isinstance(covariance, str) else names


def _refuse_visits(moments: PatternMoments) -> None:
    if moments.visits < 2:
        raise TooFewObservations("there is only one visit; a model of one visit is an ANCOVA")
    seen = np.einsum("gss->gs", moments.pairs())
    if (seen == 0).any():
        group, visit = np.argwhere(seen == 0)[0]
        where = f" in covariance group {group + 1}" if moments.groups > 1 else ""
        raise TooFewObservations(f"no patient has a value at visit {visit + 1}{where}")


def _refuse_unseen_pairs(moments: PatternMoments, name: str) -> None:
    """Each covariance parameter of its own needs patients who have both visits."""
    pairs = moments.pairs()
    k = moments.visits
    if name == "unstructured" and (pairs == 0).any():
        _, s, t = np.argwhere(pairs == 0)[0]
        raise NoAnswer(f"no patient has both visit {s + 1} and visit {t + 1}")
    if "Toeplitz" in name:
        for lag in range(1, k):
            if any(np.diagonal(of_group, lag).sum() == 0 for of_group in pairs):
                raise NoAnswer(f"no patient has two visits that are {lag} apart")


def _result(
    moments: PatternMoments,
    structure: Structure,
    found: Maximum,
    method: Estimation,
    trail: tuple[Attempt, ...],
) -> FittedModel:
    at, r, scale = found.at, len(moments.kept), moments.scale
    p = moments.aliases.shape[1]
    back = np.linalg.inv(moments.triangle) * scale
    beta, phi = np.zeros(p), np.zeros((p, p))
    beta[moments.kept] = moments.beta + back @ at.gamma
    phi[np.ix_(moments.kept, moments.kept)] = back @ at.phi @ back.T
    n, patients, q = moments.observations, int(moments.patients.sum()), len(at.theta)
    logs = 2 * n * np.log(scale) + at.value
    if method == "REML":
        triangle = float(np.log(np.abs(np.diag(moments.triangle))).sum())
        minus_2l = logs + 2 * triangle - 2 * r * np.log(scale) + (n - r) * np.log(2 * np.pi)
        size = q
    else:
        minus_2l, size = logs + n * np.log(2 * np.pi), q + r
    aliased = np.ones(p, dtype=bool)
    aliased[moments.kept] = False
    per_group = [structure.scaled(t, scale**2) for t in at.theta.reshape(moments.groups, -1)]
    return FittedModel(
        beta,
        phi,
        aliased,
        trail[-1].covariance,
        structure.parameters * moments.groups,
        np.concatenate(per_group),
        at.sigma * scale**2,
        float(minus_2l),
        float(minus_2l + 2 * size),
        float(minus_2l + size * np.log(patients)),
        method,
        patients,
        n,
        _patterns(moments),
        found.iterations,
        trail,
        moments,
        structure,
        found,
    )


def _patterns(moments: PatternMoments) -> tuple[tuple[tuple[int, ...], int], ...]:
    found: dict[tuple[int, ...], int] = {}
    for present, patients in zip(moments.present, moments.patients.tolist(), strict=True):
        visits = tuple(np.flatnonzero(present).tolist())
        found[visits] = found.get(visits, 0) + patients
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
