"""What a heading may mean: its candidates in the four tables, and how sure the heading alone is.

Exact names and synonyms are those that `check` recognises. What only looks like one is never more
than a question.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from dermcohort.check.headings import Meaning, heading_meaning
from dermcohort.check.spelling import plain
from dermcohort.check.visit_words import BASELINE, Moment, moment_of, splits
from dermcohort.japanese import folded
from dermcohort.mapping.units import bare_unit
from dermcohort.mapping.visits import name_of, near_to
from dermcohort.mapping.words import EARLIER, TITLES
from dermcohort.study import Visit
from dermcohort.tables import PARAMETERS, TABLES, column_of, names_of, parameter_of
from dermcohort.terms import DRUGS
from dermcohort.units import OTHER_PARAMETER, unit_key, unit_of

#: How sure a heading alone is: a name or synonym; with a drug or number taken out; nearly one.
EXACT, TAKEN_OUT, NEAR = 0.95, 0.9, 0.6
UNIT_KNOWN = 0.04
_CUTOFF = 0.75
_SHORTEST = 4
#: Group of the treatments before the study drug.
BEFORE = "before"
_NUMBERED = re.compile(r"(.*?\D)[ _#-]*([0-9]{1,2})")
_TRIM = " _-:;,/・のof()（）"


class Candidate(NamedTuple):
    """One thing that a heading may mean.

    Attributes
    ----------
    table, name, visit : str
        As in `check.headings.Meaning`.
    unit : str
        As the heading or the row of units gives it.
    sure : float
        From the heading alone.
    reason : str
    group : str
        The drug, or the number, that tells several treatments or events of one row apart.
    question : str
    """

    table: str
    name: str
    visit: str
    unit: str
    sure: float
    reason: str
    group: str = ""
    question: str = ""

    @property
    def target(self) -> str:
        """Right side of ``columns``."""
        return f"{self.name} @ {self.visit}" if self.visit else self.name


def candidates(heading: str, unit: str, visits: tuple[Visit, ...]) -> tuple[Candidate, ...]:
    """What a heading may mean, in each table at most once; what is only near, as questions.

    Parameters
    ----------
    heading : str
        Without the row of units.
    unit : str
        From the row of units; "" if there is none.
    visits : tuple of Visit
        Those of the study.
    """
    if not heading:
        return ()
    exact = tuple(
        found for table in TABLES if (found := _exact(table, heading, unit, visits)) is not None
    )
    return exact or tuple(_near(heading, unit, visits))


@lru_cache(maxsize=4096)
def is_known(heading: str, visits: tuple[Visit, ...]) -> tuple[str, str] | None:
    """Name and visit that a heading means in the first table that knows it; None if none does."""
    exact = (_exact(table, heading, "", visits) for table in TABLES)
    found = next((each for each in exact if each is not None), None)
    return (found.name, found.visit) if found else None


def _exact(table: str, heading: str, unit: str, visits: tuple[Visit, ...]) -> Candidate | None:
    if meaning := known_as(table, heading, visits):
        return _candidate(table, meaning, unit, EXACT, "heading")
    for rest in _below_title(table, heading):
        if meaning := known_as(table, rest, visits):
            return _candidate(table, meaning, unit, TAKEN_OUT, "heading below a title")
    if table == "treatments":
        if (found := EARLIER.fullmatch(plain(heading))) and (
            meaning := known_as(table, found[1].strip(_TRIM), visits)
        ):
            reason = "heading of an earlier treatment"
            return _candidate(table, meaning, unit, TAKEN_OUT, reason, BEFORE)
        for drug, rest in drugs_in(heading):
            if meaning := known_as(table, rest, visits):
                reason = f"heading with the drug {drug}"
                return _candidate(table, meaning, unit, TAKEN_OUT, reason, drug)
    return _numbered(table, heading, unit, visits)


def _numbered(table: str, heading: str, unit: str, visits: tuple[Visit, ...]) -> Candidate | None:
    """One of several treatments or events of a row: 有害事象2."""
    found = _NUMBERED.fullmatch(plain(heading))
    if table not in ("treatments", "events") or not found:
        return None
    meaning = known_as(table, found[1].strip(_TRIM), visits)
    reason, group = f"heading with the number {found[2]}", str(int(found[2]))
    return _candidate(table, meaning, unit, TAKEN_OUT, reason, group) if meaning else None


@lru_cache(maxsize=4096)
def known_as(table: str, heading: str, visits: tuple[Visit, ...]) -> Meaning | None:
    """As `heading_meaning`, remembered: a heading is tried in several ways."""
    return heading_meaning(table, heading, visits)


def _below_title(table: str, heading: str) -> Iterator[str]:
    """A heading without what stands above several of them and says nothing of one."""
    words = heading.split()
    for count in range(1, len(words)):
        if folded(" ".join(words[:count])) in TITLES:
            yield " ".join(words[count:])
    if table == "patients":
        # What a patient is like at the start is what the table holds.
        yield from (rest for rest, moment in splits(heading) if moment == BASELINE)


def _candidate(
    table: str, meaning: Meaning, unit: str, sure: float, reason: str, group: str = ""
) -> Candidate:
    given = meaning.unit or bare_unit(unit)
    name = OTHER_PARAMETER.get((meaning.name, unit_key(given)), meaning.name)
    known = unit_of(name, given) if given else None
    question = ""
    if known:
        sure, reason = sure + UNIT_KNOWN, f"{reason}, in {known.name or 'points'}"
    elif given and not _is_date_format(given):
        sure, question = NEAR, f"the unit {given!r} is not known for {name}"
    return Candidate(table, name, meaning.visit, given, sure, reason, group, question)


def _is_date_format(text: str) -> bool:
    return bool(re.fullmatch(r"[ymd年月日]+([-/.][ymd]+)*", plain(text)))


def drugs_in(text: str) -> Iterator[tuple[str, str]]:
    """The drugs that a text names, each with the rest of the text.

    >>> list(drugs_in("バリシチニブ開始日")), list(drugs_in("Start of Olumiant"))
    ([('baricitinib', '開始日')], [('baricitinib', 'start')])
    """
    said = plain(text)
    for drug in DRUGS.values():
        for name in sorted((drug.name, *drug.synonyms), key=len, reverse=True):
            word = plain(name)
            # Short ones are parts of other words: "aza", "upa".
            edge = r"(?<![a-z0-9]){}(?![a-z0-9])" if word.isascii() else "{}"
            if len(word) < _SHORTEST and word.isascii():
                continue
            found = re.search(edge.format(re.escape(word)), said)
            if found:
                rest = f"{said[: found.start()]} {said[found.end() :]}"
                yield drug.name, rest.strip().removesuffix(" of").strip(" _-:;,/・の()")
                break


def _near(heading: str, unit: str, visits: tuple[Visit, ...]) -> Iterator[Candidate]:
    """What a heading that is not known looks like; at most one thing."""
    text = plain(heading)
    for look in (_near_visit, _bare_number, _similar):
        if found := look(text, visits):
            table, name, visit, reason, question = found
            yield Candidate(table, name, visit, unit, NEAR, reason, "", question)
            return


#: Table, name, visit, reason, question.
_Likeness = tuple[str, str, str, str, str]


def _near_visit(text: str, visits: tuple[Visit, ...]) -> _Likeness | None:
    for rest, moment in splits(text):
        known = parameter_of(rest)
        other = near_to(moment, _moments(visits))
        if known and other is not None:
            visit = name_of(other)
            question = f"{name_of(moment)} is near {visit}; is it that visit?"
            return "assessments", known.code, visit, "heading", question
    return None


def _bare_number(text: str, visits: tuple[Visit, ...]) -> _Likeness | None:  # noqa: ARG001 - as all
    found = _NUMBERED.fullmatch(text)
    known = parameter_of(found[1].strip(_TRIM)) if found else None
    if found is None or known is None:
        return None
    question = f"is {found[2]} a month, a week or the number of a visit?"
    return "assessments", known.code, "", "heading", question


def _similar(text: str, visits: tuple[Visit, ...]) -> _Likeness | None:
    names = {visit.name for visit in visits}
    for rest, said in [(rest, name_of(m)) for rest, m in splits(text)] or [(text, "")]:
        for table, name in _spelled_nearly(rest):
            visit = said if name in PARAMETERS and said in names else ""
            target = f"{name} @ {visit}" if visit else name
            return table, name, visit, "a similar name", f"is it {target}?"
    return None


def _moments(visits: tuple[Visit, ...]) -> Iterator[Moment]:
    for visit in visits:
        if moment := moment_of(visit.name):
            yield moment


def _spelled_nearly(text: str) -> Iterator[tuple[str, str]]:
    """Columns and parameters with nearly this name, the nearest first."""
    names = _all_names()
    key = folded(text.replace("_", " "))
    close = difflib.get_close_matches(key, list(names), n=2, cutoff=_CUTOFF)
    contained = [n for n in names if len(n) >= _SHORTEST and n in key] if not close else []
    for name in (*close, *sorted(contained, key=len, reverse=True)[:1]):
        yield names[name]


@cache
def _all_names() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for parameter in PARAMETERS.values():
        for name in names_of(parameter):
            found.setdefault(folded(name), ("assessments", parameter.code))
    for table, columns in TABLES.items():
        for column in columns:
            if column.name == "patient" or column.by_check or column_of(table, column.name) is None:
                continue
            for name in (column.name, column.label, *column.synonyms):
                if len(name) >= _SHORTEST or not name.isascii():
                    found.setdefault(folded(name), (table, column.name))
    return found
