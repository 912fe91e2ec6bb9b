"""Runs the examples of instruments.md: scores, bands and responses."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT, responded, score_answers
from dermcohort.instruments.exact import decimal_text
from dermcohort.instruments.scored import bands_of

HEAD = re.compile(r"(score|bands|responses) (\S+)$")
WORDS = {"blank": None, "NR": NOT_RELEVANT, "yes": True, "no": False}
REGIONS = ("hn", "ul", "tr", "ll")


def read(path):
    """The rows of all tables: what is asked, of which instrument, and the row by its headings."""
    rows, what, head = [], None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := HEAD.match(line):
            what, head = found.groups(), None
        elif line.startswith("|") and not set(line) <= set("|- :"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if head is None:
                head = cells
            else:
                rows.append((*what, dict(zip(head, cells, strict=True))))
    return rows


ROWS = read(Path(__file__).parent / "instruments.md")


def named(kind):
    return [
        pytest.param(INSTRUMENTS[name], row, id=f"{name} {' '.join(row.values())}"[:70])
        for what, name, row in ROWS
        if what == kind
    ]


def answer(word):
    if word in WORDS:
        return WORDS[word]
    if "&" in word:
        return tuple(Fraction(each) for each in word.split("&"))
    return Fraction(word)


def answers_of(instrument, row):
    """What a row says of each item."""
    found = {}
    for region in REGIONS:
        if region in row:
            area, *signs = row[region].replace(" %", "").split()
            found[f"{region}_percent"] = answer(area)
            keys = [f"{region}_{sign}" for sign in instrument.formula.signs]
            found |= zip(keys, map(answer, signs), strict=False)
    if "items" in row:
        keys = [item.key for item in instrument.items]
        for key, word in zip(keys, row["items"].split(), strict=True):
            first, colon, second = word.partition(":")
            if colon:
                found |= {f"{key}a": answer(first), f"{key}b": answer(second)}
            else:
                found[key] = answer(word)
    if "itch" in row:
        found["itch"] = answer(row["itch"])
    return found


def shown(value):
    return "" if value is None else decimal_text(value)


@pytest.mark.parametrize(("instrument", "row"), named("score"))
def test_score(instrument, row):
    age = Fraction(row["age"]) if row.get("age") else None
    answers = answers_of(instrument, row)
    found = score_answers(instrument, answers, age_years=age)
    seen = {name: shown(value) for name, value in found.parts} | {
        "total": shown(found.total),
        "band": found.band,
        "missing": ", ".join(found.missing),
        "reason": found.reason,
        "note": "; ".join(found.notes),
    }
    for heading, expected in row.items():
        if heading.startswith("band "):
            name = heading.removeprefix("band ")
            again = score_answers(instrument, answers, age_years=age, bands=name)
            assert again.band == expected, heading
        elif heading in seen:
            assert seen[heading] == expected, heading


@pytest.mark.parametrize(("instrument", "row"), named("bands"))
def test_bands(instrument, row):
    total = Fraction(row.pop("total"))
    assert {name: bands_of(instrument, name).of(total) for name in row} == row


@pytest.mark.parametrize(("instrument", "row"), named("responses"))
def test_responses(instrument, row):
    row = dict(row)
    before, after = (Fraction(t) if (t := row.pop(n)) else None for n in ("baseline", "follow-up"))
    words = {True: "yes", False: "no"}
    for name, expected in row.items():
        met, reason = responded(instrument, name, before, after)
        assert (reason if met is None else words[met]) == expected, name


def test_every_instrument_has_an_example():
    assert {name for what, name, _ in ROWS if what == "score"} == set(INSTRUMENTS)


def test_every_response_has_an_example():
    there = {(n, r) for what, n, row in ROWS if what == "responses" for r in row}
    for instrument in INSTRUMENTS.values():
        if not instrument.name.startswith("IGA-"):
            for response in instrument.responses:
                assert (instrument.name, response.name) in there
