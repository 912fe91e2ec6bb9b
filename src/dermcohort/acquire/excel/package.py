"""Open the package of a workbook without being fooled by it: an archive of XML parts.

What unpacks to more than a workbook can be, is locked, or declares entities is refused before any
reader sees it. Every part that is read is unpacked with its declared size and checksum, so that an
archive cannot lie about either.
"""

from __future__ import annotations

import codecs
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from dermcohort.acquire.marks import Visibility
from dermcohort.errors import SourceUnreadable

#: A million rows of thirty columns unpack to about this.
MOST_BYTES = 2**30
#: Texts are held in memory as a whole.
MOST_TEXT_BYTES = 2**28
_TEXTS = "sharedStrings.xml"
_GB = 1e9
_LOCKED_ENTRY = 0x1
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
#: After the mark and the blanks that may stand before a declaration.
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\x21-\x7e]{1,40}?)[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
#: What a package that is not put together as a workbook is, raises.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ET.ParseError,
    ValueError, NotImplementedError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an xlsx, and what its workbook part says.

    Attributes
    ----------
    archive : ZipFile
    parts : name of a sheet -> its part
    visibility : name of a sheet -> "visible", "hidden" or "very hidden"
    date_1904 : bool
        Whether days are counted from 1904.
    recalculated : bool
        Whether Excel is asked to compute all formulas on opening: then their values may not be
        there yet.
    macros : bool
    related : kind -> part
        "styles" and "sharedStrings", where there are any.
    """

    archive: zipfile.ZipFile
    parts: dict[str, str]
    visibility: dict[str, Visibility]
    date_1904: bool
    recalculated: bool
    macros: bool
    related: dict[str, str]

    def read(self, part: str) -> bytes:
        """The whole of a part.

        Raises
        ------
        one of BROKEN
        """
        return _read(self.archive, part)

    def open(self, part: str) -> IO[bytes]:
        """A part, to be unpacked bit by bit.

        Raises
        ------
        one of BROKEN
        """
        return self.archive.open(_entry(self.archive, part))

    def beside(self, part: str) -> dict[str, list[str]]:
        """Parts that a part is related to, by the last word of the kind of relation."""
        found: dict[str, list[str]] = {}
        for kind, target in _relations(self.archive, part).values():
            found.setdefault(kind, []).append(target)
        return found


def refuse_bomb(path: Path, file: str) -> None:
    """Refuse an archive that unpacks to too much, or that is locked.

    Raises
    ------
    SourceUnreadable
        If so.
    one of BROKEN
        If it is no archive.
    """
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    text = sum(e.file_size for e in entries if e.filename.endswith(_TEXTS))
    if size > MOST_BYTES or text > MOST_TEXT_BYTES:
        raise SourceUnreadable(
            f"{file} unpacks to {max(size, text) / _GB:.1f} GB, which no workbook of charts has; "
            "try: copy the sheets that are needed into a new workbook, or save them as csv"
        )
    if any(entry.flag_bits & _LOCKED_ENTRY for entry in entries):
        raise SourceUnreadable(
            f"{file} is locked with a password; try: remove the password and save it again"
        )


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """The package of an xlsx or xlsm.

    Raises
    ------
    one of BROKEN
        If it is not put together as a workbook is, or declares entities.
    """
    with zipfile.ZipFile(path) as archive:
        yield _package(archive)


def _package(archive: zipfile.ZipFile) -> Package:
    targets = [
        posixpath.join("/", each.get("Target", "")).lstrip("/")
        for each in ET.fromstring(_read(archive, "_rels/.rels"))
        if each.get("Type", "").endswith("/officeDocument")
    ]
    main = targets[0] if targets else "xl/workbook.xml"
    relations = _relations(archive, main)
    workbook = ET.fromstring(_read(archive, main))
    parts, visibility = {}, {}
    for each in (e for e in workbook.iter() if e.tag.endswith("}sheet")):
        identity = each.get(_RELATION) or each.get(_STRICT_RELATION) or ""
        kind, target = relations.get(identity, ("", ""))
        if kind == "worksheet":
            name = each.get("name", "")
            parts[name] = target
            visibility[name] = _visibility(each.get("state", ""))
    return Package(
        archive=archive,
        parts=parts,
        visibility=visibility,
        date_1904=_flag(workbook, "workbookPr", "date1904"),
        recalculated=_flag(workbook, "calcPr", "fullCalcOnLoad"),
        macros=any(kind == "vbaProject" for kind, _ in relations.values()),
        related=dict(relations.values()),
    )


def _visibility(state: str) -> Visibility:
    known: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very hidden"}
    return known.get(state, "visible")


def _flag(workbook: ET.Element, tag: str, name: str) -> bool:
    values = [e.get(name) for e in workbook.iter() if e.tag.endswith("}" + tag)]
    return any(value in ("1", "true", "on") for value in values)


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Identity of each relation of a part -> last word of its kind, and its target."""
    folder, name = posixpath.split(part)
    beside = f"{folder}/_rels/{name}.rels".lstrip("/")
    if beside not in archive.namelist():
        return {}
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            # A target is relative to the part's folder, or starts at the root with "/".
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in ET.fromstring(_read(archive, beside))
        if each.get("TargetMode") != "External"
    }


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    content = archive.read(_entry(archive, part))
    refuse_entities(content)
    _refuse_unknown_encoding(content)
    return content


def _refuse_unknown_encoding(xml: bytes) -> None:
    """The parser raises a LookupError of it, which elsewhere is a mistake of ours."""
    if found := _ENCODING.search(xml):
        name = found[1].decode("ascii")
        try:
            codecs.lookup(name)
        except LookupError as refused:
            raise ValueError(f"its XML is in {name}, which is no encoding") from refused


def _entry(archive: zipfile.ZipFile, part: str) -> zipfile.ZipInfo:
    try:
        return archive.getinfo(part)
    except KeyError as missing:
        raise ValueError(f"its part {part} is missing") from missing


def refuse_entities(xml: bytes) -> None:
    """Refuse XML that declares entities, before it is parsed: a line of them fills the memory.

    Raises
    ------
    ValueError
        If so.
    """
    if _ENTITIES.search(xml):
        raise ValueError("its XML declares entities, which no workbook does")
