"""What every rule is made of: how grave it is, what it expects and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.findings import Severity

#: The remedy of most cells.
CHART = "correct the cell after the chart"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    severity : "error", "warning" or "note"
        An error stops the run; a warning goes into the report; a note records a choice.
    expected, remedy : str
        Sentences; names in braces are filled in at the place. Those of warnings and notes go into
        the report, so no value of a chart stands in them.
    detail : str
        The same, for what may hold a value of a chart: it stays on this machine.
    """

    severity: Severity
    expected: str
    remedy: str
    detail: str = ""
