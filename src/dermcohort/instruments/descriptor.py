"""What an instrument is: its items, how they are scored, its bands, differences and responses.

An instrument is a frozen value that is valid once it exists; each has a file of its own. Items
have keys and neutral labels, never the wording of a questionnaire.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from dermcohort.instruments.exact import decimal_text
from dermcohort.instruments.formulas import Formula

Rater = Literal["clinician", "patient", "patient or proxy", "clinician and patient"]


class NotRelevant:
    """The answer that a question does not apply; there is one, `NOT_RELEVANT`."""

    def __repr__(self) -> str:
        return "NOT_RELEVANT"


NOT_RELEVANT: Final = NotRelevant()

#: What an item says: a number, "not relevant", or nothing.
Answer = Fraction | NotRelevant | None


@dataclass(frozen=True, slots=True)
class Item:
    """One question, or one thing that is looked at.

    Attributes
    ----------
    key : str
        Its name, and of the column that holds it.
    label : str
        For people. Neutral: never the wording of the instrument.
    low, high : Fraction
        Limits, inclusive.
    allowed : tuple of Fraction
        All values that it may have; empty if any between the limits is one.
    unit : str
        "" where there is none.
    kind : "number" or "yes_no"
        Yes is 1, no is 0.
    not_relevant : bool
        Whether it may be answered "not relevant", which scores 0.
    words : tuple of str
        Other headings of its column.
    forms : tuple of Form
        Other ways to record it.
    """

    key: str
    label: str
    low: Fraction
    high: Fraction
    allowed: tuple[Fraction, ...] = ()
    unit: str = ""
    kind: Literal["number", "yes_no"] = "number"
    not_relevant: bool = False
    words: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()

    @property
    def expected(self) -> str:
        """What it may be, in words."""
        if self.kind == "yes_no":
            return "yes or no"
        if self.allowed == grid(int(self.low), int(self.high)):
            return f"a whole number from {self.low} to {self.high}"
        if self.allowed:
            return "one of " + ", ".join(map(decimal_text, self.allowed))
        unit = f" {self.unit}" if self.unit else ""
        return f"{decimal_text(self.low)} to {decimal_text(self.high)}{unit}"


@dataclass(frozen=True, slots=True)
class Form:
    """Another way to record an item: by other columns, all of which must be there.

    Attributes
    ----------
    items : tuple of Item
        What stands in those columns.
    convert : function of tuple of Answer
        Gives the value of the item; None if what is there does not tell it.
    says : str
        The conversion in words.
    """

    items: tuple[Item, ...]
    convert: Callable[[tuple[Answer, ...]], Answer]
    says: str


@dataclass(frozen=True, slots=True)
class Level:
    """One band: from ``low`` up to the next one.

    Attributes
    ----------
    above : bool
        Whether ``low`` itself still belongs to the band below.
    """

    label: str
    low: Fraction
    above: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """A published set of bands.

    Attributes
    ----------
    name : str
        Author and year.
    levels : tuple of Level
        Ascending; the last reaches to the end of the scale.
    rounded_to : Fraction or None
        Where bands are printed with gaps (7.0, 7.1): a total is first rounded to this, halves
        upwards.
    verified : bool
        Whether the limits were read in the source.
    """

    name: str
    source: str
    levels: tuple[Level, ...]
    rounded_to: Fraction | None = None
    verified: bool = True

    def of(self, total: Fraction) -> str:
        """The label of the band that a total is in."""
        if self.rounded_to is not None:
            total = self.rounded_to * ((total / self.rounded_to + Fraction(1, 2)) // 1)
        label = self.levels[0].label
        for level in self.levels:
            if total > level.low or (total == level.low and not level.above):
                label = level.label
        return label


@dataclass(frozen=True, slots=True)
class Difference:
    """A minimal clinically important difference: it belongs to a population.

    Attributes
    ----------
    value : str
        Points, a range of them, or a percentage.
    verified : bool
        Whether the number was read in the source.
    """

    value: str
    population: str
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """A definition of response. All conditions that are given must hold.

    Attributes
    ----------
    percent : int or None
        Least fall, in percent of the baseline, which must be above 0.
    fall : Fraction or None
        Least fall in points; a baseline below it is not evaluable.
    at_most : Fraction or None
        The follow-up is not above this.
    exploratory : bool
        Whether the definition is not established.
    """

    name: str
    source: str
    percent: int | None = None
    fall: Fraction | None = None
    at_most: Fraction | None = None
    exploratory: bool = False
    verified: bool = True

    @property
    def needs_baseline(self) -> bool:
        """Whether it compares with a baseline."""
        return self.percent is not None or self.fall is not None

    @property
    def definition(self) -> str:
        """The definition in words.

        >>> Response("EASI-75", "", percent=75).definition
        'fall of at least 75 % of the baseline'
        """
        parts = []
        if self.percent is not None:
            parts.append(f"fall of at least {self.percent} % of the baseline")
        if self.fall is not None:
            parts.append(f"fall of at least {decimal_text(self.fall)} points from the baseline")
        if self.at_most is not None:
            parts.append(f"at most {decimal_text(self.at_most)} at follow-up")
        return " and ".join(parts)

    @property
    def evaluable(self) -> str:
        """Who can be judged by it, in words."""
        parts = []
        if self.percent is not None:
            parts.append("baseline above 0")
        if self.fall is not None:
            parts.append(f"baseline of at least {decimal_text(self.fall)}")
        return " and ".join(parts) or "everybody with a follow-up"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument, whole: what is recorded, how it is scored, and what a score means.

    Attributes
    ----------
    name : str
        Its key in `INSTRUMENTS`.
    label : str
        In full.
    version : str
        Which version of the scoring this is.
    parameter : str
        Code in `dermcohort.tables.PARAMETERS` that its total has.
    rater, recall : str
        Who answers; about which time.
    items : tuple of Item
        In the order of the form.
    formula : Formula
        How the total comes about.
    low, high : Fraction
        Range of the total. Lower is better in all of them.
    blanks_scored_0 : int
        So many blank items score 0; with more there is no total. Nothing is ever pro-rated.
    two_ticks : "higher" or ""
        What counts if two answers of an item are ticked; "": that is an error.
    numbered : bool
        Whether its columns may be named by number: POEM1, Q1.
    bands : tuple of Bands
        The first is the default.
    differences : tuple of Difference
        Minimal clinically important differences.
    responses : tuple of Response
        Definitions of response.
    ages : tuple of two int or None, or None
        Years of age that it is made for, from and up to and including.
    known_as : tuple of str
        Other names.
    licence : str
        Whose it is and what use needs.
    sources : tuple of str
        Where the rules stand.
    unverified : tuple of str
        Rules that await a check against the primary source.
    notes : tuple of str
        What else a user should know.

    Raises
    ------
    ValueError
        If the parts do not fit together: a bug in a descriptor.
    """

    name: str
    label: str
    version: str
    parameter: str
    rater: Rater
    recall: str
    items: tuple[Item, ...]
    formula: Formula
    low: Fraction
    high: Fraction
    licence: str
    sources: tuple[str, ...]
    blanks_scored_0: int = 0
    two_ticks: Literal["higher", ""] = ""
    numbered: bool = False
    bands: tuple[Bands, ...] = ()
    differences: tuple[Difference, ...] = ()
    responses: tuple[Response, ...] = ()
    ages: tuple[int | None, int | None] | None = None
    known_as: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = [item.key for item in self.items]
        _refuse(len(set(keys)) < len(keys), f"{self.name}: an item is there twice")
        _refuse(set(keys) != set(self.formula.keys), f"{self.name}: items and formula differ")
        highest = self.formula.highest({item.key: item.high for item in self.items})
        _refuse(highest != {self.high}, f"{self.name}: the range is not that of the formula")
        for item in self.all_items:
            ends = (item.allowed[0], item.allowed[-1]) if item.allowed else (item.low, item.high)
            _refuse(ends != (item.low, item.high), f"{self.name}: the values of {item.key}")
        for bands in self.bands:
            lows = [(level.low, level.above) for level in bands.levels]
            fits = lows == sorted(set(lows)) and lows[0] == (self.low, False)
            _refuse(not fits or lows[-1][0] > self.high, f"{self.name}: the bands {bands.name}")
        for response in self.responses:
            _refuse(not response.definition, f"{self.name}: {response.name} asks for nothing")

    @property
    def all_items(self) -> tuple[Item, ...]:
        """The items and those of their other forms, each once."""
        found = {item.key: item for item in self.items}
        for item in self.items:
            for form in item.forms:
                found |= {other.key: other for other in form.items if other.key not in found}
        return tuple(found.values())

    @property
    def default_bands(self) -> Bands | None:
        """The set of bands that is taken if none is named."""
        return self.bands[0] if self.bands else None


def _refuse(wrong: bool, what: str) -> None:
    if wrong:
        raise ValueError(what)


def grid(low: int, high: int) -> tuple[Fraction, ...]:
    """All whole numbers from low to high.

    >>> len(grid(0, 4))
    5
    """
    return tuple(Fraction(number) for number in range(low, high + 1))


def graded(
    key: str, label: str, high: int, words: Sequence[str] = (), *, not_relevant: bool = False
) -> Item:
    """An item with whole numbers from 0."""
    values = grid(0, high)
    return Item(key, label, values[0], values[-1], values,
                not_relevant=not_relevant, words=tuple(words))  # fmt: skip


def measured(key: str, label: str, high: int, unit: str = "", words: Sequence[str] = ()) -> Item:
    """An item with any value from 0."""
    return Item(key, label, Fraction(0), Fraction(high), unit=unit, words=tuple(words))


def levels(*pairs: tuple[str, str], above: Sequence[str] = ()) -> tuple[Level, ...]:
    """Bands from labels and their lower ends, ``above`` naming those that begin beyond it.

    >>> levels(("mild", "0"), ("moderate", "7.1"))[1].low
    Fraction(71, 10)
    """
    return tuple(Level(label, Fraction(low), label in above) for label, low in pairs)
