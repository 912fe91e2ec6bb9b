"""From patient charts to a finished real-world study, with proof of every number.

>>> import dermcohort
>>> results = dermcohort.run("study.toml")  # doctest: +SKIP
>>> results.to_polars()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dermcohort.comparison import compare
    from dermcohort.errors import DermcohortError
    from dermcohort.mapping import init
    from dermcohort.mixed_model import differences, lsmeans, mmrm
    from dermcohort.pipeline import run
    from dermcohort.results import Decision, Result, Results
    from dermcohort.scoring import score

_HOMES = {
    "compare": "dermcohort.comparison",
    "differences": "dermcohort.mixed_model",
    "init": "dermcohort.mapping",
    "lsmeans": "dermcohort.mixed_model",
    "mmrm": "dermcohort.mixed_model",
    "run": "dermcohort.pipeline",
    "score": "dermcohort.scoring",
    "Decision": "dermcohort.results",
    "DermcohortError": "dermcohort.errors",
    "Result": "dermcohort.results",
    "Results": "dermcohort.results",
}

__all__ = [
    "Decision", "DermcohortError", "Result", "Results", "compare", "differences", "init",
    "lsmeans", "mmrm", "run", "score",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Imported on first use: the command line answers `--help` before polars and scipy load.
    if name not in _HOMES:
        raise AttributeError(f"module 'dermcohort' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
