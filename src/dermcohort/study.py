"""The study file: ``study.toml``, parsed and checked into frozen values.

A study of one drug in one department fits on one screen. Everything that it leaves out has the
default written here, and the report states each default that was used.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from dermcohort.endpoints import Endpoint, Endpoints
from dermcohort.errors import StudyFileError, UsageError
from dermcohort.instruments import RESPONSES, Bands, bands_of_parameter, response_named
from dermcohort.sources import Omop, Source, drug_name, nearest, parameter_code
from dermcohort.tables import PARAMETERS, TABLES, Role
from dermcohort.terms import DRUGS


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Visit(_Frozen):
    """One scheduled visit and the days on which it may fall."""

    name: str = Field(min_length=1, description="as printed: baseline, 1 month")
    label: str = Field("", description="as in the headings of a wide sheet: 0M, 1M")
    target_day: int = Field(description="days after the first dose; the first dose is day 0")
    window: tuple[int, int] = Field(description="first and last day, inclusive")

    @model_validator(mode="after")
    def _ordered(self) -> Visit:
        if not self.window[0] <= self.target_day <= self.window[1]:
            raise ValueError(
                f"target_day {self.target_day} lies outside its window {list(self.window)}"
            )
        return self


DEFAULT_VISITS = (
    Visit(name="baseline", label="0M", target_day=0, window=(-30, 0)),
    Visit(name="1 month", label="1M", target_day=30, window=(15, 56)),
    Visit(name="3 months", label="3M", target_day=90, window=(57, 126)),
)


class Range(_Frozen):
    """A closed interval; either end may be left open."""

    min: float | None = Field(None, description="smallest value allowed")
    max: float | None = Field(None, description="largest value allowed")

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")
        return self


class Eligibility(_Frozen):
    """Who may be in, besides having started the drug in the window."""

    age_years: Range = Field(Range(), description="age at the first dose")
    diagnosis: tuple[str, ...] = Field((), description="diagnoses allowed; empty: any")
    baseline: dict[str, Range] = Field(
        default_factory=dict, description="parameter -> range of its baseline value"
    )
    criteria: Literal["", "Japan"] = Field(
        "",
        description='"Japan": report, clause by clause, who met the criteria of optimal use; they '
        "keep nobody out",
    )

    @field_validator("baseline")
    @classmethod
    def _known(cls, ranges: dict[str, Range]) -> dict[str, Range]:
        return {parameter_code(name): allowed for name, allowed in ranges.items()}


class Groups(_Frozen):
    """Naive or switch, by systemic therapy before the first dose."""

    lookback_days: int = Field(183, ge=1, description="days before the first dose that count")
    systemic: tuple[str, ...] = Field(
        tuple(name for name, drug in DRUGS.items() if drug.systemic),
        description="drugs that make a patient a switch patient",
    )

    @field_validator("systemic")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(drug_name(name) for name in names)


def _of_role(role: Role) -> tuple[str, ...]:
    return tuple(code for code, parameter in PARAMETERS.items() if parameter.role == role)


Code = Annotated[str, Field(description="a parameter of the data dictionary")]


class Outcomes(_Frozen):
    """What is followed over the visits, by role; those without any value are left out."""

    scores: tuple[Code, ...] = Field(_of_role("score"), description="Figure 1")
    biomarkers: tuple[Code, ...] = Field(_of_role("biomarker"), description="Figure 2")
    safety: tuple[Code, ...] = Field(
        _of_role("safety"), description="laboratory values of safety, Figure 3"
    )

    @field_validator("scores", "biomarkers", "safety")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(parameter_code(name) for name in names)

    def of_role(self, role: Role) -> tuple[str, ...]:
        """The parameters of one role, in order."""
        return {"score": self.scores, "biomarker": self.biomarkers, "safety": self.safety}[role]

    @property
    def all(self) -> tuple[str, ...]:
        """Every parameter, scores first."""
        return self.scores + self.biomarkers + self.safety


def _response_name(name: str) -> str:
    try:
        return response_named(name)
    except UsageError as refused:
        raise ValueError(str(refused)) from refused


ResponseName = Annotated[
    str, AfterValidator(_response_name), Field(json_schema_extra={"enum": list(RESPONSES)})
]


class Responses(_Frozen):
    """Who counts as a responder, and what responders are compared on."""

    report: tuple[ResponseName, ...] = Field(
        ("EASI-50", "EASI-75", "EASI-90", "EASI-100", "IGA 0/1"),
        description="responses to count, any that an instrument defines; IGA 0/1 asks for a fall "
        "of 2 as well",
    )
    groups: tuple[ResponseName, ...] = Field(
        ("EASI-50", "EASI-75"), description="responses that make groups to compare"
    )
    at_visit: str = Field("", description="visit of the groups; default: the last")
    compare: tuple[Code, ...] = Field(("EASI", "BSA"), description="baseline values compared")

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that the responses are of, each once."""
        return tuple(dict.fromkeys(RESPONSES[n].parameter for n in (*self.report, *self.groups)))

    @field_validator("report", "groups")
    @classmethod
    def _once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names))

    @field_validator("compare")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(parameter_code(name) for name in names)


#: Sets of bands that are shown where the study file says nothing.
DEFAULT_BANDS = {"EASI": "Leshem 2015", "DLQI": "Hongbo 2005", "POEM": "Charman 2013"}


class Instruments(_Frozen):
    """How scores are read: totals that stand beside their items, and bands."""

    totals: Literal["", "items", "recorded"] = Field(
        "",
        description="which total is used where a chart holds one and its items give another; "
        "default: neither, which is an error",
    )
    bands: dict[str, str] = Field(
        DEFAULT_BANDS,
        description="parameter -> set of bands whose levels are counted at each visit, of those "
        "that its instrument has; {} for none",
    )

    @field_validator("bands")
    @classmethod
    def _known(cls, bands: dict[str, str]) -> dict[str, str]:
        codes = {parameter_code(name): chosen for name, chosen in bands.items()}
        try:
            return {code: bands_of_parameter(code, name).name for code, name in codes.items()}
        except UsageError as refused:
            raise ValueError(str(refused)) from refused


class MissingData(_Frozen):
    """What happens to values that are not there."""

    responders: Literal["NRI", "LOCF", "observed"] = Field(
        "NRI", description="rule that makes the groups of responders and non-responders"
    )
    after_last_dose_days: int = Field(
        7, ge=0, description="values up to so many days after the last dose still count"
    )
    panel: bool = Field(
        True, description="show changes and responses under every rule for missing values"
    )
    imputations: int = Field(
        100, ge=20, description="completed data sets of multiple imputation; from the seed above"
    )


class Safety(_Frozen):
    """How long an event counts for the drug, and what laboratory values are held against."""

    after_last_dose_days: int = Field(
        30, ge=0, description="an event up to so many days after the last dose is in the rate"
    )
    limits: dict[str, dict[Literal["all", "F", "M"], Range]] = Field(
        default_factory=dict,
        description="parameter -> all, or F and M -> min and max of the laboratory's reference "
        "interval, in the unit of the dictionary; default: those of the JCCLS, adults only",
    )

    @field_validator("limits")
    @classmethod
    def _known(cls, limits: dict[str, Any]) -> dict[str, Any]:
        return {parameter_code(name): by_sex for name, by_sex in limits.items()}


class Privacy(_Frozen):
    """What of the charts may stand in tables and outputs.

    Columns of names, telephone numbers, addresses and the like are never read.
    """

    patient_ids: Literal["keep", "hash"] = Field(
        "keep", description='"hash": pseudonyms, keyed with key_file, in place of the charts\' IDs'
    )
    key_file: str = Field(
        "",
        description="the secret key of the pseudonyms, made at the first run; default: "
        ".config/dermcohort/pseudonyms.key in the home folder",
    )
    free_text: Literal["keep", "drop"] = Field(
        "keep",
        description='"drop": empty reasons and outcomes that hold a telephone number, an address '
        "or the like",
    )


class Methods(_Frozen):
    """How numbers are made."""

    alpha: float = Field(0.05, gt=0, lt=1, description="level of significance, two-sided")
    normality_alpha: float = Field(
        0.05, gt=0, lt=1, description="normality p at least this at every visit: parametric"
    )
    confidence: float = Field(0.95, gt=0, lt=1, description="level of intervals")
    interval: Literal["Wilson", "Clopper-Pearson"] = Field(
        "Clopper-Pearson", description="interval of a proportion in tables and text"
    )
    two_groups: Literal["Student t", "Welch t"] = Field(
        "Student t", description="two groups that pass the normality rule"
    )
    quartiles: Literal["type 6", "type 7"] = Field(
        "type 6", description="type 6 as Prism and SPSS, type 7 as R"
    )


class Study(_Frozen):
    """A whole study, as the study file states it."""

    title: str = Field(min_length=1, description="title of the report")
    drug: str = Field(description="the study drug")
    start_between: tuple[dt.date, dt.date] = Field(
        description="first and last day on which the first dose may fall"
    )
    data_cutoff: dt.date | None = Field(
        None, description="last day of follow-up; default: the last date in the charts"
    )
    charts: str = Field("charts.xlsx", description="file of the sources that name none")
    sources: tuple[Source, ...] = Field(
        min_length=1, description="the sheets of the charts, one entry each"
    )
    synthetic: bool = Field(False, description="mark every page SYNTHETIC")
    language: Literal["en"] = Field("en", description="language of the report")
    seed: int = Field(1, ge=0, description="for anything random")
    visits: tuple[Visit, ...] = Field(
        DEFAULT_VISITS,
        min_length=2,
        description="in order of time, the first is the baseline; default: day 0 (window -30 to "
        "0), 1 month (15 to 56), 3 months (57 to 126)",
    )
    eligibility: Eligibility = Eligibility()
    groups: Groups = Groups()
    outcomes: Outcomes = Outcomes()
    responses: Responses = Responses()
    instruments: Instruments = Instruments()
    endpoints: Endpoints = Endpoints()
    missing: MissingData = MissingData()
    safety: Safety = Safety()
    privacy: Privacy = Privacy()
    methods: Methods = Methods()

    @field_validator("drug")
    @classmethod
    def _known_drug(cls, name: str) -> str:
        return drug_name(name)

    @field_validator("start_between")
    @classmethod
    def _ordered(cls, days: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
        if days[0] > days[1]:
            raise ValueError(f"the first day {days[0]} is after the last {days[1]}")
        return days

    @field_validator("visits")
    @classmethod
    def _in_order(cls, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
        for before, after in pairwise(visits):
            if after.window[0] <= before.window[1]:
                raise ValueError(
                    f"the window of {after.name!r} starts on day {after.window[0]}, before that "
                    f"of {before.name!r} ends on day {before.window[1]}"
                )
        for what in ("name", "label"):
            seen = [getattr(v, what) for v in visits if getattr(v, what)]
            if len(set(seen)) < len(seen):
                raise ValueError(f"two visits have the same {what}")
        return visits

    @model_validator(mode="after")
    def _visits_known(self) -> Study:
        at = self.responses.at_visit
        if at and at not in [v.name for v in self.visits[1:]]:
            allowed = ", ".join(repr(v.name) for v in self.visits[1:])
            raise ValueError(f"responses.at_visit is {at!r}; allowed: {allowed}")
        for number, source in enumerate(self.sources):
            if source.visit and source.visit not in self.visit_names:
                allowed = ", ".join(map(repr, self.visit_names))
                raise ValueError(f"sources.{number}.visit is {source.visit!r}; allowed: {allowed}")
        self.endpoints.check(self.outcomes.all, self.visit_names[1:])
        for parameter in self.instruments.bands if self._declares_bands else ():
            if parameter not in self.outcomes.all:
                allowed = ", ".join(self.outcomes.all)
                raise ValueError(f"instruments.bands.{parameter} is no outcome; allowed: {allowed}")
        return self

    @property
    def _declares_bands(self) -> bool:
        return "bands" in self.instruments.model_fields_set

    @property
    def visit_names(self) -> tuple[str, ...]:
        """Names of the visits, in order of time; the first is the baseline."""
        return tuple(visit.name for visit in self.visits)

    @property
    def baseline(self) -> str:
        """Name of the baseline visit."""
        return self.visits[0].name

    @property
    def response_visit(self) -> str:
        """The visit that makes responders and non-responders."""
        return self.responses.at_visit or self.visits[-1].name

    @property
    def bands(self) -> dict[str, Bands]:
        """The set of bands of each outcome that has one, in the order of the outcomes."""
        chosen = self.instruments.bands
        return {p: bands_of_parameter(p, chosen[p]) for p in self.outcomes.all if p in chosen}


def read_study(path: Path) -> Study:
    """Parse and check a study file.

    Raises
    ------
    StudyFileError
        If it cannot be read, is not TOML, or breaks the schema. The message lists every
        mistake with its path in the file, what was got and what is allowed.
    """
    return parse_study(read_content(path), str(path))


def read_content(path: Path) -> dict[str, Any]:
    """What a study file says, before it is checked.

    Raises
    ------
    StudyFileError
        If it cannot be read or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as missing:
        raise StudyFileError(
            f"the study file {path} cannot be read ({missing.strerror}); "
            "try: dermcohort demo, and change the study.toml that it writes"
        ) from missing
    except UnicodeDecodeError as refused:
        raise StudyFileError(f"{path} is not text in UTF-8; save it as UTF-8") from refused
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as refused:
        raise StudyFileError(f"{path} is not TOML: {refused}") from refused


def parse_study(content: dict[str, Any], name: str = "study") -> Study:
    """Check the content of a study file; errors as in `read_study`."""
    try:
        return Study.model_validate(content)
    except ValidationError as refused:
        errors = refused.errors()
        paths = [error["loc"] for error in errors]
        lines = [_mistake(error) for error in errors if not _echo(error, paths)]
        raise StudyFileError("\n  ".join([f"{name} breaks the rules of a study file:", *lines])) \
            from refused  # fmt: skip


def _echo(error: Any, paths: list[tuple[Any, ...]]) -> bool:
    """Whether a list seems too short only because of a mistake inside one of its items."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        len(path) > len(loc) and path[: len(loc)] == loc for path in paths
    )


def _mistake(error: Any) -> str:
    path = ".".join(str(part) for part in error["loc"]) or "the file"
    if error["type"] == "extra_forbidden":
        allowed = _fields_at(error["loc"][:-1])
        return f"{path}: no such key{nearest(str(error['loc'][-1]), allowed)}"
    if error["type"] == "missing":
        return f"{path}: missing; it must be given ({_description(error['loc'])})"
    got = json.dumps(error["input"], default=str, ensure_ascii=False)
    got = got if len(got) < 80 else got[:77] + "..."
    return f"{path}: got {got}; {error['msg'].removeprefix('Value error, ')}"


def _model_at(loc: tuple[Any, ...]) -> type[BaseModel]:
    """The model whose keys stand at this path: names lead into fields, numbers stay."""
    inner: dict[str, type[BaseModel]] = {
        "sources": Source, "omop": Omop, "visits": Visit, "eligibility": Eligibility,
        "groups": Groups, "outcomes": Outcomes, "responses": Responses, "missing": MissingData,
        "endpoints": Endpoints, "list": Endpoint, "safety": Safety, "methods": Methods,
        "privacy": Privacy, "instruments": Instruments,
        "age_years": Range, "baseline": Range,
    }  # fmt: skip
    named = [inner[part] for part in loc if part in inner]
    return named[-1] if named else Study


def _fields_at(loc: tuple[Any, ...]) -> list[str]:
    return list(_model_at(loc).model_fields)


def _description(loc: tuple[Any, ...]) -> str:
    field = _model_at(loc[:-1]).model_fields.get(str(loc[-1]))
    return (field.description if field else None) or str(loc[-1])


def schema() -> dict[str, Any]:
    """The JSON Schema of a study file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Study.model_json_schema()}


def columns_of(table: str) -> tuple[str, ...]:
    """Columns of one of the four tables, as a source may name them."""
    return tuple(column.name for column in TABLES[table])
