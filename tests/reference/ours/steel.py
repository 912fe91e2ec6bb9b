"""Steel against the first group."""

from reading import counted, fields_of

from dermcohort.estimate.groups.steel import steel


def ours(given):
    found = steel(*counted(given["groups"]))
    return {"Steel": fields_of(found, "u", "z", "p_value", "p_adjusted")}
