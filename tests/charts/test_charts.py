"""Every value of the ugly charts is right, or a finding names its cell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from comparing import problems
from make_charts import CHARTS, MADE, make

from dermcohort import pipeline
from dermcohort.errors import SourceUnreadable


@pytest.mark.parametrize("name", CHARTS)
def test_every_value_is_right_or_named(name: str) -> None:
    study = MADE / f"{name}.toml"
    if CHARTS[name].unreadable:
        with pytest.raises(SourceUnreadable):
            pipeline.checked(study)
        return
    _, checked = pipeline.checked(study)
    wrong = problems(MADE / f"{name}.truth.json", study, checked)
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_files_are_what_the_script_makes(tmp_path: Path) -> None:
    make(tmp_path)
    for made in tmp_path.iterdir():
        kept = MADE / made.name
        if made.suffix == ".xlsx":
            # The compressed bytes depend on the library; what they hold does not.
            assert _parts(made) == _parts(kept), made.name
        else:
            assert made.read_bytes() == kept.read_bytes(), made.name
    here = {each.name for each in MADE.iterdir() if each.suffix not in (".xls", ".ods")}
    assert here == {each.name for each in tmp_path.iterdir()}


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
