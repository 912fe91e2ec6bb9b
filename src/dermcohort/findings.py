"""What was noticed in the charts: one finding a place, never a silent repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]

#: Worst first: the order in which findings are shown.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

COLUMNS = ("severity", "rule", "file", "sheet", "cell", "got", "expected", "remedy", "detail")


@dataclass(frozen=True, slots=True, order=False)
class Finding:
    """One thing noticed at one place.

    Attributes
    ----------
    severity : "error", "warning" or "note"
        An error stops the run; a warning goes into the report; a note records a choice.
    rule : str
        Short name of the rule, as listed in ``docs/findings.md``: "range", "duplicate patient".
    file, sheet, cell : str
        Where: the file's name, the sheet ("" in a csv) and the cell ("F17"), or a range.
    got : str
        What stands there. Stays on this machine: it is written to ``findings.csv`` and shown by
        ``check``, and never goes into a report.
    expected : str
        What the rule allows, in words.
    remedy : str
        What the user can do about it.
    detail : str
        What else stands in the charts about it, or how it was read. Stays on this machine, as
        ``got`` does.
    """

    severity: Severity
    rule: str
    file: str
    sheet: str
    cell: str
    got: str
    expected: str
    remedy: str
    detail: str = ""

    @property
    def place(self) -> str:
        """Where, as a person says it: ``charts.xlsx, sheet Visits, cell F17``."""
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        cell = f", cell {self.cell}" if self.cell else ""
        return f"{self.file}{sheet}{cell}"

    @property
    def sentence(self) -> str:
        """The finding as one line: what, where, got, try."""
        got = f"{self.got}, {self.detail}" if self.detail else self.got
        return f"{self.place}: {got} ({self.rule}); expected {self.expected}; try: {self.remedy}"


def worst_first(findings: list[Finding] | tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings by severity; within one severity in the order in which they were found."""
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))
