"""Jonckheere-Terpstra: the exact p."""

from reading import counted

from dermcohort.estimate.groups.jonckheere_terpstra import jonckheere_terpstra


def ours(given):
    found = jonckheere_terpstra(*counted(given["groups"]))
    return {"Jonckheere-Terpstra": {"p_value": found.p_value if found.exact else None}}
