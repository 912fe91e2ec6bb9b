"""Each estimator against the numbers that R, NIST and 20-digit integrals gave.

The scripts beside this file made them; the tests need only the files.
"""

import csv
import json
import math
from pathlib import Path

import cases
import numpy as np
import pytest

from dermcohort.estimate.describe import describe
from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunnett import dunnett_tail
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.multiplicity.holm import bonferroni, holm
from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.estimate.proportions.proportion import clopper_pearson, wilson
from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.estimate.same_patients.rm_anova import rm_anova
from dermcohort.estimate.same_patients.wilcoxon_signed_rank import wilcoxon_signed_rank

HERE = Path(__file__).parent


def reference(name):
    """Every case of one file, with a function that compares to the file's tolerance."""
    text = json.loads((HERE / f"{name}.json").read_text())
    tolerance = text.get("tolerance", {})

    def near(expected):
        limits = {"rel": tolerance.get("relative", 0), "abs": tolerance.get("absolute", 1e-300)}
        return pytest.approx(expected, **limits)

    return [pytest.param(case, near, id=case["name"]) for case in text["cases"]]


CASES = [(name, case) for name in cases.names() for case in cases.read(name)["cases"]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}-{c['name']}" for n, c in CASES])
def test_ours_is_theirs(name, case):
    compared = list(cases.quantities(name, case))
    assert compared
    assert not [quantity for quantity in compared if not quantity.passes]


def counted(groups):
    values = np.unique(np.concatenate([np.asarray(group, float) for group in groups]))
    return values, np.array([[group.count(value) for group in groups] for value in values])


@pytest.mark.parametrize(("case", "near"), reference("describe"))
def test_describe(case, near):
    values, counts = counted([case["x"]])
    six = describe(values, counts[:, 0])
    seven = describe(values, counts[:, 0], quartile_type=7)
    for field in ("mean", "sd", "se", "minimum", "maximum"):
        assert getattr(six, field) == near(case[field])
    assert [six.q1, six.median, six.q3] == near(case["quartiles_6"])
    assert [seven.q1, seven.median, seven.q3] == near(case["quartiles_7"])
    expected = case["geometric_mean"]
    assert six.geometric_mean == (None if expected is None else near(expected))


@pytest.mark.parametrize(("case", "near"), reference("shapiro_wilk"))
def test_shapiro_wilk(case, near):
    result = shapiro_wilk(np.array(case["values"]), np.array(case["counts"]))
    assert result.w == near(case["w"])
    assert result.p_value == near(case["p_value"])


@pytest.mark.parametrize(("case", "near"), reference("independent_groups"))
def test_independent_groups(case, near):
    values, counts = counted(case["groups"])
    anova = one_way_anova(values, counts)
    assert [anova.f, anova.p_value] == near([case["f"], case["anova_p"]])
    assert [anova.df_between, anova.df_within] == case["df"]
    kruskal = kruskal_wallis(values, counts)
    assert [kruskal.h, kruskal.p_value] == near([case["h"], case["kruskal_p"]])
    ranks = dunn(values, counts)
    assert ranks.z.tolist() == near(case["dunn_z"])
    assert ranks.p_value.tolist() == near(case["dunn_p"])
    adjusted = [min(1.0, p * len(ranks.z)) for p in case["dunn_p"]]
    assert ranks.p_adjusted.tolist() == near(adjusted)


@pytest.mark.parametrize(("case", "near"), reference("same_patients"))
def test_same_patients(case, near, monkeypatch):
    ticks = np.rint(1_000_000 * np.array(case["visits"])).astype(int)
    once = np.ones(len(ticks), int)
    result = paired_t(ticks[:, :2], once)
    fields = (result.t, result.df, result.p_value, result.conf_low, result.conf_high)
    assert list(fields) == near(case["paired"])
    ranks = friedman(ticks, once)
    assert [ranks.chi2, ranks.p_value] == near([case["chi2"], case["friedman_p"]])
    anova = rm_anova(ticks, once)
    # R rounds the sums of squares, which are exact here.
    p_values = [case["anova_p"], case["p_gg"], case["p_hf"]]
    assert anova.f == pytest.approx(case["f"], rel=1e-9)
    assert [anova.p_value, anova.p_gg, anova.p_hf] == pytest.approx(p_values, rel=1e-9, abs=0)
    # R prints epsilon with 4 digits, Huynh and Feldt's without the limit of 1.
    printed = [min(1.0, epsilon) for epsilon in case["epsilon_printed"]]
    assert [anova.epsilon_gg, anova.epsilon_hf] == pytest.approx(printed, abs=6e-5)
    if case["exact_wilcoxon"] is not None:
        for zeros in ("wilcoxon", "pratt"):
            exact = wilcoxon_signed_rank(ticks[:, :2], once, zeros=zeros)
            assert exact.exact
            assert exact.p_value == near(case[f"exact_{zeros}"])
    monkeypatch.setattr(f"{wilcoxon_signed_rank.__module__}.EXACT_N", 0)
    normal = wilcoxon_signed_rank(ticks[:, :2], once)
    assert [normal.w_plus, normal.p_value] == near([case["v"], case["normal_p"]])


@pytest.mark.parametrize(("case", "near"), reference("tables"))
def test_tables(case, near):
    table = np.array(case["table"])
    plain = chi_square(table)
    assert [plain.chi2, plain.df] == near([case["chi2"], case["df"]])
    assert [plain.p_value, plain.expected_min] == near([case["p_value"], case["expected_min"]])
    if case["fisher_p"] is not None:
        corrected = chi_square(table, yates=True)
        assert [corrected.chi2, corrected.p_value] == near([case["yates_chi2"], case["yates_p"]])
        assert fisher_exact(table).p_value == near(case["fisher_p"])


@pytest.mark.parametrize(("case", "near"), reference("proportion"))
def test_proportion(case, near):
    for function, name in ((wilson, "wilson"), (clopper_pearson, "clopper_pearson")):
        for level in (90, 95):
            interval = function(case["x"], case["n"], level / 100)
            assert [interval.low, interval.high] == near(case[f"{name}_{level}"])


@pytest.mark.parametrize(("case", "near"), reference("holm"))
def test_holm(case, near):
    assert holm(np.array(case["p"])).tolist() == near(case["holm"])
    assert bonferroni(np.array(case["p"])).tolist() == near(case["bonferroni"])


# Digits that the certified values keep when the data are stored as floats.
NIST_DIGITS = {"SiRstv": 13, "SmLs01": 15, "SmLs02": 15, "SmLs03": 15, "AtmWtAg": 10,
               "SmLs04": 10, "SmLs05": 10, "SmLs06": 10, "SmLs07": 4, "SmLs08": 4,
               "SmLs09": 4}  # fmt: skip


@pytest.mark.parametrize(("case", "near"), reference("nist_anova"))
def test_nist(case, near):
    digits = NIST_DIGITS[case["name"]]
    values = np.array([float(value) for value in case["values"]])
    result = one_way_anova(values, np.array(case["counts"]))
    assert (result.df_between, result.df_within) == (case["df_between"], case["df_within"])
    for found, certified, kept in (
        (result.f, case["f"], digits),
        # Of the sums the rounding of the data takes a little more.
        (result.ss_between, case["ss_between"], digits - 0.1),
        (result.ss_within, case["ss_within"], digits - 0.1),
    ):
        assert -math.log10(max(abs(found / float(certified) - 1), 1e-17)) >= kept


with (HERE / "dunnett.csv").open(newline="") as file:
    DUNNETT = list(csv.DictReader(file))


@pytest.mark.parametrize("case", DUNNETT, ids=lambda c: f"{c['t']}-{c['n_control']}-{c['df']}")
def test_dunnett(case):
    sizes = tuple(int(size) for size in case["sizes"].split())
    p = dunnett_tail(float(case["t"]), sizes, int(case["n_control"]), int(case["df"]))
    assert p == pytest.approx(float(case["p"]), rel=0, abs=1e-12)
