"""How the outcomes went over the visits, and whether both analyses say so."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.format import listed, p_text
from dermcohort.report.labels import GROUPS, decimals_of, group_label, in_sentence
from dermcohort.report.lookup import Entry, Key, Lookup
from dermcohort.report.panels import outcomes_of
from dermcohort.report.table import mean_sd
from dermcohort.report.tables.tests import published_contrast
from dermcohort.report.words.methods import NAMES
from dermcohort.tables import PARAMETERS, Role

WORDS = {"score": "severity scores and patient-reported outcomes", "biomarker": "biomarkers",
         "safety": "safety laboratory values"}  # fmt: skip
SUBJECTS = {"all": "all patients", "naive": "naive patients", "switch": "switch patients"}


def course(content: Content, lookup: Lookup, role: Role) -> list[str]:
    """A sentence a group and visit, EASI in numbers, and where the two analyses part."""
    outcomes = outcomes_of(content, lookup, role)
    made = [_group(content, lookup, outcomes, group, role) for group in GROUPS]
    made += [_numbers(content, lookup), _parting(content, lookup, outcomes)]
    return [text for text in made if text]


def no_change(content: Content, lookup: Lookup, role: Role) -> list[str]:
    """Which values changed, and that the others did not."""
    outcomes = outcomes_of(content, lookup, role)
    groups = GROUPS if role == "biomarker" else ("all",)
    changed = [
        _change(content, lookup, outcome, group, visit, alone=len(groups) == 1)
        for outcome in outcomes
        for group in groups
        for visit in content.study.visit_names[1:]
        if _significant(content, _contrast(content, lookup, outcome, group, visit))
    ]
    if not any(_tested(content, lookup, o, group) for o in outcomes for group in groups):
        return []
    but = f" except for {listed(changed)}" if changed else ""
    said = f"There were no significant changes in {WORDS[role]}{but}."
    return [said, *filter(None, [_parting(content, lookup, outcomes, groups)])]


def _contrast(content: Content, lookup: Lookup, outcome: str, group: str, visit: str) \
        -> Entry | None:  # fmt: skip
    return published_contrast(lookup, outcome, group, visit, content.study.baseline)


def _significant(content: Content, entry: Entry | None) -> bool:
    p = entry.row.value if entry is not None else None
    return p is not None and p < content.study.methods.alpha


def _tested(content: Content, lookup: Lookup, outcome: str, group: str) -> bool:
    omnibus = lookup.value(Key("as published", outcome, group), "p_value")
    later = content.study.visit_names[1:]
    contrasts = [_contrast(content, lookup, outcome, group, visit) for visit in later]
    return omnibus is not None or any(e is not None and e.row.value is not None for e in contrasts)


def _group(
    content: Content, lookup: Lookup, outcomes: tuple[str, ...], group: str, role: Role
) -> str:
    tested = tuple(o for o in outcomes if _tested(content, lookup, o, group))
    if not tested:
        return ""
    told = []
    for visit in content.study.visit_names[1:]:
        found = [o for o in tested
                 if _significant(content, _contrast(content, lookup, o, group, visit))]  # fmt: skip
        if found:
            told += [_at_visit(content, lookup, group, visit, found, tested)]
    if not told:
        return f"In {SUBJECTS[group]}, no significant change in {WORDS[role]} was observed."
    return f"In {SUBJECTS[group]}, {'; '.join(told)}."


def _at_visit(
    content: Content, lookup: Lookup, group: str, visit: str, found: list[str],
    tested: tuple[str, ...],
) -> str:  # fmt: skip
    ways: dict[str, list[str]] = {}
    for outcome in found:
        ways.setdefault(direction(content, lookup, outcome, group, visit), []).append(outcome)
    told = []
    for way, outcomes in ways.items():
        rest = [o for o in tested if o not in outcomes]
        if rest and len(outcomes) > len(rest) and len(ways) == 1:
            who = f"all outcomes but {listed([in_sentence(o) for o in rest])}"
        else:
            who = "all outcomes" if not rest else listed([in_sentence(o) for o in outcomes])
        told.append(f"{who} {way} significantly")
    return f"{listed(told)} at {visit}"


def direction(content: Content, lookup: Lookup, outcome: str, group: str, visit: str) -> str:
    """Which way the mean went: improved, worsened; increased, decreased where neither is better."""
    keys = [Key("course", outcome, group, v, population="observed")
            for v in (content.study.baseline, visit)]  # fmt: skip
    before, after = (lookup.value(key, "mean") for key in keys)
    if before is None or after is None or before == after:
        return "changed"
    better = PARAMETERS[outcome].better if outcome in PARAMETERS else ""
    if not better:
        return "increased" if after > before else "decreased"
    return "improved" if (after < before) == (better == "lower") else "worsened"


def _numbers(content: Content, lookup: Lookup) -> str:
    """EASI in all patients, in numbers."""
    told = []
    for visit in content.study.visit_names:
        key = Key("course", "EASI", "all", visit, population="observed")
        cell = mean_sd(lookup, key, decimals_of("EASI"))
        if not cell.rows:
            continue
        entry = _contrast(content, lookup, "EASI", "all", visit)
        p = entry.row.value if entry is not None else None
        end = f" ({p_text(p, content.study.methods.alpha)})" if p is not None else ""
        told.append(f"{cell.text} at {visit}{end}")
    return f"Mean EASI of all patients was {listed(told)}." if len(told) > 1 else ""


def _change(
    content: Content, lookup: Lookup, outcome: str, group: str, visit: str, *, alone: bool
) -> str:
    keys = [Key("course", outcome, group, v, population="observed")
            for v in (content.study.baseline, visit)]  # fmt: skip
    before, after = (mean_sd(lookup, key, decimals_of(outcome)).text for key in keys)
    entry = _contrast(content, lookup, outcome, group, visit)
    p = p_text(entry.row.value or 0.0, content.study.methods.alpha) if entry else ""
    way = direction(content, lookup, outcome, group, visit)
    who = "" if alone else f" in {SUBJECTS[group]}"
    method = NAMES.get(entry.row.method, entry.row.method) if entry else ""
    return f"{way} {in_sentence(outcome)} at {visit}{who} ({before} vs. {after}, {method}, {p})"


def _parting(
    content: Content, lookup: Lookup, outcomes: tuple[str, ...], groups: tuple[str, ...] = GROUPS
) -> str:
    rows = [
        entry.row
        for outcome in outcomes
        for group in groups
        for visit in content.study.visit_names[1:]
        if (entry := lookup.entry(
            Key("agreement", outcome, group, visit, content.study.baseline), "agree"
        )) and entry.row.value is not None
    ]  # fmt: skip
    apart = [row for row in rows if not row.value]
    if not rows:
        return ""
    if not apart:
        return "The analysis of the same patients led to the same conclusions."
    told: dict[tuple[str, str], list[str]] = {}
    for row in apart:
        told.setdefault((row.group, row.visit), []).append(in_sentence(row.parameter))
    where = [f"{listed(names)} at {visit} ({group_label(group).lower()})"
             for (group, visit), names in told.items()]  # fmt: skip
    return f"The analysis of the same patients led to another conclusion about {listed(where)}."
