"""Years of the Japanese eras: R5 is 2023.

First days of the eras as the cabinet orders have them; the day of a change belongs to both eras
where the old one ended with a death on that day (1912 and 1926).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Era:
    """An era: its name, how charts write it, and its first and last day."""

    name: str
    spellings: tuple[str, ...]
    first: dt.date
    last: dt.date


ERAS = (
    Era("Reiwa", ("令和", "令", "㋿", "r"), dt.date(2019, 5, 1), dt.date.max),
    Era("Heisei", ("平成", "平", "㍻", "h"), dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    Era("Showa", ("昭和", "昭", "㍼", "s"), dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    Era("Taisho", ("大正", "大", "㍽", "t"), dt.date(1912, 7, 30), dt.date(1926, 12, 25)),
    Era("Meiji", ("明治", "明", "㍾", "m"), dt.date(1868, 10, 23), dt.date(1912, 7, 30)),
)

_BY_SPELLING = {spelling: era for era in ERAS for spelling in era.spellings}
#: The era in front of its year: "令和5", "r5", "平成元".
ERA_YEAR = rf"(?P<era>{'|'.join(_BY_SPELLING)})\s*\.?\s*(?P<era_year>[0-9]{{1,2}}|元)"


def year_of(era: str, year: str) -> int | None:
    """The year of the calendar; None for a year 0, which no era has.

    >>> year_of("令和", "元"), year_of("h", "31"), year_of("r", "0")
    (2019, 2019, None)
    """
    number = 1 if year == "元" else int(year)
    return _BY_SPELLING[era].first.year + number - 1 if number else None


def lies_in(era: str, day: dt.date) -> bool:
    """Whether a day lies in an era.

    >>> lies_in("h", dt.date(2019, 4, 30)), lies_in("h", dt.date(2019, 5, 1))
    (True, False)
    """
    return _BY_SPELLING[era].first <= day <= _BY_SPELLING[era].last


def in_eras(day: dt.date) -> str:
    """A day with the year of its era, for a message.

    >>> in_eras(dt.date(2019, 5, 1))
    '2019-05-01 (Reiwa 1)'
    """
    era = next((era for era in ERAS if era.first <= day <= era.last), None)
    return f"{day} ({era.name} {day.year - era.first.year + 1})" if era else day.isoformat()
