"""The output folder: written beside the old one, and put in its place in one step.

A run that dies at any moment leaves the previous folder whole. Where the system can exchange two
folders in one step (Linux, macOS), there is no moment without a report either.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dermcohort.errors import UsageError

MANIFEST = "manifest.json"
_PARTIAL = ".unfinished-"
_OLD = ".replaced"
_AT_FDCWD = -100
_EXCHANGE = 2


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


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
