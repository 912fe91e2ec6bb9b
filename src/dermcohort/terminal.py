"""What the commands show on a terminal: findings, a summary, one comparison."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dermcohort.findings import SEVERITIES, Finding
from dermcohort.instruments.exact import decimal_text, exact
from dermcohort.mapping import Survey
from dermcohort.output import MANIFEST
from dermcohort.results import Result, Results
from dermcohort.scoring import ADDED, Scored
from dermcohort.template import Template

STYLE = {"error": "bold red", "warning": "yellow", "note": "dim"}


def _console() -> Console:
    # Piped, a table keeps its columns whole instead of being squeezed into 80 characters.
    console = Console(highlight=False, markup=False, emoji=False)
    return console if console.is_terminal else Console(
        highlight=False, markup=False, emoji=False, width=160)  # fmt: skip


def show_findings(findings: Sequence[Finding]) -> None:
    """The findings as a table, and how many of each kind."""
    console = _console()
    if not findings:
        console.print("Nothing was found: the charts keep all rules.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "where", "rule", "got", "expected", "try"):
        table.add_column(heading, overflow="fold")
    for f in findings:
        got = f"{f.got} ({f.detail})" if f.detail else f.got
        table.add_row(f.severity, f.place, f.rule, got, f.expected, f.remedy,
                      style=STYLE[f.severity])  # fmt: skip
    console.print(table)
    many = Counter(f.severity for f in findings)
    console.print(", ".join(_plural(many[s], s) for s in SEVERITIES if many[s]))


def show_survey(seen: Survey, path: Path) -> None:
    """What each column of the charts was taken for, what is asked, and what to do next."""
    console = _console()
    table = _table("sheet", "cells", "heading", "table", "meaning", "sure", "question")
    for row in seen.rows():
        asked, meaning = row["question"], row["meaning"]
        style = STYLE["warning"] if asked else STYLE["note"] if meaning == "ignore" else ""
        meaning = f"{meaning}?" if asked and meaning != "ignore" else meaning
        sure = "" if row["confidence"] is None else f"{row['confidence']:.2f}"
        words = asked or ("" if row["heading"] else row["reason"])
        table.add_row(row["sheet"] or row["file"], row["cells"], row["heading"], row["table"],
                      meaning, sure, words, style=style)  # fmt: skip
    console.print(table)
    for question in (*seen.questions.values(), *(q for s in seen.sources for q in s.questions)):
        console.print(f"QUESTION: {question}", style=STYLE["warning"], soft_wrap=True)
    drug = seen.drug or "not recognised"
    console.print(f"Study drug: {drug}. Visits: {', '.join(v.name for v in seen.visits)}.")
    if seen.asked:
        console.print(f"{_plural(seen.asked, 'question')}, marked QUESTION in {path}.")
    console.print(f"Next: dermcohort check {path}", soft_wrap=True)


def _plural(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def show_summary(results: Results, folder: Path) -> None:
    """Where the report is, and the first numbers of it; SYNTHETIC where they are."""
    console = _console()
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if manifest["study"]["synthetic"]:
        console.print("SYNTHETIC DATA: there is no patient behind these numbers.")
    included = results.value(analysis="flow", parameter="included", group="all", visit="")
    console.print(f"{included:.0f} patients, {len(results)} numbers.")
    for row in results.where(analysis="response", population="NRI", group="all", statistic="count"):
        if row.value is not None and row.n:
            console.print(f"{row.parameter} at {row.visit}: {row.value:.0f}/{row.n} (NRI)")
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def show_comparison(results: Results) -> None:
    """Descriptives, curves and tests, and the decisions that led to them."""
    console = _console()
    for table in (_descriptives(results), _levels(results), _curves(results), _tests(results)):
        if table.row_count:
            console.print(table)
    for decision in results.decisions:
        console.print(f"{decision.question}: {decision.choice}; {decision.why}")


def _table(*headings: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (*headings, *right):
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return table


def _descriptives(results: Results) -> Table:
    names = ("n", "mean", "sd", "median", "q1", "q3", "min", "max")
    table = _table("", right=names)
    arms: dict[str, dict[str, Result]] = {}
    for row in results:
        if not row.method and not row.comparator and not row.level:
            arms.setdefault(row.group or row.visit, {})[row.statistic] = row
    for arm, found in arms.items():
        if "mean" in found:
            table.add_row(arm, *(_short(found.get(name)) for name in names))
    return table


def _levels(results: Results) -> Table:
    """x/n (percent) and the limits of each level in each group."""
    counted = [row for row in results if row.statistic == "count" and row.level]
    groups = tuple(dict.fromkeys(row.group for row in counted))
    table = _table("", right=groups)
    for level in dict.fromkeys(row.level for row in counted):
        table.add_row(level, *(_share(results.where(group=g, level=level)) for g in groups))
    return table


def _share(found: Results) -> str:
    by_name = {row.statistic: row for row in found}
    count, percent = by_name.get("count"), by_name.get("percent")
    if count is None or count.value is None or percent is None:
        return ""
    share = "" if percent.value is None else f" ({percent.value:.1f}%{_limits(by_name)})"
    return f"{count.value:.0f}/{count.n}{share}"


def _limits(by_name: dict[str, Result]) -> str:
    low, high = by_name.get("conf_low"), by_name.get("conf_high")
    if low is None or high is None or low.value is None or high.value is None:
        return ""
    return f"; {low.value:.1f} to {high.value:.1f}, {low.method}"


def _curves(results: Results) -> Table:
    """A curve at each time at which it moves."""
    right = ("time", "at risk", "events", "percent", "limits")
    table = _table("curve", "of", right=right)
    places: dict[tuple[str, str, float], dict[str, Result]] = {}
    for row in results:
        if row.time is not None and row.statistic in ("percent", "conf_low", "conf_high",
                                                      "at_risk", "events"):  # fmt: skip
            place = (row.method, _of(row), row.time)
            places.setdefault(place, {})[row.statistic] = row
    for (method, of, time), found in places.items():
        if "percent" in found:
            limits = " to ".join(filter(None, (_short(found.get(n)) for n in LIMITS)))
            table.add_row(method, of, f"{time:g}", _short(found.get("at_risk")),
                          _short(found.get("events")), _short(found["percent"]),
                          limits)  # fmt: skip
    return table


LIMITS = ("conf_low", "conf_high")


def _of(row: Result) -> str:
    """Whose number it is: term or reason, group, visit, and what they are compared with."""
    whose = ", ".join(filter(None, (row.level, row.group, row.visit)))
    return f"{whose} - {row.comparator}" if row.comparator else whose


def _tests(results: Results) -> Table:
    table = _table("test", "of", "n", "statistic", "p", "p adjusted", "note")
    curves = {(row.method, row.time) for row in results if row.statistic == "percent" and row.time}
    shares = {(row.group, row.level) for row in results if row.statistic == "count" and row.level}
    tests: dict[tuple[str, str, str], list[Result]] = {}
    for row in results:
        shown = (row.method, row.time) in curves or (row.group, row.level) in shares
        if row.method and not shown:
            tests.setdefault((row.method, _of(row), row.population), []).append(row)
    for (method, of, _), found in tests.items():
        by_name = {row.statistic: row for row in found}
        p, adjusted = by_name.pop("p_value", None), by_name.pop("p_adjusted", None)
        numbers = ", ".join(f"{n} {_short(r)}" for n, r in by_name.items() if r.value is not None)
        n = "" if found[0].n is None else str(found[0].n)
        notes = "; ".join(dict.fromkeys(row.warning for row in found if row.warning))
        table.add_row(method, of, n, numbers, _short(p), _short(adjusted), notes)
    return table


def _short(row: Result | None) -> str:
    return "" if row is None or row.value is None else f"{row.value:.4g}"


def show_catalogue(rows: Sequence[dict[str, str]], words: str) -> None:
    """Instruments, or the items of one, as a table; below it what else is to be said."""
    console = _console()
    table = _table(*rows[0])
    for row in rows:
        table.add_row(*row.values())
    console.print(table)
    console.print(words)


#: More rows than anybody reads on a terminal.
MOST_ROWS = 200


def show_scores(done: Scored) -> None:
    """The score of each row, how many there are, and where rules and bands come from."""
    console = _console()
    console.print(f"{done.instrument.name}: {done.instrument.label}")
    extra = [name for name in done.frame.columns if name in _part_keys(done)]
    marks = _marks(done)
    table = _table("row", *marks, right=(*extra, "total"))
    for heading in ("band", "note, or why there is no total"):
        table.add_column(heading, overflow="fold")
    for number, (row, score) in enumerate(zip(done.rows, done.scores, strict=True), 1):
        if number > MOST_ROWS:
            break
        said = "; ".join(filter(None, (row["reason"], row["note"])))
        style = STYLE["error"] if score.problems else STYLE["warning"] if score.reason else ""
        values = (_cell(row[name]) for name in (*marks, *extra, "total", "band"))
        table.add_row(str(number), *values, said, style=style)
    console.print(table)
    if len(done.scores) > MOST_ROWS:
        console.print(f"... and {len(done.scores) - MOST_ROWS} rows more; --format csv has all.")
    for line in _scores_said(done):
        console.print(line, soft_wrap=True)


def _part_keys(done: Scored) -> tuple[str, ...]:
    return tuple(part.key for part in done.instrument.formula.all_parts)


def _marks(done: Scored) -> list[str]:
    """The first columns that are no answers: who, and when."""
    used = {*done.columns.values(), done.age, *_part_keys(done), *ADDED}
    return [name for name in done.frame.columns if name not in used][:2]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return decimal_text(exact(value))
    return "" if value is None else str(value)


def _scores_said(done: Scored) -> Iterator[str]:
    without = sum(s.total is None and not s.problems for s in done.scores)
    scored = sum(s.total is not None for s in done.scores)
    counts = [f"{scored} scored"]
    counts += [f"{without} without a total"] if without else []
    counts += [f"{done.impossible} with an answer that cannot be"] if done.impossible else []
    yield f"{_plural(len(done.scores), 'row')}: {', '.join(counts)}."
    read = [f"{key} from {heading!r}" for key, heading in done.columns.items() if key != heading]
    if read:
        yield f"Read: {', '.join(read)}."
    if done.age:
        yield f"Age: {done.age}."
    for bands in done.instrument.bands:
        if bands.name == done.bands:
            others = ", ".join(b.name for b in done.instrument.bands if b is not bands)
            also = f" Other sets: {others} (--bands)." if others else ""
            check = "" if bands.verified else ", awaiting a check against the primary source"
            yield f"Bands: {bands.name} ({bands.source}){check}.{also}"
    if done.instrument.unverified:
        rules = "; ".join(done.instrument.unverified)
        yield f"Awaiting a check against the primary source: {rules}."
    yield f"Licence: {done.instrument.licence}"


def show_template(done: Template) -> None:
    """What was written, and what reads it back."""
    console = _console()
    console.print(f"Workbook: {done.workbook}", soft_wrap=True)
    console.print(f"Sheets to fill in: {', '.join(done.sheets)}", soft_wrap=True)
    console.print("Put these entries at the end of the study file, and run it as it is:\n")
    console.print(done.entries, soft_wrap=True)
    if done.redcap:
        console.print(f"REDCap data dictionary: {done.redcap}", soft_wrap=True)
        console.print("In REDCap make treatments, visits and adverse_events repeating instruments.")
        console.print("For an export of the records put this entry in place of the others:\n")
        console.print(done.redcap_entries, soft_wrap=True)
