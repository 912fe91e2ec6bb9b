"""Arms as independent groups: the choice tree of the source paper, as GraphPad Prism does it.

A test of normality in every arm chooses between parametric tests and ranks. Three arms or more:
one-way ANOVA, then Dunnett; or Kruskal-Wallis, then Dunn; the post hoc test only after a
significant omnibus. Two arms: Student's (or Welch's) t, or Mann-Whitney.
"""

from __future__ import annotations

from dataclasses import replace

from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.arms import Arms, choose, normality
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunnett import dunnett
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.welch_t import welch_t
from dermcohort.results import Decision, Result

#: The analysis of what the test that was not chosen gives.
OTHER = "other branch"
NOT_CHOSEN = "not chosen by the rule"


def independent(arms: Arms, rules: Rules) -> Answer:
    """Compare arms by the choice tree; arms without patients are left out with a reason."""
    if why := arms.nothing_to_compare:
        return Answer(absent(arms.of_all(""), why, "p_value"))
    arms = arms.only(arms.filled)
    normal_rows, p_values = normality(arms)
    several = len(arms.labels) > 2
    names = ("one-way ANOVA", "Kruskal-Wallis") if several else (rules.two_groups, "Mann-Whitney")
    parametric, decision = choose(arms.key, p_values, rules, *names)
    chosen, other = names if parametric else reversed(names)
    test = omnibus_then_contrasts if several else two_groups
    answer = Answer(normal_rows, (decision,)) + test(arms, rules, chosen)
    return answer + Answer(_not_chosen(test(arms, rules, other)))


def _not_chosen(answer: Answer) -> tuple[Result, ...]:
    """What the other branch of the choice would have given: on record, and marked as such."""
    return tuple(
        replace(row, analysis=OTHER, warning="; ".join(filter(None, (NOT_CHOSEN, row.warning))))
        for row in answer.rows
    )


def omnibus(arms: Arms, method: str) -> tuple[tuple[Result, ...], float | None]:
    """One test over all arms: its rows, and p (None where it cannot be had)."""
    key = arms.of_all(method)
    try:
        if method == "one-way ANOVA":
            anova = one_way_anova(arms.values, arms.counts)
            df, df2 = anova.df_between, anova.df_within
            return rows(key, f=anova.f, df=df, df2=df2, p_value=anova.p_value), anova.p_value
        kruskal = kruskal_wallis(arms.values, arms.counts)
        made = rows(key, h=kruskal.h, df=kruskal.df, p_value=kruskal.p_value)
        return made, kruskal.p_value
    except NotEstimable as why:
        return absent(key, str(why), "p_value"), None


def omnibus_then_contrasts(arms: Arms, rules: Rules, method: str) -> Answer:
    """The omnibus test, and the contrasts against the control if it is significant."""
    made, p_value = omnibus(arms, method)
    if p_value is None:
        return Answer(made)
    post_hoc = "Dunnett" if method == "one-way ANOVA" else "Dunn"
    goes_on = p_value < rules.alpha
    key = arms.key
    decision = Decision(
        key.analysis, key.population, key.parameter, key.group,
        "contrasts against the control or not",
        f"only after an omnibus p below {rules.alpha:g}",
        ((f"{method} p", p_value),),
        post_hoc if goes_on else "no contrasts",
        f"the omnibus p is {'below' if goes_on else 'not below'} {rules.alpha:g}",
    )  # fmt: skip
    answer = Answer(made, (decision,))
    return answer + contrasts(arms, rules, post_hoc) if goes_on else answer


def contrasts(arms: Arms, rules: Rules, method: str) -> Answer:
    """Each arm against the control by Dunnett or Dunn."""
    others = [label for label in arms.labels if label != arms.control]
    keys = [arms.of_contrast(label, method) for label in others]
    made: tuple[Result, ...] = ()
    try:
        if method == "Dunnett":
            found = dunnett(arms.values, arms.counts, control=0, level=rules.confidence)
            for j, key in enumerate(keys):
                made += rows(
                    key, estimate=found.difference[j], conf_low=found.conf_low[j],
                    conf_high=found.conf_high[j], q=found.t[j], p_adjusted=found.p_adjusted[j],
                )  # fmt: skip
        else:
            ranks = dunn(arms.values, arms.counts, control=0)
            for j, key in enumerate(keys):
                made += rows(
                    key, z=ranks.z[j], p_value=ranks.p_value[j], p_adjusted=ranks.p_adjusted[j]
                )
    except NotEstimable as why:
        made = tuple(row for key in keys for row in absent(key, str(why), "p_adjusted"))
    return Answer(made)


def two_groups(arms: Arms, rules: Rules, method: str) -> Answer:
    """The second arm against the first (the control)."""
    key = arms.of_contrast(arms.labels[1], method)
    try:
        if method == "Mann-Whitney":
            ranks = mann_whitney(arms.values, arms.counts)
            how = "" if ranks.exact else "normal approximation, corrected for ties and continuity"
            return Answer(rows(replace(key, warning=how), u=ranks.u, p_value=ranks.p_value))
        test = student_t if method == "Student t" else welch_t
        found = test(arms.values, arms.counts, level=rules.confidence)
    except NotEstimable as why:
        return Answer(absent(key, str(why), "p_value"))
    return Answer(
        rows(
            key,
            estimate=found.difference,
            conf_low=found.conf_low,
            conf_high=found.conf_high,
            t=found.t,
            df=found.df,
            p_value=found.p_value,
        )
    )
