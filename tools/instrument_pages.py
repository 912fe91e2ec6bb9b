"""The page of instruments, docs/instruments.md: made from their descriptors."""

from __future__ import annotations

from dermcohort.instruments import INSTRUMENTS, Instrument
from dermcohort.instruments.catalogue import blanks_text, formula_text, instrument_row, item_rows
from dermcohort.instruments.descriptor import Bands
from dermcohort.instruments.exact import decimal_text
from method_pages import table

CHECK = "awaiting a check against the primary source"

HEAD = """# Instruments

Made from `dermcohort.instruments` by `make docs`. Scores are computed in exact fractions: 5.6 to
1.4 is an EASI-75 response. Items have keys and neutral labels; no wording of a questionnaire is
shipped. What no source gives is said to be so, and what was not read in its primary source is
marked.

```
dermcohort score                          all instruments
dermcohort score EASI --items             the columns that one needs
dermcohort score POEM charts.xlsx         totals, bands, what was missing
dermcohort score EASI charts.csv --age Age --bands Chopra --parts --format csv
dermcohort score POEM charts.csv --columns "itch=Itch, days" --columns sleep=Nights
```

In Python, `dermcohort.score(frame, "POEM")` takes any table that Narwhals knows and gives one of
the same kind, with the columns `total`, `band`, `missing`, `note` and `reason`. An answer that
cannot be is named there with its item and column, and leaves its row without a total; the command
then ends with exit code 12.

Columns are recognised by the key of the item, with or without the instrument's name, by its number
in a questionnaire (`POEM1`, `q1`), and by plain words in English or Japanese. Whether an area is a
score (`hn_area`) or a percentage (`hn_percent`) is said by its name and never guessed from its
numbers. An empty cell and a word for missing are blanks; `NR` is the answer "not relevant", `1;2`
stands for two ticks.

For all of them lower is better. A percentage of a baseline of 0 cannot be had; a fall of k points
needs a baseline of at least k. Both leave the patient out of the denominator, with the reason.

## In a study

A sheet of assessments may hold items in place of a total: one column an item, with its visit
(`POEM1 0M`, `POEM itch (1M)`, `EASI HN erythema 0M`, `EASI 頭頸部 紅斑 0M`), or one row an item,
whose parameter is `POEM.itch` or `POEM 1`. The name of the instrument is part of the heading, since
several instruments ask about the same thing. Other headings are named in the study file:

```toml
[[sources]]
table = "assessments"
columns = { "かゆみの日数 1ヶ月" = "POEM.itch @ 1 month" }
codes = { "POEM" = { "毎日" = "4", "なし" = "0" } }   # in all items of POEM, or in one: "POEM.itch"
```

The answers of one patient and day make the total, and parts that are parameters of their own: H&N
EASI of EASI, objective SCORAD of SCORAD, EASI of mEASI with itch. Weights are those of the age in
the patients' table, at every visit. A blank, two ticks, an answer that cannot be and a total that
cannot be had are findings with their cells; where an item has no column at all, none of the
instrument is used.

A total may stand beside its items. If they differ, neither is taken for right: it is an error,
unless the study file says which one is used.

```toml
[instruments]
totals = "items"        # or "recorded"

[instruments.bands]     # sets of bands whose levels the report counts at each visit; {} for none
EASI = "Chopra 2017"
POEM = "Charman 2013"

[responses]             # any response of the tables below
report = ["EASI-75", "EASI <= 7", "IGA 0/1", "DLQI 0/1", "NRS4"]
groups = ["EASI-75"]    # those that make responders and non-responders
```

By NRI, who has no value at a visit is no responder; a response that asks for no baseline then
counts everybody. Multiple imputation starts from the baseline and leaves such responses out.
"""


def pages() -> dict[str, str]:
    """The page by its name."""
    rows = [
        (f"[{row['instrument']}](#{row['instrument'].lower()})", *list(row.values())[1:])
        for row in map(instrument_row, INSTRUMENTS.values())
    ]
    heads = tuple(instrument_row(next(iter(INSTRUMENTS.values()))))
    parts = [HEAD, table(heads, rows), *map(_section, INSTRUMENTS.values())]
    return {"instruments.md": "\n".join(parts)}


def _section(instrument: Instrument) -> str:
    parts = [f"## {instrument.name}\n\n{instrument.label}.\n"]
    parts.append(table(("", ""), _facts(instrument)))
    items = item_rows(instrument)
    parts.append(table(tuple(items[0]), [tuple(row.values()) for row in items]))
    if instrument.bands:
        rows = [(b.name, _levels(b), _source(b.source, verified=b.verified))
                for b in instrument.bands]  # fmt: skip
        parts.append(table(("bands; the first is the default", "from", "source"), rows))
    if instrument.differences:
        differences = [
            (d.value, d.population, _source(d.source, verified=d.verified))
            for d in instrument.differences
        ]
        parts.append(table(("meaningful change", "in", "source"), differences))
    if instrument.responses:
        responses = [
            (r.name, r.definition + (" (exploratory)" if r.exploratory else ""), r.evaluable,
             _source(r.source, verified=r.verified))
            for r in instrument.responses
        ]  # fmt: skip
        parts.append(table(("response", "definition", "who is evaluable", "source"), responses))
    parts += [f"- {note}" for note in instrument.notes]
    parts += [f"- {rule[0].upper()}{rule[1:]}: {CHECK}." for rule in instrument.unverified]
    return "\n".join(parts) + "\n"


def _facts(instrument: Instrument) -> list[tuple[str, str]]:
    row = instrument_row(instrument)
    facts = [
        ("version", instrument.version),
        ("rated by", row["rated by"]),
        ("about", row["about"]),
        ("ages", row["ages"]),
        ("total", formula_text(instrument)),
        ("range", row["range"]),
        ("blanks", blanks_text(instrument)),
        ("parts", "; ".join(f"`{p.key}` {p.label}" for p in instrument.formula.all_parts)),
        ("licence", instrument.licence),
        ("sources", "; ".join(instrument.sources)),
    ]
    return [(name, said) for name, said in facts if said]


def _levels(bands: Bands) -> str:
    said = "; ".join(
        f"{level.label} {'above' if level.above else 'from'} {decimal_text(level.low)}"
        for level in bands.levels
    )
    rounded = bands.rounded_to
    return f"{said} (total rounded to {decimal_text(rounded)})" if rounded else said


def _source(source: str, *, verified: bool) -> str:
    return source if verified else f"{source}; {CHECK}"
