"""What was guessed of charts that nobody prepared: columns, sources, the study. Frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dermcohort.study import Visit

#: A guess below this is not written as one: the column is left out, and the question is asked.
THRESHOLD = 0.8
IGNORE = "ignore"

#: Keys of the rows of `Survey.rows`.
COLUMNS = (
    "file", "sheet", "cells", "heading", "table", "meaning", "confidence", "reason", "question",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column of a sheet holds.

    Attributes
    ----------
    cells : str
        Its cells below the heading: "F2:F31".
    heading : str
        As the study file must name it.
    meaning : str
        Right side of ``columns``: "sex", "EASI @ 1 month"; "ignore" for what is not needed.
    confidence : float
        From 0 to 1; the rule is in ``docs/init.md``.
    reason : str
        What the confidence comes from, and what the values look like. No value of one patient.
    question : str
        What a person must decide; "" for nothing. With one, the column is not read.
    """

    cells: str
    heading: str
    meaning: str
    confidence: float
    reason: str
    question: str = ""

    @property
    def sure(self) -> bool:
        """Whether the study file takes the guess as it is."""
        return not self.question and self.confidence >= THRESHOLD


@dataclass(frozen=True, slots=True)
class SourceGuess:
    """One entry of ``[[sources]]``: a sheet, or the columns of a sheet that hold one table.

    Attributes
    ----------
    table : str
        One of the four tables.
    file, sheet : str
        As the study file names them.
    settings : mapping
        Further keys of the entry that are not left at their default: header_row, units ...
    columns : tuple of Guess
    reason : str
        Why the sheet holds this table.
    questions : tuple of str
        About the source as a whole.
    blocked : bool
        Whether it cannot be read before a question is answered; it is then written as a comment.
    """

    table: str
    file: str
    sheet: str
    settings: Mapping[str, Any]
    columns: tuple[Guess, ...]
    reason: str
    questions: tuple[str, ...] = ()
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A sheet of which nothing is read, and why."""

    file: str
    sheet: str
    why: str


@dataclass(frozen=True, slots=True)
class Survey:
    """All that was seen in the charts.

    Attributes
    ----------
    charts : str
        The file or folder, as the study file names it.
    title : str
    drug : str
        The study drug; "" if the charts do not say it.
    starts : tuple of str
        First and last of the first doses of the study drug, in ISO form; empty if there is none.
    synthetic : bool
        Whether the charts say SYNTHETIC.
    visits : tuple of Visit
    visits_reason, drug_reason : str
    sources : tuple of SourceGuess
    unread : tuple of Unread
    questions : tuple of (key, question)
        About the study as a whole, under the key of the study file that they concern.
    """

    charts: str
    title: str
    drug: str
    drug_reason: str
    starts: tuple[str, ...]
    synthetic: bool
    visits: tuple[Visit, ...]
    visits_reason: str
    sources: tuple[SourceGuess, ...]
    unread: tuple[Unread, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a column of the charts, with the keys `COLUMNS`."""
        for source in self.sources:
            for guess in source.columns:
                yield {
                    "file": source.file, "sheet": source.sheet, "cells": guess.cells,
                    "heading": guess.heading, "table": source.table, "meaning": guess.meaning,
                    "confidence": guess.confidence, "reason": guess.reason,
                    "question": guess.question,
                }  # fmt: skip
        for each in self.unread:
            yield dict.fromkeys(COLUMNS, "") | {
                "file": each.file, "sheet": each.sheet, "meaning": IGNORE, "confidence": None,
                "reason": each.why,
            }  # fmt: skip

    @property
    def asked(self) -> int:
        """How many questions the study file asks."""
        columns = sum(bool(g.question) for s in self.sources for g in s.columns)
        return columns + sum(len(s.questions) for s in self.sources) + len(self.questions)
