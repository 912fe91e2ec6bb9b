"""The figures of the report with their captions and the tables behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from dermcohort.report import forest, survival
from dermcohort.report.content import Content
from dermcohort.report.drawing import draw
from dermcohort.report.flow import draw_flow
from dermcohort.report.format import listed
from dermcohort.report.labels import GROUPS, abbreviations
from dermcohort.report.lookup import Lookup
from dermcohort.report.panels import outcomes_of, panels
from dermcohort.report.table import Table
from dermcohort.report.tables import course, missing_data, tests
from dermcohort.report.tables.response import confidence
from dermcohort.report.words.methods import NAMES
from dermcohort.tables import Role


@dataclass(frozen=True, slots=True)
class Kind:
    """A figure of the report: which outcomes in which groups."""

    name: str
    number: int
    role: Role
    groups: tuple[str, ...]
    title: str


KINDS = (
    Kind("figure-1-scores", 1, "score", GROUPS, "Severity scores and patient-reported outcomes"),
    Kind("figure-2-biomarkers", 2, "biomarker", GROUPS, "Biomarkers"),
    Kind("figure-3-safety", 3, "safety", ("all",), "Safety laboratory values, all patients"),
)

#: The figures that stand in sections of their own.
MISSING, ON_DRUG = "figure-4-missing-data", "figure-5-time-on-drug"


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure drawn, with its caption and its tables."""

    name: str
    title: str
    caption: str
    figure: Figure
    tables: tuple[Table, ...] = ()


def plates(content: Content, lookup: Lookup) -> Iterator[Plate]:
    """The flow, then the figures; those without any value are left out."""
    yield from filter(None, [_flow(content, lookup)])
    for kind in KINDS:
        yield from filter(None, [_plate(content, lookup, kind)])
    yield from filter(None, [_missing(content, lookup), _on_drug(content, lookup)])


def _flow(content: Content, lookup: Lookup) -> Plate | None:
    """The diagram of patients; None where Results have no flow."""
    if lookup.rows_of("flow") is None:
        return None
    return Plate("flow", "Flow of patients.", "Seen at a visit: with at least one value in its "
                 "window.", draw_flow(content, lookup))  # fmt: skip


def _missing(content: Content, lookup: Lookup) -> Plate | None:
    """The rules for missing values side by side; None where they were not compared."""
    shown = forest.panels(content, lookup)
    if not shown:
        return None
    caption = (
        f"At {content.study.response_visit}, all patients: estimate, "
        f"{confidence(content)} confidence interval and number of patients. Black: as observed, "
        "with a grey line through it. Orange: one value stands for what is missing (LOCF, last "
        "observation carried forward; BOCF, baseline carried forward; NRI, non-responder "
        "imputation). Blue: what is missing stays unknown (MI, multiple imputation; MMRM, mixed "
        "model for repeated measures).")  # fmt: skip
    return Plate(MISSING, "Figure 4. The same estimates under each rule for missing values.",
                 caption, forest.draw_forest(shown, synthetic=content.study.synthetic),
                 (missing_data(content, lookup),))  # fmt: skip


def _on_drug(content: Content, lookup: Lookup) -> Plate | None:
    """Time on the drug; None where nobody's is known."""
    stay, left = survival.curves(lookup)
    if not stay:
        return None
    reasons = ("Right: share who stopped for each reason in all patients, the others "
               "competing with it (Aalen-Johansen).") if left else ""  # fmt: skip
    caption = (f"Left: patients still on {content.study.drug} (Kaplan-Meier, censored at the data "
               f"cut-off), with the number at risk. {reasons}").strip()  # fmt: skip
    return Plate(ON_DRUG, "Figure 5. Time on the drug.", caption,
                 survival.draw_survival(content, lookup))  # fmt: skip


def _plate(content: Content, lookup: Lookup, kind: Kind) -> Plate | None:
    """One figure; None where nobody has a value of any of its outcomes."""
    outcomes = outcomes_of(content, lookup, kind.role)
    if not outcomes:
        return None
    figure = draw(panels(content, lookup, outcomes, kind.groups), 3,
                  synthetic=content.study.synthetic)  # fmt: skip
    behind = f"Figure {kind.number}"
    tables = (
        tests(content, lookup, outcomes, kind.groups, f"table-tests-{kind.number}",
              f"Tests of {behind}"),
        course(content, lookup, outcomes, kind.groups, f"table-course-{kind.number}",
               f"Numbers of {behind}"),
    )  # fmt: skip
    return Plate(kind.name, f"{behind}. {kind.title}.", _caption(content, lookup, outcomes, kind),
                 figure, tables)  # fmt: skip


def _caption(content: Content, lookup: Lookup, outcomes: tuple[str, ...], kind: Kind) -> str:
    used = {
        entry.row.method
        for outcome in outcomes
        for entry in lookup.where("as published", parameter=outcome,
                                  comparator=content.study.baseline)
        if entry.row.value is not None and entry.row.group in kind.groups
    }  # fmt: skip
    names = [NAMES[name] for name in NAMES if name in used]
    first = content.study.baseline
    marks = f"No contrast with {first} was tested: no omnibus test is significant."
    if names:
        marks = (f"* p < 0.05, ** p < 0.01, *** p < 0.001 against {first} ({listed(names, 'or')}, "
                 "visits as independent groups, as published); a star leads to its row in the "
                 "table of tests.")  # fmt: skip
    return ("Points are means, bars one standard error; n is the number of patients with a value "
            f"at the visit. {marks} {abbreviations(outcomes)}").strip()  # fmt: skip
