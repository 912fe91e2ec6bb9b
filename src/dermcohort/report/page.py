"""The report as one HTML file that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from dermcohort.report.content import Content
from dermcohort.report.figures import Saved, inline
from dermcohort.report.headline import KeyResult, headline, summary
from dermcohort.report.lookup import Lookup
from dermcohort.report.plates import MISSING, ON_DRUG, Plate
from dermcohort.report.table import Cell, Column, Table
from dermcohort.report.tables import (
    at_withdrawal,
    bands,
    baseline,
    criteria,
    decisions,
    defaults,
    discontinuation,
    endpoints,
    events,
    exposure,
    flow,
    grades,
    noticed,
    responders,
    response,
)
from dermcohort.report.words.methods import methods
from dermcohort.report.words.results import results

HERE = Path(__file__).parent
#: Text up to so many letters stays on one line.
BRIEF = 22
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template shows, in the order of the report."""

    content: Content
    summary: str
    headline: tuple[KeyResult, ...]
    flow: tuple[Plate, str] | None
    figures: tuple[tuple[Plate, str], ...]
    missing: tuple[Plate, str] | None
    on_drug: tuple[Plate, str] | None
    tables: dict[str, Table]
    methods: tuple[str, ...]
    results: tuple[str, ...]


def page(content: Content, lookup: Lookup, drawn: tuple[tuple[Plate, Saved], ...]) -> Page:
    """The page of a report."""
    shown = [(plate, inline(saved, plate.title)) for plate, saved in drawn]
    apart = {pair[0].name: pair for pair in shown if pair[0].name in ("flow", MISSING, ON_DRUG)}
    others = tuple(pair for pair in shown if pair[0].name not in apart)
    return Page(content, summary(content, lookup), headline(content, lookup), apart.get("flow"),
                others, apart.get(MISSING), apart.get(ON_DRUG),
                _tables(content, lookup), methods(content, lookup),
                results(content, lookup))  # fmt: skip


def render(shown: Page) -> str:
    """HTML."""
    css = Markup((HERE / "report.css").read_text(encoding="utf-8"))
    content = shown.content
    return _template().render(page=shown, study=content.study, content=content, css=css)


def _tables(content: Content, lookup: Lookup) -> dict[str, Table]:
    numbered = (baseline, response, responders, discontinuation, at_withdrawal, events)
    made = {}
    for number, table in enumerate(numbered, start=1):
        plain = table(content, lookup)
        made[table.__name__] = replace(plain, caption=f"Table {number}. {plain.caption}")
    others = (flow, exposure, criteria, endpoints, bands, grades)
    made |= {table.__name__: table(content, lookup) for table in others}
    return made | {table.__name__: table(content) for table in (noticed, decisions, defaults)}


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "head": _head,
        "body": _body,
        "marks": _marks,
        "length_of": _length,
        "tight": tight,
    }
    return environment.get_template("template.html.j2")


def _head(table: Table) -> Markup:
    """The heading rows: shared headings first, where there are any."""
    if not any(column.over for column in table.columns):
        cells = "".join(_heading(c, starts=False) for c in table.columns)
        return Markup(f"<tr>{cells}</tr>")
    upper, lower = "", ""
    for over, group in groupby(table.columns, key=lambda column: column.over):
        columns = tuple(group)
        if over:
            upper += f'<th scope="colgroup" colspan="{len(columns)}">{escape(over)}</th>'
            lower += "".join(_heading(c, starts=c is columns[0]) for c in columns)
        else:
            upper += "".join(_heading(c, starts=False, rows=2) for c in columns)
    return Markup(f"<tr>{upper}</tr><tr>{lower}</tr>")


def _heading(column: Column, *, starts: bool, rows: int = 1) -> str:
    over = f' rowspan="{rows}"' if rows > 1 else ""
    kind, heading = _kind(column, starts=starts), column.heading
    if not heading:
        return f"<td{over}{kind}></td>"
    return f'<th scope="col"{over}{kind}>{escape(heading)}</th>'


def _body(table: Table) -> Markup:
    """One tbody a section."""
    marks = {reason: letter for letter, reason in _marks(table)}
    made = []
    for section in table.sections:
        title = (f'<tr class="section"><th scope="rowgroup" colspan="{len(table.columns)}">'
                 f"{escape(section.heading)}</th></tr>" if section.heading else "")  # fmt: skip
        rows = "".join(f"<tr>{_cells(table, row, marks)}</tr>" for row in section.rows)
        made.append(f"<tbody>{title}{rows}</tbody>")
    return Markup("".join(made))


def _cells(table: Table, row: tuple[Cell, ...], marks: dict[str, str]) -> str:
    # A row below a heading that covers it has fewer cells, all at its end.
    first = len(table.columns) - len(row)
    overs = [column.over for column in table.columns]
    return "".join(
        _cell(cell, marks, _kind(
            table.columns[place],
            starts=bool(overs[place]) and overs[place] != overs[place - 1],
            brief=table.columns[place].text and len(cell.text) <= BRIEF,
        ))
        for place, cell in enumerate(row, start=first)
    )  # fmt: skip


def _kind(column: Column, *, starts: bool, brief: bool = False) -> str:
    """Class of a cell: text to the left; a gap before the first column of a shared heading."""
    names = [name for name, is_so in (("text", column.text), ("first", starts), ("brief", brief))
             if is_so]  # fmt: skip
    return f' class="{" ".join(names)}"' if names else ""


def _cell(cell: Cell, marks: dict[str, str], kind: str) -> str:
    words = str(escape(cell.text)).replace("\n", "<br>")
    anchor = f' id="{cell.anchor}"' if cell.anchor else ""
    if cell.scope:
        span = f' rowspan="{cell.span}"' if cell.span > 1 else ""
        brief = ' class="brief"' if len(cell.text) <= BRIEF else ""
        return f'<th scope="{cell.scope}"{span}{brief}>{words}</th>'
    if cell.mark:
        words += f'<span class="mark">{cell.mark}</span>'
    if cell.reason:
        return (f'<td{anchor}{kind} title="{escape(cell.reason)}">{words}'
                f"<sup>{marks[cell.reason]}</sup></td>")  # fmt: skip
    if cell.rows:
        numbers = " ".join(map(str, cell.rows))
        note = f' title="{escape(cell.note)}"' if cell.note else ""
        return f'<td{anchor}{kind} data-rows="{numbers}"{note}>{words}</td>'
    return f"<td{anchor}{kind}>{words}</td>"


def tight(text: str) -> str:
    """A sentence in which no number is torn from what it belongs to.

    >>> tight("p = 0.03").split()
    ['p', '=', '0.03']
    """
    for joint in (" = ", " < ", " > ", " ± ", "% CI "):
        text = text.replace(joint, joint.replace(" ", "\N{NO-BREAK SPACE}"))
    return text


def _length(table: Table) -> str:
    """How a table may be broken over pages: not at all, or between its sections."""
    sizes = [len(section.rows) for section in table.sections]
    if sum(sizes) <= 24:
        return "whole"
    return "parts" if max(sizes) <= 12 else "long"


def _marks(table: Table) -> tuple[tuple[str, str], ...]:
    """Footnote letters: a to z, then aa, bb ..."""
    return tuple(
        (LETTERS[place % 26] * (place // 26 + 1), reason)
        for place, reason in enumerate(table.reasons)
    )
