"""The methods section: what was done, said only of what was done."""

from __future__ import annotations

import datetime as dt

from dermcohort.endpoints import Endpoint
from dermcohort.report.content import Content
from dermcohort.report.format import MINUS, listed, number
from dermcohort.report.labels import in_sentence, label
from dermcohort.report.lookup import Lookup
from dermcohort.report.table import normality_test
from dermcohort.report.tables.bands import PREFIX, banded
from dermcohort.report.tables.missing_data import ANALYSIS as MISSING
from dermcohort.report.tables.missing_data import IN_WORDS
from dermcohort.report.tables.response import defined
from dermcohort.study import Range, Visit
from dermcohort.terms import DRUGS

NAMES = {
    "RM-ANOVA": "repeated-measures analysis of variance with the Greenhouse-Geisser correction",
    "one-way ANOVA": "ordinary one-way analysis of variance",
    "Student t": "unpaired t-test",
    "Welch t": "Welch's t-test",
    "Friedman": "Friedman test",
    "paired t": "paired t-test",
    "Wilcoxon signed-rank": "Wilcoxon signed-rank test",
    "Dunnett": "Dunnett's multiple comparisons test",
    "Dunn": "Dunn's multiple comparisons test",
    "Kruskal-Wallis": "Kruskal-Wallis test",
    "Mann-Whitney": "Mann-Whitney test",
}
ADJUSTED = {
    "fixed sequence": "They were tested in a fixed sequence, each only if all before it were "
    "significant.",
    "Holm": "Their p values were adjusted by Holm’s method.",
    "Hochberg": "Their p values were adjusted by Hochberg’s method.",
    "Benjamini-Hochberg": "Their p values were adjusted by the method of Benjamini and Hochberg.",
    "none": "Their p values were not adjusted for each other.",
}
RULES = {
    "NRI": "patients without a value counting as non-responders (non-responder imputation)",
    "LOCF": "the last value carried forward",
    "observed": "only the patients who have a value at the visit",
}


def methods(content: Content, lookup: Lookup) -> tuple[str, ...]:
    """Paragraphs: patients, visits and outcomes, statistics, missing data."""
    patients = [_patients(content), _criteria(content), _groups(content)]
    course = [_visits(content), _responders(lookup), _bands(lookup)]
    statistics = [_descriptives(content, lookup), _visits_compared(content, lookup),
                  _same_patients(lookup), _two_groups(lookup), _proportions(content, lookup),
                  _times(content, lookup), _grades(lookup), _endpoints(content),
                  _level(content)]  # fmt: skip
    missing = [_missing(content, lookup)]
    made = (" ".join(filter(None, part)) for part in (patients, course, statistics, missing))
    return tuple(filter(None, made))


def date(day: dt.date) -> str:
    """As a sentence has it.

    >>> date(dt.date(2021, 1, 1))
    '1 January 2021'
    """
    return f"{day.day} {day:%B %Y}"


def _patients(content: Content) -> str:
    study = content.study
    first, last = study.start_between
    diagnosis = listed(study.eligibility.diagnosis, "or")
    who = f"patients with {diagnosis}" if diagnosis else "patients"
    until = f" Follow-up ended on {date(study.data_cutoff)}." if study.data_cutoff else ""
    return (f"All {who} in whom {study.drug} was started between {date(first)} and {date(last)} "
            "were considered. Data were collected retrospectively from patients’ charts."
            f"{until}")  # fmt: skip


def _criteria(content: Content) -> str:
    rules = content.study.eligibility
    told = [f"age {_range(rules.age_years)} years"] if _range(rules.age_years) else []
    told += [f"{name} {_range(allowed)} at {content.study.baseline}"
             for name, allowed in rules.baseline.items() if _range(allowed)]  # fmt: skip
    asked = f"Patients were included if they met: {listed(told)}." if told else ""
    if not rules.criteria:
        return asked
    judged = ("Whether the Japanese criteria of optimal use were met when systemic therapy began "
              "was judged clause by clause and kept nobody out; for patients who switched, by "
              "their last values up to 30 days before the first systemic drug.")  # fmt: skip
    return f"{asked} {judged}".strip()


def _range(allowed: Range) -> str:
    if allowed.min is not None and allowed.max is not None:
        return f"{allowed.min:g} to {allowed.max:g}"
    if allowed.min is not None:
        return f"at least {allowed.min:g}"
    return f"at most {allowed.max:g}" if allowed.max is not None else ""


def _groups(content: Content) -> str:
    groups = content.study.groups
    return (f"Patients who had received {listed(_others(content), 'or')} within "
            f"{groups.lookback_days} days before the first dose formed the switch group, all "
            "others the naive group.")  # fmt: skip


def _others(content: Content) -> tuple[str, ...]:
    """By kind where the study file leaves the list to its default, else by name."""
    groups = content.study.groups
    others = tuple(d for d in groups.systemic if d != content.study.drug)
    if "systemic" in groups.model_fields_set:
        return others
    kinds = dict.fromkeys(DRUGS[name].kind for name in others)
    return tuple(f"another {kind}" if kind == DRUGS[content.study.drug].kind else _a(kind)
                 for kind in kinds)  # fmt: skip


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _visits(content: Content) -> str:
    told = [_visit(visit) for visit in content.study.visits]
    days = content.study.missing.after_last_dose_days
    still = f"Values up to {days} days after the last dose were counted." if days else (
        "Values after the last dose were not counted.")  # fmt: skip
    return f"Visits were {listed(told)}; the first dose is day 0. {still}"


def _visit(visit: Visit) -> str:
    low, high = (str(day).replace("-", MINUS) for day in visit.window)
    return f"{visit.name} (day {visit.target_day}, window {low} to {high})"


def _responders(lookup: Lookup) -> str:
    if lookup.rows_of("response") is None:
        return ""
    seen = {entry.row.population for entry in lookup.where("response")}
    rules = [text for name, text in RULES.items() if name in seen]
    asked = lookup.parameters("response")
    what = "Responses were" if len(asked) > 1 else "Response was"
    return f"{what} {listed(defined(asked))}. Response rates are given with {_ways(rules)}."


def _bands(lookup: Lookup) -> str:
    """By which bands scores were counted; "" where none were."""
    told = [f"{label(parameter.removeprefix(PREFIX))} by {name}"
            for parameter, name in banded(lookup).items()]  # fmt: skip
    return f"Bands of scores are those of {listed(told)}." if told else ""


def _ways(rules: list[str]) -> str:
    return f"{'; '.join(rules[:-1])}; and with {rules[-1]}" if len(rules) > 1 else rules[0]


def _descriptives(content: Content, lookup: Lookup) -> str:
    return ("Values are means ± standard deviations or numbers of patients (percent). Medians "
            f"and quartiles ({content.study.methods.quartiles}) are given where the "
            "distribution is skewed. Normality was tested with the "
            f"{normality_test(lookup)} test.")  # fmt: skip


def _visits_compared(content: Content, lookup: Lookup) -> str:
    found = _methods_of(lookup, "as published")
    if not found:
        return ""
    chains = [_chain(found, "one-way ANOVA", "Dunnett"), _chain(found, "Kruskal-Wallis", "Dunn")]
    told = " or the ".join(filter(None, chains))
    limit = content.study.methods.normality_alpha
    test = normality_test(lookup)
    rule = f", the former where the {test} p was at least {limit:g} at every visit"
    first = f"Visits were compared by the {told}{rule if all(chains) else ''}." if told else ""
    post = "Contrasts with the first visit followed only a significant omnibus test."
    pairs = [NAMES[name] for name in ("Student t", "Welch t", "Mann-Whitney") if name in found]
    two = f"Outcomes with values at two visits were compared by the {listed(pairs, 'or')}."
    return " ".join(filter(None, (first, post if told else "", two if pairs else "")))


def _chain(found: set[str], omnibus: str, contrast: str) -> str:
    if omnibus not in found:
        return ""
    after = f" followed by {NAMES[contrast]}" if contrast in found else ""
    return NAMES[omnibus] + after


def _same_patients(lookup: Lookup) -> str:
    found = _methods_of(lookup, "same patients")
    omnibus = [NAMES[name] for name in ("RM-ANOVA", "Friedman") if name in found]
    pairs = [NAMES[name] for name in ("paired t", "Wilcoxon signed-rank") if name in found]
    if not pairs:
        return ""
    every = "in patients with a value at every visit and "
    overall = f"{listed(omnibus, 'or')} {every}" if omnibus else ""
    return ("Because these tests take the visits of one patient for different patients, the same "
            f"outcomes were also analysed by {overall}{listed(pairs, 'or')} against the first "
            "visit, adjusted by Holm’s method.")  # fmt: skip


def _two_groups(lookup: Lookup) -> str:
    found = _methods_of(lookup, "responders") | _methods_of(lookup, "discontinuation")
    names = [NAMES[name] for name in ("Student t", "Welch t", "Mann-Whitney") if name in found]
    return f"Two groups were compared by the {listed(names, 'or')}." if names else ""


def _proportions(content: Content, lookup: Lookup) -> str:
    if not lookup.rows_of("response", "adverse events"):
        return ""
    methods = content.study.methods
    level = number(100 * methods.confidence, 1).removesuffix(".0")
    return f"Proportions have {level}% {methods.interval} confidence intervals."


def _grades(lookup: Lookup) -> str:
    if lookup.rows_of("laboratory grades") is None:
        return ""
    return ("Laboratory values after the first dose were graded by the Common Terminology Criteria "
            "for Adverse Events (version 5.0) in the unit that was reported.")  # fmt: skip


def _times(content: Content, lookup: Lookup) -> str:
    made = []
    if lookup.rows_of("time on drug"):
        made.append("Time on the drug ran from the first to the last dose, censored at the data "
                    "cut-off, and is given by Kaplan-Meier curves with log-log limits, by "
                    "Aalen-Johansen curves for each reason for stopping, and compared by the "
                    "log-rank test.")  # fmt: skip
    if lookup.rows_of("event rates"):
        lag = content.study.safety.after_last_dose_days
        made.append("Rates of adverse events are first events in 100 patient-years, counted until "
                    f"{lag} days after the last dose, with exact Poisson limits.")  # fmt: skip
    return " ".join(made)


def _missing(content: Content, lookup: Lookup) -> str:
    """How the rules for missing values were compared; "" where they were not."""
    if lookup.rows_of(MISSING) is None:
        return ""
    study = content.study
    used = {e.row.method for e in lookup.where(MISSING) if e.row.value is not None}
    made = "Changes and responses of all patients are also given "
    ways = [IN_WORDS[rule] for rule in IN_WORDS if rule in used]
    told = [f"{made}{listed(ways)}."]
    if "multiple imputation" in used:
        told.append(
            f"For multiple imputation, missing visits were drawn {study.missing.imputations} times "
            "from the joint normal distribution of the visits, assumed missing at random (seed "
            f"{study.seed}), and estimates were combined by Rubin’s rules with the degrees of "
            "freedom of Barnard and Rubin; a response was judged on the imputed values, with the "
            "interval of Lott and Reiter.")  # fmt: skip
    if "MMRM" in used:
        told.append(
            "The mixed model for repeated measures had the change as the outcome, visit and "
            "baseline by visit as effects, and an unstructured covariance where that could be "
            "fitted (restricted maximum likelihood, Kenward-Roger).")  # fmt: skip
    return " ".join(told)


def _endpoints(content: Content) -> str:
    """How the declared endpoints were adjusted; "" where there are none."""
    study = content.study
    declared = study.endpoints.in_order(study.visit_names[1:])
    if not declared:
        return ""
    what = "endpoints were" if len(declared) > 1 else "endpoint was"
    names = listed([_endpoint(endpoint) for endpoint in declared])
    told = f"The {what} declared in this order: {names}, as the change from the first visit."
    return f"{told} {ADJUSTED[study.endpoints.adjust]}"


def _endpoint(endpoint: Endpoint) -> str:
    group = "" if endpoint.group == "all" else f" in {endpoint.group} patients"
    how = " (visits as independent groups)" if endpoint.test == "as published" else ""
    return f"{in_sentence(endpoint.parameter)} at {endpoint.visit}{group}{how}"


def _level(content: Content) -> str:
    endpoints = content.study.endpoints
    other = "other " if endpoints.list and endpoints.adjust != "none" else ""
    return (f"Tests are two-sided; p < {content.study.methods.alpha:g} was considered significant. "
            f"No adjustment was made over {other}outcomes and groups.")  # fmt: skip


def _methods_of(lookup: Lookup, analysis: str) -> set[str]:
    return {entry.row.method for entry in lookup.where(analysis) if entry.row.value is not None}
