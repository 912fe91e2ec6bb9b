"""What the tests of the template share stands in ``filling``, which is no package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

STUDY = """\
title = "Test & more"
drug = "baricitinib"
start_between = [2021-01-01, 2022-12-31]
data_cutoff = 2023-06-30
"""


@pytest.fixture
def study_file(tmp_path: Path) -> Path:
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path
