"""Who was included, how they were, and what they had received."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.format import count, interval, listed, number, plural, spelled
from dermcohort.report.labels import decimals_of
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import mean_sd

ALL_CLAUSES = "criteria: all clauses"


def patients(content: Content, lookup: Lookup) -> list[str]:
    """Sentences, without those whose numbers are absent."""
    made = [_flow(lookup), _characteristics(content, lookup), _severity(content, lookup),
            _criteria(content, lookup), _dose(content, lookup), _therapies(content, lookup),
            _reasons(lookup)]  # fmt: skip
    return [sentence for sentence in made if sentence]


def levels(lookup: Lookup, analysis: str, parameter: str, group: str = "all") \
        -> list[tuple[str, float]]:  # fmt: skip
    """Levels that anybody has, the commonest first."""
    found = [
        (entry.row.level, entry.row.value)
        for entry in lookup.where(analysis, parameter=parameter, group=group, statistic="count")
        if entry.row.level and entry.row.value
    ]
    return sorted(found, key=lambda level: (level[0] == "none", -level[1]))


def _flow(lookup: Lookup) -> str:
    considered = lookup.value(Key("flow", "considered"), "count")
    included = lookup.value(Key("flow", "included"), "count")
    if included is None:
        return ""
    groups = {g: lookup.value(Key("flow", "included", g), "count") for g in ("naive", "switch")}
    told = [f"{count(v)} {name}" for name, v in groups.items() if v is not None]
    inner = f" ({listed(told)})" if told else ""
    of = f"Of {plural(considered, 'patient')} considered, " if considered is not None else ""
    verb = "was" if included == 1 else "were"
    size = count(included) if of else plural(included, "patient")
    if considered == included:
        return f"All {plural(included, 'patient')} considered were included{inner}."
    out = levels(lookup, "flow", "excluded")
    rules = "; ".join(f"{rule} (n = {count(x)})" for rule, x in out)
    why = f"; excluded were: {rules}" if out else ""
    return f"{of}{size} {verb} included{inner}{why}."


def _characteristics(content: Content, lookup: Lookup) -> str:
    at = content.study.baseline
    key = Key("baseline", "age_years", visit=at)
    age = mean_sd(lookup, key, decimals_of("age_years"))
    low, high = lookup.value(key, "min"), lookup.value(key, "max")
    told = []
    if age.rows:
        ends = "" if low is None or high is None else (
            f" (range {interval(number(low, 0), number(high, 0))})")  # fmt: skip
        told.append(f"mean age was {age.text} years{ends}")
    sexes = [lookup.value(Key("baseline", "sex", visit=at, level=s), "count") for s in ("F", "M")]
    if any(x is not None for x in sexes):
        told.append(f"{count(sexes[0] or 0.0)} were female and {count(sexes[1] or 0.0)} male")
    duration = mean_sd(lookup, Key("baseline", "ad_duration_years", visit=at), 1)
    if duration.rows:
        told.append(f"the disease had lasted {duration.text} years")
    text = listed(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _severity(content: Content, lookup: Lookup) -> str:
    cell = mean_sd(lookup, Key("baseline", "EASI", visit=content.study.baseline), 1)
    return f"EASI at {content.study.baseline} was {cell.text}." if cell.rows else ""


def _criteria(content: Content, lookup: Lookup) -> str:
    """How many met all clauses, and how many cannot be judged."""
    at = content.study.baseline
    found = [e.row for e in lookup.where("criteria", parameter=ALL_CLAUSES, group="all", visit=at,
                                         statistic="count") if e.row.value]  # fmt: skip
    if not found:
        return ""
    met, unclear, not_met = (
        sum(row.value or 0.0 for row in found if row.level.startswith(level))
        for level in ("met", "not assessable", "not met")
    )
    n = found[0].n or 0
    return (f"When systemic therapy began, {count(met)} of {plural(n, 'patient')} met all criteria "
            f"of optimal use, {count(not_met)} did not, and {count(unclear)} could not be judged "
            "from the charts.")  # fmt: skip


def _dose(content: Content, lookup: Lookup) -> str:
    found = levels(lookup, "exposure", "dose")
    told = [f"{spelled(x, 'patient')} received {level} of {content.study.drug}" if i == 0
            else f"{count(x)} received {level}" for i, (level, x) in enumerate(found)]  # fmt: skip
    return f"{listed(told)}." if told else ""


def _therapies(content: Content, lookup: Lookup) -> str:
    found = levels(lookup, "exposure", "prior systemic therapy")
    if not found:
        return ""
    told = [f"{plural(x, 'patient')} had received {drug}" if i == 0 else f"{count(x)} {drug}"
            for i, (drug, x) in enumerate(found)]  # fmt: skip
    days = content.study.groups.lookback_days
    return f"In the {days} days before the first dose, {listed(told)}."


def _reasons(lookup: Lookup) -> str:
    found = levels(lookup, "exposure", "reason for switching", "switch")
    told = [f"{reason} (n = {count(x)})" for reason, x in found]
    return f"Reasons for switching were {listed(told)}." if told else ""
