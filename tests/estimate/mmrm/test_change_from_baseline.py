import numpy as np
import pytest

from dermcohort.counts import MISSING, VisitCounts
from dermcohort.errors import NotEstimable, TooFewObservations
from dermcohort.estimate.mmrm.change_from_baseline import mmrm_of_counts
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.mixed_model import differences, lsmeans, mmrm

VISITS = ("0M", "3M", "6M")


def vectors(seed, n=25, effect=0.0, missing=0.2):
    random = np.random.default_rng(seed)
    baseline = random.integers(200, 500, n)
    first = baseline // 2 - int(10 * effect) + random.integers(-60, 60, n)
    second = first - 30 + random.integers(-40, 40, n)
    ticks = np.column_stack([baseline, first, second])
    ticks[random.random(ticks.shape) < missing] = MISSING
    return ticks[(ticks != MISSING).any(axis=1)]


def counted(ticks, patients=None, unit=10):
    patients = np.ones(len(ticks), int) if patients is None else np.asarray(patients)
    return VisitCounts(VISITS, ticks, patients, unit)


def long(groups):
    """Rows of a table, the change beside its baseline."""
    rows = {"patient": [], "arm": [], "visit": [], "baseline": [], "change": [], "value": []}
    for g, ticks in enumerate(groups):
        for i, vector in enumerate(ticks):
            for name, tick in zip(VISITS, vector, strict=True):
                if tick != MISSING:
                    start = vector[0] / 10 if vector[0] != MISSING else None
                    change = (tick - vector[0]) / 10 if start is not None else None
                    row = (f"{g} {i}", "abc"[g], name, start, change, tick / 10)
                    for column, cell in zip(rows.values(), row, strict=True):
                        column.append(cell)
    return rows


def frame(groups, *, later):
    import polars as pl

    found = pl.DataFrame(long(groups))
    return found.filter(pl.col("visit") != "0M") if later else found


def test_is_the_formula_with_baseline_as_covariate():
    groups = [vectors(1), vectors(2, effect=4.0), vectors(3, 30)]
    result = mmrm_of_counts([counted(g) for g in groups], control=1)
    fit = mmrm(
        frame(groups, later=True),
        "change ~ visit * C(arm, contr.treatment('b')) + baseline:visit",
        subject="patient",
        visit="visit",
    )
    assert result.model.minus_2_log_likelihood == pytest.approx(
        fit.minus_2_log_likelihood, rel=1e-10
    )
    assert result.baseline == pytest.approx(fit.means["baseline"], rel=1e-14)
    means = lsmeans(fit, "arm", by="visit")
    for table, theirs in (
        (result.changes, means),
        (result.differences, differences(fit, "arm", by="visit", control="b")),
    ):
        for i in range(len(table.estimate)):
            group, visit = "abc"[table.group[i]], VISITS[table.visit[i]]
            j = list(zip(theirs.level, theirs.within, strict=True)).index((group, visit))
            for field in ("estimate", "se", "df", "t", "p_value", "conf_low", "conf_high"):
                expected = pytest.approx(getattr(theirs.tests, field)[j], rel=1e-8)
                assert getattr(table, field)[i] == expected
    assert result.changes.group.tolist() == [1, 1, 0, 0, 2, 2]
    assert result.differences.comparator.tolist() == [1] * 4
    assert result.patients + result.left_out == sum(map(len, groups))


def test_is_the_formula_with_baseline_as_visit():
    groups = [vectors(1), vectors(2, effect=4.0)]
    result = mmrm_of_counts([counted(g) for g in groups], baseline="visit")
    fit = mmrm(frame(groups, later=False), "value ~ visit * arm", subject="patient", visit="visit")
    theirs = differences(fit, "visit", by="arm")
    keys = list(zip(theirs.within, theirs.level, strict=True))
    for i in range(4):
        j = keys.index(("ab"[result.changes.group[i]], VISITS[result.changes.visit[i]]))
        assert result.changes.estimate[i] == pytest.approx(theirs.tests.estimate[j], rel=1e-9)
        assert result.changes.se[i] == pytest.approx(theirs.tests.se[j], rel=1e-8)
    assert result.left_out == 0
    assert result.changes.n.tolist() == [
        int((g[:, v] != MISSING).sum()) for g in groups for v in (1, 2)
    ]


def test_two_complete_visits_are_the_paired_t():
    ticks = vectors(4, missing=0.0)[:, :2]
    one = VisitCounts(("0M", "3M"), ticks, np.ones(len(ticks), int), 10)
    found, t = mmrm_of_counts([one], baseline="visit").changes, paired_t(ticks, np.ones(25, int))
    assert found.t[0] == pytest.approx(t.t, rel=1e-12)
    assert found.df[0] == pytest.approx(t.df, rel=1e-12)
    assert found.p_value[0] == pytest.approx(t.p_value, rel=1e-11)


def fields(table):
    return {name: getattr(table, name).tolist() for name in table.__slots__}


def test_counts_are_patients_to_the_last_bit():
    ticks = vectors(5, 12)
    counts = np.random.default_rng(0).integers(1, 4, len(ticks))
    one = mmrm_of_counts([counted(ticks, counts)])
    order = np.random.default_rng(1).permutation(int(counts.sum()))
    each = np.repeat(ticks, counts, axis=0)[order]
    assert fields(mmrm_of_counts([counted(each)]).changes) == fields(one.changes)


def test_a_visit_without_values_is_no_visit_of_the_model():
    ticks = np.column_stack([vectors(6), np.full(len(vectors(6)), MISSING)])
    four = VisitCounts((*VISITS, "9M"), ticks, np.ones(len(ticks), int), 10)
    three = mmrm_of_counts([counted(vectors(6))])
    assert fields(mmrm_of_counts([four]).changes) == fields(three.changes)


def test_a_group_without_values_at_a_visit():
    other = vectors(2)
    other[:, 2] = MISSING
    result = mmrm_of_counts([counted(vectors(1)), counted(other)])
    assert result.changes.group.tolist() == [0, 0, 1]
    assert result.differences.visit.tolist() == [1]
    assert "1 changes of groups without values" in result.note


def test_the_ladder_is_told():
    # With a slope in the baseline the two changes lie on one line.
    ticks = np.array([[300, 200, 100], [310, 240, 120], [280, 180, 140]])
    ticks = np.vstack([ticks, [290, 200, MISSING], [330, MISSING, 150]])
    result = mmrm_of_counts([counted(ticks)])
    assert result.note.startswith(f"{result.model.covariance} covariance, since unstructured: ")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda t: t[:, :2], TooFewObservations, "fewer than 2 visits"),
        (lambda t: np.where(t == t[:, :1], MISSING, t), TooFewObservations, "fewer than 2 visits"),
        (lambda t: np.tile([300, 200, 100], (9, 1)), NotEstimable, "fits every value"),
        (lambda t: t[:2], TooFewObservations, "too few"),
    ],
)
def test_not_estimable(change, error, words):
    ticks = change(vectors(1, missing=0.0))
    one = VisitCounts(VISITS[: ticks.shape[1]], ticks, np.ones(len(ticks), int), 10)
    with pytest.raises(error, match=words):
        mmrm_of_counts([one])


def test_wrong_calls():
    one = counted(vectors(1))
    with pytest.raises(ValueError, match="covariate"):
        mmrm_of_counts([one], baseline="offset")
    with pytest.raises(ValueError, match="same visits"):
        mmrm_of_counts([one, VisitCounts(("0M", "1M", "2M"), one.ticks, one.patients)])
    with pytest.raises(ValueError, match="there must be a group"):
        mmrm_of_counts([])
    with pytest.raises(IndexError):
        mmrm_of_counts([one], control=1)
