"""The difference of two arms over four visits, with SAS's degrees of freedom."""

from pathlib import Path

import pandas as pd

from dermcohort.mixed_model import contrast, mmrm


def ours(given):
    wide = pd.read_csv(Path(__file__).parents[1] / given["file"])
    long = wide.assign(patient=range(len(wide))).melt(
        ["patient", "arm"], var_name="visit", value_name="fev1"
    )

    def difference(df):
        fit = mmrm(
            long,
            "fev1 ~ arm",
            subject="patient",
            visit="visit",
            covariance=(given["covariance"],),
            df=df,
        )
        return fit, contrast(fit, {"TRT - PBO": {"arm[T.TRT]": 1}}).tests

    fit, kr = difference("Kenward-Roger")
    linear = difference("Kenward-Roger (linear)")[1]
    return {
        "MMRM": {
            "estimate": kr.estimate[0],
            "Kenward-Roger se": kr.se[0],
            "Kenward-Roger (linear) se": linear.se[0],
            "second order in se": kr.se[0] - linear.se[0],
            "df": kr.df[0],
            "-2 log likelihood": fit.minus_2_log_likelihood,
        }
    }
