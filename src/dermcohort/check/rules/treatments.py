"""Rules of treatments: periods that run forwards, one after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from dermcohort.check.rows import Entry
from dermcohort.check.rulebook import finding
from dermcohort.check.typed import Typed
from dermcohort.findings import Finding


def stop_before_start(typed: Typed) -> Iterator[Finding]:
    """A last dose before the first."""
    for entry in typed.treatments:
        start, stop = entry.values["start"], entry.values.get("stop")
        if stop is not None and stop < start:
            yield finding(
                "stop before start", entry.sheet, entry.cell("stop"), entry.got("stop"), start=start
            )


def overlap(typed: Typed) -> Iterator[Finding]:
    """Periods of the study drug that overlap; a change of dose may share one day."""
    periods: dict[str, list[Entry]] = defaultdict(list)
    for entry in typed.treatments:
        if entry.values["drug"] == typed.study.drug:
            periods[entry.values["patient"]].append(entry)
    for entries in periods.values():
        for before, entry in pairwise(sorted(entries, key=_start)):
            stop, start = before.values.get("stop"), entry.values["start"]
            if stop is None or start < stop or start == before.values["start"]:
                until = "has no last dose" if stop is None else f"lasts until {stop}"
                other = before.cell("start") or before.cell("patient")
                other = other if before.sheet is entry.sheet else f"{before.source}"
                yield finding(
                    "overlap", entry.sheet, entry.cell("start"), entry.got("start"),
                    drug=typed.study.drug, other=other, until=until,
                )  # fmt: skip


def _start(entry: Entry) -> tuple[object, object]:
    # Of two that start on one day, the one without a last dose comes last.
    stop = entry.values.get("stop")
    return entry.values["start"], (stop is None, stop)
