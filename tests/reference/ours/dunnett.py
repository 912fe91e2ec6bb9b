"""Dunnett's t: its tail, and the standard errors that the simultaneous limits reach."""

from dermcohort.estimate.groups.dunnett import dunnett_margin, dunnett_tail


def ours(given):
    design = (tuple(given["sizes"]), given["n_control"], given["df"])
    if "level" in given:
        return {"Dunnett": {"margin in se": dunnett_margin(given["level"], *design)}}
    return {"Dunnett": {"p_adjusted": dunnett_tail(given["t"], *design)}}
