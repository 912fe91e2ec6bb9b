"""The fields of a REDCap project that holds a cohort: their names, forms and choices.

The data dictionary that ``template`` writes has these names, and the reader of exports knows them
without being told.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from dermcohort.japanese import REASONS
from dermcohort.tables import PARAMETERS, TABLES
from dermcohort.terms import DRUGS, EVENTS

#: Form of the project -> table of the cohort. All but the first are filled in several times.
FORMS: dict[str, str] = {
    "patients": "patients",
    "treatments": "treatments",
    "visits": "assessments",
    "adverse_events": "events",
}
#: A field has one name in the whole project, so those of several tables are told apart.
_NAMES = {
    ("assessments", "date"): "visit_date",
    ("events", "date"): "event_date",
    ("treatments", "start"): "drug_start",
    ("treatments", "stop"): "drug_stop",
    ("treatments", "reason"): "stop_reason",
}
#: Columns that are chosen from a list which cannot be complete.
_OPEN = {
    ("treatments", "drug"): tuple(DRUGS),
    ("treatments", "reason"): tuple(REASONS),
    ("events", "event"): tuple(EVENTS),
}
#: The choice beside which the text field says what it is.
OTHER = "other"


def field_name(table: str, name: str) -> str:
    """The field of a column or parameter.

    >>> field_name("events", "date"), field_name("assessments", "EASI_HN")
    ('event_date', 'easi_hn')
    """
    return _NAMES.get((table, name), name.lower())


def other_field(field: str) -> str:
    """The text field beside a list that has the choice "other"."""
    return f"{field}_other"


def choice_code(meaning: str) -> str:
    """The code that REDCap keeps for a choice: letters, digits and underscores.

    >>> choice_code("patient's wish")
    'patient_s_wish'
    """
    return re.sub(r"\W+", "_", meaning).strip("_")


def _columns() -> dict[str, tuple[str, str]]:
    fields = {
        field_name(table, column.name): (table, column.name)
        for table, columns in TABLES.items()
        for column in columns
        if not column.by_check and column.name not in _ONLY_LONG
    }
    fields |= {field_name("assessments", code): ("assessments", code) for code in PARAMETERS}
    others = {other_field(field_name(*column)): column for column in _OPEN}
    return fields | others


#: Columns of the assessments that a form with a field for each parameter does not have.
_ONLY_LONG = ("parameter", "value", "comparator", "unit")
#: Field -> table and column (or parameter) that it holds; the patient is of every table.
COLUMN_OF_FIELD = MappingProxyType(_columns())
#: Field -> the text field in which something else is written.
OTHER_OF_FIELD = MappingProxyType(
    {field_name(*column): other_field(field_name(*column)) for column in _OPEN}
)
#: Field -> its choices: code, and what it means in the tables.
CHOICES: MappingProxyType[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        field_name(table, column.name): tuple(
            (choice_code(meaning), meaning)
            for meaning in dict.fromkeys(meaning for _, meaning in column.codes)
        )
        for table, columns in TABLES.items()
        for column in columns
        if column.kind == "code" and column.name not in _ONLY_LONG
    }
    | {
        field_name(*column): (*((choice_code(name), name) for name in names), (OTHER, OTHER))
        for column, names in _OPEN.items()
    }
)
