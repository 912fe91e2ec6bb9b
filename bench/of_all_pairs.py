"""Independent groups, each with each; and two groups without a distribution assumed."""

from __future__ import annotations

from typing import Any

import numpy as np
from counting import counted
from entry import Entry, Numbers, R
from of_groups import ITCH, LISTS, LONG, OF_ITCH, OF_THREE, THREE

from dermcohort.estimate.groups import studentized_range
from dermcohort.estimate.groups.brunner_munzel import brunner_munzel
from dermcohort.estimate.groups.games_howell import games_howell
from dermcohort.estimate.groups.hodges_lehmann import hodges_lehmann
from dermcohort.estimate.groups.tukey_kramer import tukey_kramer

#: Places of the pairs in the order of ours: group 1 with 0, 2 with 0, 2 with 1.
PAIRS = ((1, 0), (2, 0), (2, 1))
OF_TWO = counted(THREE[:2])


def tukey_ours() -> Numbers:
    return _fresh(tukey_kramer)


def games_howell_ours() -> Numbers:
    return _fresh(games_howell)


def _fresh(method: Any) -> Numbers:
    # Margins are kept for a design; here each call finds them anew.
    for kept in vars(studentized_range).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    found = method(*OF_THREE)
    return [*found.p_adjusted, *found.conf_low, *found.conf_high]


def tukey_scipy(*, equal_var: bool = True) -> Numbers:
    import scipy.stats

    found = scipy.stats.tukey_hsd(*THREE, equal_var=equal_var)
    limits = found.confidence_interval()
    tables = (found.pvalue, limits.low, limits.high)
    return [table[pair] for table in tables for pair in PAIRS]


def tukey_statsmodels() -> Numbers:
    from statsmodels.stats.multicomp import pairwise_tukeyhsd

    found = pairwise_tukeyhsd(np.concatenate(THREE), np.repeat([0, 1, 2], 30))
    return [*found.pvalues, *found.confint[:, 0], *found.confint[:, 1]]


def games_howell_pingouin() -> Numbers:
    import pandas as pd
    import pingouin

    frame = pd.DataFrame({"y": np.concatenate(THREE), "g": np.repeat([0, 1, 2], 30)})
    return pingouin.pairwise_gameshowell(frame, dv="y", between="g")["pval"].tolist()


def brunner_munzel_ours() -> Numbers:
    found = brunner_munzel(*OF_ITCH)
    return [abs(found.t), found.p_value]


def brunner_munzel_scipy() -> Numbers:
    import scipy.stats

    found = scipy.stats.brunnermunzel(*ITCH)
    return [abs(found.statistic), found.pvalue]


def shift_ours() -> Numbers:
    found = hodges_lehmann(*OF_TWO)
    return [found.estimate, found.conf_low, found.conf_high]


R_TUKEY = "t <- TukeyHSD(aov(y ~ g, long))$g; c(t[, 4], t[, 2], t[, 3])"
R_GAMES_HOWELL = """t <- games_howell_test(long, y ~ g)
c(t$p.adj, t$conf.low, t$conf.high)"""
R_SHIFT = """t <- wilcox_test(y ~ relevel(g, 2), long, distribution = "exact", conf.int = TRUE)
c(confint(t)$estimate, confint(t)$conf.int)"""

ENTRIES = (
    Entry(
        "Tukey, p and limits", tukey_ours,
        {"scipy": tukey_scipy, "statsmodels": tukey_statsmodels},
        (R((), R_TUKEY, LONG),), LISTS, "3 x 30",
    ),
    Entry(
        "Games-Howell, p and limits", games_howell_ours,
        {"scipy": lambda: tukey_scipy(equal_var=False), "pingouin": games_howell_pingouin},
        (R(("rstatix",), R_GAMES_HOWELL, LONG),), LISTS, "3 x 30; R prints p with 3 digits",
    ),
    Entry(
        "Brunner-Munzel", brunner_munzel_ours, {"scipy": brunner_munzel_scipy}, (), None,
        "30 and 25 patients; ours with limits",
    ),
    Entry(
        "Hodges-Lehmann, exact limits", shift_ours, {}, (R(("coin",), R_SHIFT, LONG),), LISTS[:2],
        "2 x 30",
    ),
)  # fmt: skip
