"""Look at all sheets of the charts together: visits, patients, drug, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dermcohort.acquire.grid import Grid
from dermcohort.check.visit_words import Moment, moment_of, splits
from dermcohort.errors import UsageError
from dermcohort.mapping.allot import Allotted, Kind, Left, allotted, moments_of_rows
from dermcohort.mapping.charts import name_from, read_charts
from dermcohort.mapping.guesses import SourceGuess, Survey, Unread
from dermcohort.mapping.sources import (
    Part,
    refused,
    source_guess,
    visit_of_sheet,
    without_heading,
)
from dermcohort.mapping.structure import Table, tables_of
from dermcohort.mapping.study_drug import (
    StudyDrug,
    Treatments,
    first_doses,
    study_drug,
    treatments_of,
)
from dermcohort.mapping.visits import NO_VISITS, moments_in, visits_of
from dermcohort.study import Visit
from dermcohort.terms import DRUGS, drug_of

#: Stands in the study file where a person must write something; `check` refuses it.
FILL_IN = "FILL IN"


class _Found(NamedTuple):
    """One sheet with a table."""

    table: Table
    columns: Allotted


def survey(path: str | Path, *, folder: str | Path | None = None, drug: str = "") -> Survey:
    """Look at charts that nobody prepared.

    Parameters
    ----------
    path : str or Path
        A workbook, a csv, or a folder of them.
    folder : str or Path, optional
        Where the study file will be; files are named from there. Default: beside the charts.
    drug : str
        The study drug, if the charts do not say it.

    Returns
    -------
    Survey

    Raises
    ------
    UsageError
        If the charts are not there, or the drug is not in the list.
    SourceUnreadable
        If a file cannot be read.
    """
    path = Path(path)
    folder = Path(folder) if folder is not None else (path if path.is_dir() else path.parent)
    known = drug_of(drug) if drug else None
    if drug and known is None:
        raise UsageError(f"{drug!r} is no drug of the list; allowed: {', '.join(DRUGS)}")
    grids = read_charts(path, folder)
    return survey_of(grids, name_from(path, folder), known.name if known else "")


def survey_of(grids: Sequence[Grid], charts: str, drug: str = "") -> Survey:
    """As `survey`, of sheets that are read already.

    Parameters
    ----------
    charts : str
        What they were read from, as the study file names it.
    drug : str
        International name, or "".
    """
    pairs = [(grid, tables_of(grid)) for grid in grids]
    tables = [table for _, found in pairs for table in found]
    visits, why = visits_of(_moments(tables))
    found = [_Found(table, allotted(table, visits)) for table in tables]
    found = _one_row_a_patient(found)
    treated = {
        (number, group): treatments_of(each.table, group, part)
        for number, each in enumerate(found)
        for (table, group), part in each.columns.parts.items()
        if table == "treatments"
    }
    about = study_drug(drug, [*treated.values()], _titles(pairs))
    starts = sorted(first_doses(treated.values(), about.name)) if about.name else []
    sources, unread = _sources(found, treated, about, visits)
    unread = [*(Unread(g.file, g.sheet, _no_table(g)) for g, t in pairs if not t), *unread]
    return Survey(
        charts=charts,
        title=_title(about.name),
        drug=about.name,
        drug_reason=about.reason,
        starts=tuple(day.isoformat() for day in (starts[:1] + starts[-1:])),
        synthetic=any("SYNTHETIC" in text for text in _titles(pairs)),
        visits=visits,
        visits_reason=why,
        sources=tuple(_with_patients(sources, found)),
        unread=tuple(unread),
        questions=_questions(about, bool(starts), why == NO_VISITS, sources),
    )


def _moments(tables: Sequence[Table]) -> Iterator[Moment]:
    for table in tables:
        yield from (moment for name in table.names for moment in moments_in(name))
        yield from moments_of_rows(table)
        yield from (m for m in [moment_of(table.grid.sheet)] if m is not None)
        if not moment_of(table.grid.sheet):
            yield from (moment for _, moment in splits(table.grid.sheet))


def _titles(pairs: Iterable[tuple[Grid, tuple[Table, ...]]]) -> list[str]:
    """Texts outside the tables, names of sheets and files."""
    texts: list[str] = []
    for grid, tables in pairs:
        texts += [grid.file, grid.sheet]
        first = tables[0].header_row if tables else grid.first_row + len(grid.rows)
        last = max((t.rows[-1][0] for t in tables if t.rows), default=first)
        texts += [
            value
            for number, row in enumerate(grid.rows, grid.first_row)
            if not first <= number <= last
            for value in row
            if isinstance(value, str)
        ]
    return texts


def _no_table(grid: Grid) -> str:
    if not any(value is not None for row in grid.rows for value in row):
        return "it is empty"
    return "no row of headings with a patient among them: a legend, notes or a summary?"


def _one_row_a_patient(found: Sequence[_Found]) -> list[_Found]:
    """Each patient in the patients table once: from the fullest sheet, and others with new ones."""
    key: tuple[Kind, str] = ("patients", "")
    by_size = sorted(
        (n for n, each in enumerate(found) if key in each.columns.parts),
        key=lambda n: (-len(found[n].columns.parts[key]), -len(found[n].columns.ids), n),
    )
    told: set[str] = set()
    result = list(found)
    first = ""
    for number in by_size:
        each = found[number]
        if not told & each.columns.ids:
            told |= each.columns.ids
            first = first or each.table.grid.sheet or each.table.grid.file
            continue
        question = f"the patients stand in {first} once already; is it needed from here?"
        parts = {name: part for name, part in each.columns.parts.items() if name != key}
        moved = {
            i: Left(f"{c.target}; {c.reason}", 0.6, question, c.target)
            for i, c in each.columns.parts[key].items()
        }
        columns = replace(each.columns, parts=parts, left={**each.columns.left, **moved})
        result[number] = _Found(each.table, columns)
    return result


def _sources(
    found: Sequence[_Found],
    treated: Mapping[tuple[int, str], Treatments],
    about: StudyDrug,
    visits: tuple[Visit, ...],
) -> tuple[list[SourceGuess], list[Unread]]:
    sources: list[SourceGuess] = []
    unread: list[Unread] = []
    for number, (table, columns) in enumerate(found):
        grid = table.grid
        if why := _unusable(table, columns):
            unread.append(Unread(grid.file, grid.sheet, why))
            continue
        visit = visit_of_sheet(grid.sheet, visits)
        left: Mapping[int, Left] = columns.left
        more = without_heading(table, columns)
        for (kind, group), part in columns.parts.items():
            drug = _drug_of(treated, (number, group), about) if kind == "treatments" else ""
            constants = {"drug": drug} if drug else {}
            one = Part(
                table, kind, columns.patient, columns.patient_sure, columns.patient_reason,
                part, constants,
            )  # fmt: skip
            source = source_guess(one, left, visit if kind == "assessments" else "")
            asked = ["which drug is it? The sheet names none"] if drug == FILL_IN else []
            source = replace(
                source,
                questions=(*source.questions, *asked, *more),
                blocked=source.blocked or (drug == FILL_IN and bool(about.name)),
            )
            sources.append(source)
            # Listed once, with the first source of the sheet.
            left, more = {}, []
    return sources, unread


def _drug_of(
    treated: Mapping[tuple[int, str], Treatments], key: tuple[int, str], about: StudyDrug
) -> str:
    """The drug of a sheet whose rows do not say it; "" where a column does.

    The study drug only where no other sheet has it: then it must be this one.
    """
    this = treated[key]
    if this.column >= 0 or this.drug:
        return this.drug
    elsewhere = any(
        about.name in {each.drug, *each.drugs()} for other, each in treated.items() if other != key
    )
    return about.name if about.name and not elsewhere else FILL_IN


def _unusable(table: Table, columns: Allotted) -> str:
    if why := refused(table):
        return why
    if not table.rows:
        return "no row below its headings"
    if columns.patient < 0:
        return "no column of patients is recognised"
    if not columns.parts:
        named = ", ".join(repr(name) for name in table.headings[:8] if name)
        return f"nothing beside the patient is recognised; headings: {named}"
    return ""


def _with_patients(
    sources: Sequence[SourceGuess], found: Sequence[_Found]
) -> Iterator[SourceGuess]:
    """With a source of patients in front where no sheet tells more of them than their IDs."""
    if not any(each.table == "patients" for each in sources):
        once = [each for each in found if each.columns.unique and each.columns.parts]
        best = max(once, key=lambda each: len(each.columns.ids), default=None)
        if best is not None and not _unusable(*best):
            part = Part(
                best.table, "patients", best.columns.patient, best.columns.patient_sure,
                best.columns.patient_reason, {}, {},
            )  # fmt: skip
            source = source_guess(part, {}, "")
            yield replace(source, reason="no sheet has ages or sexes: the IDs of this one")
    yield from sources


def _title(drug: str) -> str:
    who = "patients with atopic dermatitis"
    return f"{drug.capitalize()} in {who}" if drug else f"{FILL_IN}: the title of the study"


def _questions(
    about: StudyDrug, started: bool, usual: bool, sources: Sequence[SourceGuess]
) -> dict[str, str]:
    questions = {"drug": about.question} if about.question else {}
    if usual:
        questions["visits"] = "when were the patients seen? Change the visits, if not so"
    if not started:
        questions["start_between"] = "between which days did patients start the drug?"
    if all(source.blocked for source in sources):
        questions["sources"] = "nothing can be read as it is; see below, and run init again"
    elif not any(source.table == "treatments" for source in sources):
        questions["sources"] = (
            "no sheet has the first doses: a column such as 開始日 or Start is needed"
        )
    return questions
