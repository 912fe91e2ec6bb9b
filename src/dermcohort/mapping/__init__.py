"""Look at charts that nobody prepared, and write a study file with the mapping recognised.

What is recognised with confidence is written down, column by column, and rules from then on. What
is not is a question in the file; nothing is guessed in silence, and nothing is guessed twice.
"""

from __future__ import annotations

from pathlib import Path

from dermcohort.errors import UsageError
from dermcohort.mapping.guesses import COLUMNS, Guess, SourceGuess, Survey, Unread
from dermcohort.mapping.surveying import survey
from dermcohort.mapping.text import study_text

__all__ = [
    "COLUMNS", "Guess", "SourceGuess", "Survey", "Unread", "init", "study_text", "survey",
]  # fmt: skip


def init(
    charts: str | Path, *, out: str | Path = "study.toml", drug: str = "", force: bool = False
) -> Survey:
    """Look at charts and write a study file with what was recognised, and what is to be asked.

    Parameters
    ----------
    charts : str or Path
        A workbook, a csv, or a folder of them.
    out : str or Path
        The study file.
    drug : str
        The study drug, if the charts do not say it.
    force : bool
        Whether an existing study file is replaced.

    Returns
    -------
    Survey
        What was written.

    Raises
    ------
    UsageError
        If the charts are not there, the study file is there already or cannot be written, or the
        drug is not in the list.
    SourceUnreadable
        If a file of the charts cannot be read.
    """
    out = Path(out)
    if out.is_dir():
        raise UsageError(f"{out} is a folder; try: -o with the name of a study file")
    if out.exists() and not force:
        raise UsageError(
            f"{out} is there already, and init would replace it; "
            "try: -o with another name, or --force"
        )
    seen = survey(charts, folder=out.parent, drug=drug)
    try:
        out.write_text(study_text(seen), encoding="utf-8", newline="\n")
    except OSError as refused:
        raise UsageError(f"{out} cannot be written ({refused.strerror}); try: -o") from refused
    return seen
