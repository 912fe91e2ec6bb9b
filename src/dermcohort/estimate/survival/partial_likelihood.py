"""Cox's partial likelihood with Efron's ties: its value, slope and curvature at each time.

A row is a distinct (time, event, covariates) with the number of patients that have it. All
patients at risk at an event are added up from the last time to the first, so that one pass over
the rows serves all times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values
from dermcohort.estimate.moments import NARROWEST, WIDEST
from dermcohort.estimate.survival.tied_events import tied_steps

# The square of its inverse is still a number.
NEXT_TO_NONE = 1e-140


@dataclass(frozen=True, slots=True)
class RiskSets:
    """Distinct rows from the first event on, and the times of events.

    Attributes
    ----------
    n, events : int
        Patients, and patients with the event.
    design : float array, shape (p, d)
        Covariates, a row each: those given less ``centre``, over ``scale``.
    weight : float array, shape (d,)
        Patients of each row.
    died : bool array, shape (d,)
        Whether the row is of an event.
    first : int array, shape (t,)
        First row of each time of an event; rows up to the next such time belong to it.
    time : float array, shape (t,)
        Times of events.
    at_risk, deaths : int64 array, shape (t,)
    centre, scale : float array, shape (p,)
    owner, left, share : arrays, shape (q,)
        Points of Efron's sums (`tied_steps`).
    """

    n: int
    events: int
    design: np.ndarray
    weight: np.ndarray
    died: np.ndarray
    first: np.ndarray
    time: np.ndarray
    at_risk: np.ndarray
    deaths: np.ndarray
    centre: np.ndarray
    scale: np.ndarray
    owner: np.ndarray
    left: np.ndarray
    share: np.ndarray


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The partial likelihood at some coefficients.

    Attributes
    ----------
    of_events : float
        Sum of the linear predictors of the patients with the event.
    log_terms : float array, shape (q,)
        Logarithm of what their hazards are divided by, at the points of Efron's sums.
    score : float array, shape (p, t)
        First derivatives of the log-likelihood, from each time.
    information : float array, shape (p, p, t)
        Second derivatives, negative, from each time.
    """

    of_events: float
    log_terms: np.ndarray
    score: np.ndarray
    information: np.ndarray


def risk_sets(
    times: np.ndarray, events: np.ndarray, design: np.ndarray, counts: np.ndarray
) -> RiskSets:
    """Bring patients into standard form.

    Parameters
    ----------
    times : float array, shape (m,)
        At least 0.
    events : bool or 0/1 int array, shape (m,)
    design : float array, shape (m, p)
    counts : int array, shape (m,)

    Raises
    ------
    TooFewObservations
        If there is no patient.
    NoAnswer
        If nobody had the event, or a covariate leaves the range of double precision.
    NoSpread
        If a covariate is the same for all patients who were at risk at an event.
    ValueError
        If a number is not finite, a time is negative, a count is negative or not whole, or the
        shapes do not fit.

    Examples
    --------
    >>> sets = risk_sets(np.array([2.0, 5.0]), np.array([1, 0]), np.array([[1.0], [3.0]]),
    ...                  np.array([4, 4]))
    >>> sets.at_risk.tolist(), sets.deaths.tolist(), sets.design.tolist()
    ([8], [4], [[0.0, 1.0]])
    """
    rows, counts = _distinct_rows(times, events, design, counts)
    time, died, x = rows[0], rows[1] == 0, rows[2:]
    if not died.any():
        raise NoAnswer("nobody had the event")
    n = int(counts.sum())
    # Who left before the first event is compared with nobody.
    kept = time >= time[died][0]
    time, died, x, weight = time[kept], died[kept], x[:, kept], counts[kept]
    at = np.unique(time[died])
    first = np.searchsorted(time, at)
    deaths = np.add.reduceat(weight * died, first)
    at_risk = np.cumsum(np.add.reduceat(weight, first)[::-1])[::-1]
    x, centre, scale = _standardised(x, weight)
    return RiskSets(
        n, int(deaths.sum()), x, weight.astype(float), died, first, at, at_risk, deaths,
        centre, scale, *tied_steps(deaths),
    )  # fmt: skip


def _distinct_rows(
    times: np.ndarray, events: np.ndarray, design: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows time, no event, covariates, as columns in lexicographic order; and their counts."""
    events, design = np.asarray(events), np.asarray(design, dtype=np.float64)
    if design.ndim != 2 or not design.shape[1]:
        raise ValueError("design must have one row a count and one column a covariate")
    if len(design) != len(times) or events.shape != (len(times),):
        raise ValueError("times, events and design must have as many rows")
    if not np.isin(events, (0, 1)).all():
        raise ValueError("events must be 0 (censored) or 1")
    # Checks the times and the counts.
    if not len(distinct_values(times, np.asarray(counts).reshape(-1))[0]):
        raise TooFewObservations("there are no patients")
    if not np.isfinite(design).all():
        raise ValueError("a covariate is not finite; leave incomplete rows out of the counts")
    held = np.asarray(counts) > 0
    counts = np.asarray(counts, dtype=np.int64)[held]
    # Adding 0.0 makes one value of 0.0 and -0.0.
    rows = np.vstack([times, 1 - events.astype(float), design.T])[:, held] + 0.0
    if rows[0].min() < 0:
        raise ValueError("a time is negative; times run from the start of observation")
    order = np.lexsort(rows[::-1])
    rows = rows[:, order]
    new = np.flatnonzero(np.r_[True, (rows[:, 1:] != rows[:, :-1]).any(axis=0)])
    return rows[:, new], np.add.reduceat(counts[order], new)


def _standardised(x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariates about their medians, in units of a usual deviation.

    By means and standard deviations one patient far away would make the others look equal.
    """
    centre, scale = np.empty(len(x)), np.empty(len(x))
    for j, column in enumerate(x):
        spread = float(column.max() - column.min())
        if not spread:
            raise NoSpread(
                f"covariate {j + 1} is the same for all patients who were at risk at an event"
            )
        if not NARROWEST < spread < WIDEST:
            raise NoAnswer(f"covariate {j + 1} is too far apart or too close to be multiplied")
        centre[j] = _median(column, weight)
        deviation = np.abs(column - centre[j])
        # More than half of the patients may have the same value: the two levels of a factor.
        scale[j] = _median(deviation, weight) or deviation.max()
    return (x - centre[:, np.newaxis]) / scale[:, np.newaxis], centre, scale


def _median(values: np.ndarray, weight: np.ndarray) -> float:
    """The lower median of patients."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weight[order])
    return float(values[order[np.searchsorted(2 * below, below[-1])]])


def likelihood(sets: RiskSets, beta: np.ndarray) -> Likelihood:
    """Evaluate at coefficients of the standardised covariates.

    Parameters
    ----------
    sets : RiskSets
    beta : float array, shape (p,)

    Raises
    ------
    FloatingPointError
        If hazards are so far apart that a risk set has next to none left.

    Notes
    -----
    At a time with D events of patients with hazards r = exp(x beta), l = 0 .. D - 1 and
    q_l = S0 - l / D * D0, where S0 and D0 are the sums of r over those at risk and over those
    with the event, S1, D1 and S2, D2 the sums of r x and r x x', Efron's log-likelihood is

        sum of x beta over the events - sum of log q_l.

    Examples
    --------
    >>> sets = risk_sets(np.array([2.0, 5.0]), np.array([1, 0]), np.array([[1.0], [3.0]]),
    ...                  np.array([1, 1]))
    >>> at = likelihood(sets, np.zeros(1))
    >>> round(at.of_events - float(at.log_terms.sum()), 6)
    -0.693147
    """
    eta = np.zeros(len(sets.weight))
    for coefficient, x in zip(beta.tolist(), sets.design, strict=True):
        eta += coefficient * x
    # Only ratios within a risk set matter.
    eta -= eta.max()
    risk = sets.weight * np.exp(eta)
    s0, d0 = _at_risk(sets, risk), _with_event(sets, risk)
    q = s0[sets.owner] - sets.left * d0[sets.owner]
    if not q.min() > NEXT_TO_NONE:
        raise FloatingPointError("hazards are too far apart")
    of_events = float((sets.weight * eta)[sets.died].sum())
    return Likelihood(of_events, np.log(q), *_derivatives(sets, risk, s0, d0, q))


def log_ratio(sets: RiskSets, one: Likelihood, other: Likelihood) -> float:
    """Log-likelihood of one less that of the other, term by term: digits are not lost.

    Examples
    --------
    >>> sets = risk_sets(np.array([2.0, 5.0]), np.array([1, 0]), np.array([[1.0], [3.0]]),
    ...                  np.array([1, 1]))
    >>> round(log_ratio(sets, likelihood(sets, -np.ones(1)), likelihood(sets, np.zeros(1))), 6)
    0.379885
    """
    terms = sets.share * (one.log_terms - other.log_terms)
    return one.of_events - other.of_events - float(terms.sum())


def _derivatives(
    sets: RiskSets, risk: np.ndarray, s0: np.ndarray, d0: np.ndarray, q: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Score and information from each time.

    About the mean of those at risk, m = S1 / S0, each event is expected at
    m - l / D * (D1 - m D0) / q_l.
    """
    p, t = len(sets.design), len(sets.first)

    def over_steps(values: np.ndarray) -> np.ndarray:
        return np.bincount(sets.owner, sets.share * values, minlength=t)

    c0, c1, c2 = over_steps(1 / q), over_steps(sets.left / q), over_steps((sets.left / q) ** 2)
    score, information = np.empty((p, t)), np.empty((p, p, t))
    mean, dead, moved = np.empty((p, t)), np.empty((p, t)), np.empty((p, t))
    for j, x in enumerate(sets.design):
        weighted = risk * x
        mean[j] = _at_risk(sets, weighted) / s0
        dead[j] = _with_event(sets, weighted)
        moved[j] = dead[j] - mean[j] * d0
        score[j] = _with_event(sets, sets.weight * x) - sets.deaths * mean[j] + moved[j] * c1
        for k in range(j + 1):
            product = weighted * sets.design[k]
            s2 = _at_risk(sets, product) - s0 * mean[j] * mean[k]
            d2 = _with_event(sets, product)
            d2 += d0 * mean[j] * mean[k] - mean[j] * dead[k] - dead[j] * mean[k]
            information[j, k] = information[k, j] = s2 * c0 - d2 * c1 - moved[j] * moved[k] * c2
    return score, information


def _at_risk(sets: RiskSets, values: np.ndarray) -> np.ndarray:
    """Sum over the rows at risk at each time."""
    return np.asarray(np.cumsum(np.add.reduceat(values, sets.first)[::-1])[::-1])


def _with_event(sets: RiskSets, values: np.ndarray) -> np.ndarray:
    """Sum over the rows with the event at each time."""
    return np.add.reduceat(np.where(sets.died, values, 0.0), sets.first)
