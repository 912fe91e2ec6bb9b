"""Bands: in which published band of its instrument each score is, at each visit."""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from dermcohort import engine
from dermcohort.counts import TICKS_PER_UNIT
from dermcohort.derive.characteristics import LEVEL
from dermcohort.engine import Frame
from dermcohort.instruments import Bands
from dermcohort.study import Study

#: The parameter of each set of bands starts with this.
BAND = "band: "


def banded(study: Study) -> tuple[tuple[str, str], ...]:
    """The outcomes whose bands are counted, and the name of the set of each."""
    return tuple((parameter, bands.name) for parameter, bands in study.bands.items())


def bands(study: Study, used: Frame) -> Frame | None:
    """The band of each value in use; columns `characteristics.LEVEL`, None if none are counted.

    Parameters
    ----------
    used : lazy frame
        patient, parameter, visit, ticks, of included patients.
    """
    if not study.bands:
        return None
    levels = {parameter: _level(chosen) for parameter, chosen in study.bands.items()}
    rows = used.filter(nw.col("parameter").is_in(list(levels)))
    return rows.select(
        "visit", "patient", population=nw.lit("observed"), parameter=name_of(nw.col("parameter")),
        level=engine.pick(nw.col("parameter"), levels),
    ).select(*LEVEL)  # fmt: skip


def name_of(parameter: nw.Expr) -> nw.Expr:
    """What the bands of a parameter are counted as."""
    return nw.concat_str([nw.lit(BAND), parameter])


def _level(chosen: Bands) -> nw.Expr:
    """The band of ``ticks``, in whole ticks: that of the highest lower end that is reached."""
    total = nw.col("ticks")
    if chosen.rounded_to is not None:
        step = _ticks(chosen.rounded_to)
        total = (total + step // 2) // step * step
    lowest, *others = chosen.levels
    cases = [
        (total > _ticks(each.low) if each.above else total >= _ticks(each.low), nw.lit(each.label))
        for each in reversed(others)
    ]
    return engine.first_true([*cases, (~total.is_null(), nw.lit(lowest.label))])


def _ticks(points: Fraction) -> int:
    return int(points * TICKS_PER_UNIT)
