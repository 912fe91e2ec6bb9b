"""Unequal variances: Welch's analysis of variance, Bartlett, Brown and Forsythe."""

from reading import counted, fields_of

from dermcohort.estimate.groups.bartlett import bartlett
from dermcohort.estimate.groups.brown_forsythe import brown_forsythe
from dermcohort.estimate.groups.welch_anova import welch_anova


def ours(given):
    groups = counted(given["groups"])
    f = ("f", "df", "df2", "p_value")
    return {
        "Welch ANOVA": fields_of(welch_anova(*groups), *f),
        "Bartlett": fields_of(bartlett(*groups), "chi2", "df", "p_value"),
        "Brown-Forsythe": fields_of(brown_forsythe(*groups), *f),
    }
