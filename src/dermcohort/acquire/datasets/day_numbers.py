"""Dates and times that SAS, SPSS and Stata keep as numbers, told by the format of the variable.

SAS and Stata count from 1960, SPSS from the day of the Gregorian calendar's start, 1582-10-14.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from dermcohort.sheets import Value

SAS_DAY_0 = dt.datetime(1960, 1, 1)
_SPSS_DAY_0 = dt.datetime(1582, 10, 14)

#: Formats of SAS without their widths. Those that show a part of a date only are of dates, too.
_SAS_DATES = re.compile(
    r"DATE|(DDMMYY|MMDDYY|YYMMDD)[BCDNPS]?|(E|B|IS)8601DA|WEEKDAT[EX]|WORDDAT[EX]|MONYY|YYMON"
    r"|(MMYY|YYMM)[CDNPS]?|JULIAN|NENGO|MINGUO|JDATEYT?M?DW?|NLDATE(YM|MD|W|S|L|M)?|EURDFD[DEMNT]+\w*"
)
_SAS_TIMES_OF_DAYS = re.compile(
    r"DATETIME|DATEAMPM|MDYAMPM|DTDATE|DTMONYY|DTWKDATX|(E|B|IS)8601(DT|DN|DX|DZ|LX|LZ)"
    r"|NLDATM(AP|DT|MD|S|TM|W|YM|L|M)?|TOD"
)
_SAS_TIMES = re.compile(r"TIME|TIMEAMPM|HHMM|MMSS|(E|B|IS)8601(TM|TX|TZ|LZ)|NLTIMAP|NLTIME")
_SPSS_DATES = re.compile(r"[AEJS]?DATE|MOYR|QYR|WKYR")
_SPSS_TIMES_OF_DAYS = re.compile(r"DATETIME|YMDHMS")
_SPSS_TIMES = re.compile(r"D?TIME|MTIME")


class Count(NamedTuple):
    """What a number counts, from when and in which unit."""

    kind: Literal["date", "datetime", "time"]
    origin: dt.datetime
    unit: dt.timedelta

    def of(self, number: float) -> Value:
        """The date or time that a number means; the number itself if no calendar has it.

        >>> Count("date", SAS_DAY_0, dt.timedelta(days=1)).of(22284.0)
        datetime.date(2021, 1, 4)
        """
        try:
            passed = number * self.unit
            if self.kind == "time":
                day = dt.timedelta(days=1)
                return (
                    (dt.datetime.min + passed).time() if dt.timedelta(0) <= passed < day else passed
                )
            moment = self.origin + passed
        except (OverflowError, ValueError):
            return number
        return moment.date() if self.kind == "date" and moment.time() == dt.time() else moment


_DAYS, _SECONDS = dt.timedelta(days=1), dt.timedelta(seconds=1)


def sas_count(format: str) -> Count | None:
    """What numbers with a format of SAS count; None for plain numbers.

    >>> sas_count("E8601DA10").kind, sas_count("DTDATE9").kind, sas_count("BEST12")
    ('date', 'datetime', None)
    """
    name = re.sub(r"(?<=[A-Z])[0-9]*(\.[0-9]*)?$", "", format.upper())
    if _SAS_DATES.fullmatch(name):
        return Count("date", SAS_DAY_0, _DAYS)
    if _SAS_TIMES_OF_DAYS.fullmatch(name):
        return Count("time" if name == "TOD" else "datetime", SAS_DAY_0, _SECONDS)
    return Count("time", SAS_DAY_0, _SECONDS) if _SAS_TIMES.fullmatch(name) else None


def spss_count(format: str) -> Count | None:
    """What numbers with a format of SPSS count; None for plain numbers.

    >>> spss_count("ADATE10").kind, spss_count("F8.2")
    ('date', None)
    """
    name = re.sub(r"[0-9]*(\.[0-9]*)?$", "", format.upper())
    if _SPSS_DATES.fullmatch(name):
        return Count("date", _SPSS_DAY_0, _SECONDS)
    if _SPSS_TIMES_OF_DAYS.fullmatch(name):
        return Count("datetime", _SPSS_DAY_0, _SECONDS)
    return Count("time", _SPSS_DAY_0, _SECONDS) if _SPSS_TIMES.fullmatch(name) else None


def stata_count(format: str) -> Count | None:
    """What numbers with a format of Stata count; None for plain numbers, weeks and months.

    >>> stata_count("%tdNN/DD/CCYY").kind, stata_count("%tc").kind, stata_count("%tm")
    ('date', 'datetime', None)
    """
    name = format.replace("-", "", 1)
    if name.startswith(("%td", "%d")):
        return Count("date", SAS_DAY_0, _DAYS)
    if name.startswith(("%tc", "%tC")):
        # A format without any part of a date shows the time of day alone.
        time = re.fullmatch(r"%t[cC](HH|Hh|hH|hh)[:.]MM([:.]SS.*)?", name)
        return Count("time" if time else "datetime", SAS_DAY_0, _SECONDS / 1000)
    return None
