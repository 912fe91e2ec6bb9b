"""One page a method, docs/methods/<slug>.md, and their index: made from METHODS and the references.

The head of a page is made; the text below its second marker is written by hand and kept as it is.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import cases

from dermcohort.comparison.designs import DESIGNS
from dermcohort.estimate.methods import METHODS, Method

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- made by make docs -->\n", "<!-- written by hand from here on -->\n"
#: Headings that each page written by hand has.
SECTIONS = ("Formula", "When to use it", "What it agrees with")
#: Folders of ``dermcohort.estimate`` whose name needs more words in a heading.
SUBJECTS = {
    "groups": "Independent groups",
    "normality": "Normality and spread",
    "proportions": "Proportions and rates",
    "multiplicity": "Several p values",
    "survival": "Time to event",
    "regression": "Logistic regression",
    "imputation": "Missing data",
    "mmrm": "Mixed model for repeated measures",
}


def slug(name: str) -> str:
    """Name of a page and of a place in the dossier.

    >>> slug("Welch t"), slug("Kruskal-Wallis"), slug("Games-Howell (all pairs)")
    ('welch-t', 'kruskal-wallis', 'games-howell-all-pairs')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def subject(method: Method) -> str:
    """The folder that a method is in, as a heading."""
    folder = method.function.__module__.split(".")[2]
    return SUBJECTS.get(folder, folder.replace("_", " ").capitalize())


def by_subject() -> list[tuple[str, list[Method]]]:
    """Methods under the heading of their folder, both in the order of METHODS."""
    order = list(dict.fromkeys(map(subject, METHODS.values())))
    ordered = sorted(METHODS.values(), key=lambda m: order.index(subject(m)))
    return [(heading, list(group)) for heading, group in groupby(ordered, subject)]


def references(method: str) -> dict[str, int]:
    """Each reference that holds a method, and how many cases of it do."""
    held = {n: sum(method in c["expected"] for c in cases.read(n)["cases"]) for n in cases.names()}
    return {name: number for name, number in held.items() if number}


def table(headings: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """A table in Markdown."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def index() -> str:
    """The list of all methods."""
    parts = [
        "# Methods\n\nMade from `dermcohort.estimate.methods` by `make docs`. Each method is one "
        "file of `src/dermcohort/estimate/`, which takes counts and has its formula and source in "
        "it; its page says when to use it. What it was held against, number by number, is in the "
        "[verification dossier](../verification.html), a page to open in a browser; the scripts "
        "that made the reference values are in `tests/reference/`.\n"
    ]
    for heading, methods in by_subject():
        rows = [
            (f"[{m.name}]({slug(m.name)}.md)", m.design, m.summary, m.source, _against(m))
            for m in methods
        ]
        columns = ("method", "for", "what it does", "source", "held against")
        parts.append(f"## {heading}\n\n{table(columns, rows)}")
    return "\n".join(parts)


def _against(method: Method) -> str:
    return "; ".join(dict.fromkeys(map(cases.made_by, references(method.name))))


def page(method: Method, old: str) -> str:
    """A page with its head as it should be, and below it the text written by hand."""
    return head(method) + body(old)


def body(text: str) -> str:
    """What is written by hand: all of a page without a head, or what is below it."""
    return text.partition(END)[2] if text.startswith(BEGIN) else "\n" + text.lstrip("\n")


def head(method: Method) -> str:
    """Title, summary, source, references and calls."""
    module, name = method.function.__module__, method.function.__name__
    rows = [
        ("for", method.design),
        ("first described", method.source),
        ("code", f"[{name}](../../src/{module.replace('.', '/')}.py)"),
        *(("held against", _held(*pair)) for pair in references(method.name).items()),
        ("number by number", f"[verification dossier](../verification.html#{slug(method.name)})"),
    ]
    return (
        f"{BEGIN}# {method.name}\n\n{_sentence(method.summary)}\n\n"
        f"{table(('', ''), rows)}\n"
        f"{_fenced(command(method))}"
        f"```python\nfrom {module} import {name}\n\n{call(method)}\n```\n{END}"
    )


def _fenced(code: str) -> str:
    return f"```\n{code}\n```\n\n" if code else ""


def _held(reference: str, number: int) -> str:
    script = cases.script(reference).name
    cases_of = "1 case" if number == 1 else f"{number} cases"
    return (f"{cases.made_by(reference)}: {cases_of} of "
            f"[{script}](../../tests/reference/{script})")  # fmt: skip


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def command(method: Method) -> str:
    """How the command line asks for a method; empty where only Python does."""
    design = DESIGNS.get(method.design)
    if design is None:
        return ""
    options = ["--value COL", "--by COL"]
    options += [f"--{_flag(name)} COL" for name in design.needs]
    if any(word in method.design for word in ("control", "two")):
        options.append("[--control LEVEL]")
    # Settings of a model, and seeds, are no columns; the page of the method tells them.
    options += [f"[--{_flag(name)} COL]" for name in design.takes if name in COLUMNS]
    return f'dermcohort compare DATA {" ".join(options)} --method "{method.name}"'


#: Options that name a column.
COLUMNS = ("subject", "group", "event", "exposure", "stratum", "covariates")


def _flag(option: str) -> str:
    return "covariate" if option == "covariates" else option


def call(method: Method) -> str:
    """How Python asks for it: the function with its keywords and their defaults.

    >>> call(METHODS["Welch t"])
    'welch_t(values, counts, level=0.95)'
    """
    given = []
    for parameter in inspect.signature(method.function).parameters.values():
        default = parameter.default
        given.append(parameter.name if default is parameter.empty or default is None
                     else f"{parameter.name}={default!r}")  # fmt: skip
    return f"{method.function.__name__}({', '.join(given)})"


def pages() -> dict[str, str]:
    """The index, and each page whose text is written, with its head as it should be."""
    made = {"methods/README.md": index()}
    for method in METHODS.values():
        name = f"methods/{slug(method.name)}.md"
        if (DOCS / name).exists():
            made[name] = page(method, (DOCS / name).read_text("utf-8"))
    return made
