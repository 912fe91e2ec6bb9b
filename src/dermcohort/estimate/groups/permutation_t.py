"""Permutation t: how far apart would the means be, had chance alone made the two groups.

The patients are divided again in every way there is. Of the same patients the difference of the
means and Student's t rise together, so that a test of one is a test of the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from dermcohort.errors import AllTied, NoAnswer
from dermcohort.estimate.common_grid import common_grid
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.groups.permutation import share_as_far, share_as_far_by_subsets

# Exact by every sum up to this number of table entries (smaller group squared times the steps
# of the grid), this many additions (times the total) and this total; or by subsets, up to so
# many of them for each half of the patients.
EXACT_TABLE, EXACT_WORK, EXACT_TOTAL = 30_000_000, 6_000_000_000, 1_000
EXACT_SUBSETS = 2**20
#: Draws of the Monte Carlo test, unless said otherwise.
DRAWS = 9_999
# Bits of a sum of steps.
SUM_BITS = 62
# Numbers in memory at a time, while drawing.
CHUNK = 2**22


@dataclass(frozen=True, slots=True)
class PermutationT:
    """The second group against the first.

    Attributes
    ----------
    estimate : float
        Mean of the second group minus that of the first, in the unit of the values.
    p_value : float
        Two-sided: all divisions with a difference at least as large, in either direction.
    exact : bool
        Whether every division was counted, or else some were drawn (Monte Carlo).
    note : str
        How many were drawn, and from which seed; to what the values were rounded, where they
        are no decimals and have more digits than a sum holds.
    """

    estimate: float
    p_value: float
    exact: bool
    note: str = ""


def permutation_t(
    values: np.ndarray, counts: np.ndarray, *, seed: int | None = None, draws: int = DRAWS
) -> PermutationT:
    """Compare the means of two independent groups without a distribution assumed.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, in any unit. Short decimals are taken as typed: 0.1 + 0.2 is 0.3.
    counts : int array, shape (m, 2)
        How many patients of each of the two groups have each value.
    seed : int, optional
        Of the draws, for groups that are too large to count every division.
    draws : int
        How many divisions are then drawn.

    Raises
    ------
    TooFewObservations
        If a group is empty.
    AllTied
        If there is only one distinct value.
    NoAnswer
        If the groups are too large and there is no seed.
    ValueError
        If there are more than two groups, or no draws.

    Notes
    -----
    Exact for up to 40 patients whatever their values, and for more where the values lie on a
    grid: 100 against 100 with EASI in steps of 0.05, or 500 against 500 on a scale of 0 to 10.
    Values that are no decimals, as logarithms, are rounded where they have more bits than a sum
    of all holds in 62, and the note says so: sums that differ by less may count as tied.
    Equal to enumeration in fractions to a relative 1e-12, and to R coin 1.4.2
    oneway_test(distribution = "exact") and exactRankTests 0.8-35 perm.test to 1e-12
    (tests/reference/permutation_t). Monte Carlo draws from the counts, with PCG64, and gives
    (1 + b) / (1 + draws) for b draws at least as far, which never is 0 (Phipson and Smyth 2010).

    References
    ----------
    Pitman EJG. Significance tests which may be applied to samples from any populations.
    J R Stat Soc Suppl 1937;4:119-130.
    Phipson B, Smyth GK. Permutation p-values should never be zero. Stat Appl Genet Mol Biol
    2010;9:39.

    Examples
    --------
    >>> result = permutation_t(np.array([1.0, 2.0, 3.0, 9.0]),
    ...                        np.array([[2, 0], [1, 0], [0, 2], [0, 1]]))
    >>> round(result.estimate, 6), result.p_value, result.exact
    (3.666667, 0.1, True)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    if len(n) > 2:
        raise ValueError("the permutation t compares two groups; for more, one-way ANOVA")
    if draws < 1:
        raise ValueError(f"draws is {draws}; it is at least 1")
    if len(values) == 1:
        raise AllTied("all patients have the same value")
    steps, size, _ = common_grid(values)
    means = [Fraction(_total(steps, of_group), int(of_group.sum())) for of_group in counts.T]
    estimate = float((means[1] - means[0]) * size)
    smaller = int(np.argmin(n))
    # Of values that are no decimals the last bits may not fit a sum; decimals keep theirs.
    surplus = max(0, int(n.sum()).bit_length() + int(steps[-1]).bit_length() - SUM_BITS)
    rounding = _rounding(values, steps, size, surplus)
    steps = steps >> surplus
    drawn, observed = int(n[smaller]), _total(steps, counts[:, smaller])
    tied = counts.sum(axis=1)
    p_value = _exact(steps, tied, drawn, observed)
    if p_value is not None:
        return PermutationT(estimate, p_value, exact=True, note=rounding)
    if seed is None:
        raise NoAnswer("the groups are too large to count every division; try: a seed, to draw")
    p_value = _monte_carlo(steps, tied, drawn, observed, draws, seed)
    note = f"Monte Carlo, {draws:,} draws, seed {seed}"
    note = f"{note}; {rounding}" if rounding else note
    return PermutationT(estimate, p_value, exact=False, note=note)


def _rounding(values: np.ndarray, steps: np.ndarray, size: Fraction, surplus: int) -> str:
    """What becomes of the values without the surplus bits of their steps; "" if nothing."""
    if (steps >> surplus << surplus == steps).all() and _on_their_grid(values):
        return ""
    return f"values rounded to steps of {float(size * 2**surplus):.1g}"


def _on_their_grid(values: np.ndarray) -> bool:
    """Whether the grid gives back every value: what is no decimal may be finer."""
    # Steps are from the smallest value; with 0 among them, they are also from 0.
    steps, size, _ = common_grid(np.append(values, 0.0))
    from_zero = (steps[:-1] - steps[-1]).tolist()
    return all(float(s * size) == v for s, v in zip(from_zero, values.tolist(), strict=True))


def _total(steps: np.ndarray, counts: np.ndarray) -> int:
    """Sum of the steps of one group, in whole numbers of any size."""
    return sum(s * c for s, c in zip(steps.tolist(), counts.tolist(), strict=True))


def _exact(steps: np.ndarray, tied: np.ndarray, drawn: int, observed: int) -> float | None:
    """The share of divisions as far apart; None where there are too many sums to count."""
    total = int(tied.sum())
    table = drawn**2 * int(steps[-1])
    if total > EXACT_TOTAL:
        return None
    scores = np.repeat(steps, tied)
    if table <= EXACT_TABLE and table * total <= EXACT_WORK:
        return share_as_far(scores, drawn, observed)
    if max(_subsets(scores[: total // 2]), _subsets(scores[total // 2 :])) <= EXACT_SUBSETS:
        return share_as_far_by_subsets(scores, drawn, observed)
    return None


def _subsets(scores: np.ndarray) -> int:
    """At most so many different sums have some of these scores, equal ones exchanged."""
    return math.prod(1 + times for times in np.unique(scores, return_counts=True)[1].tolist())


def _monte_carlo(
    steps: np.ndarray, tied: np.ndarray, drawn: int, observed: int, draws: int, seed: int
) -> float:
    random = np.random.Generator(np.random.PCG64(seed))
    n, total = int(tied.sum()), _total(steps, tied)
    distance = abs(n * observed - drawn * total)
    low, high = (drawn * total - distance) // n, -((-drawn * total - distance) // n)
    # The quicker of NumPy's two ways: patient by patient, or value by value.
    way: Literal["count", "marginals"] = "count" if drawn < 8 * len(tied) else "marginals"
    as_far, left = 0, draws
    while left:
        now = min(left, max(1, CHUNK // len(steps)))
        sums = random.multivariate_hypergeometric(tied, drawn, size=now, method=way) @ steps
        as_far += int(((sums <= low) | (sums >= high)).sum())
        left -= now
    return (1 + as_far) / (1 + draws)
