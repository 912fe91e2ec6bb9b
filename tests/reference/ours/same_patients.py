"""The same patients: t and signed rank of the first two visits, F and ranks of all."""

from unittest.mock import patch

from reading import fields_of, ticks_of

from dermcohort.estimate.same_patients import wilcoxon_signed_rank as file
from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.estimate.same_patients.rm_anova import rm_anova


def ours(given):
    ticks, once = ticks_of(given["visits"])
    anova = rm_anova(ticks, once)
    return {
        "paired t": fields_of(
            paired_t(ticks[:, :2], once), "t", "df", "p_value", "conf_low", "conf_high"
        ),
        "Wilcoxon signed-rank": signed_rank(ticks[:, :2], once),
        "Wilcoxon signed-rank (Pratt)": pratt(ticks[:, :2], once),
        "Friedman": fields_of(friedman(ticks, once), "chi2", "df", "p_value"),
        "RM-ANOVA": {
            "df2": anova.df_error,
            **fields_of(anova, "f", "df", "p_value", "epsilon_gg", "epsilon_hf", "p_gg", "p_hf"),
        },
    }


def signed_rank(ticks, once):
    dropped = file.wilcoxon_signed_rank(ticks, once)
    with_zeros = file.wilcoxon_signed_rank(ticks, once, zeros="pratt")
    with patch.object(file, "EXACT_N", 0):
        normal = file.wilcoxon_signed_rank(ticks, once)
    return {
        "w_plus": dropped.w_plus,
        "p_value, exact": dropped.p_value if dropped.exact else None,
        "p_value, exact, Pratt": with_zeros.p_value if with_zeros.exact else None,
        "p_value, normal": normal.p_value,
    }


def pratt(ticks, once):
    found = file.wilcoxon_signed_rank_pratt(ticks, once)
    return {"p_value, exact": found.p_value if found.exact else None}
