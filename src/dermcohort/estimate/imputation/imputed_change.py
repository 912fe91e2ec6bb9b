"""Change from the first visit in completed vectors of visits, combined by Rubin's rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.imputation.completing import Drawn, Source, gaps, noise, tail
from dermcohort.estimate.imputation.patterns import Counted, Group, Scale, read
from dermcohort.estimate.imputation.posterior import cross, posterior
from dermcohort.estimate.imputation.rubin import Rubin, rubin
from dermcohort.estimate.imputation.seeds import generator


@dataclass(frozen=True, slots=True, eq=False)
class ImputedChange:
    """Change from the first visit, or with several groups the difference of it.

    With one group, its mean change at each later visit (c = k - 1). With more, each other group
    less the first in its mean at each later visit, adjusted for the value at the first visit by
    one slope (analysis of covariance).

    Attributes
    ----------
    estimate, se : float arrays, shape (c,)
        In the unit of the values.
    t, df, p_value, conf_low, conf_high : float arrays, shape (c,)
        By Rubin's rules with the degrees of freedom of Barnard and Rubin.
    missing_information : float array, shape (c,)
        Fraction of the information that is missing.
    efficiency : float array, shape (c,)
        Relative to endless imputations.
    simulation_error : float array, shape (c,)
        Standard error of ``estimate`` because imputations are not endless.
    visit : int array, shape (c,)
        Column of the later visit.
    group, comparator : int arrays, shape (c,)
        The groups compared; both 0 with one group.
    n : int
        Patients, all of them.
    imputations : int
    note : str
        How many patients were completed, and how the draws were made.
    """

    estimate: np.ndarray
    se: np.ndarray
    t: np.ndarray
    df: np.ndarray
    p_value: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    missing_information: np.ndarray
    efficiency: np.ndarray
    simulation_error: np.ndarray
    visit: np.ndarray
    group: np.ndarray
    comparator: np.ndarray
    n: int
    imputations: int
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """Sums over the completed vectors of one group, on the common scale.

    Attributes
    ----------
    n : int
        Patients.
    cross : float array, shape (m, 1 + k, 1 + k)
        Cross products of a constant of 1 and the visits.
    ended : float array, shape (m, k, 1 + k)
        At row j the sums of constant and visits over the patients whose last value is from
        before visit j: those whose visit j a tipping point shifts.
    """

    n: int
    cross: np.ndarray
    ended: np.ndarray

    def shifted(self, delta: float) -> Completed:
        """With ``delta`` added to every visit after a patient's last one.

        Only what an analysis of one visit against the first needs is right afterwards: not the
        products of two later visits.
        """
        later = np.arange(1, self.cross.shape[1])
        moved, ended = self.cross.copy(), self.ended[:, later - 1]
        for first in (0, 1):
            sums = delta * ended[:, :, first]
            moved[:, first, later] += sums
            moved[:, later, first] += sums
        own = ended[:, later - 1, later]
        moved[:, later, later] += 2 * delta * own + delta**2 * ended[:, :, 0]
        return Completed(self.n, moved, self.ended)

    @property
    def visits(self) -> int:
        """How many visits there are."""
        return int(self.cross.shape[1]) - 1

    @property
    def mean(self) -> np.ndarray:
        """Shape (m, k)."""
        return np.asarray(self.cross[:, 0, 1:] / self.n)

    @property
    def scatter(self) -> np.ndarray:
        """Sums of products of deviations from the mean, shape (m, k, k)."""
        mean = self.mean
        return np.asarray(self.cross[:, 1:, 1:] - self.n * mean[:, :, None] * mean[:, None])


#: What a patient's later visits are drawn from: the parameters of the own group, those of the
#: reference, and the last visit that the patient has.
Rule = Callable[[Drawn, Drawn, int], Source]


def at_random(own: Drawn, reference: Drawn, last: int) -> Source:  # noqa: ARG001
    """As patients of the same group who stayed."""
    return Source(own.mean, own.mean, own.covariance)


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """How many imputations, and from which seed.

    Attributes
    ----------
    seed : int
        At least 0.
    imputations : int
        At least 2.
    burn_in : int
        Steps of data augmentation before the parameters of an imputation are taken.
    """

    seed: int
    imputations: int
    burn_in: int

    def __post_init__(self) -> None:
        if self.imputations < 2:
            raise ValueError(f"imputations is {self.imputations}; Rubin's rules need 2 at least")
        if self.burn_in < 1:
            raise ValueError(f"burn_in is {self.burn_in}; it is 1 at least")


def completed(
    groups: Sequence[Counted],
    how: Parameters,
    ticks_per_unit: int,
    rule: Rule = at_random,
    reference: int | None = None,
) -> tuple[tuple[Completed, ...], Scale, str]:
    """Complete every vector m times, and sum.

    Parameters
    ----------
    reference : int, optional
        Group whose parameters the others' later visits are drawn from; else each is its own.

    Raises
    ------
    TooFewObservations, NoSpread, NoAnswer, ValueError
        As `read` and `posterior`; IndexError if there is no such reference.
    """
    read_in, scale = read(groups, ticks_per_unit)
    random = [generator(how.seed, number) for number in range(len(read_in))]
    needed = [bool(g.n_incomplete) for g in read_in]
    if reference is not None:
        needed[reference] = any(needed)
    drawn = [
        posterior(group, rng, how.imputations, how.burn_in) if need else None
        for group, rng, need in zip(read_in, random, needed, strict=True)
    ]
    sums = []
    for number, (group, rng) in enumerate(zip(read_in, random, strict=True)):
        source = number if reference is None else reference
        sums.append(_sums(group, rng, how.imputations, drawn[number], drawn[source], rule))
    return tuple(sums), scale, explained(read_in, how)


def _sums(
    group: Group,
    rng: np.random.Generator,
    imputations: int,
    own: Drawn | None,
    reference: Drawn | None,
    rule: Rule,
) -> Completed:
    columns = 1 + group.visits
    total = np.zeros((imputations, columns, columns))
    ended = np.zeros((imputations, group.visits, columns))
    for pattern in group.patterns:
        if own is None or reference is None or not (pattern.gaps or pattern.tail):
            total += pattern.cross(columns)
            continue
        rows = pattern.rows()
        normal = noise(rng, imputations, rows, len(pattern.gaps) + len(pattern.tail))
        early, late = np.split(normal, [len(pattern.gaps)], axis=2)
        history = gaps(pattern, rows, own, early)
        whole = tail(history, rule(own, reference, pattern.last), late)
        products = cross(whole)
        total += products
        ended[:, list(pattern.tail)] += products[:, :1]
    return Completed(group.n, total, ended)


def explained(groups: Sequence[Group], how: Parameters) -> str:
    """How many patients were completed, and how the draws were made."""
    incomplete, n = sum(g.n_incomplete for g in groups), sum(g.n for g in groups)
    if not incomplete:
        return "nothing is missing"
    steps = f"data augmentation, {how.burn_in} steps a chain, one chain an imputation"
    draws = steps if any(g.has_gaps for g in groups) else "exact draws of a monotone pattern"
    return f"{incomplete} of {n} patients completed, {how.imputations} imputations, {draws}"


def analysed(
    sums: Sequence[Completed], scale: Scale, *, imputations: int, level: float, note: str
) -> ImputedChange:
    """The change in one group, or the difference between groups, by Rubin's rules.

    Raises
    ------
    NoSpread
        If all changes are equal, or with several groups all values at the first visit.
    """
    others = range(1, len(sums)) if len(sums) > 1 else (0,)
    places = [(visit, group, 0) for visit in range(1, sums[0].visits) for group in others]
    found = [combined_at(sums, scale, visit, group, level) for visit, group, _ in places]
    visits, group, comparator = np.array(places).T
    return ImputedChange(
        **_columns(found), visit=visits, group=group, comparator=comparator,
        n=sum(each.n for each in sums), imputations=imputations, note=note,
    )  # fmt: skip


def combined_at(
    sums: Sequence[Completed], scale: Scale, visit: int, group: int, level: float
) -> Rubin:
    """One contrast of `analysed`: a group at a visit."""
    if len(sums) == 1:
        estimates, errors, df = _change(sums[0], scale, visit)
    else:
        estimates, errors, df = _adjusted(sums, scale, visit, group)
    return rubin(estimates, errors, df_complete=df, level=level)


def _columns(found: list[Rubin]) -> dict[str, np.ndarray]:
    names = ("estimate", "se", "t", "df", "p_value", "conf_low", "conf_high",
             "missing_information", "efficiency", "simulation_error")  # fmt: skip
    return {name: np.array([getattr(each, name) for each in found]) for name in names}


def _change(sums: Completed, scale: Scale, visit: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Mean change, its standard error, and degrees of freedom: as the paired t."""
    n, mean, scatter = sums.n, sums.mean, sums.scatter
    if n < 2:
        raise TooFewObservations("fewer than 2 patients have no standard error")
    squares = scatter[:, visit, visit] + scatter[:, 0, 0] - 2 * scatter[:, 0, visit]
    variance = np.maximum(squares, 0.0) / (n * (n - 1))
    change = scale.unit * (mean[:, visit] - mean[:, 0]) + scale.apart(visit)
    return change, scale.unit * np.sqrt(variance), n - 1


def _adjusted(
    sums: Sequence[Completed], scale: Scale, visit: int, group: int
) -> tuple[np.ndarray, np.ndarray, int]:
    """Difference from the first group, adjusted for the first visit by one slope."""
    # Within groups: x the first visit, y the later one.
    within = np.sum([each.scatter for each in sums], axis=0)
    xx, xy, yy = within[:, 0, 0], within[:, 0, visit], within[:, visit, visit]
    if np.any(xx <= 0):
        raise NoSpread("all patients of each group have the same value at visit 1")
    slope = xy / xx
    df = sum(each.n for each in sums) - len(sums) - 1
    if df < 1:
        raise TooFewObservations("there are too few patients for an analysis of covariance")
    residual = np.maximum(yy - slope * xy, 0.0) / df
    apart = sums[group].mean - sums[0].mean
    difference = apart[:, visit] - slope * apart[:, 0]
    variance = residual * (1 / sums[group].n + 1 / sums[0].n + apart[:, 0] ** 2 / xx)
    return scale.unit * difference, scale.unit * np.sqrt(variance), df
