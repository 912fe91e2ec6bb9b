"""Hodges-Lehmann: the shift and its limits, exact and normal."""

from reading import counted

from dermcohort.estimate.groups.hodges_lehmann import hodges_lehmann


def ours(given):
    found = hodges_lehmann(*counted(given["groups"]), level=given["level"])
    low, high = found.conf_low, found.conf_high
    return {
        "Hodges-Lehmann": {
            "estimate": found.estimate,
            "conf_low": low,
            "conf_high": high,
            "coin_estimate": found.estimate,
            "coin_low": low,
            "coin_high": high,
            "root_low": low,
            "root_high": high,
        }
    }
