"""Exact interval of an event rate per 100 patient-years."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import gammainccinv, gammaincinv

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.exact_p import each_tail


@dataclass(frozen=True, slots=True)
class PoissonRate:
    """Events per so many patient-years.

    Attributes
    ----------
    estimate : float
    conf_low, conf_high : float
        Confidence limits; the lower one is exactly 0 if there is no event.
    """

    estimate: float
    conf_low: float
    conf_high: float


def poisson_rate(
    events: int, patient_years: float, *, per: float = 100.0, level: float = 0.95
) -> PoissonRate:
    """Rate of an event, with the exact limits of Garwood.

    Parameters
    ----------
    events : int
        Of all patients together; for an exposure-adjusted incidence rate only the first one of
        each patient.
    patient_years : float
        Time at risk of all patients together, days / 365.25; for an incidence rate each patient's
        until the first event.
    per : float
        Patient-years that the rate is given for.
    level : float
        Above 0, below 1.

    Raises
    ------
    TooFewObservations
        If there is no time at risk.
    ValueError
        If the events are not a whole number from 0 on, the time is not finite or negative, or
        the level is not between 0 and 1.

    Notes
    -----
    Assumes that the rate is constant over time and equal for all patients. Agrees with R 4.2.2
    poisson.test and with 40-digit arithmetic to a relative 1e-12 (tests/reference/rates).

    References
    ----------
    Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442.

    Examples
    --------
    >>> result = poisson_rate(14, 400.0)
    >>> round(result.estimate, 2), round(result.conf_low, 2), round(result.conf_high, 2)
    (3.5, 1.91, 5.87)
    """
    check_time(events, patient_years)
    tail, unit = each_tail(level), per / patient_years
    # Half the quantiles of chi-square with 2 events and 2 (events + 1) degrees of freedom.
    low = float(gammaincinv(events, tail)) if events else 0.0
    return PoissonRate(events * unit, low * unit, float(gammainccinv(events + 1, tail)) * unit)


def check_time(events: int, patient_years: float) -> None:
    """See to it that so many events in so much time can be.

    Raises
    ------
    TooFewObservations
        If there is no time at risk.
    ValueError
        If the events are not a whole number from 0 on, or the time is not finite or negative.
    """
    if int(events) != events or events < 0:
        raise ValueError(f"{events} is not a number of events")
    if not 0 <= patient_years < math.inf:
        raise ValueError(f"{patient_years} patient-years is not a time at risk")
    if patient_years == 0:
        raise TooFewObservations("there is no time at risk")
