"""Answers in, a score out: one way for every instrument, in exact arithmetic.

The parts and the total come from the instrument's formula. Here is what all have in common: which
answers an item takes, what blanks do, the band, and the words for what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dermcohort.errors import UsageError
from dermcohort.instruments.answers import Problem, Unreadable, is_blank, read_item
from dermcohort.instruments.descriptor import Answer, Bands, Instrument, NotRelevant
from dermcohort.instruments.exact import decimal_text, exact
from dermcohort.tables import TABLES

_AGE = next(column for column in TABLES["patients"] if column.name == "age_years")


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one patient at one visit, or why there is none.

    Attributes
    ----------
    total : Fraction or None
        Exact.
    parts : tuple of pairs
        Name of each part of the total and its value; None where an item of it is blank.
    band, bands : str
        The band, and the set that it is from; "" without a total or a set.
    missing : tuple of str
        Keys of the blank items that a complete score needs.
    notes : tuple of str
        What was done: a blank scored 0, two ticks, an age outside the instrument's.
    problems : tuple of Problem
        Answers that cannot be.
    reason : str
        Why there is no total; "" if there is one.
    """

    total: Fraction | None
    parts: tuple[tuple[str, Fraction | None], ...]
    band: str = ""
    bands: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    reason: str = ""


def score_answers(
    instrument: Instrument,
    answers: Mapping[str, object],
    *,
    age_years: object = None,
    bands: str | None = None,
) -> Score:
    """Score the answers to the items of an instrument.

    Parameters
    ----------
    instrument : Instrument
        One of `INSTRUMENTS`.
    answers : mapping of str to number, bool, NOT_RELEVANT, tuple, Unreadable or None
        By the keys of `Instrument.all_items`; others are not looked at. None, NaN or no entry is
        a blank, a tuple of numbers stands for several ticks, a truth value answers yes or no.
    age_years : number, Unreadable or None
        Needed where weights depend on it. Beyond that it only gives a note.
    bands : str, optional
        Name of a set of bands; its beginning is enough.

    Returns
    -------
    Score
        Data errors are in it; none is raised.

    Raises
    ------
    UsageError
        If the instrument has no such bands, or an answer is of a type that cannot be one.

    Notes
    -----
    Exact for every answer. Agrees with a second scorer written from the published rules
    (tests/instruments/test_oracle.py) to the last digit.

    Examples
    --------
    >>> from dermcohort.instruments import INSTRUMENTS
    >>> poem = INSTRUMENTS["POEM"]
    >>> found = score_answers(poem, dict(zip("itch sleep bleeding weeping cracking flaking "
    ...     "dryness".split(), (4, 2, 1, 0, 3, 2, 4))))
    >>> found.total, found.band
    (Fraction(16, 1), 'moderate')
    """
    chosen = bands_of(instrument, bands)
    age, wrong_age = _age(age_years)
    read = {
        item.key: read_item(item, answers, two_ticks=instrument.two_ticks)
        for item in instrument.items
    }
    values = {key: _number(each.answer) for key, each in read.items()}
    contradictions = [Problem(*pair) for pair in instrument.formula.contradictions(values)]
    of_items = dict.fromkeys(problem for each in read.values() for problem in each.problems)
    problems = (*wrong_age, *of_items, *contradictions)
    wrong = {p.item for p in contradictions} | {k for k, each in read.items() if each.problems}
    values |= dict.fromkeys(wrong, None)
    notes = (*_age_notes(instrument, age), *(note for r in read.values() for note in r.notes))
    needed = instrument.formula.needed(values)
    blank = tuple(key for key in needed if values[key] is None and key not in wrong)
    parts = tuple(instrument.formula.part_totals(values, age).items())
    reason = _no_total(instrument, problems, blank, age)
    if reason:
        return Score(None, parts, "", "", blank, notes, problems, reason)
    if blank:
        notes = (*notes, f"{_listed(blank)} blank, scored 0")
    total = instrument.formula.total(values | dict.fromkeys(blank, Fraction(0)), age)
    band = chosen.of(total) if chosen and total is not None else ""
    return Score(total, parts, band, chosen.name if chosen else "", blank, notes)


def _number(answer: Answer) -> Fraction | None:
    return Fraction(0) if isinstance(answer, NotRelevant) else answer


def bands_of(instrument: Instrument, name: str | None) -> Bands | None:
    """The set of bands of a name or of its beginning, whatever the case; else the default.

    Raises
    ------
    UsageError
        If no set has the name, or several begin so.
    """
    if name is None:
        return instrument.default_bands
    found = [b for b in instrument.bands if b.name.casefold() == name.strip().casefold()] or [
        b for b in instrument.bands if b.name.casefold().startswith(name.strip().casefold())
    ]
    if len(found) != 1:
        allowed = ", ".join(repr(b.name) for b in instrument.bands) or "none, it has no bands"
        raise UsageError(f"bands is {name!r}; sets of bands of {instrument.name}: {allowed}")
    return found[0]


def _no_total(
    instrument: Instrument,
    problems: tuple[Problem, ...],
    blank: tuple[str, ...],
    age: Fraction | None,
) -> str:
    if problems:
        return "; ".join(problem.sentence for problem in problems)
    needed = len(instrument.formula.keys)
    if len(blank) == needed:
        return "nothing is recorded"
    if len(blank) > instrument.blanks_scored_0:
        allowed = instrument.blanks_scored_0
        return f"{_listed(blank)} blank" + (f"; at most {allowed} may be" if allowed else "")
    if age is None and instrument.formula.depends_on_age:
        return "the age is not recorded, and the weights depend on it"
    return ""


def _listed(keys: tuple[str, ...], most: int = 4) -> str:
    more = f" and {len(keys) - most} more" if len(keys) > most else ""
    return ", ".join(keys[:most]) + more


def _age(given: object) -> tuple[Fraction | None, tuple[Problem, ...]]:
    if is_blank(given):
        return None, ()
    if isinstance(given, Unreadable):
        return None, (Problem("age", given.said),)
    age = exact(given)
    if age < int(_AGE.low or 0) or age > int(_AGE.high or 0):
        said = f"is {decimal_text(age)}; it lies between {_AGE.low} and {_AGE.high} years"
        return None, (Problem("age", said),)
    return age, ()


def _age_notes(instrument: Instrument, age: Fraction | None) -> Iterator[str]:
    if instrument.ages is None or age is None:
        return
    low, high = instrument.ages
    # Somebody is 16 until the 17th birthday.
    if (low is not None and age < low) or (high is not None and age >= high + 1):
        yield f"age {decimal_text(age)}: {instrument.name} is for {ages_text(instrument)}"


def ages_text(instrument: Instrument) -> str:
    """The ages that an instrument is made for, in words."""
    low, high = instrument.ages or (None, None)
    if low is None and high is None:
        return "any age"
    if high is None:
        return f"{low} years and above"
    return f"up to {high} years" if low is None else f"{low} to {high} years"
