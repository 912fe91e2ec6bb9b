"""Ranks of the visits of the same patients: Quade, and Dunn after Friedman."""

from reading import fields_of, ticks_of

from dermcohort.estimate.same_patients.dunn_after_friedman import dunn_after_friedman
from dermcohort.estimate.same_patients.quade import quade


def ours(given):
    visits = ticks_of(given["visits"])
    return {
        "Quade": fields_of(quade(*visits), "f", "df", "df2", "p_value"),
        "Dunn after Friedman": fields_of(
            dunn_after_friedman(*visits), "estimate", "z", "p_value", "p_adjusted"
        ),
    }
