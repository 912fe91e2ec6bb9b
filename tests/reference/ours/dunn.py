"""Dunn against the first group, and of all pairs, with each adjustment."""

from reading import counted

from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunn_all_pairs import dunn_all_pairs


def ours(given):
    values, counts = counted(given["groups"])
    made = {}
    for name, function in (("Dunn", dunn), ("Dunn all pairs", dunn_all_pairs)):
        found = function(values, counts)
        made[name] = {"z": found.z, "p_value": found.p_value, "p_adjusted": found.p_adjusted}
        for adjust in ("Holm", "Sidak"):
            adjusted = function(values, counts, adjust=adjust).p_adjusted
            made[name][f"p_adjusted, {adjust}"] = adjusted
    return made
