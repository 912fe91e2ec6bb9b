"""The other scores: each follows the patient's EASI."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from demo_cohort.easi import alike
from demo_cohort.published_tests import starred
from demo_cohort.roles import EASI50, EASI75, NAIVE, SCORED, SIZE, generator
from demo_cohort.search import between, climb, first, gap, moments, settle, snap


def region(weight: int) -> set[int]:
    """Scores of one region in twentieths: weight, area 0-6, half-points of the four signs."""
    return {weight * area * signs for area in range(7) for signs in range(2, 25)}


OTHER_REGIONS = {a + b + c for a in region(2) for b in region(3) for c in region(4)}


def head_neck_allowed(easi: np.ndarray) -> np.ndarray:
    """Head and neck scores, in twentieths, that leave the other three regions a possible rest."""
    total = np.rint(np.nan_to_num(easi) * 20).astype(int)
    possible = region(1)
    return np.array(
        [[t in possible and all_ - t in OTHER_REGIONS for t in range(145)] for all_ in total]
    )


def bsa_allowed(easi: np.ndarray) -> np.ndarray:
    """Whole percents that fit the EASI: not much area in mild eczema, not little in severe."""
    percent = np.arange(101)
    area = np.searchsorted([1, 10, 30, 50, 70, 90], percent, side="right")
    easi = np.nan_to_num(easi)[:, None]
    return (percent > 0) & (area <= 1 + easi / 2.5) & (easi <= 11 * area)


def bsa_cost(values: np.ndarray, printed: tuple[str, str]) -> float:
    """Table 1, both responders' sides, and the one printed p-value that they leave possible.

    The p-value weighs little, or the first moves would all be spent on it.
    """
    p = stats.ttest_ind(values[EASI75], values[~EASI75]).pvalue
    return (
        moments(values, *printed)
        # The mean is printed "42" among neighbours with one decimal: 42.0 is the strict reading.
        + moments(values[EASI50], "42.0", "20.7")
        + moments(values[EASI75], "37.1", "17.5")
        + gap(p, "0.3214") / 1000
    )


# unit of the chart, highest, mean, SD, correlation with EASI, how much of the fall of EASI it
# shares at 1 and at 3 months, stars at 1 and 3 months
SCORES = {
    "H&N EASI": (0.05, 7.2, "2.15", "1.61", 0.7, (0.8, 0.8), (True, True)),
    "BSA": (1.0, 100.0, "45.1", "23.8", 0.8, (0.25, 0.6), (False, True)),
    "DLQI": (1.0, 30.0, "8.0", "4.8", 0.5, (0.8, 0.7), (True, True)),
    "POEM": (1.0, 28.0, "13.4", "6.9", 0.5, (0.7, 0.7), (True, True)),
    "Itch VAS": (1.0, 100.0, "45.0", "23.0", 0.6, (0.7, 0.7), (True, True)),
}


def score_allowed(name: str, easi: np.ndarray) -> np.ndarray:
    if name == "H&N EASI":
        return head_neck_allowed(easi)
    if name == "BSA":
        return bsa_allowed(easi)
    return between(1, int(SCORES[name][1]))


def score_baseline(name: str, easi: np.ndarray, rng: np.random.Generator) -> np.ndarray | None:
    unit, _, mean, sd, correlation, _, _ = SCORES[name]
    allowed = score_allowed(name, easi)
    own = rng.normal(0, np.sqrt(1 - correlation**2), SIZE)
    severity = stats.zscore(np.log(easi)) * correlation + own
    # Switch patients come partly controlled by the drug before.
    severity += np.where(NAIVE, 0.25, -0.33)
    drawn = (float(mean) + float(sd) * severity) / unit
    if name != "BSA":
        ticks = settle(drawn, allowed, (mean, sd), rng, unit=unit)
        return None if ticks is None else ticks * unit
    ticks = climb(snap(drawn, allowed), allowed, lambda t: bsa_cost(t, (mean, sd)), rng, 6000)
    return None if ticks is None or not alike(ticks) else ticks * unit


def score_visits(name: str, easi: list[np.ndarray]) -> list[np.ndarray]:
    rng = generator(name)
    unit, _, _, _, _, shares, stars = SCORES[name]
    allowed = [score_allowed(name, visit) for visit in easi]

    def candidates() -> Iterator[list[np.ndarray] | None]:
        for _ in range(12):
            baseline = score_baseline(name, easi[0], rng)
            for _ in range(0 if baseline is None else 60):
                visits = [baseline]
                person = rng.normal(0, 0.12, SIZE)
                for share, visit, possible in zip(shares, easi[1:], allowed[1:], strict=True):
                    ratio = np.maximum(visit / easi[0], 0.06) ** share * np.exp(
                        person + rng.normal(0, 0.15, SIZE)
                    )
                    ticks = snap(np.nan_to_num(ratio * baseline) / unit, possible)
                    visits.append(np.where(np.isnan(visit), np.nan, ticks * unit))
                yield visits if starred(visits, stars) else None

    return first(candidates(), name)


def iga_visits(easi: list[np.ndarray]) -> list[np.ndarray]:
    """IGA in 17 patients: 50/17 = 2.94. No integers give the printed SD; 1.03 is nearest."""
    rng = generator("IGA")
    grades = np.repeat([1, 2, 3, 4], [2, 3, 6, 6])
    order = np.argsort(np.where(SCORED, easi[0], np.inf), kind="stable")[: len(grades)]
    baseline = np.full(SIZE, np.nan)
    baseline[order] = grades

    def candidates() -> Iterator[list[np.ndarray] | None]:
        for _ in range(400):
            visits = [baseline]
            for visit in easi[1:]:
                fall = 2.2 * (1 - visit / easi[0]) + rng.normal(0, 0.35, SIZE)
                visits.append(np.clip(np.round(baseline - fall), np.where(visit >= 1, 1, 0), 4))
            yield visits if starred(visits, (True, True)) else None

    return first(candidates(), "IGA")
