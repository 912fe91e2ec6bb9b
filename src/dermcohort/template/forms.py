"""The sheets of the template and what each of their cells may hold, made from the dictionary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from dermcohort.study import Study, Visit
from dermcohort.tables import PARAMETERS, TABLES, Column
from dermcohort.template import example
from dermcohort.template.words import (
    Language,
    code_words,
    column_heading,
    drug_name,
    event_name,
    parameter_heading,
    reasons,
    said,
    yes_no,
)
from dermcohort.terms import DRUGS, EVENTS

Kind = Literal["new id", "known id", "text", "number", "date", "date after", "list", "open list"]
#: What a form asks for if the study file does not say which outcomes are followed.
SCORES = ("IGA", "EASI", "EASI_HN", "BSA", "DLQI", "POEM", "ITCH_VAS")
SAFETY = ("WBC", "NEUT", "LYMPH", "HB", "PLT", "CPK", "TC", "LDL", "AST", "ALT", "TBIL", "CREAT")
#: No treatment of atopic dermatitis that matters here began earlier.
_FIRST_DAY = dt.date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet.

    Attributes
    ----------
    heading : str
        With unit and visit, as `check` recognises it.
    kind : str
        What may stand in its cells; "date after" is a date on or after the one to its left.
    name : str
        Column of the table, or code of the parameter.
    visit : str
        Label of the visit; "" if there is none.
    low, high : float or date or None
        Limits, inclusive; no upper limit of a date means today.
    step : float or None
        Grid of a number.
    unit : str
    choices : tuple of str or float
        Of a list.
    required : bool
        Whether a row, or a visit, that is filled in needs it.
    censored : bool
        Whether "<5" and ">20000" are values, too.
    word : str
        A word that a number may be replaced with; "" for none.
    about : str
        What its heading does not tell.
    example : str, float or date
    """

    heading: str
    kind: Kind
    name: str
    visit: str = ""
    low: float | dt.date | None = None
    high: float | dt.date | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[str | float, ...] = ()
    required: bool = False
    censored: bool = False
    word: str = ""
    about: str = ""
    example: str | float | dt.date = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet.

    Attributes
    ----------
    title : str
        Name of the sheet.
    table : str
        Which of the four tables its rows go into.
    fields : tuple of Field
        The first is the patient.
    """

    title: str
    table: str
    fields: tuple[Field, ...]


def forms_of(
    study: Study, language: Language, *, without: Collection[str] = ()
) -> tuple[Form, ...]:
    """The sheets of a study: patients, treatments, scores, laboratory, events.

    Parameters
    ----------
    without : collection of str
        Parameters that have no column, since they are made of their items.
    """
    scores, laboratory = outcomes_of(study)
    scores = tuple(code for code in scores if code not in without)
    people = said(language, "patients")
    wide = [
        Form(said(language, name), "assessments", _by_visit(study, codes, language))
        for name, codes in (("scores", scores), ("laboratory", laboratory))
        if codes
    ]
    return (
        Form(people, "patients", _columns(study, "patients", language)),
        Form(said(language, "treatments"), "treatments", _columns(study, "treatments", language)),
        *wide,
        Form(said(language, "events"), "events", _columns(study, "events", language)),
    )


def outcomes_of(study: Study) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Scores, and laboratory values: those of the study file, else what most studies follow."""
    given = study.outcomes.model_fields_set
    scores = study.outcomes.scores if "scores" in given else SCORES
    safety = study.outcomes.safety if "safety" in given else SAFETY
    return scores, (*study.outcomes.biomarkers, *safety)


def _columns(study: Study, table: str, language: Language) -> tuple[Field, ...]:
    return tuple(
        _field(study, table, column, language) for column in TABLES[table] if not column.by_check
    )


def _field(study: Study, table: str, column: Column, language: Language) -> Field:
    field = Field(
        column_heading(table, column, language), "text", column.name,
        low=column.low, high=column.high, unit=column.unit, required=column.required,
        example=_example(study, column.name, language),
    )  # fmt: skip
    if column.name == "patient":
        return _patient(table, field)
    if choices := _open_choices(study, column.name, language):
        return replace(field, kind="open list", choices=choices)
    if column.kind == "number":
        return replace(field, kind="number")
    if column.kind == "date":
        return _date(study, table, field)
    if column.kind in ("yes_no", "code"):
        yes_or_no = column.kind == "yes_no"
        words = yes_no(language) if yes_or_no else code_words(column, language)
        return replace(field, kind="list", choices=words)
    return field


def _patient(table: str, field: Field) -> Field:
    return replace(field, kind="new id" if table == "patients" else "known id")


def _open_choices(study: Study, name: str, language: Language) -> tuple[str, ...]:
    """Choices of a column in which something else may stand as well."""
    if name in ("drug", "next_drug"):
        drugs = [study.drug, *(drug for drug in DRUGS if drug != study.drug)]
        return tuple(drug_name(drug, language) for drug in drugs)
    if name == "reason":
        return reasons(language)
    return tuple(event_name(event, language) for event in EVENTS) if name == "event" else ()


def _date(study: Study, table: str, field: Field) -> Field:
    low = study.start_between[0] if table == "events" else _FIRST_DAY
    kind: Kind = "date after" if field.name == "stop" else "date"
    return replace(field, kind=kind, low=low, high=study.data_cutoff)


def _example(study: Study, name: str, language: Language) -> str | float | dt.date:
    """What the example row has in a column that is no parameter; "" for nothing."""
    texts = {
        "patient": said(language, "example"),
        "sex": said(language, "F"),
        "asthma": said(language, "yes"),
        "rhinitis": said(language, "yes"),
        "conjunctivitis": said(language, "no"),
        "topical_not_possible": said(language, "no"),
        "diagnosis": "アトピー性皮膚炎" if language == "ja" else "atopic dermatitis",
        "drug": drug_name(study.drug, language),
        "event": event_name("acne or folliculitis", language),
        "serious": said(language, "no"),
        "action": "なし" if language == "ja" else "none",
        "outcome": "回復" if language == "ja" else "recovered",
    }
    days = {"start": 0, "date": 21}
    if name in days:
        return study.start_between[0] + dt.timedelta(days=days[name])
    return texts.get(name) or example.COLUMNS.get(name, "")


def _by_visit(study: Study, codes: tuple[str, ...], language: Language) -> tuple[Field, ...]:
    def of_visit(visit: Visit) -> tuple[Field, ...]:
        return tuple(_parameter(code, visit, study, language) for code in codes)

    return dated_by_visit(study, language, of_visit)


def dated_by_visit(
    study: Study, language: Language, of_visit: Callable[[Visit], tuple[Field, ...]]
) -> tuple[Field, ...]:
    """The patient, and for each visit its date and its fields."""
    fields = [_field(study, "assessments", TABLES["assessments"][0], language)]
    for visit in study.visits:
        fields += [_visit_date(study, visit, language), *of_visit(visit)]
    return tuple(fields)


def _visit_date(study: Study, visit: Visit, language: Language) -> Field:
    column = next(c for c in TABLES["assessments"] if c.name == "date")
    label = visit.label or visit.name
    start = study.start_between[0]
    return Field(
        f"{column_heading('assessments', column, language)} {label}", "date", "date", label,
        low=start + dt.timedelta(days=min(0, visit.window[0])), high=study.data_cutoff,
        required=True, example=start + dt.timedelta(days=visit.target_day),
    )  # fmt: skip


def _parameter(code: str, visit: Visit, study: Study, language: Language) -> Field:
    known = PARAMETERS[code]
    label = visit.label or visit.name
    return Field(
        f"{parameter_heading(code, language)} {label}", "number", code, label,
        low=known.low, high=known.high, step=known.step, unit=known.unit,
        censored=known.role != "score",
        example=example.value_of(code, later=visit.name != study.baseline),
    )  # fmt: skip
