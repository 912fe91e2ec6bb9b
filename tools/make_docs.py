"""Write the pages that are made from the code: ``make docs``. A test holds them to be current."""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from dermcohort.results import STATISTICS
from dermcohort.study import Study, schema
from dermcohort.tables import PARAMETERS, TABLES
from dermcohort.terms import DRUGS, EVENTS

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "reference")]

import dossier  # noqa: E402 - its folder comes first
import instrument_pages  # noqa: E402
import method_pages  # noqa: E402
from method_pages import table  # noqa: E402

DOCS = ROOT / "docs"


def dictionary() -> str:
    parts = [
        "# The data dictionary\n\nMade from `dermcohort.tables` and `dermcohort.terms`.\n",
        "A cohort is held in four tables. Headings in the charts are recognised by the column's "
        "name, its label or a synonym, whatever their case.\n",
    ]
    for name, columns in TABLES.items():
        rows: list[tuple[object, ...]] = [
            (f"`{c.name}`", c.label, c.kind, c.unit, _limits(c.low, c.high),
             "yes" if c.required else "", ", ".join(c.synonyms))
            for c in columns
        ]  # fmt: skip
        heads = ("column", "meaning", "kind", "unit", "limits", "required", "also recognised")
        parts.append(f"## `{name}`\n\n{table(heads, rows)}")
    rows = [
        (f"`{p.code}`", p.long_label, p.role, p.unit, _limits(p.low, p.high),
         p.step or "", ", ".join(p.synonyms))
        for p in PARAMETERS.values()
    ]  # fmt: skip
    heads = ("code", "meaning", "role", "unit", "limits", "grid", "also recognised")
    parts.append(f"## Parameters\n\n{table(heads, rows)}")
    rows = [
        (d.name, d.kind, "yes" if d.systemic else "", ", ".join(d.synonyms), ", ".join(d.atc))
        for d in DRUGS.values()
    ]
    heads = ("drug", "kind", "makes a switch patient", "also recognised", "ATC")
    parts.append(f"## Drugs\n\n{table(heads, rows)}")
    rows = [
        (e.name, "yes" if e.special_interest else "", ", ".join(e.synonyms))
        for e in EVENTS.values()
    ]
    heads = ("event", "special interest", "also recognised")
    parts.append(f"## Adverse events\n\n{table(heads, rows)}")
    return "\n".join(parts)


def _limits(low: float | None, high: float | None) -> str:
    return "" if low is None else f"{low:g} to {high:g}"


def study_file() -> str:
    parts = [
        "# The study file\n\nMade from `dermcohort.study`. Everything without a default must be "
        "given; the report states each default that was used. `dermcohort schema` prints the "
        "JSON Schema, which is also in [study.schema.json](study.schema.json).\n"
    ]
    parts += _model_pages(Study, "Top of the file")
    return "\n".join(parts)


def _model_pages(model: type[BaseModel], title: str) -> list[str]:
    rows: list[tuple[object, ...]] = []
    inner: list[str] = []
    for name, field in model.model_fields.items():
        nested = _nested(field.annotation)
        default = (
            "required"
            if field.is_required()
            else _default(field.get_default(call_default_factory=True))
        )
        rows.append((f"`{name}`", field.description or "", "below" if nested else default))
        if nested:
            inner += _model_pages(nested, f"`{name}`")
    doc = (inspect.getdoc(model) or "").splitlines()[0]
    return [f"## {title}\n\n{doc}\n\n{table(('key', 'meaning', 'default'), rows)}", *inner]


def _nested(annotation: Any) -> type[BaseModel] | None:
    candidates = [annotation, *getattr(annotation, "__args__", ())]
    models = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
    return models[0] if models else None


def _default(value: object) -> str:
    if isinstance(value, BaseModel):
        return ""
    return f"`{json.dumps(value, default=str, ensure_ascii=False)}`"


def statistics() -> str:
    rows: list[tuple[object, ...]] = [(f"`{k}`", v) for k, v in STATISTICS.items()]
    return (
        "# Statistics\n\nWhat a row of [Results](results.md) may hold. Made from "
        "`dermcohort.results.STATISTICS`.\n\n" + table(("statistic", "meaning"), rows)
    )


def pages() -> dict[str, str]:
    return {
        "study.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        "dictionary.md": dictionary(),
        "study.md": study_file(),
        "statistics.md": statistics(),
        **method_pages.pages(),
        **instrument_pages.pages(),
    }


def main() -> None:
    (DOCS / "methods").mkdir(exist_ok=True)
    for name, text in pages().items():
        _write(name, text)
    _write("verification.html", dossier.page())


def _write(name: str, text: str) -> None:
    (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"docs/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
