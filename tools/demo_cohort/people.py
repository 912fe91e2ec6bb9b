"""Patients, their treatments and their adverse events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from demo_cohort.laboratory import BILIRUBIN, LIVER
from demo_cohort.roles import (
    CONTINUES,
    CPK_LIMIT,
    CPK_UP,
    EVERYBODY,
    NAIVE,
    OCULAR,
    SIZE,
    STOPS_1M,
    ZOSTER,
    among,
    generator,
    pick,
)
from demo_cohort.search import between, first, settle


def ages(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Age, one patient of 15 and one of 56, and duration of AD, both in whole years."""
    low, high = np.full(SIZE, 17), np.full(SIZE, 55)
    youngest, oldest = pick(rng, EVERYBODY, 2)
    low[youngest], high[youngest], low[oldest], high[oldest] = 15, 15, 56, 56

    def candidates() -> Iterator[tuple[np.ndarray, np.ndarray] | None]:
        for _ in range(40):
            age = settle(rng.normal(31, 11, SIZE), between(low, high), ("31.8", "11.4"), rng)
            if age is None:
                continue
            # Most have had it since early childhood, some since they grew up.
            early = rng.random(SIZE) < 0.75
            onset = np.where(early, rng.integers(0, 6, SIZE), rng.integers(10, 40, SIZE))
            duration = settle(age - onset, between(2, age), ("25.2", "11.9"), rng)
            yield None if duration is None else (age, duration)

    return first(candidates(), "age and duration")


def demographics() -> dict[str, np.ndarray]:
    rng = generator("demographics")
    age, duration = ages(rng)
    drawn = 235 * np.exp(rng.normal(0, 0.22, SIZE))
    settled = (settle(drawn, between(165, 420), ("24.2", "5.5"), rng, unit=0.1) for _ in range(5))
    bmi = first(settled, "BMI") / 10
    history = {
        name: among(pick(rng, EVERYBODY, number))
        for name, number in (("Asthma", 3), ("Rhinitis", 19), ("Conjunctivitis", 2))
    }
    return {"Age": age, "BMI": bmi, "AD duration": duration, **history}


def weekday(rng: np.random.Generator, earliest: date, latest: date) -> date:
    """A day on which the department sees patients."""
    days = [earliest + timedelta(days=n) for n in range((latest - earliest).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    return days[rng.integers(len(days))]


def calendar() -> tuple[list[date], dict[int, list[date]]]:
    """Start of baricitinib, patients in that order, and the dates of the three visits."""
    rng = generator("calendar")
    starts = sorted(weekday(rng, date(2021, 1, 4), date(2023, 2, 20)) for _ in range(SIZE))
    visits: dict[int, list[date]] = {0: [], 1: [], 3: []}
    for start in starts:
        # Two in three are examined on the day of the first tablet.
        early = timedelta(days=int(rng.choice([0, 0, 0, 0, 4])))
        visits[0].append(weekday(rng, start - early, start))
        visits[1].append(weekday(rng, start + timedelta(days=28), start + timedelta(days=35)))
        visits[3].append(weekday(rng, start + timedelta(days=80), start + timedelta(days=98)))
    return starts, visits


def identity(patient: int) -> str:
    return f"SYN-{patient + 1:02d}"


LOW_DOSE = among(pick(generator("dose"), CONTINUES & (np.arange(SIZE) != OCULAR), 2))


def late_infections(visits: dict[int, list[date]]) -> dict[int, date]:
    """Zoster and ocular herpes: after the visit at 3 months."""
    rng = generator("late infections")
    return {
        patient: weekday(
            rng, visits[3][patient] + timedelta(days=21), visits[3][patient] + timedelta(days=60)
        )
        for patient in (ZOSTER, OCULAR)
    }


def baricitinib_rows(starts: list[date], visits: dict[int, list[date]]) -> list[list[object]]:
    infections = late_infections(visits)
    stopping = np.flatnonzero(~CONTINUES)
    # The six who stop: four go on to upadacitinib, two to dupilumab.
    next_therapy = dict(
        zip(
            generator("next therapy").permutation(stopping),
            4 * ["upadacitinib"] + 2 * ["dupilumab"],
            strict=True,
        )
    )
    rows: list[list[object]] = []
    for patient, start in enumerate(starts):
        dose = 2 if LOW_DOSE[patient] else 4
        if patient in next_therapy:
            stop = visits[1 if STOPS_1M[patient] else 3][patient]
            rows.append(
                [
                    identity(patient),
                    dose,
                    start,
                    stop,
                    "insufficient efficacy",
                    next_therapy[patient],
                ]
            )
        elif patient == ZOSTER:
            rows.append([identity(patient), dose, start, infections[patient], "herpes zoster", ""])
        elif patient == OCULAR:
            reduced = infections[patient]
            rows.append(
                [identity(patient), 4, start, reduced - timedelta(days=1), "dose reduction", ""]
            )
            rows.append([identity(patient), 2, reduced, "", "", ""])
        else:
            rows.append([identity(patient), dose, start, "", "", ""])
    return rows


RASH = "persistent facial rash after long-term dupilumab"
TAPER = "wish to stop long-term systemic therapy and taper"
ALOPECIA = "concomitant alopecia areata"
# drug, reason, days from its end to baricitinib, days of treatment. Six months are 183 days:
# one switch patient's drug ended on the last day that counts.
PRIOR = [
    ("dupilumab", RASH, 14, 720), ("dupilumab", RASH, 14, 910), ("dupilumab", RASH, 21, 540),
    ("dupilumab", RASH, 28, 655), ("dupilumab", RASH, 15, 830), ("dupilumab", TAPER, 35, 970),
    ("dupilumab", TAPER, 183, 610), ("dupilumab", TAPER, 56, 450), ("dupilumab", ALOPECIA, 30, 380),
    ("cyclosporine", TAPER, 1, 160), ("cyclosporine", TAPER, 7, 240),
    ("cyclosporine", ALOPECIA, 42, 90), ("upadacitinib", "acne during upadacitinib", 1, 130),
]  # fmt: skip
# Naive all the same: the first of them by a single day.
LONG_AGO = [
    ("cyclosporine", "", 184, 84),
    ("dupilumab", "", 402, 210),
    ("cyclosporine", "", 731, 120),
]


def prior_rows(starts: list[date]) -> list[list[object]]:
    rng = generator("prior therapy")
    courses = list(zip(rng.permutation(np.flatnonzero(~NAIVE)), PRIOR, strict=True))
    courses += list(zip(pick(rng, NAIVE, len(LONG_AGO)), LONG_AGO, strict=True))
    rows = []
    for patient, (drug, reason, gap_days, days) in sorted(courses):
        stop = starts[patient] - timedelta(days=gap_days)
        rows.append([identity(patient), drug, stop - timedelta(days=days), stop, reason])
    return rows


def event_rows(
    starts: list[date], visits: dict[int, list[date]], cpk: dict[int, np.ndarray]
) -> list[list[object]]:
    rng = generator("events")
    infections = late_infections(visits)
    found: list[tuple[int, date, str, str]] = []
    for patient in pick(rng, CONTINUES, 7):
        start = starts[patient]
        day = weekday(rng, start + timedelta(days=12), start + timedelta(days=78))
        found.append((patient, day, "acne / folliculitis", "none"))
    for patient in np.flatnonzero(CPK_UP):
        month = 1 if cpk[1][patient] > CPK_LIMIT[patient] else 3
        found.append((patient, visits[month][patient], "elevated CPK", "none"))
    found.append((LIVER, visits[3][LIVER], "elevated liver enzymes", "none"))
    found.append((BILIRUBIN, visits[1][BILIRUBIN], "elevated bilirubin", "none"))
    found.append((ZOSTER, infections[ZOSTER], "herpes zoster", "drug withdrawn"))
    found.append((OCULAR, infections[OCULAR], "ocular herpes", "dose reduced"))
    return [
        [identity(patient), event, day, action] for patient, day, event, action in sorted(found)
    ]
