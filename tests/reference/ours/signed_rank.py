"""The estimate that belongs to the signed-rank test."""

from reading import fields_of, ticks_of

from dermcohort.estimate.same_patients.hodges_lehmann_paired import hodges_lehmann_paired


def ours(given):
    found = hodges_lehmann_paired(*ticks_of(given["visits"]), level=given["level"])
    return {"Hodges-Lehmann paired": fields_of(found, "estimate", "conf_low", "conf_high")}
