"""Instruments and their items as rows of text: for the terminal and for the documents."""

from __future__ import annotations

from dermcohort.instruments.descriptor import Instrument, Item
from dermcohort.instruments.exact import decimal_text
from dermcohort.instruments.formulas import Regions
from dermcohort.instruments.scored import ages_text


def instrument_row(instrument: Instrument) -> dict[str, str]:
    """One line about an instrument."""
    return {
        "instrument": instrument.name,
        "what": instrument.label,
        "range": f"{decimal_text(instrument.low)} to {decimal_text(instrument.high)}",
        "rated by": instrument.rater,
        "about": instrument.recall,
        "ages": ages_text(instrument),
        "bands": ", ".join(bands.name for bands in instrument.bands),
    }


def item_rows(instrument: Instrument) -> list[dict[str, str]]:
    """One line about each column that an instrument reads."""
    rows = [_row(item, _instead(item)) for item in instrument.items]
    own = {item.key for item in instrument.items}
    rows += [_row(item, "") for item in instrument.all_items if item.key not in own]
    if instrument.formula.depends_on_age:
        rows.append({"column": "age", "what": "age at baseline", "may be": "0 to 120 years",
                     "or instead": ""})  # fmt: skip
    return rows


def _row(item: Item, instead: str) -> dict[str, str]:
    also = ", or NR (not relevant)" if item.not_relevant else ""
    return {"column": item.key, "what": item.label, "may be": item.expected + also,
            "or instead": instead}  # fmt: skip


def _instead(item: Item) -> str:
    return "; ".join(
        f"{' and '.join(other.key for other in form.items)} ({form.says})" for form in item.forms
    )


def item_words(instrument: Instrument) -> str:
    """What is to be known about the columns of an instrument."""
    words = [
        "A column is recognised by this name, whatever its case and signs between, with or "
        f"without {instrument.name} before it, and by plain words in English or Japanese."
    ]
    if instrument.numbered:
        words.append(f"Numbers do as well: {instrument.name}1, q1, item 1.")
    if instrument.formula.depends_on_age:
        words.append("The age is a column, or --age YEARS for all.")
    words.append(f"Any other column: --columns {instrument.items[0].key}=HEADING.")
    words.append(blanks_text(instrument))
    words += instrument.notes
    return "\n".join(words)


def blanks_text(instrument: Instrument) -> str:
    """What a blank does, and two ticks, in words."""
    most = instrument.blanks_scored_0
    if most:
        blanks = f"{most} blank item scores 0 and is noted; with more there is no total."
    else:
        blanks = "With a blank item there is no total."
    if instrument.two_ticks:
        blanks += " Of two ticks the higher counts and is noted; write them as 1;2."
    return blanks


def formula_text(instrument: Instrument) -> str:
    """The formula in words."""
    formula = instrument.formula
    if isinstance(formula, Regions):
        weights = "; ".join(
            f"{ages.label}: {', '.join(map(decimal_text, ages.weights))}" for ages in formula.ages
        )
        shared = f" and the {formula.shared}" if formula.shared else ""
        return (
            f"sum over the regions of weight x area score x sum of the signs{shared}; weights of "
            f"head and neck, upper limbs, trunk, lower limbs: {weights}"
        )
    if all(weight == 1 for _, weight in formula.weights):
        return "sum of the items" if len(formula.weights) > 1 else "the item"
    return "sum of " + ", ".join(f"{decimal_text(w)} x {key}" for key, w in formula.weights)
