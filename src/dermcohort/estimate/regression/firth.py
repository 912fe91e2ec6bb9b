"""Logistic regression of Firth: for few patients, and where covariates separate the outcomes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied, NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values
from dermcohort.estimate.moments import moments
from dermcohort.estimate.regression.patterns import covariate_patterns
from dermcohort.estimate.regression.penalised_likelihood import (
    MOST_STEPS,
    NEAR,
    Outcomes,
    Point,
    highest,
    highest_held,
)
from dermcohort.estimate.tails import chi_square_tail, normal_margin

# Below this many patients of the rarer outcome per covariate, the answer carries a note.
ENOUGH_EVENTS = 10
# A covariate nearer to a combination of the others, in standard deviations, is one.
NO_DISTANCE = 1e-8


@dataclass(frozen=True, slots=True)
class Firth:
    """Coefficients on the scale of the log odds: the intercept, then each covariate.

    Attributes
    ----------
    estimate : float array, shape (p + 1,)
        Change of the log odds of the event for one more unit of the covariate; the odds ratio is
        its exponential.
    se : float array, shape (p + 1,)
        Standard error by the information without the penalty, X' W X.
    conf_low, conf_high : float array, shape (p + 1,)
        Profile penalised-likelihood limits.
    chi2, p_value : float array, shape (p + 1,)
        Penalised likelihood-ratio test of 0, with 1 degree of freedom.
    n, events : int
        Patients, and those with the event.
    note : str
        "fewer than 10 events per covariate" where that is so, else "".
    """

    estimate: np.ndarray
    se: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    chi2: np.ndarray
    p_value: np.ndarray
    n: int
    events: int
    note: str = ""


def firth(
    design: np.ndarray,
    counts: np.ndarray,
    *,
    names: Sequence[str] = (),
    level: float = 0.95,
    events_per_term: float = 5,
) -> Firth:
    """Regress a yes-or-no outcome on covariates with the penalty of Firth.

    Parameters
    ----------
    design : float array, shape (m, p)
        The p covariates, without a column for the intercept, in any unit; a category as 0 and 1.
    counts : int array, shape (m, 2)
        Patients without and with the event who have these covariates.
    names : sequence of str, length p
        Of the covariates, for the reasons; "covariate 1" and so on without it.
    level : float
        Above 0, below 1.
    events_per_term : float
        Fewest patients of the rarer outcome for each covariate; 0 to ask for none.

    Raises
    ------
    TooFewObservations
        If there is no patient, or the rarer outcome has too few for so many covariates.
    AllTied
        If all patients have the same outcome.
    NoSpread
        If a covariate has only one value.
    NoAnswer
        If a covariate is a linear combination of those before it, or a maximum is not found.
    ValueError
        If there is no covariate, shapes differ, a covariate is not finite, a count is negative or
        not whole, or the level is not between 0 and 1.

    Notes
    -----
    Each limit and test maximises the penalised likelihood of all terms with one coefficient held,
    as logistf does; a penalty of fewer terms is another test. Standard errors are those of
    brglm2; logistf prints smaller ones, of weights W (1 + h). Coefficients and standard errors
    agree with brglm2 0.9, limits and tests with their definition in R 4.2.2, to a relative 1e-10
    (tests/reference/firth), and with values that logistf printed to 2e-6 (tests/reference/logistf).

    References
    ----------
    Firth D. Bias reduction of maximum likelihood estimates. Biometrika 1993;80:27-38.
    Heinze G, Schemper M. A solution to the problem of separation in logistic regression. Stat Med
    2002;21:2409-2419.
    Vittinghoff E, McCulloch CE. Relaxing the rule of ten events per variable in logistic and Cox
    regression. Am J Epidemiol 2007;165:710-718.

    Examples
    --------
    >>> result = firth(np.array([[0], [1]]), np.array([[9, 3], [0, 8]]))
    >>> result.estimate.round(4).tolist(), result.p_value.round(4).tolist()
    ([-0.9985, 3.8317], [0.0899, 0.0008])
    """
    design, counts = covariate_patterns(design, counts)
    note = _enough(design, counts, events_per_term)
    names = names or [f"covariate {j}" for j in range(1, design.shape[1] + 1)]
    scaled, rows = _scaled(design, counts.sum(axis=1), names)
    without, with_event = counts.T.astype(np.float64)
    data = Outcomes(scaled, without, with_event)
    start = np.zeros(len(rows))
    start[0] = math.log(with_event.sum() / without.sum())
    top = highest(data, start)
    margin = normal_margin(level)
    low = [-_limit(data, top, -row, margin) for row in rows]
    high = [_limit(data, top, row, margin) for row in rows]
    chi2 = [_chi2(data, top, row) for row in rows]
    n, events = int(counts.sum()), int(counts[:, 1].sum())
    return Firth(
        rows @ top.beta,
        np.array([top.se(row) for row in rows]),
        np.array(low),
        np.array(high),
        np.array(chi2),
        np.array([chi_square_tail(x, 1) for x in chi2]),
        n,
        events,
        note,
    )


def _enough(design: np.ndarray, counts: np.ndarray, events_per_term: float) -> str:
    """See to it that there are enough patients of both outcomes; what to note if they are few."""
    terms = design.shape[1]
    if not terms or counts.shape[1] != 2:
        raise ValueError("a regression needs a covariate, and counts without and with the event")
    if not len(counts):
        raise TooFewObservations("there are no patients")
    rarer = int(counts.sum(axis=0).min())
    if not rarer:
        raise AllTied("all patients have the same outcome")
    if rarer < events_per_term * terms:
        raise TooFewObservations(
            f"{rarer} patients of the rarer outcome are too few for a model of {terms} "
            f"covariates; {events_per_term * terms:g} are asked for, {events_per_term:g} for each"
        )
    few = rarer < ENOUGH_EVENTS * terms
    return f"fewer than {ENOUGH_EVENTS} events per covariate" if few else ""


def _scaled(
    design: np.ndarray, patients: np.ndarray, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Intercept and covariates with mean 0 and sd 1, and the rows that lead back.

    Row j of the second array times the scaled coefficients is coefficient j of the design.
    """
    columns, rows = [np.ones(len(design))], np.eye(design.shape[1] + 1)
    for j, (name, column) in enumerate(zip(names, design.T, strict=True), start=1):
        values, held = distinct_values(column, patients[:, None])
        if len(values) == 1:
            raise NoSpread(f"{name} has only one value")
        about = moments(values, held)
        mean, sd = float(about.mean[0]), math.sqrt(about.squares[0] / about.n[0])
        columns.append((column - mean) / sd)
        rows[j, j], rows[0, j] = 1 / sd, -mean / sd
    scaled = np.column_stack(columns)
    weights = np.sqrt(patients / patients.sum())
    distance = np.abs(np.diag(np.linalg.qr(weights[:, None] * scaled, mode="r")))
    # Fewer patterns than columns give fewer distances.
    if len(distance) < len(rows) or distance.min() < NO_DISTANCE:
        place = int(np.argmax(np.append(distance, 0.0) < NO_DISTANCE))
        raise NoAnswer(f"{names[place - 1]} is a linear combination of the covariates before it")
    return scaled, rows


def _chi2(data: Outcomes, top: Point, along: np.ndarray) -> float:
    """Twice the fall of the penalised likelihood when along' beta is held at 0."""
    return max(0.0, 2 * (top.value - highest_held(data, top, along, 0.0).value))


def _limit(data: Outcomes, top: Point, along: np.ndarray, margin: float) -> float:
    """Where along' beta, above its estimate, is when twice the fall is the margin squared.

    Newton's method on the root of twice the fall, which is nearly a straight line, inside the
    bracket that is known so far.
    """
    estimate, se = float(along @ top.beta), top.se(along)
    low, high, value, here = estimate, math.inf, estimate + margin * se, top
    for _ in range(MOST_STEPS):
        here = highest_held(data, here, along, value)
        deviate, slope = math.sqrt(max(0.0, 2 * (top.value - here.value))), here.slope(along)
        low, high = (value, high) if deviate < margin else (low, value)
        following = value + (deviate - margin) * deviate / slope if slope < 0 else math.inf
        if min(abs(following - value), high - low) <= NEAR * se:
            return min(max(following, low), high)
        if not low < following < high:
            following = (low + high) / 2
        value = min(following, estimate + 3 * (value - estimate))
    raise NoAnswer("a profile limit was not found")
