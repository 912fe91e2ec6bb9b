"""The command line: parse, call, show. Nothing here that a Python user would miss.

Heavy imports stay inside the commands, so that ``dermcohort --help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dermcohort.errors import DataBreakRules, DermcohortError, UsageError

app = typer.Typer(
    name="dermcohort",
    help="From patient charts to a finished real-world study, with proof of every number.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

FORMATS = ("text", "json", "csv")


def _format_of(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is no format; allowed: {', '.join(FORMATS)}")
    return name


Format = Annotated[
    str,
    typer.Option("--format", callback=_format_of, metavar="|".join(FORMATS), help="How to print."),
]
StudyPath = Annotated[Path, typer.Argument(metavar="STUDY.TOML", help="The study file.")]


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """From patient charts to a finished real-world study, with proof of every number."""
    if show_version:
        from importlib.metadata import version

        typer.echo(f"dermcohort {version('dermcohort')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write.")] = Path("demo"),
) -> None:
    """The source paper's study on a synthetic cohort, from nothing to the report."""
    from dermcohort.demo import make_demo

    with progress() as step:
        results = make_demo(folder, progress=step)
    _summary(results, folder / "report")


@app.command()
def init(
    charts: Annotated[
        Path, typer.Argument(metavar="CHARTS", help="A workbook, a csv, or a folder of them.")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="STUDY.TOML", help="The study file to write.")
    ] = Path("study.toml"),
    drug: Annotated[
        str, typer.Option("--drug", metavar="NAME", help="The study drug, if no sheet names it.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    form: Format = "text",
) -> None:
    """Look at charts and write a study file: what each column is, and what is to be asked."""
    from dermcohort import mapping

    with progress() as step:
        step("looking at the charts")
        seen = mapping.init(charts, out=out, drug=drug, force=force)
    if form == "text":
        from dermcohort.terminal import show_survey

        show_survey(seen, out)
    else:
        _print_rows(list(seen.rows()), form, mapping.COLUMNS)


@app.command()
def template(
    study: StudyPath,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE.XLSX", help="The workbook.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="en|ja", help="Of headings, lists and hints.")
    ] = "en",
    redcap: Annotated[
        Path | None,
        typer.Option("--redcap", metavar="FILE.CSV", help="Also a REDCap data dictionary."),
    ] = None,
    items: Annotated[
        str,
        typer.Option("--items", metavar="POEM,DLQI", help="Instruments with a sheet of items."),
    ] = "",
) -> None:
    """Write a workbook to fill in, with lists and limits in its cells."""
    from dermcohort.template import write_template
    from dermcohort.terminal import show_template

    names = [name.strip() for name in items.split(",") if name.strip()]
    show_template(write_template(study, out=out, language=language, redcap=redcap, items=names))


@app.command()
def run(
    study: StudyPath,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder of the report.")
    ] = None,
    form: Format = "text",
) -> None:
    """Run a study: charts in; report, tables, figures and text out.

    The report goes into the folder "report" beside the study file, unless -o names another.
    """
    from dermcohort import pipeline

    out = out or study.parent / "report"
    with progress() as step:
        results = pipeline.run(study, out=out, progress=step)
    if form == "text":
        _summary(results, out)
    else:
        _print_rows(results.to_dicts(), form)


@app.command()
def check(study: StudyPath, form: Format = "text") -> None:
    """Check the charts: every finding, worst first. Exit code 12 if any is an error."""
    from dataclasses import asdict

    from dermcohort import pipeline
    from dermcohort.findings import worst_first

    with progress() as step:
        _, checked = pipeline.checked(study, step)
    findings = worst_first(checked.findings)
    if form == "text":
        _print_findings(findings)
    else:
        from dermcohort.findings import COLUMNS

        _print_rows([asdict(finding) for finding in findings], form, COLUMNS)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(DataBreakRules.exit_code)


@app.command()
def compare(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="csv, xlsx or parquet.")],
    value: Annotated[str, typer.Option("--value", metavar="COL", help="Column of numbers.")],
    by: Annotated[str, typer.Option("--by", metavar="COL", help="Column of groups or visits.")],
    control: Annotated[
        str | None, typer.Option("--control", metavar="LEVEL", help="What the others meet.")
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option("--subject", metavar="COL", help="Patient: makes it repeated measures."),
    ] = None,
    method: Annotated[
        str, typer.Option("--method", metavar="NAME", help='A test by name, or "auto".')
    ] = "auto",
    group: Annotated[
        str | None, typer.Option("--group", metavar="COL", help="Group of a patient with visits.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="COL", help="How a time ended: 0, no, or the reason."),
    ] = None,
    exposure: Annotated[
        str | None, typer.Option("--exposure", metavar="COL", help="Years under observation.")
    ] = None,
    stratum: Annotated[
        str | None, typer.Option("--stratum", metavar="COL", help="Strata of a test.")
    ] = None,
    covariate: Annotated[
        list[str] | None,
        typer.Option("--covariate", metavar="COL", help="A further term of a model; repeatable."),
    ] = None,
    covariance: Annotated[
        str | None, typer.Option("--covariance", metavar="NAME", help="Of the visits, in MMRM.")
    ] = None,
    df: Annotated[
        str | None, typer.Option("--df", metavar="NAME", help="Degrees of freedom, in MMRM.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="Of a method that draws at random.")
    ] = None,
    furthest: Annotated[
        float | None,
        typer.Option("--furthest", metavar="X", help="Largest shift of a tipping point."),
    ] = None,
    se: Annotated[
        str | None, typer.Option("--se", metavar="COL", help="Standard errors, for Rubin.")
    ] = None,
    adjust: Annotated[
        str | None, typer.Option("--adjust", metavar="NAME", help="Of p, in Dunn's tests.")
    ] = None,
    until: Annotated[
        float | None, typer.Option("--until", metavar="T", help="End of a restricted mean.")
    ] = None,
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook.")
    ] = "",
    form: Format = "text",
) -> None:
    """One comparison from any table."""
    from dermcohort.comparison import compare as compare_frame
    from dermcohort.comparison import read_data

    results = compare_frame(
        read_data(data, sheet=sheet), value=value, by=by, control=control, subject=subject,
        method=method, group=group, event=event, exposure=exposure, stratum=stratum,
        covariates=covariate or (), covariance=covariance, df=df, seed=seed,
        furthest=furthest, se=se, adjust=adjust,
        until=until,
    )  # fmt: skip
    if form == "text":
        from dermcohort.terminal import show_comparison

        show_comparison(results)
    else:
        _print_rows(results.to_dicts(), form)


@app.command()
def score(
    instrument: Annotated[
        str, typer.Argument(metavar="[INSTRUMENT]", help="Its name; without one: the list.")
    ] = "",
    data: Annotated[
        Path | None, typer.Argument(metavar="[DATA]", help="csv, xlsx or parquet.")
    ] = None,
    bands: Annotated[
        str | None, typer.Option("--bands", metavar="NAME", help="A published set of bands.")
    ] = None,
    age: Annotated[
        str | None,
        typer.Option("--age", metavar="COL", help="Column of the age, or the age of all."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", metavar="ITEM=COL", help="Column of an item; repeatable."),
    ] = None,
    parts: Annotated[
        bool, typer.Option("--parts", help="Also the parts of the total: regions, subscales.")
    ] = False,
    items: Annotated[
        bool, typer.Option("--items", help="Show what columns the instrument needs.")
    ] = False,
    every: Annotated[bool, typer.Option("--list", help="Show all instruments.")] = False,
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook.")
    ] = "",
    form: Format = "text",
) -> None:
    """Item answers of an instrument to totals and bands. Exit code 12 if an answer cannot be."""
    from dermcohort.instruments import INSTRUMENTS, instrument_of
    from dermcohort.instruments.catalogue import instrument_row, item_rows, item_words

    if every or not instrument:
        rows = [instrument_row(each) for each in INSTRUMENTS.values()]
        _print_catalogue(rows, form, "dermcohort score INSTRUMENT --items: the columns of one.")
        return
    chosen = instrument_of(instrument)
    if items:
        _print_catalogue(item_rows(chosen), form, item_words(chosen))
        return
    if data is None:
        raise UsageError(
            f"no DATA is given; try: dermcohort score {chosen.name} DATA, "
            f"or dermcohort score {chosen.name} --items for the columns that it needs"
        )
    from dermcohort import engine
    from dermcohort.comparison import read_data
    from dermcohort.scoring import columns_given, scored

    frame = engine.collect(read_data(data, sheet=sheet))
    done = scored(frame, chosen, bands=bands, age=age, columns=columns_given(columns or ()),
                  parts=parts)  # fmt: skip
    if form == "text":
        from dermcohort.terminal import show_scores

        show_scores(done)
    else:
        _print_rows(done.rows, form, done.frame.columns)
    if done.impossible:
        raise typer.Exit(DataBreakRules.exit_code)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the study file, for editors."""
    import json

    from dermcohort.study import schema as study_schema

    typer.echo(json.dumps(study_schema(), indent=2, ensure_ascii=False))


def _print_rows(
    rows: Sequence[dict[str, Any]], form: str, columns: Sequence[str] | None = None
) -> None:
    import csv
    import json

    from dermcohort.results import COLUMNS

    if form == "json":
        typer.echo(json.dumps(list(rows), indent=1, ensure_ascii=False))
        return
    writer = csv.DictWriter(sys.stdout, columns or COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_catalogue(rows: Sequence[dict[str, str]], form: str, words: str) -> None:
    if form != "text":
        _print_rows(rows, form, list(rows[0]))
        return
    from dermcohort.terminal import show_catalogue

    show_catalogue(rows, words)


def _print_findings(findings: Sequence[Any]) -> None:
    from dermcohort.terminal import show_findings

    show_findings(findings)


def _summary(results: Any, folder: Path) -> None:
    from dermcohort.terminal import show_summary

    show_summary(results, folder)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None  # noqa: ARG005
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda step: status.update(step)


def main() -> None:
    """Run a command and end with the exit code of its outcome."""
    try:
        app()
    except DataBreakRules as broken:
        from dermcohort.findings import worst_first

        _to_stderr(str(broken))
        for finding in worst_first(broken.findings):
            if finding.severity == "error":
                _to_stderr(f"  {finding.sentence}")
        sys.exit(broken.exit_code)
    except DermcohortError as error:
        _to_stderr(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (``| head``): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)


def _to_stderr(message: str) -> None:
    print(f"dermcohort: {message}" if not message.startswith("  ") else message, file=sys.stderr)
