"""Find the cells of an xlsx whose formula failed.

The reader gives an empty text for ``#DIV/0!``, so that a failed formula would pass as a missing
value. The sheet's XML marks such a cell with ``t="e"``; it is looked at only for these cells, and
parsed only if there is any.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

_LETTERS = 26
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def error_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Row and column, counted from 1, of each cell that shows an error, and the error.

    Raises
    ------
    ValueError
        If the package is not put together as a workbook is.
    """
    try:
        with zipfile.ZipFile(path) as package:
            xml = package.read(_part(package, sheet))
        if b't="e"' not in xml and b"t='e'" not in xml:
            return {}
        return _failed(xml)
    except (zipfile.BadZipFile, zlib.error, KeyError, StopIteration, ET.ParseError) as refused:
        raise ValueError(str(refused)) from refused


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    """The part of the package that holds a sheet."""
    main = next(
        posixpath.join("/", each.get("Target", "")).lstrip("/")
        for each in ET.fromstring(package.read("_rels/.rels"))
        if each.get("Type", "").endswith("/officeDocument")
    )
    folder, name = posixpath.split(main)
    relations = ET.fromstring(package.read(f"{folder}/_rels/{name}.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for each in ET.fromstring(package.read(main)).iter():
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            identity = each.get(_RELATION) or each.get(_STRICT_RELATION)
            # A target is relative to the workbook's part, or starts at the root with "/".
            return posixpath.normpath(posixpath.join("/", folder, targets[identity])).lstrip("/")
    raise KeyError(sheet)


def _failed(xml: bytes) -> dict[tuple[int, int], str]:
    found = {}
    row = column = 0
    for event, element in ET.iterparse(io.BytesIO(xml), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif event == "start" and tag == "c":
            # Some programs leave out the cell's name: then it is the next one.
            column = _column(element.get("r", "")) or column + 1
        elif event == "end" and tag == "c" and element.get("t") == "e":
            found[row, column] = "".join(
                part.text or "" for part in element if part.tag.rpartition("}")[2] == "v"
            )
        if event == "end" and tag == "row":
            element.clear()
    return found


def _column(name: str) -> int:
    column = 0
    for letter in name.rstrip("0123456789"):
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column
