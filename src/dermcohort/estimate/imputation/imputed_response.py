"""Response judged on imputed values: the proportion of responders, by Rubin's rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer, TooFewObservations
from dermcohort.estimate.imputation.completing import Drawn, Source, gaps, noise, tail
from dermcohort.estimate.imputation.imputed_change import Parameters, explained
from dermcohort.estimate.imputation.patterns import Counted, Group, Pattern, Scale, read
from dermcohort.estimate.imputation.posterior import posterior
from dermcohort.estimate.imputation.seeds import generator
from dermcohort.estimate.tails import normal_margin, t_margin

#: So many numbers are held at once.
AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Response:
    """When a follow-up is a response to the baseline.

    Attributes
    ----------
    evaluable : callable
        Ticks at the first visit (int array) to whether they leave room for a response.
    reached : callable
        Ticks at the first and at a later visit (int arrays that fit each other) to whether the
        later value is a response.
    """

    evaluable: Callable[[np.ndarray], np.ndarray]
    reached: Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class ImputedProportion:
    """A proportion over completed data sets.

    Attributes
    ----------
    estimate : float
        Mean of the proportions.
    se : float
        Root of Rubin's total variance.
    conf_low, conf_high : float
        By Lott and Reiter: Wilson's limits with the variance and the t of Rubin's rules.
    simulation_error : float
        Standard error of ``estimate`` because imputations are not endless.
    """

    estimate: float
    se: float
    conf_low: float
    conf_high: float
    simulation_error: float


@dataclass(frozen=True, slots=True, eq=False)
class ImputedResponse:
    """One proportion for each response and later visit.

    Attributes
    ----------
    estimate, se, conf_low, conf_high, simulation_error : float arrays, shape (c,)
        As of `ImputedProportion`.
    response, visit : int arrays, shape (c,)
        Which of the responses, and the column of the visit.
    n : int array, shape (c,)
        Patients with a value at the first visit that can be judged.
    imputations : int
    note : str
        How many patients were completed, and how the draws were made.
    """

    estimate: np.ndarray
    se: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    simulation_error: np.ndarray
    response: np.ndarray
    visit: np.ndarray
    n: np.ndarray
    imputations: int
    note: str


def imputed_response(
    group: Counted,
    responses: Sequence[Response],
    *,
    seed: int,
    imputations: int = 100,
    burn_in: int = 100,
    level: float = 0.95,
    ticks_per_unit: int = 1_000_000,
) -> ImputedResponse:
    """Proportion of responders at each later visit of one group, missing visits imputed.

    Parameters
    ----------
    group : (ticks (m, k) int array, counts (m,) int array)
        As `multiple_imputation` takes it. Who has no value at the first visit helps to draw the
        others' values and is not judged.
    responses : sequence of Response
        Judged on the same imputations, so that whoever reaches the harder one of two reaches
        the easier one too.
    seed, imputations, burn_in, level, ticks_per_unit
        As of `multiple_imputation`.

    Raises
    ------
    TooFewObservations
        If nobody can be judged, or as `multiple_imputation`.
    NoSpread
        As `multiple_imputation`.
    NoAnswer
        If everybody responds in some imputations and nobody in all others.
    ValueError
        As `multiple_imputation`.

    Notes
    -----
    An imputed value is rounded to whole ticks and judged in whole numbers, as a measured one
    is; it is neither rounded to the grid of the score nor cut at its ends. A response that asks
    for a value of 0 should therefore be written as "at most 0".

    Without a missing value the limits are Wilson's. They agree with the roots of their equation
    found by R 4.2.2 to a relative 1e-10 (tests/reference/rubin).

    References
    ----------
    Lott A, Reiter JP. Wilson confidence intervals for binomial proportions with multiple
    imputation for missing data. Am Stat 2020;74:109-115.

    Examples
    --------
    >>> from dermcohort.counts import MISSING
    >>> ticks = 1_000_000 * np.array([[30, 20], [24, 10], [18, 8], [40, 21], [22, 13], [26, 0]])
    >>> ticks[5, 1] = MISSING
    >>> halved = Response(lambda first: first > 0, lambda first, later: 2 * later <= first)
    >>> found = imputed_response((ticks, np.ones(6, int)), [halved], seed=1)
    >>> found.estimate.round(3), found.conf_low.round(3), found.conf_high.round(3)
    (array([0.407]), array([0.122]), array([0.772]))
    """
    how = Parameters(seed, imputations, burn_in)
    (read_in,), scale = read([group], ticks_per_unit)
    counts, n = _counted(read_in, scale, responses, how)
    places = [(r, v) for r in range(len(responses)) for v in range(1, read_in.visits)]
    found = [combined(counts[r, v - 1], int(n[r]), level=level) for r, v in places]
    names = ("estimate", "se", "conf_low", "conf_high", "simulation_error")
    columns = {name: np.array([getattr(each, name) for each in found]) for name in names}
    response, visit = np.array(places).T
    return ImputedResponse(
        **columns, response=response, visit=visit, n=n[response], imputations=imputations,
        note=explained([read_in], how),
    )  # fmt: skip


def combined(counts: np.ndarray, n: int, *, level: float = 0.95) -> ImputedProportion:
    """Combine how many of n responded in each completed data set.

    Parameters
    ----------
    counts : int array, shape (m,)
    n : int
        Patients.

    Raises
    ------
    TooFewObservations
        If there is no patient, or fewer than two data sets.
    NoAnswer
        If everybody responds in some data sets and nobody in all others.
    """
    m = len(counts)
    if n < 1 or m < 2:
        raise TooFewObservations("nobody can be judged" if n < 1 else "fewer than 2 imputations")
    p = np.asarray(counts) / n
    q = int(np.sum(counts)) / (m * n)
    u = math.fsum((p * (1 - p)).tolist()) / (m * n)
    b = math.fsum(((p - q) ** 2).tolist()) / (m - 1)
    if b and not u:
        raise NoAnswer("everybody responds in some imputations and nobody in the others")
    # r, the relative increase in variance; t has (m - 1) (1 + 1/r)^2 degrees of freedom.
    r = (1 + 1 / m) * b / u if b else 0.0
    t = t_margin(level, (m - 1) * (1 + 1 / r) ** 2) if r else normal_margin(level)
    # |Q - q| = t sqrt((1 + r) Q (1 - Q) / n), solved for Q: Wilson's with n / (1 + r) patients.
    weight = t * t * (1 + r) / n
    middle = (q + weight / 2) / (1 + weight)
    margin = math.sqrt(weight * (q * (1 - q) + weight / 4)) / (1 + weight)
    return ImputedProportion(
        q, math.sqrt(u * (1 + r)), max(0.0, middle - margin), min(1.0, middle + margin),
        math.sqrt(b / m),
    )  # fmt: skip


def _counted(
    group: Group, scale: Scale, responses: Sequence[Response], how: Parameters
) -> tuple[np.ndarray, np.ndarray]:
    """Responders, shape (responses, k - 1, m), and patients judged, shape (responses,)."""
    counts = np.zeros((len(responses), group.visits - 1, how.imputations), dtype=np.int64)
    n = np.zeros(len(responses), dtype=np.int64)
    judged = [pattern for pattern in group.patterns if pattern.seen[0] == 0]
    for pattern in judged:
        first = pattern.ticks[:, 0]
        for r, response in enumerate(responses):
            evaluable = response.evaluable(first)
            n[r] += pattern.times[evaluable].sum()
            for visit in pattern.seen[1:]:
                met = evaluable & response.reached(first, pattern.ticks[:, visit])
                counts[r, visit - 1] += pattern.times[met].sum()
    rng = generator(how.seed, 0)
    incomplete = [pattern for pattern in judged if pattern.gaps or pattern.tail]
    if incomplete:
        drawn = posterior(group, rng, how.imputations, how.burn_in)
        for pattern in incomplete:
            for part, ticks in _imputed(pattern, scale, drawn, rng):
                _judge(pattern, ticks, responses, counts[:, :, part])
    return counts, n


def _imputed(
    pattern: Pattern, scale: Scale, drawn: Drawn, rng: np.random.Generator
) -> Iterator[tuple[slice, dict[int, np.ndarray]]]:
    """Ticks at each missing visit, shape (imputations, patients), some imputations at a time."""
    rows = pattern.patients()
    missing = pattern.gaps + pattern.tail
    step = max(1, AT_ONCE // (pattern.n * len(drawn.mean[0])))
    for start in range(0, len(drawn.mean), step):
        part = slice(start, start + step)
        some = Drawn(drawn.mean[part], drawn.covariance[part])
        normal = noise(rng, len(some.mean), rows, len(missing))
        early, late = np.split(normal, [len(pattern.gaps)], axis=2)
        at_random = Source(some.mean, some.mean, some.covariance)
        whole = tail(gaps(pattern, rows, some, early), at_random, late)
        yield part, {v: scale.ticks(whole[:, :, 1 + v], v) for v in missing}


def _judge(
    pattern: Pattern,
    ticks: dict[int, np.ndarray],
    responses: Sequence[Response],
    counts: np.ndarray,
) -> None:
    """Add the responders among the imputed values to ``counts``."""
    first = np.repeat(pattern.ticks[:, 0], pattern.times)
    for r, response in enumerate(responses):
        evaluable = response.evaluable(first)
        for visit, later in ticks.items():
            met = response.reached(first, later) & evaluable
            counts[r, visit - 1] += met.sum(axis=1)
