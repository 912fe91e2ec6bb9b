"""Seconds and ratios, side by side in one run: ``make bench``.

Processor time of whole commands, and of single estimators against SciPy on the same data. The
machine is named, since seconds mean nothing without it; ratios travel better.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunnett import dunnett
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk

COMMAND = Path(sys.executable).with_name("dermcohort")
RUNS = 5


def machine() -> str:
    model = platform.processor() or platform.machine()
    for line in (
        Path("/proc/cpuinfo").read_text().splitlines()
        if os.name == "posix" and Path("/proc/cpuinfo").exists()
        else []
    ):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def processor_seconds(arguments: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([COMMAND, *arguments], cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands() -> None:
    print("whole commands, processor seconds (median of "
          f"{RUNS} runs after one warm-up)")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for aim, arguments in ((0.3, ["--help"]), (3.0, ["demo", "demo"])):
            seconds = [processor_seconds(arguments, folder) for _ in range(RUNS + 1)][1:]
            print(f"  dermcohort {' '.join(arguments):12} {statistics.median(seconds):6.2f} s"
                  f"   aim {aim:.1f} s")  # fmt: skip


def median_seconds(call: Callable[[], object], least: float = 0.2) -> float:
    call()
    seconds = []
    until = time.perf_counter() + least
    while len(seconds) < 5 or time.perf_counter() < until:
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def estimators() -> None:
    import scipy.stats

    rng = np.random.default_rng(1)
    groups = [np.round(rng.gamma(2, 8 - 2 * j, 30), 1) for j in range(3)]
    values = np.unique(np.concatenate(groups))
    counts = np.array([[np.sum(g == v) for g in groups] for v in values])
    one, two = counts[:, 0], counts[:, :2]
    both = two.sum(axis=1) > 0
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("Shapiro-Wilk", lambda: shapiro_wilk(values[one > 0], one[one > 0]),
         lambda: scipy.stats.shapiro(groups[0])),
        ("one-way ANOVA", lambda: one_way_anova(values, counts),
         lambda: scipy.stats.f_oneway(*groups)),
        ("Kruskal-Wallis", lambda: kruskal_wallis(values, counts),
         lambda: scipy.stats.kruskal(*groups)),
        ("Mann-Whitney, exact with ties", lambda: mann_whitney(values[both], two[both]),
         lambda: scipy.stats.mannwhitneyu(groups[0], groups[1])),
        ("Dunn", lambda: dunn(values, counts), lambda: None),
        ("Dunnett, p and limits", lambda: dunnett(values, counts),
         lambda: scipy.stats.dunnett(*groups[1:], control=groups[0]).confidence_interval()),
    ]  # fmt: skip
    print("\nestimators, 3 groups of 30: ours, SciPy's (another algorithm where it is not exact)")
    for name, ours, theirs in pairs:
        mine, other = median_seconds(ours), median_seconds(theirs)
        ratio = f"{other:10.2e} s   ratio {other / mine:6.1f}" if name != "Dunn" else "none there"
        print(f"  {name:30} {mine:10.2e} s   {ratio}")


if __name__ == "__main__":
    print(machine())
    commands()
    estimators()
