"""What a cell accepts, in the formulas and words of Excel."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from dermcohort.template.forms import Field
from dermcohort.template.words import Language, said

#: First and last row that can be filled in, as Excel counts; the headings stand in the row before.
HEADING_ROW, FIRST_ROW, LAST_ROW = 3, 4, 1003
#: Excel cuts off longer titles and messages.
_TITLE, _MESSAGE = 32, 255
_EXCEL_DAY_0 = dt.date(1899, 12, 30)


class Place(NamedTuple):
    """Where a column is.

    Attributes
    ----------
    column : str
        Its letters.
    ids : str
        Range of the IDs in the sheet of the patients, with its sheet.
    people : str
        Name of that sheet.
    choices : str
        Name of the range of its choices; "" if it has none.
    before : str
        Letters of the column to its left.
    """

    column: str
    ids: str
    people: str
    choices: str = ""
    before: str = ""

    @property
    def cell(self) -> str:
        """The first cell that can be filled in; Excel moves it along with the others."""
        return f"{self.column}{FIRST_ROW}"

    @property
    def known_ids(self) -> str:
        """The part of the IDs that is filled in, as a list."""
        first = self.ids.partition(":")[0]
        return f"OFFSET({first},0,0,MAX(1,COUNTA({self.ids})),1)"


def accepts(field: Field, place: Place) -> str:
    """The formula that is true for a value that a cell may have; "" if any may stand there."""
    cell = place.cell
    if field.kind == "new id":
        column = f"${place.column}${FIRST_ROW}:${place.column}${LAST_ROW}"
        return f"COUNTIF({column},{cell})=1"
    if field.kind == "known id":
        return f"COUNTIF({place.ids},{cell})>0"
    if field.kind == "number":
        return _number(field, cell)
    if field.kind in ("date", "date after"):
        later = f",{cell}>={place.before}{FIRST_ROW}" if field.kind == "date after" else ""
        low, high = _day(field.low), _day(field.high)
        return f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high}{later})"
    return f"COUNTIF({place.choices},{cell})>0" if field.kind == "list" else ""


def _number(field: Field, cell: str) -> str:
    parts = [f"ISNUMBER({cell})"]
    parts += [f"{cell}>={_plain(field.low)}"] if field.low is not None else []
    parts += [f"{cell}<={_plain(field.high)}"] if field.high is not None else []
    if field.step:
        # A step such as 1/20 has no exact binary form, its reciprocal has.
        scaled = f"{cell}*{round(1 / field.step)}"
        parts.append(f"ABS({scaled}-ROUND({scaled},0))<0.000001")
    plain = f"AND({','.join(parts)})"
    if field.word:
        return f'IF(ISNUMBER({cell}),{plain},{cell}="{field.word}")'
    if not field.censored:
        return plain
    sign = f'OR(LEFT({cell},1)="<",LEFT({cell},1)=">")'
    return f"IF(ISNUMBER({cell}),{plain},AND({sign},ISNUMBER(VALUE(MID({cell},2,20)))))"


def _plain(number: float | dt.date | None) -> str:
    assert isinstance(number, (int, float)), number
    return f"{number:.10g}"


def _day(day: float | dt.date | None) -> str:
    if day is None:
        return "TODAY()"
    assert isinstance(day, dt.date), day
    return str((day - _EXCEL_DAY_0).days)


def validation(field: Field, place: Place, language: Language) -> dict[str, Any]:
    """The rule of a column for Excel: what it accepts, the hint, and the message."""
    hint = prompt(field, place, language)
    options: dict[str, Any] = {
        "input_title": field.heading[:_TITLE],
        "input_message": hint[:_MESSAGE],
        "error_title": said(language, "wrong")[:_TITLE],
        "error_message": hint[:_MESSAGE],
    }
    if field.kind == "list":
        return {**options, "validate": "list", "source": f"={place.choices}"}
    if field.kind == "open list":
        unusual = {"error_type": "warning", "error_title": said(language, "unusual")[:_TITLE]}
        return {**options, **unusual, "validate": "list", "source": f"={place.choices}"}
    if field.kind == "known id":
        return {**options, "validate": "list", "source": f"={place.known_ids}"}
    formula = accepts(field, place)
    if not formula:
        return {**options, "validate": "any"}
    return {**options, "validate": "custom", "value": f"={formula}"}


def prompt(field: Field, place: Place, language: Language) -> str:
    """The hint of a column, and what a message says of its limits.

    >>> easi = Field("EASI 0M", "number", "EASI", low=0, high=72, step=0.05)
    >>> prompt(easi, Place("B", "", ""), "en")
    'EASI 0M: 0 to 72 in steps of 0.05.'
    """
    required = said(language, "required") if field.required else ""
    about = f" ({field.about})" if field.about else ""
    return f"{field.heading}{about}: {required}{_allowed(field, place, language)}"


def _allowed(field: Field, place: Place, language: Language) -> str:
    if field.kind == "number":
        unit = f" {field.unit}" if field.unit else ""
        limits = {"low": _spoken(field.low), "high": _spoken(field.high), "unit": unit}
        key = "step" if field.step else "between"
        step = "" if field.step is None else _spoken(field.step)
        more = " " + said(language, "censored") if field.censored else ""
        more += " " + said(language, "or word", word=field.word) if field.word else ""
        return said(language, key, step=step, **limits) + more
    high = said(language, "today") if field.high is None else str(field.high)
    words = {
        "new id": said(language, "id") + " " + said(language, "once"),
        "known id": said(language, "known id", sheet=place.people),
        "date": said(language, "date", low=field.low, high=high),
        "date after": said(language, "after", high=high),
    }
    return words.get(field.kind) or said(language, field.kind)


def _spoken(number: float | dt.date | None) -> str:
    return f"{number:,.10g}" if isinstance(number, (int, float)) else ""


def not_here(language: Language) -> dict[str, Any]:
    """The rule of the rows above the headings: nothing may be written there."""
    words = said(language, "example row")
    return {
        "validate": "custom", "value": "=FALSE", "ignore_blank": False,
        "error_title": said(language, "not here")[:_TITLE], "error_message": words[:_MESSAGE],
    }  # fmt: skip


def missing(form_fields: tuple[Field, ...], index: int, letters: tuple[str, ...]) -> str:
    """The formula that is true where a needed cell is empty; "" for one that is not needed."""
    field = form_fields[index]
    if not field.required:
        return ""
    others = [i for i, each in enumerate(form_fields) if i != index]
    if field.visit:
        others = [i for i in others if form_fields[i].visit == field.visit]
    first, last = f"${letters[min(others)]}{FIRST_ROW}", f"${letters[max(others)]}{FIRST_ROW}"
    return f"AND(ISBLANK({letters[index]}{FIRST_ROW}),COUNTA({first}:{last})>0)"
