"""Whether a follow-up is a response to a baseline: exact, and never by division."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from dermcohort.errors import UsageError
from dermcohort.instruments.descriptor import Instrument, Response
from dermcohort.instruments.exact import decimal_text, exact


class Verdict(NamedTuple):
    """What a response comes to.

    Attributes
    ----------
    met : bool or None
        None: not evaluable.
    reason : str
        Why it is not evaluable; "" if it is.
    """

    met: bool | None
    reason: str = ""


def responded(
    instrument: Instrument, response: str | Response, baseline: object, follow_up: object
) -> Verdict:
    """Whether the response is met.

    Parameters
    ----------
    response : str or Response
        One of ``instrument.responses``, or its name.
    baseline, follow_up : number or None
        Totals; None if not recorded.

    Raises
    ------
    UsageError
        If the instrument has no such response, or a total is no number.

    Notes
    -----
    A percentage is decided by 100 F <= (100 - percent) B, so that 5.6 to 1.4 is an EASI-75
    response, which a division of floats loses.

    Examples
    --------
    >>> from dermcohort.instruments import INSTRUMENTS
    >>> responded(INSTRUMENTS["EASI"], "EASI-75", 5.6, 1.4)
    Verdict(met=True, reason='')
    >>> responded(INSTRUMENTS["DLQI"], "DLQI4", 3, 0)
    Verdict(met=None, reason='not evaluable: baseline below 4')
    """
    rule = response_of(instrument, response) if isinstance(response, str) else response
    before = None if baseline is None else exact(baseline)
    after = None if follow_up is None else exact(follow_up)
    reason = _not_evaluable(instrument, rule, before, after)
    if reason or after is None:
        return Verdict(None, reason)
    met = rule.at_most is None or after <= rule.at_most
    if before is not None:
        if rule.percent is not None:
            met = met and 100 * after <= (100 - rule.percent) * before
        if rule.fall is not None:
            met = met and before - after >= rule.fall
    return Verdict(met)


def response_of(instrument: Instrument, name: str) -> Response:
    """The response of a name.

    Raises
    ------
    UsageError
        If the instrument has none of that name.
    """
    for response in instrument.responses:
        if response.name.casefold() == name.strip().casefold():
            return response
    allowed = ", ".join(response.name for response in instrument.responses) or "none"
    raise UsageError(f"{name!r} is no response of {instrument.name}; its responses: {allowed}")


def _not_evaluable(
    instrument: Instrument, rule: Response, before: Fraction | None, after: Fraction | None
) -> str:
    if rule.needs_baseline and before is None:
        return "baseline not recorded"
    if after is None:
        return "follow-up not recorded"
    for what, value in (("baseline", before), ("follow-up", after)):
        if value is not None and not instrument.low <= value <= instrument.high:
            low, high = decimal_text(instrument.low), decimal_text(instrument.high)
            return f"{what} is outside {low} to {high}"
    if rule.percent is not None and before == 0:
        return "baseline is 0"
    if rule.fall is not None and before is not None and before < rule.fall:
        return f"not evaluable: baseline below {decimal_text(rule.fall)}"
    return ""
