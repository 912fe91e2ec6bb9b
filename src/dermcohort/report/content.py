"""What a report is made from."""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.findings import Finding
from dermcohort.results import Decision, Results
from dermcohort.study import Study


@dataclass(frozen=True, slots=True)
class Appendix:
    """A section after the report: paragraphs, then a table of text where it has columns."""

    title: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """All that the report shows.

    Attributes
    ----------
    study : Study
        The study file.
    results : Results
        Every number.
    decisions : tuple of Decision
        What the analyses chose by a rule.
    findings : tuple of Finding
        What was noticed in the charts. What stands in a cell (``got``) is never shown.
    appendices : tuple of Appendix
        Shown last.
    provenance : tuple of (str, str)
        Name and value: versions, hashes, seed.
    """

    study: Study
    results: Results
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
