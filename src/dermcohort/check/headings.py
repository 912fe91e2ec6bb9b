"""Recognise what each column of a sheet holds, from its heading.

A heading is a column of the table, or, over a wide sheet of assessments, a parameter or the date
with a visit: ``EASI 0M``, ``EASI (3M)``, ``1ヶ月後のEASI``, ``LDH (U/L) 1M``, ``Date 0M``. What the
study file says in ``columns`` goes before, and alone where it says so. A unit in a heading is held
against the dictionary, unless the study file maps the heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dermcohort.check.items import ITEMS, item_named
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import near, plain
from dermcohort.check.visit_words import BASELINE, Moment, moment_of, splits
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.study import Visit
from dermcohort.tables import PARAMETERS, TABLES, column_of, parameter_of
from dermcohort.units import UNITS, other_parameter, unit_of, units_allowed

#: What may stand in parentheses behind a heading without being a unit.
_HARMLESS = re.compile(
    r"points?|score|total|[0-9.]+ ?[-–~] ?[0-9.]+|m ?/ ?f|f ?/ ?m|y ?/ ?n|yes ?/ ?no|0 ?/ ?1"
    r"|yyyy[-/.]mm[-/.]dd|date|day"
)
_PARENTHESES = re.compile(r"[(\[]([^)\]]*)[)\]]")
#: BSA (m²) is an area, not month 2.
_AREA = re.compile(r"(?:bsa|面積).*m2(?![0-9])")
IGNORE = "ignore"
#: Columns of the table that a wide sheet of assessments may have.
_WIDE_COLUMNS = ("patient", "date")
#: Of assessments: the visit of each row, in words. Only the study file says so of a column.
VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Slot:
    """What one column of a sheet holds.

    Attributes
    ----------
    index : int
        Position in the sheet's headings.
    name : str
        Column of the table, or code of the parameter whose values stand there.
    visit : str
        Name of the visit; "" if the heading names none.
    unit : str
        As the heading gives it; "" if it gives none.
    """

    index: int
    name: str
    visit: str = ""
    unit: str = ""

    @property
    def is_parameter(self) -> bool:
        """Whether values of a parameter stand there."""
        return self.name in PARAMETERS

    @property
    def is_item(self) -> bool:
        """Whether answers to an item of an instrument stand there."""
        return self.name in ITEMS

    @property
    def words(self) -> str:
        """For a message."""
        return f"{self.name} at {self.visit}" if self.visit else self.name


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: a slot without its place, and the unit it gives."""

    name: str
    visit: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet's columns hold.

    Attributes
    ----------
    slots : tuple of Slot
        In the order of the columns; those not recognised are left out.
    wide : bool
        Whether parameters are columns, not rows.
    findings : tuple of Finding
    used : frozenset of int
        Positions of the columns of which it is known what they hold, or that they are ignored.
    shared : bool
        Whether other sources read the same sheet.
    """

    slots: tuple[Slot, ...]
    wide: bool
    findings: tuple[Finding, ...]
    used: frozenset[int] = frozenset()
    shared: bool = False

    def at(self, name: str, visit: str = "") -> Slot | None:
        """The slot of a column, or of a parameter or date at a visit; None if there is none."""
        return next((s for s in self.slots if s.name == name and s.visit == visit), None)


def recognise(sheet: Sheet, visits: Sequence[Visit]) -> Layout:
    """Say what each column of a sheet holds, and what is wrong with its headings."""
    wide = False
    meanings = [_meaning(sheet, heading, visits, wide=False) for heading in sheet.headings]
    if sheet.source.table == "assessments":
        named = {meaning.name for meaning in meanings if meaning} | set(sheet.source.constants)
        wide = not {"parameter", "value"} <= named
    if wide:
        meanings = [_meaning(sheet, heading, visits, wide=True) for heading in sheet.headings]
    slots, twice = _once_each(sheet, meanings)
    findings = [
        *_mapping_findings(sheet, visits, wide=wide),
        *_unrecognised(sheet, visits, meanings, wide=wide),
        *_unit_findings(sheet, meanings),
        *twice,
        *_missing(sheet, slots, visits, wide=wide),
    ]
    used = frozenset(index for index, meaning in enumerate(meanings) if meaning)
    return Layout(tuple(slots), wide, tuple(findings), used)


def together(sheets: Sequence[Sheet], layouts: Sequence[Layout]) -> list[Layout]:
    """The layouts of all sources, where several read one sheet.

    A heading that one of them knows is not unknown, and a row of which a source has no more than
    the patient is no row of its table.
    """
    places = [(sheet.file, sheet.name, sheet.header_row) for sheet in sheets]
    used: dict[tuple[str, str, int], set[str]] = {}
    for place, sheet, layout in zip(places, sheets, layouts, strict=True):
        used.setdefault(place, set()).update(sheet.heading_cell(index) for index in layout.used)
    return [
        replace(
            layout,
            shared=places.count(place) > 1,
            findings=tuple(
                each
                for each in layout.findings
                if each.rule != "unknown heading" or each.cell not in used[place]
            ),
        )
        for place, layout in zip(places, layouts, strict=True)
    ]


def _meaning(sheet: Sheet, heading: str, visits: Sequence[Visit], *, wide: bool) -> Meaning | None:
    target = mapped(sheet, heading)
    if target is not None:
        found = target_meaning(sheet.source.table, target, visits)
        if found:
            # Only a unit that is known: others are taken on the study file's word.
            units = [u for u in _PARENTHESES.findall(plain(heading)) if unit_of(found.name, u)]
            found = replace(found, unit="".join(units[:1]))
    elif sheet.source.recognise:
        found = heading_meaning(sheet.source.table, heading, visits)
    else:
        found = None
    if found and not found.visit and _has_visits(found.name):
        # One sheet a visit: its columns do not repeat it.
        found = replace(found, visit=sheet.source.visit)
    if found is None or found.name == IGNORE or sheet.source.table != "assessments":
        return found
    if wide:
        return found if found.name in {*PARAMETERS, *ITEMS, *_WIDE_COLUMNS, VISIT} else None
    return None if found.visit or found.name in {*PARAMETERS, *ITEMS} else found


def mapped(sheet: Sheet, heading: str) -> str | None:
    """What the study file says that a heading is; None if it says nothing."""
    targets = {plain(name): target for name, target in sheet.source.columns.items()}
    return targets.get(plain(heading)) if heading else None


def target_meaning(table: str, target: str, visits: Sequence[Visit]) -> Meaning | None:
    """What the right side of ``columns`` means: ``ignore``, ``EASI``, ``EASI @ 1 month``."""
    if plain(target) == IGNORE:
        return Meaning(IGNORE)
    if table == "assessments" and plain(target) == VISIT:
        return Meaning(VISIT)
    name, at, visit = target.partition("@")
    spoken = visit_named(visit, visits)
    if at and not (table == "assessments" and spoken):
        return None
    found = _named(table, plain(name))
    if not found and table == "assessments":
        found = item_named(name)
    return Meaning(found, spoken) if found and (not at or _has_visits(found)) else None


def heading_meaning(table: str, heading: str, visits: Sequence[Visit]) -> Meaning | None:
    """What a heading means by itself."""
    found = _column_meaning(table, heading, visits)
    return found or (_item_meaning(heading, visits) if table == "assessments" else None)


def _item_meaning(heading: str, visits: Sequence[Visit]) -> Meaning | None:
    """An item, with the visit behind, before or in parentheses: POEM itch 0M, POEM1 (1M)."""
    text = plain(heading)
    for inside in _PARENTHESES.finditer(text):
        visit = visit_named(inside[1], visits)
        name = item_named(text[: inside.start()] + text[inside.end() :]) if visit else ""
        if name:
            return Meaning(name, visit)
    name, visit = _split_visit("assessments", text, visits, _named_item)
    return Meaning(name, visit) if name else None


def _named_item(table: str, text: str) -> str:  # noqa: ARG001 - as `_named`
    return item_named(text)


def _column_meaning(table: str, heading: str, visits: Sequence[Visit]) -> Meaning | None:
    text = plain(heading)
    # "age (years)" is a synonym as a whole, but its unit is to be seen all the same.
    bare, inside = plain(_PARENTHESES.sub(" ", text)), _PARENTHESES.findall(text)
    visits = visits if table == "assessments" and not _AREA.search(text) else ()
    spoken = [visit for part in inside if (visit := visit_named(part, visits))]
    units = [part for part in inside if not visit_named(part, visits) and not _harmless(part)]
    if len(spoken) > 1 or len(units) > 1:
        return None
    if not spoken and (whole := _named(table, text)) and not _named(table, bare):
        # The name itself has parentheses: "topical therapy (months)".
        return Meaning(whole)
    if spoken:
        name, visit = _named(table, bare), spoken[0]
    else:
        name, visit = _split_visit(table, bare, visits)
    if not name and not units:
        name, visit, units = _bare_unit(table, bare, visits)
    if not name or (visit and not _has_visits(name)):
        return None
    return _with_unit(name, visit, "".join(units)) or _narrowed(table, text, visits)


def _narrowed(table: str, text: str, visits: Sequence[Visit]) -> Meaning | None:
    """A name that is known together with what stands in its parentheses: EASI (頭頸部)."""
    name, visit = _split_visit(table, text, visits)
    return Meaning(name, visit) if name and (not visit or _has_visits(name)) else None


def _bare_unit(table: str, text: str, visits: Sequence[Visit]) -> tuple[str, str, list[str]]:
    """Name, visit and unit of a heading whose unit has no parentheses, as ``LDH U/L 1M``.

    So it is where units stand in a row of their own.
    """
    words = text.split()
    for place in range(1, len(words)):
        name, visit = _split_visit(table, " ".join(words[:place] + words[place + 1 :]), visits)
        if name and unit_of(name, words[place]):
            return name, visit, [words[place]]
    return "", "", []


def _with_unit(name: str, visit: str, unit: str) -> Meaning | None:
    """A heading that gives a unit; None where that narrows the meaning, as in EASI (arms)."""
    if other := other_parameter(name, unit):
        return Meaning(other, visit, unit)
    if unit and (name not in UNITS or not (unit_of(name, unit) or re.search("[/%^]", unit))):
        return None
    return Meaning(name, visit, unit)


def _harmless(inside: str) -> bool:
    return bool(_HARMLESS.fullmatch(plain(inside)))


def _split_visit(
    table: str, text: str, visits: Sequence[Visit], named: Callable[[str, str], str] | None = None
) -> tuple[str, str]:
    """The name and the visit behind or in front of it, as ``EASI_0M`` or ``baseline EASI``."""
    named = named or _named
    if name := named(table, text):
        return name, ""
    words = _visit_words(visits)
    # "POEM 10M" is no "0M" of the item "POEM 1": a number is not cut in two.
    for word in words:
        for rest in (text.removesuffix(word), text.removeprefix(word)):
            cut = rest[-1:].isdigit() and word[:1].isdigit() and text.startswith(rest)
            name = named(table, rest.strip(" _-:;,/@.")) if rest != text and not cut else ""
            if name:
                return name, words[word]
    for rest, moment in splits(text) if visits else ():
        name, visit = named(table, rest), _visits_by_moment(visits).get(moment, "")
        if name and visit:
            return name, visit
    return "", ""


def _named(table: str, text: str) -> str:
    """The column or parameter that a text names; "" if none."""
    spaced = " ".join(text.replace("_", " ").split())
    for spelling in (text, spaced, spaced.replace(" ", "_")):
        column = column_of(table, spelling)
        if column:
            return column.name
        parameter = parameter_of(spelling) if table == "assessments" else None
        if parameter:
            return parameter.code
    return ""


def _visit_words(visits: Sequence[Visit]) -> dict[str, str]:
    return {plain(word): v.name for v in visits for word in (v.name, v.label) if word}


def visit_named(text: str, visits: Sequence[Visit]) -> str:
    """Name of the visit that a text means, by its name, its label or the time it says; else "".

    >>> from dermcohort.study import DEFAULT_VISITS
    >>> [visit_named(text, DEFAULT_VISITS) for text in ("0M", "1ヶ月後", "投与前", "week 4")]
    ['baseline', '1 month', 'baseline', '']
    """
    found = _visit_words(visits).get(plain(text))
    moment = None if found else moment_of(text)
    return found or (_visits_by_moment(visits).get(moment, "") if moment else "")


def _visits_by_moment(visits: Sequence[Visit]) -> dict[Moment, str]:
    """Visits by the time that their names and labels say; the first one is the baseline too."""
    said = {
        moment: v.name for v in visits for word in (v.name, v.label) if (moment := moment_of(word))
    }
    return {BASELINE: visits[0].name, **said} if visits else said


def _has_visits(name: str) -> bool:
    return name in PARAMETERS or name in ITEMS or name == "date"


def _once_each(
    sheet: Sheet, meanings: Sequence[Meaning | None]
) -> tuple[list[Slot], list[Finding]]:
    """A slot for each meaning; the second heading with the same one is an error."""
    slots: dict[tuple[str, str], Slot] = {}
    findings = []
    for index, meaning in enumerate(meanings):
        if meaning is None or meaning.name == IGNORE:
            continue
        slot = Slot(index, meaning.name, meaning.visit, meaning.unit)
        first = slots.setdefault((slot.name, slot.visit), slot)
        if first is not slot:
            heading, cell = sheet.headings[index], sheet.heading_cell(index)
            other = sheet.heading_cell(first.index)
            findings.append(
                finding(
                    "heading twice", sheet, cell, heading,
                    name=slot.words, other=other, heading=heading,
                )
            )  # fmt: skip
    return list(slots.values()), findings


def _unit_findings(sheet: Sheet, meanings: Sequence[Meaning | None]) -> Iterator[Finding]:
    for index, meaning in enumerate(meanings):
        if meaning is None or not meaning.unit:
            continue
        if not unit_of(meaning.name, meaning.unit):
            cell, allowed = sheet.heading_cell(index), units_allowed(meaning.name)
            heading = sheet.headings[index]
            yield finding("unit", sheet, cell, heading, name=meaning.name, unit=allowed)


def _unrecognised(
    sheet: Sheet, visits: Sequence[Visit], meanings: Sequence[Meaning | None], *, wide: bool
) -> Iterator[Finding]:
    known = known_headings(sheet.source.table, visits, wide=wide)
    for index, meaning in enumerate(meanings):
        if meaning is not None:
            continue
        heading, cell = sheet.headings[index], sheet.heading_cell(index)
        if heading:
            hint = near(heading, known)
            yield finding("unknown heading", sheet, cell, heading, near=hint, heading=heading)
        elif count := sum(row[index] is not None for row in sheet.rows):
            yield finding("no heading", sheet, cell, "", count=count)


def known_headings(table: str, visits: Sequence[Visit], *, wide: bool) -> list[str]:
    """Every heading that would be recognised, for hints; visits by their labels."""
    columns = [c for c in TABLES[table] if c.name in _WIDE_COLUMNS or not (wide or c.by_check)]
    names = [name for c in columns for name in (c.name, c.label.lower(), *c.synonyms)]
    if wide:
        labels = [plain(visit.label or visit.name) for visit in visits]
        codes = [name for p in PARAMETERS.values() for name in (p.label.lower(), p.code.lower())]
        names += codes + [f"{name} {label}" for name in ["date", *codes] for label in labels]
    return list(dict.fromkeys(names))


def _mapping_findings(sheet: Sheet, visits: Sequence[Visit], *, wide: bool) -> Iterator[Finding]:
    headings = {plain(heading): i for i, heading in enumerate(sheet.headings) if heading}
    for heading, target in sheet.source.columns.items():
        index = headings.get(plain(heading))
        if index is None and plain(target) == IGNORE:
            continue  # Nothing is lost; columns that tell who a patient is were emptied before.
        if index is None:
            yield finding("mapping unused", sheet, "", heading, near=near(heading, headings))
        elif target_meaning(sheet.source.table, target, visits) is None:
            allowed = [c.name for c in TABLES[sheet.source.table]]
            allowed += [*PARAMETERS, "EASI @ visit"] if wide else []
            yield finding(
                "mapping", sheet, sheet.heading_cell(index), f"{heading} = {target}",
                allowed=", ".join(allowed), near=near(target, allowed),
            )  # fmt: skip


def _missing(
    sheet: Sheet, slots: Sequence[Slot], visits: Sequence[Visit], *, wide: bool
) -> Iterator[Finding]:
    table, constants = sheet.source.table, sheet.source.constants
    # The date of a visit is none for the values that name no visit.
    have = {s.name for s in slots if not (s.name == "date" and s.visit)} | set(constants)
    valued = [slot for slot in slots if slot.is_parameter or slot.is_item]
    dated = have & {"date", VISIT} or all(slot.visit for slot in valued)
    for column in TABLES[table]:
        # A wide sheet needs its rows' date only for the parameters that name no visit.
        required = column.name == "patient" or (column.name == "date" and not dated)
        required = required if wide else column.required or column.name == "value"
        required = required and not (column.name == "date" and VISIT in have)
        if required and column.name not in have:
            known = ", ".join(repr(name) for name in (column.label, *column.synonyms))
            yield finding(
                "missing column", sheet, "", "", name=column.label, known=known, column=column.name
            )
    if wide and not valued:
        words = ", ".join(visit.label or visit.name for visit in visits)
        yield finding("no parameter", sheet, "", "", visits=words, visit=visits[0].name)
