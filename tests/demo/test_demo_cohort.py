"""The demo charts against the paper, read and computed without the dermcohort package.

Means and SDs are compared in exact fractions, tests with SciPy or written out here.
"""

from __future__ import annotations

import csv
import itertools
import math
import os
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "src" / "dermcohort" / "demo"
SCRIPT = ROOT / "tools" / "demo_cohort"
SHEETS = ("patients", "baricitinib", "prior_therapy", "visits", "labs", "events")
SUFFIX = {"baseline": "0M", "1 month": "1M", "3 months": "3M"}
SCORES = ("IGA", "EASI", "H&N EASI", "BSA", "DLQI", "POEM", "Itch VAS")
BIOMARKERS = ("Eosinophils", "LDH", "TARC", "IgE")
SAFETY = (
    "WBC", "Neutrophils", "Lymphocytes", "Hb", "Platelets", "TC", "LDL", "AST", "ALT", "T-Bil",
    "Creatinine",
)  # fmt: skip


def read(sheet: str) -> list[dict[str, str]]:
    with (DEMO / "charts" / f"{sheet}.csv").open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


PATIENTS, BARICITINIB, PRIOR, VISITS, LABS, EVENTS = map(read, SHEETS)
NUMBERS = tomllib.loads((DEMO / "printed.toml").read_text(encoding="utf-8"), parse_float=str)[
    "number"
]
HOLDS = [number for number in NUMBERS if number["holds"]]
FAILS = [number for number in NUMBERS if not number["holds"]]


# --- Who is who, by the paper's definitions ------------------------------------------

START = {row["ID"]: date.fromisoformat(row["Start"]) for row in reversed(BARICITINIB)}
DOSE = {row["ID"]: row["Dose"] for row in reversed(BARICITINIB)}
WITHIN_6_MONTHS = [
    row for row in PRIOR if 0 <= (START[row["ID"]] - date.fromisoformat(row["Stop"])).days <= 183
]
STOPPED = {
    row["ID"]: row for row in BARICITINIB if row["Reason for stopping"] == "insufficient efficacy"
}


def column(parameter: str, visit: str) -> dict[str, Fraction]:
    """Values of the patients that have one; "withdrawal" is the last visit of those who stopped."""
    if visit == "withdrawal":
        third, second = column(parameter, "3 months"), column(parameter, "1 month")
        return {patient: third.get(patient, second[patient]) for patient in STOPPED}
    if parameter in PATIENTS[0]:
        return {row["ID"]: Fraction(row[parameter]) for row in PATIENTS}
    name = f"{parameter} {SUFFIX[visit]}"
    rows = VISITS if name in VISITS[0] else LABS
    return {row["ID"]: Fraction(row[name]) for row in rows if row[name]}


def easi_responders(fall: int, visit: str) -> set[str]:
    """Exact: EASI-75 is 4F <= B. Nobody without a value is a responder."""
    baseline, later = column("EASI", "baseline"), column("EASI", visit)
    share = {50: 2, 75: 4}[fall]
    return {patient for patient in later if share * later[patient] <= baseline[patient]}


EVERYBODY = {row["ID"] for row in PATIENTS}
SWITCH = {row["ID"] for row in WITHIN_6_MONTHS}
R50, R75 = easi_responders(50, "3 months"), easi_responders(75, "3 months")
GROUPS = {
    "all": EVERYBODY,
    "naive": EVERYBODY - SWITCH,
    "switch": SWITCH,
    "EASI-50 responders": R50,
    "EASI-50 non-responders": EVERYBODY - R50,
    "EASI-75 responders": R75,
    "EASI-75 non-responders": EVERYBODY - R75,
    "withdrawn": set(STOPPED),
    "continued": EVERYBODY - set(STOPPED),
}


def values(parameter: str, group: str, visit: str) -> list[Fraction]:
    return [
        value for patient, value in column(parameter, visit).items() if patient in GROUPS[group]
    ]


def patients_with(parameter: str, visit: str) -> set[str]:
    """The patients that a printed count counts."""
    if parameter.startswith("EASI-"):
        return easi_responders(int(parameter[-2:]), visit)
    if parameter in ("female", "male"):
        return {row["ID"] for row in PATIENTS if row["Sex"] == parameter[0].upper()}
    if parameter.capitalize() in PATIENTS[0]:
        return {row["ID"] for row in PATIENTS if row[parameter.capitalize()] == "yes"}
    if parameter.startswith("prior "):
        return {row["ID"] for row in WITHIN_6_MONTHS if row["Drug"] == parameter[6:]}
    if parameter.endswith(" mg/day"):
        return {patient for patient, dose in DOSE.items() if dose == parameter[0]}
    if parameter.startswith("next "):
        return {patient for patient, row in STOPPED.items() if row["Next therapy"] == parameter[5:]}
    if parameter == "stopped for insufficient efficacy":
        dates = {row["ID"]: row.get(f"Date {SUFFIX.get(visit)}") for row in VISITS}
        return {
            p for p, row in STOPPED.items() if visit == "by 3 months" or row["Stop"] == dates[p]
        }
    if parameter == "stopped for acne, CPK, liver enzymes or bilirubin":
        mild = ("acne / folliculitis", "elevated")
        return {r["ID"] for r in EVENTS if r["Event"].startswith(mild) and r["Action"] != "none"}
    if parameter == "patients":
        return EVERYBODY
    return {row["ID"] for row in EVENTS if row["Event"] == parameter}


# --- The printed numbers ---------------------------------------------------------------


def p_value(number: dict) -> float:
    parameter, visit = number["parameter"], number["visit"]
    if number["method"] == "Dunn":
        groups = [floats(parameter, "all", label) for label in SUFFIX]
        return dunn(groups)[list(SUFFIX).index(visit) - 1]
    first, second = number["group"].split(" vs ")
    if number["method"] == "Mann-Whitney":
        return exact_mann_whitney(
            values(parameter, first, "withdrawal"), values(parameter, second, visit)
        )[0]
    return stats.ttest_ind(floats(parameter, first, visit), floats(parameter, second, visit)).pvalue


def reached(number: dict) -> bool:
    """Whether the charts give the number to the last printed digit, halves rounded up."""
    statistic, group, visit = (number[key] for key in ("statistic", "group", "visit"))
    half = Fraction(1, 2 * 10 ** number["decimals"])
    low, high = Fraction(str(number["value"])) - half, Fraction(str(number["value"])) + half
    if statistic == "p_value":
        return low <= p_value(number) < high
    if statistic in ("count", "percent", "n"):
        counted = len(patients_with(number["parameter"], visit) & GROUPS[group])
        size = len(GROUPS[group])
        value = {"count": counted, "n": size, "percent": Fraction(100 * counted, size)}[statistic]
        return low <= value < high
    found = values(number["parameter"], group, visit)
    if statistic == "sd":
        return low**2 <= statistics.variance(found) < high**2
    return low <= {"mean": statistics.mean, "min": min, "max": max}[statistic](found) < high


@pytest.mark.parametrize("number", HOLDS, ids=lambda number: number["id"])
def test_number_holds(number: dict) -> None:
    assert reached(number)


@pytest.mark.parametrize("number", FAILS, ids=lambda number: number["id"])
def test_number_that_cannot_hold_does_not(number: dict) -> None:
    assert not reached(number)
    assert number["why"].endswith(".")


def test_list_is_whole() -> None:
    assert len({number["id"] for number in NUMBERS}) == len(NUMBERS) == 120
    assert all(("why" in number) != number["holds"] for number in NUMBERS)
    assert {number["id"] for number in FAILS} == {"iga_sd", *IMPOSSIBLE_SIDES, *IMPOSSIBLE_P}


# --- Why the others cannot hold ---------------------------------------------------------

# printed mean and SD of the responders, their number, and mean and SD in all 30; half units
SIDES = {
    "easi50_easi": ((22.1, 8.7, 16), (20.2, 13.2)),
    "easi50_bsa": ((42.0, 20.7, 16), (45.1, 23.8)),
    "easi75_easi": ((22.2, 4.7, 7), (20.2, 13.2)),
    "easi75_bsa": ((37.1, 17.5, 7), (45.1, 23.8)),
}
IMPOSSIBLE_SIDES = [f"{side}_non_responders_{s}" for side in SIDES for s in ("mean", "sd")]
IMPOSSIBLE_P = ["easi50_easi_p", "easi50_bsa_p", "easi75_easi_p"]


def corners(side: str) -> list[tuple[float, float, float]]:
    """Mean and SD left to the non-responders, and the t-test's p, at the corners of rounding.

    All three are monotone in each printed number, so that the corners bound them.
    """
    (mean, sd, n), (mean_all, sd_all) = SIDES[side]
    found = []
    for signs in itertools.product((-0.05, 0.05), repeat=4):
        m, s, m_all, s_all = np.add((mean, sd, mean_all, sd_all), signs)
        rest = 30 - n
        other = (30 * m_all - n * m) / rest
        between = n * (m - m_all) ** 2 + rest * (other - m_all) ** 2
        other_sd = math.sqrt((29 * s_all**2 - (n - 1) * s**2 - between) / (rest - 1))
        within = (29 * s_all**2 - between) / 28
        t = abs(m - other) / math.sqrt(within * (1 / n + 1 / rest))
        found.append((other, other_sd, 2 * stats.t.sf(t, 28)))
    return found


def span(side: str, which: int) -> tuple[float, float]:
    found = [corner[which] for corner in corners(side)]
    return min(found), max(found)


@pytest.mark.parametrize("identifier", IMPOSSIBLE_SIDES)
def test_pooled_moments_exclude_the_non_responders_side(identifier: str) -> None:
    side, statistic = identifier.split("_non_responders_")
    number = next(number for number in NUMBERS if number["id"] == identifier)
    low, high = span(side, ("mean", "sd").index(statistic))
    assert not low - 0.05 <= float(number["value"]) <= high + 0.05


@pytest.mark.parametrize("identifier", IMPOSSIBLE_P)
def test_pooled_moments_exclude_the_printed_p(identifier: str) -> None:
    number = next(number for number in NUMBERS if number["id"] == identifier)
    low, high = span(identifier.removesuffix("_p"), 2)
    assert not low - 0.00005 <= float(number["value"]) <= high + 0.00005


def test_pooled_moments_allow_one_printed_p() -> None:
    low, high = span("easi75_bsa", 2)
    assert low <= 0.3214 <= high


def test_no_whole_grades_give_the_printed_iga() -> None:
    possible, nearest = set(), []
    for n in range(2, 31):
        for total in range(4 * n + 1):
            if not Fraction("2.935") <= Fraction(total, n) < Fraction("2.945"):
                continue
            possible.add(n)
            # A whole number and its square are odd or even together.
            for squares in range(total, 16 * n + 1, 2):
                variance = (squares - Fraction(total**2, n)) / (n - 1)
                assert not Fraction("1.015") ** 2 <= variance < Fraction("1.025") ** 2
                if variance > 0:
                    nearest.append((abs(math.sqrt(variance) - 1.02), n, math.sqrt(variance)))
    assert possible == {16, 17, 18}
    assert min(nearest)[1:] == (17, pytest.approx(1.029, abs=5e-4))
    assert statistics.stdev(values("IGA", "all", "baseline")) == pytest.approx(1.029, abs=5e-4)


# --- Tests, written out -------------------------------------------------------------------


def floats(parameter: str, group: str, visit: str) -> list[float]:
    return [float(value) for value in values(parameter, group, visit)]


def dunn(groups: list[list[float]]) -> list[float]:
    """Dunn against the first group: ties corrected, two-sided, Bonferroni."""
    pooled = sorted(itertools.chain(*groups))
    n = len(pooled)
    rank = {x: statistics.mean(i + 1 for i, y in enumerate(pooled) if y == x) for x in set(pooled)}
    tied = sum(pooled.count(x) ** 3 - pooled.count(x) for x in rank)
    sigma2 = n * (n + 1) / 12 - tied / (12 * (n - 1))
    mean = [statistics.mean(rank[x] for x in group) for group in groups]
    adjusted = []
    for other, group in zip(mean[1:], groups[1:], strict=True):
        z = abs(other - mean[0]) / math.sqrt(sigma2 * (1 / len(group) + 1 / len(groups[0])))
        adjusted.append(min(1.0, (len(groups) - 1) * 2 * stats.norm.sf(z)))
    return adjusted


def exact_mann_whitney(few: list[Fraction], many: list[Fraction]) -> tuple[float, float]:
    """Two-sided p over all draws of the midranks: by distance from the mean, by doubled tail."""
    pooled = [*few, *many]
    rank = [sum(y < x for y in pooled) * 2 + sum(y == x for y in pooled) + 1 for x in pooled]
    ways: list[dict[int, int]] = [{0: 1}] + [{} for _ in few]
    for doubled in rank:
        for drawn in range(len(few), 0, -1):
            for total, count in ways[drawn - 1].items():
                key = total + doubled
                ways[drawn][key] = ways[drawn].get(key, 0) + count
    law, seen = ways[-1], sum(rank[: len(few)])
    mean = Fraction(len(few) * sum(rank), len(rank))
    far = sum(c for total, c in law.items() if abs(total - mean) >= abs(seen - mean))
    low = sum(c for total, c in law.items() if total <= seen)
    high = sum(c for total, c in law.items() if total >= seen)
    every = math.comb(len(rank), len(few))
    return far / every, 2 * min(low, high) / every


def chain(parameter: str, group: str) -> tuple[float, list[float]]:
    """Omnibus p and p adjusted at 1 and 3 months by the paper's way from normality to test.

    The choice of the way must not hang on a p near 0.05.
    """
    groups = [floats(parameter, group, visit) for visit in SUFFIX]
    shapiro = min(stats.shapiro(visit).pvalue for visit in groups)
    assert not 0.04 < shapiro < 0.06
    if shapiro < 0.05:
        return stats.kruskal(*groups).pvalue, dunn(groups)
    dunnett = stats.dunnett(*groups[1:], control=groups[0], rng=np.random.default_rng(1))
    return stats.f_oneway(*groups).pvalue, list(dunnett.pvalue)


@pytest.mark.parametrize("parameter", SCORES)
@pytest.mark.parametrize("group", ["all", "naive"])
def test_stars_of_figure_1(parameter: str, group: str) -> None:
    omnibus, (month_1, month_3) = chain(parameter, group)
    assert omnibus < 0.04
    assert month_3 < 0.04
    assert month_1 > 0.06 if parameter == "BSA" else month_1 < 0.04


@pytest.mark.parametrize("parameter", SCORES)
def test_switch_patients_improve_without_a_star(parameter: str) -> None:
    assert chain(parameter, "switch")[0] > 0.06
    means = [statistics.mean(values(parameter, "switch", visit)) for visit in SUFFIX]
    assert means[1] < means[0]
    assert means[2] < means[0]


@pytest.mark.parametrize("group", ["all", "naive", "switch"])
@pytest.mark.parametrize("parameter", BIOMARKERS)
def test_biomarkers_do_not_change(parameter: str, group: str) -> None:
    if parameter == "IgE":
        before, after = (floats("IgE", group, visit) for visit in ("baseline", "3 months"))
        assert stats.mannwhitneyu(before, after).pvalue > 0.06
    else:
        assert chain(parameter, group)[0] > 0.06


@pytest.mark.parametrize("parameter", SAFETY)
def test_safety_laboratory_does_not_change(parameter: str) -> None:
    assert chain(parameter, "all")[0] > 0.06


def test_cpk_rises_at_3_months_only() -> None:
    groups = [floats("CPK", "all", visit) for visit in SUFFIX]
    assert min(stats.shapiro(visit).pvalue for visit in groups) < 0.04
    assert stats.kruskal(*groups).pvalue < 0.04
    assert dunn(groups)[0] > 0.06


@pytest.mark.parametrize("test", [stats.ttest_ind, stats.mannwhitneyu])
@pytest.mark.parametrize("parameter", ["EASI", "BSA"])
@pytest.mark.parametrize("fall", ["EASI-50", "EASI-75"])
def test_responders_start_like_non_responders(fall: str, parameter: str, test: Callable) -> None:
    sides = (floats(parameter, f"{fall} {side}", "baseline") for side in SIDE_NAMES)
    assert test(*sides).pvalue > 0.06


SIDE_NAMES = ("responders", "non-responders")


def test_withdrawal_p_is_the_same_by_both_conventions() -> None:
    both = exact_mann_whitney(
        values("EASI", "withdrawn", "withdrawal"), values("EASI", "continued", "3 months")
    )
    assert [round(p, 4) for p in both] == [0.0171, 0.0171]


# --- Responses and the patients who stop ------------------------------------------------------


def test_carrying_the_last_value_forward_changes_no_response() -> None:
    baseline, last = column("EASI", "baseline"), column("EASI", "withdrawal")
    assert len(last) == 6
    assert all(2 * last[patient] > baseline[patient] for patient in last)


def test_exact_boundaries_are_there() -> None:
    pairs = [
        (column("EASI", "baseline")[patient], later)
        for visit in ("1 month", "3 months")
        for patient, later in column("EASI", visit).items()
    ]
    for boundary in (("5.6", "1.4"), ("5.6", "2.8"), ("22.4", "5.6")):
        assert tuple(map(Fraction, boundary)) in pairs
    assert (22.4 - 5.6) / 22.4 < 0.75


def test_six_month_rule_is_met_to_the_day() -> None:
    days = sorted((START[r["ID"]] - date.fromisoformat(r["Stop"])).days for r in PRIOR)
    assert {183, 184} <= set(days)
    assert len(PRIOR) == 16
    assert all(row["Start"] < row["Stop"] for row in PRIOR)
    assert all(bool(row["Reason for switching"]) == (row in WITHIN_6_MONTHS) for row in PRIOR)


# --- Charts that a department could have ----------------------------------------------------


def test_patients_are_possible() -> None:
    assert [row["ID"] for row in PATIENTS] == [f"SYN-{n:02d}" for n in range(1, 31)]
    for row in PATIENTS:
        assert 0 < int(row["AD duration"]) <= int(row["Age"])
        assert 15 < float(row["BMI"]) < 45


def test_dates_are_in_order() -> None:
    cutoff = date(2023, 6, 30)
    for row in VISITS:
        start = START[row["ID"]]
        days = [
            (date.fromisoformat(row[f"Date {v}"]) - start).days
            for v in SUFFIX.values()
            if row[f"Date {v}"]
        ]
        assert -4 <= days[0] <= 0
        assert 28 <= days[1] <= 35
        assert len(days) == 2 or 80 <= days[2] <= 98
        assert date(2021, 1, 4) <= start <= date(2023, 2, 20)
        assert start.weekday() < 5
    assert all(date.fromisoformat(row["Stop"]) <= cutoff for row in BARICITINIB if row["Stop"])
    assert all(START[row["ID"]] < date.fromisoformat(row["Date"]) <= cutoff for row in EVENTS)


def test_late_infections_follow_the_third_visit() -> None:
    third = {row["ID"]: row["Date 3M"] for row in VISITS}
    for event, action, reason in (
        ("herpes zoster", "drug withdrawn", "herpes zoster"),
        ("ocular herpes", "dose reduced", "dose reduction"),
    ):
        (row,) = [row for row in EVENTS if row["Event"] == event]
        first = next(period for period in BARICITINIB if period["ID"] == row["ID"])
        assert (row["Action"], first["Reason for stopping"]) == (action, reason)
        assert row["ID"] in GROUPS["continued"]
        assert row["Date"] > third[row["ID"]]
        assert (date.fromisoformat(row["Date"]) - START[row["ID"]]).days > 100


def test_cpk_events_are_the_patients_above_the_limit() -> None:
    limit = {row["ID"]: 248 if row["Sex"] == "M" else 153 for row in PATIENTS}
    for visit, expected in (("baseline", 0), ("follow-up", 7)):
        visits = ["baseline"] if visit == "baseline" else ["1 month", "3 months"]
        above = {p for v in visits for p, value in column("CPK", v).items() if value > limit[p]}
        assert len(above) == expected
    assert above == patients_with("elevated CPK", "follow-up")


@pytest.mark.parametrize("visit", SUFFIX)
def test_scores_fit_together(visit: str) -> None:
    easi, bsa, head = (column(name, visit) for name in ("EASI", "BSA", "H&N EASI"))
    regions = [{w * a * s for a in range(7) for s in range(2, 25)} for w in (1, 2, 3, 4)]
    rest = {sum(parts) for parts in itertools.product(*regions[1:])}
    for patient, total in easi.items():
        assert head[patient] * 20 in regions[0]
        assert (total - head[patient]) * 20 in rest
        assert 0 < bsa[patient] <= 100
    for parameter, highest in (("IGA", 4), ("DLQI", 30), ("POEM", 28), ("Itch VAS", 100)):
        found = column(parameter, visit)
        assert all(0 <= x <= highest and x.denominator == 1 for x in found.values())
    shared = column("IGA", visit).keys()
    pairs = [(easi[p], column("IGA", visit)[p]) for p in shared]
    assert stats.spearmanr(*zip(*pairs, strict=True)).statistic > 0.4
    assert all(grade < 4 or total >= 7 for total, grade in pairs)


@pytest.mark.parametrize("visit", SUFFIX)
def test_laboratory_values_fit_together(visit: str) -> None:
    white, cholesterol, ldl = (column(name, visit) for name in ("WBC", "TC", "LDL"))
    cells = [column(name, visit) for name in ("Neutrophils", "Lymphocytes", "Eosinophils")]
    for patient, total in white.items():
        assert total >= sum(part.get(patient, 0) for part in cells)
    assert all(value < cholesterol[patient] for patient, value in ldl.items())
    complete = visit == "baseline"
    for parameter in (*SAFETY, *BIOMARKERS, "CPK"):
        if (parameter, visit) != ("IgE", "1 month"):
            assert len(column(parameter, visit)) >= (30 if complete else 23)


def test_script_makes_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "demo_cohort", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(SCRIPT.parent)},
        check=True,
    )
    for sheet in SHEETS:
        committed = (DEMO / "charts" / f"{sheet}.csv").read_bytes()
        assert b"\r" not in committed
        assert (tmp_path / f"{sheet}.csv").read_bytes() == committed
