"""A fixed sequence: hypotheses in an order declared beforehand, each only if those before held."""

from __future__ import annotations

import numpy as np

from dermcohort.estimate.multiplicity.holm import checked


def fixed_sequence(p_values: np.ndarray) -> np.ndarray:
    """Adjust p values that are looked at in their order, until one is not significant.

    Parameters
    ----------
    p_values : float array, shape (k,)
        In the order that was declared before the data were seen.

    Returns
    -------
    float array, shape (k,)
        The largest p value up to each place. It is below alpha where this test and all before
        it are significant at alpha.

    Raises
    ------
    ValueError
        If one is not from 0 to 1.

    Notes
    -----
    Each test is made at the whole of alpha, and yet the probability of any false one is at most
    alpha, since the first true null hypothesis in the order stops the sequence with probability
    1 - alpha. Agrees with R 4.2.2 cummax to the last bit (tests/reference/multiplicity).

    References
    ----------
    Maurer W, Hothorn LA, Lehmacher W. Multiple comparisons in drug clinical trials and
    preclinical assays: a-priori ordered hypotheses. In: Vollmar J, ed. Biometrie in der
    chemisch-pharmazeutischen Industrie 6. Stuttgart: Fischer, 1995:3-18.
    Westfall PH, Krishen A. Optimally weighted, fixed sequence and gatekeeper multiple testing
    procedures. J Stat Plan Inference 2001;99:25-40.

    Examples
    --------
    >>> fixed_sequence(np.array([0.01, 0.04, 0.03]))
    array([0.01, 0.04, 0.04])
    """
    return np.asarray(np.maximum.accumulate(checked(p_values)))
