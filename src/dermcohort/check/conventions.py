"""How a source says that its cells are written, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dermcohort.check.items import ITEMS, item_named
from dermcohort.check.reading import NOTHING, PLAIN, Written
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import plain, word_key
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.sources import Source
from dermcohort.tables import PARAMETERS, TABLES, Column, column_of, parameter_of
from dermcohort.units import unit_of, units_allowed

#: Of the assessments: the column of a long sheet, and the parameters of a wide one.
_VALUE = "value"


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a source declares of its cells.

    Attributes
    ----------
    written : Written
        What holds for all its columns.
    codes : mapping of str to mapping
        Column or parameter -> what stands in its cells -> what it means.
    units : mapping of str to str
        Column or parameter -> unit, as the source spells it.
    zeros : mapping
        As in `Written`, for the column of the patient.
    """

    written: Written = PLAIN
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    zeros: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, column: Column, heading_unit: str = "") -> Written:
        """Those of one column; the study file goes before the heading."""
        of_parameter = column.name in PARAMETERS
        codes = self.codes.get(column.name, NOTHING)
        if of_parameter:
            codes = {**self.codes.get(_VALUE, NOTHING), **codes}
        if column.name in ITEMS:
            # What stands for answers is mostly the same in all items of a questionnaire.
            whole = self.codes.get(ITEMS[column.name].instrument.parameter, NOTHING)
            codes = {**self.codes.get(_VALUE, NOTHING), **whole, **codes}
        given = self.units.get(column.name, heading_unit)
        # An ID is never a word for missing: 999 may be a patient.
        missing = self.written.missing if column.name != "patient" else frozenset()
        return Written(
            self.written.decimal,
            missing,
            codes,
            unit_of(column.name, given) if given else None,
            self.written.date_order,
            self.written.date_serials,
            self.zeros if column.name == "patient" else NOTHING,
        )


def conventions_of(source: Source, zeros: Mapping[str, tuple[str, ...]] = NOTHING) -> Conventions:
    """What a source declares, with names and cells as they are compared."""
    # Year first is the default, which says nothing of dates with the year last or short.
    declared = "date_order" in source.model_fields_set
    return Conventions(
        Written(
            source.decimal,
            frozenset(map(word_key, source.missing)),
            date_order=source.date_order if declared else "",
            date_serials=source.date_serials,
        ),
        {
            _named(source.table, name) or name: {word_key(k): v for k, v in codes.items()}
            for name, codes in source.codes.items()
        },
        {_named(source.table, name) or name: unit for name, unit in source.units.items()},
        zeros,
    )


def _named(table: str, name: str) -> str:
    """The column or parameter that a key of ``codes`` or ``units`` means; "" if none."""
    column = column_of(table, name)
    parameter = parameter_of(name) if table == "assessments" else None
    item = item_named(name) if table == "assessments" else ""
    return column.name if column else parameter.code if parameter else item


def declared_wrongly(sheet: Sheet) -> Iterator[Finding]:
    """Keys of ``codes`` and ``units`` that mean no column, and units that are not known."""
    source = sheet.source
    columns = [c.name for c in TABLES[source.table] if not c.by_check]
    more = [*PARAMETERS] if source.table == "assessments" else []
    for rule, names in (("codes", source.codes), ("units", source.units)):
        for name in names:
            if not _named(source.table, name):
                words = "one of: " + ", ".join(columns + more)
                yield finding(rule, sheet, "", plain(name), allowed=words)
    for name, unit in source.units.items():
        known = _named(source.table, name)
        if known and not unit_of(known, unit):
            words = f"{known} in {units_allowed(known)}"
            yield finding("units", sheet, "", f"{name} = {unit}", allowed=words)
