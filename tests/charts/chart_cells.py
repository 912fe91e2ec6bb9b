"""What a chart is made of: cells, and what each of them means to a careful person.

A cell of a block is either a plain value, which means itself, or one of the functions below, which
say what stands in the cell, what it means, and what must come of it:

=========  ==============  =========
state      in the tables   a finding
=========  ==============  =========
read       must be         may be
said       must be         must be
either     one of the two must be
doubted    may be          must be
refused    must not be     must be
=========  ==============  =========

Whatever is in the tables must be right. The truth is written from this, never from a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Is(NamedTuple):
    """One cell."""

    raw: Any
    value: Any = None
    state: str = "read"
    comparator: str = "="
    also: tuple[Any, ...] = ()
    look: Mapping[str, Any] = {}


def reads(raw: Any, value: Any, comparator: str = "=", also: tuple[Any, ...] = ()) -> Is:
    return Is(raw, value, "read", comparator, also)


def said(raw: Any, value: Any, comparator: str = "=", also: tuple[Any, ...] = ()) -> Is:
    return Is(raw, value, "said", comparator, also)


def either(raw: Any, value: Any, comparator: str = "=", also: tuple[Any, ...] = ()) -> Is:
    return Is(raw, value, "either", comparator, also)


def doubted(raw: Any, value: Any, comparator: str = "=", also: tuple[Any, ...] = ()) -> Is:
    return Is(raw, value, "doubted", comparator, also)


def refused(raw: Any) -> Is:
    return Is(raw, None, "refused")


def looks(cell: Any, **look: Any) -> Is:
    """The same cell with a format of XlsxWriter, or ``comment="..."``."""
    return as_cell(cell)._replace(look=look)


class Formula(NamedTuple):
    """A formula and the result that Excel kept."""

    text: str
    result: Any


def as_cell(given: Any) -> Is:
    if isinstance(given, Is):
        return given
    if isinstance(given, Formula):
        return Is(given, given.result)
    return Is(given, given)


def letters(column: int) -> str:
    text = ""
    while column:
        column, letter = divmod(column - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


@dataclass(frozen=True)
class Block:
    """One table: headings and rows, and what each column is.

    ``columns`` holds, one a column: "patient"; "patients.sex"; "treatments.start"; "events.event";
    "date", "date@1M", "EASI", "EASI@1M" for wide assessments; "parameter", "value", "unit",
    "comparator" for long ones; "ignored" where the study file says so; "foreign" where a finding
    must name the column; "" for a column without anything. A word behind "#" keeps two treatments
    of one row apart: "treatments#prior.start".
    """

    headings: Sequence[Sequence[Any]]
    columns: Sequence[str]
    rows: Sequence[Sequence[Any] | None]
    sheet: str = ""
    file: str = ""
    top: int = 1
    left: int = 1
    #: Columns that the study file gives: {"treatments.drug": "baricitinib"}.
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def first_row(self) -> int:
        return self.top + len(self.headings)

    def cells(self) -> Iterator[tuple[int, int, Any]]:
        """Row, column and content of every cell, headings first."""
        for down, row in enumerate(self.headings):
            for across, content in enumerate(row):
                yield self.top + down, self.left + across, content
        for down, each in enumerate(self.rows):
            for across, content in enumerate(each or ()):
                yield self.first_row + down, self.left + across, content


@dataclass(frozen=True)
class Chart:
    """One ugly file, or a few that belong together, with study file and truth.

    Attributes
    ----------
    about : str
        One sentence for the list in README.md.
    sources : str
        The ``[[sources]]`` of the study file, as a careful person writes them.
    loose : sheet -> cell -> content
        Titles, footnotes, legends: nothing of them may reach the tables.
    merged : sheet -> ranges
    blameless : sheet -> empty cells that may be no error
    noticed : what must be said somewhere: (sheet, cells of which one must be named, words)
    options : of xlsxwriter.Workbook
    hidden : sheet -> "sheet", rows (int) and columns (str)
    edits : part -> pairs of what stands in the XML and what takes its place; "+" adds a part
    encoding, delimiter, first_line : of csv files
    unreadable : bool
        Whether the whole study is to be refused with ``SourceUnreadable``.
    """

    name: str
    about: str
    blocks: Sequence[Block]
    sources: str
    loose: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    merged: Mapping[str, Sequence[str]] = field(default_factory=dict)
    noticed: Sequence[tuple[str, Sequence[str], str]] = ()
    blameless: Mapping[str, Sequence[str]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    hidden: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    edits: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    suffix: str = ".xlsx"
    encoding: str = "utf-8"
    delimiter: str = ","
    unreadable: bool = False
    study: str = ""
    extra_sheets: Sequence[str] = ()
    chart_sheet: bool = False

    @property
    def file(self) -> str:
        return self.name + self.suffix

    def file_of(self, block: Block) -> str:
        return block.file or self.file
