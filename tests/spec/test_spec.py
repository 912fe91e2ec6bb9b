"""Runs the examples of the .md files beside it."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
from cohorts import DAY0, cohort, day, study, treated

from dermcohort import engine
from dermcohort.derive import derive
from dermcohort.tables import TABLES

KINDS = {column.name: column.kind for columns in TABLES.values() for column in columns}
INPUT = re.compile(r"(patients|treatments|assessments|events)$")
EXPECT = re.compile(r"expect (\w+)(?: where (.+))?$")


@dataclass
class Example:
    name: str
    study: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)
    expected: list = field(default_factory=list)


def read(path):
    """The examples of a file."""
    examples, block, toml = [], None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            examples.append(Example(f"{path.stem}: {line[3:]}"))
        elif line == "```toml":
            toml = []
        elif line == "```":
            examples[-1].study, toml = tomllib.loads("\n".join(toml)), None
        elif toml is not None:
            toml.append(line)
        elif found := INPUT.match(line):
            block = examples[-1].tables.setdefault(found[1], [])
        elif found := EXPECT.match(line):
            block = []
            where = dict(re.split(r"\s+=\s+", w) for w in (found[2] or "").split(", ") if w)
            examples[-1].expected.append((found[1], where, block))
        elif line.startswith("|") and not set(line) <= set("|- :"):
            block.append([cell.strip() for cell in line.strip("|").split("|")])
    return examples


#: Run by a test of its own.
NOT_OF_DERIVE = "instruments.md"
EXAMPLES = [
    example
    for path in sorted(Path(__file__).parent.glob("*.md"))
    if path.name != NOT_OF_DERIVE
    for example in read(path)
]


def cell(name, text):
    if text == "":
        return None
    kind = KINDS.get(name, "text")
    if kind == "date":
        return day(int(text))
    if kind == "yes_no":
        return text == "yes"
    return Fraction(text) if kind == "number" else text


def records(block):
    if not block:
        return []
    head, *body = block
    return [{name: cell(name, text) for name, text in zip(head, row, strict=True)} for row in body]


def shown(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return str((value - DAY0).days)
    return f"{value:g}" if isinstance(value, float) else str(value)


def found_rows(frame, where, columns):
    ticks = [row | {"value": row.get("ticks", 0) / 1e6} for row in frame.rows(named=True)]
    kept = [row for row in ticks if all(shown(row[name]) == text for name, text in where.items())]
    return sorted([shown(row[name]) for name in columns] for row in kept)


def test_there_are_examples():
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example(example):
    tables = {name: records(block) for name, block in example.tables.items()}
    if "patients" not in tables:
        names = {r["patient"] for rows in tables.values() for r in rows}
        tables["patients"] = [{"patient": name} for name in sorted(names)]
    tables.setdefault("treatments", [treated(p["patient"]) for p in tables["patients"]])
    derived = derive(study(**example.study), cohort(tables))
    assert example.expected
    for name, where, block in example.expected:
        head, *body = block
        frame = engine.collect(getattr(derived, name)).to_native()
        assert found_rows(frame, where, head) == sorted(body)
