"""Responses of the same patients at several visits."""

from reading import fields_of, ticks_of

from dermcohort.estimate.same_patients.cochran_q import cochran_q


def ours(given):
    return {"Cochran Q": fields_of(cochran_q(*ticks_of(given["visits"])), "chi2", "df", "p_value")}
