"""Adjustments of several p values."""

import numpy as np

from dermcohort.estimate.multiplicity.benjamini_hochberg import benjamini_hochberg
from dermcohort.estimate.multiplicity.fixed_sequence import fixed_sequence
from dermcohort.estimate.multiplicity.hochberg import hochberg
from dermcohort.estimate.multiplicity.holm import bonferroni, holm

ADJUST = {"Holm": holm, "Bonferroni": bonferroni, "Hochberg": hochberg,
          "Benjamini-Hochberg": benjamini_hochberg, "fixed sequence": fixed_sequence}  # fmt: skip


def ours(given):
    p_values = np.array(given["p_values"])
    return {name: {"p_adjusted": adjust(p_values).tolist()} for name, adjust in ADJUST.items()}
