"""What the descriptors define of a parameter: its responses by name, and its sets of bands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dermcohort.errors import UsageError
from dermcohort.instruments.descriptor import Bands, Instrument, Response
from dermcohort.instruments.scored import bands_of


class Defined(NamedTuple):
    """A response, and the parameter whose baseline and follow-up it compares."""

    parameter: str
    response: Response


def responses_of(instruments: Iterable[Instrument]) -> dict[str, Defined]:
    """Every response by its name; versions of one instrument share it.

    Raises
    ------
    ValueError
        If two mean different things: a bug in a descriptor.
    """
    found: dict[str, Defined] = {}
    for instrument in instruments:
        for response in instrument.responses:
            defined = Defined(instrument.parameter, response)
            if found.setdefault(response.name, defined) != defined:
                raise ValueError(f"{response.name} is defined twice")
    return found


def bands_by_parameter(instruments: Iterable[Instrument]) -> dict[str, Instrument]:
    """Of each parameter with bands the instrument whose sets hold.

    Of several versions it is the one that goes furthest: the grades of an IGA of 0 to 4 are the
    first ones of an IGA of 0 to 5.
    """
    found: dict[str, Instrument] = {}
    for instrument in instruments:
        if instrument.bands:
            first = found.setdefault(instrument.parameter, instrument)
            if instrument.high > first.high:
                found[instrument.parameter] = instrument
    return found


def defined_response(responses: Mapping[str, Defined], name: str) -> str:
    """The name of a response as the descriptors write it, whatever its case and spaces.

    Raises
    ------
    UsageError
        If there is none of that name.
    """

    def plain(text: str) -> str:
        return "".join(text.casefold().replace("≤", "<=").split())

    known = {plain(other): other for other in responses}
    if plain(name) in known:
        return known[plain(name)]
    close = difflib.get_close_matches(plain(name), known, n=1)
    hint = f"; did you mean {known[close[0]]!r}?" if close else ""
    raise UsageError(f"{name!r} is no response{hint}; responses: {', '.join(responses)}")


def set_of_bands(instruments: Mapping[str, Instrument], parameter: str, name: str) -> Bands:
    """The set of bands of a parameter, by its name or the beginning of it.

    Raises
    ------
    UsageError
        If the parameter has no bands, or none of that name.
    """
    if parameter not in instruments:
        raise UsageError(f"{parameter} has no bands; with bands: {', '.join(instruments)}")
    found = bands_of(instruments[parameter], name)
    assert found is not None
    return found
