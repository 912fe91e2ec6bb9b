"""Reference-based imputation, with as many imputations as the tolerance counts on."""

from ours.imputation import vectors
from reading import fields_of

from dermcohort.estimate.imputation.copy_increments_in_reference import (
    copy_increments_in_reference,
)
from dermcohort.estimate.imputation.copy_reference import copy_reference
from dermcohort.estimate.imputation.jump_to_reference import jump_to_reference

RULES = {
    "jump to reference": jump_to_reference,
    "copy increments in reference": copy_increments_in_reference,
    "copy reference": copy_reference,
}


def ours(given):
    groups = [vectors(visits) for visits in given["groups"]]
    return {
        name: fields_of(rule(groups, seed=1, imputations=given["imputations"]), "estimate", "se")
        for name, rule in RULES.items()
    }
