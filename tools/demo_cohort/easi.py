"""EASI at the three visits: responses, withdrawals and means as printed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from demo_cohort.published_tests import exact_mann_whitney, starred
from demo_cohort.roles import (
    CONTINUES,
    COURSE,
    EASI50,
    EASI75,
    NOT_SIGNIFICANT,
    RESPONSE_1M,
    RESPONSE_3M,
    SIZE,
    STOPS_1M,
    generator,
)
from demo_cohort.search import between, climb, first, gap, moments, snap


def easi_baseline() -> np.ndarray:
    """EASI at baseline in tenths: Table 1, and both responders' sides of the comparisons."""
    rng = generator("EASI baseline")
    low = np.select([COURSE == "mild", COURSE == "very severe", EASI75], [28, 430, 120], 70)
    high = np.select([COURSE == "mild", COURSE == "very severe", EASI75], [130, 600, 330], 420)
    low[COURSE == "boundary"] = high[COURSE == "boundary"] = 56
    # A response of exactly 75 %, 22.4 to 5.6, that division in floats misses.
    trap = np.flatnonzero(EASI75 & (RESPONSE_1M == 75))[0]
    low[trap] = high[trap] = 224
    allowed = between(low, high)

    def cost(ticks: np.ndarray) -> float:
        easi = ticks / 10
        return (
            moments(easi[EASI75], "22.2", "4.7")
            + moments(easi[EASI50], "22.1", "8.7")
            + moments(easi, "20.2", "13.2")
        )

    def candidates() -> Iterator[np.ndarray | None]:
        for _ in range(100):
            centre = np.select(
                [COURSE == "mild", COURSE == "very severe", EASI75], [70, 520, 222], 190
            )
            spread = np.select(
                [COURSE == "mild", COURSE == "very severe", EASI75], [25, 40, 45], 90
            )
            ticks = climb(snap(rng.normal(centre, spread), allowed), allowed, cost, rng, 6000)
            yield ticks if ticks is not None and alike(ticks) else None

    return first(candidates(), "EASI at baseline")


def alike(baseline: np.ndarray) -> bool:
    """Whether neither test tells responders from non-responders by their baseline."""
    return all(
        test(baseline[responder], baseline[~responder]).pvalue > NOT_SIGNIFICANT
        for responder in (EASI50, EASI75)
        for test in (stats.ttest_ind, stats.mannwhitneyu)
    )


# The least EASI that a patient reaches, in tenths: few are ever quite clear.
CLEAREST = generator("clearest").integers(2, 14, SIZE)


def response_limits(baseline: np.ndarray, response: np.ndarray) -> np.ndarray:
    """The ticks that make each patient the responder he is: 4F <= B, 2F <= B < 4F, or B < 2F."""
    low = np.select(
        [response == 75, response == 50], [CLEAREST, baseline // 4 + 1], baseline // 2 + 1
    )
    high = np.select(
        [response == 75, response == 50], [baseline // 4, baseline // 2], 5 * baseline // 4
    )
    return between(low, high)


def easi_last(baseline: np.ndarray) -> np.ndarray:
    """EASI at 3 months, or at the withdrawal, in tenths."""
    rng = generator("EASI last")
    allowed = response_limits(baseline, RESPONSE_3M)
    for pinned, value in ((COURSE == "boundary", 28), (EASI75 & (baseline == 224), 56)):
        allowed[pinned] = np.arange(allowed.shape[1]) == value

    def printed(ticks: np.ndarray) -> float:
        easi = ticks / 10
        return moments(easi[~CONTINUES], "16.2", "8.0") + moments(easi[CONTINUES], "8.67", "14.0")

    def with_p(ticks: np.ndarray) -> float:
        pair = exact_mann_whitney(ticks[~CONTINUES], ticks[CONTINUES])
        return 20 * printed(ticks) + sum(gap(p, "0.0171") for p in pair)

    def candidates() -> Iterator[np.ndarray | None]:
        for _ in range(60):
            ratio = np.select([EASI75, EASI50, CONTINUES], [0.10, 0.34, 0.75], 0.90) + rng.normal(
                0, 0.1, SIZE
            )
            ratio[COURSE == "very severe"] = 1.02
            ticks = climb(snap(ratio * baseline, allowed), allowed, printed, rng, 4000)
            yield None if ticks is None else climb(ticks, allowed, with_p, rng, 3000)

    return first(candidates(), "EASI at 3 months")


def easi_visits() -> list[np.ndarray]:
    rng = generator("EASI 1M")
    baseline = easi_baseline()
    last = easi_last(baseline)
    allowed = response_limits(baseline, RESPONSE_1M)
    allowed[COURSE == "boundary"] = np.arange(allowed.shape[1]) == 14
    third = np.where(STOPS_1M, np.nan, last / 10)

    def candidates() -> Iterator[np.ndarray | None]:
        for _ in range(300):
            ratio = np.select(
                [RESPONSE_1M == 75, RESPONSE_1M == 50], [0.17, 0.38], 0.68
            ) + rng.normal(0, 0.08, SIZE)
            ratio[COURSE == "very severe"] = 0.95
            second = np.where(STOPS_1M, last, snap(ratio * baseline, allowed))
            yield second if starred([baseline / 10, second / 10, third], (True, True)) else None

    return [baseline / 10, first(candidates(), "EASI at 1 month") / 10, third]
