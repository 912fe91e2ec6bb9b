"""Jonckheere-Terpstra: do values rise, or fall, from group to group.

The names follow Jonckheere (1954) and Terpstra (1952): J counts the pairs of patients of two
groups in which the one of the later group has the larger value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import add, gt

import numpy as np
from scipy.special import ndtr

from dermcohort.errors import AllTied
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.groups.permutation import ways_of_sums

# Exact without ties up to so many patients, and pairs of patients of two groups.
EXACT_TOTAL, EXACT_PAIRS = 1_000, 30_000
# With ties up to this much work: tables that are added, and entries of them by the thousand.
EXACT_WORK = 250_000
# Powers of the number of groups stay within double precision up to here.
EXACT_LOG = 280.0

Groups = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JonckheereTerpstra:
    """All groups at once, in the order of the columns.

    Attributes
    ----------
    j : float
        Pairs of patients of two groups in which the later group's value is the larger, equal
        values counting one half.
    z : float
        (j - its mean) over its standard deviation, corrected for ties, not for continuity. Above
        0 where values rise from group to group.
    p_value : float
        Two-sided: all outcomes at least as far from the mean as the one observed.
    exact : bool
        Whether ``p_value`` is exact, or else normal.
    note : str
    """

    j: float
    z: float
    p_value: float
    exact: bool
    note: str = ""


def jonckheere_terpstra(values: np.ndarray, counts: np.ndarray) -> JonckheereTerpstra:
    """Test two or more independent groups in order for a trend.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values. Any unit: only their order matters.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value; the groups in the order of the
        trend that is asked about, as rising doses.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    AllTied
        If there is only one distinct value.

    Notes
    -----
    The exact p is the sum of the probabilities of all J at least as far from their mean as the
    one observed, when the patients are shuffled over the groups and the ties stay as they are:
    for 3 groups of up to 100 without ties, with ties of about 30, 4 of about 10. Its relative
    error is below 1e-12 against enumeration in fractions (tests/reference/jonckheere_exact).
    Otherwise p is normal. With two groups it is Mann-Whitney, whose limit for the exact p is
    another. J, z and the normal p agree with the formulas in R 4.2.2 to a relative 1e-12
    (tests/reference/jonckheere).

    References
    ----------
    Jonckheere AR. A distribution-free k-sample test against ordered alternatives. Biometrika
    1954;41:133-145.
    Terpstra TJ. The asymptotic normality and consistency of Kendall's test against trend, when
    ties are present in one ranking. Indag Math 1952;14:327-333.
    Kendall MG. Rank correlation methods. 4th ed. London: Griffin; 1970.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 3.0, 4.0])
    >>> counts = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])
    >>> result = jonckheere_terpstra(values, counts)
    >>> result.j, round(result.z, 4), round(result.p_value, 6), result.exact
    (86.0, 2.6757, 0.006889, True)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(values) == 1:
        raise AllTied("all patients have the same value")
    sizes, tied = tuple(n.tolist()), counts.sum(axis=1).tolist()
    doubled = _doubled_j(counts)
    # Twice the distance of twice J from its mean, a whole number.
    distance = 2 * doubled - _most(sizes)
    z = distance / (4 * math.sqrt(_variance(sizes, tied)))
    if is_exact(sizes, tied):
        return JonckheereTerpstra(doubled / 2, z, _exact_p(sizes, tied, abs(distance)), exact=True)
    p_value = 2 * float(ndtr(-abs(z)))
    return JonckheereTerpstra(doubled / 2, z, p_value, exact=False, note="normal approximation")


def is_exact(sizes: Groups, tied: list[int]) -> bool:
    """Whether groups of these sizes, with so many patients at each value, get the exact p.

    Examples
    --------
    >>> is_exact((100, 100, 100), [1] * 300), is_exact((60, 60, 60), [10] * 18)
    (True, False)
    """
    if max(tied) == 1:
        return sum(sizes) <= EXACT_TOTAL and _most(sizes) <= 2 * EXACT_PAIRS
    if sum(sizes) * math.log10(len(sizes)) > EXACT_LOG:
        return False
    # In how many ways x patients are spread over the groups.
    ways = np.ones(1)
    for size in sizes:
        ways = np.convolve(ways, np.ones(size + 1))
    before = np.cumsum([0, *tied[:-1]])
    tables = ways[before] * ways[tied]
    entries = _most(sizes) * (before / sum(sizes)) ** 2
    return float((tables * (1 + entries / 1000)).sum()) <= EXACT_WORK


def _doubled_j(counts: np.ndarray) -> int:
    """Twice J: 2 for a pair that rises, 1 for one that is level."""
    below = np.cumsum(counts, axis=0) - counts
    # Patients of earlier groups who lie below, and at, each value.
    earlier_below = np.cumsum(below, axis=1) - below
    earlier_level = np.cumsum(counts, axis=1) - counts
    weighted = counts * (2 * earlier_below + earlier_level)
    return sum(weighted.sum(axis=0, dtype=object).tolist())


def _variance(sizes: Groups, tied: list[int]) -> float:
    """Variance of J when the patients are shuffled, in whole numbers up to the divisions."""
    n = sum(sizes)
    pairs = [sum(x * (x - 1) for x in of_one) for of_one in (sizes, tied)]
    triples = [sum(x * (x - 1) * (x - 2) for x in of_one) for of_one in (sizes, tied)]
    fives = sum(x * (x - 1) * (2 * x + 5) for x in (*sizes, *tied))
    variance = Fraction(n * (n - 1) * (2 * n + 5) - fives, 72)
    variance += Fraction(pairs[0] * pairs[1], 8 * n * (n - 1))
    if n > 2:
        variance += Fraction(triples[0] * triples[1], 36 * n * (n - 1) * (n - 2))
    return float(variance)


def _exact_p(sizes: Groups, tied: list[int], distance: int) -> float:
    """Share of the ways to shuffle the patients with J as far from its mean."""
    ways = _untied(sizes) if max(tied) == 1 else _tied(sizes, tied)
    # The mean is half the largest.
    far = np.abs(2 * np.arange(len(ways)) - (len(ways) - 1)) >= distance
    return min(1.0, math.fsum(ways[far].tolist()) / math.fsum(ways.tolist()))


def _untied(sizes: Groups) -> np.ndarray:
    """How many shuffles give each value of twice J, without ties.

    Each group against all those before it: these rank sums do not depend on each other.
    """
    ways, before = np.ones(1), sizes[0]
    for size in sizes[1:]:
        before += size
        of_group = ways_of_sums(np.arange(before), size)[size][size * (size - 1) // 2 :]
        ways = np.convolve(ways, of_group / of_group.sum())
    doubled = np.zeros(2 * len(ways) - 1)
    doubled[::2] = ways
    return doubled


def _tied(sizes: Groups, tied: list[int]) -> np.ndarray:
    """How many shuffles give each value of twice J, ties as they are.

    From the lowest value up: for each way in which the patients so far are spread over the
    groups, how many shuffles lead to it with each J. Every term is positive.
    """
    # Scaled, for the numbers reach the number of groups to the power of the patients.
    so_far = {(0,) * len(sizes): np.array([float(len(sizes)) ** -sum(sizes)])}
    for t in tied:
        longer: dict[Groups, np.ndarray] = {}
        choices = _spreads(t, sizes)
        for below, ways in so_far.items():
            for here, times in choices:
                after = tuple(map(add, below, here))
                if any(map(gt, after, sizes)):
                    continue
                if after not in longer:
                    longer[after] = np.zeros(_most(after) + 1)
                start = _rising(below, here)
                longer[after][start : start + len(ways)] += times * ways
        so_far = longer
    return so_far[sizes]


def _spreads(patients: int, sizes: Groups) -> list[tuple[Groups, float]]:
    """All ways to spread so many patients at one value, and how many shuffles each is."""
    return [
        (here, float(math.factorial(patients) // math.prod(map(math.factorial, here))))
        for here in _parts(patients, sizes)
    ]


def _parts(patients: int, sizes: Groups) -> Iterator[Groups]:
    """So many patients as a sum of parts, none larger than its group."""
    if len(sizes) == 1:
        yield (patients,)
        return
    for first in range(max(0, patients - sum(sizes[1:])), min(patients, sizes[0]) + 1):
        for rest in _parts(patients - first, sizes[1:]):
            yield (first, *rest)


def _most(sizes: Groups) -> int:
    """The largest value of twice J: twice the pairs of patients of two groups."""
    return sum(sizes) ** 2 - sum(x * x for x in sizes)


def _rising(below: Groups, here: Groups) -> int:
    """What the patients at one value add to twice J."""
    added = earlier = 0
    for b, h in zip(below, here, strict=True):
        added += h * earlier
        earlier += 2 * b + h
    return added
