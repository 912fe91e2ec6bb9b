"""The only place where the stages meet: acquire, check, derive, estimate, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import narwhals as nw

from dermcohort import engine, findings, output
from dermcohort.acquire import acquire, files_of
from dermcohort.check import Checked, check
from dermcohort.counts import Counts, LevelKey, count
from dermcohort.derive import (
    WITHDRAWAL,
    Derived,
    banded,
    clause_names,
    derive,
    graded_names,
    rule_names,
)
from dermcohort.derive.events import ANY as ANY_EVENT
from dermcohort.errors import DataBreakRules, NothingToEstimate
from dermcohort.estimate.analyses import Endpoint, Panel, Plan, Rules, estimate
from dermcohort.estimate.analyses.safety import ACTION
from dermcohort.findings import Finding
from dermcohort.instruments import RESPONSES
from dermcohort.privacy import key_path, pseudonymised, read_key, without_identifiers
from dermcohort.report import Appendix, Content, report
from dermcohort.results import Results
from dermcohort.study import Study, read_study
from dermcohort.tables import PARAMETERS
from dermcohort.terms import EVENTS

Progress = Callable[[str], None]
LEDGER = ("population", "parameter", "group", "visit", "patient", "status", "reason")


def silent(step: str) -> None:
    """No progress."""


@dataclass(frozen=True, slots=True)
class Run:
    """All that a run made, before it is written.

    Attributes
    ----------
    study : Study
    results : Results
    findings : tuple of Finding
        Worst first; no errors among them.
    ledger : Narwhals frame
        One row a patient and key: who is in, and why each other is not.
    inputs : tuple of Path
        The study file and its sources.
    """

    study: Study
    results: Results
    findings: tuple[Finding, ...]
    ledger: nw.DataFrame[Any]
    inputs: tuple[Path, ...]


def checked(
    path: Path, progress: Progress = silent, *, out: Path | None = None
) -> tuple[Study, Checked]:
    """Read a study file and its charts, and check them.

    Parameters
    ----------
    out : Path, optional
        Folder of the report, in which the key of pseudonyms may not lie.

    Raises
    ------
    StudyFileError, SourceUnreadable
    """
    progress("reading the study file")
    study = read_study(path)
    progress("reading the charts")
    sheets = without_identifiers(study, acquire(study, path.parent))
    progress("checking the charts")
    found = check(study, sheets)
    if study.privacy.patient_ids == "hash":
        key = read_key(key_path(study.privacy.key_file, path.parent), out=out)
        found = pseudonymised(found, key)
    return study, found


def run(path: str | Path, *, out: str | Path | None = None, progress: Progress = silent) -> Results:
    """Do everything that a study file asks for.

    Parameters
    ----------
    path : str or Path
        The study file.
    out : str or Path, optional
        Folder of the report and its tables; nothing is written without it.
    progress : function of str
        Called with the name of each step.

    Returns
    -------
    Results

    Raises
    ------
    StudyFileError, SourceUnreadable, DataBreakRules, NothingToEstimate
        As drawn in ``dermcohort.errors``.
    UsageError
        If ``out`` holds something that is not a report.
    """
    path = Path(path)
    if out is not None:
        output.refuse_foreign(Path(out))
    study, found = checked(path, progress, out=Path(out) if out is not None else None)
    done = computed(path, study, found, progress)
    if out is not None:
        write(done, Path(out), progress=progress)
    return done.results


def computed(path: Path, study: Study, found: Checked, progress: Progress = silent) -> Run:
    """From checked tables to Results.

    Raises
    ------
    DataBreakRules
        If the charts have errors; the exception carries all findings.
    NothingToEstimate
        If no patient is left.
    """
    errors = [f for f in found.findings if f.severity == "error"]
    if errors:
        many = f"{len(errors)} errors" if len(errors) > 1 else "1 error"
        raise DataBreakRules(
            f"the charts have {many}, so nothing was computed; try: dermcohort check {path}",
            found.findings,
        )
    progress("deriving visits, groups and responses")
    derived = derive(study, found.cohort)
    progress("counting")
    counts = counted(study, derived)
    progress("estimating")
    answer = estimate(plan_of(study), counts, events_of(counts))
    ledger, discarded, notes = engine.collect_all(
        [derived.ledger, derived.discarded, derived.notes]
    )
    noticed = [
        *found.findings,
        *_about_values(discarded, "is not used", "see [[visits]] and [missing] in the study file"),
        *_about_values(notes, "is used", "look whether that is right"),
    ]
    return Run(
        study,
        Results(answer.rows, answer.decisions),
        findings.worst_first(noticed),
        ledger.select(*LEDGER).sort(*LEDGER),
        (path, *files_of(study, path.parent)),
    )


def counted(study: Study, derived: Derived) -> Counts:
    """Cross the count line.

    Raises
    ------
    NothingToEstimate
        If no patient is eligible.
    """
    excluded = derived.flow.select(
        "patient", population=nw.lit("considered"), parameter=nw.lit("excluded"),
        group=nw.lit("all"), visit=nw.lit(""), level=nw.col("rule"),
    )  # fmt: skip
    columns = ("population", "parameter", "group", "visit", "patient", "level")
    levels = nw.concat([derived.categories.select(*columns), excluded.select(*columns)])
    visits = (*study.visit_names, WITHDRAWAL, "")
    counts = count(derived.values, levels, derived.inside, derived.times, visits)
    if not counts.n("included", "patients", "all", ""):
        why = counts.levels.get(LevelKey("considered", "excluded", "all", ""), {})
        each = "; ".join(f"{rule}: {n}" for rule, n in why.items()) or "the charts hold no patient"
        raise NothingToEstimate(
            f"no patient is eligible ({each}); "
            "try: look at drug, start_between and [eligibility] in the study file"
        )
    return counts


def plan_of(study: Study) -> Plan:
    """What the analyses need to know of the study."""
    methods = study.methods
    rules = Rules(
        methods.alpha, methods.normality_alpha, methods.confidence, methods.interval,
        methods.two_groups, 6 if methods.quartiles == "type 6" else 7,
    )  # fmt: skip
    return Plan(
        exclusions=rule_names(study),
        visits=study.visit_names,
        outcomes=study.outcomes.all,
        characteristics=("age_years", "bmi", "ad_duration_years"),
        categories=("sex", "asthma", "rhinitis", "conjunctivitis", "IGA"),
        responses=study.responses.report,
        responder_groups=study.responses.groups,
        compared=study.responses.compare,
        withdrawal_scores=_withdrawal_scores(study),
        rules=rules,
        panel=_panel(study) if study.missing.panel else None,
        endpoints=tuple(
            Endpoint(e.parameter, e.group, e.visit, e.test)
            for e in study.endpoints.in_order(study.visit_names[1:])
        ),
        adjust=study.endpoints.adjust,
        criteria=clause_names(study),
        grades=graded_names(study),
        bands=banded(study),
    )


def _withdrawal_scores(study: Study) -> tuple[str, ...]:
    """The scores by which responders are told; EASI where none are."""
    named = study.responses.groups
    return tuple(dict.fromkeys(RESPONSES[name].parameter for name in named)) or ("EASI",)


def _panel(study: Study) -> Panel:
    whole = tuple(code for code, parameter in PARAMETERS.items() if parameter.step == 1)
    return Panel(study.outcomes.scores, study.seed, study.missing.imputations, whole)


def events_of(counts: Counts) -> tuple[str, ...]:
    """Adverse events to report: any, then the commonest first, those that nobody had last."""
    having = {
        key.parameter: levels.get("yes", 0)
        for key, levels in counts.levels.items()
        # Conjunctivitis is an event here and a characteristic at the baseline.
        if key.population == "included" and not key.visit and _is_event(key, counts)
    }
    # With equal counts the order of the catalogue, then the alphabet.
    catalogue = {name: number for number, name in enumerate(EVENTS)}

    def order(event: str) -> tuple[bool, int, int, str]:
        return event != ANY_EVENT, -having[event], catalogue.get(event, len(catalogue)), event

    return tuple(sorted(having, key=order))


def _is_event(key: LevelKey, counts: Counts) -> bool:
    """Of the catalogue, or met in the charts: then an action was taken, be it none."""
    known = key.parameter in EVENTS or key.parameter == ANY_EVENT
    return known or key._replace(parameter=ACTION + key.parameter) in counts.levels


def _about_values(rows: nw.DataFrame[Any], what: str, remedy: str) -> list[Finding]:
    """Values that a study does not use, or uses with a reservation, as notes with their place."""
    return [
        Finding(
            "note", row["rule"], *_place(row["source"] or ""),
            f"{row['parameter']} on day {row['day']} {what}",
            "a value inside the window of a visit, on the drug", remedy,
        )
        for row in rows.sort("source", "parameter", "rule").iter_rows(named=True)
    ]  # fmt: skip


def _place(source: str) -> tuple[str, str, str]:
    """File, sheet and cell of ``charts.xlsx!Visits!F17`` or ``charts.csv!F17``."""
    file, _, rest = source.partition("!")
    sheet, _, cell = rest.rpartition("!")
    return file, sheet, cell


def write(
    done: Run, out: Path, *, appendices: tuple[Appendix, ...] = (), progress: Progress = silent
) -> None:
    """Write the folder of a run, in place of the one that was there.

    Raises
    ------
    UsageError
        If ``out`` holds something that is not a report, or cannot be written.
    """
    with output.in_place_of(out) as folder:
        progress("writing the tables")
        output.write_results(done.results, folder)
        output.write_findings(done.findings, folder)
        output.write_csv(folder / "ledger.csv", LEDGER, done.ledger.iter_rows())
        content = Content(
            done.study, done.results, done.results.decisions, done.findings, appendices,
            _provenance(done),
        )  # fmt: skip
        report(content, folder, progress)
        output.write_manifest(done.study.model_dump(mode="json"), done.inputs, folder)


def _provenance(done: Run) -> tuple[tuple[str, str], ...]:
    inputs = tuple((f"SHA-256 of {path.name}", output.digest(path)) for path in done.inputs)
    versions = tuple((name, version(name)) for name in ("dermcohort", *output.LIBRARIES))
    return (*versions, *inputs, ("seed", str(done.study.seed)))
