"""A plausible Results with every analysis of docs/results.md; all digits are made up."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from dermcohort.findings import Finding
from dermcohort.report import Appendix, Content
from dermcohort.results import Decision, Result, Results
from dermcohort.sources import Source
from dermcohort.study import Study
from dermcohort.tables import PARAMETERS
from dermcohort.terms import EVENTS

SIZES = {"all": 30, "naive": 17, "switch": 13}
#: Mean at the baseline, and what each later visit is of it.
OUTCOMES = {
    "IGA": (2.94, 0.74, 0.62), "EASI": (20.2, 0.71, 0.52), "EASI_HN": (2.15, 0.66, 0.55),
    "BSA": (45.1, 0.86, 0.63), "DLQI": (8.0, 0.62, 0.55), "POEM": (13.4, 0.60, 0.58),
    "ITCH_VAS": (45.0, 0.58, 0.55), "EOS": (360.4, 0.92, 1.04), "LDH": (215.9, 1.01, 0.99),
    "TARC": (1654.0, 0.80, 0.85), "IGE": (6696.3, 0.97, 0.91), "WBC": (6700.0, 1.02, 0.99),
    "NEUT": (4100.0, 1.01, 0.97), "LYMPH": (1720.0, 1.04, 1.03), "HB": (14.6, 0.99, 0.98),
    "PLT": (26.4, 1.08, 1.05), "CPK": (106.5, 1.19, 1.42), "TC": (184.2, 1.05, 1.07),
    "LDL": (104.9, 1.04, 1.08), "AST": (21.7, 1.06, 1.09), "ALT": (20.3, 1.04, 1.08),
    "TBIL": (0.72, 1.02, 0.97), "CREAT": (0.78, 1.02, 1.03),
}  # fmt: skip
DESCRIPTIVES = ("mean", "sd", "se", "median", "q1", "q3", "min", "max", "geometric_mean")


def study(**changes: object) -> Study:
    """A study file that leaves nearly everything to the defaults."""
    given: dict[str, object] = {
        "title": "Baricitinib for atopic dermatitis in one department",
        "drug": "baricitinib",
        "start_between": (dt.date(2021, 1, 1), dt.date(2023, 2, 28)),
        "sources": (Source(table="patients"),),  # type: ignore[call-arg]
        "synthetic": True,
    }
    return Study.model_validate(given | changes)


def content(made: Study | None = None, results: Results | None = None) -> Content:
    """All of a report."""
    made = made or study()
    results = results or Results(rows(made))
    return Content(made, results, decisions(results), FINDINGS, APPENDICES, PROVENANCE)


def without(results: Results, hidden: Callable[[Result], bool], reason: str) -> Results:
    """The same rows, some without a value but with a reason."""
    return Results(
        replace(row, value=None, warning=reason) if hidden(row) else row for row in results
    )


def rows(made: Study, sizes: dict[str, int] | None = None) -> Iterator[Result]:
    """Every analysis, in order."""
    sizes = sizes or SIZES
    yield from flow(made, sizes)
    yield from exposure(sizes)
    yield from criteria(made, sizes)
    yield from baseline(made, sizes)
    for parameter in OUTCOMES:
        for group, size in sizes.items():
            yield from course(made, parameter, group, size)
    for parameter in OUTCOMES:
        for group, size in sizes.items():
            yield from tested(made, parameter, group, size)
    yield from response(made, sizes)
    yield from missing_data(made, sizes["all"])
    yield from responders(made)
    yield from discontinuation(made, sizes)
    yield from events(sizes)


def wobble(*words: object) -> float:
    """Between 0 and 1, the same for the same words, whatever the process."""
    seed = sum((i + 1) * ord(c) for i, c in enumerate("|".join(map(str, words))))
    return (seed * 0.6180339887498949) % 1.0


def described(key: Result, mean: float, spread: float, n: int) -> Iterator[Result]:
    key = replace(key, n=n)
    yield replace(key, statistic="n", value=float(n))
    sd = spread * abs(mean) + 0.01
    numbers = (mean, sd, sd / math.sqrt(n) if n else 0.0, 0.9 * mean, 0.6 * mean, 1.3 * mean,
               0.2 * mean, 2.4 * mean, 0.85 * mean if mean > 0 else None)  # fmt: skip
    for name, value in zip(DESCRIPTIVES, numbers, strict=True):
        if n == 0:
            yield replace(key, statistic=name, warning="no patient has a value")
        elif value is None:
            yield replace(key, statistic=name, warning="a geometric mean needs values above 0")
        else:
            yield replace(key, statistic=name, value=value)


def proportion(key: Result, x: int, n: int, *methods: str) -> Iterator[Result]:
    key = replace(key, n=n)
    yield replace(key, statistic="count", value=float(x))
    if n == 0:
        yield replace(key, statistic="percent", warning="nobody can be counted here")
        return
    yield replace(key, statistic="percent", value=100 * x / n)
    half = 196 * math.sqrt((x / n * (1 - x / n) + 0.01) / n)
    for width, method in enumerate(methods):
        by = replace(key, method=method)
        yield replace(by, statistic="conf_low", value=max(0.0, 100 * x / n - half - width))
        yield replace(by, statistic="conf_high", value=min(100.0, 100 * x / n + half + width))


def flow(made: Study, sizes: dict[str, int]) -> Iterator[Result]:
    def row(parameter: str, x: int, group: str = "all", level: str = "", visit: str = "") -> Result:
        return Result("flow", "included", parameter, level, group, visit, statistic="count",
                      value=float(x), n=x)  # fmt: skip

    yield row("considered", sizes["all"] + 6)
    yield row("excluded", 2, level="younger than 15 years at the first dose")
    yield row("excluded", 3, level="first dose outside 2021-01-01 to 2023-02-28")
    yield row("excluded", 1, level="no value of any score at the baseline visit")
    for group, size in sizes.items():
        yield row("included", size, group)
        for late, visit in enumerate(made.visit_names):
            yield row("at visit", max(size - 2 * late, 0), group, visit=visit)


def exposure(sizes: dict[str, int]) -> Iterator[Result]:
    for group, size in sizes.items():
        for level, x in (("4 mg/day", size - min(2, size)), ("2 mg/day", min(2, size))):
            yield from proportion(Result("exposure", "included", "dose", level, group), x, size)
    key = Result("exposure", "included", "prior systemic therapy", group="all")
    for drug, x in (("dupilumab", 9), ("cyclosporine", 3), ("upadacitinib", 1)):
        yield from proportion(replace(key, level=drug), x, sizes["all"])
    key = Result("exposure", "included", "reason for switching", group="switch")
    for reason, x in (("persistent facial rash", 5), ("wish to stop systemic therapy", 5),
                      ("alopecia areata", 2), ("acne", 1)):  # fmt: skip
        yield from proportion(replace(key, level=reason), x, sizes["switch"])
    for group, size in sizes.items():
        yield from described(Result("exposure", "included", "days_on_drug", group=group), 118, 0.3,
                             size)  # fmt: skip


def criteria(made: Study, sizes: dict[str, int]) -> Iterator[Result]:
    for group, size in sizes.items():
        for level, x in (("met", size - 2), ("not met", 2), ("not assessable: not recorded", 0)):
            key = Result("criteria", "included", "criteria: all clauses", level, group,
                         made.baseline)  # fmt: skip
            yield from proportion(key, x, size)


def baseline(made: Study, sizes: dict[str, int]) -> Iterator[Result]:
    first = made.baseline
    means = {"age_years": 31.8, "bmi": 24.2, "ad_duration_years": 25.2}
    means |= {name: factors[0] for name, factors in OUTCOMES.items()}
    for name, mean in means.items():
        for group, size in sizes.items():
            key = Result("baseline", "included", name, group=group, visit=first)
            yield from described(key, mean * (0.95 + 0.1 * wobble(group, name)), 0.45, size)
            test = replace(key, n=size, method="Shapiro-Wilk")
            p = 0.004 if name in ("IGE", "TARC", "EOS", "CPK") else 0.1 + 0.8 * wobble(name, group)
            yield replace(test, statistic="w", value=0.93)
            yield replace(test, statistic="p_value", value=p)
    for group, size in sizes.items():
        key = Result("baseline", "included", "sex", group=group, visit=first)
        yield from proportion(replace(key, level="F"), size // 3, size)
        yield from proportion(replace(key, level="M"), size - size // 3, size)
        for name, part in (("asthma", 10), ("rhinitis", 2), ("conjunctivitis", 14)):
            x = size // part
            key = replace(key, parameter=name)
            yield from proportion(replace(key, level="yes"), x, size)
            yield from proportion(replace(key, level="no"), size - x, size)


def _n(parameter: str, late: int, size: int) -> int:
    if parameter == "IGE" and late == 1:
        return 0
    return max(size - 2 * late - (3 if PARAMETERS[parameter].role != "score" else 0), 0)


def _mean(parameter: str, group: str, late: int) -> float:
    start = OUTCOMES[parameter][0] * (0.95 + 0.1 * wobble(group, parameter))
    return start * (OUTCOMES[parameter][late] if late < 3 else 0.5) if late else start


def course(made: Study, parameter: str, group: str, size: int) -> Iterator[Result]:
    for late, visit in enumerate(made.visit_names):
        key = Result("course", "observed", parameter, group=group, visit=visit)
        mean = _mean(parameter, group, late)
        yield from described(key, mean, 0.5, _n(parameter, late, size))
        yield from described(replace(key, population="LOCF"), mean, 0.5, size)
    for late, visit in enumerate(made.visit_names[1:], start=1):
        key = Result("change", "complete pairs", parameter, group=group, visit=visit,
                     comparator=made.baseline)  # fmt: skip
        mean, start = _mean(parameter, group, late), _mean(parameter, group, 0)
        n = _n(parameter, late, size)
        yield from described(key, mean - start, 0.7, n)
        key = replace(key, analysis="percent change", population="pairs with a baseline above 0")
        yield from described(key, 100 * (mean - start) / start, 0.8, n)


def tested(made: Study, parameter: str, group: str, size: int) -> Iterator[Result]:
    visits = made.visit_names
    seen = [v for late, v in enumerate(visits) if _n(parameter, late, size)]
    key = Result("as published", "observed", parameter, group=group, n=size)
    same = Result("same patients", "complete cases", parameter, group=group)
    if len(seen) < 2:
        yield replace(key, statistic="p_value", n=0, warning=f"{visits[0]} has no values")
        yield replace(same, statistic="p_value", n=0, warning=f"{visits[0]} has no values")
        return
    for late, visit in enumerate(visits):
        if visit in seen:
            yield replace(key, visit=visit, method="Shapiro-Wilk", statistic="p_value",
                          value=0.03 + 0.9 * wobble(visit, parameter, group),
                          n=_n(parameter, late, size))  # fmt: skip
    ranks = wobble(parameter, group) < 0.5
    yield from _published(made, key, seen, ranks=ranks)
    yield from _repeated(made, same, seen, size, ranks=ranks)
    yield from _agreement(made, parameter, group, seen)


def p_of(parameter: str, group: str, late: int) -> float:
    """Clear in the scores of all and naive, nothing in switch, as in the source paper."""
    score = PARAMETERS[parameter].role == "score"
    if parameter == "BSA" and late == 1:
        return 0.18
    if (score and group != "switch") or (parameter, group, late) == ("CPK", "all", 2):
        return (0.0296, 0.0004, 0.0073)[int(3 * wobble(parameter, group, late))]
    return 0.1 + 0.9 * wobble(parameter, group, late)


def _published(made: Study, key: Result, seen: list[str], *, ranks: bool) -> Iterator[Result]:
    visits = made.visit_names
    p_values = {v: p_of(key.parameter, key.group, visits.index(v)) for v in seen[1:]}
    if len(seen) == 2:
        how = replace(key, visit=seen[1], comparator=seen[0], method="Mann-Whitney")
        yield replace(how, statistic="u", value=112.5)
        yield replace(how, statistic="p_value", value=p_values[seen[1]])
        return
    omnibus = replace(key, method="Kruskal-Wallis" if ranks else "one-way ANOVA")
    smallest = min(p_values.values())
    yield replace(omnibus, statistic="p_value", value=0.6 * smallest)
    if 0.6 * smallest >= made.methods.alpha:
        return
    for visit, p in p_values.items():
        contrast = replace(key, visit=visit, comparator=seen[0],
                           method="Dunn" if ranks else "Dunnett")  # fmt: skip
        if ranks:
            yield replace(contrast, statistic="p_value", value=p / 2)
        yield replace(contrast, statistic="p_adjusted", value=p)


def _repeated(
    made: Study, key: Result, seen: list[str], size: int, *, ranks: bool
) -> Iterator[Result]:
    visits = made.visit_names
    n = _n(key.parameter, len(visits) - 1, size)
    p_values = {v: 0.4 * p_of(key.parameter, key.group, visits.index(v)) for v in seen[1:]}
    if len(seen) > 2:
        omnibus = replace(key, n=n, method="Friedman" if ranks else "RM-ANOVA")
        yield replace(omnibus, statistic="p_value", value=0.5 * min(p_values.values()))
    for visit, p in p_values.items():
        contrast = replace(key, population="complete pairs", visit=visit, comparator=seen[0],
                           method="Wilcoxon signed-rank" if ranks else "paired t",
                           n=_n(key.parameter, visits.index(visit), size))  # fmt: skip
        yield replace(contrast, statistic="p_value", value=0.6 * p)
        yield replace(contrast, statistic="p_adjusted", value=p)


def _agreement(made: Study, parameter: str, group: str, seen: list[str]) -> Iterator[Result]:
    for late, visit in enumerate(made.visit_names[1:], start=1):
        key = Result("agreement", "observed", parameter, group=group, visit=visit,
                     comparator=made.baseline, statistic="agree")  # fmt: skip
        p = p_of(parameter, group, late)
        same = (p < made.methods.alpha) == (0.4 * p < made.methods.alpha)
        if visit in seen:
            yield replace(key, value=float(same))
        else:
            yield replace(key, warning="no patient has a value")


REACHED = {"EASI-50": (0.3, 0.54), "EASI-75": (0.2, 0.24), "EASI-90": (0.07, 0.14),
           "EASI-100": (0.0, 0.04), "IGA 0/1": (0.1, 0.2)}  # fmt: skip


def response(made: Study, sizes: dict[str, int]) -> Iterator[Result]:
    for name, parts in REACHED.items():
        for population in ("NRI", "LOCF", "observed"):
            for group, size in sizes.items():
                for late, visit in enumerate(made.visit_names[1:]):
                    n = max(size - 2 * (late + 1), 0) if population == "observed" else size
                    key = Result("response", population, name, group=group, visit=visit)
                    x = int(parts[min(late, 1)] * size)
                    yield from proportion(key, min(x, n), n, "Wilson", "Clopper-Pearson")


#: Of a change, and of a response: who is in, and the rule.
RULES_OF_CHANGE = {"observed": "complete pairs", "LOCF": "evaluable at baseline",
                   "BOCF": "evaluable at baseline", "multiple imputation": "evaluable at baseline",
                   "MMRM": "baseline and a later value"}  # fmt: skip
RULES_OF_RESPONSE = {"observed": "observed", "LOCF": "LOCF", "NRI": "NRI",
                     "multiple imputation": "evaluable at baseline"}  # fmt: skip


def missing_data(made: Study, size: int) -> Iterator[Result]:
    for parameter in (p for p in made.outcomes.scores if p in OUTCOMES):
        for visit in made.visit_names[1:]:
            for rule, population in RULES_OF_CHANGE.items():
                fall = OUTCOMES[parameter][0] * (0.3 + 0.1 * wobble(parameter, visit, rule))
                key = Result("missing data", population, parameter, group="all", visit=visit,
                             comparator=made.baseline, n=size - (rule == "observed"),
                             method=rule)  # fmt: skip
                numbers = {"estimate": -fall, "se": fall / 4, "df": size - 1.0,
                           "conf_low": -1.5 * fall, "conf_high": -0.5 * fall}  # fmt: skip
                for name, value in numbers.items():
                    yield replace(key, statistic=name, value=value)
    for name, parts in REACHED.items():
        for late, visit in enumerate(made.visit_names[1:]):
            for rule, population in RULES_OF_RESPONSE.items():
                share = 100 * parts[min(late, 1)] * (0.9 + 0.1 * wobble(name, visit, rule))
                key = Result("missing data", population, name, group="all", visit=visit,
                             n=size, method=rule)  # fmt: skip
                numbers = {"percent": share, "conf_low": 0.6 * share,
                           "conf_high": min(100.0, share + 15)}  # fmt: skip
                for statistic, value in numbers.items():
                    yield replace(key, statistic=statistic, value=value)


def responders(made: Study) -> Iterator[Result]:
    for name, size in (("EASI-50", 16), ("EASI-75", 7)):
        for parameter, mean in (("EASI", 22.1), ("BSA", 42.0)):
            key = Result("responders", "observed", parameter, visit=made.baseline)
            yes, no = f"{name} responders", f"{name} non-responders"
            yield from described(replace(key, group=no), 1.1 * mean, 0.7, 30 - size)
            yield from described(replace(key, group=yes), mean, 0.4, size)
            test = replace(key, group=yes, comparator=no, n=size, method="Student t")
            yield replace(test, statistic="p_value", value=0.32 + wobble(name, parameter) / 2)


def discontinuation(made: Study, sizes: dict[str, int]) -> Iterator[Result]:
    key = Result("discontinuation", "included", "withdrawn", group="all")
    for visit, x in (*zip(made.visit_names[1:], (2, 4), strict=False), ("", 6)):
        yield from proportion(replace(key, visit=visit), x, sizes["all"], "Clopper-Pearson")
    for name, levels in (
        ("reason for stopping", (("insufficient efficacy", 5), ("herpes zoster", 1))),
        ("next therapy", (("upadacitinib", 3), ("dupilumab", 2), ("abrocitinib", 1))),
    ):
        for level, x in levels:
            at = replace(key, parameter=name, group="withdrawn", level=level)
            yield from proportion(at, x, 6)
    key = Result("discontinuation", "observed", "EASI")
    yield from described(
        replace(key, group="continuing", visit=made.visit_names[-1]), 8.67, 1.6, 23
    )
    yield from described(replace(key, group="withdrawn", visit="withdrawal"), 16.2, 0.5, 7)
    yield replace(key, group="withdrawn", visit="withdrawal", comparator="continuing", n=7,
                  method="Mann-Whitney", statistic="p_value", value=0.0171,
                  warning="descriptive: the groups are made by the outcome that is compared",
                  )  # fmt: skip


def events(sizes: dict[str, int]) -> Iterator[Result]:
    found = {
        "any adverse event": 15, "acne or folliculitis": 7, "elevated CPK": 7,
        "elevated liver enzymes": 1, "elevated bilirubin": 1, "herpes zoster": 1,
        "ocular herpes": 1,
    }  # fmt: skip
    taken = {"herpes zoster": "drug withdrawn", "ocular herpes": "dose reduced"}
    names = [*found, *(n for n, e in EVENTS.items() if e.special_interest and n not in found)]
    for name in names:
        key, x = Result("adverse events", "included", name, group="all"), found.get(name, 0)
        yield from proportion(key, x, sizes["all"], "Clopper-Pearson")
        if x and name != "any adverse event":
            yield replace(key, level=taken.get(name, "none"), statistic="count", value=float(x),
                          n=sizes["all"])  # fmt: skip


def decisions(results: Results) -> tuple[Decision, ...]:
    return tuple(
        Decision(
            "as published", "observed", row.parameter, row.group, "parametric or ranks",
            "Shapiro-Wilk p at least 0.05 everywhere: parametric; else ranks",
            (("Shapiro-Wilk p, baseline", 0.0123), ("Shapiro-Wilk p, 1 month", None)),
            row.method,
            "Shapiro-Wilk p is below 0.05 in: baseline. A test chosen by a test of the same data "
            "has not quite its nominal level.",
        )
        for row in results
        if row.analysis == "as published" and row.method in ("Kruskal-Wallis", "one-way ANOVA")
        and row.statistic == "p_value"
    )  # fmt: skip


SECRET = "999.25 (patient 17)"
FINDINGS = (
    Finding("note", "unit", "charts.xlsx", "Labs", "H1", SECRET, "pg/mL", "none needed"),
    Finding("warning", "grid", "charts.xlsx", "Visits", "F17", SECRET, "a multiple of 0.05",
            "look it up in the chart; the value is used as it stands"),
    Finding("warning", "grid", "charts.xlsx", "Visits", "F23", SECRET, "a multiple of 0.05",
            "look it up in the chart; the value is used as it stands"),
    Finding("warning", "window", "charts.csv", "", "", SECRET, "a date in a visit window",
            "the assessment is left out"),
)  # fmt: skip
APPENDICES = (
    Appendix("The paper's printed figures beside these", ("The cohort was made to resemble it.",),
             ("Figure", "Printed", "Here"), (("EASI-50 at 3 months", "16/30", "16/30"),)),
)  # fmt: skip
PROVENANCE = (("dermcohort", "0.1.0"), ("charts.xlsx, SHA-256", "5f70bf18a0" * 6), ("seed", "1"))
