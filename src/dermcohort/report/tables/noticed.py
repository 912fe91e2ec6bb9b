"""What was noticed in the charts: where, which rule, what to do. Never the value."""

from __future__ import annotations

from dermcohort.findings import Finding, worst_first
from dermcohort.report.content import Content
from dermcohort.report.format import listed
from dermcohort.report.table import Cell, Column, Section, Table, head

COLUMNS = (Column("Rule", text=True), Column("Place", text=True), Column("Expected", text=True),
           Column("Remedy", text=True))  # fmt: skip
TITLES = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
#: Places written out for one rule; a registry can have thousands, which findings.csv lists.
MOST_PLACES = 12


def noticed(content: Content) -> Table:
    """One row for each rule and remedy, worst first."""
    sections = tuple(
        Section(title, _rows(tuple(f for f in content.findings if f.severity == severity)))
        for severity, title in TITLES.items()
    )
    return Table("table-findings", "Findings by rule", COLUMNS,
                 tuple(s for s in sections if s.rows),
                 ("The values themselves stay out of the report; they are in findings.csv.",),
                 "findings.csv")  # fmt: skip


def _rows(findings: tuple[Finding, ...]) -> tuple[tuple[Cell, ...], ...]:
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in worst_first(findings):
        alike.setdefault((finding.rule, finding.expected, finding.remedy), []).append(finding)
    return tuple(
        (head(rule), Cell(_places(found)), Cell(expected), Cell(remedy))
        for (rule, expected, remedy), found in alike.items()
    )


def _places(findings: list[Finding]) -> str:
    sheets: dict[str, list[str]] = {}
    for finding in findings[:MOST_PLACES]:
        sheet = f"{finding.file}, sheet {finding.sheet}" if finding.sheet else finding.file
        sheets.setdefault(sheet, []).append(finding.cell)
    lines = [_line(sheet, [c for c in cells if c]) for sheet, cells in sheets.items()]
    more = len(findings) - MOST_PLACES
    return "\n".join(lines + ([f"and {more} more places"] if more > 0 else []))


def _line(sheet: str, cells: list[str]) -> str:
    if not cells:
        return sheet
    return f"{sheet}, {'cell' if len(cells) == 1 else 'cells'} {listed(cells)}"
