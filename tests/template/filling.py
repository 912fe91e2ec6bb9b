"""Fill in a template as Excel would: cells are written into the sheet's XML."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
HEADINGS = 3


def sheet_xml(package: zipfile.ZipFile, name: str) -> tuple[str, ET.Element]:
    """Part and XML of a sheet."""
    book = ET.fromstring(package.read("xl/workbook.xml"))
    links = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links}
    for sheet in book.iter(f"{MAIN}sheet"):
        if sheet.get("name") == name:
            part = f"xl/{targets[sheet.get(RELATION)]}"
            return part, ET.fromstring(package.read(part))
    raise KeyError(name)


def column_letters(index: int) -> str:
    return column_letters(index // 26 - 1) + chr(65 + index % 26) if index > 25 else chr(65 + index)


def headings_of(path: Path, sheet: str) -> list[str]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [str(value) for value in rows[HEADINGS - 1]]


def write_cells(path: Path, sheet: str, cells: dict[str, Any]) -> None:
    """Put values into cells, keeping their formats."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        part, xml = sheet_xml(package, sheet)
    data = xml.find(f"{MAIN}sheetData")
    assert data is not None
    rows = {int(row.get("r", "0")): row for row in data}
    for name, value in cells.items():
        number = int(re.sub("[A-Z]", "", name))
        row = rows[number]
        cell = next(each for each in row if each.get("r") == name)
        for child in list(cell):
            cell.remove(child)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            inner = ET.SubElement(cell, f"{MAIN}is")
            ET.SubElement(inner, f"{MAIN}t").text = value
        else:
            if isinstance(value, dt.date):
                value = (value - dt.date(1899, 12, 30)).days
            ET.SubElement(cell, f"{MAIN}v").text = repr(value)
    ET.register_namespace("", MAIN.strip("{}"))
    parts[part] = ET.tostring(xml, encoding="utf-8", xml_declaration=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def fill(path: Path, sheet: str, rows: list[dict[str, Any]]) -> None:
    """Fill in rows of a sheet, from its first; a key is the heading of a column."""
    headings = headings_of(path, sheet)
    cells = {
        f"{column_letters(headings.index(heading))}{number}": value
        for number, row in enumerate(rows, start=HEADINGS + 1)
        for heading, value in row.items()
    }
    write_cells(path, sheet, cells)
