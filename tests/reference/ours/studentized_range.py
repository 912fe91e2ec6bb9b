"""The studentized range: its tail, and the q that the simultaneous limits reach."""

import math

import numpy as np

from dermcohort.estimate.groups.studentized_range import (
    studentized_range_margin,
    studentized_range_tails,
)


def ours(given):
    design = (given["groups"], math.inf if given["df"] is None else given["df"])
    if "level" in given:
        found = {"q of the limits": studentized_range_margin(given["level"], *design)}
    else:
        found = {"p_adjusted": studentized_range_tails(np.array([given["q"]]), *design)[0]}
    return {"Tukey-Kramer": found}
