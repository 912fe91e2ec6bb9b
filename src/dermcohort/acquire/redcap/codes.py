"""What the codes and labels of a REDCap export mean to `check`.

A raw export has the codes of choices, the other kind their labels; nothing in the file says which
it is, so it is told from fields whose codes and labels cannot be taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dermcohort.acquire.redcap.export import EVENT, STATE, Export
from dermcohort.acquire.redcap.meanings import Target
from dermcohort.redcap_fields import CHOICES
from dermcohort.sheets import Value
from dermcohort.tables import PARAMETERS, TABLES

_LEADING = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?![0-9.])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_UNTICKED = ("0", "unchecked")
_LABELS_OF_STATES = {"incomplete", "unverified", "complete"}
_WORDS = {
    "yesno": {"yes", "no"},
    "truefalse": {"true", "false"},
    "checkbox": {"checked", "unchecked"},
}


def checked_box(value: Value) -> bool:
    """Whether a box of a checkbox is ticked."""
    return value is not None and str(value).strip().casefold() not in _UNTICKED


def is_labelled(export: Export) -> bool:
    """Whether choices stand in the export by their labels."""
    if export.live:
        return False
    for index, field in enumerate(export.fields):
        values = {str(row[index]).strip() for row in export.rows if row[index] is not None}
        folded = {value.casefold() for value in values}
        if not folded:
            continue
        if field == EVENT:
            return not any(re.search(r"_arm_[0-9]", value) for value in folded)
        if field.endswith("_complete") or field == STATE:
            return bool(folded & _LABELS_OF_STATES)
    return any(_only_labels(export, index) for index in range(len(export.fields)))


def _only_labels(export: Export, index: int) -> bool:
    """Whether a column has values that can be labels only."""
    known = export.variable(export.fields[index])
    if known is None:
        return False
    values = {str(row[index]).strip() for row in export.rows if row[index] is not None}
    if known.kind in _WORDS:
        return bool({value.casefold() for value in values} & _WORDS[known.kind])
    return bool(values) and values <= set(known.choices.values()) - set(known.choices)


def codes_of(export: Export, index: int, target: Target, *, labelled: bool) -> dict[str, str]:
    """What stands in the cells of a column -> what it means; empty where cells speak themselves."""
    field = export.fields[index]
    known = export.variable(field)
    choices = known.choices if known else {}
    if "___" in field:
        code = field.rpartition("___")[2]
        label = next((words for each, words in choices.items() if each.lower() == code), "")
        return {"Checked": "yes", "Unchecked": "no"} | ({label: "yes"} if label else {})
    if not choices:
        return {} if labelled else dict(CHOICES.get(field, ()))
    if is_number(target):
        return _numbers(choices, labelled=labelled)
    if labelled:
        return {}
    own = dict(CHOICES.get(field, ()))
    return {code: own.get(code, label) for code, label in choices.items()}


def is_number(target: Target) -> bool:
    """Whether a target is a number."""
    columns = TABLES.get(target.table, ())
    return target.name in PARAMETERS or any(
        column.name == target.name and column.kind == "number" for column in columns
    )


def _numbers(choices: Mapping[str, str], *, labelled: bool) -> dict[str, str]:
    """A score of which the label begins with the number: "0, 0 - clear"; else the code is it."""
    leading = {label: found[0] for label in choices.values() if (found := _LEADING.match(label))}
    if leading:
        meant = {code: leading.get(label, label) for code, label in choices.items()}
    else:
        meant = {code: code if _NUMBER.fullmatch(code) else "" for code in choices}
    pairs = ((choices[code] if labelled else code, value) for code, value in meant.items())
    return {key: value for key, value in pairs if value and key != value}


def codes_are_values(export: Export, index: int, target: Target) -> bool:
    """Whether nothing but the code says which number a choice is."""
    known = export.variable(export.fields[index])
    if known is None or not known.choices or not is_number(target):
        return False
    return not any(_LEADING.match(label) for label in known.choices.values())
