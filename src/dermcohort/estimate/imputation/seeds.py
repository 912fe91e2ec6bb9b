"""Streams of random numbers, one for each question, from the one seed of a study."""

from __future__ import annotations

import numpy as np


def stream_seed(seed: int, *names: str) -> int:
    """The seed of one outcome in one group.

    Every list of names has a stream of its own: an outcome that is added to a study, or taken
    away, leaves the digits of the others as they are.

    Parameters
    ----------
    seed : int
        Of the study, at least 0.
    *names : str
        What the numbers are drawn for: an outcome, a group.

    Returns
    -------
    int
        Below 2 to the power of 128.

    Examples
    --------
    >>> stream_seed(1, "EASI", "all") == stream_seed(1, "EASI", "all")
    True
    >>> stream_seed(1, "EASI", "all") == stream_seed(1, "EASIa", "ll")
    False
    """
    words = [seed]
    for name in names:
        letters = name.encode()
        words += [len(letters), *letters]
    state = np.random.SeedSequence(words).generate_state(4)
    return sum(int(word) << (32 * place) for place, word in enumerate(state))


def generator(seed: int, group: int) -> np.random.Generator:
    """The generator of one group: another group more changes nothing in it.

    Raises
    ------
    ValueError
        If the seed is negative.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(group,))))
