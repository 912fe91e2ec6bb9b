"""Read a cell that should hold a day: a date of Excel, or text as people write it.

A part that is missing is never made up, and where two days could be meant neither is taken.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from itertools import permutations

from dermcohort.check.eras import ERA_YEAR, in_eras, lies_in, year_of
from dermcohort.check.reading import PLAIN, Reading, Written
from dermcohort.check.spelling import MISSING_WORDS, half_width
from dermcohort.japanese import ONGOING
from dermcohort.sheets import Value
from dermcohort.tables import Column

FIRST_DAY, LAST_DAY = dt.date(1901, 1, 1), dt.date(2100, 12, 31)
#: Two digits mean a year of these hundred.
_FIRST_SHORT_YEAR = 1950
SHORT_YEARS = f"{_FIRST_SHORT_YEAR} to {_FIRST_SHORT_YEAR + 99}"

#: The day that both systems of Excel count from, and the numbers that are taken for days. Below
#: them are rather ages and counts; the year 1900 had no 29 February, which Excel counts as 60.
_DAY_0 = {"1900": dt.date(1899, 12, 30), "1904": dt.date(1904, 1, 1)}
_SERIALS = (367, 73_415)
_GOES_ON = frozenset((
    "ongoing", "continuing", "continued", "continues", "on treatment", "present", "to present",
    *ONGOING,
))  # fmt: skip

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_SEP = r"\s*[-/.]\s*"
_YMD = re.compile(
    rf"([0-9]{{4}})(?:{_SEP}|\s*年\s*|\s+)([0-9]{{1,2}})(?:{_SEP}|\s*月\s*|\s+)([0-9]{{1,2}})\s*日?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT = re.compile(
    rf"([0-9]{{1,2}})(?:{_SEP}|\s+)([0-9]{{1,2}})(?:{_SEP}|\s+)([0-9]{{4}}|[0-9]{{2}})"
)
_SHORT_FIRST = re.compile(rf"([0-9]{{2}}){_SEP}([0-9]{{1,2}}){_SEP}([0-9]{{1,2}})")
_ERA = re.compile(
    rf"{ERA_YEAR}(?:{_SEP}|\s*年\s*)(?P<month>[0-9]{{1,2}})(?:{_SEP}|\s*月\s*)(?P<day>[0-9]{{1,2}})\s*日?"
)
_ERA_COMPACT = re.compile(
    rf"{ERA_YEAR.replace('{1,2}', '{2}')}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})"
)
_NAMES = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = rf"(?P<name>{'|'.join(_NAMES)})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_GAP = r"[\s\-/.,]*"
_NAMED = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}",
        rf"{_MONTH}[\s\-/.]*{_DAY}(?:\s*,\s*|[\s\-/.]+){_YEAR}",
        rf"(?P<year>[0-9]{{4}}){_GAP}{_MONTH}{_GAP}{_DAY}",
    )
)
_TIME = re.compile(
    r"(?P<date>.*[0-9日)])(?:t|\s+|(?<=日))(?P<half>午前|午後)?\s*(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?|時(?:(?P<minutes>[0-9]{1,2})分)?)"
    r"\s*(?P<clock>am|pm)?\s*(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORD = r"(?P<word>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?"
_WEEKDAY_BEHIND = re.compile(
    r"(?P<date>.*\S)\s*(?:\((?P<in>[月火水木金土日])(?:曜日?)?\)|(?P<bare>[月火水木金土日])曜日?"
    rf"|[\s,(]+{_WORD}\)?)"
)
_WEEKDAY_BEFORE = re.compile(rf"{_WORD}[\s,]+(?P<date>.*\S)")

_UNSAID = r"(?:\?+|x+|00?|未|不明|頃|ごろ|上旬|中旬|下旬|初旬|初め|末)?\s*日?"
_MONTH_ONLY = rf"(?:{_SEP}|\s*年\s*)(?:0?[1-9]|1[0-2])\s*(?:月|[-/.])?\s*{_UNSAID}"
_SEASON = r"\s*年?\s*(?:頃|ごろ|春|夏|秋|冬|末)?"
_ANY_MONTH = rf"(?:{'|'.join(_NAMES)})\.?"
_ANY_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
#: How dates look that lack a part, and what they lack.
_PARTIAL = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (rf"[0-9]{{4}}{_MONTH_ONLY}", "the day"),
        (rf"{ERA_YEAR}{_MONTH_ONLY}", "the day"),
        (rf"{_ANY_MONTH}{_GAP}(?:[0-9]{{4}}|'[0-9]{{2}})", "the day"),
        (rf"[0-9]{{4}}{_GAP}{_ANY_MONTH}", "the day"),
        (rf"(?:19|20)[0-9]{{2}}{_SEASON}", "the month and the day"),
        (rf"{ERA_YEAR}{_SEASON}", "the month and the day"),
        (r"[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日?", "the year"),
        (r"[0-9]{1,2}\s*月\s*(?:頃|ごろ|上旬|中旬|下旬|末)?", "the year and the day"),
        (r"(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12][0-9]|3[01])", "the year"),
        (rf"{_ANY_DAY}{_GAP}{_ANY_MONTH}|{_ANY_MONTH}{_GAP}{_ANY_DAY}", "the year, or the day,"),
    )
)


def read_date(raw: Value, column: Column, written: Written = PLAIN) -> Reading:
    """A day.

    Parameters
    ----------
    raw : value of a cell, not empty
    column : Column
    written : Written
        The order of dates with the year last or short, and the system of numbers that are days;
        without them such cells are findings that say what they could be.

    Returns
    -------
    Reading
        Of a date whose order had to be known, `details` holds "orders": those in which it is a
        day at all.
    """
    if isinstance(raw, dt.datetime):
        return _day(raw.date(), "" if raw.time() == dt.time() else "time of day")
    if isinstance(raw, dt.date):
        return _day(raw)
    details: Mapping[str, object] = {"name": column.label, "hint": ""}
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _number(raw, details, written)
    if not isinstance(raw, str):
        return Reading(None, rule="not a date", details=details)
    text = half_width(raw)
    if text in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    if column.name == "stop" and text in _GOES_ON:
        return Reading(None, rule="ongoing")
    return _text(text.translate(_DASHES), details, written)


def _day(day: dt.date | None, rule: str = "", **details: object) -> Reading:
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return Reading(None, rule="implausible date")
    return Reading(day, rule=rule, details=details)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _float(number: float) -> float:
    try:
        return float(number) if math.isfinite(number) else math.nan
    except OverflowError:
        # More digits than any float has.
        return math.nan


def _number(number: float, details: Mapping[str, object], written: Written) -> Reading:
    """Excel's number of a day, where the source says so; 20210104; or what it would be."""
    number = _float(number)
    whole = str(int(number)) if number == number and number.is_integer() else ""
    if found := _COMPACT.fullmatch(whole):
        return _calendar(_date(*map(int, found.groups())), details)
    if re.fullmatch("(?:19|20)[0-9]{2}", whole):
        what = {"what": "the month and the day"}
        return Reading(None, rule="partial date", details={**details, **what})
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        return Reading(None, rule="number as date", details=details)
    could = {system: day + dt.timedelta(days=int(number)) for system, day in _DAY_0.items()}
    if written.date_serials:
        return _day(could[written.date_serials], "" if whole else "time of day")
    hint = (
        f"; as Excel counts days it would be {could['1900']}, or {could['1904']} in the system of "
        "1904: if so, declare date_serials for the source"
    )
    return Reading(None, rule="number as date", details={**details, "hint": hint})


def _calendar(day: dt.date | None, details: Mapping[str, object]) -> Reading:
    if day is None:
        hint = "; there is no such day"
        return Reading(None, rule="not a date", details={**details, "hint": hint})
    return _day(day)


def _text(text: str, details: Mapping[str, object], written: Written) -> Reading:
    """A day in text, after taking the time of day and the day of the week from it."""
    if re.fullmatch(r"[0-9]{1,5}(?:\.[0-9]+)?", text):
        return _number(float(text), details, written)
    if found := _TIME.fullmatch(text):
        return _with_time(found, details, written)
    weekday, date = _weekday(text)
    reading = _only_date(date, details, written)
    if weekday is not None and reading.value is not None and reading.value.weekday() != weekday:
        words = {"weekday": _WEEKDAYS[reading.value.weekday()].capitalize()}
        return Reading(None, rule="wrong weekday", details=words)
    return reading


def _with_time(found: re.Match[str], details: Mapping[str, object], written: Written) -> Reading:
    hour, minute = int(found["hour"]), int(found["minute"] or found["minutes"] or 0)
    second = int(found["second"] or 0)
    reading = _text(found["date"], details, written)
    if reading.value is None:
        return reading
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        hint = {"hint": "; there is no such time of day"}
        return Reading(None, rule="not a date", details={**details, **hint})
    elsewhere = found["zone"] and re.sub("[^0-9]", "", found["zone"]) in ("", "0000")
    if (elsewhere and hour + minute + second) or hour == 24:
        hint = {"hint": "; by the time of day it could be the day beside it here"}
        return Reading(None, rule="not a date", details={**details, **hint})
    if reading.rule or not (hour + minute + second):
        return reading
    return reading._replace(rule="time of day")


def _weekday(text: str) -> tuple[int | None, str]:
    for pattern in (_WEEKDAY_BEHIND, _WEEKDAY_BEFORE):
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            if kanji := groups.get("in") or groups.get("bare"):
                return "月火水木金土日".index(kanji), found["date"]
            number = [day[:3] for day in _WEEKDAYS].index(groups["word"][:3])
            if _WEEKDAYS[number].startswith(groups["word"]) or len(groups["word"]) > 3:
                return number, found["date"]
    return None, text


def _only_date(text: str, details: Mapping[str, object], written: Written) -> Reading:
    forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Reading]], ...] = (
        (_YMD, lambda found: _calendar(_date(*map(int, found.groups())), details)),
        (_COMPACT, lambda found: _calendar(_date(*map(int, found.groups())), details)),
        (_ERA, lambda found: _in_era(found, details)),
        (_ERA_COMPACT, lambda found: _in_era(found, details)),
        *((form, lambda found: _with_name(found, details)) for form in _NAMED),
        (_SHORT, lambda found: _in_order(found.groups(), details, written)),
        (_SHORT_FIRST, lambda found: _in_order(found.groups(), details, written)),
    )
    for pattern, read in forms:
        if found := pattern.fullmatch(text):
            return read(found)
    for pattern, what in _PARTIAL:
        if pattern.fullmatch(text):
            return Reading(None, rule="partial date", details={**details, "what": what})
    return Reading(None, rule="not a date", details=details)


def _in_era(found: re.Match[str], details: Mapping[str, object]) -> Reading:
    year = year_of(found["era"], found["era_year"])
    day = _date(year, int(found["month"]), int(found["day"])) if year else None
    if day is None:
        return _calendar(None, details)
    if not lies_in(found["era"], day):
        return Reading(None, rule="era", details={"would": in_eras(day)})
    return _day(day, "era date")


def _with_name(found: re.Match[str], details: Mapping[str, object]) -> Reading:
    month = next(n for n, name in enumerate(_NAMES, 1) if re.fullmatch(name, found["name"]))
    year, short = _year(found["year"].lstrip("'"))
    reading = _calendar(_date(year, month, int(found["day"])), details)
    return reading._replace(rule="two-digit year") if short and reading.value else reading


def _year(digits: str) -> tuple[int, bool]:
    """The year, and whether it was written with two digits."""
    if len(digits) == 4:
        return int(digits), False
    year = _FIRST_SHORT_YEAR // 100 * 100 + int(digits)
    return (year if year >= _FIRST_SHORT_YEAR else year + 100), True


def _in_order(parts: tuple[str, ...], details: Mapping[str, object], written: Written) -> Reading:
    """Three numbers of which the order says which is the year, the month and the day."""
    possible = _possible(parts)
    if not possible:
        return _calendar(None, details)
    if written.date_order in possible:
        day, short = possible[written.date_order]
        reading = _day(day, "two-digit year" if short else "")
        return reading._replace(details={"orders": tuple(possible)}) if reading.value else reading
    could = " or ".join(dict.fromkeys(str(day) for day, _ in possible.values()))
    # With a declared order the cell breaks it.
    more = {"could": could, "orders": tuple(possible)}
    return Reading(None, rule="ambiguous date", details={**details, **more})


def _possible(parts: tuple[str, ...]) -> dict[str, tuple[dt.date, bool]]:
    """Order -> the day in that order, and whether its year has two digits."""
    found = {}
    for order in ("".join(each) for each in permutations("dmy")):
        if order not in ("ymd", "dmy", "mdy"):
            continue
        part = dict(zip(order, parts, strict=True))
        if len(part["y"]) < 2 or len(part["m"]) > 2 or len(part["d"]) > 2:
            continue
        year, short = _year(part["y"])
        if day := _date(year, int(part["m"]), int(part["d"])):
            found[order] = (day, short)
    return dict(sorted(found.items()))
