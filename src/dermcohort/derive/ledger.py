"""The ledger: behind every number, each member of its group, in or out, and out for what reason.

Those who are in come from the values and categories themselves, so that the two cannot
disagree; the rest of the group is out.
"""

from __future__ import annotations

import narwhals as nw

from dermcohort import engine
from dermcohort.derive import events, filled, outcomes
from dermcohort.derive.bands import name_of
from dermcohort.derive.characteristics import NOT_RECORDED
from dermcohort.derive.followed import Followed
from dermcohort.derive.groups import ALL, CONTINUATION, MAIN, in_groups
from dermcohort.derive.responses import BASELINE_ZERO, NO_BASELINE, NO_VALUE_YET
from dermcohort.derive.times import ON_DRUG
from dermcohort.derive.values import KEY, by_family, families, levels, observed
from dermcohort.engine import Frame
from dermcohort.study import Study

COLUMNS = (*KEY, "patient", "status", "reason")

NO_VALUE = "no value at this visit"
NO_VALUE_ON_DRUG = "no value on the drug"
NOT_EVERY_VISIT = "no value at one of the visits"
NO_VALUE_EVER = "no value at any visit"
DISCARDED = "value discarded: "
NOT_INCLUDED = "not included: "
PAIRS = "complete pairs"
#: Of a change in percent, which a baseline of 0 does not have.
PAIRS_ABOVE_ZERO = "pairs with a baseline above 0"
#: Parameter of the keys that count patients and not values.
PATIENTS = "patients"


def stopped_before(study: Study) -> str:
    """Reason of a patient who was no longer treated at the visit."""
    return f"no visit: stopped {study.drug} on an earlier visit"


def inside(followed: Followed, everyone: Frame, values: Frame, categories: Frame) -> Frame:
    """Who is in, at every key of ``values`` and ``categories`` and at those that count patients.

    Parameters
    ----------
    everyone : lazy frame
        All considered patients, from `subjects.subjects`.

    Returns
    -------
    lazy frame
        `COLUMNS`, with the status "in" and an empty reason.
    """
    rows = [
        values,
        categories.filter(
            # One row a level there; all members are in here. IGA is among the values already.
            (nw.col("parameter") != "prior systemic therapy")
            & ((nw.col("parameter") != "IGA") | (nw.col("population") != "included"))
        ),
        *_pairs_and_cases_in(followed),
        *filled.inside(followed),
        *_patients_in(followed, everyone),
    ]
    return nw.concat([*map(_in, rows)], how="vertical")


def outside(followed: Followed, everyone: Frame) -> Frame:
    """Who else belongs to the group of each key, with the reason for being out: `COLUMNS`."""
    absent = _absent(followed)
    rows = [
        *_values_out(followed, absent),
        *_categories_out(followed),
        _responses_out(followed),
        *_pairs_and_cases_out(followed, absent),
        *filled.outside(followed),
        _patients_out(followed),
        _not_included(everyone),
    ]
    return nw.concat([*map(_out, rows)], how="vertical")


def _in(rows: Frame) -> Frame:
    return rows.select(*KEY, "patient", status=nw.lit("in"), reason=nw.lit(""))


def _out(rows: Frame) -> Frame:
    return rows.select(*KEY, "patient", "reason", status=nw.lit("out")).select(*COLUMNS)


def _missing_from(rows: Frame, followed: Followed, by: tuple[str, ...]) -> Frame:
    """Every included patient and each of ``by`` that ``rows`` has, where ``rows`` has not both."""
    keys = rows.select(*by).unique()
    every = keys.join(followed.members.select("patient", "withdrawal_number"), how="cross")
    return every.join(rows.select(*by, "patient"), on=[*by, "patient"], how="anti")


def _absence(rows: Frame, followed: Followed) -> Frame:
    """Why there is no value: adds ``reason`` to parameter, visit, patient, withdrawal_number."""
    visits = followed.study.visits
    number = engine.pick(
        nw.col("visit"), {visit.name: engine.constant(i) for i, visit in enumerate(visits)}
    )
    reason = (
        nw.when(~nw.col("rule").is_null())
        .then(nw.concat_str([nw.lit(DISCARDED), nw.col("rule")]))
        .when(nw.col("withdrawal_number") < number)
        .then(nw.lit(stopped_before(followed.study)))
        .otherwise(nw.lit(NO_VALUE))
    )
    barred = followed.barred.select("patient", "parameter", "visit", "rule")
    joined = rows.join(barred, on=["patient", "parameter", "visit"], how="left")
    return joined.with_columns(reason=reason)


def _absent(followed: Followed) -> Frame:
    """Patients without a value of a parameter at a visit: parameter, visit, patient, reason."""
    out = _missing_from(followed.used, followed, ("parameter", "visit"))
    return _absence(out, followed).select("parameter", "visit", "patient", "reason")


def _named(rows: Frame, population: str) -> Frame:
    return rows.with_columns(population=nw.lit(population)).select(
        "population", "parameter", "visit", "patient", "reason"
    )


def _values_out(followed: Followed, absent: Frame) -> list[Frame]:
    study = followed.study
    at_baseline = absent.filter(
        nw.col("visit") == study.baseline, nw.col("parameter").is_in(list(study.outcomes.all))
    )
    numbers = outcomes.baseline_numbers(study, followed.members)
    unknown = numbers.filter(nw.col("ticks").is_null()).with_columns(reason=nw.lit(NOT_RECORDED))
    carried = outcomes.carried(study, followed.scores)
    never = _missing_from(carried, followed, ("parameter", "visit"))
    at_end = outcomes.at_withdrawal(study, followed.withdrawal)
    left = followed.members.filter(~nw.col("withdrawal_visit").is_null())
    gone = _missing_from(at_end, followed, ("parameter", "visit")).join(
        left.select("patient"), on="patient", how="semi"
    )
    main = [
        _named(at_baseline, "included"),
        _named(unknown, "included"),
        _named(never.with_columns(reason=nw.lit(NO_VALUE_YET)), "LOCF"),
    ]
    ended = _named(gone.with_columns(reason=nw.lit(NO_VALUE_ON_DRUG)), "observed")
    unbanded = absent.filter(nw.col("parameter").is_in(list(study.bands)))
    main.append(_named(unbanded.with_columns(parameter=name_of(nw.col("parameter"))), "observed"))
    return [
        by_family(_named(absent, "observed"), followed),
        *(in_groups(rows, followed.groups, MAIN) for rows in main),
        in_groups(ended, followed.groups, (CONTINUATION,)),
    ]


def _categories_out(followed: Followed) -> list[Frame]:
    unknown = [
        in_groups(rows.filter(nw.col("level").is_null()), followed.groups, groupings)
        for groupings, rows in levels(followed)
    ]
    acted = events.actions(followed.events)
    without = _missing_from(acted, followed, ("parameter", "visit"))
    spared = _named(without.with_columns(reason=nw.lit(events.NO_EVENT)), "included")
    return [
        *(rows.with_columns(reason=nw.lit(NOT_RECORDED)) for rows in unknown),
        in_groups(spared, followed.groups, MAIN),
    ]


def _responses_out(followed: Followed) -> Frame:
    """Not evaluable by the baseline, or (as observed) without a value at the visit."""
    out = followed.responses.filter(
        nw.col("level").is_null(),
        nw.col("parameter").is_in(list(followed.study.responses.report)),
    ).select(
        "population", "visit", "patient", "withdrawal_number", response=nw.col("parameter"),
        parameter=nw.col("instrument"), not_evaluable=nw.col("reason"),
    )  # fmt: skip
    explained = _absence(out, followed).select(
        "population", "visit", "patient", parameter=nw.col("response"),
        reason=nw.coalesce(nw.col("not_evaluable"), nw.col("reason")),
    )  # fmt: skip
    return in_groups(explained, followed.groups, MAIN)


def _later(rows: Frame, followed: Followed) -> Frame:
    return rows.filter(nw.col("visit") != followed.study.baseline)


def _pairs_and_cases_in(followed: Followed) -> list[Frame]:
    seen = observed(followed)
    at_baseline = followed.used.filter(nw.col("visit") == followed.study.baseline)
    pairs = _later(seen, followed).join(
        at_baseline.select("parameter", "patient"), on=["parameter", "patient"], how="semi"
    )
    visits_of_patient = _visits_of_patient(seen)
    every = visits_of_patient.join(_visits_of_group(seen), on=["parameter", "group"])
    complete = every.filter(nw.col("_visits") == nw.col("_all"))
    above = pairs.join(
        at_baseline.filter(nw.col("ticks") > 0).select("parameter", "patient"),
        on=["parameter", "patient"],
        how="semi",
    )
    return [
        pairs.with_columns(population=nw.lit(PAIRS)),
        above.with_columns(population=nw.lit(PAIRS_ABOVE_ZERO)),
        _at_no_visit(visits_of_patient, "observed"),
        _at_no_visit(complete, "complete cases"),
    ]


def _visits_of_patient(seen: Frame) -> Frame:
    return seen.group_by("parameter", "group", "patient").agg(nw.len().alias("_visits"))


def _visits_of_group(seen: Frame) -> Frame:
    visits = seen.select("parameter", "group", "visit").unique()
    return visits.group_by("parameter", "group").agg(nw.len().alias("_all"))


def _at_no_visit(rows: Frame, population: str) -> Frame:
    return rows.with_columns(population=nw.lit(population), visit=nw.lit(""))


def _pairs_and_cases_out(followed: Followed, absent: Frame) -> list[Frame]:
    visits = followed.used.select("parameter", "visit").unique()
    at_baseline = followed.used.filter(nw.col("visit") == followed.study.baseline)
    every = visits.select("parameter").unique().join(
        followed.members.select("patient"), how="cross"
    )  # fmt: skip
    on = ["parameter", "patient"]
    no_baseline = every.join(at_baseline.select(*on), on=on, how="anti")
    first = no_baseline.join(_later(visits, followed), on="parameter").with_columns(
        reason=nw.lit(NO_BASELINE)
    )
    others = _later(absent, followed).join(no_baseline, on=on, how="anti")
    unpaired = [
        by_family(_named(rows, population), followed)
        for rows in (first, others)
        for population in (PAIRS, PAIRS_ABOVE_ZERO)
    ]
    at_zero = at_baseline.filter(nw.col("ticks") <= 0).select(*on)
    zero = _later(followed.used, followed).join(at_zero, on=on, how="semi")
    no_percent = _named(zero.with_columns(reason=nw.lit(BASELINE_ZERO)), PAIRS_ABOVE_ZERO)
    return [*unpaired, by_family(no_percent, followed), *_cases_out(followed)]


def _cases_out(followed: Followed) -> list[Frame]:
    seen = observed(followed)
    by_patient, by_group = _visits_of_patient(seen), _visits_of_group(seen)
    # Groups have other names in each grouping, so that the name is enough.
    members = followed.groups.select("patient", "group")
    every = by_group.join(members, on="group").join(
        by_patient, on=["parameter", "group", "patient"], how="left"
    )
    never = every.filter(nw.col("_visits").is_null())
    partly = every.filter(nw.col("_visits").is_null() | (nw.col("_visits") < nw.col("_all")))
    return [
        _at_no_visit(never.with_columns(reason=nw.lit(NO_VALUE_EVER)), "observed"),
        _at_no_visit(partly.with_columns(reason=nw.lit(NOT_EVERY_VISIT)), "complete cases"),
    ]


def _every_grouping(study: Study) -> tuple[str, ...]:
    return tuple(name for groupings, _ in families(study) for name in groupings)


def _patients_in(followed: Followed, everyone: Frame) -> list[Frame]:
    counted = {"population": nw.lit("included"), "parameter": nw.lit(PATIENTS)}
    members = followed.groups.select("group", "patient", visit=nw.lit(""), **counted)
    seen = followed.used.select("visit", "patient").unique().with_columns(**counted)
    treated = followed.members.select("patient", visit=nw.lit(""), **counted)
    prior = treated.with_columns(parameter=nw.lit("prior systemic therapy"))
    on_drug = treated.with_columns(parameter=nw.lit(ON_DRUG))
    return [
        members,
        in_groups(on_drug, followed.groups, MAIN),
        in_groups(seen, followed.groups, _every_grouping(followed.study)),
        in_groups(prior, followed.groups, MAIN),
        _considered(everyone.filter(nw.col("included"))),
    ]


def _patients_out(followed: Followed) -> Frame:
    """Included patients without any value at a visit."""
    seen = followed.used.select("visit", "patient").unique()
    out = _missing_from(seen, followed, ("visit",)).with_columns(parameter=nw.lit(PATIENTS))
    explained = _absence(out, followed)
    # A discarded value of one parameter says nothing of the others: no rule has this name.
    return in_groups(
        _named(explained, "included"), followed.groups, _every_grouping(followed.study)
    )


def _not_included(everyone: Frame) -> Frame:
    excluded = everyone.filter(~nw.col("included"))
    reason = nw.concat_str([nw.lit(NOT_INCLUDED), nw.col("exclusion")])
    return _considered(excluded.with_columns(reason=reason))


def _considered(rows: Frame) -> Frame:
    return rows.drop("group").with_columns(
        population=nw.lit("considered"), parameter=nw.lit(PATIENTS), group=nw.lit(ALL),
        visit=nw.lit(""),
    )  # fmt: skip
