"""Degrees of freedom of compound symmetry, for coefficients and for terms."""

import pandas as pd

from dermcohort.mixed_model import f_tests, mmrm


def ours(given):
    data = pd.DataFrame(given["data"])

    def fit(df, information):
        return mmrm(
            data,
            given["formula"],
            subject="subject",
            visit="visit",
            covariance=("compound symmetry",),
            df=df,
            information=information,
        )

    kr, sat = fit("Kenward-Roger", "expected"), fit("Satterthwaite", "observed")
    return {
        "MMRM": {
            "estimate": kr.tests.estimate,
            "model se": sat.tests.se,
            "Kenward-Roger se": kr.tests.se,
            "Kenward-Roger df": kr.tests.df,
            "Satterthwaite df": sat.tests.df,
            "Kenward-Roger type III": type_three(kr),
            "Satterthwaite type III": type_three(sat),
        }
    }


def type_three(fit):
    """F of each term, then the degrees of freedom of numerators, then of denominators."""
    tests = f_tests(fit)
    return [getattr(test, field) for field in ("f", "df", "df2") for test in tests]
