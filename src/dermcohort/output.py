"""The output folder: written beside the old one, and put in its place in one step.

A run that dies at any moment leaves the previous folder whole. Where the system can exchange two
folders in one step (Linux, macOS), there is no moment without a report either.
"""

from __future__ import annotations

import csv
import ctypes
import datetime as dt
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dermcohort.errors import UsageError
from dermcohort.findings import COLUMNS as FINDING_COLUMNS
from dermcohort.findings import Finding
from dermcohort.results import COLUMNS as RESULT_COLUMNS
from dermcohort.results import Results

MANIFEST = "manifest.json"
_PARTIAL = ".unfinished-"
_OLD = ".replaced"
_AT_FDCWD = -100
_EXCHANGE = 2
#: Libraries whose version may change a digit or a picture.
LIBRARIES = ("matplotlib", "narwhals", "numpy", "polars", "scipy")


def refuse_foreign(folder: Path) -> None:
    """Refuse to replace anything that is not a report of ours.

    Raises
    ------
    UsageError
        If the folder holds files and none of them is our manifest, or is a file.
    """
    if folder.is_file():
        raise UsageError(f"{folder} is a file; try: -o with the name of a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise UsageError(
            f"{folder} holds files that are not a report of dermcohort, and a run would replace "
            "them; try: -o with the name of a new folder"
        )


@contextmanager
def in_place_of(folder: Path) -> Iterator[Path]:
    """A new folder to write into; it takes the place of ``folder`` when the block ends well."""
    folder = folder.resolve()
    refuse_foreign(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _restore(folder)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}{_PARTIAL}", dir=folder.parent))
    except OSError as refused:
        raise UsageError(
            f"{folder} cannot be written ({refused.strerror}); try: -o with another folder"
        ) from refused
    try:
        yield partial
        partial.chmod(0o755)
        _swap(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _restore(folder: Path) -> None:
    """Put things right that a killed run left behind."""
    old = folder.with_name(f".{folder.name}{_OLD}")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in folder.parent.glob(f".{folder.name}{_PARTIAL}*"):
        shutil.rmtree(left, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _swap(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        # Between these two steps the old report is whole under its other name; the next run
        # puts it back.
        old = folder.with_name(f".{folder.name}{_OLD}")
        folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(new: Path, folder: Path) -> bool:
    """Exchange two folders in one step, if the system can."""
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    if name is None:
        return False
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return False
    cwd = _AT_FDCWD if sys.platform == "linux" else -2
    done: int = call(cwd, os.fsencode(new), cwd, os.fsencode(folder), ctypes.c_uint(_EXCHANGE))
    return done == 0


def write_results(results: Results, folder: Path) -> None:
    """results.csv, results.parquet and decisions.json."""
    write_csv(folder / "results.csv", RESULT_COLUMNS, results.tuples())
    results.to_polars().write_parquet(folder / "results.parquet")
    decisions = [asdict(d) | {"numbers": dict(d.numbers)} for d in results.decisions]
    write_json(folder / "decisions.json", decisions)


def write_findings(findings: Sequence[Finding], folder: Path) -> None:
    """findings.csv: with what stands in the cells, so it stays on this machine."""
    write_csv(folder / "findings.csv", FINDING_COLUMNS, (astuple(f) for f in findings))


def write_manifest(study: dict[str, Any], inputs: Sequence[Path], folder: Path) -> None:
    """manifest.json: what went in, what came out, and what made it; written last.

    Two runs on the same input differ in one line of it, ``clock``.
    """
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "dermcohort": version("dermcohort"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "clock": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seed": study["seed"],
        "inputs": {path.name: digest(path) for path in inputs},
        "outputs": {path.relative_to(folder).as_posix(): digest(path) for path in made},
        "study": study,
    }
    write_json(folder / MANIFEST, content)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A csv in UTF-8 with a byte order mark, so that Excel reads Japanese in it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_json(path: Path, content: Any) -> None:
    """JSON in UTF-8, indented, keys as they come."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
