"""What one cell says, and how the cells of its column are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from dermcohort.units import Unit

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Reading(NamedTuple):
    """What a cell says.

    Attributes
    ----------
    value : of the kind that was asked for, or None
        Numbers are in the unit of the dictionary.
    comparator : "=", "<" or ">"
        Of a number: "<" for a value below the limit of detection.
    rule : str
        What is to be noticed, a name of the rulebook; "" for nothing.
    details : mapping
        What the words of the rule fill in.
    reported : float or None
        A number before its unit was converted; None where it was not.
    unit : str
        Of the number as reported, "" where it is that of the dictionary. Of a column that holds
        many parameters: what stands behind the number, as written.
    """

    value: Any
    comparator: str = "="
    rule: str = ""
    details: Mapping[str, object] = NOTHING
    reported: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """How the cells of one column are written, as far as they do not say it themselves.

    Attributes
    ----------
    decimal : "." or ","
        Mark of the decimals in text.
    missing : frozenset of str
        What stands where a value is missing, as `spelling.word_key` gives it.
    codes : mapping of str to str
        What stands in a cell, as `spelling.word_key` gives it -> what it means.
    unit : Unit or None
        Of the numbers; None for that of the dictionary.
    date_order : "ymd", "dmy", "mdy" or ""
        Of day, month and year in text; "" where the source does not say.
    date_serials : "1900", "1904" or ""
        Numbers are days of this system of Excel; "" where they are no dates.
    zeros : mapping of str to tuple of str
        ID that may have lost zeros in front -> IDs of other sheets that it could be.
    """

    decimal: str = "."
    missing: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    unit: Unit | None = None
    date_order: str = ""
    date_serials: str = ""
    zeros: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


#: A source that says nothing.
PLAIN = Written()
