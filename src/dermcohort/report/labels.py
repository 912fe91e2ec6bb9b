"""Names as people print them, from the data dictionary."""

from __future__ import annotations

from dermcohort.report.format import unit
from dermcohort.tables import PARAMETERS, TABLES

GROUPS = ("all", "naive", "switch")
_GROUPS = {"all": "All patients", "naive": "Naive", "switch": "Switch"}
_PATIENT = {column.name: column for column in TABLES["patients"]}
_OTHER = {"days_on_drug": "Days on drug", "days on drug": "Days on drug"}


def group_label(group: str) -> str:
    """A group at the head of a column.

    >>> group_label("naive")
    'Naive'
    """
    return _GROUPS.get(group, group[:1].upper() + group[1:])


def label(parameter: str) -> str:
    """A parameter without its unit.

    >>> label("EASI_HN"), label("age_years"), label("EASI-50")
    ('H&N EASI', 'Age', 'EASI-50')
    """
    if parameter in PARAMETERS:
        return PARAMETERS[parameter].label
    if parameter in _PATIENT:
        return _PATIENT[parameter].label
    return _OTHER.get(parameter, parameter)


def in_sentence(parameter: str) -> str:
    """A parameter inside a sentence.

    >>> in_sentence("EOS"), in_sentence("LDH")
    ('eosinophils', 'LDH')
    """
    name = label(parameter)
    return name if _is_short(name) else name[:1].lower() + name[1:]


def unit_of(parameter: str) -> str:
    """The unit of a parameter as printed, "" where it has none."""
    if parameter in PARAMETERS:
        return unit(PARAMETERS[parameter].unit)
    return unit(_PATIENT[parameter].unit) if parameter in _PATIENT else ""


def heading(parameter: str) -> str:
    """A parameter with its unit.

    >>> heading("bmi")
    'BMI, kg/m²'
    """
    with_unit = unit_of(parameter)
    return f"{label(parameter)}, {with_unit}" if with_unit else label(parameter)


def decimals_of(parameter: str) -> int:
    """Decimals in which its mean is printed."""
    return PARAMETERS[parameter].decimals if parameter in PARAMETERS else 1


def abbreviations(parameters: tuple[str, ...]) -> str:
    """What the short names stand for, as a footnote has it.

    >>> abbreviations(("IGA", "DLQI"))
    "IGA, Investigator's Global Assessment; DLQI, Dermatology Life Quality Index."
    """
    known = [PARAMETERS[p] for p in parameters if p in PARAMETERS]
    told = [f"{p.label}, {_inner(p.long_label)}" for p in known if _is_short(p.label)]
    return f"{'; '.join(told)}." if told else ""


def _inner(text: str) -> str:
    """Inside a sentence: lower case unless it is a title, written with capitals throughout."""
    if text.split()[1:2] and text.split()[1][:1].isupper():
        return text
    return text[:1].lower() + text[1:]


def _is_short(name: str) -> bool:
    """Whether a label is an abbreviation: two capitals or more."""
    return sum(letter.isupper() for letter in name) > 1
