"""Medians of processor seconds: here, and inside a running R.

Of the processor, and not of the clock on the wall, because other work on the machine would count.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entry import R

#: A call is repeated for so many seconds and at least so often, unless one takes too long.
LEAST_SECONDS, LEAST_CALLS, LONG_SECONDS = 0.3, 5, 5.0


@dataclass(frozen=True)
class Timed:
    """Median processor seconds of one call, and what it gave; or why there is none."""

    seconds: float = 0.0
    numbers: tuple[float, ...] = ()
    failed: str = ""


def timed(call: Callable[[], Any]) -> Timed:
    """One library's answer, and how long it takes after a first call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.process_time()
        try:
            numbers = tuple(float(x) for x in call())
        except Exception as why:
            return Timed(failed=f"{type(why).__name__}: {why}")
        once = time.process_time() - start
        if once > LONG_SECONDS:
            return Timed(once, numbers)
        seconds: list[float] = []
        until = time.perf_counter() + LEAST_SECONDS
        while len(seconds) < LEAST_CALLS or time.perf_counter() < until:
            start = time.process_time()
            call()
            seconds.append(time.process_time() - start)
    return Timed(statistics.median(seconds), numbers)


def in_r(tasks: Sequence[tuple[R, Any]]) -> list[Timed]:
    """Answers of R, all in one session, so that its start is not timed.

    A task whose packages are not installed says so; without Rscript all do.
    """
    if not shutil.which("Rscript"):
        return [Timed(failed="no R")] * len(tasks)
    given = [
        {"packages": task.packages, "prepare": task.prepare, "code": task.code, "x": data}
        for task, data in tasks
    ]
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "tasks.json"), Path(folder, "answers.json")
        question.write_text(json.dumps(given))
        subprocess.run(
            ["Rscript", Path(__file__).with_name("timing.R"), question, answer,
             str(LEAST_SECONDS), str(LEAST_CALLS), str(LONG_SECONDS)],
            check=True, capture_output=True,
        )  # fmt: skip
        found = json.loads(answer.read_text())
    return [
        Timed(failed=one["failed"]) if "failed" in one
        else Timed(one["seconds"], tuple(float("nan") if x is None else float(x)
                                         for x in one["numbers"]))
        for one in found
    ]  # fmt: skip


def r_version() -> str:
    """``R 4.2.2``, or nothing where there is none."""
    if not shutil.which("Rscript"):
        return ""
    code = 'cat("R", paste(R.version$major, R.version$minor, sep = "."))'
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    return done.stdout
