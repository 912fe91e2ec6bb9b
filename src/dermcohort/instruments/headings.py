"""Which column of a sheet holds which item, from the headings. Nothing is guessed from numbers."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence

from dermcohort.errors import UsageError
from dermcohort.instruments.descriptor import Instrument, Item


def plain_heading(heading: str) -> str:
    """A heading without case, width, spaces and punctuation; % is "percent".

    >>> plain_heading("HN area (%)"), plain_heading("POEM_Q1")
    ('hnareapercent', 'poemq1')
    """
    text = unicodedata.normalize("NFKC", heading).casefold().replace("%", "percent")
    return "".join(letter for letter in text if letter.isalnum())


def names_of(instrument: Instrument, item: Item) -> frozenset[str]:
    """Plain headings that mean an item: its key, its other words and its number."""
    prefixes = [plain_heading(name) for name in (instrument.name, *instrument.known_as)]
    words = {plain_heading(word) for word in (item.key, item.label, *item.words)}
    found = words | {prefix + word for prefix in prefixes for word in words}
    if instrument.numbered and item in instrument.items:
        number = instrument.items.index(item) + 1
        numbers = (f"{number}", f"{number:02d}")
        marked = {mark + n for n in numbers for mark in ("q", "item", "question", "問", "質問")}
        found |= marked | {prefix + n for prefix in prefixes for n in (*numbers, *marked)}
    return frozenset(found)


def item_columns(
    instrument: Instrument, headings: Sequence[str], given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The column of each item that has one.

    Parameters
    ----------
    headings : sequence of str
        All columns of the sheet.
    given : mapping of str to str, optional
        Item and its column, said by the user: goes before what is recognised.

    Returns
    -------
    dict of str to str
        Key of an item, of `Instrument.all_items`, and its heading. Every item of the instrument
        is there, by itself or in another form.

    Raises
    ------
    UsageError
        If an item or a column that is given does not exist, if two columns mean one item, or if
        an item has no column.

    Examples
    --------
    >>> from dermcohort.instruments import INSTRUMENTS
    >>> found = item_columns(INSTRUMENTS["POEM"], [f"POEM{n}" for n in range(1, 8)])
    >>> found["sleep"]
    'POEM2'
    """
    columns = _given(instrument, headings, given or {})
    free = [heading for heading in headings if heading not in columns.values()]
    for item in instrument.all_items:
        if item.key in columns:
            continue
        names = names_of(instrument, item)
        found = [heading for heading in free if plain_heading(heading) in names]
        if len(found) > 1:
            both = " and ".join(map(repr, found))
            raise UsageError(
                f"columns {both} could both be {item.key} of {instrument.name}; "
                f"try: --columns {item.key}={found[0]}"
            )
        if found:
            columns[item.key] = found[0]
    without = [item for item in instrument.items if not _is_there(item, columns)]
    if without:
        raise UsageError(_needed(instrument, without, headings))
    return columns


def _given(
    instrument: Instrument, headings: Sequence[str], given: Mapping[str, str]
) -> dict[str, str]:
    keys = [item.key for item in instrument.all_items]
    for key, heading in given.items():
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            nearest = f"; nearest: {near[0]}" if near else ""
            raise UsageError(
                f"{key!r} is no item of {instrument.name}{nearest}; its items: {', '.join(keys)}"
            )
        if heading not in headings:
            raise UsageError(
                f"{key} is to be in column {heading!r}, and there is no such column; "
                f"columns: {', '.join(headings)}"
            )
    doubled = [key for key in given if list(given.values()).count(given[key]) > 1]
    if doubled:
        raise UsageError(f"column {given[doubled[0]]!r} is named for {' and '.join(doubled)}")
    return dict(given)


def _is_there(item: Item, columns: Mapping[str, str]) -> bool:
    return item.key in columns or any(
        all(other.key in columns for other in form.items) for form in item.forms
    )


def _needed(instrument: Instrument, without: Sequence[Item], headings: Sequence[str]) -> str:
    def ways(item: Item) -> str:
        forms = [" with ".join(other.key for other in form.items) for form in item.forms]
        return " or ".join((item.key, *forms))

    shown = ", ".join(ways(item) for item in without)
    example = without[0].key
    return (
        f"no column was found for {len(without)} of the {len(instrument.items)} items of "
        f"{instrument.name}: {shown}; columns: {', '.join(headings)}; "
        f"try: --columns {example}=HEADING (see dermcohort score {instrument.name} --items)"
    )
