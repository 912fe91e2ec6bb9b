"""Steel against the first group."""

from reading import counted, fields_of

from dermcohort.estimate.groups.steel import steel


def ours(given):
    return {"Steel": fields_of(steel(*counted(given["groups"])), "u", "z", "p_adjusted")}
