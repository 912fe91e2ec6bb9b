"""Response rates, and responders against non-responders."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.format import listed, p_text
from dermcohort.report.labels import decimals_of, label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import mean_sd
from dermcohort.report.tables.responders import comparison
from dermcohort.report.tables.response import confidence, proportion
from dermcohort.report.words.methods import NAMES


def respond(content: Content, lookup: Lookup) -> list[str]:
    """Sentences, without those whose numbers are absent."""
    made = [_rate(content, lookup, name) for name in content.study.responses.groups]
    made += [_compared(content, lookup, name) for name in content.study.responses.groups]
    return [text for text in made if text]


def _rate(content: Content, lookup: Lookup, name: str) -> str:
    rule = content.study.missing.responders
    ci = f"[{confidence(content)} CI "
    told = []
    for visit in content.study.visit_names[1:]:
        cell = proportion(content, lookup, Key("response", name, visit=visit, population=rule))
        if cell.rows:
            told.append(f"{cell.text.replace('[', ci)} at {visit}")
    return f"{name} was achieved by {listed(told)} ({rule})." if told else ""


def _compared(content: Content, lookup: Lookup, name: str) -> str:
    told, significant = [], False
    groups = f"{name} responders", f"{name} non-responders"
    for parameter in content.study.responses.compare:
        entry = comparison(lookup, "responders", parameter, groups)
        if entry is None or entry.row.value is None:
            continue
        sides = [mean_sd(lookup, Key("responders", parameter, group, content.study.baseline),
                         decimals_of(parameter)).text for group in groups]  # fmt: skip
        significant |= entry.row.value < content.study.methods.alpha
        told.append(f"{label(parameter)}, {' vs. '.join(sides)}, "
                    f"{NAMES.get(entry.row.method, entry.row.method)}, "
                    f"{p_text(entry.row.value, content.study.methods.alpha)}")  # fmt: skip
    if not told:
        return ""
    verdict = "differed" if significant else "did not differ significantly"
    return (f"Values at {content.study.baseline} of {groups[0]} and non-responders {verdict} "
            f"({'; '.join(told)}).")  # fmt: skip
