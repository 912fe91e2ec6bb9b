"""In which published band of each score the patients are, at each visit."""

from __future__ import annotations

from dermcohort.instruments import Bands, bands_of_parameter
from dermcohort.instruments.exact import decimal_text
from dermcohort.report.content import Content
from dermcohort.report.labels import GROUPS, group_label, label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    count_percent,
    head,
    patients,
    source,
)

ANALYSIS = "bands"
#: A score is the parameter without this.
PREFIX = "band: "


def bands(content: Content, lookup: Lookup) -> Table:
    """A section a score, a row a band; columns the visits in each group."""
    visits = content.study.visit_names
    columns = [Column("", text=True)]
    columns += [Column(visit, group_label(group)) for group in GROUPS for visit in visits]
    shown = {
        parameter: bands_of_parameter(parameter.removeprefix(PREFIX), name)
        for parameter, name in banded(lookup).items()
    }
    sections = tuple(_score(lookup, name, chosen, visits) for name, chosen in shown.items())
    notes = tuple(f"{_name(name)}: {limits(chosen)}." for name, chosen in shown.items())
    return Table("table-bands", "Severity bands at each visit, n (%)", tuple(columns), sections,
                 ("Percent of the patients who have a value at the visit.", *notes),
                 source(lookup, ANALYSIS))  # fmt: skip


def banded(lookup: Lookup) -> dict[str, str]:
    """The parameters of the analysis, and the set of bands of each."""
    return {entry.row.parameter: entry.row.method for entry in lookup.where(ANALYSIS)}


def limits(chosen: Bands) -> str:
    """Where the bands begin, in words, with their source.

    >>> limits(bands_of_parameter("ADCT", "control"))
    'controlled from 0, not controlled from 7 (Pariser 2020, DOI 10.1080/03007995.2019.1699516)'
    """
    begins = [f"{level.label} {'above' if level.above else 'from'} {decimal_text(level.low)}"
              for level in chosen.levels]  # fmt: skip
    step = f"; rounded to {decimal_text(chosen.rounded_to)} first" if chosen.rounded_to else ""
    return f"{', '.join(begins)} ({chosen.source}{step})"


def _name(parameter: str) -> str:
    return label(parameter.removeprefix(PREFIX))


def _score(lookup: Lookup, parameter: str, chosen: Bands, visits: tuple[str, ...]) -> Section:
    places = [(group, visit) for group in GROUPS for visit in visits]
    first = chosen.levels[0].label
    counted = [patients(lookup, Key(ANALYSIS, parameter, *place, level=first)) for place in places]
    known = [place for place, cell in zip(places, counted, strict=True) if not cell.reason]

    def cell(place: tuple[str, str], level: str) -> Cell:
        if place not in known:
            return Cell("")
        return count_percent(lookup, Key(ANALYSIS, parameter, *place, level=level))

    n = tuple(c if place in known else Cell("0") for place, c in zip(places, counted, strict=True))
    rows = [
        (head(level.label[:1].upper() + level.label[1:]), *(cell(p, level.label) for p in places))
        for level in chosen.levels
    ]
    return Section(f"{_name(parameter)}, {chosen.name}", ((head("Patients"), *n), *rows))
