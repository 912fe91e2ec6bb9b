"""Efron's sum over the events that share a time, at a price that hardly grows with their number.

Of D patients with the event at one time, Efron lets l leave the risk set before the next, for
l = 0 .. D - 1, and adds up a function of l / D that may rise steeply only near 1. So the last
steps are taken one by one, and those before in blocks no longer than their distance from the
end. On a block the function is a polynomial of degree 23 to double precision, and 12 of Gauss's
points for equally spaced values add it up.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

# Up to this many are added up one by one, and so are the last this many.
SINGLY = 32
POINTS = 12


def tied_steps(events: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points at which to evaluate, for all times together.

    Parameters
    ----------
    events : int array, shape (t,)
        Patients with the event at each time, at least 1.

    Returns
    -------
    owner : int array, shape (q,)
        Which time a point belongs to.
    left : float array, shape (q,)
        l / D: the share of those with the event that has left the risk set.
    weight : float array, shape (q,)
        How many steps the point stands for; their sum at each time is its events.

    Examples
    --------
    >>> owner, left, weight = tied_steps(np.array([1, 2]))
    >>> owner.tolist(), left.tolist(), weight.tolist()
    ([0, 1, 1], [0.0, 0.0, 0.5], [1.0, 1.0, 1.0])
    """
    few = np.flatnonzero(events <= SINGLY)
    several = events[few]
    owner = np.repeat(few, several)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(several) - several, several)
    owners, steps, weights = [owner], [step.astype(float)], [np.ones(len(owner))]
    for time in np.flatnonzero(events > SINGLY).tolist():
        points, weight = _points(int(events[time]))
        owners.append(np.full(len(points), time))
        steps.append(points)
        weights.append(weight)
    owner = np.concatenate(owners)
    return owner, np.concatenate(steps) / events[owner], np.concatenate(weights)


@lru_cache(maxsize=1024)
def _points(events: int) -> tuple[np.ndarray, np.ndarray]:
    """Points l and their weights for one time, from the last step backwards."""
    points, weights = [np.arange(events - SINGLY, events, dtype=float)], [np.ones(SINGLY)]
    end, length = events - SINGLY, SINGLY
    while end:
        # Twice as long as the one before while that fits, then what is left, halved.
        while length > end:
            length //= 2
        if length < SINGLY:
            points.append(np.arange(end, dtype=float))
            weights.append(np.ones(end))
            break
        block, weight = _gauss(length)
        points.append(end - length + block)
        weights.append(weight)
        end -= length
        length *= 2
    return np.concatenate(points), np.concatenate(weights)


@lru_cache
def _gauss(length: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss's points and weights for a sum over 0 .. length - 1, from Gram's polynomials."""
    k = np.arange(1, POINTS)
    beside = np.sqrt(k * k * (float(length) ** 2 - k * k) / (4 * (4 * k * k - 1)))
    matrix = np.diag(np.full(POINTS, (length - 1) / 2)) + np.diag(beside, 1) + np.diag(beside, -1)
    points, vectors = np.linalg.eigh(matrix)
    return points, length * vectors[0] ** 2
