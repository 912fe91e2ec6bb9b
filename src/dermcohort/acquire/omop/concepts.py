"""Which OMOP concepts are the drugs, diagnoses, events, parameters and units of a study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dermcohort.acquire.noticed import noticed
from dermcohort.acquire.omop.cdm import Cdm, whole
from dermcohort.acquire.terminology import (
    LOINC,
    OMOP_COMORBIDITIES,
    OMOP_EVENTS,
    OMOP_INGREDIENTS,
    OMOP_LOINC,
    OMOP_UNITS,
    spelled_unit,
)
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Value
from dermcohort.terms import DRUGS, drug_of

if TYPE_CHECKING:
    import sqlalchemy as sa

Meanings = dict[int, str]


class Concepts(NamedTuple):
    """Concepts and what they mean; those below a listed one mean the same.

    Attributes
    ----------
    drugs, diagnoses, comorbidities, events, parameters, units : dict of int to str
        Concept to drug, diagnosis, column of the patients, event, parameter, unit as charts
        spell it.
    findings : tuple of Finding
    """

    drugs: Meanings
    diagnoses: Meanings
    comorbidities: Meanings
    events: Meanings
    parameters: Meanings
    units: Meanings
    findings: tuple[Finding, ...]


def concepts_of(tables: Cdm) -> Concepts:
    """Look up the concepts, in the vocabulary beside the data where there is one.

    Raises
    ------
    SourceUnreadable
        If no concept is known for the drug.
    """
    settings, drug = tables.source.omop, tables.source.drug
    loinc, units, ingredients = _vocabulary(tables)
    drugs = _inverted(OMOP_INGREDIENTS) | ingredients | _inverted(settings.drug_concepts)
    if drug not in drugs.values():
        raise SourceUnreadable(
            f"{tables.place}: no OMOP concept is known for {drug}; "
            f"try: drug_concepts = {{ {drug} = [...] }} in [sources.omop], or add the table concept"
        )
    named = {concept: LOINC[code] for concept, code in (OMOP_LOINC | loinc).items()}
    below = _Below(tables)
    return Concepts(
        drugs=below.of(drugs),
        diagnoses=below.of(_inverted(settings.diagnosis_concepts)),
        comorbidities=below.of(OMOP_COMORBIDITIES),
        events=below.of(OMOP_EVENTS),
        parameters=named | _inverted(settings.measurement_concepts),
        units={id: spelled_unit(code) for id, code in (OMOP_UNITS | units).items()},
        findings=() if below.known else (noticed("no descendants", tables.place),),
    )


def _inverted(concepts: Mapping[str, Iterable[int]]) -> Meanings:
    return {concept: name for name, ids in concepts.items() for concept in ids}


def _vocabulary(tables: Cdm) -> tuple[Meanings, Meanings, Meanings]:
    """LOINC codes, units of UCUM and drugs by the name of their ingredient."""
    if "concept" not in tables.tables:
        return {}, {}, {}
    import sqlalchemy as sa

    concept = tables.tables["concept"].c
    is_ingredient: sa.ColumnElement[bool] = sa.func.lower(concept.concept_name).in_(sorted(DRUGS))
    if "concept_class_id" in concept:
        is_ingredient &= concept.concept_class_id == "Ingredient"
    wanted = {
        "LOINC": concept.concept_code.in_(sorted(LOINC)),
        "UCUM": sa.true(),
        "RxNorm": is_ingredient,
        "RxNorm Extension": is_ingredient,
    }
    found: dict[str, Meanings] = {}
    for vocabulary, condition in wanted.items():
        said = concept.concept_name if vocabulary.startswith("RxNorm") else concept.concept_code
        rows = tables.rows(
            sa.select(concept.concept_id, said).where(
                concept.vocabulary_id == vocabulary, condition
            )
        )
        found[vocabulary] = {id: str(text) for id, text in sorted(rows) if isinstance(id, int)}
    by_name = {**found["RxNorm Extension"], **found["RxNorm"]}
    drugs = {id: drug.name for id, name in by_name.items() if (drug := drug_of(name))}
    return found["LOINC"], found["UCUM"], drugs


class _Below:
    """Concepts below others, from concept_ancestor."""

    def __init__(self, tables: Cdm) -> None:
        self.known = "concept_ancestor" in tables.tables
        self._tables = tables

    def of(self, listed: Meanings) -> Meanings:
        """The listed concepts and those below; one below two means what the nearer one does."""
        if not self.known:
            return listed
        import sqlalchemy as sa

        ancestor = self._tables.tables["concept_ancestor"].c
        rows = self._tables.rows(
            sa.select(ancestor.ancestor_concept_id, ancestor.descendant_concept_id).where(
                among(ancestor.ancestor_concept_id, listed)
            )
        )
        below: dict[int, list[Value]] = defaultdict(list)
        for above, concept in rows:
            below[int(str(above))].append(concept)
        found: Meanings = {}
        # A concept below another has fewer below itself, so it comes later.
        for above in sorted(below, key=lambda each: (-len(below[each]), each)):
            found |= {
                c: listed[above] for each in below[above] if isinstance(c := whole(each), int)
            }
        return found | listed


def among(column: sa.ColumnElement[Any], ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """A condition that a column is one of the concepts, however many these are."""
    import sqlalchemy as sa

    # Written into the statement: thousands of products are more than some databases take as
    # parameters.
    listed: sa.BindParameter[Any] = sa.bindparam(
        "ids", sorted(ids), expanding=True, literal_execute=True, unique=True
    )
    return column.in_(listed)
