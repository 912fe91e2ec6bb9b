"""The paper's printed figures beside those of the demo: which hold, and why the others cannot."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from typing import Any

from dermcohort.report import Appendix
from dermcohort.results import Result, Results
from dermcohort.tables import parameter_of
from dermcohort.terms import event_of

#: Parameters of `printed.toml` that are a level of a category in Results.
LEVELS: dict[str, tuple[str, str, str]] = {
    "female": ("baseline", "sex", "F"),
    "male": ("baseline", "sex", "M"),
    "asthma": ("baseline", "asthma", "yes"),
    "rhinitis": ("baseline", "rhinitis", "yes"),
    "conjunctivitis": ("baseline", "conjunctivitis", "yes"),
    "4 mg/day": ("exposure", "dose", "4 mg/day"),
    "2 mg/day": ("exposure", "dose", "2 mg/day"),
    "prior dupilumab": ("exposure", "prior systemic therapy", "dupilumab"),
    "prior cyclosporine": ("exposure", "prior systemic therapy", "cyclosporine"),
    "prior upadacitinib": ("exposure", "prior systemic therapy", "upadacitinib"),
    "next upadacitinib": ("discontinuation", "next therapy", "upadacitinib"),
    "next dupilumab": ("discontinuation", "next therapy", "dupilumab"),
}
CHARACTERISTICS = {"Age": "age_years", "BMI": "bmi", "AD duration": "ad_duration_years"}
#: The paper's tests by their names here.
TESTS = {"unpaired t": "Student t", "Mann-Whitney": "Mann-Whitney", "Dunn": "Dunn"}
WITHDRAWN = "stopped for insufficient efficacy"
STOPPED_FOR = "stopped for acne, CPK, liver enzymes or bilirubin"
LABORATORY_AND_SKIN = (
    "acne or folliculitis", "elevated CPK", "elevated liver enzymes", "elevated bilirubin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """One number that the paper prints.

    Attributes
    ----------
    where, text : str
        Its place in the paper, and how it stands there.
    parameter, group, visit, statistic : str
        What it is.
    value : float
    decimals : int
        How many are printed.
    holds : bool
        Whether the synthetic charts give it to the last printed digit.
    why : str
        What stands against it, where it does not hold.
    method : str
        Of a test, as the paper names it.
    """

    where: str
    text: str
    parameter: str
    group: str
    visit: str
    statistic: str
    value: float
    decimals: int
    holds: bool
    why: str
    method: str

    def rounded(self, value: float) -> Decimal:
        """A value with as many decimals as the paper prints, half up."""
        step = Decimal(1).scaleb(-self.decimals)
        return Decimal(repr(value)).quantize(step, ROUND_HALF_UP)

    def equals(self, value: float) -> bool:
        """Whether a value prints as the paper's number."""
        return self.rounded(value) == self.rounded(self.value)


def printed_numbers() -> tuple[Printed, ...]:
    """All numbers of the paper, in its order."""
    text = files("dermcohort.demo").joinpath("printed.toml").read_text("utf-8")
    names = Printed.__dataclass_fields__
    return tuple(
        Printed(**{"why": "", "method": "", **{k: v for k, v in number.items() if k in names}})
        for number in tomllib.loads(text)["number"]
    )


def ours(number: Printed, results: Results) -> float | None:
    """The same number in Results; None where there is none."""
    if number.parameter == STOPPED_FOR:
        stopped = [
            results.value(analysis="adverse events", parameter=event, level="drug withdrawn")
            for event in LABORATORY_AND_SKIN
        ]
        return float(sum(value or 0 for value in stopped))
    row = _row(number, results)
    if row is None:
        return None
    return None if number.statistic == "n" and row.n is None else (
        float(row.n or 0) if number.statistic == "n" else row.value)  # fmt: skip


def _row(number: Printed, results: Results) -> Result | None:
    key = _key(number)
    if number.statistic == "p_value":
        return _test(number, results)
    statistic = "count" if number.statistic == "n" else number.statistic
    return results.one(**key, statistic=statistic, comparator="")


def _key(number: Printed) -> dict[str, Any]:
    """The key of a number that is no test."""
    name, group, visit = number.parameter, number.group, number.visit
    if name == "patients":
        return {"analysis": "flow", "parameter": "included", "group": group, "visit": ""}
    if name in LEVELS:
        analysis, parameter, level = LEVELS[name]
        return {"analysis": analysis, "parameter": parameter, "level": level, "group": group}
    if name in CHARACTERISTICS:
        return {"analysis": "baseline", "parameter": CHARACTERISTICS[name], "group": group}
    if name.startswith("EASI-"):
        return {"analysis": "response", "population": "NRI", "parameter": name, "group": group,
                "visit": visit}  # fmt: skip
    if name == WITHDRAWN:
        at = "" if visit == "by 3 months" else visit
        return {"analysis": "discontinuation", "parameter": "withdrawn", "visit": at}
    event = event_of(name)
    if event is not None:
        return {"analysis": "adverse events", "parameter": event.name, "level": ""}
    return _measured(name, group, visit)


def _measured(name: str, group: str, visit: str) -> dict[str, Any]:
    parameter = parameter_of(name)
    assert parameter is not None, name
    key = {"parameter": parameter.code, "group": group, "visit": visit}
    if "responders" in group:
        return {"analysis": "responders", **key}
    if group in ("withdrawn", "continued"):
        group = "continuing" if group == "continued" else group
        return {"analysis": "discontinuation", **key, "group": group}
    if visit == "baseline":
        return {"analysis": "baseline", **key, "population": "included", "level": ""}
    return {"analysis": "course", **key, "population": "observed"}


def _test(number: Printed, results: Results) -> Result | None:
    """The row of a p value, by the test that the paper names, whichever the rule has chosen."""
    parameter = parameter_of(number.parameter)
    assert parameter is not None, number.parameter
    group, _, other = number.group.partition(" vs ")
    analysis = "as published" if not other else (
        "responders" if "responders" in group else "discontinuation")  # fmt: skip
    statistic = "p_value" if other else "p_adjusted"
    key = {"parameter": parameter.code, "group": group, "statistic": statistic,
           "method": TESTS[number.method]}  # fmt: skip
    found = [
        row
        for home in (analysis, "other branch")
        for row in results.where(analysis=home, **key)
        if row.comparator and (other or row.visit == number.visit)
    ]
    return found[0] if found else None


def appendix(results: Results) -> Appendix:
    """The demo's page of printed figures."""
    numbers = printed_numbers()
    held = sum(number.holds for number in numbers)
    return Appendix(
        "The paper's printed figures beside these",
        (
            "The charts of this demo are SYNTHETIC. They were made so that their summary equals "
            "the figures printed in the source paper (doi 10.3389/jcia.2024.12455) to the last "
            f"printed digit wherever those can hold together. {held} of {len(numbers)} do; the "
            f"other {len(numbers) - held} cannot, and the table says why.",
            "A p value stands here by the test that the paper names. Where the rule of the study "
            "chose another test, the tables above show that one, and results.csv has both (the "
            "one that was not chosen as the analysis 'other branch').",
        ),
        ("Where", "Printed", "What", "Here", "Equal, or why not"),
        tuple(_line(number, results) for number in numbers),
    )


def _line(number: Printed, results: Results) -> tuple[str, ...]:
    value = ours(number, results)
    statistic = f"p, {number.method}" if number.method else number.statistic
    what = f"{number.parameter}, {number.group}, {number.visit}: {statistic}"
    here = "—" if value is None else str(number.rounded(value))
    return number.where, number.text, what, here, number.why or "equal"
