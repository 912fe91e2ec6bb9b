import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoAnswer, NoSpread, NotEstimable, TooFewObservations
from dermcohort.estimate.survival import cox as file
from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.log_rank import log_rank

TIMES = np.array([4.0, 4, 8, 8, 12, 16, 16, 20])
EVENTS = np.array([1, 0, 1, 1, 1, 1, 0, 0])
DESIGN = np.array([[62.0, 0], [48, 1], [55, 1], [31, 0], [59, 0], [37, 1], [66, 0], [41, 1]])
COUNTS = np.array([3, 1, 2, 1, 4, 2, 6, 5])


def test_worked_by_hand():
    # Hazards 1, h, 1; those of the first and then of the second: 1 / (h + 2) * h / (h + 1) is
    # largest at the root of 2.
    found = cox(
        np.array([1, 2, 3]), np.array([1, 1, 0]), np.array([[0.0], [1], [0]]), np.ones(3, int)
    )
    assert found.estimate[0] == pytest.approx(2**0.5, rel=1e-14)
    # Second derivative by log h: 2 h / (h + 2)^2 + h / (h + 1)^2.
    h = 2**0.5
    assert found.se[0] ** -2 == pytest.approx(2 * h / (h + 2) ** 2 + h / (h + 1) ** 2, rel=1e-14)
    assert found.log_likelihood_null == pytest.approx(-np.log(6), rel=1e-14)
    assert found.log_likelihood == pytest.approx(np.log(h / (h + 1) / (h + 2)), rel=1e-14)
    assert (found.n, found.events) == (3, 2)


def test_ties_by_efron():
    # Two of three at one time, one of each group: h / ((h + 2) * (h + 2 - (h + 1) / 2)).
    found = cox(
        np.array([1, 1, 2]), np.array([1, 1, 0]), np.array([[1.0], [0], [0]]), np.ones(3, int)
    )
    assert found.estimate[0] == pytest.approx(6**0.5, rel=1e-13)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=25))
def test_score_test_without_ties_is_the_log_rank_test(patients):
    events, second = np.array(patients, int).T
    times = np.arange(len(events))
    counts = np.zeros((len(times), 2, 2), int)
    counts[times, second, events] = 1
    try:
        found = cox(times, events, second[:, np.newaxis], np.ones(len(times), int))
    except NotEstimable:
        return
    assert found.score.chi2 == pytest.approx(log_rank(times, counts).chi2, rel=1e-11, abs=1e-13)


@settings(max_examples=40, deadline=None)
@given(arrays(int, 8, elements=st.integers(0, 40)))
def test_two_on_a_row_are_two_rows(counts):
    rows = TIMES, EVENTS, DESIGN
    try:
        together = cox(*rows, counts)
    except NotEstimable:
        return
    listed = cox(*(np.repeat(a, counts, axis=0) for a in rows), np.ones(counts.sum(), int))
    assert together.coefficient.tolist() == listed.coefficient.tolist()
    assert together.covariance.tolist() == listed.covariance.tolist()
    assert together.likelihood_ratio == listed.likelihood_ratio


def test_unit_and_origin_of_covariates():
    one = cox(TIMES, EVENTS, DESIGN, COUNTS)
    # In a unit so much smaller that the ratio for one of it is nearly 1.
    other = cox(TIMES, EVENTS, DESIGN * [2.0**40, 1], COUNTS)
    assert (other.coefficient * [2.0**40, 1]).tolist() == one.coefficient.tolist()
    assert other.p_value.tolist() == one.p_value.tolist()
    moved = cox(TIMES, EVENTS, DESIGN + np.array([1e6, -3]), COUNTS)
    assert moved.coefficient == pytest.approx(one.coefficient, rel=1e-9)
    turned = cox(TIMES, EVENTS, -DESIGN, COUNTS)
    assert turned.coefficient == pytest.approx(-one.coefficient, rel=1e-12)


def test_limits_and_tests_belong_together():
    found = cox(TIMES, EVENTS, DESIGN, COUNTS)
    assert np.log(found.conf_high / found.estimate) == pytest.approx(1.959963984540054 * found.se)
    assert found.z == pytest.approx(found.coefficient / found.se)
    wald = found.coefficient @ np.linalg.inv(found.covariance) @ found.coefficient
    assert (found.wald.chi2, found.wald.df) == (pytest.approx(wald, rel=1e-10), 2)
    ratio = 2 * (found.log_likelihood - found.log_likelihood_null)
    assert found.likelihood_ratio.chi2 == pytest.approx(ratio, rel=1e-12)


def test_a_huge_ratio_is_found():
    # 40,000 of 40,010 against one of a million: the first step would end beyond all numbers.
    rows = np.array([1, 1, 2, 2]), np.array([1, 1, 0, 0]), np.array([[0.0], [1], [0], [1]])
    found = cox(*rows, np.array([1, 40_000, 10**6, 10]))
    assert 5e6 < found.estimate[0] < 2e7
    assert found.se[0] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("extreme", [1e3, 1e6, 1e12])
def test_one_patient_far_away_does_not_cost_digits(extreme):
    # He is always at risk, and the larger he is the nearer to 0 his hazard: no matter how large.
    design = DESIGN.copy()
    design[7, 0] = 1e4
    expected = cox(TIMES, EVENTS, design, COUNTS)
    design[7, 0] = extreme
    found = cox(TIMES, EVENTS, design, COUNTS)
    assert found.coefficient == pytest.approx(expected.coefficient, rel=1e-9)
    assert found.se == pytest.approx(expected.se, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"counts": 0 * COUNTS}, TooFewObservations, "no patients"),
        ({"events": 0 * EVENTS}, NoAnswer, "nobody"),
        ({"times": 0 * TIMES, "events": 1 + 0 * EVENTS}, NoSpread, "at the same time"),
        ({"design": DESIGN[:, [0, 0]]}, NoSpread, "determine each other"),
        ({"design": 0 * DESIGN + 7}, NoSpread, "covariate 1 is the same"),
        ({"design": DESIGN * [1, 0]}, NoSpread, "covariate 2 is the same"),
        ({"design": TIMES[:, np.newaxis]}, NoAnswer, "the smallest value"),
        ({"design": DESIGN * [1e-6, 1]}, NoAnswer, "too large to be written"),
        ({"counts": np.array([0, 0, 0, 0, 1, 0, 0, 0])}, NoSpread, "is the same"),
        ({"level": 0}, ValueError, "level"),
    ],
)
def test_not_estimable(change, error, words):
    given = {"times": TIMES, "events": EVENTS, "design": DESIGN, "counts": COUNTS} | change
    with pytest.raises(error, match=words):
        cox(**given)


def test_says_so_when_there_is_no_maximum(monkeypatch):
    monkeypatch.setattr(file, "ENOUGH", 1)
    with pytest.raises(NoAnswer, match="no clear maximum"):
        cox(TIMES, EVENTS, DESIGN, COUNTS)
