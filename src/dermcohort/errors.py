"""Every exception of dermcohort and the exit code that each one ends a command with.

::

    DermcohortError
    ├── UsageError            2   the command or call cannot mean anything
    ├── StudyFileError       10   study.toml is missing, is not TOML, or breaks its schema
    ├── SourceUnreadable     11   a file, sheet or column named in the study cannot be read
    ├── DataBreakRules       12   the charts were read, and break rules; carries the findings
    ├── NothingToEstimate    13   no patient is left to count
    └── NotEstimable              one number cannot be had; becomes a row with the reason
        ├── TooFewObservations
        ├── AllTied               only one distinct value, no rank differs from another
        ├── NoSpread              a variance is zero, so nothing can be divided by it
        └── NoAnswer              another reason, said in the message

Exit code 1 is left for bugs: only a bug shows a traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dermcohort.findings import Finding


class DermcohortError(Exception):
    """What a person did or has is at fault; the message says what, where, got and try."""

    exit_code = 1


class UsageError(DermcohortError):
    """The command or call cannot mean anything; the message lists what is allowed."""

    exit_code = 2


class StudyFileError(DermcohortError):
    """The study file is missing, is not TOML, or breaks its schema."""

    exit_code = 10


class SourceUnreadable(DermcohortError):
    """A file, sheet or column that the study names cannot be read."""

    exit_code = 11


class DataBreakRules(DermcohortError):
    """The charts were read and break rules.

    Attributes
    ----------
    findings : tuple of Finding
        All of them, worst first, warnings included.
    """

    exit_code = 12

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class NothingToEstimate(DermcohortError):
    """No patient is left to count."""

    exit_code = 13


class NotEstimable(DermcohortError):
    """One number cannot be had. It becomes a row without a value and with this reason."""


class TooFewObservations(NotEstimable):
    """A group is empty or too small."""


class AllTied(NotEstimable):
    """There is only one distinct value, so that no rank differs from another."""


class NoSpread(NotEstimable):
    """A variance is zero, so that nothing can be divided by it."""


class NoAnswer(NotEstimable):
    """A reason of another kind, said in the message."""
