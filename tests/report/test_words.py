import re
from dataclasses import replace

import pytest
import sample

from dermcohort.report.lookup import Lookup
from dermcohort.report.words import methods, results
from dermcohort.results import Results


@pytest.fixture(scope="module")
def content():
    return sample.content()


@pytest.fixture(scope="module")
def told(content):
    return " ".join(results(content, Lookup(content.results)))


def test_results_say_what_the_paper_says(told):
    for sentence in (
        "Of 36 patients considered, 30 were included (17 naive and 13 switch)",
        "Twenty-eight patients received 4 mg/day of baricitinib and 2 received 2 mg/day.",
        "In all patients, all outcomes but BSA improved significantly at 1 month",
        "In switch patients, no significant change in severity scores",
        "EASI-50 was achieved by 9/30 (30.0%)",
        "by multiple imputation and",
        "There were no significant changes in biomarkers.",
        "except for increased CPK at 3 months",
        "Six patients (20.0%) discontinued baricitinib by 3 months",
        "(Mann-Whitney test, p = 0.017; descriptive",
        "malignancy, thrombosis or embolism",
    ):
        assert sentence in told


def test_no_sentence_is_torn(told):
    assert not re.findall(r"\s[.,;)]|\(\s|  |\bNone\b|\bnan\b|,,|\.\.", told)


def test_a_sentence_without_its_numbers_is_left_out(content):
    for gone in content.results.distinct("analysis"):
        kept = Results(row for row in content.results if row.analysis != gone)
        text = " ".join(results(content, Lookup(kept)))
        assert not re.findall(r"—|\s[.,;)]|\(\)|None", text), gone


def test_methods_name_only_what_was_done(content):
    text = " ".join(methods(content, Lookup(content.results)))
    assert "Kruskal-Wallis test followed by Dunn" in text
    assert "Welch" not in text
    assert "drawn 100 times from the joint normal distribution of the visits" in text
    assert "(seed 1)" in text
    assert "between 1 January 2021 and 28 February 2023" in text
    nothing = " ".join(methods(content, Lookup(Results())))
    assert "Dunn" not in nothing
    assert "imputation" not in nothing
    assert "Holm" not in nothing


def test_the_test_of_normality_is_the_one_that_chose(content):
    def many(row):
        return replace(row, method="D'Agostino-Pearson") if row.method == "Shapiro-Wilk" else row

    def one_more(row):
        return many(row) if row.parameter == "EASI" else row

    few = content.results
    assert "with the Shapiro-Wilk test" in " ".join(methods(content, Lookup(few)))
    every = Lookup(Results(map(many, few)))
    assert "with the D’Agostino-Pearson test" in " ".join(methods(content, every))
    some = Lookup(Results(map(one_more, few)))
    said = "Shapiro-Wilk (up to 5,000 patients) or D’Agostino-Pearson test"
    assert said in " ".join(methods(content, some))
