"""A tidy cohort written in the layouts of departments, and the tables that it must give again.

The truth is the cohort itself: nothing here calls dermcohort, but for the containers of cells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dermcohort.acquire.grid import Grid
from dermcohort.acquire.marks import Area, Marks

Row = list[Any]
#: Target days of the visits 0M, 1M, 3M.
DAYS = (0, 30, 90)
CODES = ("EASI", "IGA", "LDH")
WORDS = {
    "labels": ("0M", "1M", "3M"),
    "letters first": ("M0", "M1", "M3"),
    "english": ("baseline", "1 month", "3 months"),
    "after": ("pre", "after 1 month", "3 months later"),
    "japanese": ("投与前", "1ヶ月後", "3ヶ月後"),
    "small kana": ("開始時", "１か月", "３か月"),
    "since": ("ベースライン", "投与後1ヵ月", "投与後3カ月"),
}
PLACES = ("{name} {visit}", "{visit} {name}", "{name} ({visit})", "{name}_{visit}")
HEADINGS = {
    "en": {
        "patient": "ID", "age_years": "Age", "sex": "Sex", "start": "Start", "stop": "Stop",
        "date": "Date", "visit": "Visit", "event": "Adverse event", "onset": "Onset",
        "parameter": "Item",
        "value": "Result", "EASI": "EASI", "IGA": "IGA", "LDH": "LDH",
    },
    "ja": {
        "patient": "患者ID", "age_years": "年齢", "sex": "性別", "start": "投与開始日",
        "stop": "中止日", "date": "評価日", "visit": "時期", "event": "有害事象", "onset": "発現日",
        "parameter": "検査項目", "value": "結果", "EASI": "EASI", "IGA": "全般評価",
        "LDH": "血清LDH",
    },
}  # fmt: skip
SEX = {"en": {"F": "F", "M": "male"}, "ja": {"F": "女", "M": "男"}}
EVENT = {"en": "acne", "ja": "ざ瘡"}


@dataclass(frozen=True)
class Patient:
    name: str
    age: int
    sex: str
    start: dt.date
    stop: dt.date | None
    #: Parameter -> its values at the visits; None where it was not measured.
    values: dict[str, tuple[float | None, ...]]
    #: Days after the target at which the visits were.
    late: tuple[int, ...]
    onset: dt.date | None

    def day(self, visit: int, *, dated: bool) -> dt.date:
        late = self.late[visit] if dated else 0
        return self.start + dt.timedelta(days=DAYS[visit] + late)


@dataclass(frozen=True)
class Layout:
    language: str
    words: str
    place: str
    #: "wide", "dated" (wide with dates), "rows" (a row a visit), "long", "visits" and "named" (the
    #: same with the name of the visit in place of its date), "sheets" (one a visit).
    scores: str
    one_sheet: bool
    two_rows: bool
    titles: int
    units: bool
    total: bool
    merged: bool

    def name(self, key: str) -> str:
        return HEADINGS[self.language][key]

    @property
    def dated(self) -> bool:
        return self.scores in ("dated", "rows", "long")


@dataclass(frozen=True)
class Column:
    """Heading in one row, or in two; unit; a value a patient."""

    upper: str
    lower: str
    unit: str
    values: Sequence[Any]


def grids(cohort: Sequence[Patient], layout: Layout) -> list[Grid]:
    """The sheets."""
    persons = [Column("", layout.name("age_years"), "", [p.age for p in cohort]),
               Column("", layout.name("sex"), "",
                      [SEX[layout.language][p.sex] for p in cohort])]  # fmt: skip
    doses = [Column("", layout.name("start"), "", [p.start for p in cohort]),
             Column("", layout.name("stop"), "", [p.stop for p in cohort])]  # fmt: skip
    # A sheet of events alone has rows of events only.
    told = [p for p in cohort if p.onset or layout.one_sheet]
    ill = [Column("", layout.name("event"), "",
                  [EVENT[layout.language] if p.onset else None for p in told]),
           Column("", layout.name("onset"), "", [p.onset for p in told])]  # fmt: skip
    wide = layout.scores in ("wide", "dated")
    scores = list(_scores(cohort, layout)) if wide else []
    if layout.one_sheet:
        found = [_sheet("All", cohort, [*persons, *doses, *scores, *ill], layout)]
    else:
        found = [_sheet("Patients", cohort, persons, layout),
                 _sheet("Baricitinib", cohort, doses, layout),
                 _sheet("Events", told, ill, layout)]  # fmt: skip
        if wide:
            found.append(_sheet("Scores", cohort, scores, layout))
    if layout.scores in ("rows", "long", "visits", "named"):
        found.append(_rows(cohort, layout))
    if layout.scores == "sheets":
        for visit, word in enumerate(WORDS[layout.words]):
            columns = [Column("", layout.name(code), "", [p.values[code][visit] for p in cohort])
                       for code in CODES]  # fmt: skip
            found.append(_sheet(word, cohort, columns, layout))
    return found


def _scores(cohort: Sequence[Patient], layout: Layout) -> Iterator[Column]:
    words = WORDS[layout.words]
    if layout.dated:
        for visit, word in enumerate(words):
            days = [p.day(visit, dated=True) for p in cohort]
            yield _visit_column(layout, layout.name("date"), word, "", days)
    for code in CODES:
        for visit, word in enumerate(words):
            unit = "U/L" if code == "LDH" and layout.units else ""
            values = [p.values[code][visit] for p in cohort]
            yield _visit_column(layout, layout.name(code), word, unit, values)


def _visit_column(layout: Layout, name: str, word: str, unit: str, values: Sequence[Any]) -> Column:
    if layout.two_rows:
        return Column(name, word, unit, values)
    return Column("", layout.place.format(name=name, visit=word), unit, values)


def _sheet(
    sheet: str, cohort: Sequence[Patient], columns: Sequence[Column], layout: Layout
) -> Grid:
    columns = [Column("", layout.name("patient"), "", [p.name for p in cohort]), *columns]
    two = layout.two_rows and any(column.upper for column in columns)
    rows: list[Row] = [["A list"], [None]][: layout.titles]
    merged = []
    if two:
        upper = _upper(columns, layout)
        if layout.merged:
            first = len(rows) + 1
            merged = [Area(first, a + 1, first, b + 1) for a, b in _spans(columns)]
            # What has no upper heading is merged downwards and stands above.
            merged += [Area(first, i + 1, first + 1, i + 1)
                       for i, c in enumerate(columns) if not c.upper]  # fmt: skip
        rows += [upper, [c.lower if c.upper else None for c in columns]]
    else:
        rows.append([c.lower for c in columns])
    if any(column.unit for column in columns):
        rows.append([column.unit or None for column in columns])
    rows += [list(values) for values in zip(*(c.values for c in columns), strict=True)]
    if layout.total:
        rows += [[None], ["平均" if layout.language == "ja" else "Mean", *([1.5] * 2)]]
    return Grid("charts.xlsx", sheet, 1, 1, rows, marks=Marks(merged=tuple(merged)))


def _upper(columns: Sequence[Column], layout: Layout) -> Row:
    """Above its columns an upper heading stands in the first of them only."""
    starts = {a for a, _ in _spans(columns)}
    return [c.upper if i in starts else None if c.upper else c.lower
            for i, c in enumerate(columns)]  # fmt: skip


def _spans(columns: Sequence[Column]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for i, column in enumerate(columns):
        if not column.upper:
            continue
        if spans and spans[-1][1] == i - 1 and columns[i - 1].upper == column.upper:
            spans[-1] = (spans[-1][0], i)
        else:
            spans.append((i, i))
    return spans


def _rows(cohort: Sequence[Patient], layout: Layout) -> Grid:
    """One row a visit, or one value a row."""
    name = layout.name
    long = layout.scores in ("long", "named")
    heads = [name("parameter"), name("value")] if long else [name(code) for code in CODES]
    rows: list[Row] = [["A list"], [None]][: layout.titles]
    rows.append([name("patient"), name("date" if layout.dated else "visit"), *heads])
    for patient in cohort:
        for visit in range(len(DAYS)):
            values = {c: patient.values[c][visit] for c in CODES}
            when = patient.day(visit, dated=True) if layout.dated else WORDS[layout.words][visit]
            key = [patient.name, when]
            if all(value is None for value in values.values()):
                continue
            if long:
                rows += [[*key, name(c), v] for c, v in values.items() if v is not None]
            else:
                rows.append([*key, *values.values()])
    return Grid("charts.xlsx", "Visits", 1, 1, rows)


def truth(cohort: Sequence[Patient], layout: Layout) -> dict[str, set[tuple[Any, ...]]]:
    """What the tables must hold."""
    return {
        "patients": {(p.name, float(p.age), p.sex) for p in cohort},
        "treatments": {(p.name, "baricitinib", p.start, p.stop) for p in cohort},
        "assessments": {
            (p.name, p.day(visit, dated=layout.dated), code, float(value))
            for p in cohort
            for code in CODES
            for visit, value in enumerate(p.values[code])
            if value is not None
        },
        "events": {(p.name, "acne or folliculitis", p.onset) for p in cohort if p.onset},
    }
