"""What the commands show on a terminal: findings, a summary, one comparison."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dermcohort.findings import SEVERITIES, Finding
from dermcohort.output import MANIFEST
from dermcohort.results import Result, Results

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
    """Descriptives, tests, and the decisions that led to them."""
    console = _console()
    levels = any(row.level for row in results)
    console.print(_levels(results) if levels else _descriptives(results))
    console.print(_tests(results))
    for decision in results.decisions:
        console.print(f"{decision.question}: {decision.choice}; {decision.why}")


def _descriptives(results: Results) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    names = ("n", "mean", "sd", "median", "q1", "q3", "min", "max")
    for name in names:
        table.add_column(name, justify="right")
    arms: dict[str, dict[str, Result]] = {}
    for row in results:
        if not row.method and not row.comparator:
            arms.setdefault(row.group or row.visit, {})[row.statistic] = row
    for arm, found in arms.items():
        table.add_row(arm, *(_short(found.get(name)) for name in names))
    return table


def _levels(results: Results) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    groups = [group for group in results.distinct("group") if group]
    for group in groups:
        table.add_column(group, justify="right")
    for level in (level for level in results.distinct("level") if level):
        cells = [results.where(group=group, level=level) for group in groups]
        table.add_row(level, *(_share(found) for found in cells))
    return table


def _share(found: Results) -> str:
    count, percent = found.one(statistic="count"), found.one(statistic="percent")
    if count is None or count.value is None or percent is None:
        return ""
    share = "" if percent.value is None else f" ({percent.value:.1f}%)"
    return f"{count.value:.0f}/{count.n}{share}"


def _tests(results: Results) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("test", "of", "n", "statistic", "p", "p adjusted", "note"):
        table.add_column(heading, overflow="fold")
    tests: dict[tuple[str, str, str], list[Result]] = {}
    for row in results:
        if row.method and not row.level:
            of = row.group or row.visit
            of = f"{of} - {row.comparator}" if row.comparator else of
            tests.setdefault((row.method, of, row.population), []).append(row)
    for (method, of, _), found in tests.items():
        by_name = {row.statistic: row for row in found}
        p, adjusted = by_name.pop("p_value", None), by_name.pop("p_adjusted", None)
        numbers = ", ".join(f"{n} {_short(r)}" for n, r in by_name.items() if r.value is not None)
        first = found[0]
        n = "" if first.n is None else str(first.n)
        table.add_row(method, of, n, numbers, _short(p), _short(adjusted), first.warning)
    return table


def _short(row: Result | None) -> str:
    return "" if row is None or row.value is None else f"{row.value:.4g}"
