"""The section of the study file that declares endpoints, in the order of their importance."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dermcohort.tables import parameter_of


class Endpoint(BaseModel):
    """One endpoint: a change from the baseline, and the test of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: str = Field(min_length=1, description="one of the outcomes")
    visit: str = Field("", description="visit compared with the baseline; default: the last")
    group: Literal["all", "naive", "switch"] = Field("all", description="whose change")
    test: Literal["same patients", "as published"] = Field(
        "same patients",
        description="the analysis whose p is taken: not adjusted for the other visits, but "
        '"as published" as it is there',
    )

    @field_validator("parameter")
    @classmethod
    def _code(cls, name: str) -> str:
        found = parameter_of(name)
        return found.code if found else name


class Endpoints(BaseModel):
    """Endpoints in their order, and how their p values are adjusted for each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adjust: Literal["fixed sequence", "Holm", "Hochberg", "Benjamini-Hochberg", "none"] = Field(
        "fixed sequence",
        description="fixed sequence: each is tested only if all before it are significant",
    )
    list: tuple[Endpoint, ...] = Field(
        (), description="the endpoints, most important first; none declared: no adjustment"
    )

    def in_order(self, later: tuple[str, ...]) -> tuple[Endpoint, ...]:
        """The endpoints with the visit of each, where it is the last by default.

        Parameters
        ----------
        later : tuple of str
            Names of the visits after the baseline.
        """
        return tuple(e if e.visit else e.model_copy(update={"visit": later[-1]}) for e in self.list)

    def check(self, outcomes: tuple[str, ...], later: tuple[str, ...]) -> None:
        """See that each endpoint is one that the study has.

        Raises
        ------
        ValueError
            If a parameter is no outcome of the study, a visit is none after the baseline, or an
            endpoint is there twice.
        """
        declared = self.in_order(later)
        for place, endpoint in enumerate(declared):
            for what, allowed in (("parameter", outcomes), ("visit", later)):
                name = getattr(endpoint, what)
                if name not in allowed:
                    raise ValueError(
                        f"endpoints.list.{place}.{what} is {name!r}; "
                        f"allowed: {', '.join(map(repr, allowed))}"
                    )
            if endpoint in declared[:place]:
                raise ValueError(
                    f"endpoints.list.{place} is the same as number {declared.index(endpoint)}"
                )
