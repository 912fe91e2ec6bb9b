"""The exact distribution of the sum of some scores, drawn without replacement.

Mann-Whitney draws ranks, the permutation t the values themselves. Two ways to the same number:
by every sum there can be, or by the sums that occur.
"""

from __future__ import annotations

import numpy as np


def share_as_far(scores: np.ndarray, drawn: int, observed: int) -> float:
    """Share of the draws whose sum is at least as far from its mean as the one observed.

    The lower and the upper half are counted apart and then joined: only tails are wanted, so
    that joining costs one pass and not a convolution.

    Parameters
    ----------
    scores : int64 array, shape (n,)
        Ascending, one for each patient.
    drawn : int
        How many of them are drawn, 1 to n.
    observed : int
        The sum of those that were.

    Notes
    -----
    One table entry for every sum between the smallest and the largest. Its relative error is
    below 1e-12 against enumeration in fractions.

    Examples
    --------
    >>> share_as_far(np.array([1, 2, 3, 4, 5, 6]), 3, 6)
    0.1
    """
    scores, low, high = _from_zero(scores, drawn, observed)
    if low == high:
        return 1.0
    n, top = len(scores), int(scores[-1])
    # Distances from the nearer end keep the tables narrow.
    lower, upper = scores[: n // 2], (top - scores[n // 2 :])[::-1]
    below, above = ways_of_sums(lower, drawn), ways_of_sums(upper, drawn)
    tail = everything = 0.0
    for j in range(max(0, drawn - len(upper)), min(drawn, len(lower)) + 1):
        left, right = below[j], above[drawn - j]
        at_least = np.r_[np.cumsum(right[::-1])[::-1], 0.0]
        at_most = np.r_[0.0, np.cumsum(right)]
        # A draw with x from below and y from above sums to x + (drawn - j) * top - y.
        x = (drawn - j) * top + np.arange(len(left))
        tail += float((left * at_least[np.clip(x - low, 0, len(right))]).sum())
        tail += float((left * at_most[np.clip(x - high + 1, 0, len(right))]).sum())
        everything += float(left.sum()) * float(at_least[0])
    return min(1.0, tail / everything)


def ways_of_sums(scores: np.ndarray, drawn: int) -> list[np.ndarray]:
    """How many ways there are to draw j scores of sum s, one array over s for each j.

    Parameters
    ----------
    scores : int64 array, shape (n,)
        Ascending, from 0 up.
    drawn : int
        The largest j that is wanted.

    Notes
    -----
    Every term is positive, so the relative error stays at that of the additions. Scaled by a
    power of two, for the numbers reach 2 to the number of scores.

    Examples
    --------
    >>> [(4 * ways).tolist() for ways in ways_of_sums(np.array([0, 2]), 2)]
    [[1.0], [1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]
    """
    most = min(drawn, len(scores))
    total = [0, *np.cumsum(scores).tolist()]
    ways = [np.zeros(total[-1] - total[-1 - j] + 1) for j in range(most + 1)]
    ways[0][0] = 0.5 ** len(scores)
    for done, score in enumerate(scores.tolist(), start=1):
        for j in range(min(done, most), 0, -1):
            # The largest sum of j - 1 of the scores before this one.
            reach = total[done - 1] - total[done - j] + 1
            ways[j][score : score + reach] += ways[j - 1][:reach]
    return ways


def share_as_far_by_subsets(scores: np.ndarray, drawn: int, observed: int) -> float:
    """The same share where the sums are too many to list but the patients are few.

    Each half of the scores gives at most 2 to its number of different sums, however large.

    Parameters
    ----------
    scores : int64 array, shape (n,)
        Ascending; n times the largest fits 62 bits.
    drawn, observed : int

    Examples
    --------
    >>> share_as_far_by_subsets(np.array([1, 2, 3, 4, 5, 10**12]), 3, 6)
    0.1
    """
    scores, low, high = _from_zero(scores, drawn, observed)
    if low == high:
        return 1.0
    half = len(scores) // 2
    below, above = _sums_that_occur(scores[:half], drawn), _sums_that_occur(scores[half:], drawn)
    tail = everything = 0.0
    for j in range(max(0, drawn - len(above) + 1), min(drawn, len(below) - 1) + 1):
        (x, left), (y, right) = below[j], above[drawn - j]
        at_least = np.r_[np.cumsum(right[::-1])[::-1], 0.0]
        at_most = np.r_[0.0, np.cumsum(right)]
        tail += float((left * at_most[np.searchsorted(y, low - x, side="right")]).sum())
        tail += float((left * at_least[np.searchsorted(y, high - x, side="left")]).sum())
        everything += float(left.sum()) * float(at_least[0])
    return min(1.0, tail / everything)


def _sums_that_occur(scores: np.ndarray, drawn: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each j the sums of j scores, ascending, and in how many ways each comes about."""
    nothing = np.zeros(0, np.int64), np.zeros(0)
    most = min(drawn, len(scores))
    found = [(np.zeros(1, np.int64), np.ones(1)), *([nothing] * most)]
    for score in scores.tolist():
        for j in range(most, 0, -1):
            sums = np.concatenate([found[j][0], found[j - 1][0] + score])
            ways = np.concatenate([found[j][1], found[j - 1][1]])
            # Two runs in order: a stable sort merges them.
            order = np.argsort(sums, kind="stable")
            sums = sums[order]
            first = np.flatnonzero(np.r_[True, sums[1:] != sums[:-1]][: len(sums)])
            found[j] = sums[first], np.add.reduceat(ways[order], first) if len(first) else ways
    return found


def _from_zero(scores: np.ndarray, drawn: int, observed: int) -> tuple[np.ndarray, int, int]:
    """Smaller numbers, same question: scores from 0 without a common factor.

    Also the largest sum below the mean, and the smallest above it, that count as far enough.
    """
    bottom = int(scores[0])
    factor = max(int(np.gcd.reduce(scores - bottom)), 1)
    scores, observed = (scores - bottom) // factor, (observed - drawn * bottom) // factor
    n, total = len(scores), int(scores.sum())
    distance = abs(n * observed - drawn * total)
    return scores, (drawn * total - distance) // n, -((-drawn * total - distance) // n)
