"""Who reached EASI-50 and the like, under each rule for missing values."""

from __future__ import annotations

from collections.abc import Sequence

from dermcohort.instruments import RESPONSES
from dermcohort.report import format as printed
from dermcohort.report.content import Content
from dermcohort.report.labels import GROUPS, group_label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import Cell, Column, Section, Table, absent, head, limits, source
from dermcohort.report.table import why_absent as reason_of

POPULATIONS = {
    "NRI": "NRI: who has no value counts as no responder",
    "LOCF": "LOCF: the last value is carried forward",
    "observed": "observed: only who has a value",
}


def response(content: Content, lookup: Lookup) -> Table:
    """x/N (%) [interval]; a section a group, a row a response and visit."""
    level = confidence(content)
    columns = (Column("Response", text=True), Column("Visit", text=True),
               *(Column(name) for name in POPULATIONS))  # fmt: skip
    sections = tuple(Section(group_label(group), _rows(content, lookup, group)) for group in GROUPS)
    notes = (f"x/N (%) [{level} confidence interval in percent, {content.study.methods.interval}].",
             "; ".join(POPULATIONS.values()) + ".",
             *definitions(lookup))  # fmt: skip
    filled = tuple(section for section in sections if section.rows)
    return Table("table-response", "Response at each visit", columns, filled, notes,
                 source(lookup, "response"))  # fmt: skip


def definitions(lookup: Lookup) -> tuple[str, ...]:
    """What the responses that are reported ask for, and whom they can be told of."""
    shown = [name for name in lookup.parameters("response") if name in RESPONSES]
    if not shown:
        return ()
    asked = [RESPONSES[name].response for name in shown]
    needs = [text for text, needed in (
        ("a percentage needs a baseline above 0", any(r.percent is not None for r in asked)),
        ("a fall by points needs a baseline of at least so many",
         any(r.fall is not None for r in asked)),
    ) if needed]  # fmt: skip
    told = f"{'; '.join(defined(shown))}."
    return (told, *([f"{printed.sentence('; '.join(needs))}."] if needs else []))


def defined(names: Sequence[str]) -> list[str]:
    """Responses with what they ask for, as a sentence has it; percentages of one score together.

    >>> defined(["EASI-50", "EASI-75", "VAS40"])[0]
    'EASI-50 and EASI-75 (falls of at least that percentage of the baseline)'
    >>> defined(["EASI-50", "VAS40"])[1]
    'VAS40 (exploratory: fall of at least 40 points from the baseline)'
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        score, response = RESPONSES[name]
        by_percent = name == f"{score}-{response.percent}"
        alike.setdefault(score if by_percent else name, []).append(name)
    return [f"{printed.listed(group)} ({_asked(group)})" for group in alike.values()]


def _asked(names: Sequence[str]) -> str:
    if len(names) > 1:
        return "falls of at least that percentage of the baseline"
    response = RESPONSES[names[0]].response
    text = response.definition.replace(" %", "%")
    return f"exploratory: {text}" if response.exploratory else text


def proportion(content: Content, lookup: Lookup, key: Key) -> Cell:
    """x/N (%) [interval]."""
    count, percent = lookup.entry(key, "count"), lookup.entry(key, "percent")
    if count is None or count.row.value is None or count.row.n is None:
        return absent(reason_of(count))
    if percent is None or percent.row.value is None:
        return absent(reason_of(percent))
    text = (f"{printed.count(count.row.value)}/{printed.count(count.row.n)} "
            f"({printed.percent(percent.row.value)})")  # fmt: skip
    ends = limits(lookup, key, content.study.methods.interval)
    if ends.rows:
        text += f" [{ends.text}]"
    return Cell(text, (count.number, percent.number, *ends.rows))


def confidence(content: Content) -> str:
    """The level of the intervals, in percent."""
    return f"{printed.number(100 * content.study.methods.confidence, 1).removesuffix('.0')}%"


def _rows(content: Content, lookup: Lookup, group: str) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for name in content.study.responses.report:
        block = [row for visit in content.study.visit_names[1:]
                 if (row := _at_visit(content, lookup, name, group, visit))]  # fmt: skip
        if block:
            first = Cell(name, scope="rowgroup", span=len(block))
            rows += [(first, *block[0]), *block[1:]]
    return tuple(rows)


def _at_visit(
    content: Content, lookup: Lookup, name: str, group: str, visit: str
) -> tuple[Cell, ...]:
    keys = [Key("response", name, group, visit, population=p) for p in POPULATIONS]
    if not any(lookup.entry(key, "count") for key in keys):
        return ()
    return (head(visit), *(proportion(content, lookup, key) for key in keys))
