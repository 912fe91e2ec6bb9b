"""Permutation t: the difference of the means, and the exact p."""

from reading import counted

from dermcohort.estimate.groups.permutation_t import permutation_t


def ours(given):
    found = permutation_t(*counted(given["groups"]))
    p_value = found.p_value if found.exact else None
    names = ("coin_p", "enumerated_p", "exact_rank_tests_p")
    return {"permutation t": {"estimate": found.estimate} | dict.fromkeys(names, p_value)}
