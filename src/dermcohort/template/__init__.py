"""A workbook to fill in, and a REDCap data dictionary, made from the study file.

What is filled in reads back with the [[sources]] entries that are given with it, without a
mapping and without a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dermcohort.errors import UsageError
from dermcohort.study import Study, parse_study, read_content
from dermcohort.template.data_dictionary import data_dictionary
from dermcohort.template.forms import forms_of
from dermcohort.template.items import instruments_named, item_form
from dermcohort.template.sources import redcap_entry, source_entries
from dermcohort.template.words import LANGUAGES, Language
from dermcohort.template.workbook import write_workbook

__all__ = ["Template", "write_template"]

WORKBOOK = "charts-template.xlsx"


@dataclass(frozen=True, slots=True)
class Template:
    """What was written.

    Attributes
    ----------
    workbook : Path
    sheets : tuple of str
        Names of the sheets to fill in.
    entries : str
        TOML that reads the workbook back.
    redcap : Path or None
        The data dictionary.
    redcap_entries : str
        TOML that reads an export of that project; "" without one.
    """

    workbook: Path
    sheets: tuple[str, ...]
    entries: str
    redcap: Path | None = None
    redcap_entries: str = ""


def write_template(
    path: str | Path,
    *,
    out: str | Path | None = None,
    language: str = "en",
    redcap: str | Path | None = None,
    items: Sequence[str] = (),
) -> Template:
    """Write a workbook to fill in for a study, and a REDCap data dictionary if one is named.

    Parameters
    ----------
    path : str or Path
        The study file; it needs no sources yet.
    out : str or Path, optional
        The workbook; default: ``charts-template.xlsx`` beside the study file.
    language : "en" or "ja"
    redcap : str or Path, optional
        The csv of the data dictionary.
    items : sequence of str
        Instruments that get a sheet for their items in place of a column for their total.

    Raises
    ------
    StudyFileError
        If the study file cannot be read or breaks its rules.
    UsageError
        If the language or an instrument is none, or a file is there already or cannot be written.
    """
    path = Path(path)
    if language not in LANGUAGES:
        raise UsageError(f"{language!r} is no language here; allowed: {', '.join(LANGUAGES)}")
    chosen: Language = "ja" if language == "ja" else "en"
    study = _study(path)
    workbook = Path(out) if out is not None else path.parent / WORKBOOK
    _refuse(workbook, ".xlsx")
    if redcap is not None:
        _refuse(Path(redcap), ".csv")
    instruments = instruments_named(items)
    forms = forms_of(study, chosen, without=[each.parameter for each in instruments])
    # The sheet of the events stays the last.
    sheets = [item_form(study, each, chosen) for each in instruments]
    forms = (*forms[:-1], *sheets, forms[-1])
    try:
        write_workbook(workbook, study, forms, chosen)
        if redcap is not None:
            text = data_dictionary(study, chosen)
            Path(redcap).write_text(text, encoding="utf-8", newline="\n")
    except OSError as refused:
        raise UsageError(
            f"{refused.filename or workbook} cannot be written ({refused.strerror}); "
            "try: -o with a file in another folder"
        ) from refused
    return Template(
        workbook,
        tuple(form.title for form in forms),
        source_entries(forms, _relative(workbook, path.parent)),
        Path(redcap) if redcap is not None else None,
        redcap_entry(_relative(Path(redcap), path.parent)) if redcap is not None else "",
    )


def _study(path: Path) -> Study:
    """The study; a file without sources is one that has no charts yet."""
    content = read_content(path)
    return parse_study({**content, "sources": content.get("sources") or _NO_CHARTS}, str(path))


_NO_CHARTS = ({"table": "patients"},)


def _refuse(file: Path, suffix: str) -> None:
    if file.suffix.lower() != suffix:
        raise UsageError(f"{file} does not end with {suffix}; try: {file.with_suffix(suffix)}")
    if file.exists():
        raise UsageError(
            f"{file} is there already, and may have been filled in; try: another name, or move it"
        )


def _relative(workbook: Path, folder: Path) -> str:
    workbook, folder = workbook.resolve(), folder.resolve()
    inside = workbook.is_relative_to(folder)
    return (workbook.relative_to(folder) if inside else workbook).as_posix()
