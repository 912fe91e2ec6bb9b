from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dermcohort.acquire.grid import Grid
from dermcohort.mapping import Survey

# Tests are imported by path, so that the files which they share are not found otherwise.
sys.path.insert(0, str(Path(__file__).parent))

from chart_grids import make_grid, surveyed


@pytest.fixture(scope="session")
def grid() -> Callable[..., Grid]:
    return make_grid


@pytest.fixture(scope="session")
def meanings() -> Callable[..., dict[str, str]]:
    """Survey grids; heading -> what the study file will say."""

    def run(*grids: Grid, drug: str = "baricitinib") -> dict[str, str]:
        return {
            guess.heading: guess.meaning if guess.sure else "?"
            for source in surveyed(*grids, drug=drug).sources
            for guess in source.columns
        }

    return run


@pytest.fixture(scope="session")
def questions() -> Callable[..., dict[str, str]]:
    """Survey grids; heading -> what is asked of it."""

    def run(*grids: Grid, drug: str = "baricitinib") -> dict[str, str]:
        return {
            guess.heading: guess.question
            for source in surveyed(*grids, drug=drug).sources
            for guess in source.columns
            if guess.question
        }

    return run


@pytest.fixture(scope="session")
def survey() -> Callable[..., Survey]:
    return surveyed
