"""Second stage: hold what the charts say against the rules, and type it.

Nothing raises for bad data: every coercion, doubt and mistake is a finding with its cell. A value
that is an error is left out of the tables, never replaced; the pipeline stops if there is any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dermcohort.check.assessments import AssessmentsRead
from dermcohort.check.conventions import Conventions, conventions_of, declared_wrongly
from dermcohort.check.frames import cohort_of
from dermcohort.check.headings import Layout, recognise, together
from dermcohort.check.identities import lost_zeros
from dermcohort.check.item_rows import read_long_with_items, whole_instruments
from dermcohort.check.row_visits import dated
from dermcohort.check.rows import Entry, RowsRead, read_rows
from dermcohort.check.rulebook import finding
from dermcohort.check.rules import RULES_ACROSS
from dermcohort.check.totals import with_totals
from dermcohort.check.typed import Typed, ages_of, first_doses
from dermcohort.check.wide import read_wide
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.study import Study
from dermcohort.tables import Cohort

__all__ = ["Checked", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The typed tables and everything that was noticed.

    Attributes
    ----------
    cohort : Cohort
        With any error among the findings it lacks what the error concerns.
    findings : tuple of Finding
        In the order of the sources, rows and columns.
    """

    cohort: Cohort
    findings: tuple[Finding, ...]


def check(study: Study, sheets: tuple[Sheet, ...]) -> Checked:
    """Type all sheets of a study and apply every rule.

    Parameters
    ----------
    study : Study
        Its visits, drug and cutoff are part of the rules.
    sheets : tuple of Sheet
        As `acquire` gives them.
    """
    layouts = together(sheets, [recognise(sheet, study.visits) for sheet in sheets])
    layouts = [whole_instruments(*each) for each in zip(sheets, layouts, strict=True)]
    zeros = lost_zeros(zip(sheets, layouts, strict=True))
    pairs = [
        (sheet, layout, conventions_of(sheet.source, zeros))
        for sheet, layout in zip(sheets, layouts, strict=True)
    ]
    rows = {
        table: [read_rows(*each) for each in pairs if each[0].source.table == table]
        for table in ("patients", "treatments", "events")
    }
    entries = {
        table: tuple(entry for read in reads for entry in read.entries)
        for table, reads in rows.items()
    }
    # Wide sheets without dates are dated from the first dose, so treatments come first.
    assessed = _assessments(study, pairs, entries["treatments"])
    reads: list[RowsRead | AssessmentsRead] = [*(r for each in rows.values() for r in each)]
    reads += assessed
    # Weights are those of the age at the first dose, which the patients' table holds.
    totals = with_totals(
        [each for read in assessed for each in read.assessments],
        [each for read in assessed for each in read.answers],
        ages_of(entries["patients"]),
        study.instruments.totals,
    )
    typed = Typed(
        study,
        **entries,
        assessments=totals.assessments,
        mentions=tuple(mention for read in reads for mention in read.mentions),
    )
    findings = [
        *_no_table(sheets),
        *(each for sheet in sheets for each in sheet.noticed),
        *(each for layout in layouts for each in layout.findings),
        *(each for sheet in sheets for each in declared_wrongly(sheet)),
        *(each for read in reads for each in read.findings),
        *totals.findings,
        *(each for rule in RULES_ACROSS for each in rule(typed)),
    ]
    # Several sources of one sheet say the same of a cell that they share.
    return Checked(cohort_of(typed), in_order(tuple(dict.fromkeys(findings)), sheets))


def _assessments(
    study: Study,
    pairs: Iterable[tuple[Sheet, Layout, Conventions]],
    treatments: Sequence[Entry],
) -> list[AssessmentsRead]:
    first = first_doses(treatments, study.drug)
    reads = []
    for sheet, layout, conventions in pairs:
        if sheet.source.table != "assessments":
            continue
        rows = dated(sheet, layout, study, first, conventions)
        if layout.wide:
            read = read_wide(rows.sheet, rows.layout, study, first, conventions)
        else:
            read = read_long_with_items(rows.sheet, rows.layout, conventions)
        reads.append(replace(read, findings=rows.findings + read.findings))
    return reads


def _no_table(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Without these two there is no cohort; the others may be left out."""
    for table in ("patients", "treatments"):
        if not any(sheet.source.table == table for sheet in sheets):
            yield finding("no table", None, "", "", name=table)


def in_order(findings: Sequence[Finding], sheets: Sequence[Sheet]) -> tuple[Finding, ...]:
    """Findings in the order of the sources, then by row and column."""
    order: dict[tuple[str, str], int] = {}
    for index, sheet in enumerate(sheets):
        order.setdefault((sheet.file, sheet.name), index)

    def place(each: Finding) -> tuple[int, int, int, str]:
        # "F17", "F17:H17", "AVAL of record 17" or "".
        found = re.match(r"([A-Z]+)([0-9]+)", each.cell) or re.fullmatch(
            r"(.*) of record ([0-9]+)", each.cell
        )
        letters, row = (found[1], int(found[2])) if found else ("", 0)
        # AA comes after Z: the shorter name first.
        return order.get((each.file, each.sheet), -1), row, len(letters), letters

    return tuple(sorted(findings, key=place))
