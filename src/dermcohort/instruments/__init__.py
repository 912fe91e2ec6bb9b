"""Instruments that are scored from their items: one descriptor each, one way to score them all."""

from __future__ import annotations

import difflib

from dermcohort.errors import UsageError
from dermcohort.instruments.adct import ADCT
from dermcohort.instruments.answers import Problem, Unreadable
from dermcohort.instruments.bsa import BSA, BSA_HANDPRINTS
from dermcohort.instruments.cdlqi import CDLQI
from dermcohort.instruments.defined import (
    Defined,
    bands_by_parameter,
    defined_response,
    responses_of,
    set_of_bands,
)
from dermcohort.instruments.descriptor import NOT_RELEVANT, Bands, Instrument
from dermcohort.instruments.dlqi import DLQI
from dermcohort.instruments.easi import EASI
from dermcohort.instruments.iga import IGA_0_4, IGA_0_5, VIGA_AD
from dermcohort.instruments.itch import ITCH_NRS, ITCH_VAS
from dermcohort.instruments.measi import MEASI_ITCH
from dermcohort.instruments.pasi import PASI
from dermcohort.instruments.poem import POEM
from dermcohort.instruments.recap import RECAP
from dermcohort.instruments.responses import Verdict, responded
from dermcohort.instruments.scorad import OSCORAD, PO_SCORAD, SCORAD
from dermcohort.instruments.scored import Score, score_answers

#: Every instrument, by its name.
INSTRUMENTS: dict[str, Instrument] = {
    "EASI": EASI,
    "mEASI_itch": MEASI_ITCH,
    "vIGA-AD": VIGA_AD,
    "IGA-0-4": IGA_0_4,
    "IGA-0-5": IGA_0_5,
    "BSA": BSA,
    "BSA-handprints": BSA_HANDPRINTS,
    "SCORAD": SCORAD,
    "oSCORAD": OSCORAD,
    "PO-SCORAD": PO_SCORAD,
    "POEM": POEM,
    "DLQI": DLQI,
    "CDLQI": CDLQI,
    "itch-VAS": ITCH_VAS,
    "itch-NRS": ITCH_NRS,
    "ADCT": ADCT,
    "RECAP": RECAP,
    "PASI": PASI,
}

#: Every response that an instrument defines, by its name.
RESPONSES: dict[str, Defined] = responses_of(INSTRUMENTS.values())
_WITH_BANDS = bands_by_parameter(INSTRUMENTS.values())

#: Names that several instruments have: none is taken for another.
_SHARED_NAMES = {
    "iga": "IGA has several versions, which are never pooled; name one: vIGA-AD, IGA-0-4, IGA-0-5",
    "measi": "mEASI is used for several changes of EASI; the one with itch is mEASI_itch",
}


def instrument_of(name: str) -> Instrument:
    """The instrument of a name, whatever its case.

    Raises
    ------
    UsageError
        If none or several have the name.

    Examples
    --------
    >>> instrument_of("poem").label
    'Patient-Oriented Eczema Measure'
    """
    wanted = " ".join(name.casefold().replace("_", "-").split())
    known = {
        other.casefold().replace("_", "-"): each
        for each in INSTRUMENTS.values()
        for other in (each.name, *each.known_as)
    }
    if wanted in known:
        return known[wanted]
    if wanted in _SHARED_NAMES:
        raise UsageError(_SHARED_NAMES[wanted])
    close = difflib.get_close_matches(wanted, known, n=1)
    nearest = f"; nearest: {known[close[0]].name}" if close else ""
    raise UsageError(f"{name!r} is no instrument{nearest}; instruments: {', '.join(INSTRUMENTS)}")


def response_named(name: str) -> str:
    """The name of a response of any instrument as it is written in `RESPONSES`.

    Raises
    ------
    UsageError
        If there is none of that name.

    Examples
    --------
    >>> response_named("easi <= 7"), response_named("DLQI 0/1")
    ('EASI <= 7', 'DLQI 0/1')
    """
    return defined_response(RESPONSES, name)


def bands_of_parameter(parameter: str, name: str) -> Bands:
    """A set of bands of a parameter, by its name or the beginning of it.

    Raises
    ------
    UsageError
        If the parameter has no bands, or none of that name.

    Examples
    --------
    >>> bands_of_parameter("EASI", "Leshem").of(INSTRUMENTS["EASI"].high)
    'very severe'
    """
    return set_of_bands(_WITH_BANDS, parameter, name)


__all__ = [
    "INSTRUMENTS", "NOT_RELEVANT", "RESPONSES", "Bands", "Defined", "Instrument", "Problem",
    "Score", "Unreadable", "Verdict", "bands_of_parameter", "instrument_of", "responded",
    "response_named", "score_answers",
]  # fmt: skip
