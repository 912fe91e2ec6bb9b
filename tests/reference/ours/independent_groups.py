"""Several independent groups: means, ranks, ranks against the first group."""

from reading import counted, fields_of

from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.one_way_anova import one_way_anova


def ours(given):
    values, counts = counted(given["groups"])
    anova = one_way_anova(values, counts)
    return {
        "one-way ANOVA": {
            "f": anova.f,
            "df": anova.df_between,
            "df2": anova.df_within,
            "p_value": anova.p_value,
        },
        "Kruskal-Wallis": fields_of(kruskal_wallis(values, counts), "h", "df", "p_value"),
        "Dunn": fields_of(dunn(values, counts), "z", "p_value", "p_adjusted"),
    }
