"""The secret that pseudonyms are keyed with: one file, readable by its owner alone."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import NewType

from dermcohort.errors import StudyFileError

Key = NewType("Key", bytes)

_BYTES = 32
_DEFAULT = Path(".config") / "dermcohort" / "pseudonyms.key"


def key_path(key_file: str, folder: Path) -> Path:
    """Where the key lies: as the study file says, from its folder, else in the home folder."""
    return folder / Path(key_file).expanduser() if key_file else Path.home() / _DEFAULT


def read_key(path: Path, *, out: Path | None = None) -> Key:
    """The key of a file; a new one is drawn where there is no file yet.

    Parameters
    ----------
    path : Path
    out : Path or None
        The folder of the report: a key inside it would go wherever the report goes.

    Raises
    ------
    StudyFileError
        If the file lies in the folder of the report, cannot be read or written, or holds no key.
    """
    if out is not None and path.resolve().is_relative_to(out.resolve()):
        raise StudyFileError(
            f"privacy.key_file is {path}, inside the report's folder {out}; whoever gets the "
            "report could undo the pseudonyms; try: a path outside it"
        )
    try:
        if not path.exists():
            _draw(path)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as refused:
        why = getattr(refused, "strerror", None) or "it is no text"
        raise StudyFileError(
            f"the key {path} cannot be read or written ({why}); try: another privacy.key_file"
        ) from refused
    if not re.fullmatch(rf"[0-9a-f]{{{2 * _BYTES}}}", text):
        raise StudyFileError(
            f"{path} holds no key of dermcohort ({2 * _BYTES} hexadecimal digits); "
            "try: another privacy.key_file, or the file that was made at the first run"
        )
    return Key(bytes.fromhex(text))


def _draw(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another run drew it in this moment.
        return
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
