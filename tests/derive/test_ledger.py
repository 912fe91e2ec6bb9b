"""What must hold for every cohort: numbers, categories and ledger cannot disagree."""

import random
from collections import Counter

import polars as pl
from cohorts import cohort, day, measured, patient, rows, study, treated

from dermcohort import engine
from dermcohort.derive import derive, rule_names

KEY = ["population", "parameter", "group", "visit"]


def tables(seed=1, patients=40):
    dice = random.Random(seed)
    names = [str(number) for number in range(patients)]
    return {
        "patients": [patient(n, sex=dice.choice("FM"), age_years=30.0) for n in names],
        "treatments": [
            course
            for n in names
            for course in (
                treated(n, 0, dice.choice([None, None, 28, 60, 95]), dose_mg_per_day=4.0),
                treated(n, -300, dice.choice([-200, -10]), drug="dupilumab"),
            )[: dice.choice([1, 1, 2])]
        ],
        "assessments": [
            measured(parameter, target - dice.randint(0, 9), f"{dice.randint(0, 99)}/20", n)
            for n in names
            for parameter in ("EASI", "IGA", "POEM", "TARC")
            for target in (0, 30, 90)
            if dice.random() < 0.8
        ],
        "events": [
            {"patient": n, "event": "herpes zoster", "date": day(dice.randint(-9, 60))}
            for n in names
            if dice.random() < 0.2
        ],
    }  # fmt: skip


def collected(frame):
    return engine.collect(frame).to_native()


def test_who_is_in_is_who_has_a_value_or_a_level():
    derived = derive(study(), cohort(tables()))
    counted = pl.concat(
        [collected(f).select(*KEY, "patient") for f in (derived.values, derived.categories)]
    ).unique()
    expected = dict(counted.group_by(KEY).len().rows_by_key(KEY, unique=True))
    ledger = collected(derived.ledger)
    inside = ledger.filter(status="in").group_by(KEY).len().rows_by_key(KEY, unique=True)
    assert len(expected) > 200
    assert {key: inside[key] for key in expected} == expected
    others = set(inside) - set(expected)
    only_there = {(key[0], key[1] in ("patients", "time on drug")) for key in others}
    assert only_there == {
        ("considered", True), ("included", True), ("observed", False),
        ("complete pairs", False), ("pairs with a baseline above 0", False),
        ("complete cases", False), ("evaluable at baseline", False),
        ("baseline and a later value", False),
    }  # fmt: skip


def test_every_member_of_the_group_is_there_once():
    derived = derive(study(), cohort(tables()))
    members = Counter(group for _, _, group in rows(derived.groups))
    ledger = collected(derived.ledger).filter(pl.col("population") != "considered")
    sizes = ledger.group_by(KEY).agg(pl.len(), pl.col("patient").n_unique().alias("different"))
    for row in sizes.rows(named=True):
        assert row["len"] == row["different"] == members[row["group"]], row


def test_a_reason_stands_beside_those_who_are_out_and_only_there():
    ledger = collected(derive(study(), cohort(tables())).ledger)
    assert ((ledger["status"] == "in") == (ledger["reason"] == "")).all()
    assert ledger.null_count().row(0) == (0,) * ledger.width


def test_inside_is_the_part_of_the_ledger_that_is_in():
    derived = derive(study(), cohort(tables()))
    assert rows(derived.inside) == [row for row in rows(derived.ledger) if row[5] == "in"]


def test_the_order_of_rows_and_rows_that_stand_twice_do_not_matter():
    content = tables()
    mixed = {name: list(rows_) for name, rows_ in content.items()}
    for name in ("treatments", "assessments", "events"):
        mixed[name] += mixed[name][::3]
    for rows_ in mixed.values():
        random.Random(2).shuffle(rows_)
    one, other = derive(study(), cohort(content)), derive(study(), cohort(mixed))
    for name in ("subjects", "flow", "groups", "values", "categories", "ledger"):
        assert rows(getattr(one, name)) == rows(getattr(other, name)), name


def test_a_cohort_of_nobody_and_one_of_nobody_eligible():
    nobody = derive(study(), cohort({}))
    assert rows(nobody.ledger) == rows(nobody.values) == rows(nobody.subjects) == []
    not_treated = derive(study(), cohort({"patients": [patient()]}))
    assert rows(not_treated.ledger) == [
        ("considered", "patients", "all", "", "1", "out", "not included: no baricitinib")
    ]


def test_rules_have_names_before_anyone_breaks_them():
    assert rule_names(study()) == (
        "no baricitinib", "first dose before 2021-01-01", "first dose after 2023-02-28",
    )  # fmt: skip
