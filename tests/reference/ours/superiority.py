"""Probability of superiority, Cliff's delta and rank-biserial with Newcombe's limits."""

from reading import counted, fields_of

from dermcohort.estimate.groups.superiority import (
    cliff_delta,
    probability_of_superiority,
    rank_biserial,
)

METHODS = {
    "probability of superiority": probability_of_superiority,
    "Cliff delta": cliff_delta,
    "rank-biserial": rank_biserial,
}


def ours(given):
    values, counts = counted(given["groups"])
    return {
        name: fields_of(
            function(values, counts, level=given["level"]), "estimate", "conf_low", "conf_high"
        )
        for name, function in METHODS.items()
    }
