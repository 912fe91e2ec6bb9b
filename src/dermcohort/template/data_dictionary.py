"""The REDCap data dictionary of a study: a csv that makes the forms of a new project."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dermcohort.redcap_fields import CHOICES, FORMS, OTHER, OTHER_OF_FIELD, field_name, other_field
from dermcohort.study import Study
from dermcohort.tables import PARAMETERS, TABLES, Column, Parameter
from dermcohort.template.forms import outcomes_of
from dermcohort.template.words import (
    Language,
    code_words,
    column_heading,
    drug_name,
    event_name,
    parameter_heading,
    reasons,
    said,
)

#: The columns of REDCap's data dictionary, in its order and words.
HEADINGS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note",
    "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max",
    "Identifier?", "Branching Logic (Show field only if...)", "Required Field?",
    "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip
#: Shown only where they can apply: field -> REDCap's condition.
_SHOWN_IF = {"stop_reason": "[drug_stop] <> ''", "next_drug": "[drug_stop] <> ''"}


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    form: str
    label: str
    kind: str = "text"
    section: str = ""
    choices: str = ""
    note: str = ""
    validation: str = ""
    low: str = ""
    high: str = ""
    identifier: bool = False
    shown_if: str = ""
    required: bool = False

    def cells(self) -> tuple[str, ...]:
        return (
            self.name, self.form, self.section, self.kind, self.label, self.choices, self.note,
            self.validation, self.low, self.high, "y" if self.identifier else "", self.shown_if,
            "y" if self.required else "", "", "", "", "", "",
        )  # fmt: skip


def data_dictionary(study: Study, language: Language = "en") -> str:
    """The data dictionary as csv text, with REDCap's 18 columns.

    Forms are patients, treatments, visits and adverse_events. The last three are to be enabled as
    repeating instruments; or ``visits`` is assigned to one event a visit.

    Parameters
    ----------
    language : "en" or "ja"
        Of labels and choices; names of fields and codes of choices are the same in both.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for form, table in FORMS.items():
        rows = _visits(study, form, language) if table == "assessments" else (
            _columns(study, form, table, language))  # fmt: skip
        writer.writerows(row.cells() for row in rows)
    return text.getvalue()


def _columns(study: Study, form: str, table: str, language: Language) -> Iterator[_Row]:
    for column in TABLES[table]:
        if column.by_check or (column.name == "patient" and table != "patients"):
            continue
        row = _column(study, form, table, column, language)
        yield row
        if row.name in OTHER_OF_FIELD:
            other = other_field(row.name)
            yield _Row(other, form, f"{row.label}: {_other(language)}",
                       shown_if=f"[{row.name}] = '{OTHER}'")  # fmt: skip


def _column(study: Study, form: str, table: str, column: Column, language: Language) -> _Row:
    name = field_name(table, column.name)
    row = _Row(
        name, form, column_heading(table, column, language), required=column.required,
        shown_if=_SHOWN_IF.get(name, ""),
    )  # fmt: skip
    if column.name == "patient":
        # The record ID is always there; REDCap does not let it be required.
        return replace(row, note=said(language, "id"), identifier=True, required=False)
    if name in CHOICES:
        kind = "radio" if column.kind == "code" else "dropdown"
        return replace(row, kind=kind, choices=_choices(name, column, language))
    if column.kind == "yes_no":
        return replace(row, kind="yesno")
    if column.kind == "number":
        low, high = _number(column.low), _number(column.high)
        return replace(row, validation="number", low=low, high=high)
    if column.kind == "date":
        return _dated(row, study.start_between[0] if table == "events" else None, study)
    return row


def _dated(row: _Row, low: dt.date | None, study: Study) -> _Row:
    return replace(
        row, validation="date_ymd", low="" if low is None else low.isoformat(),
        high="" if study.data_cutoff is None else study.data_cutoff.isoformat(),
    )  # fmt: skip


def _choices(name: str, column: Column, language: Language) -> str:
    codes = [code for code, _ in CHOICES[name]]
    if column.kind == "code":
        words = list(code_words(column, language))
    else:
        meanings = [meaning for _, meaning in CHOICES[name][:-1]]
        spoken = {"drug": drug_name, "event": event_name}
        words = [spoken[name](m, language) for m in meanings] if name in spoken else (
            list(reasons(language)))  # fmt: skip
        words.append(_other(language))
    return " | ".join(f"{code}, {word}" for code, word in zip(codes, words, strict=True))


def _other(language: Language) -> str:
    return "その他" if language == "ja" else "Other"


def _visits(study: Study, form: str, language: Language) -> Iterator[_Row]:
    date = next(column for column in TABLES["assessments"] if column.name == "date")
    low = study.start_between[0] + dt.timedelta(days=min(0, study.visits[0].window[0]))
    label = column_heading("assessments", date, language)
    row = _Row(field_name("assessments", "date"), form, label, required=True)
    yield _dated(row, low, study)
    for title, codes in zip(("scores", "laboratory"), outcomes_of(study), strict=True):
        for number, code in enumerate(codes):
            section = "" if number else said(language, title)
            yield _parameter(PARAMETERS[code], form, section, language)


def _parameter(known: Parameter, form: str, section: str, language: Language) -> _Row:
    name, label = field_name("assessments", known.code), parameter_heading(known.code, language)
    low, high = _number(known.low), _number(known.high)
    limits = {"low": f"{known.low:g}", "high": f"{known.high:,.10g}",
              "unit": f" {known.unit}" if known.unit else ""}  # fmt: skip
    if known.role == "biomarker":
        # REDCap's numbers have no comparator, and these are often beyond a limit of detection.
        note = f"{said(language, 'between', **limits)} {said(language, 'censored')}"
        return _Row(name, form, label, section=section, note=note)
    key = "step" if known.step else "between"
    note = said(language, key, step=f"{known.step or 0:g}", **limits)
    validation = "integer" if known.step == 1 else "number"
    return _Row(name, form, label, section=section, note=note, validation=validation, low=low,
                high=high)  # fmt: skip


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"
