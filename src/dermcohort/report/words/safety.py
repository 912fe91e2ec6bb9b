"""Who stopped the drug and why, and adverse events."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.format import count, listed, p_text, percent, plural, spelled
from dermcohort.report.labels import decimals_of, label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import mean_sd
from dermcohort.report.tables.discontinuation import GROUPS
from dermcohort.report.tables.events import actions, any_event
from dermcohort.report.tables.responders import comparison
from dermcohort.report.words.methods import NAMES
from dermcohort.report.words.patients import levels
from dermcohort.terms import EVENTS


def stopping(content: Content, lookup: Lookup) -> list[str]:
    """When, why, what came next; the score at withdrawal, called descriptive."""
    last = content.study.visit_names[-1]
    x = lookup.value(Key("discontinuation", "withdrawn"), "count")
    if x is None:
        return []
    if not x:
        return [f"No patient discontinued {content.study.drug} by {last}."]
    share = lookup.value(Key("discontinuation", "withdrawn"), "percent")
    part = f" ({percent(share)})" if share is not None else ""
    who = f"{spelled(x, 'patient')}{part}"
    made = [f"{who} discontinued {content.study.drug} by {last}{_when(content, lookup)}."]
    for name, opening in (("reason for stopping", "Reasons for stopping"),
                          ("next therapy", "Next therapies")):  # fmt: skip
        told = [f"{level} (n = {count(n)})"
                for level, n in levels(lookup, "discontinuation", name, "withdrawn")]  # fmt: skip
        made += [f"{opening} were {listed(told)}."] if told else []
    return [*made, *_time_on_drug(content, lookup), *_at_withdrawal(content, lookup)]


def _time_on_drug(content: Content, lookup: Lookup) -> list[str]:
    """The median, or that it was not reached; naive against switch."""
    key = Key("time on drug", "time on drug", method="Kaplan-Meier")
    median = lookup.entry(key, "median")
    if median is None:
        return []
    if median.row.value is None:
        made = [f"The median time on {content.study.drug} was not reached (Kaplan-Meier)."]
    else:
        made = [f"The median time on {content.study.drug} was {count(median.row.value)} days "
                "(Kaplan-Meier)."]  # fmt: skip
    test = lookup.entry(Key("time on drug", "time on drug", "switch", comparator="naive",
                            method="log-rank"), "p_value")  # fmt: skip
    if test is not None and test.row.value is not None:
        made.append("Time on the drug in naive and switch patients: log-rank test, "
                    f"{p_text(test.row.value, content.study.methods.alpha)}.")  # fmt: skip
    return made


def _when(content: Content, lookup: Lookup) -> str:
    """How many had stopped by the first visit and how many by each later one."""
    told = [
        f"{count(n)} {'later, by' if told_before else 'by'} {visit}"
        for told_before, visit in enumerate(content.study.visit_names[1:])
        if (n := lookup.value(Key("discontinuation", "withdrawn", visit=visit), "count"))
    ]
    return f" ({listed(told)})" if len(told) > 1 else ""


def _at_withdrawal(content: Content, lookup: Lookup) -> list[str]:
    made = []
    for score in lookup.parameters("discontinuation"):
        entry = comparison(lookup, "discontinuation", score, GROUPS)
        if entry is None or entry.row.value is None:
            continue
        places = zip(GROUPS, ("withdrawal", content.study.visit_names[-1]), strict=True)
        stopped, going = (mean_sd(lookup, Key("discontinuation", score, group, visit),
                                  decimals_of(score)).text for group, visit in places)  # fmt: skip
        test = NAMES.get(entry.row.method, entry.row.method)
        made.append(
            f"{label(score)} at withdrawal was {stopped}; at {content.study.visit_names[-1]} it "
            f"was {going} in patients who continued ({test}, "
            f"{p_text(entry.row.value, content.study.methods.alpha)}; descriptive, since the "
            "outcome made the groups)."
        )
    return made


def safety(lookup: Lookup) -> list[str]:
    """Any event, each that occurred with its action, and those that nobody had."""
    found = {
        e.row.parameter: e.row.value
        for e in lookup.where("adverse events", statistic="count", group="all")
        if not e.row.level and e.row.value is not None
    }
    if not found:
        return []
    made = []
    overall = any_event(lookup)
    if found.get(overall):
        made.append(f"Adverse events were observed in {_share(lookup, overall, found[overall])}.")
    named = {name: x for name, x in found.items() if x and name != overall}
    told = [f"{name} in {_share(lookup, name, x)}{_acted(lookup, name)}"
            for name, x in named.items()]  # fmt: skip
    made.append(f"Events were {listed(told)}." if told else "No adverse event was observed.")
    return [*made, *_nobody(found)]


def _share(lookup: Lookup, event: str, x: float) -> str:
    part = lookup.value(Key("adverse events", event), "percent")
    return plural(x, "patient") + (f" ({percent(part)})" if part is not None else "")


def _acted(lookup: Lookup, event: str) -> str:
    taken = [e.row for e in actions(lookup, event) if e.row.level not in ("none", "unknown")]
    told = [f"{row.level} in {count(row.value)}" for row in taken if row.value]
    return f" ({listed(told)})" if told else ""


def _nobody(found: dict[str, float]) -> list[str]:
    none = [n for n, x in found.items() if not x and n in EVENTS and EVENTS[n].special_interest]
    return [f"No {listed(none, 'or')} was observed."] if none else []
