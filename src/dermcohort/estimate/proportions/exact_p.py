"""Exact two-sided p of a count that is distributed around one mode; the tails of its limits."""

from __future__ import annotations

import numpy as np

# Outcomes as probable as the observed one up to rounding count as extreme; as R does.
AS_PROBABLE = 1 + 1e-7


def each_tail(level: float) -> float:
    """What lies beyond each limit.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.

    Examples
    --------
    >>> each_tail(0.5)
    0.25
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it lies between 0 and 1, as 0.95 for 95 %")
    return (1 - level) / 2


def reach(sd: float) -> int:
    """How far from the mode a probability may lie and still be a float above 0."""
    return int(40 * sd) + 400


def weights_of(rise: np.ndarray, fall: np.ndarray) -> np.ndarray:
    """Probabilities over that of the mode, ascending; the mode is at ``len(fall)``.

    Parameters
    ----------
    rise, fall : float array
        Ratio of each probability to the one before it, walking up and down from the mode.

    Examples
    --------
    >>> weights_of(np.array([0.5, 0.5]), np.array([0.1])).tolist()
    [0.1, 1.0, 0.5, 0.25]
    """
    with np.errstate(under="ignore"):
        above, below = np.cumprod(rise), np.cumprod(fall)
    return np.concatenate([below[::-1], [1.0], above])


def at_most_as_probable(weights: np.ndarray, place: int) -> float:
    """Share of all outcomes that are at most as probable as the one at ``place``.

    0 if the place lies beyond the weights, for then its probability is below all floats.

    Examples
    --------
    >>> at_most_as_probable(np.array([0.1, 1.0, 0.5, 0.4]), 2)
    0.5
    """
    if not 0 <= place < len(weights):
        return 0.0
    extreme = weights[weights <= weights[place] * AS_PROBABLE]
    return min(1.0, float(extreme.sum() / weights.sum()))


def doubled_mid_p(weights: np.ndarray, place: int) -> float:
    """Twice the smaller tail, of which the outcome at ``place`` itself counts one half.

    Examples
    --------
    >>> doubled_mid_p(np.array([0.1, 1.0, 0.5, 0.4]), 2)
    0.65
    """
    if not 0 <= place < len(weights):
        return 0.0
    smaller = min(float(weights[:place].sum()), float(weights[place + 1 :].sum()))
    return min(1.0, (2 * smaller + float(weights[place])) / float(weights.sum()))
