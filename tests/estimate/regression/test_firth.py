import json
import math
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoAnswer, NoSpread, NotEstimable, TooFewObservations
from dermcohort.estimate.crossing import crossing
from dermcohort.estimate.regression import firth as file
from dermcohort.estimate.regression.firth import firth

REFERENCE = Path(__file__).parents[2] / "reference" / "logistf.json"
CELL = st.integers(0, 12)
# EASI 12.4 and 20.05, BMI, and a yes-or-no covariate, of patients without and with a response.
DESIGN = np.array([[12.4, 21.5, 0], [20.05, 24.2, 1], [8.2, 30.1, 1], [35.1, 19.9, 0], [27, 26, 1]])
COUNTS = np.array([[9, 2], [4, 7], [5, 6], [3, 6], [1, 5]])


def outcome(design, counts, **options):
    """All fields to the last bit, or the reason why there are none."""
    try:
        result = firth(design, counts, **options)
    except NotEstimable as why:
        return type(why), str(why)
    found = {f.name: np.asarray(getattr(result, f.name)).tolist() for f in fields(result)}
    assert all(np.isfinite(x).all() for name, x in found.items() if name != "note")
    return found


@settings(deadline=None, max_examples=40)
@given(CELL, CELL, CELL, CELL)
def test_two_by_two_is_a_half_more_in_each_cell(a, b, c, d):
    assume(a + b and c + d and a + c and b + d)
    result = firth(np.array([[0], [1]]), np.array([[a, b], [c, d]]), events_per_term=0)
    # With as many patterns as terms, the penalised likelihood is that of cells + 1/2.
    first, second = math.log((b + 0.5) / (a + 0.5)), math.log((d + 0.5) / (c + 0.5))
    assert result.estimate == pytest.approx([first, second - first], abs=1e-11)

    def value(x, y):
        return sum(
            -(n + 0.5) * np.logaddexp(0, -s * z)
            for z, pair in ((x, (a, b)), (y, (c, d)))
            for n, s in zip(pair, (-1, 1), strict=True)
        )

    def fall(slope):
        def rising(x):
            p, q = 1 / (1 + math.exp(-x)), 1 / (1 + math.exp(-x - slope))
            return (a + b + 1) * p + (c + d + 1) * q - (b + d + 1)

        x = crossing(rising, -30.0, 30.0)
        return 2 * (value(first, second) - value(x, x + slope))

    assert result.chi2[1] == pytest.approx(fall(0.0), rel=1e-9, abs=1e-12)
    margin = 1.959963984540054**2
    assert fall(result.conf_low[1]) == pytest.approx(margin, rel=1e-10)
    assert fall(result.conf_high[1]) == pytest.approx(margin, rel=1e-10)


def test_separated_outcomes_have_finite_limits():
    result = firth(np.array([[0], [1]]), np.array([[20, 0], [0, 20]]))
    assert result.estimate[1] == pytest.approx(2 * math.log(41), rel=1e-13)
    assert 4 < result.conf_low[1] < result.estimate[1] < result.conf_high[1] < 15
    assert result.p_value[1] < 1e-10


@pytest.mark.parametrize("field", ["firth", "logistf"])
def test_standard_errors_of_both_definitions(field):
    case = json.loads(REFERENCE.read_text())["cases"][-1]
    design, counts = (np.array(case["input"][name]) for name in ("design", "counts"))
    result = firth(design, counts)
    x = np.column_stack([np.ones(len(design)), design])
    pi = 1 / (1 + np.exp(-x @ result.estimate))
    w = counts.sum(axis=1) * pi * (1 - pi)
    h = w * np.einsum("ij,jk,ik->i", x, np.linalg.inv(x.T @ (w[:, None] * x)), x)
    if field == "firth":
        # X' W X, as in the papers and in brglm2.
        expected, tolerance = result.se, 1e-12
    else:
        # The data with the pseudo-observations of the penalty: weights W (1 + h).
        expected, tolerance, w = case["logistf_se"], 2e-6, w * (1 + h)
    found = np.sqrt(np.diag(np.linalg.inv(x.T @ (w[:, None] * x))))
    assert found == pytest.approx(np.array(expected), rel=tolerance)


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_only_the_counts_matter(data):
    rows = data.draw(st.integers(2, 6))
    design = data.draw(arrays(float, (rows, 2), elements=st.integers(0, 20))) / 10
    counts = data.draw(arrays(np.int64, (rows, 2), elements=st.integers(0, 30)))
    part = np.minimum(data.draw(arrays(np.int64, (rows, 2), elements=st.integers(0, 30))), counts)
    order = data.draw(st.permutations(range(2 * rows)))
    written = np.vstack([design, design])[order], np.vstack([part, counts - part])[order]
    assert outcome(*written) == outcome(design, counts)


@settings(deadline=None, max_examples=20)
@given(st.integers(-30, 30), st.floats(0.01, 100), st.floats(-3, 3))
def test_unit_of_a_covariate(power, factor, shift):
    one, exact = firth(DESIGN, COUNTS), firth(DESIGN * [2.0**power, 1, 1], COUNTS)
    # A factor of two may cost the last bit, not more.
    assert exact.p_value == pytest.approx(one.p_value, rel=1e-14)
    assert exact.estimate[1] * 2.0**power == pytest.approx(one.estimate[1], rel=1e-14)
    other = firth(DESIGN * [1, factor, 1] + [0, 20 * factor * shift, 0], COUNTS)
    for name in ("estimate", "se", "conf_low", "conf_high"):
        found = getattr(other, name)[1:] * [1, factor, 1]
        assert found == pytest.approx(getattr(one, name)[1:], rel=1e-9)
    assert other.p_value[1:] == pytest.approx(one.p_value[1:], rel=1e-9)


def test_exchanged_outcomes_and_exchanged_covariates():
    one, other = firth(DESIGN, COUNTS), firth(DESIGN, COUNTS[:, ::-1])
    assert other.estimate == pytest.approx(-one.estimate, rel=1e-11)
    assert other.conf_low == pytest.approx(-one.conf_high, rel=1e-11)
    assert other.p_value == pytest.approx(one.p_value, rel=1e-11)
    assert (other.n, other.events, one.events) == (48, 22, 26)
    order = [2, 0, 1]
    moved = firth(DESIGN[:, order], COUNTS)
    assert moved.conf_low[1:] == pytest.approx(one.conf_low[1:][order], rel=1e-11)


def test_interval_and_test_agree():
    result = firth(DESIGN, COUNTS, level=0.8)
    outside = (result.conf_low > 0) | (result.conf_high < 0)
    assert outside.tolist() == (result.p_value < 0.2).tolist()
    assert 0 < outside.sum() < 4


def test_many_patients_and_a_covariate_far_from_zero():
    # Year of birth and EASI: the profile of the intercept goes back two thousand years.
    design = np.array([[1990, 8.0], [1985, 12.0], [2001, 20.0], [1979, 35.0], [1994, 14.0]])
    counts = 3_000_000 * np.array([[1, 1], [2, 1], [1, 3], [1, 1], [2, 3]])
    result = firth(design, counts)
    se = (
        np.array([result.conf_high - result.estimate, result.estimate - result.conf_low]) / 1.959964
    )
    assert se == pytest.approx(np.array([result.se, result.se]), rel=1e-3)


# 7 and 16 responders of 30 patients, as in the first study.
@pytest.mark.parametrize(
    ("responders", "terms", "fits"), [(7, 1, True), (7, 2, False), (16, 2, True), (16, 3, False)]
)
def test_events_per_term(responders, terms, fits):
    event = (np.arange(30) * 7 % 30 < responders).astype(int)
    design = np.column_stack([np.arange(30) % (j + 5) for j in range(terms)])
    counts = np.column_stack([1 - event, event])
    if fits:
        few = "fewer than 10 events per covariate"
        assert firth(design, counts).note == few
        assert firth(design, counts, events_per_term=1).p_value.tolist() == (
            firth(design, counts).p_value.tolist()
        )
    else:
        with pytest.raises(
            TooFewObservations, match=f"a model of {terms} covariates; .* 5 for each"
        ):
            firth(design, counts)
        assert len(firth(design, counts, events_per_term=2).estimate) == terms + 1


def test_no_note_with_ten_events_for_each():
    assert firth(DESIGN[:, :2], COUNTS).note == ""
    assert firth(DESIGN, COUNTS).note != ""


def test_two_maxima_end_the_search_for_a_limit():
    # The profile of the first covariate jumps from one maximum to another near the limit.
    counts = np.array([[1, 2, 1, 0, 1, 1], [0, 1, 0, 1, 2, 2]]).T
    design = np.array(
        [[-300, -1200, 200, -1400, -900, -200], [1, 1, 0, 0, 1, 1], [1, 0, 1, 1, 1, 1]]
    )
    result = firth(design.T, counts, events_per_term=0)
    assert (result.conf_low < result.estimate).all()
    assert (result.conf_high > result.estimate).all()


def test_limit_that_is_not_found(monkeypatch):
    monkeypatch.setattr(file, "MOST_STEPS", 1)
    with pytest.raises(NoAnswer, match="a profile limit was not found"):
        firth(DESIGN, COUNTS)


HALF = [[5, 5], [5, 5], [6, 4]]


@pytest.mark.parametrize(
    ("design", "counts", "error", "words"),
    [
        ([[0], [1], [2]], [[0, 0], [0, 0], [0, 0]], TooFewObservations, "no patients"),
        ([[0], [1], [2]], [[9, 0], [9, 0], [1, 0]], AllTied, "same outcome"),
        ([[0], [1], [2]], [[0, 9], [0, 9], [0, 1]], AllTied, "same outcome"),
        ([[0], [1], [2]], [[9, 1], [9, 0], [9, 3]], TooFewObservations, "4 patients of the rarer"),
        ([[0, 3], [1, 3], [2, 3]], HALF, NoSpread, "BMI has only one value"),
        ([[0, 3], [1, 5], [2, 7]], HALF, NoAnswer, "BMI is a linear combination"),
        ([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]], HALF, NoAnswer, "BMI is a linear combination"),
        (np.zeros((3, 0)), HALF, ValueError, "needs a covariate"),
        ([[0], [1], [2]], [[1, 1, 1]] * 3, ValueError, "without and with the event"),
        ([[0], [1], [np.inf]], HALF, ValueError, "not finite"),
    ],
)
def test_not_estimable(design, counts, error, words):
    names = ("EASI", "BMI")[: np.shape(design)[1]]
    with pytest.raises(error, match=words):
        firth(np.array(design), np.array(counts), names=names)


def test_fewer_patterns_than_terms():
    design = np.array([[0, 1, 3], [1, 0, 2], [1, 1, 7]])
    with pytest.raises(NoAnswer, match="covariate 3 is a linear combination"):
        firth(design, np.array(HALF), events_per_term=1)
    with pytest.raises(ValueError, match="level"):
        firth(DESIGN, COUNTS, level=95)
