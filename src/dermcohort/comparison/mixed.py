"""A mixed model from the columns of a comparison: visits, groups, covariates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import narwhals as nw

from dermcohort.comparison.ask import Ask
from dermcohort.comparison.columns import levels
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.plan import Answer, absent, rows
from dermcohort.mixed_model import Estimates, Mmrm, differences, f_tests, lsmeans, mmrm
from dermcohort.results import Result


def mixed_model(table: nw.DataFrame[Any], ask: Ask, method: str) -> Answer:
    """Least-squares means of visits (and groups), their differences, and tests of the terms.

    The model has visit, group, their product, and each covariate times visit.
    """
    key = Result("comparison", "observed", ask.value, method=method)
    named = {"covariance": ask.covariance, "df": ask.df}
    try:
        fit = mmrm(
            _safe(table, ask).to_native(), _formula(ask), subject="subject", visit="visit",
            level=ask.rules.confidence, **{k: v for k, v in named.items() if v is not None},
        )  # fmt: skip
    except NotEstimable as why:
        return Answer(absent(key, str(why), "p_value"))
    # The order in time is that of the names; the control is only what others are compared with.
    control = levels(table, "by", ask.by, ask.control)[0]
    key = replace(key, n=fit.patients, warning=fit.note)
    arm = "arm" if ask.group else None
    made = _terms(key, fit, ask)
    made += _rows(key, lsmeans(fit, "visit", by=arm), arms_first=False)
    made += _rows(key, differences(fit, "visit", by=arm, control=control), arms_first=False)
    if ask.group:
        made += _rows(key, differences(fit, "arm", by="visit"), arms_first=True)
    return Answer(made)


def _safe(table: nw.DataFrame[Any], ask: Ask) -> nw.DataFrame[Any]:
    """Columns with names that a formula can hold."""
    names = {"by": "visit", "group": "arm"} | {
        f"covariate {c}": f"x{i}" for i, c in enumerate(ask.covariates)
    }
    return table.rename({old: new for old, new in names.items() if old in table.columns})


def _formula(ask: Ask) -> str:
    groups = "visit * arm" if ask.group else "visit"
    covariates = "".join(f" + x{i} + x{i}:visit" for i, _ in enumerate(ask.covariates))
    return f"value ~ {groups}{covariates}"


def _terms(key: Result, fit: Mmrm, ask: Ask) -> tuple[Result, ...]:
    """F tests of the terms, with the names of the user's columns."""
    names = {"visit": ask.by, "arm": ask.group or ""}
    names |= {f"x{i}": column for i, column in enumerate(ask.covariates)}
    made: tuple[Result, ...] = ()
    for test in f_tests(fit):
        term = ":".join(names.get(part, part) for part in test.term.split(":"))
        of_term = replace(key, level=term)
        if test.p_value is None:
            made += absent(of_term, test.note, "p_value")
        else:
            made += rows(of_term, f=test.f, df=test.df, df2=test.df2, p_value=test.p_value)
    return made


def _rows(key: Result, found: Estimates, *, arms_first: bool) -> tuple[Result, ...]:
    """One set of rows for each mean or difference; a level is a visit, or with arms a group."""
    made: tuple[Result, ...] = ()
    for i, level in enumerate(found.level):
        group, visit = (level, found.within[i]) if arms_first else (found.within[i], level)
        at = replace(key, group=group, visit=visit, comparator=found.comparator[i])
        names = ["estimate", "se", "conf_low", "conf_high", "df"]
        names += ["t", "p_value"] if found.comparator[i] else []
        made += rows(at, **{name: getattr(found.tests, name)[i] for name in names})
    return made
