"""A writer of REDCap exports, written from its documentation and apart from the reader.

A project is a list of entries: the patient, the form, the event, and field -> code. Exports are
flat, with one row an event or a repeated form; labels replace codes where they are asked for.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

#: Field -> (form, type, label, choices).
Fields = dict[str, tuple[str, str, str, dict[str, str]]]
STATES = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
DICTIONARY = [
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note",
    "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max",
    "Identifier?", "Branching Logic (Show field only if...)", "Required Field?",
    "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
]  # fmt: skip


class Entry(dict):
    """Values of one form of one patient, at an event or as a repeat."""

    def __init__(self, patient: str, form: str, values: dict, *, event: str = "", repeat: int = 0):
        super().__init__(values)
        self.patient, self.form, self.event, self.repeat = patient, form, event, repeat


def write_dictionary(path: Path, fields: Fields) -> None:
    rows = []
    for name, (form, kind, label, choices) in fields.items():
        row = dict.fromkeys(DICTIONARY, "")
        row |= {"Variable / Field Name": name, "Form Name": form, "Field Type": kind,
                "Field Label": label}  # fmt: skip
        row[DICTIONARY[5]] = " | ".join(f"{code}, {words}" for code, words in choices.items())
        rows.append(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, DICTIONARY, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def columns_of(fields: Fields) -> list[str]:
    """The fields of an export, in order: a box for each choice, the state behind each form."""
    names: list[str] = []
    forms = list(dict.fromkeys(form for form, *_ in fields.values()))
    for form in forms:
        for name, (own, kind, _, choices) in fields.items():
            if own == form:
                boxes = [f"{name}___{code}" for code in choices]
                names += boxes if kind == "checkbox" else [name]
        names.append(f"{form}_complete")
    return names


def flat_rows(fields: Fields, entries: list[Entry], *, labels: bool) -> list[dict[str, str]]:
    """One row for each patient, event and repeat."""
    patient_field = next(iter(fields))
    events = any(entry.event for entry in entries)
    repeats = any(entry.repeat for entry in entries)
    rows: dict[tuple, dict[str, str]] = {}
    for entry in sorted(entries, key=lambda e: e.patient):
        key = (entry.patient, entry.event, entry.form if entry.repeat else "", entry.repeat)
        row = rows.setdefault(key, {patient_field: entry.patient})
        if events:
            row["redcap_event_name"] = EVENT_LABELS[entry.event] if labels else entry.event
        if repeats:
            row["redcap_repeat_instrument"] = key[2]
            row["redcap_repeat_instance"] = str(entry.repeat or "")
        row[f"{entry.form}_complete"] = STATES["2"] if labels else "2"
        for name, (form, kind, _, choices) in fields.items():
            if form == entry.form and kind == "checkbox":
                ticked = entry.get(name, ())
                for code in choices:
                    yes, no = ("Checked", "Unchecked") if labels else ("1", "0")
                    row[f"{name}___{code}"] = yes if code in ticked else no
            elif form == entry.form and name in entry:
                row[name] = spoken(kind, choices, str(entry[name]), labels=labels)
    return list(rows.values())


def spoken(kind: str, choices: dict[str, str], code: str, *, labels: bool) -> str:
    if not labels:
        return code
    if kind == "yesno":
        return {"1": "Yes", "0": "No"}[code]
    return choices.get(code, code)


EVENT_LABELS = {"": "", "baseline_arm_1": "Baseline", "1_month_arm_1": "1 month (Arm 1: All)",
                "3_months_arm_1": "3 months"}  # fmt: skip


def write_export(
    path: Path, fields: Fields, entries: list[Entry], *, labels: bool = False,
    label_headings: bool = False,
) -> None:  # fmt: skip
    """A csv as REDCap exports it."""
    rows = flat_rows(fields, entries, labels=labels)
    first, *others = columns_of(fields)
    extra = [n for n in ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
             if any(n in row for row in rows)]  # fmt: skip
    names = [first, *extra, *others]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([heading(name, fields) for name in names] if label_headings else names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def heading(name: str, fields: Fields) -> str:
    """The label of a field, as the export "labels" has it."""
    own: dict[str, str] = {
        "redcap_event_name": "Event Name", "redcap_repeat_instrument": "Repeat Instrument",
        "redcap_repeat_instance": "Repeat Instance",
    }  # fmt: skip
    if name.endswith("_complete"):
        return "Complete?"
    base, _, code = name.partition("___")
    if code:
        return f"{fields[base][2]} (choice={fields[base][3][code]})"
    return own.get(name) or fields[base][2]


def json_rows(fields: Fields, entries: list[Entry]) -> list[dict[str, Any]]:
    """Records as the API gives them: every field in every row, as text."""
    first, *others = columns_of(fields)
    rows = flat_rows(fields, entries, labels=False)
    extra = [n for n in ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
             if any(n in row for row in rows)]  # fmt: skip
    return [{name: row.get(name, "") for name in (first, *extra, *others)} for row in rows]


def metadata(fields: Fields) -> list[dict[str, str]]:
    """The data dictionary as the API gives it."""
    return [
        {"field_name": name, "form_name": form, "section_header": "", "field_type": kind,
         "field_label": label,
         "select_choices_or_calculations": " | ".join(f"{c}, {w}" for c, w in choices.items()),
         "field_note": "", "identifier": "", "branching_logic": "", "required_field": ""}
        for name, (form, kind, label, choices) in fields.items()
    ]  # fmt: skip
