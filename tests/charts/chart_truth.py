"""The truth of a chart, from what each of its cells means; never from a reader."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from chart_cells import Block, Chart, Formula, Is, as_cell, letters

#: Unit of each parameter in the tables, written down apart from the dictionary.
UNITS = {
    "BSA": "%", "ITCH_VAS": "mm", "LDH": "U/L", "CPK": "U/L", "AST": "U/L", "ALT": "U/L",
    "EOS": "/uL", "WBC": "/uL", "TARC": "pg/mL", "IGE": "IU/mL", "HB": "g/dL", "PLT": "10^4/uL",
    "CREAT": "mg/dL", "TBIL": "mg/dL", "LDL": "mg/dL", "TC": "mg/dL",
}  # fmt: skip
ASSUMED_DAYS = {"0M": 0, "1M": 30, "3M": 90}


def truth_text(chart: Chart) -> str:
    """The truth as JSON, one line a cell."""
    cells = [json.dumps(each, ensure_ascii=False) for block in chart.blocks
             for each in _truth(chart, block)]  # fmt: skip
    head = {
        "about": chart.about,
        "unreadable": chart.unreadable,
        "blameless": [
            f"{chart.file}!{sheet}!{cell}"
            for sheet, cells in chart.blameless.items()
            for cell in cells
        ],
        "noticed": [
            {"sheet": sheet, "cells": list(named), "words": words}
            for sheet, named, words in chart.noticed
        ],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return text.removesuffix("\n}") + ',\n "cells": [\n  ' + ",\n  ".join(cells) + "\n ]\n}\n"


def _truth(chart: Chart, block: Block) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(block.rows, start=block.first_row):
        if row is not None:
            yield from _Row(chart, block, number, row).truth()


#: A row is not used without these.
_KEYS = {
    "patients": ("patient",), "treatments": ("patient", "drug", "start"),
    "events": ("patient", "event"),
}  # fmt: skip


class _Row:
    """One row of a block and what must come of each of its cells."""

    def __init__(self, chart: Chart, block: Block, number: int, row: Sequence[Any]) -> None:
        self.block, self.number = block, number
        self.place = "!".join(part for part in (chart.file_of(block), block.sheet) if part)
        self.cells: dict[str, tuple[str, Is]] = {}
        self.unnamed: list[tuple[str, str, Is]] = []
        for across, (meaning, content) in enumerate(zip(block.columns, row, strict=False)):
            cell = as_cell(content)
            # The lower cells of a merged one are empty, and mean what the first says.
            if cell.raw is None and cell.value is None:
                continue
            at = f"{self.place}!{letters(block.left + across)}{number}"
            if meaning in ("ignored", "foreign", ""):
                self.unnamed.append((meaning, at, cell))
            else:
                assert meaning not in self.cells, meaning
                self.cells[meaning] = (at, cell)

    def get(self, meaning: str) -> tuple[str, Is]:
        """Place and content of a cell; what the study file gives has no place."""
        if meaning in self.cells:
            return self.cells[meaning]
        given = self.block.given.get(meaning)
        return "", as_cell(given)

    def truth(self) -> Iterator[dict[str, Any]]:
        for meaning, at, cell in self.unnamed:
            yield {"at": at, "state": "refused" if meaning == "foreign" else "ignored",
                   "raw": _json(cell.raw)}  # fmt: skip
        yield from self._tables()
        if "value" in self.block.columns:
            yield from self._long()
        else:
            yield from self._wide()

    def _key(self, at: str, cell: Is) -> dict[str, Any]:
        return {"at": at, "state": cell.state, "key": True, "raw": _json(cell.raw)}

    def _tables(self) -> Iterator[dict[str, Any]]:
        """Patients, treatments and events; one entry a name in front of the point."""
        if "patient" in self.cells and self.cells["patient"][1].raw is not None:
            yield self._key(*self.cells["patient"])
        spoken = [*self.block.columns, *self.block.given]
        for name in dict.fromkeys(m.partition(".")[0] for m in spoken if "." in m):
            table = name.partition("#")[0]
            keys = {
                key: self.get("patient" if key == "patient" else f"{name}.{key}")
                for key in _KEYS[table]
            }
            lacking = _lacking(keys.values())
            named = {
                m.partition(".")[2]: self.cells[m]
                for m in self.cells if m.startswith(name + ".")
            }  # fmt: skip
            if table != "patients" and not named:
                continue
            patient = keys["patient"][1].value
            entry = {"table": table, "patient": patient}
            if table != "patients":
                entry["row"] = f"{self.place}!{self.number}"
                entry["name"] = keys[_KEYS[table][1]][1].value
                for key in _KEYS[table][1:]:
                    # The drug of a sheet that holds one drug.
                    if key not in named and not lacking:
                        given = self.get(f"{name}.{key}")[1]
                        yield entry | {"at": "", "state": "read", "column": key,
                                       "value": _json(given.value)}  # fmt: skip
            for column, (at, cell) in named.items():
                yield self._fact(entry | {"column": column}, at, cell, keys.values())

    def _fact(
        self, fact: dict[str, Any], at: str, cell: Is, keys: Iterable[tuple[str, Is]]
    ) -> dict[str, Any]:
        lacking, doubtful = _lacking(keys), _doubtful(keys)
        state = "refused" if lacking else cell.state
        if doubtful and state in ("read", "said"):
            state = "either"
        truth = {"at": at, "state": state, "raw": _json(cell.raw)} | fact
        if state != "refused":
            truth["value"] = _json(cell.value)
            if fact["table"] == "assessments":
                truth["comparator"] = cell.comparator
            if cell.also:
                truth["or"] = [_json(each) for each in cell.also]
        if lacking or doubtful:
            truth["because"] = [place for place in (*lacking, *doubtful) if place]
        return truth

    def _long(self) -> Iterator[dict[str, Any]]:
        keys = {name: self.get(name) for name in ("patient", "date", "parameter")}
        keys |= {name: self.cells[name] for name in ("unit", "comparator") if name in self.cells}
        for name, (at, cell) in keys.items():
            if at and name != "patient":
                yield self._key(at, cell)
        if "value" not in self.cells:
            return
        at, cell = self.cells["value"]
        if "comparator" in keys and keys["comparator"][1].value and cell.comparator == "=":
            cell = cell._replace(comparator=keys["comparator"][1].value)
        parameter = keys["parameter"][1].value
        yield self._fact(
            {
                "table": "assessments", "patient": keys["patient"][1].value,
                "date": _json(keys["date"][1].value), "parameter": parameter,
                # Of a parameter that is not in the dictionary, the unit stays as written.
                "unit": UNITS.get(parameter, self.get("unit")[1].raw or ""),
            },
            at, cell, keys.values(),
        )  # fmt: skip

    def _wide(self) -> Iterator[dict[str, Any]]:
        for meaning, (at, cell) in self.cells.items():
            if meaning.partition("@")[0] == "date":
                yield self._key(at, cell)
            if "." in meaning or meaning.partition("@")[0] in ("patient", "date"):
                continue
            parameter, _, visit = meaning.partition("@")
            keys = self.get("patient"), self._date(visit)
            patient, date = (key.value for _, key in keys)
            yield self._fact(
                {
                    "table": "assessments", "patient": patient, "date": _json(date),
                    "parameter": parameter, "unit": UNITS.get(parameter, ""),
                },
                at, cell, keys,
            )  # fmt: skip

    def _date(self, visit: str) -> tuple[str, Is]:
        meaning = f"date@{visit}" if visit else "date"
        if meaning in self.block.columns or not visit:
            return self.get(meaning)
        # Without a date of the visit, the day on which it is due.
        at, start = self.get("treatments.start")
        if _lacks(start):
            return at, start
        return at, as_cell(start.value + dt.timedelta(days=ASSUMED_DAYS[visit]))


def _lacks(cell: Is) -> bool:
    return cell.state == "refused" or cell.value is None


def _lacking(keys: Iterable[tuple[str, Is]]) -> list[str]:
    return [at for at, cell in keys if _lacks(cell)]


def _doubtful(keys: Iterable[tuple[str, Is]]) -> list[str]:
    return [at for at, cell in keys if cell.state in ("either", "doubted")]


def _json(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Formula):
        return value.text
    return value
