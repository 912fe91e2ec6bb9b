"""A tidy cohort in any layout comes back as the same tables, without a question or a finding."""

from __future__ import annotations

import datetime as dt

from chart_grids import checked_by, surveyed
from chart_layouts import CODES, DAYS, HEADINGS, PLACES, WORDS, Layout, Patient, grids, truth
from hypothesis import given, settings
from hypothesis import strategies as st

COLUMNS = {
    "patients": ("patient", "age_years", "sex"),
    "treatments": ("patient", "drug", "start", "stop"),
    "assessments": ("patient", "date", "parameter", "value"),
    "events": ("patient", "event", "date"),
}
VALUES = {
    "EASI": st.integers(1, 1440).map(lambda ticks: ticks / 20),
    "IGA": st.integers(0, 4),
    "LDH": st.integers(120, 400),
}


@st.composite
def cohorts(draw):
    people = []
    for number in range(draw(st.integers(4, 7))):
        start = dt.date(2021, 1, 10) + dt.timedelta(days=draw(st.integers(0, 300)))
        values = {
            code: tuple(
                # The first patient has all, so that no column is empty.
                draw(VALUES[code] if number == 0 else st.none() | VALUES[code])
                for _ in DAYS
            )
            for code in CODES
        }
        people.append(
            Patient(
                name=f"P{number + 1:02}",
                age=draw(st.integers(20, 80)),
                sex=draw(st.sampled_from("FM")),
                start=start,
                stop=draw(st.none() | st.just(start + dt.timedelta(days=400))),
                values=values,
                late=tuple(draw(st.integers(0, 5)) for _ in DAYS),
                onset=draw(st.none() | st.just(start + dt.timedelta(days=20)))
                if number else start + dt.timedelta(days=9),
            )
        )  # fmt: skip
    return people


layouts = st.builds(
    Layout,
    language=st.sampled_from(sorted(HEADINGS)),
    words=st.sampled_from(sorted(WORDS)),
    place=st.sampled_from(PLACES),
    scores=st.sampled_from(["wide", "dated", "rows", "long", "visits", "named", "sheets"]),
    one_sheet=st.booleans(),
    two_rows=st.booleans(),
    titles=st.integers(0, 2),
    units=st.booleans(),
    total=st.booleans(),
    merged=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(cohorts(), layouts)
def test_the_same_tables_come_back(cohort, layout):
    sheets = grids(cohort, layout)
    seen = surveyed(*sheets)
    asked = [(g.heading, g.question) for s in seen.sources for g in s.columns if g.question]
    assert (asked, [s.questions for s in seen.sources if s.questions]) == ([], [])
    checked = checked_by(seen, *sheets)
    errors = [f.sentence for f in checked.findings if f.severity == "error"]
    assert errors == []
    unknown = [f.sentence for f in checked.findings if "heading" in f.rule or "mapping" in f.rule]
    assert unknown == []
    for table, expected in truth(cohort, layout).items():
        frame = getattr(checked.cohort, table).collect()
        assert set(frame.select(*COLUMNS[table]).rows()) == expected, table
        assert len(frame) == len(expected)
