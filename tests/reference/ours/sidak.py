"""Sidak's adjustment."""

import numpy as np

from dermcohort.estimate.multiplicity.sidak import sidak


def ours(given):
    return {"Sidak": {"p_adjusted": sidak(np.array(given["p_values"]))}}
