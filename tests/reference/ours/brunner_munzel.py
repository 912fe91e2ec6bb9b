"""Brunner-Munzel: relative effect, its limits, t, df and p."""

from reading import counted, fields_of

from dermcohort.estimate.groups.brunner_munzel import brunner_munzel

FIELDS = ("estimate", "se", "conf_low", "conf_high", "t", "df", "p_value")


def ours(given):
    found = brunner_munzel(*counted(given["groups"]), level=given["level"])
    return {"Brunner-Munzel": fields_of(found, *FIELDS)}
