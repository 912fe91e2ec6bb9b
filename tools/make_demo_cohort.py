"""Make the synthetic demo cohort: 30 charts that sum up to the printed figures of the paper.

The paper (doi 10.3389/jcia.2024.12455) prints means, SDs, counts and p-values, not
charts. These charts are invented: plausible values are drawn, moved in small steps
until their mean and SD print as the paper prints them, and drawn anew until the
tests give the paper's pattern of stars. Nothing here belongs to a person. What of
the paper cannot be reached is told in src/dermcohort/demo/printed.toml.

    python tools/make_demo_cohort.py [FOLDER]

writes six csv sheets, by default into src/dermcohort/demo/charts. The same bytes on
every run: one seed a parameter, and every search ends after a fixed number of steps.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from scipy import stats

CHARTS = Path(__file__).resolve().parents[1] / "src" / "dermcohort" / "demo" / "charts"
SIZE = 30
EVERYBODY = np.ones(SIZE, bool)
# A p-value that is to be significant, or not, stays a fifth away from 0.05, so that
# the last digits of another routine never turn a star over.
SIGNIFICANT, NOT_SIGNIFICANT = 0.04, 0.06


def generator(subject: str) -> np.random.Generator:
    """One stream a subject, so that a change to one leaves the others as they were."""
    return np.random.default_rng([20241220, zlib.crc32(subject.encode())])


# --- The roles that the paper's counts prescribe -----------------------------------

# patients, naive, EASI response at 1 month and at 3 months (75, 50 or 0), course, IGA scored in
ROLES = [
    (5, True, 75, 75, "responds", 4),
    (1, True, 50, 75, "responds", 1),
    (1, False, 50, 75, "responds", 1),
    (1, True, 75, 50, "boundary", 0),
    (1, True, 50, 50, "responds", 1),
    (4, True, 0, 50, "responds", 2),
    (3, False, 0, 50, "responds", 1),
    (1, True, 0, 0, "mild", 1),
    (5, False, 0, 0, "mild", 3),
    # Two continuers with very severe eczema: an SD of 14.0 about a mean of 8.67, with 16
    # responders among the 24, asks for them.
    (1, True, 0, 0, "very severe", 1),
    (1, False, 0, 0, "very severe", 0),
    (1, True, 0, 0, "stops at 1M", 0),
    (1, False, 0, 0, "stops at 1M", 0),
    (2, True, 0, 0, "stops at 3M", 1),
    (2, False, 0, 0, "stops at 3M", 1),
]
SEAT = generator("seats").permutation(SIZE)


def role(column: int) -> np.ndarray:
    """One column of ROLES, a value a patient, in the order of the charts."""
    return np.repeat([row[column] for row in ROLES], [row[0] for row in ROLES])[SEAT]


NAIVE = role(1)
RESPONSE_1M, RESPONSE_3M = role(2), role(3)
COURSE = role(4)
SCORED = np.concatenate([np.arange(row[0]) < row[5] for row in ROLES])[SEAT]
STOPS_1M, STOPS_3M = COURSE == "stops at 1M", COURSE == "stops at 3M"
CONTINUES = ~(STOPS_1M | STOPS_3M)
EASI50, EASI75 = RESPONSE_3M >= 50, RESPONSE_3M == 75
GROUPS = {"all": EVERYBODY, "naive": NAIVE, "switch": ~NAIVE}


def pick(rng: np.random.Generator, mask: np.ndarray, number: int) -> np.ndarray:
    """Indices of some of the patients in a mask, ascending."""
    return np.sort(rng.choice(np.flatnonzero(mask), number, replace=False))


def among(indices: np.ndarray) -> np.ndarray:
    return np.isin(np.arange(SIZE), indices)


FEMALE = among(pick(generator("sex"), EVERYBODY, 10))
# Both late infections come after 100 days: patients who started early enough.
LATE = CONTINUES & (np.arange(SIZE) < 22) & (COURSE != "very severe")
ZOSTER = pick(generator("zoster"), LATE & ~FEMALE, 1)[0]
OCULAR = pick(generator("ocular"), LATE & (np.arange(SIZE) != ZOSTER), 1)[0]
CPK_UP = among(
    np.concatenate(
        [
            pick(generator("CPK men"), CONTINUES & ~FEMALE, 4),
            pick(generator("CPK women"), CONTINUES & FEMALE, 3),
        ]
    )
)
CPK_LIMIT = np.where(FEMALE, 153, 248)
# Two of the seven are high at 1 month only, five (also) at 3 months.
CPK_BRIEF = among(
    np.concatenate([np.flatnonzero(CPK_UP & sex)[:1] for sex in (FEMALE, ~FEMALE)]),
)


# --- The search ---------------------------------------------------------------------


def gap(value: float, text: str) -> float:
    """How far a number is from printing as `text`, in units of the last printed digit."""
    number = Decimal(text)
    unit = float(Decimal(1).scaleb(number.as_tuple().exponent))
    # 0.48 and not 0.5: a tie between two printed digits would hang on the way of rounding.
    return max(0.0, abs(value - float(number)) / unit - 0.48)


def moments(values: np.ndarray, mean: str, sd: str) -> float:
    return gap(values.mean(), mean) + gap(values.std(ddof=1), sd)


def snap(values: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Nearest allowed tick of each patient; `allowed` has a row a patient, a column a tick."""
    if not allowed.any(axis=1).all():
        raise ValueError("A patient has no allowed value. Try wider limits.")
    ticks = np.arange(allowed.shape[1])
    distance = np.where(allowed, np.abs(ticks - np.asarray(values)[:, None]), np.inf)
    return distance.argmin(axis=1)


def between(low: object, high: object) -> np.ndarray:
    """The matrix `allowed` for a lowest and a highest tick a patient."""
    low, high = (np.broadcast_to(bound, SIZE)[:, None] for bound in (low, high))
    ticks = np.arange(int(high.max()) + 1)
    return (ticks >= low) & (ticks <= high)


def climb(
    ticks: np.ndarray,
    allowed: np.ndarray,
    cost: Callable[[np.ndarray], float],
    rng: np.random.Generator,
    steps: int,
) -> np.ndarray | None:
    """Move ticks in small steps that never raise the cost, until it is 0.

    Most moves take from one patient what they give to another: the sum stays and the
    sum of squares moves. None if the steps are used up.
    """
    lowest = round(cost(ticks), 9)
    for _ in range(steps):
        if lowest == 0:
            return ticks
        trial = ticks.copy()
        i, j = rng.integers(SIZE, size=2)
        step = int(np.ceil(0.15 * (ticks[i] + 4) * rng.random() ** 3)) * (
            1 if rng.random() < 0.5 else -1
        )
        trial[i] += step
        trial[j] -= step if rng.random() < 0.7 else 0
        if trial.min() < 0 or trial.max() >= allowed.shape[1]:
            continue
        if not (allowed[i, trial[i]] and allowed[j, trial[j]]):
            continue
        reached = round(cost(trial), 9)
        if reached <= lowest:
            ticks, lowest = trial, reached
    return ticks if lowest == 0 else None


def settle(
    drawn: np.ndarray,
    allowed: np.ndarray,
    printed: tuple[str, str],
    rng: np.random.Generator,
    *,
    unit: float = 1,
    who: np.ndarray = EVERYBODY,
) -> np.ndarray | None:
    """Drawn ticks, moved until mean and SD of those in `who` print as the paper prints them."""
    return climb(
        snap(drawn, allowed), allowed, lambda ticks: moments(ticks[who] * unit, *printed), rng, 8000
    )


def first(candidates: Iterator[np.ndarray | None], what: str) -> np.ndarray:
    """The first candidate that is one."""
    for candidate in candidates:
        if candidate is not None:
            return candidate
    raise SystemExit(f"No {what} found in the steps allowed. Change the draw, not the seed.")


# --- The paper's tests, visits as independent groups --------------------------------


def dunn(groups: list[np.ndarray]) -> np.ndarray:
    """Dunn against the first group, with ties, two-sided, Bonferroni over the comparisons."""
    pooled = np.concatenate(groups)
    n = np.array([len(group) for group in groups])
    ranks = np.split(stats.rankdata(pooled), np.cumsum(n)[:-1])
    mean_rank = np.array([rank.mean() for rank in ranks])
    tied = np.unique(pooled, return_counts=True)[1]
    total = n.sum()
    variance = total * (total + 1) / 12 - (tied**3 - tied).sum() / (12 * (total - 1))
    z = (mean_rank[1:] - mean_rank[0]) / np.sqrt(variance * (1 / n[1:] + 1 / n[0]))
    return np.minimum(1, (len(n) - 1) * 2 * stats.norm.sf(np.abs(z)))


def student(groups: list[np.ndarray]) -> np.ndarray:
    """Pooled t against the first group, not adjusted: Dunnett's p is 1 to 2 times as large."""
    n = np.array([len(group) for group in groups])
    freedom = n.sum() - len(n)
    variance = sum(((group - group.mean()) ** 2).sum() for group in groups) / freedom
    mean = np.array([group.mean() for group in groups])
    t = (mean[1:] - mean[0]) / np.sqrt(variance * (1 / n[1:] + 1 / n[0]))
    return 2 * stats.t.sf(np.abs(t), freedom)


def chain(groups: list[np.ndarray]) -> tuple[float, np.ndarray, np.ndarray] | None:
    """Omnibus p, and the least and greatest p that the comparisons with baseline may have.

    None if the choice between the two ways hangs on a Shapiro-Wilk p near 0.05.
    """
    shapiro = min(stats.shapiro(group).pvalue for group in groups)
    if SIGNIFICANT < shapiro < NOT_SIGNIFICANT:
        return None
    if shapiro >= 0.05:
        raw = student(groups)
        return stats.f_oneway(*groups).pvalue, raw, 2 * raw
    adjusted = dunn(groups)
    return stats.kruskal(*groups).pvalue, adjusted, adjusted


def observed(visits: list[np.ndarray], group: np.ndarray) -> list[np.ndarray]:
    return [values[group & ~np.isnan(values)] for values in visits]


def starred(visits: list[np.ndarray], stars: tuple[bool, bool]) -> bool:
    """Whether a parameter shows Figure 1: stars in all and naive, a fall without in switch."""
    for name in ("switch", "naive", "all"):
        groups = observed(visits, GROUPS[name])
        found = chain(groups)
        if found is None:
            return False
        omnibus, least, greatest = found
        if name == "switch":
            falls = (
                groups[1].mean() < 0.97 * groups[0].mean()
                and groups[2].mean() < 0.95 * groups[0].mean()
            )
            if omnibus < NOT_SIGNIFICANT or not falls:
                return False
        elif omnibus > SIGNIFICANT or not all(
            high <= SIGNIFICANT if star else low >= NOT_SIGNIFICANT
            for star, low, high in zip(stars, least, greatest, strict=True)
        ):
            return False
    return True


def unchanged(visits: list[np.ndarray], names: tuple[str, ...]) -> bool:
    """Whether no group's omnibus test (Mann-Whitney if there are two visits) is significant."""
    for name in names:
        groups = observed(visits, GROUPS[name])
        if len(groups) == 2:
            p = stats.mannwhitneyu(*groups, method="asymptotic").pvalue
        else:
            found = chain(groups)
            p = 0.0 if found is None else found[0]
        if p < NOT_SIGNIFICANT:
            return False
    return True


def exact_mann_whitney(few: np.ndarray, many: np.ndarray) -> tuple[float, float]:
    """Exact two-sided p over all ways to draw the ranks, ties kept as midranks.

    First as far from the mean as seen, to either side (as the R package coin), then twice the
    smaller tail. With ties the two may differ; both are made to print as the paper's.
    """
    doubled = np.rint(2 * stats.rankdata(np.concatenate([few, many]))).astype(int)
    ways = np.zeros((len(few) + 1, doubled.sum() + 1))
    ways[0, 0] = 1
    for rank in doubled:
        ways[1:, rank:] += ways[:-1, :-rank].copy()
    law = ways[-1] / ways[-1].sum()
    sums, seen = np.arange(len(law)), doubled[: len(few)].sum()
    mean = len(few) * doubled.mean()
    either = law[np.abs(sums - mean) >= abs(seen - mean) - 1e-9].sum()
    return either, 2 * min(law[sums <= seen].sum(), law[sums >= seen].sum())


# --- EASI ---------------------------------------------------------------------------


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


# --- The other scores: each follows the patient's EASI ------------------------------


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


# --- Laboratory ---------------------------------------------------------------------


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


# --- Patients, treatments, events ---------------------------------------------------


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


# --- Sheets -------------------------------------------------------------------------


def cell(value: object, decimals: int) -> str:
    return "" if value is None or np.isnan(value) else f"{value:.{decimals}f}"


DECIMALS = {"EASI": 1, "H&N EASI": 2} | {name: row[0] for name, row in SAFETY.items()}
VISIT_ORDER = ("IGA", "EASI", "H&N EASI", "BSA", "DLQI", "POEM", "Itch VAS")
LAB_ORDER = (
    *BIOMARKERS, "WBC", "Neutrophils", "Lymphocytes", "Hb", "Platelets",
    "CPK", "TC", "LDL", "AST", "ALT", "T-Bil", "Creatinine",
)  # fmt: skip


def wide(
    parameters: dict[str, dict[int, np.ndarray]],
    order: tuple[str, ...],
    dates: dict[int, list[date]],
) -> list[list[object]]:
    """One row a patient, one block of columns a visit, as departments keep them."""
    columns: list[list[object]] = [["ID", *map(identity, range(SIZE))]]
    for month in (0, 1, 3):
        attended = ["" if month == 3 and STOPS_1M[n] else dates[month][n] for n in range(SIZE)]
        columns.append([f"Date {month}M", *attended])
        for name in order:
            if month in parameters[name]:
                values = (cell(value, DECIMALS.get(name, 0)) for value in parameters[name][month])
                columns.append([f"{name} {month}M", *values])
    return [list(row) for row in zip(*columns, strict=True)]


def patient_rows() -> list[list[object]]:
    columns = demographics()
    rows: list[list[object]] = [
        ["ID", "Age", "Sex", "BMI", "AD duration", "Asthma", "Rhinitis", "Conjunctivitis"]
    ]
    for n in range(SIZE):
        history = ("yes" if columns[name][n] else "no" for name in rows[0][5:])
        sex, bmi = "F" if FEMALE[n] else "M", cell(columns["BMI"][n], 1)
        rows.append([identity(n), columns["Age"][n], sex, bmi, columns["AD duration"][n], *history])
    return rows


def sheets() -> dict[str, list[list[object]]]:
    starts, dates = calendar()
    easi = easi_visits()
    scores = {"IGA": iga_visits(easi), "EASI": easi} | {
        name: score_visits(name, easi) for name in SCORES
    }
    labs = lab_visits(easi)
    by_month = {name: dict(zip((0, 1, 3), visits, strict=True)) for name, visits in scores.items()}
    return {
        "patients": patient_rows(),
        "baricitinib": [
            ["ID", "Dose", "Start", "Stop", "Reason for stopping", "Next therapy"],
            *baricitinib_rows(starts, dates),
        ],
        "prior_therapy": [
            ["ID", "Drug", "Start", "Stop", "Reason for switching"],
            *prior_rows(starts),
        ],
        "visits": wide(by_month, VISIT_ORDER, dates),
        "labs": wide(labs, LAB_ORDER, dates),
        "events": [["ID", "Event", "Date", "Action"], *event_rows(starts, dates, labs["CPK"])],
    }


def main(folder: Path = CHARTS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets().items():
        with (folder / f"{name}.csv").open("w", encoding="ascii", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
