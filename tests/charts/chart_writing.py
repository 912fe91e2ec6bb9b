"""Write a chart: a workbook or csv, its study file and its truth."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from chart_cells import Chart, Formula, Is, as_cell
from chart_truth import truth_text

STUDY = """\
title = "SYNTHETIC: {about}"
drug = "baricitinib"
start_between = [2021-01-01, 2022-12-31]
data_cutoff = 2023-06-30
charts = "{file}"
synthetic = true
{study}
{sources}"""


def write(chart: Chart, folder: Path) -> None:
    """Write the file, its truth and its study file."""
    if chart.suffix == ".csv":
        for file in dict.fromkeys(chart.file_of(block) for block in chart.blocks):
            _write_csv(chart, file, folder)
    else:
        _write_workbook(chart, folder / (chart.name + ".xlsx"))
    text = STUDY.format(
        about=chart.about.rstrip("."), file=chart.file, study=chart.study,
        sources=chart.sources.strip() + "\n",
    )  # fmt: skip
    (folder / f"{chart.name}.toml").write_text(text, encoding="utf-8")
    (folder / f"{chart.name}.truth.json").write_text(truth_text(chart), encoding="utf-8")


def _write_csv(chart: Chart, file: str, folder: Path) -> None:
    grid: dict[tuple[int, int], Any] = {}
    for block in chart.blocks:
        if chart.file_of(block) == file:
            for row, column, content in block.cells():
                grid[row, column] = as_cell(content).raw
    for cell, content in chart.loose.get(file, {}).items():
        grid[_position(cell)] = content
    height, width = (max(key[axis] for key in grid) for axis in (0, 1))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=chart.delimiter, lineterminator="\r\n")
    for row in range(1, height + 1):
        line = [grid.get((row, column)) for column in range(1, width + 1)]
        writer.writerow(["" if content is None else str(content) for content in line])
    (folder / file).write_bytes(out.getvalue().encode(chart.encoding))


def _position(cell: str) -> tuple[int, int]:
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(name) :]), column


def _write_workbook(chart: Chart, path: Path) -> None:
    book = xlsxwriter.Workbook(path, dict(chart.options))
    book.set_properties({"title": "SYNTHETIC", "created": dt.datetime(2026, 1, 1)})
    names = [block.sheet for block in chart.blocks]
    sheets = {
        name: book.add_worksheet(name)
        for name in dict.fromkeys([*names, *chart.loose, *chart.extra_sheets])
    }
    for name, ranges in chart.merged.items():
        for area in ranges:
            sheets[name].merge_range(area, "")
    for block in chart.blocks:
        for row, column, content in block.cells():
            _write_cell(book, sheets[block.sheet], row - 1, column - 1, as_cell(content))
    for name, cells in chart.loose.items():
        for cell, content in cells.items():
            row, column = _position(cell)
            _write_cell(book, sheets[name], row - 1, column - 1, as_cell(content))
    for name, parts in chart.hidden.items():
        for part in parts:
            if isinstance(part, int):
                sheets[name].set_row(part - 1, None, None, {"hidden": True})
            elif part in ("sheet", "very hidden sheet"):
                sheets[name].very_hidden() if part.startswith("very") else sheets[name].hide()
            else:
                sheets[name].set_column(part, None, None, {"hidden": True})
    if chart.chart_sheet:
        drawn = book.add_chart({"type": "line"})
        drawn.add_series({"values": f"='{names[0]}'!$B$2:$B$4"})
        book.add_chartsheet("Graph").set_chart(drawn)
    book.close()
    if chart.edits:
        _edit(path, chart.edits)


def _write_cell(book: Any, sheet: Any, row: int, column: int, cell: Is) -> None:
    look = dict(cell.look)
    comment = look.pop("comment", "")
    raw = cell.raw
    if isinstance(raw, (dt.date, dt.datetime)) and "num_format" not in look:
        look["num_format"] = "yyyy-mm-dd"
    style = book.add_format(look) if look else None
    if isinstance(raw, Formula):
        sheet.write_formula(row, column, raw.text, style, raw.result)
    elif raw is None:
        sheet.write_blank(row, column, None, style) if style else None
    elif isinstance(raw, bool):
        sheet.write_boolean(row, column, raw, style)
    elif isinstance(raw, (dt.date, dt.datetime)):
        sheet.write_datetime(row, column, raw, style)
    elif isinstance(raw, (int, float)):
        sheet.write_number(row, column, raw, style)
    else:
        sheet.write_string(row, column, raw, style)
    if comment:
        sheet.write_comment(row, column, comment, {"author": "SYNTHETIC"})


def _edit(path: Path, edits: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Change XML that XlsxWriter cannot write; what is to be changed must stand there once."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    for part, changes in edits.items():
        if part.startswith("+"):
            # A part of its own.
            parts[part[1:]] = changes[0][1].encode("utf-8")
            continue
        text = parts[part].decode("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (path.name, part, old, text.count(old))
            text = text.replace(old, new)
        parts[part] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
