"""Effect sizes of two groups."""

from reading import counted, fields_of

from dermcohort.estimate.groups.hedges_g import hedges_g
from dermcohort.estimate.groups.superiority import (
    cliff_delta,
    probability_of_superiority,
    rank_biserial,
)


def ours(given):
    counts = counted(given["groups"])
    return {
        "Hedges g": fields_of(hedges_g(*counts), "estimate", "cohen_d", "conf_low", "conf_high"),
        "probability of superiority": fields_of(probability_of_superiority(*counts), "estimate"),
        "Cliff delta": fields_of(cliff_delta(*counts), "estimate"),
        "rank-biserial": fields_of(rank_biserial(*counts), "estimate"),
    }
