"""The shared texts of a workbook: which are struck through or have raised signs, in whole or part.

Excel keeps each text once, in runs of one format each. The reader joins the runs, so that a stroke
through half of "8 9" and the raised 2 of "84²" are gone from the value.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree as ET

from dermcohort.acquire.excel.package import refuse_entities

Look = Literal["struck", "partly struck", "raised"]
_ITEM = re.compile(rb"<(?:\w+:)?si\b")


def marked_texts(xml: bytes) -> dict[int, tuple[Look, ...]]:
    """Number of a text -> how it looks; plain ones are left out.

    Raises
    ------
    xml.etree.ElementTree.ParseError, ValueError
        If the part is none of texts.
    """
    if b"strike" not in xml and b"vertAlign" not in xml:
        return {}
    refuse_entities(xml)
    found: dict[int, tuple[Look, ...]] = {}
    number = 0
    for _, element in ET.iterparse(io.BytesIO(xml)):
        if _tag(element) == "si":
            if looks := looks_of(element):
                found[number] = looks
            number += 1
            element.clear()
    return found


def looks_of(item: ET.Element) -> tuple[Look, ...]:
    """How the runs of a text look that hold anything."""
    runs = [each for each in item if _tag(each) == "r" and _text(each).strip()]
    struck = [_has(run, "strike", ("", "1", "true", "on")) for run in runs]
    raised = [_has(run, "vertAlign", ("superscript", "subscript")) for run in runs]
    looks: list[Look] = []
    if runs and all(struck):
        looks.append("struck")
    elif any(struck):
        looks.append("partly struck")
    if any(raised):
        looks.append("raised")
    return tuple(looks)


def _has(run: ET.Element, tag: str, values: tuple[str, ...]) -> bool:
    return any(
        _tag(each) == tag and each.get("val", "") in values
        for format_ in run
        if _tag(format_) == "rPr"
        for each in format_
    )


def _text(run: ET.Element) -> str:
    return "".join(each.text or "" for each in run if _tag(each) == "t")


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def lengths(xml: bytes) -> list[int]:
    """Length in bytes of each text with its formats, in order."""
    starts = [found.start() for found in _ITEM.finditer(xml)]
    return [after - start for start, after in pairwise([*starts, len(xml)])]
