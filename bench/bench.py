"""Seconds, ratios and differences, side by side in one run: ``make bench``.

    bench.py [WORD]     only the entries whose name holds the word

Processor time of whole commands, and then each entry of `ENTRIES`: ours, other Python libraries,
and R where it is installed. The machine is named, since seconds mean nothing without it; ratios
travel better.
"""

from __future__ import annotations

import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import of_all_pairs
import of_groups
import of_mmrm
import of_responses
import of_same_patients
import of_survival
from counting import counted
from entry import Entry
from timing import Timed, in_r, r_version, timed

COMMAND = Path(sys.executable).with_name("dermcohort")
RUNS = 5
ENTRIES: tuple[Entry, ...] = (
    *of_groups.ENTRIES,
    *of_all_pairs.ENTRIES,
    *of_same_patients.ENTRIES,
    *of_responses.ENTRIES,
    *of_survival.ENTRIES,
    *of_mmrm.ENTRIES,
)
#: Modules whose library has another name.
LIBRARIES = {"scipy": "SciPy", "scikit_posthocs": "scikit-posthocs"}


def machine() -> str:
    """Processor, Python, R, libraries."""
    model = platform.processor() or platform.machine()
    if (cpuinfo := Path("/proc/cpuinfo")).exists():
        names = [x for x in cpuinfo.read_text().splitlines() if x.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    parts = [model, f"{os.cpu_count()} cores", f"Python {platform.python_version()}", r_version()]
    for name in ("numpy", "scipy", "statsmodels", "pingouin", "scikit-posthocs", "lifelines"):
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"no {name}")
    return ", ".join(filter(None, parts))


def processor_seconds(arguments: list[str], folder: Path) -> float:
    """Of one command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([COMMAND, *arguments], cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands() -> None:
    """Whole commands."""
    print(f"whole commands, processor seconds (median of {RUNS} runs after one warm-up)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for aim, arguments in ((0.3, ["--help"]), (3.0, ["demo", "demo"])):
            seconds = [processor_seconds(arguments, folder) for _ in range(RUNS + 1)][1:]
            print(f"  dermcohort {' '.join(arguments):12} {statistics.median(seconds):6.2f} s"
                  f"   aim {aim:.1f} s")  # fmt: skip


def answers(entry: Entry, from_r: Sequence[Timed]) -> list[tuple[str, Timed]]:
    """Ours first, then each other by its name."""
    found = [("dermcohort", timed(entry.ours))]
    for key, call in entry.python.items():
        module, _, way = key.partition(":")
        found.append((f"{LIBRARIES.get(module, module)} {way}".strip(), timed(call)))
    return found + [(r.label, one) for r, one in zip(entry.r, from_r, strict=True)]


def difference(ours: Timed, other: Timed) -> str:
    """The largest between the numbers that both give; the other has NaN where it has none."""
    pairs = zip(ours.numbers, other.numbers, strict=False)
    return f"{max(abs(a - b) for a, b in pairs if not math.isnan(b)):.0e}"


def seconds(value: float) -> str:
    """With a unit that leaves two or three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-6:.3g} us"


def rows(found: list[tuple[str, Timed]]) -> list[tuple[str, str, str, str]]:
    """Library, seconds or what went wrong, times ours, largest difference."""
    ours = found[0][1]
    made = [(found[0][0], seconds(ours.seconds), "", "")]
    for label, one in found[1:]:
        if one.failed:
            made.append((label, one.failed[:40], "", ""))
        else:
            ratio = one.seconds / ours.seconds
            # Two digits, without an exponent.
            shown = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"
            made.append((label, seconds(one.seconds), shown, difference(ours, one)))
    return made


def pasted(entry: Entry, made: list[tuple[str, str, str, str]]) -> str:
    """One line of the table for the README."""
    others = [
        f"{label} {took} ({ratio}x, {apart})" if ratio else f"{label}: {took}"
        for label, took, ratio, apart in made[1:]
    ]
    name = f"{entry.name}, {entry.note}" if entry.note else entry.name
    return f"| {name} | {made[0][1]} | {'; '.join(others)} |"


def main(word: str = "") -> None:
    """Time everything, print one table to read and one to paste."""
    chosen = [entry for entry in ENTRIES if word.lower() in entry.name.lower()]
    print(machine())
    if not word:
        commands()
    from_r = iter(in_r([(r, entry.data) for entry in chosen for r in entry.r]))
    lines = []
    counting = timed(lambda: [len(counted(of_groups.THREE)[0])])
    print("\nmedian processor seconds of one call, times ours, largest difference from ours")
    print(f"ours from counts (counting 3 x 30 patients takes {seconds(counting.seconds)}), "
          "the 60 tables from lists, MMRM from a table")  # fmt: skip
    for entry in chosen:
        made = rows(answers(entry, [next(from_r) for _ in entry.r]))
        print(f"\n{entry.name} ({entry.note})" if entry.note else f"\n{entry.name}")
        for label, took, ratio, apart in made:
            print(f"  {label:34} {took:>10} {ratio:>8} {apart:>8}", flush=True)
        lines.append(pasted(entry, made))
    print("\n| what | dermcohort | others (times ours, largest difference) |\n|---|---:|---|")
    print("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
