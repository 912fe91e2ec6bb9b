"""What the formats of a workbook show: colours, strokes, and numbers shown as something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree as ET

#: Excel's own names of its standard colours.
_NAMES = {
    "C00000": "dark red", "FF0000": "red", "FFC000": "orange", "FFFF00": "yellow",
    "92D050": "light green", "00B050": "green", "00B0F0": "light blue", "0070C0": "blue",
    "002060": "dark blue", "7030A0": "purple", "FFFFFF": "white", "000000": "black",
    "FF00FF": "pink", "00FFFF": "turquoise", "0000FF": "bright blue", "00FF00": "bright green",
}  # fmt: skip
#: The old palette, by number; 64 and 65 are the colours of the window.
_PALETTE = {
    0: "black", 1: "white", 2: "red", 3: "bright green", 4: "bright blue", 5: "yellow", 6: "pink",
    7: "turquoise", 8: "black", 9: "white", 10: "red", 11: "bright green", 12: "bright blue",
    13: "yellow", 14: "pink", 15: "turquoise", 64: "", 65: "",
}  # fmt: skip
_THEME = {0: "white", 1: "black"}
#: Number formats that have a number of their own, those that show something else than they hold.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 16: "d-mmm", 17: "mmm-yy",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
}  # fmt: skip
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*](?:.)')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_SIGNS = re.compile("[<>≤≥≦≧~±]|未満|以上|以下|超")
_NUMBER = re.compile(r"[#?0,]*0(?:\.([0#?]*))?")


class Shown(NamedTuple):
    """How a number format shows its value.

    Attributes
    ----------
    way : str
        "as percent", "as a day without its year"; "" for as it is.
    decimals : int or None
        To how many it is rounded; None where nothing is rounded.
    """

    way: str = ""
    decimals: int | None = None


_AS_IT_IS = Shown()


@dataclass(frozen=True, slots=True)
class Style:
    """What strikes in the format of a cell; of a plain one, nothing does."""

    fill: str = ""
    font: str = ""
    struck: bool = False
    raised: bool = False
    shown: Shown = _AS_IT_IS


PLAIN = Style()


def styles_of(xml: bytes) -> dict[int, Style]:
    """Number of a format in the sheets -> what strikes in it; plain ones are left out.

    Raises
    ------
    xml.etree.ElementTree.ParseError, ValueError
        If the part is none of styles.
    """
    root = ET.fromstring(xml)
    formats = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in _children(root, "numFmts")
    }
    fonts, fills = _children(root, "fonts"), _children(root, "fills")
    # Text is black unless the workbook's own standard font is coloured.
    usual = _colour(_child(fonts[0], "color")) if fonts else ""
    found = {}
    for number, each in enumerate(_children(root, "cellXfs")):
        font = _at(fonts, each.get("fontId"))
        code = int(each.get("numFmtId", "0"))
        colour = _colour(_child(font, "color"))
        style = Style(
            fill=_fill(_at(fills, each.get("fillId"))),
            font="" if colour in (usual, "black") else colour,
            struck=_on(_child(font, "strike")),
            raised=_raised(_child(font, "vertAlign")),
            shown=shown_by(formats.get(code) or _BUILT_IN.get(code, "")),
        )
        if style != PLAIN:
            found[number] = style
    return found


def _children(root: ET.Element, tag: str) -> list[ET.Element]:
    return [child for each in root if each.tag.endswith("}" + tag) for child in each]


def _child(element: ET.Element | None, tag: str) -> ET.Element | None:
    if element is None:
        return None
    return next((each for each in element if each.tag.endswith("}" + tag)), None)


def _at(elements: list[ET.Element], number: str | None) -> ET.Element | None:
    return elements[int(number)] if number and 0 <= int(number) < len(elements) else None


def _on(element: ET.Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false", "off")


def _raised(element: ET.Element | None) -> bool:
    return element is not None and element.get("val") in ("superscript", "subscript")


def _fill(element: ET.Element | None) -> str:
    pattern = _child(element, "patternFill")
    if pattern is None:
        return "shaded" if _child(element, "gradientFill") is not None else ""
    if pattern.get("patternType", "none") == "none":
        return ""
    colour = _colour(_child(pattern, "fgColor")) or pattern.get("patternType", "")
    return "" if colour == "white" else colour


def _colour(element: ET.Element | None) -> str:
    """A colour in words; "" for the usual one."""
    if element is None or element.get("auto"):
        return ""
    if rgb := element.get("rgb"):
        return _NAMES.get(rgb[-6:].upper(), f"#{rgb[-6:].upper()}")
    if theme := element.get("theme"):
        return "grey" if _THEME.get(int(theme)) and element.get("tint") else \
            _THEME.get(int(theme), f"colour {theme} of the theme")  # fmt: skip
    index = element.get("indexed", "64")
    return _PALETTE.get(int(index), f"colour {index} of the palette")


def shown_by(code: str) -> Shown:
    """How a number format shows its value.

    >>> shown_by("0.0%").way, shown_by("m/d").way, shown_by("0.0").decimals
    ('as percent', 'as a day without its year', 1)
    >>> shown_by("yyyy-mm-dd") == shown_by("General") == shown_by("@") == Shown()
    True
    """
    if not code or code.casefold() in ("general", "@"):
        return Shown()
    literals = "".join(a or b or "" for a, b in _LITERAL.findall(code))
    bare = _BRACKETS.sub("", _LITERAL.sub("", code)).casefold()
    if _SIGNS.search(literals + bare):
        return Shown("with a sign that is not in the cell")
    first = bare.split(";")[0].replace("general", "0.?????????").replace("標準", "")
    if not first.strip(" ;") and "@" not in code and not literals.strip():
        return Shown("as nothing")
    if "%" in first:
        return Shown("as percent")
    if re.search("[ymdhsge]", first) and "e+" not in first and "e-" not in first:
        return _date(first)
    if first.rstrip().endswith(","):
        return Shown("in thousands")
    number = _NUMBER.search(first)
    if not number or "e" in first or "/" in first:
        return Shown()
    return Shown("", len(number[1] or ""))


def _date(code: str) -> Shown:
    day, year = "d" in code, re.search("[yge]", code)
    if day and not year:
        return Shown("as a day without its year")
    if year and not day and "m" in code:
        return Shown("as a month without its day")
    return Shown()
