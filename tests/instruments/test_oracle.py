"""Scores against scorers written from the published rules in another way, on random answers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT, score_answers

HALF = [0, 2, 3, 4, 5, 6]  # signs of EASI in half points: 0, 1, 1.5, 2, 2.5, 3


def area_of_permille(permille):
    """Area score from tenths of a percent, by counting the classes that end at or below it."""
    ends = [1, 100, 300, 500, 700, 900]
    return len([end for end in ends if end <= permille])


@st.composite
def eczema(draw, grades=HALF, signs=4):
    """Four regions as (tenths of a percent, signs in half points), without contradictions."""
    regions = []
    for _ in range(4):
        found = draw(st.lists(st.sampled_from(grades), min_size=signs, max_size=signs))
        permille = draw(st.integers(1, 1000)) if any(found) else 0
        regions.append((permille, found))
    return regions


def as_answers(instrument, regions, sign_unit):
    answers = {}
    for key, (permille, signs) in zip(("hn", "ul", "tr", "ll"), regions, strict=True):
        answers[f"{key}_percent"] = permille / 10
        for name, sign in zip(instrument.formula.signs, signs, strict=True):
            answers[f"{key}_{name}"] = sign * sign_unit
    return answers


@given(eczema(), st.integers(0, 100))
def test_easi(regions, age):
    tenths = [2, 2, 3, 3] if age <= 7 else [1, 2, 3, 4]
    twentieths = [
        tenth * area_of_permille(permille) * sum(signs)
        for tenth, (permille, signs) in zip(tenths, regions, strict=True)
    ]
    easi = INSTRUMENTS["EASI"]
    found = score_answers(easi, as_answers(easi, regions, 0.5), age_years=age)
    assert found.total * 20 == sum(twentieths)
    assert [value * 20 for _, value in found.parts] == twentieths


@given(eczema(), st.integers(0, 100), st.integers(0, 3))
def test_measi_is_easi_with_a_fifth_sign(regions, age, itch):
    easi, measi = INSTRUMENTS["EASI"], INSTRUMENTS["mEASI_itch"]
    answers = as_answers(easi, regions, 0.5) | {"itch": itch}
    alone = score_answers(easi, answers, age_years=age).total
    areas = [area_of_permille(permille) for permille, _ in regions]
    tenths = [2, 2, 3, 3] if age <= 7 else [1, 2, 3, 4]
    weighted = sum(tenth * area for tenth, area in zip(tenths, areas, strict=True))
    found = score_answers(measi, answers, age_years=age).total
    assert (found - alone) * 10 == itch * weighted


@given(eczema(grades=range(5), signs=3))
def test_pasi(regions):
    pasi = INSTRUMENTS["PASI"]
    found = score_answers(pasi, as_answers(pasi, regions, 1))
    tenths = 0
    for weight, (permille, signs) in enumerate(regions, 1):
        tenths += weight * area_of_permille(permille) * sum(signs)
    assert found.total * 10 == tenths


@given(
    st.integers(0, 1000), st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.integers(0, 100), st.integers(0, 100),
)  # fmt: skip
def test_scorad(permille, signs, itch, sleep):
    keys = [item.key for item in INSTRUMENTS["SCORAD"].items]
    answers = dict(zip(keys, (permille / 10, *signs, itch / 10, sleep / 10), strict=True))
    objective = permille * 2 + sum(signs) * 350  # hundredths
    for name, hundredths in {
        "oSCORAD": objective,
        "SCORAD": objective + 10 * (itch + sleep),
        "PO-SCORAD": objective + 10 * (itch + sleep),
    }.items():
        assert score_answers(INSTRUMENTS[name], answers).total * 100 == hundredths


@given(st.lists(st.integers(0, 1000), min_size=8, max_size=8))
def test_bsa(permille):
    keys = [item.key for item in INSTRUMENTS["BSA"].items]
    found = score_answers(
        INSTRUMENTS["BSA"], dict(zip(keys, (p / 10 for p in permille), strict=True))
    )
    nines = [1, 1, 1, 2, 2, 2, 2]
    expected = sum(9 * n * p for n, p in zip(nines, permille, strict=False)) + permille[7]
    assert found.total * 1000 == expected


#: Highest answer, blanks that score 0, whether a question may be not relevant.
SUMS = {"POEM": (4, 1, ()), "RECAP": (4, 1, ()), "CDLQI": (3, 1, ()), "ADCT": (4, 0, ()),
        "DLQI": (3, 1, range(2, 10))}  # fmt: skip


@pytest.mark.parametrize("name", SUMS)
@given(data=st.data())
def test_sums(name, data):
    highest, blanks, relevant = SUMS[name]
    instrument = INSTRUMENTS[name]
    one = st.none() | st.integers(0, highest)
    drawn = [
        data.draw(one | st.just(NOT_RELEVANT) if number in relevant else one)
        for number in range(len(instrument.items))
    ]
    keys = [item.key for item in instrument.items]
    found = score_answers(instrument, dict(zip(keys, drawn, strict=True)))
    left_out = [key for key, each in zip(keys, drawn, strict=True) if each is None]
    assert list(found.missing) == left_out
    if len(left_out) > blanks:
        assert found.total is None
        assert found.reason
        assert found.band == ""
    else:
        assert found.total == sum(each for each in drawn if isinstance(each, int))
        assert not found.reason


@given(st.booleans(), st.none() | st.integers(0, 2))
def test_work_in_dlqi(prevented, hard):
    answers = dict.fromkeys((f"q{n}" for n in range(1, 11)), 0) | {"q7": None}
    found = score_answers(INSTRUMENTS["DLQI"], answers | {"q7a": prevented, "q7b": hard})
    assert found.total == (3 if prevented else hard or 0)
    assert bool(found.missing) == (not prevented and hard is None)


@pytest.mark.parametrize("name", sorted(set(INSTRUMENTS) - {"EASI", "mEASI_itch", "PASI"}))
@given(data=st.data())
def test_a_worse_answer_is_a_worse_score(name, data):
    instrument = INSTRUMENTS[name]
    answers = {
        item.key: data.draw(st.sampled_from(item.allowed or (item.low, item.high)))
        for item in instrument.items
    }
    worse = data.draw(st.sampled_from(instrument.items))
    before = score_answers(instrument, answers).total
    after = score_answers(instrument, answers | {worse.key: worse.high}).total
    assert (after > before) == (answers[worse.key] < worse.high)
    assert 0 <= before <= after <= instrument.high


@given(eczema(), st.integers(0, 100))
def test_a_float_gives_what_its_decimal_gives(regions, age):
    easi = INSTRUMENTS["EASI"]
    floats = as_answers(easi, regions, 0.5)
    exact = {key: Fraction(str(value)) for key, value in floats.items()}
    assert score_answers(easi, floats, age_years=age) == score_answers(easi, exact, age_years=age)
