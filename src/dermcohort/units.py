"""Units: in which each column and parameter may be given, and what makes them the dictionary's.

One table for headings, unit columns, units inside cells and the study file. Factors are exact
fractions, so that 234 in 10^3/uL is 23.4 in 10^4/uL and nothing near it. A unit that is not here
is an error where it stands: nothing is converted on a guess.

Factors of concentrations are those of ``docs/findings.md``, conventional to SI: bilirubin 17.10,
creatinine 88.40, cholesterol 0.02586, triglycerides 0.01129, haemoglobin 0.6206; 1 U/L is 1/60
ukat/L by definition.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a column or parameter.

    Attributes
    ----------
    name : str
        As printed.
    factor : Fraction
        Values in it, times this, are in the unit of the dictionary.
    spellings : tuple of str
        Other ways to write it; case, width, spaces, ``^`` and ``×`` in front make no difference.
    """

    name: str
    factor: Fraction = Fraction(1)
    spellings: tuple[str, ...] = ()

    def converted(self, value: float) -> float:
        """A value in this unit in that of the dictionary, correctly rounded.

        >>> Unit("10^3/uL", Fraction(1, 10)).converted(234.0)
        23.4
        """
        # The shortest decimal is what the chart says; the float beneath it is not.
        return value if self.factor == 1 else float(Fraction(repr(float(value))) * self.factor)


def unit_key(unit: str) -> str:
    """A unit without what spellings differ in.

    >>> unit_key("×10⁴ / µL") == unit_key("10^4/uL") == unit_key("万/μℓ") == unit_key("10*4/mm³")
    True
    """
    key = unicodedata.normalize("NFKC", unit).casefold().replace("μ", "u").replace("ℓ", "l")
    key = "".join(key.split()).replace("㍑", "l").replace("リットル", "l")
    for counted, power in (("百", "10^2"), ("千", "10^3"), ("万", "10^4")):
        key = key.replace(counted, power)
    key = re.sub(r"(?:個|cells?)(?=/)", "", key)
    key = re.sub(r"/(?:mm\^?3|cumm|cmm|mcl|microl)$", "/ul", key)
    key = re.sub(r"10(?:\*{1,2}|e\+?0?|\^)([0-9]+)", r"10\1", key)
    return re.sub(r"^[x×*](?=[0-9])", "", key.replace("^", ""))


def _own(name: str, *spellings: str) -> Unit:
    return Unit(name, Fraction(1), spellings)


def _times(factor: int | str | Fraction, name: str, *spellings: str) -> Unit:
    return Unit(name, Fraction(factor), spellings)


def _divided(factor: str, name: str, *spellings: str) -> Unit:
    """A unit whose factor is known the other way round, conventional to SI."""
    return Unit(name, 1 / Fraction(factor), spellings)


_ENZYMES = (
    _own("U/L", "IU/L", "units/L", "U/L/37℃"),
    _times(60, "ukat/L", "mckat/L", "microkat/L"),
    _times(Fraction(60, 1000), "nkat/L"),
)
_CELLS = (
    _own("/uL", "cells/uL", "count/uL"),
    _times(100, "10^2/uL"),
    _times(1000, "10^3/uL", "K/uL", "thou/uL"),
    _times(10_000, "10^4/uL"),
    _times(1000, "10^9/L", "G/L", "GI/L", "giga/L"),
    _times("1/1000", "/mL"),
)
_CHOLESTEROL = (_own("mg/dL", "mg%"), _divided("0.02586", "mmol/L"), _times("1/10", "mg/L"))
_PROTEIN = (_own("g/dL", "g%"), _times("1/10", "g/L"))
_POINTS = (_own("", "points", "point", "pts", "pt", "点"),)
_SHARE = (_own("%", "percent", "パーセント"), _times(100, "fraction", "fraction of 1"))
_AGES = (
    _own("years", "year", "yr", "yrs", "y", "years old", "y.o.", "yo", "歳", "才", "年"),
    _times("1/12", "months", "month", "mo", "mos", "ヶ月", "か月", "カ月", "ヵ月", "ケ月", "月"),
)

#: Column or parameter -> its units, that of the dictionary first.
UNITS: dict[str, tuple[Unit, ...]] = {
    "age_years": _AGES,
    "ad_duration_years": _AGES,
    "bmi": (_own("kg/m2", "kg/m^2", "kg/㎡"),),
    "topical_months": (
        _own("months", *_AGES[1].spellings),
        _times(12, "years", *_AGES[0].spellings),
    ),
    "dose_mg_per_day": (
        _own("mg/day", "mg/d", "mg/日", "mg daily", "mg/24h", "mg qd", "mg od", "mg q.d.",
             "mg once daily", "mg 1日1回", "mg 分1", "mg/日 分1", "mg/日 分2"),
        _times(1000, "g/day", "g/日", "g/d"),
        _times("1/1000", "ug/day", "ug/日", "ug/d", "mcg/day"),
    ),
    **dict.fromkeys(
        ("IGA", "EASI", "EASI_HN", "DLQI", "POEM", "ITCH_NRS", "SCORAD", "OSCORAD", "PO_SCORAD",
         "MEASI_ITCH", "CDLQI", "ADCT", "RECAP", "PASI"),
        _POINTS,
    ),
    "BSA": _SHARE,
    "ITCH_VAS": (_own("mm"), _times(10, "cm")),
    "EOS": _CELLS,
    "LDH": _ENZYMES,
    "TARC": (_own("pg/mL", "ng/L"), _times(1000, "ng/mL", "ug/L", "mcg/L")),
    "IGE": (_own("IU/mL", "U/mL", "kU/L", "kIU/L"), _times("1/1000", "IU/L", "U/L")),
    "WBC": _CELLS,
    "NEUT": _CELLS,
    "LYMPH": _CELLS,
    "HB": (*_PROTEIN, _divided("0.6206", "mmol/L")),
    "PLT": (
        _own("10^4/uL", "man/uL"),
        _times("1/10", "10^3/uL", "K/uL", "thou/uL"),
        _times("1/10", "10^9/L", "G/L", "GI/L", "giga/L"),
        _times("1/10000", "/uL", "cells/uL", "count/uL"),
    ),
    "CPK": _ENZYMES,
    "TC": _CHOLESTEROL,
    "LDL": _CHOLESTEROL,
    "AST": _ENZYMES,
    "ALT": _ENZYMES,
    "TBIL": (_own("mg/dL", "mg%"), _divided("17.10", "umol/L", "mcmol/L"), _times("1/10", "mg/L")),
    "CREAT": (_own("mg/dL", "mg%"), _divided("88.40", "umol/L", "mcmol/L")),
    "GGT": _ENZYMES,
    "ALP": _ENZYMES,
    "HDL": _CHOLESTEROL,
    "TG": (_own("mg/dL", "mg%"), _divided("0.01129", "mmol/L"), _times("1/10", "mg/L")),
    # Two atoms of nitrogen, 28.014 g, are in one mole of urea.
    "BUN": (_own("mg/dL", "mg%"), _times("2.8014", "mmol/L")),
    "ALB": _PROTEIN,
    "TP": _PROTEIN,
    "CRP": (_own("mg/dL", "mg%"), _times("1/10", "mg/L", "ug/mL"), _times("1/10000", "ng/mL")),
    "HCT": (*_SHARE, _times(100, "L/L", "1")),
    "RBC": (
        _own("10^4/uL", "man/uL"),
        _times(100, "10^6/uL", "M/uL", "mil/uL"),
        _times(100, "10^12/L", "T/L", "TI/L", "tera/L"),
        _times("1/10000", "/uL", "cells/uL"),
    ),
    "EGFR": (_own("mL/min/1.73m2", "mL/min/1.73m^2", "mL/分/1.73m2", "mL/min/1.73㎡"),),
    "KL6": (_own("U/mL"),),
    "EOS_PCT": _SHARE,
    "NEUT_PCT": _SHARE,
    "LYMPH_PCT": _SHARE,
}  # fmt: skip

#: The same word in another kind of unit is another parameter: eosinophils in percent.
OTHER_PARAMETER: dict[tuple[str, str], str] = {
    (code, "%"): f"{code}_PCT" for code in ("EOS", "NEUT", "LYMPH")
}

#: Parameter -> limits of the median of any group of patients, of itch the greatest value, in the
#: unit of the dictionary. Only to notice a whole column in another unit, so they are wide.
USUAL: dict[str, tuple[float, float]] = {
    "ITCH_VAS": (10.5, 100),
    "EOS": (20, 10_000),
    "LDH": (80, 2000),
    "TARC": (50, 100_000),
    "IGE": (3, 100_000),
    "WBC": (1500, 40_000),
    "NEUT": (600, 35_000),
    "LYMPH": (200, 30_000),
    "HB": (5, 20),
    "PLT": (4, 90),
    "CPK": (15, 3000),
    "TC": (60, 500),
    "LDL": (25, 400),
    "AST": (6, 1000),
    "ALT": (4, 1000),
    "TBIL": (0.1, 10),
    "CREAT": (0.2, 10),
    "GGT": (4, 1000),
    "ALP": (15, 1500),
    "HDL": (12, 150),
    "TG": (20, 1500),
    "BUN": (3, 100),
    "ALB": (1.2, 6),
    "TP": (3, 11),
    "HCT": (12, 65),
    "RBC": (100, 800),
}


def unit_of(name: str, given: str) -> Unit | None:
    """The unit of a column or parameter that a text names; None if the table does not know it.

    >>> unit_of("PLT", "x10³/µL").name
    '10^3/uL'
    """
    return _BY_SPELLING.get((name, _key(given)))


def other_parameter(name: str, given: str) -> str:
    """The parameter that a unit of another kind makes of a name; "" if it makes none.

    >>> other_parameter("EOS", "％"), other_parameter("EOS", "/uL")
    ('EOS_PCT', '')
    """
    return OTHER_PARAMETER.get((name, _key(given)), "")


_key = lru_cache(maxsize=4096)(unit_key)
_BY_SPELLING = {
    (name, unit_key(spelling)): unit
    for name, units in UNITS.items()
    for unit in units
    for spelling in (unit.name, *unit.spellings)
}


def units_allowed(name: str) -> str:
    """The units of a column or parameter, for a message.

    >>> units_allowed("HB"), units_allowed("EASI")
    ('g/dL, g/L or mmol/L', 'no unit')
    """
    names = [unit.name for unit in UNITS.get(name, ())]
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "no unit"


def factor_words(factor: Fraction) -> str:
    """A factor for people: a whole number, a fraction of whole numbers, or five digits.

    >>> factor_words(Fraction(60)), factor_words(Fraction(1, 10)), factor_words(Fraction(100, 1710))
    ('60', '1/10', '0.05848')
    """
    short = factor.denominator == 1 or (factor.numerator == 1 and str(factor)[-1] in "02")
    return str(factor) if short else f"{float(factor):.4g}"
