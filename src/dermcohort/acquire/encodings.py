"""In which letters a text file is written: as declared, else by its mark, else UTF-8, else CP932.

Nothing else is guessed. Text in one of several encodings can be read in another one without any
error, as wrong letters; where that is likely, the study file must say which it is.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from dermcohort.errors import SourceUnreadable

#: What ``encoding`` may say -> how Python calls it.
ENCODINGS = {
    "utf-8": "utf-8", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    "utf-32": "utf-32",
    # Shift-JIS as Windows has it, with the circled numbers and the names of companies.
    "cp932": "cp932", "shift-jis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "euc-jp": "euc_jis_2004", "iso-2022-jp": "iso2022_jp_2004",
    "latin-1": "latin-1", "iso-8859-1": "latin-1", "iso-8859-15": "iso8859-15",
    "cp1252": "cp1252", "windows-1252": "cp1252", "cp1250": "cp1250", "cp1251": "cp1251",
    "mac-roman": "mac-roman", "gb18030": "gb18030", "big5": "cp950", "euc-kr": "cp949",
    "ascii": "ascii",
}  # fmt: skip
#: Marks at the start of a file, longer ones first.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
#: Control characters, bytes that mean nothing, and bytes that CP932 keeps for private use.
_NO_LETTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3\ufffd]")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_KANA = re.compile("[\u3041-\u30fe]")
_FOREIGN = re.compile("[^\x00-\x7f]")
#: ISO-2022-JP switches to Japanese letters by these signs, all of which are ASCII.
_SWITCH = re.compile(rb"\x1b\$[@B]")
_LOOKED_AT = 2**16


class Text(NamedTuple):
    """The letters of a file, and whether CP932 was taken because nothing else would do."""

    text: str
    assumed: bool = False


def decode(content: bytes, file: str, encoding: str = "") -> Text:
    """The letters of a file.

    Parameters
    ----------
    content : bytes
    file : str
        For messages.
    encoding : str
        As declared; "" to find out.

    Raises
    ------
    SourceUnreadable
        If it is not written so, or in none of those that are tried.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    if encoding:
        return Text(_declared(content, file, encoding, marked))
    if marked:
        return Text(_strictly(content, file, marked, "it begins with the mark of it"))
    _refuse_zeros(content, file)
    if _SWITCH.search(content):
        raise SourceUnreadable(_ask(file, "ISO-2022-JP", ("iso-2022-jp",)))
    try:
        return Text(content.decode("utf-8"))
    except UnicodeDecodeError:
        return Text(_cp932(content, file), assumed=True)


def _declared(content: bytes, file: str, encoding: str, marked: str) -> str:
    name = ENCODINGS.get(encoding.strip().casefold().replace("_", "-"))
    if name is None:
        raise SourceUnreadable(
            f"{file}: encoding = {encoding!r} is none that is known; allowed: "
            f"{', '.join(ENCODINGS)}"
        )
    if marked and not name.startswith(marked[:6].rstrip("-")):
        raise SourceUnreadable(
            f"{file} begins with the mark of {marked.removesuffix('-sig')}, not of {encoding}; "
            "try: take `encoding` out of the study file"
        )
    said = "the study file says so"
    return _strictly(content, file, marked or name, said).removeprefix("\ufeff")


def _strictly(content: bytes, file: str, name: str, why: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as refused:
        # Without the mark, where there is one.
        line = refused.object.count(b"\n", 0, refused.start) + 1
        raise SourceUnreadable(
            f"{file} is not text in {name.removesuffix('-sig')}, though {why}: the first byte that "
            f"is none stands in line {line}; try: another `encoding`, or save it as 'CSV UTF-8'"
        ) from refused


def _refuse_zeros(content: bytes, file: str) -> None:
    """Text without a mark has no zero bytes, unless each letter has two of them."""
    at = content.find(b"\0")
    if at < 0:
        return
    for wide in ("utf-16-le", "utf-16-be"):
        text = _tried(content[:_LOOKED_AT], wide)
        # Read in the wrong one, or in neither, there are hardly any ends of lines.
        if text and "\0" not in text and ("\n" in text or "\r" in text):
            raise SourceUnreadable(_ask(file, "UTF-16 without its mark", (wide,)))
    line = content.count(b"\n", 0, at) + 1
    raise SourceUnreadable(
        f"{file} has a zero byte in line {line}, which no text has; "
        "try: save it again from where it came from"
    )


def _cp932(content: bytes, file: str) -> str:
    text = content.decode("cp932", errors="replace")
    damaged = _NO_LETTERS.search(text)
    head = text[:_LOOKED_AT]
    # Japanese in EUC reads in CP932 as rows of half-width kana, and the other way round.
    halves = 2 * len(_HALF_WIDTH_KANA.findall(head)) > len(_FOREIGN.findall(head))
    if (damaged or halves) and _KANA.search(_tried(content, ENCODINGS["euc-jp"])):
        names = ("euc-jp",) if damaged else ("euc-jp", "cp932")
        raise SourceUnreadable(_ask(file, "EUC-JP, not in UTF-8", names))
    if damaged:
        raise SourceUnreadable(
            f"{file} is text neither in UTF-8 nor in Shift-JIS (CP932); "
            "try: encoding = ... in this [[sources]] entry, one of: "
            f"{', '.join(ENCODINGS)}; or in Excel, save as 'CSV UTF-8'"
        )
    return text


def _tried(content: bytes, name: str) -> str:
    """The text; "" if it is not written so. The last letter may be cut in two."""
    try:
        return codecs.getincrementaldecoder(name)().decode(content)
    except UnicodeDecodeError:
        return ""


def _ask(file: str, what: str, names: tuple[str, ...]) -> str:
    choice = " or ".join(f"encoding = {name!r}" for name in names)
    return f"{file} looks like text in {what}; try: {choice} in this [[sources]] entry"
