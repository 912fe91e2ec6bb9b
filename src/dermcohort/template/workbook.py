"""Write the template: a sheet a form, with lists, limits, hints and an example row."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dermcohort.study import Study
from dermcohort.template.forms import Field, Form
from dermcohort.template.limits import (
    FIRST_ROW,
    HEADING_ROW,
    LAST_ROW,
    Place,
    accepts,
    missing,
    not_here,
    validation,
)
from dermcohort.template.words import Language, drug_name, lines, said

#: Rows with lines, which are printed although they are empty.
_RULED = 24
_FONT = {"en": "Calibri", "ja": "Yu Gothic"}
_WIDTHS = {"new id": 14, "known id": 14, "date": 12, "date after": 12, "number": 10, "list": 14,
           "open list": 26, "text": 26}  # fmt: skip
#: Width of a landscape A4 page within its margins, in widths of a digit.
_PAGE = 112
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "text": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True, "bottom": 1},
    "band": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#3B5B7A", "indent": 1},
    "other band": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#6F8FAE", "indent": 1},
    "heading": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E4EBF2",
                "border": 1, "border_color": "#9AA7B4"},
    "needed": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F6E7B4",
               "border": 1, "border_color": "#9AA7B4"},
    "example": {"italic": True, "font_color": "#7A7A7A", "bg_color": "#F4F4F4"},
}  # fmt: skip
_RULE = {"border": 1, "border_color": "#C8D0D8"}
#: Excel's own number of the format "text", by which 001 keeps its zeros.
_TEXT = 49
_NUMBER_FORMATS: dict[str, int | str] = {
    "new id": _TEXT, "known id": _TEXT, "text": _TEXT, "date": "yyyy-mm-dd",
    "date after": "yyyy-mm-dd",
}  # fmt: skip


class _Book:
    """A workbook with its language, formats and named lists."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self.book = book
        self.language = language
        font = {"font_name": _FONT[language], "font_size": 10}
        self.styles = {name: book.add_format({**font, **s}) for name, s in _STYLES.items()}
        shown = {kind: {**font, "num_format": _NUMBER_FORMATS.get(kind, "General")}
                 for kind in _WIDTHS}  # fmt: skip
        self.cells = {kind: book.add_format(each) for kind, each in shown.items()}
        self.ruled = {kind: book.add_format({**each, **_RULE}) for kind, each in shown.items()}
        self.example_date = book.add_format(
            {**font, **_STYLES["example"], "num_format": "yyyy-mm-dd"}
        )
        self.wrong = book.add_format({"bg_color": "#F4B6B0"})
        self.needed = book.add_format({"bg_color": "#FFE699"})
        self.lists: dict[tuple[str | float, ...], str] = {}

    def named(self, choices: tuple[str | float, ...]) -> str:
        """The name of the range that holds a list."""
        return self.lists.setdefault(choices, f"choices_{len(self.lists) + 1}") if choices else ""


def write_workbook(
    path: Path, study: Study, forms: Sequence[Form], language: Language
) -> None:  # fmt: skip
    """Write the template; the same bytes every time.

    Parameters
    ----------
    path : Path
        Of the xlsx.
    forms : sequence of Form
        The first is the one of the patients.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    # Written at once at the end, so that nothing half made is left behind.
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        # A fixed date of creation, or two runs would differ.
        workbook.set_properties({"title": study.title, "created": dt.datetime(2021, 1, 4)})
        book = _Book(workbook, language)
        _about(book, study)
        for form in forms:
            _form(book, form, forms[0].title, study)
        _lists(book)
    path.write_bytes(content.getvalue())


def _about(book: _Book, study: Study) -> None:
    language, styles = book.language, book.styles
    sheet = book.book.add_worksheet(said(language, "about"))
    _print_on_a4(sheet, study, language)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 3, 22)
    sheet.write_string(0, 0, study.title, styles["title"])
    titles = {name: said(language, name) for name in
              ("patients", "treatments", "scores", "laboratory", "events")}  # fmt: skip
    drug = drug_name(study.drug, language)
    row = 2
    for number, line in enumerate(lines(language, "how", drug=drug, **titles), start=1):
        sheet.merge_range(row, 0, row, 3, f"{number}. {line}", styles["text"])
        sheet.set_row(row, 34)
        row += 1
    _visit_table(book, sheet, study, row + 1)


def _visit_table(book: _Book, sheet: Any, study: Study, row: int) -> None:
    styles = book.styles
    sheet.write_string(row, 0, said(book.language, "visits"), styles["title"])
    sheet.write_row(row + 1, 0, lines(book.language, "visit"), styles["strong"])
    for number, visit in enumerate(study.visits, start=row + 2):
        low, high = visit.window
        label, days = visit.label or visit.name, f"{low} – {high}"
        sheet.write_row(number, 0, (label, visit.name, str(visit.target_day), days), styles["text"])
    last = row + 2 + len(study.visits)
    sheet.write_string(last, 0, said(book.language, "counted"))


def _form(book: _Book, form: Form, people: str, study: Study) -> None:
    sheet = book.book.add_worksheet(form.title)
    letters = tuple(xl_col_to_name(index) for index in range(len(form.fields)))
    ids = f"'{people}'!$A${FIRST_ROW}:$A${LAST_ROW}"
    _bands(book, sheet, form)
    for index, field in enumerate(form.fields):
        before = letters[index - 1] if index else ""
        place = Place(letters[index], ids, people, book.named(field.choices), before)
        _column(book, sheet, index, field, place)
        cells = (FIRST_ROW - 1, index, LAST_ROW - 1, index)
        # The first rule that holds is shown.
        if formula := missing(form.fields, index, letters):
            _coloured(sheet, cells, formula, book.needed)
        if formula := accepts(field, place):
            doubt = f"AND(NOT(ISBLANK({place.cell})),NOT({formula}))"
            _coloured(sheet, cells, doubt, book.wrong)
    last = len(form.fields) - 1
    sheet.data_validation(0, 0, HEADING_ROW - 1, last, not_here(book.language))
    sheet.set_row(HEADING_ROW - 1, 48)
    sheet.freeze_panes(HEADING_ROW, 1)
    _print_on_a4(sheet, study, book.language)
    sheet.repeat_rows(0, HEADING_ROW - 1)
    _pages(sheet, form)


def _coloured(sheet: Any, cells: tuple[int, int, int, int], formula: str, style: Any) -> None:
    sheet.conditional_format(
        *cells, {"type": "formula", "criteria": f"={formula}", "format": style}
    )


def _bands(book: _Book, sheet: Any, form: Form) -> None:
    """The first row: the name of the sheet, and of each visit above its columns."""
    numbered = enumerate(form.fields)
    groups = [(visit, [index for index, _ in found])
              for visit, found in groupby(numbered, key=lambda each: each[1].visit)]  # fmt: skip
    for number, (visit, columns) in enumerate(groups):
        style = book.styles["other band" if number % 2 else "band"]
        for index in columns:
            sheet.write_blank(0, index, None, style)
        sheet.write_string(0, columns[0], visit or form.title, style)


def _column(book: _Book, sheet: Any, index: int, field: Field, place: Place) -> None:
    sheet.set_column(index, index, _WIDTHS[field.kind], book.cells[field.kind])
    _example(book, sheet, index, field)
    style = book.styles["needed" if field.required else "heading"]
    sheet.write_string(HEADING_ROW - 1, index, field.heading, style)
    for row in range(FIRST_ROW - 1, FIRST_ROW - 1 + _RULED):
        sheet.write_blank(row, index, None, book.ruled[field.kind])
    options = validation(field, place, book.language)
    sheet.data_validation(FIRST_ROW - 1, index, LAST_ROW - 1, index, options)


def _example(book: _Book, sheet: Any, index: int, field: Field) -> None:
    value, style = field.example, book.styles["example"]
    if isinstance(value, dt.date):
        sheet.write_datetime(1, index, value, book.example_date)
    elif value == "":
        sheet.write_blank(1, index, None, style)
    else:
        sheet.write(1, index, value, style)


def _print_on_a4(sheet: Any, study: Study, language: Language) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    mark = f"  {said(language, 'synthetic')}" if study.synthetic else ""
    # & starts a command of Excel's headers.
    sheet.set_header(f"&L{study.title.replace('&', '&&')}{mark}&R&A")
    sheet.set_footer("&C&P / &N")


def _pages(sheet: Any, form: Form) -> None:
    """One page wide; of a wide form one page a visit, with the patient on each."""
    starts = [
        index for index, field in enumerate(form.fields)
        if field.visit and field.visit != form.fields[index - 1].visit
    ]  # fmt: skip
    if not starts:
        sheet.fit_to_pages(1, 0)
        return
    sheet.repeat_columns(0, 0)
    ends = [*starts[1:], len(form.fields)]
    widths = [sum(_WIDTHS[f.kind] + 1 for f in (form.fields[0], *form.fields[start:end]))
              for start, end in zip(starts, ends, strict=True)]  # fmt: skip
    # Manual breaks do not go together with fitting to a page.
    sheet.set_print_scale(max(30, min(100, 100 * _PAGE // max(widths))))
    sheet.set_v_pagebreaks(starts[1:])


def _lists(book: _Book) -> None:
    title = said(book.language, "lists")
    sheet = book.book.add_worksheet(title)
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()
    for column, (choices, name) in enumerate(book.lists.items()):
        sheet.set_column(column, column, 30)
        sheet.write_column(0, column, choices, book.styles["text"])
        letter = xl_col_to_name(column)
        book.book.define_name(name, f"='{title}'!${letter}$1:${letter}${len(choices)}")
