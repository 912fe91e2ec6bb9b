"""Look into a SAS transport file (XPT) for what its reader does not tell.

How the records lie in it follows SAS's description of the record layout of versions 5 and 8.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from dermcohort.errors import SourceUnreadable

_BLOCK = 80
_LIBRARY = (b"HEADER RECORD*******LIBRARY", b"HEADER RECORD*******LIBV8")
_MEMBER = (b"HEADER RECORD*******MEMBER", b"HEADER RECORD*******MEMBV8")
_VARIABLES = (b"HEADER RECORD*******NAMESTR", b"HEADER RECORD*******NAMSTV8")
_RECORDS = (b"HEADER RECORD*******OBS ", b"HEADER RECORD*******OBSV8")
#: Of the description of a variable: kind, length, short name, position, long name.
_DESCRIPTION = struct.Struct(">h2xh2x8s68xl32s")
_DESCRIPTION_SIZE = 140
_NUMERIC = 1


def special_missings(content: bytes, file: str) -> dict[str, int]:
    """Count the special values for missing, .A to .Z and ._, of a file that is whole.

    Returns
    -------
    dict of str to int
        Numeric variable -> how many of its values are such; only variables that have any.

    Raises
    ------
    SourceUnreadable
        If it is another format of SAS, holds several data sets, or was cut off.
    """
    if content.startswith(b"**COMPRESSED**"):
        raise SourceUnreadable(
            f"{file} is made by SAS's PROC CPORT, which only SAS can read; "
            "try: write it with PROC COPY and the XPORT engine, or as .sas7bdat"
        )
    if not content.startswith(_LIBRARY):
        raise SourceUnreadable(
            f"{file} is no SAS transport file; try: look how it was made, and give it the ending "
            "of its kind"
        )
    blocks = [content[at : at + 48] for at in range(0, len(content), _BLOCK)]
    members = sum(block.startswith(_MEMBER) for block in blocks)
    if members > 1:
        raise SourceUnreadable(
            f"{file} holds {members} data sets, and only the first would be read; "
            "try: write each one into a file of its own"
        )
    described = _at(blocks, _VARIABLES)
    begin = _at(blocks, _RECORDS)
    if len(content) % _BLOCK or described is None or begin is None:
        raise SourceUnreadable(_cut_off(file))
    return _specials(content, described, begin, file)


def _at(blocks: list[bytes], names: tuple[bytes, ...]) -> int | None:
    """Position behind the block of a heading."""
    return next(
        ((number + 1) * _BLOCK for number, block in enumerate(blocks) if block.startswith(names)),
        None,
    )


def _cut_off(file: str) -> str:
    return f"{file} was cut off; try: copy it again from where it came from"


def _specials(content: bytes, described: int, begin: int, file: str) -> dict[str, int]:
    variables = list(_variables(content, described))
    width = sum(length for _, _, length, _ in variables)
    if width == 0:
        return {}
    whole, rest = divmod(len(content) - begin, width)
    # The last block is filled up with blanks.
    if content[len(content) - rest :].strip(b" ") or rest >= _BLOCK:
        raise SourceUnreadable(_cut_off(file))
    records = np.frombuffer(content, np.uint8, whole * width, begin).reshape(whole, width)
    found = {}
    for name, kind, length, at in variables:
        if kind == _NUMERIC:
            first, others = records[:, at], records[:, at + 1 : at + length]
            letters = ((first >= ord("A")) & (first <= ord("Z"))) | (first == ord("_"))
            count = int((letters & ~others.any(axis=1)).sum())
            if count:
                found[name] = count
    return found


def _variables(content: bytes, described: int) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, length and position of each variable."""
    heading = content[described - _BLOCK : described]
    for number in range(int(heading[53:58])):
        kind, length, short, at, long = _DESCRIPTION.unpack_from(
            content, described + number * _DESCRIPTION_SIZE
        )
        # Version 5 has no long names.
        name = long.rstrip(b" \x00") if heading.startswith(_VARIABLES[1]) else b""
        yield (name or short.rstrip(b" \x00")).decode("latin-1"), kind, length, at
