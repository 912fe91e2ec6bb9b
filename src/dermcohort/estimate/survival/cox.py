"""Cox's proportional hazards: hazard ratios of covariates, ties by Efron."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import NoAnswer, NoSpread
from dermcohort.estimate.moments import NARROWEST
from dermcohort.estimate.survival.monotone import refuse_monotone, refuse_monotone_covariate
from dermcohort.estimate.survival.partial_likelihood import (
    Likelihood,
    RiskSets,
    likelihood,
    log_ratio,
    risk_sets,
)
from dermcohort.estimate.tails import chi_square_tail, normal_margin

# A squared step in standard errors: after one more step the error is of the order of its square.
CONVERGED = 1e-14
# After this many steps an estimate that has not converged may not exist; this many are enough.
SUSPICIOUS, ENOUGH = 12, 100
# So far apart are logarithms of hazards where a likelihood without a maximum seems to have one.
FAR = 20.0
# Below this smallest eigenvalue of their correlations, covariates determine each other.
SINGULAR = 1e-10
# What rounding may take from the log-likelihood, for each event.
ROUNDING = 1e-9
# The logarithm of the largest number.
LARGEST = 709.0


@dataclass(frozen=True, slots=True)
class ChiSquareTest:
    """One test of all coefficients.

    Attributes
    ----------
    chi2 : float
    df : int
    p_value : float
    """

    chi2: float
    df: int
    p_value: float


@dataclass(frozen=True, slots=True)
class Cox:
    """One number a covariate, in the order of the columns.

    Attributes
    ----------
    n, events : int
        Patients, and patients with the event.
    estimate : float array, shape (p,)
        Hazard ratio for one unit of the covariate more.
    conf_low, conf_high : float array, shape (p,)
        Wald's limits of the hazard ratio.
    coefficient : float array, shape (p,)
        Logarithm of the hazard ratio.
    se : float array, shape (p,)
        Standard error of the coefficient.
    z, p_value : float array, shape (p,)
        Coefficient over its standard error; two-sided, not adjusted.
    covariance : float array, shape (p, p)
        Of the coefficients.
    likelihood_ratio, score, wald : ChiSquareTest
        Whether all coefficients are 0.
    log_likelihood_null, log_likelihood : float
        With all coefficients 0, and as estimated.
    """

    n: int
    events: int
    estimate: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    coefficient: np.ndarray
    se: np.ndarray
    z: np.ndarray
    p_value: np.ndarray
    covariance: np.ndarray
    likelihood_ratio: ChiSquareTest
    score: ChiSquareTest
    wald: ChiSquareTest
    log_likelihood_null: float
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The maximum of the partial likelihood, for standardised covariates.

    Attributes
    ----------
    beta : float array, shape (p,)
    at, null : Likelihood
        There, and at 0.
    covariance : float array, shape (p, p)
    score_chi2 : float
        Of the score at 0.
    """

    beta: np.ndarray
    at: Likelihood
    null: Likelihood
    covariance: np.ndarray
    score_chi2: float


def cox(
    times: np.ndarray,
    events: np.ndarray,
    design: np.ndarray,
    counts: np.ndarray,
    *,
    level: float = 0.95,
) -> Cox:
    """Estimate hazard ratios.

    Parameters
    ----------
    times : float array, shape (m,)
        Time to the event or to the last observation, at least 0. Only their order matters.
    events : bool or 0/1 int array, shape (m,)
        Whether the time ended with the event.
    design : float array, shape (m, p)
        Covariates, in any unit; no column of ones.
    counts : int array, shape (m,)
        How many patients have that time, event and covariates. Two patients on a row are the
        same as two rows.
    level : float
        Of the confidence limits.

    Raises
    ------
    TooFewObservations
        If there is no patient.
    NoAnswer
        If nobody had the event; if a hazard ratio has no finite estimate, because at each
        event the patient with the event had the most extreme value of all at risk; or if it or
        its limit is too large to be written for one unit of the covariate.
    NoSpread
        If a covariate is the same for all patients at risk at an event, covariates determine
        each other, or all at risk had the event at the same time.
    ValueError
        If numbers are not finite or not whole, the shapes do not fit, or the level is not
        between 0 and 1.

    Notes
    -----
    The last of Newton's steps is below 1e-7 standard errors, so that it ends within rounding of
    the maximum. Agrees with 40-digit arithmetic to a relative 1e-12
    (tests/reference/survival_exact) and with R survival 3.5-3 coxph, taken one step further
    than it goes by itself, to 1e-11 (tests/reference/survival). R's ``weights`` are not counts:
    with ties they enlarge a patient, here a row with a count repeats one.

    References
    ----------
    Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220.
    Efron B. The efficiency of Cox's likelihood function for censored data. J Am Stat Assoc
    1977;72:557-565.

    Examples
    --------
    >>> weeks, events = np.array([4, 4, 8, 12, 16, 16]), np.array([1, 0, 1, 1, 1, 0])
    >>> age = np.array([[62.0], [48.0], [55.0], [59.0], [37.0], [41.0]])
    >>> found = cox(weeks, events, age, np.array([3, 1, 2, 1, 2, 6]))
    >>> found.estimate.round(4).tolist(), found.p_value.round(4).tolist()
    ([1.2413], [0.0096])
    """
    sets = risk_sets(times, events, design, counts)
    margin = normal_margin(level)
    fit = maximum(sets)
    p = len(fit.beta)
    coefficient, se = fit.beta / sets.scale, np.sqrt(np.diagonal(fit.covariance)) / sets.scale
    if (np.abs(coefficient) + margin * se).max() > LARGEST:
        raise NoAnswer(
            "a hazard ratio or its limit is too large to be written: the unit of a covariate is "
            "too large, or next to nothing is known of it"
        )
    wald = float(fit.beta @ fit.at.information.sum(axis=2) @ fit.beta)
    ratio = 2 * max(0.0, log_ratio(sets, fit.at, fit.null))
    z = coefficient / se
    null = -float((sets.share * fit.null.log_terms).sum()) + fit.null.of_events
    return Cox(
        sets.n,
        sets.events,
        np.exp(coefficient),
        np.exp(coefficient - margin * se),
        np.exp(coefficient + margin * se),
        coefficient,
        se,
        z,
        2 * ndtr(-np.abs(z)),
        fit.covariance / np.outer(sets.scale, sets.scale),
        ChiSquareTest(ratio, p, chi_square_tail(ratio, p)),
        ChiSquareTest(fit.score_chi2, p, chi_square_tail(fit.score_chi2, p)),
        ChiSquareTest(wald, p, chi_square_tail(wald, p)),
        null,
        null + ratio / 2,
    )


def maximum(sets: RiskSets) -> Fit:
    """Maximise the partial likelihood by Newton's steps, shortened where they overshoot.

    Parameters
    ----------
    sets : RiskSets

    Raises
    ------
    NoAnswer, NoSpread
        As `cox`.
    """
    if sets.deaths[0] == sets.at_risk[0]:
        raise NoSpread("all patients at risk had the event at the same time")
    refuse_monotone_covariate(sets)
    beta = np.zeros(len(sets.design))
    at = null = likelihood(sets, beta)
    inverse = _inverse(at)
    if inverse is None:
        raise NoSpread("covariates determine each other among the patients at risk at an event")
    score = at.score.sum(axis=1)
    score_chi2 = float(score @ inverse @ score)
    for done in range(ENOUGH):
        step = inverse @ score
        gain = float(score @ step)
        ascended = _ascend(sets, beta, at, step)
        if ascended is None or done == SUSPICIOUS or (gain < CONVERGED and _is_far(sets, beta)):
            refuse_monotone(sets)
        if ascended is None:
            break
        beta, at, inverse = ascended
        if gain < CONVERGED:
            return Fit(beta, at, null, inverse, score_chi2)
        score = at.score.sum(axis=1)
    raise NoAnswer("the hazard ratios could not be found: the likelihood has no clear maximum")


def _ascend(
    sets: RiskSets, beta: np.ndarray, at: Likelihood, step: np.ndarray
) -> tuple[np.ndarray, Likelihood, np.ndarray] | None:
    """As far along the step as the likelihood does not fall, and covariates can be told apart."""
    for _ in range(ENOUGH):
        try:
            there = likelihood(sets, beta + step)
        except FloatingPointError:
            pass
        else:
            inverse = _inverse(there)
            # Near the maximum the gain is less than what rounding leaves of it.
            if inverse is not None and log_ratio(sets, there, at) > -ROUNDING * sets.events:
                return beta + step, there, inverse
        step = step / 2
    return None


def _is_far(sets: RiskSets, beta: np.ndarray) -> bool:
    """Whether hazards differ so much that the likelihood is flat, with or without a maximum."""
    eta = (sets.design * beta[:, np.newaxis]).sum(axis=0)
    return float(eta.max() - eta.min()) > FAR


def _inverse(at: Likelihood) -> np.ndarray | None:
    """Inverse of the information, None where covariates determine each other."""
    information = at.information.sum(axis=2)
    variances = np.diagonal(information)
    if not variances.min() > NARROWEST:
        return None
    sd = np.sqrt(variances)
    eigenvalues, vectors = np.linalg.eigh(information / np.outer(sd, sd))
    if eigenvalues[0] < SINGULAR:
        return None
    return np.asarray((vectors / eigenvalues) @ vectors.T / np.outer(sd, sd))
