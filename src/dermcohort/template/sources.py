"""The [[sources]] entries of a study file that read a filled template back."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dermcohort.template.forms import Form
from dermcohort.template.limits import HEADING_ROW


def source_entries(forms: Sequence[Form], file: str) -> str:
    """The entries as TOML.

    Parameters
    ----------
    forms : sequence of Form
    file : str
        Name of the workbook, relative to the study file.
    """
    return "\n".join(
        "[[sources]]\n"
        f"file = {_quoted(file)}\n"
        f"sheet = {_quoted(form.title)}\n"
        f'table = "{form.table}"\n'
        f"header_row = {HEADING_ROW}\n"
        for form in forms
    )


def redcap_entry(dictionary: str) -> str:
    """The entry that reads an export of the project.

    >>> print(redcap_entry("dd.csv"))
    [[sources]]
    kind = "redcap"
    file = "export.csv"
    dictionary = "dd.csv"
    <BLANKLINE>
    """
    entry = '[[sources]]\nkind = "redcap"\nfile = "export.csv"\n'
    return f"{entry}dictionary = {_quoted(dictionary)}\n"


def _quoted(text: str) -> str:
    # A JSON string of printable text is a TOML string.
    return json.dumps(text, ensure_ascii=False)
