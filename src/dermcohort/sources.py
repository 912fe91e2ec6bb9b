"""The ``[[sources]]`` of a study file: what is read, what its rows are, how cells are written."""

from __future__ import annotations

import difflib
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dermcohort.tables import PARAMETERS, TABLES, parameter_of
from dermcohort.terms import DRUGS, drug_of


def parameter_code(name: str) -> str:
    """The code of a parameter; ValueError if it is none, with the nearest name."""
    found = parameter_of(name)
    if found is None:
        raise ValueError(f"{name!r} is no parameter{nearest(name, PARAMETERS)}")
    return found.code


def drug_name(name: str) -> str:
    """The name of a drug of the list; ValueError if it is none, with the nearest name."""
    found = drug_of(name)
    if found is None:
        raise ValueError(f"{name!r} is no drug of the list{nearest(name, DRUGS)}")
    return found.name


def nearest(name: str, allowed: Any) -> str:
    """What is allowed, the nearest name first: the end of a message."""
    close = difflib.get_close_matches(name, list(allowed), n=1, cutoff=0.6)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"{hint} Allowed: {', '.join(allowed)}"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Omop(_Frozen):
    """How a cohort of new users is drawn from OMOP tables."""

    cdm_schema: str = Field("", description="schema of the tables in the database")
    washout_days: int = Field(
        365, ge=0, description="days before the first dose: observed, and without the drug"
    )
    diagnosis_concepts: dict[str, tuple[int, ...]] = Field(
        {"atopic dermatitis": (133834,)},
        description="diagnosis -> its concepts, one of which is needed up to the first dose",
    )
    drug_concepts: dict[str, tuple[int, ...]] = Field(
        default_factory=dict, description="drug -> concepts that count as it besides its ingredient"
    )
    measurement_concepts: dict[str, tuple[int, ...]] = Field(
        default_factory=dict,
        description="parameter -> concepts of it, for those that LOINC does not have",
    )

    @field_validator("drug_concepts")
    @classmethod
    def _known_drugs(cls, concepts: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
        return {drug_name(name): ids for name, ids in concepts.items()}

    @field_validator("measurement_concepts")
    @classmethod
    def _known_parameters(cls, concepts: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
        return {parameter_code(name): ids for name, ids in concepts.items()}


#: Which of the four tables; "" for a kind of source that holds several.
Table = Literal["", "patients", "treatments", "assessments", "events"]


class Source(_Frozen):
    """One sheet, file or database, what its rows are, and how its cells are written."""

    table: Table = Field(
        "", description='which of the four tables its rows go into; needed for kind "table"'
    )
    kind: Literal["table", "redcap", "adam", "sdtm", "omop", "fhir"] = Field(
        "table",
        description='"table": one sheet, file or query; the others hold several tables of a known '
        "form",
    )
    file: str = Field(
        "",
        description="xlsx, csv, xpt, sas7bdat, sav, dta, parquet, json or a folder, relative to "
        "the study file; default: charts",
    )
    sheet: str = Field("", description="sheet of a workbook; the first one if left out")
    database: str = Field(
        "", description="SQLAlchemy URL in place of a file; ${NAME} is taken from the environment"
    )
    query: str = Field("", description="select statement or table of the database")
    dictionary: str = Field(
        "", description="redcap: csv of the project's data dictionary, beside the export"
    )
    header_row: int = Field(1, ge=1, description="row that holds the headings")
    header_rows: int = Field(
        1, ge=1, le=4, description="rows that the headings stand in, joined from top to bottom"
    )
    last_row: int | None = Field(
        None, ge=2, description="last row of the table; rows below it are not read"
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="heading -> column of the table, parameter (EASI) or parameter at a visit "
        '("EASI @ 1 month"), "ignore" to leave it; only for headings that are not recognised',
    )
    recognise: bool = Field(
        True, description="whether headings that columns does not list are recognised by themselves"
    )
    visit: str = Field(
        "", description="assessments: visit of all columns that name none, for one sheet a visit"
    )
    constants: dict[str, str] = Field(
        default_factory=dict, description="column of the table -> value that every row has"
    )
    codes: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="column of the table -> what stands in its cells -> what it means",
    )
    missing: tuple[str, ...] = Field(
        (), description="what stands in cells of this source where a value is missing: 999"
    )
    units: dict[str, str] = Field(
        default_factory=dict,
        description="parameter or column -> unit in which this source gives it",
    )
    date_order: Literal["ymd", "dmy", "mdy"] = Field(
        "ymd", description="order of day, month and year in dates that are written as text"
    )
    date_serials: Literal["", "1900", "1904"] = Field(
        "", description="numbers in date columns are Excel's day numbers of this date system"
    )
    decimal: Literal[".", ","] = Field(".", description="decimal mark of numbers written as text")
    encoding: str = Field("", description="of a csv or xpt; default: UTF-8, else CP932")
    drug: str = Field(
        "",
        description="drug whose first dose is the day on which age is told, where a source holds "
        "dates of birth; default: the study drug",
    )
    gap_days: int = Field(
        30,
        ge=0,
        description="omop, fhir, adam, sdtm: supplies at most so many days apart are one treatment",
    )
    omop: Omop = Omop()

    @field_validator("drug")
    @classmethod
    def _known_drug(cls, name: str) -> str:
        return drug_name(name) if name else name

    @model_validator(mode="after")
    def _whole(self) -> Source:
        if self.kind == "table" and not self.table:
            allowed = ", ".join(repr(table) for table in TABLES)
            raise ValueError(f"table is missing; allowed: {allowed}")
        if self.database and self.file:
            raise ValueError("file and database are both given; keep one")
        if self.database and self.kind == "table" and not self.query:
            raise ValueError("query is missing: a select statement, or the name of a table")
        return self
