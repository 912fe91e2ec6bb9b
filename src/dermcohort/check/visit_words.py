"""The words that charts use for a visit: ``3M``, ``week 12``, ``M1``, ``1ヶ月後``, ``投与前``.

Weeks and days are counted in days, so that week 4 is day 28; a month is never so many weeks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dermcohort.check.spelling import plain

Unit = Literal["day", "month"]
#: Days of a week, months of a year; and the days at which a month and a year are aimed.
_WEEK, _YEAR = 7, 12
DAYS_OF_MONTH, DAYS_OF_YEAR = 30, 365


class Moment(NamedTuple):
    """A time after the first dose, as charts say it; 0 is the baseline.

    Attributes
    ----------
    number : int
    unit : "day" or "month"
        Of the baseline always "day": 0M and week 0 are one visit.
    """

    number: int
    unit: Unit = "day"

    @property
    def day(self) -> int:
        """The day it aims at; a month has 30 days, a whole year 365.

        >>> Moment(3, "month").day, Moment(12, "month").day
        (90, 365)
        """
        if self.unit == "day":
            return self.number
        years, months = divmod(self.number, _YEAR)
        return years * DAYS_OF_YEAR + months * DAYS_OF_MONTH


BASELINE = Moment(0)

_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "九": 9, "十": 10, "十二": 12}
_NUMBER = r"(?P<number>[0-9]{1,3}|十二|[一二三四五六九十])"
#: One letter is a unit beside a number only.
_UNITS: dict[str, tuple[str, Unit, int]] = {
    "year": (r"年間?|years?|yrs?|y", "month", _YEAR),
    "month": (r"[かヶカヵケ箇]月間?|months?|mths?|mos?|mon|m", "month", 1),
    "week": (r"週間?|weeks?|wks?|wk|w", "day", _WEEK),
    "day": (r"日間?|days?|d", "day", 1),
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, (words, _, _) in _UNITS.items())
_SINCE = r"(?:(?:投与|治療|内服|服用|導入|使用)(?:開始)?後?|開始後?|後|(?:post|after|at)[ _-])?"
_LATER = r"(?:時点|経過[時後]?|[後目時])?(?:[ _-](?:after|later|post|visit))?"
#: 12w, 1ヶ月後: no letter may follow, or "3 mm" would be three months.
_NUMBER_FIRST = rf"{_SINCE}(?<![0-9.]){_NUMBER}[ _-]?(?:{_UNIT})(?![a-z0-9]){_LATER}"
_LATIN = r"(?P<year2>year)|(?P<month2>month|mo|m)|(?P<week2>week|wk|w)|(?P<day2>day|d)"
#: week 12, M1.
_UNIT_FIRST = rf"(?<![a-z])(?:{_LATIN})[ _-]?(?P<number2>[0-9]{{1,3}})(?![0-9./%])"
_START = (
    r"(?P<start>(?:投与|治療|内服|服用|導入|使用)(?:開始)?(?:直?前|時)|開始(?:直?前|時)|初回|"
    r"ベースライン|(?<![a-z])(?:baseline|base line|bl|pre-?(?: ?treatment)?|before treatment|"
    r"before|bsl)(?![a-z]))"
)
_HALF_YEAR = rf"(?P<half>{_SINCE}半年{_LATER})"
_MOMENT = re.compile("|".join((_HALF_YEAR, _NUMBER_FIRST, _UNIT_FIRST, _START)))
#: What may stand between a name and its visit.
_BETWEEN = " _-:;,/@.・の|"


def moment_of(text: str) -> Moment | None:
    """The moment that a text is, as a whole; else None.

    >>> moment_of("1ヶ月後") == moment_of("M1") == moment_of("１ Month") == Moment(1, "month")
    True
    >>> moment_of("投与後12週"), moment_of("baseline"), moment_of("EASI 3M")
    (Moment(number=84, unit='day'), Moment(number=0, unit='day'), None)
    """
    found = _MOMENT.fullmatch(plain(text).strip(_BETWEEN + "()[]"))
    return _moment(found) if found else None


def splits(text: str) -> Iterator[tuple[str, Moment]]:
    """Every way to take a moment out of a heading: what is left, and the moment.

    >>> list(splits("easi 0m")), list(splits("1ヶ月後のldh"))
    ([('easi', Moment(number=0, unit='day'))], [('ldh', Moment(number=1, unit='month'))])
    """
    text = plain(text)
    for found in _MOMENT.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        parts = (part.strip(_BETWEEN) for part in (before, after))
        rest = " ".join(part for part in parts if part)
        yield re.sub(r"[(\[]\s*[)\]]", " ", rest).strip(_BETWEEN), _moment(found)


def _moment(found: re.Match[str]) -> Moment:
    groups = found.groupdict()
    if groups["start"]:
        return BASELINE
    if groups["half"]:
        return Moment(_YEAR // 2, "month")
    number = groups["number"] or groups["number2"]
    count = _KANJI.get(number) or int(number)
    name = next(name for name in _UNITS if groups[name] or groups[f"{name}2"])
    _, unit, factor = _UNITS[name]
    return Moment(count * factor, unit) if count else BASELINE
