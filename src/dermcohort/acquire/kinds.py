"""What a file really is, from how it begins, whatever its name ends with."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from dermcohort.errors import SourceUnreadable

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
#: Name of the stream that Excel writes when a workbook has a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 4096
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|table|head)\b", re.IGNORECASE)
_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
#: A part that only this kind of workbook has -> its suffix.
_PARTS = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}
_SAME = {".xlsm": ".xlsx"}
_SAVE = "try: open it in Excel and save it as .xlsx"


def refuse_other_kind(path: Path, file: str) -> None:
    """Refuse what is not the kind of workbook that its name says, or is locked.

    Raises
    ------
    SourceUnreadable
        If so; the message says what it is.
    """
    suffix = path.suffix.lower()
    with path.open("rb") as opened:
        head = opened.read(_LOOKED_AT)
        locked = head.startswith(_OLE) and _LOCKED in head + opened.read()
    if locked:
        raise SourceUnreadable(
            f"{file} is locked with a password; try: in Excel, File > Info > Protect Workbook, "
            "remove the password and save"
        )
    if not head.startswith((_ZIP, _OLE)) and not (suffix == ".xls" and _is_old_stream(head)):
        raise SourceUnreadable(_no_workbook(head, suffix, file))
    really = _suffix_of_archive(path) if head.startswith(_ZIP) else ".xls"
    if not really:
        raise SourceUnreadable(
            f"{file} is an archive, no workbook; try: unpack it, and name the workbook inside"
        )
    if really != _SAME.get(suffix, suffix):
        raise SourceUnreadable(
            f"{file} is a workbook in {really} though its name ends with {suffix}; "
            f"try: rename it to {really}, here and in the study file"
        )


def _is_old_stream(head: bytes) -> bool:
    """Whether it is a workbook of Excel 4 or before, which stands in a file without wrapping."""
    return head[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")


def _suffix_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Damaged: the reader of the kind that the name says will tell.
        return _SAME.get(path.suffix.lower(), path.suffix.lower())
    return next((suffix for part, suffix in _PARTS.items() if part in names), "")


def _no_workbook(head: bytes, suffix: str, file: str) -> str:
    if _XML_SHEET in head:
        return f"{file} is a sheet in XML though its name ends with {suffix}; {_SAVE}"
    if _WEB_PAGE.search(head):
        return f"{file} is a web page though its name ends with {suffix}; {_SAVE}"
    if _is_text(head):
        return (
            f"{file} is a text file though its name ends with {suffix}; "
            "try: rename it to .csv, here and in the study file"
        )
    return f"{file} is not a workbook; {_SAVE}"


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            # The last character may be cut in two.
            head[:-4].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
