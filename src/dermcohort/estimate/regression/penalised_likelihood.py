"""Logistic likelihood with Jeffreys' penalty: its value, its derivatives, its maximum.

The symbols are those of Heinze and Schemper (2002): beta, pi, W, the hat values h, the
information I(beta) = X' W X and the modified score U*. The penalised logarithm of the likelihood
is log L + 1/2 log det I. I is never formed: sqrt(W) X = Q R gives I = R' R and h from Q, with half
the loss of digits. Steps are taken in the coordinates R beta, in which one is a standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from dermcohort.errors import NoAnswer

# After a step so short, in standard errors, Newton's method is exact to the last digits.
NEAR = 1e-8
# Newton's method needs a likelihood that bends at least this part of what it does without penalty.
FLATTEST = 0.01
# No step moves a logit by more than this, so that no weight vanishes on the way.
LONGEST = 5.0
MOST_STEPS = 200
# A fall of the value that is so small a part of it is rounding, and no reason to go back.
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What the likelihood is made of.

    Attributes
    ----------
    x : float array, shape (m, q)
        Distinct covariate patterns, the intercept among them.
    without, with_event : float array, shape (m,)
        Patients of each pattern.
    """

    x: np.ndarray
    without: np.ndarray
    with_event: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The penalised likelihood at one place.

    Attributes
    ----------
    beta : float array, shape (q,)
    value : float
        Penalised log likelihood.
    inverse : float array, shape (q, q)
        Of R, where R' R = I(beta) is the information without the penalty.
    score : float array, shape (q,)
        U*, the gradient, in the coordinates R beta.
    curvature : float array, shape (q, q)
        Of the penalised log likelihood, turned round, in the coordinates R beta: what the penalty
        adds to or takes from the identity.
    """

    beta: np.ndarray
    value: float
    inverse: np.ndarray
    score: np.ndarray
    curvature: np.ndarray

    def se(self, along: np.ndarray) -> float:
        """Standard error of along' beta, by the information without the penalty."""
        return float(np.linalg.norm(along @ self.inverse))

    def slope(self, along: np.ndarray) -> float:
        """Change of the height of the maximum for one more of the along' beta that is held."""
        b = along @ self.inverse
        return float(b @ self.score / (b @ b))


def at(data: Outcomes, beta: np.ndarray) -> Point:
    """Value, score and curvature at beta."""
    logit = data.x @ beta
    pi, rest = expit(logit), expit(-logit)
    w = (data.without + data.with_event) * pi * rest
    q, r = np.linalg.qr(np.sqrt(w)[:, None] * data.x)
    h = (q * q).sum(axis=1)
    inverse = np.linalg.inv(r)
    x = data.x @ inverse
    # U*: y - n pi + h (1/2 - pi), in a form that keeps the digits where pi is near 0 or 1.
    residual = data.with_event * rest - data.without * pi + h * (rest - pi) / 2
    log_odds = data.with_event * np.logaddexp(0, -logit) + data.without * np.logaddexp(0, logit)
    value = float(np.log(np.abs(np.diag(r))).sum() - log_odds.sum())
    # Second derivative of 1/2 log det I: the trace of I^-1 I'' less that of (I^-1 I')^2, halved.
    square = (q[:, :, None] * q[:, None, :]).reshape(len(q), -1)
    first = ((rest - pi)[:, None] * x).T @ square
    second = x.T @ ((h * (1 - 6 * pi * rest))[:, None] * x)
    curvature = np.eye(len(beta)) - (second - first @ first.T) / 2
    return Point(beta, value, inverse, residual @ x, curvature)


def highest(data: Outcomes, start: np.ndarray) -> Point:
    """The maximum.

    Raises
    ------
    NoAnswer
        If it is not found.
    """
    return _climb(data, at(data, start), np.zeros(0))


def highest_held(data: Outcomes, start: Point, along: np.ndarray, held: float) -> Point:
    """The maximum of all beta with along' beta = held.

    Raises
    ------
    NoAnswer
        If it is not found.
    """
    here, left = start, 1.0
    while left:
        # Onto the plane by the shortest way in standard errors, by stages if it is long.
        b = along @ here.inverse
        way = here.inverse @ b * ((held - along @ here.beta) / (b @ b))
        part = 1 / max(1.0, float(np.abs(data.x @ way).max()) / LONGEST)
        left = 1 - part
        here = _climb(data, at(data, here.beta + part * way), along)
    return here


def _climb(data: Outcomes, here: Point, along: np.ndarray) -> Point:
    for _ in range(MOST_STEPS):
        step = _step(here, along)
        length = float(np.linalg.norm(step))
        here = _uphill(data, here, here.inverse @ step)
        if length <= NEAR:
            return here
    raise NoAnswer("the maximum of the penalised likelihood was not found")


def _step(here: Point, along: np.ndarray) -> np.ndarray:
    """Newton's step, across ``along`` if there is one.

    Where the likelihood bends the wrong way, the step of the information without the penalty:
    uphill all the same.
    """
    score, curvature, free = here.score, here.curvature, np.eye(len(here.beta))
    if len(along):
        free = np.linalg.qr((along @ here.inverse)[:, None], mode="complete")[0][:, 1:]
        score, curvature = score @ free, free.T @ curvature @ free
    bend, axes = np.linalg.eigh(curvature)
    step = score if bend[0] <= FLATTEST else axes @ (score @ axes / bend)
    return np.asarray(free @ step)


def _uphill(data: Outcomes, here: Point, step: np.ndarray) -> Point:
    step = step / max(1.0, float(np.abs(data.x @ step).max()) / LONGEST)
    there = at(data, here.beta + step)
    lowest = here.value - ROUNDING * abs(here.value)
    while there.value < lowest:
        step = step / 2
        there = at(data, here.beta + step)
    return there
