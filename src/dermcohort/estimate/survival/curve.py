"""A share of patients over time, as a step function with log-log confidence limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.survival.at_risk import RiskTable
from dermcohort.estimate.survival.product_limit import UNIT

# Less than a patient among a billion billion: what is left of dividing in whole numbers.
NOTHING = UNIT >> 80


@dataclass(frozen=True, slots=True)
class Share:
    """A curve at one time.

    Attributes
    ----------
    estimate : float
    se, conf_low, conf_high : float or None
        None where the curve is still 0 or 1, or has become it: nobody, or everybody, has had
        the event, and nothing is known about the spread.
    at_risk : int
        Patients whose time is at least this.
    note : str
        Why numbers are None, else "".
    """

    estimate: float
    se: float | None
    conf_low: float | None
    conf_high: float | None
    at_risk: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A share that changes at some of the times, and stays as it is between them.

    Attributes
    ----------
    time : float array, shape (d,)
        Ascending: all times at which a patient of the group had an event or was censored.
    at_risk, events, censored : int64 array, shape (d,)
        Patients at risk just before, with the event in question at, and censored at that time.
    start : float
        The share before the first time: 1 for survival, 0 for incidence.
    estimate : float array, shape (d,)
        The share from that time on.
    se, conf_low, conf_high : tuple of float or None, length d
        None where the share is 0 or 1.
    """

    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    censored: np.ndarray
    start: float
    estimate: np.ndarray
    se: tuple[float | None, ...]
    conf_low: tuple[float | None, ...]
    conf_high: tuple[float | None, ...]

    def at(self, time: float) -> Share:
        """The curve at a time.

        Raises
        ------
        NoAnswer
            If the last patient was censored before this time.
        ValueError
            If the time is not a number of at least 0.
        """
        if not time >= 0:
            raise ValueError(f"time is {time}; it is at least 0")
        # Who is at risk at the time has this time or a later one.
        later = int(np.searchsorted(self.time, time, side="left"))
        at_risk = int(self.at_risk[later]) if later < len(self.time) else 0
        if not at_risk and self.censored[-1]:
            raise NoAnswer(
                f"the last patient was censored at {self.time[-1]:g}; nothing is known of {time:g}"
            )
        place = int(np.searchsorted(self.time, time, side="right")) - 1
        if place < 0:
            return Share(self.start, None, None, None, at_risk, _flat(self.start))
        estimate = float(self.estimate[place])
        limits = self.se[place], self.conf_low[place], self.conf_high[place]
        return Share(estimate, *limits, at_risk, _flat(estimate) if limits[0] is None else "")


def curve(
    table: RiskTable,
    events: np.ndarray,
    shares: list[int],
    variances: list[int],
    margin: float,
    *,
    start: int,
) -> Curve:
    """Round the shares and add their limits.

    Parameters
    ----------
    table : RiskTable
        Of one group.
    events : int array, shape (d,)
        Events in question.
    shares : list of int, length d
        In units of `UNIT`.
    variances : list of int, length d
        Of the shares, in units.
    margin : float
        Standard errors on each side, on the log-log scale.
    start : 0 or 1
    """
    limits = [_limits(*pair, margin) for pair in zip(shares, variances, strict=True)]
    se, low, high = zip(*limits, strict=True)
    estimate = np.array([share / UNIT for share in shares])
    return Curve(
        table.time, table.at_risk[:, 0], events, table.censored[:, 0],
        float(start), estimate, se, low, high,
    )  # fmt: skip


def _limits(
    share: int, variance: int, margin: float
) -> tuple[float | None, float | None, float | None]:
    """Standard error and limits p ** exp(+- margin * se / (p * log p)) of a share p."""
    if not NOTHING < share < UNIT - NOTHING:
        return None, None, None
    p, rest = share / UNIT, (UNIT - share) / UNIT
    se = math.sqrt(variance / UNIT)
    # By the complement, which is not rounded away where p is nearly 1.
    log_p = math.log(p) if p < 0.5 else math.log1p(-rest)
    wide = math.exp(margin * se / (p * -log_p))
    return se, math.exp(log_p * wide), math.exp(log_p / wide)


def _flat(estimate: float) -> str:
    whole = "all" if estimate == 1 else "none"
    return f"the curve stands at {whole} of the patients, where it has no standard error"
