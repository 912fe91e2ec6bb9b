"""What the rules for missing values make of the main results."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.format import listed, number, percent
from dermcohort.report.labels import decimals_of, in_sentence
from dermcohort.report.lookup import Lookup
from dermcohort.report.tables.missing_data import (
    IN_WORDS,
    OF_CHANGE,
    OF_RESPONSE,
    is_there,
    key_of,
    statistic_of,
)


def sensitivity(content: Content, lookup: Lookup) -> list[str]:
    """A sentence for EASI, or the first score, and one for each response that makes groups."""
    study = content.study
    scores = [name for name in study.outcomes.scores if is_there(lookup, name)]
    first = ["EASI"] if "EASI" in scores else scores[:1]
    made = [_sentence(content, lookup, name, OF_CHANGE) for name in first]
    made += [_sentence(content, lookup, name, OF_RESPONSE) for name in study.responses.groups
             if is_there(lookup, name)]  # fmt: skip
    return [text for text in made if text]


def _sentence(content: Content, lookup: Lookup, name: str, rules: dict[str, str]) -> str:
    visit, statistic = content.study.response_visit, statistic_of(content, name)
    told = []
    for rule in rules:
        value = lookup.value(key_of(content, name, visit, rule), statistic)
        if value is not None:
            shown = percent(value) if statistic == "percent" else number(value, decimals_of(name))
            told.append(f"{shown} {IN_WORDS[rule]}")
    if len(told) < 2:
        return ""
    if statistic == "percent":
        return f"{name} at {visit} was achieved by {listed(told)}."
    return f"The mean change of {in_sentence(name)} at {visit} was {listed(told)}."
