"""Eta and epsilon squared."""

from reading import counted, fields_of

from dermcohort.estimate.groups.epsilon_squared import epsilon_squared
from dermcohort.estimate.groups.eta_squared import eta_squared


def ours(given):
    groups = counted(given["groups"])
    names = ("estimate", "conf_low", "conf_high")
    return {
        "eta squared": fields_of(eta_squared(*groups), *names),
        "epsilon squared": fields_of(epsilon_squared(*groups), *names),
    }
