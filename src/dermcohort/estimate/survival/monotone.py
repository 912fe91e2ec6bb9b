"""Whether hazard ratios have no finite estimate: Cox's likelihood rises without end.

It does so in a direction of the coefficients in which, at each event, those with the event have
the largest value of all at risk. Bryson and Johnson (1981) call the likelihood monotone.
"""

from __future__ import annotations

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.survival.partial_likelihood import RiskSets

# Smaller than any difference that is meant, larger than what the solver leaves.
SLACK = 1e-6


def refuse_monotone_covariate(sets: RiskSets) -> None:
    """Say which covariate has no finite hazard ratio by itself.

    Parameters
    ----------
    sets : RiskSets

    Raises
    ------
    NoAnswer
        If at each event those with the event had the largest value of all at risk, or at each
        the smallest.

    References
    ----------
    Bryson MC, Johnson ME. The incidence of monotone likelihood in the Cox model. Technometrics
    1981;23:381-383.
    """
    for j, x in enumerate(sets.design):
        for sign, word in ((1.0, "largest"), (-1.0, "smallest")):
            top = np.maximum.reduceat(sign * x, sets.first)
            top = np.maximum.accumulate(top[::-1])[::-1]
            of_events = np.where(sets.died, sign * x, np.inf)
            if (np.minimum.reduceat(of_events, sets.first) == top).all():
                raise NoAnswer(
                    f"covariate {j + 1} has no finite hazard ratio: at each event, whoever had "
                    f"it had the {word} value of all at risk"
                )


def refuse_monotone(sets: RiskSets) -> None:
    """Say which covariates together have no finite hazard ratios.

    Parameters
    ----------
    sets : RiskSets

    Raises
    ------
    NoAnswer
        If there is such a direction; it names covariates none of which can be left out.
    """
    involved = list(range(len(sets.design)))
    if not _is_monotone(sets, involved):
        return
    for covariate in tuple(involved):
        others = [j for j in involved if j != covariate]
        if others and _is_monotone(sets, others):
            involved = others
    names = " and ".join(str(j + 1) for j in involved)
    raise NoAnswer(
        f"covariates {names} together have no finite hazard ratios: at each event, a sum of them "
        "tells who of those at risk had it"
    )


def _is_monotone(sets: RiskSets, covariates: list[int]) -> bool:
    """Whether there is a direction among these covariates.

    A linear programme over directions g from -1 to 1 and, at each time, the largest value M of
    x g at risk: at events x g = M, and the distance of the others from M is made as large as
    it can be.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    design = sets.design[covariates]
    p, t, rows, died = len(design), len(sets.first), len(sets.weight), sets.died
    of_time = np.searchsorted(sets.first, np.arange(rows), side="right") - 1
    top = csr_array((np.full(rows, -1.0), (np.arange(rows), of_time)), shape=(rows, t))
    below = hstack([csr_array(design.T), top]).tocsr()
    # The largest value at risk does not rise from one time to the next.
    falls = eye_array(t - 1, t, k=1) - eye_array(t - 1, t)
    falls = hstack([csr_array((t - 1, p)), falls])
    # Over all rows M less x g, and how far M falls from the first time to the last: 0 if g tells
    # nothing. Rows count once, however many patients have them.
    gain = np.r_[-design.sum(axis=1), np.bincount(of_time, minlength=t)]
    gain[p] += 1
    gain[-1] -= 1
    found = linprog(
        -gain / rows,
        A_ub=vstack([below[~died], falls]), b_ub=np.zeros(rows - int(died.sum()) + t - 1),
        A_eq=below[died], b_eq=np.zeros(int(died.sum())),
        bounds=[(-1, 1)] * p + [(None, None)] * t, method="highs",
    )  # fmt: skip
    return bool(found.status == 0 and -found.fun > SLACK)
