"""IDs that lost the zeros in front: 001 in one sheet, the number 1 in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dermcohort.check.headings import Layout
from dermcohort.check.names import id_of
from dermcohort.sheets import Sheet


def lost_zeros(pairs: Iterable[tuple[Sheet, Layout]]) -> Mapping[str, tuple[str, ...]]:
    """IDs without zeros in front that are no patient as they stand -> those that they could be.

    Only IDs of nothing but digits. The patients sheet says which spelling is right; where it is
    the one that lost the zeros, the other sheets do. Where both spellings are patients they are
    left apart.
    """
    ids: dict[bool, set[str]] = {True: set(), False: set()}
    for sheet, layout in pairs:
        ids[sheet.source.table == "patients"] |= _ids(sheet, layout)
    patients, others = ids[True], ids[False] - ids[True]
    zeros = {name for name in patients | others if re.fullmatch("0+[0-9]*[0-9]", name)}
    full: dict[int, list[str]] = {}
    for name in sorted(zeros, key=lambda name: (len(name), name)):
        full.setdefault(int(name), []).append(name)
    found = {}
    for name in patients | others:
        digits = re.fullmatch(r"((?:0|[1-9][0-9]*))(?:\.0+)?", name)
        could = full.get(int(digits[1]), []) if digits else []
        known = [each for each in could if each in patients]
        if name not in patients and known:
            found[name] = tuple(known)
        elif name in patients and not known and could:
            found[name] = tuple(could)
        elif digits and name not in patients and digits[1] in patients and name != digits[1]:
            # A csv of "1.0" and a workbook of 1.
            found[name] = (digits[1],)
    return found


def _ids(sheet: Sheet, layout: Layout) -> set[str]:
    slot = layout.at("patient")
    if slot is None:
        return set()
    raws = {(row[slot.index].__class__, row[slot.index]) for row in sheet.rows}
    return {id_of(raw) for _, raw in raws if isinstance(raw, (str, int, float)) and raw is not True}
