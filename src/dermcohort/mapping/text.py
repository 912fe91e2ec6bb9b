"""The study file of a survey: TOML that a person reads, with a comment behind every guess."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dermcohort.mapping.guesses import IGNORE, Guess, SourceGuess, Survey, Unread
from dermcohort.study import Visit

_QUESTION = "# QUESTION: "
#: Comments of one line stand behind values up to this column.
_WIDEST = 44
_TABLES = {
    "patients": "one row a patient",
    "treatments": "drugs with their first and last dose",
    "assessments": "scores and laboratory values",
    "events": "adverse events",
}


def study_text(survey: Survey) -> str:
    """The study file, as text in TOML.

    Examples
    --------
    >>> from dermcohort.study import DEFAULT_VISITS
    >>> seen = Survey("charts.xlsx", "A study", "baricitinib", "as told", (), False,
    ...               DEFAULT_VISITS, "", ())
    >>> study_text(seen).splitlines()[5]
    'title = "A study"'
    """
    charts = _one_file(survey)
    parts = [
        _head(survey, charts),
        _visits(survey),
        *(_source(source, charts) for source in survey.sources),
        *([_unread(survey.unread)] if survey.unread else []),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _one_file(survey: Survey) -> str:
    """The file that all sources lie in; "" if they are several."""
    files = {source.file for source in survey.sources}
    return files.pop() if len(files) == 1 else ""


def _head(survey: Survey, charts: str) -> list[str]:
    asked = survey.asked
    questions = f"{asked} questions are" if asked != 1 else "1 question is"
    todo = f"{questions} marked QUESTION" if asked else "No question is open"
    lines = [
        f"# What dermcohort init recognised in {_line(survey.charts)}.",
        "# From now on this file rules: change it as you like. Behind each column stands how sure",
        f"# its meaning is, from 0 to 1, and why. {todo}.",
        "# Next: run dermcohort check with the name of this file.",
        "",
        f"title = {_text(survey.title)}",
    ]
    if survey.synthetic:
        lines.append("synthetic = true    # the charts say SYNTHETIC")
    lines += _asked(survey.questions.get("drug"))
    reason = f"    # {survey.drug_reason}" if survey.drug_reason else ""
    lines.append(f"drug = {_text(survey.drug or 'FILL IN: the study drug')}{reason}")
    lines += _asked(survey.questions.get("start_between"))
    if survey.starts:
        days = f"[{', '.join(survey.starts)}]    # first and last of the first doses in the charts"
    else:
        days = '["FILL IN: year-month-day", "FILL IN: year-month-day"]'
    lines.append(f"start_between = {days}")
    if charts:
        lines.append(f"charts = {_text(charts)}")
    return lines + _asked(survey.questions.get("sources"))


def _asked(question: str | None) -> list[str]:
    return [_QUESTION + _line(question)] if question else []


def _visits(survey: Survey) -> list[str]:
    lines = [f"# Visits: {survey.visits_reason}. Days count from the first dose, which is day 0."]
    lines += _asked(survey.questions.get("visits"))
    for visit in survey.visits:
        lines += ["[[visits]]", *_visit(visit), ""]
    return lines[:-1]


def _visit(visit: Visit) -> Iterator[str]:
    yield f"name = {_text(visit.name)}"
    yield f"label = {_text(visit.label)}"
    yield f"target_day = {visit.target_day}"
    yield f"window = [{visit.window[0]}, {visit.window[1]}]"


def _source(source: SourceGuess, charts: str) -> list[str]:
    where = f"Sheet {source.sheet}" if source.sheet else source.file
    lines = [f"# {_line(where)}: {_TABLES[source.table]}; {source.reason}."]
    lines += [_QUESTION + _line(question) for question in source.questions]
    body = [
        "[[sources]]",
        *_keys(source, charts),
        "recognise = false    # only what is listed below is read",
        "[sources.columns]",
        *_columns(source.columns),
    ]
    if source.blocked:
        lines.append(_QUESTION + "nothing can be read here until the columns are settled; then")
        lines.append("# take the # in front of the lines away.")
        body = [f"# {line}" for line in body]
    return lines + body


def _keys(source: SourceGuess, charts: str) -> Iterator[str]:
    yield f"table = {_text(source.table)}"
    if source.file != charts:
        yield f"file = {_text(source.file)}"
    if source.sheet:
        yield f"sheet = {_text(source.sheet)}"
    for name, value in source.settings.items():
        why = _WHY.get(name, "")
        yield f"{name} = {_value(value)}" + (f"    # {why}" if why else "")


_WHY = {
    "header_row": "row of the headings",
    "header_rows": "rows that the headings stand in",
    "last_row": "below it stand totals or notes",
    "visit": "of the whole sheet, from its name",
    "date_order": "from the days above 12",
    "date_serials": "dates that stand as Excel's day numbers",
    "decimal": "decimal commas in text",
    "missing": "outside the limits: read as missing",
}


def _columns(columns: Sequence[Guess]) -> Iterator[str]:
    listed = [guess for guess in columns if guess.heading]
    pairs = [(_text(g.heading), _text(g.meaning if g.sure else IGNORE)) for g in listed]
    left = max((_width(key) for key, _ in pairs), default=0)
    right = max((_width(value) for _, value in pairs), default=0)
    for guess, (key, value) in zip(listed, pairs, strict=True):
        if guess.question:
            yield _QUESTION + _line(guess.question)
        alternative = ""
        if not guess.sure and guess.meaning != IGNORE:
            alternative = f"if so: {_text(guess.meaning)}; "
        comment = f"{guess.confidence:.2f} {alternative}{_line(guess.reason)}"
        yield f"{_padded(key, left)} = {_padded(value, right)}  # {comment}"


def _unread(unread: Sequence[Unread]) -> list[str]:
    lines = ["# Not read:"]
    for each in unread:
        place = ", sheet ".join(part for part in (each.file, each.sheet) if part)
        lines.append(_line(f"# {place}: {each.why}"))
    return lines


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else str(value)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _text(name)


def _text(value: str) -> str:
    """A basic string of TOML, which is one of JSON but for the letter DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    """In one line: a comment ends with it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _width(text: str) -> int:
    """Columns on a screen: letters of Japanese take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    # A heading of many words would push all comments off the screen.
    return text + " " * (min(width, _WIDEST) - _width(text))
