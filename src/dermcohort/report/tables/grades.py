"""Laboratory grades: the worst grade of each patient after the first dose."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    count_percent,
    head,
    patients,
    source,
)

ANALYSIS = "laboratory grades"
PREFIX = "grade: "
GRADES = ("0", "0 or 1", "1", "2", "3", "4")


def grades(content: Content, lookup: Lookup) -> Table:
    """A row a term, a column a grade that anybody has."""
    terms = lookup.parameters(ANALYSIS)
    graded = [term for term in terms if term.startswith(PREFIX)]
    seen = {level for term in graded for level in lookup.levels(ANALYSIS, term)}
    shown = [level for level in GRADES if level in seen]
    columns = (Column("", text=True), Column("Patients"), *(Column(f"Grade {g}") for g in shown))
    rows = tuple(_term(lookup, term, shown) for term in graded)
    sections = [Section("", rows)] if rows else []
    notes = [
        "Worst grade (CTCAE v5.0) from the day after the first dose to "
        f"{content.study.safety.after_last_dose_days} days after the last; a laboratory grade is "
        "no adverse event. " + _limits(content)
    ]
    notes += [_hys_law(lookup, term) for term in terms if not term.startswith(PREFIX)]
    return Table("table-grades", "Laboratory values by grade, n (%)", columns, tuple(sections),
                 tuple(notes), source(lookup, ANALYSIS))  # fmt: skip


def _term(lookup: Lookup, term: str, shown: list[str]) -> tuple[Cell, ...]:
    name = term.removeprefix(PREFIX)
    keys = [Key(ANALYSIS, term, level=level) for level in shown]
    known = next(key for key in keys if lookup.entry(key, "count"))
    cells = (count_percent(lookup, key) if lookup.entry(key, "count") else Cell("") for key in keys)
    return head(name[:1].upper() + name[1:]), patients(lookup, known), *cells


def _limits(content: Content) -> str:
    own = content.study.safety.limits
    if not own:
        return ("Limits are the common reference intervals of Japan (JCCLS 2022), for adults; "
                "there is none for neutrophils and lymphocytes.")  # fmt: skip
    return (f"Limits of {', '.join(own)} are those of the laboratory; the others are the common "
            "reference intervals of Japan (JCCLS 2022), for adults.")  # fmt: skip


def _hys_law(lookup: Lookup, term: str) -> str:
    found = lookup.entry(Key(ANALYSIS, term, level="yes"), "count")
    of = found or lookup.entry(Key(ANALYSIS, term, level="no"), "count")
    cases = int(found.row.value or 0) if found else 0
    n = of.row.n if of else 0
    return (f"Potential Hy’s law cases (ALT or AST of 3 times the limit, bilirubin of twice the "
            f"limit within 14 days after): {cases} of {n}.")  # fmt: skip
