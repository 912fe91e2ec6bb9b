"""What the analyses chose by a rule, with the numbers that they saw."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.format import ABSENT, number, p_number, sentence
from dermcohort.report.labels import group_label, label
from dermcohort.report.table import Cell, Column, Section, Table, head
from dermcohort.results import Decision

COLUMNS = (Column("Outcome", text=True), Column("Group", text=True),
           Column("Numbers", text=True), Column("Choice", text=True),
           Column("Why", text=True))  # fmt: skip


def decisions(content: Content) -> Table:
    """One section for each question and rule, one row a choice."""
    alike: dict[tuple[str, str, str], list[Decision]] = {}
    for made in content.decisions:
        alike.setdefault((made.analysis, made.question, made.rule), []).append(made)
    shared = _shared(content.decisions)
    sections = tuple(
        Section(f"{sentence(analysis)}: {question}. Rule: {rule}",
                tuple(_row(content, made, shared) for made in group))
        for (analysis, question, rule), group in alike.items()
    )  # fmt: skip
    return Table("table-decisions", "Choices made by a rule", COLUMNS, sections, tuple(shared),
                 "decisions.json")  # fmt: skip


def _sentences(text: str) -> tuple[str, str]:
    """The reason, and the caveat that follows it."""
    reason, _, caveat = text.partition(". ")
    return reason, caveat


def _shared(made: tuple[Decision, ...]) -> list[str]:
    """Caveats, once each: a column that repeats them would hide the reasons."""
    return list(dict.fromkeys(c for d in made if (c := _sentences(d.why)[1])))


def _row(content: Content, made: Decision, shared: list[str]) -> tuple[Cell, ...]:
    seen = "\n".join(f"{name}: {_number(content, name, value)}" for name, value in made.numbers)
    why = _sentences(made.why)[0] if shared else made.why
    return (head(label(made.parameter)), Cell(group_label(made.group)), Cell(seen),
            Cell(made.choice), Cell(why))  # fmt: skip


def _number(content: Content, name: str, value: float | None) -> str:
    if value is None:
        return ABSENT
    is_p = " p" in f" {name.split(',')[0]}"[-2:] or name.endswith(" p")
    return p_number(value, content.study.methods.alpha) if is_p else number(value, 3)
