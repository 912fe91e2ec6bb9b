"""Biomarkers and safety laboratory values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy import stats

from demo_cohort.published_tests import dunn, unchanged
from demo_cohort.roles import (
    CONTINUES,
    CPK_BRIEF,
    CPK_LIMIT,
    CPK_UP,
    FEMALE,
    GROUPS,
    SIGNIFICANT,
    SIZE,
    STOPS_1M,
    generator,
    pick,
)
from demo_cohort.search import between, climb, first, gap, settle, snap


def seen(subject: str, visit: int, *, complete: bool = False) -> np.ndarray:
    """Who has a value at a visit: nobody after his withdrawal, and now and then a tube is lost."""
    lost = generator(f"{subject} {visit}M lost").random(SIZE) < (
        0.0 if complete or visit == 0 else 0.025
    )
    return ~lost & ~(STOPS_1M & (visit == 3))


# range of the lowest values, highest, mean, SD, spread of the draw on the log scale, share of the
# severity, visits
BIOMARKERS = {
    "Eosinophils": ((30, 120), 1400, "360.4", "236.2", 0.6, 0.4, (0, 1, 3)),
    "LDH": ((108, 140), 360, "215.9", "46.3", 0.2, 0.6, (0, 1, 3)),
    "TARC": ((60, 300), 14000, "1654.0", "2630.5", 1.1, 0.6, (0, 1, 3)),
    # The SD is printed without a decimal.
    "IgE": ((40, 2500), 92000, "6696.3", "17440", 1.5, 0.3, (0, 3)),
}


def biomarker_visits(name: str, easi: list[np.ndarray]) -> dict[int, np.ndarray]:
    rng = generator(name)
    lowest, highest, mean, sd, spread, share, months = BIOMARKERS[name]
    # A floor of his own for each, else the climb leaves half of them at the same one.
    floor = np.exp(rng.uniform(*np.log(lowest), SIZE)).astype(int)
    allowed = between(floor, highest)
    severity = stats.zscore(np.log(easi[0]))

    def candidates() -> Iterator[dict[int, np.ndarray] | None]:
        for _ in range(40):
            deviate = share * severity + rng.normal(0, np.sqrt(1 - share**2), SIZE)
            drawn = float(mean) * np.exp(spread * deviate - spread**2 / 2)
            baseline = settle(drawn, allowed, (mean, sd), rng)
            if baseline is None:
                continue
            visits = {0: baseline.astype(float)}
            for month in months[1:]:
                change = np.exp(rng.normal(-0.04, 0.6 * min(spread, 0.5), SIZE))
                value = snap(baseline * change, allowed)
                visits[month] = np.where(seen(name, month), value, np.nan)
            yield visits if unchanged(list(visits.values()), tuple(GROUPS)) else None

    return first(candidates(), name)


def cpk_visits() -> dict[int, np.ndarray]:
    """CPK at its printed means; above the limit in seven, and only under baricitinib."""
    rng = generator("CPK")
    before = between(28, CPK_LIMIT)
    late = CPK_UP & ~CPK_BRIEF
    at_3m = between(np.where(late, CPK_LIMIT + 4, 35), np.where(late, 420, CPK_LIMIT))
    there = seen("CPK", 3, complete=True)

    def candidates() -> Iterator[dict[int, np.ndarray] | None]:
        for _ in range(40):
            drawn = 95 * np.exp(rng.normal(0, 0.5, SIZE))
            first_visit = settle(drawn, before, ("106.5", "57.0"), rng)
            if first_visit is None:
                continue
            drawn = first_visit * np.exp(rng.normal(0.25, 0.3, SIZE))
            third = settle(drawn, at_3m, ("150.7", "79.2"), rng, who=there)
            if third is not None:
                yield cpk_between(first_visit * 1.0, np.where(there, third, np.nan), rng)

    return first(candidates(), "CPK")


def cpk_between(
    baseline: np.ndarray, third: np.ndarray, rng: np.random.Generator
) -> dict[int, np.ndarray] | None:
    """Add the values at 1 month: no mean of theirs is printed, so they set Dunn's p."""
    highest = np.where(CPK_UP, 380, CPK_LIMIT)
    allowed = between(np.where(CPK_BRIEF, CPK_LIMIT + 4, 30), highest)
    middle = np.sqrt(baseline * np.nan_to_num(third, nan=120)) * np.exp(rng.normal(0, 0.2, SIZE))
    known = third[~np.isnan(third)]
    ticks = climb(
        snap(middle, allowed), allowed, lambda ticks: cpk_cost(baseline, ticks, known), rng, 600
    )
    return None if ticks is None else {0: baseline, 1: ticks * 1.0, 3: third}


def cpk_cost(baseline: np.ndarray, second: np.ndarray, third: np.ndarray) -> float:
    """Dunn's p = 0.0297 at 3 months, no star at 1 month, ranks chosen for want of normality."""
    groups = [baseline, second, third]
    p_1m, p_3m = dunn(groups)
    cost = gap(p_3m, "0.0297") + 1000 * max(0.0, 0.1 - p_1m)
    cost += 1000 * max(0.0, stats.kruskal(*groups).pvalue - SIGNIFICANT)
    return cost + 1000 * max(
        0.0, min(stats.shapiro(group).pvalue for group in groups) - SIGNIFICANT
    )


# parameter: decimals, mean in men, mean in women, SD between patients, SD between visits, lowest,
# highest in men, highest in women. The highest is the Japanese common limit where one exists.
SAFETY = {
    "Neutrophils": (0, 3900, 3700, 900, 450, 1700, 6300, 6300),
    "Lymphocytes": (0, 1750, 1700, 400, 180, 850, 3300, 3300),
    "Hb": (1, 15.1, 13.1, 0.8, 0.3, 11.6, 17.2, 14.9),
    "Platelets": (1, 25.5, 26.5, 4.5, 1.6, 15.8, 36.9, 36.9),
    "TC": (0, 188, 186, 26, 10, 142, 247, 247),
    "AST": (0, 21, 18, 3.5, 2, 12, 30, 30),
    "ALT": (0, 21, 14, 6, 3, 7, 42, 23),
    "T-Bil": (1, 0.8, 0.7, 0.2, 0.12, 0.3, 1.4, 1.4),
    "Creatinine": (2, 0.82, 0.6, 0.08, 0.03, 0.45, 1.07, 0.79),
    # Only to make LDL of TC and WBC of the differential count; not on the sheet.
    "HDL and VLDL": (0, 75, 77, 9, 3, 55, 110, 110),
    "Monocytes and basophils": (0, 430, 400, 80, 40, 180, 800, 800),
}
LIVER, BILIRUBIN = pick(generator("liver"), CONTINUES & ~CPK_UP, 2)


def safety_draw(name: str, rng: np.random.Generator) -> dict[int, np.ndarray]:
    decimals, men, women, between_patients, between_visits, lowest, *highest = SAFETY[name]
    person = np.where(FEMALE, women, men) + rng.normal(0, between_patients, SIZE)
    visits = {}
    for month in (0, 1, 3):
        value = np.clip(
            person + rng.normal(0, between_visits, SIZE),
            lowest,
            np.where(FEMALE, highest[1], highest[0]),
        )
        visits[month] = np.round(value, decimals)
    for parameter, patient, month, value in (
        ("AST", LIVER, 3, 61),
        ("ALT", LIVER, 3, 98),
        ("T-Bil", BILIRUBIN, 1, 1.9),
    ):
        if parameter == name:
            visits[month][patient] = value
    return visits


def safety_visits(
    name: str, whole: Callable[[dict[int, np.ndarray]], dict[int, np.ndarray]]
) -> dict[int, np.ndarray]:
    """Draw until no visit differs; `whole` adds what the sheet's value is made of."""
    rng = generator(name)
    for _ in range(60):
        visits = whole(safety_draw(name, rng))
        visits = {
            month: np.where(seen(name, month), value, np.nan) for month, value in visits.items()
        }
        if unchanged(list(visits.values()), ("all",)):
            return visits
    raise SystemExit(f"No {name} found in the draws allowed.")


def lab_visits(easi: list[np.ndarray]) -> dict[str, dict[int, np.ndarray]]:
    labs = {name: biomarker_visits(name, easi) for name in BIOMARKERS}
    labs["CPK"] = cpk_visits()
    for name in (
        "Neutrophils",
        "Lymphocytes",
        "Hb",
        "Platelets",
        "TC",
        "AST",
        "ALT",
        "T-Bil",
        "Creatinine",
    ):
        labs[name] = safety_visits(name, lambda visits: visits)
    differential = [labs[name] for name in ("Eosinophils", "Neutrophils", "Lymphocytes")]
    # WBC is counted apart: where a differential count is lost, its mean stands in for it.
    labs["WBC"] = safety_visits(
        "Monocytes and basophils",
        lambda rest: {
            month: np.round(
                rest[month]
                + sum(
                    np.nan_to_num(part[month], nan=np.nanmean(part[month])) for part in differential
                ),
                -1,
            )
            for month in rest
        },
    )
    labs["LDL"] = safety_visits(
        "HDL and VLDL", lambda rest: {month: labs["TC"][month] - rest[month] for month in rest}
    )
    return labs
