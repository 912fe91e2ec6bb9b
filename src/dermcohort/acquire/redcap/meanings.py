"""What the fields of a REDCap export mean: by the study file, by our own dictionary, by REDCap."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from dermcohort.acquire.redcap.export import STATE, Export
from dermcohort.errors import SourceUnreadable
from dermcohort.redcap_fields import COLUMN_OF_FIELD
from dermcohort.sources import Source
from dermcohort.tables import PARAMETERS, TABLES, column_of, parameter_of

IGNORE = "ignore"
#: The state of a form: a number, or a word in an export with labels.
_STATES = {"0", "1", "2", "incomplete", "unverified", "complete"}
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} .*|\[not completed\]")


class Target(NamedTuple):
    """What a field holds.

    Attributes
    ----------
    table : str
        "" for the patient, who is in every table, and for what is ignored.
    name : str
        Column of the table, or code of a parameter.
    words : str
        As the study file would say it for a sheet: "EASI @ 1 month".
    admin : bool
        Whether it is a field of REDCap itself.
    """

    table: str
    name: str
    words: str
    admin: bool = False


_ADMIN = Target("", IGNORE, IGNORE, admin=True)


def target_of(text: str) -> Target | None:
    """What a name of the study file means over all tables; None if nothing.

    >>> target_of("treatments.start").name, target_of("EASI @ 1 month").words
    ('start', 'EASI @ 1 month')

    Raises
    ------
    SourceUnreadable
        If several tables have such a column.
    """
    bare = " ".join(text.split())
    if bare.casefold() == IGNORE:
        return Target("", IGNORE, IGNORE)
    table, dot, name = bare.partition(".")
    table = table.strip().casefold()
    if not dot or table not in TABLES:
        table, name = "", bare
    name, at, visit = (part.strip() for part in name.partition("@"))
    suffix = f" @ {visit}" if at else ""
    tables = [table] if table else ["assessments"] if at else list(TABLES)
    found = {each: column.name for each in tables if (column := column_of(each, name))}
    if "patient" in found.values():
        return Target("", "patient", "patient")
    if not found and "assessments" in tables and (parameter := parameter_of(name)):
        found = {"assessments": parameter.code}
    if len(found) > 1:
        names = " or ".join(f'"{each}.{column}"' for each, column in found.items())
        raise SourceUnreadable(
            f"{text!r} in a [[sources]] entry of kind redcap could be {names}; try: one of these"
        )
    return next((Target(each, name, name + suffix) for each, name in found.items()), None)


def meanings(export: Export, source: Source) -> tuple[Target | None, ...]:
    """What each column of an export holds; None for what is not known.

    Raises
    ------
    SourceUnreadable
        If the study file maps a field to something that does not exist.
    """
    given = {field.strip().casefold(): _said(field, source) for field in source.columns}
    known = [
        given.get(field.casefold()) or _known(export, index, source)
        for index, field in enumerate(export.fields)
    ]
    if not any(target and target.name == "patient" for target in known):
        # The first field of a project is its record ID.
        known[0] = Target("", "patient", "patient")
    return tuple(known)


def _said(field: str, source: Source) -> Target:
    text = source.columns[field]
    target = target_of(text)
    if target is not None:
        return target
    names = [f"{table}.{c.name}" for table, columns in TABLES.items() for c in columns]
    allowed = [*names, *PARAMETERS, "EASI @ visit", IGNORE]
    near = difflib.get_close_matches(text, [*allowed, *(n.partition(".")[2] for n in names)], n=1)
    hint = f"; nearest: {near[0]}" if near else ""
    raise SourceUnreadable(
        f"columns of a [[sources]] entry says that the field {field!r} is {text!r}, which is no "
        f"column or parameter{hint}; allowed: {', '.join(allowed)}"
    )


def _known(export: Export, index: int, source: Source) -> Target | None:
    field = export.fields[index]
    if field.startswith("redcap_") or field == STATE:
        return _ADMIN
    if field.endswith(("_complete", "_timestamp")) and field not in export.variables:
        pattern = _STAMP.fullmatch if field.endswith("_timestamp") else _STATES.__contains__
        values = {str(row[index]).casefold() for row in export.rows if row[index] is not None}
        if all(pattern(value) for value in values):
            return _ADMIN
    if not source.recognise or field not in COLUMN_OF_FIELD:
        return None
    table, name = COLUMN_OF_FIELD[field]
    return Target("" if name == "patient" else table, name, name)
