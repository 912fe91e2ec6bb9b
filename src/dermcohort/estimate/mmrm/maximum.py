"""The covariance parameters of largest likelihood: Fisher scoring, then Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm.covariance import Structure
from dermcohort.estimate.mmrm.likelihood import Derivatives, Likelihood, derivatives, likelihood
from dermcohort.estimate.mmrm.moments import PatternMoments

MOST_ITERATIONS = 100
MOST_HALVINGS = 30
# Below this expected fall of -2 log likelihood Newton's method is trusted, below the second one
# more step is the last: it squares the distance to the maximum.
CLOSE, CLOSEST = 0.1, 1e-12
# Smallest eigenvalue of the correlations of the visits that still counts as positive, and the one
# that explains a failure.
SINGULAR, NEARLY_SINGULAR = 1e-8, 1e-3


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the likelihood is largest.

    Attributes
    ----------
    at : Likelihood
    slopes : Derivatives
        There; the gradient is 0 to rounding.
    iterations : int
        Steps taken.
    """

    at: Likelihood
    slopes: Derivatives
    iterations: int


def maximum(moments: PatternMoments, structure: Structure, *, restricted: bool) -> Maximum:
    """Maximise the likelihood from moment estimates on.

    Parameters
    ----------
    moments : PatternMoments
    structure : Structure
        Of as many visits as the moments.
    restricted : bool
        Restricted maximum likelihood, or maximum likelihood.

    Raises
    ------
    NoAnswer
        If the data cannot tell the parameters apart, a covariance becomes singular, the steps
        do not end, or where they end is no maximum.

    Notes
    -----
    The last step is taken where the expected fall of -2 log likelihood is below 1e-12, so that
    parameters are right to about 12 digits, whatever the way there.
    """
    at = _start(moments, structure, restricted=restricted)
    for iteration in range(1, MOST_ITERATIONS + 1):
        slopes = derivatives(moments, structure, at, restricted=restricted)
        direction = _direction(slopes)
        if direction is None:
            raise NoAnswer(_why(at, "the data cannot tell the covariance parameters apart"))
        step, fall = direction
        following = _search(moments, structure, at, step, fall, restricted=restricted)
        if following is None:
            raise NoAnswer(_why(at, "the likelihood has no maximum where the steps end"))
        at = following
        if _smallest(at.sigma) < SINGULAR:
            raise NoAnswer(_why(at, ""))
        if fall < CLOSEST:
            slopes = derivatives(moments, structure, at, restricted=restricted)
            if _solved(slopes.observed, slopes.gradient) is None:
                raise NoAnswer("the likelihood is flat or has a saddle where the steps end")
            return Maximum(at, slopes, iteration)
    raise NoAnswer(f"not converged after {MOST_ITERATIONS} iterations")


def _start(moments: PatternMoments, structure: Structure, *, restricted: bool) -> Likelihood:
    """The likelihood at moment estimates, drawn towards independence until it exists."""
    last = moments.products.shape[2] - 1
    squares = np.zeros((moments.groups, moments.visits, moments.visits))
    np.add.at(squares, moments.group, moments.products[:, :, last, :, last])
    pairs = moments.pairs()
    covariance = np.where(pairs > 0, squares / np.maximum(pairs, 1), 0.0)
    variance = np.einsum("gss->gs", covariance)
    everyone = float(np.einsum("gss->", squares)) / moments.observations
    variance = np.maximum(variance, 1e-2 * everyone)
    diagonal = variance[:, :, np.newaxis] * np.eye(moments.visits)
    off = covariance * (1 - np.eye(moments.visits))
    for share in (0.95, 0.7, 0.4, 0.0):
        theta = np.concatenate([structure.start(c) for c in diagonal + share * off])
        at = likelihood(moments, structure, theta, restricted=restricted)
        if at is not None and (share == 0.0 or _smallest(at.sigma) > NEARLY_SINGULAR):
            return at
    raise NoAnswer("the moments of the data give no covariance to start from")


def _direction(slopes: Derivatives) -> tuple[np.ndarray, float] | None:
    """A step, and twice the fall of -2 log likelihood that it promises."""
    step = _solved(slopes.expected, slopes.gradient)
    if step is None:
        return None
    fall = float(slopes.gradient @ step)
    if fall < CLOSE:
        newton = _solved(slopes.observed, slopes.gradient)
        if newton is not None:
            return newton, float(slopes.gradient @ newton)
    return step, fall


def _solved(matrix: np.ndarray, right: np.ndarray) -> np.ndarray | None:
    """matrix^-1 right, or None where the matrix is not clearly positive definite."""
    size = np.sqrt(np.abs(np.diag(matrix)))
    if not (size > 0).all():
        return None
    scaled = matrix / np.outer(size, size)
    values, vectors = np.linalg.eigh(scaled)
    if values[0] <= 1e-12:
        return None
    return np.asarray(vectors @ ((vectors.T @ (right / size)) / values) / size)


def _search(
    moments: PatternMoments,
    structure: Structure,
    at: Likelihood,
    step: np.ndarray,
    fall: float,
    *,
    restricted: bool,
) -> Likelihood | None:
    """The likelihood after the longest halved step that raises it."""
    # So close to the maximum the change of the likelihood is below its rounding.
    rounding = 1e-12 * (abs(at.value) + moments.observations)
    for halvings in range(MOST_HALVINGS):
        share = 0.5**halvings
        theta = at.theta - share * step
        there = likelihood(moments, structure, theta, restricted=restricted)
        if there is not None and there.value <= at.value - 1e-4 * share * fall + rounding:
            return there
    return None


def _smallest(sigma: np.ndarray) -> float:
    """Smallest eigenvalue of the correlations, or ratio of two variances if that is less."""
    variance = np.einsum("gss->gs", sigma)
    sd = np.sqrt(variance)
    correlations = sigma / (sd[:, :, np.newaxis] * sd[:, np.newaxis, :])
    ratio = float((variance.min(axis=1) / variance.max(axis=1)).min())
    return min(float(np.linalg.eigvalsh(correlations).min()), ratio)


def _why(at: Likelihood, otherwise: str) -> str:
    """The reason of a failure: mostly that sigma has come to the edge of what it may be."""
    if not otherwise or _smallest(at.sigma) < NEARLY_SINGULAR:
        return "the estimated covariance of the visits becomes singular"
    return otherwise
