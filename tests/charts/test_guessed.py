"""What ``dermcohort init`` makes of the ugly charts: never a wrong value, never a silent loss."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from accounting import Account, Cell, headings_of
from chart_cells import Chart
from comparing import facts_of, problems, true_facts
from make_charts import CHARTS, MADE

from dermcohort import mapping, pipeline
from dermcohort.check import Checked
from dermcohort.errors import SourceUnreadable, StudyFileError

#: Nothing on these sheets says in which unit they are; a warning is all that can be asked for.
UNIT_UNSAID = ("units-declared",)
#: Encodings that only a person can name; the error asks for it.
ENCODING_UNSAID = ("utf-16-le", "euc-jp")


@pytest.mark.parametrize("name", CHARTS)
def test_a_guess_is_right_or_a_question(name: str, tmp_path: Path) -> None:
    chart = CHARTS[name]
    charts = _copied(chart, tmp_path)
    study = tmp_path / "study.toml"
    try:
        study.write_text(
            mapping.study_text(mapping.survey(charts, drug="baricitinib")), encoding="utf-8"
        )
    except SourceUnreadable:
        assert chart.unreadable or chart.encoding in ENCODING_UNSAID
        return
    text = study.read_text(encoding="utf-8")
    tomllib.loads(text)
    try:
        _, checked = pipeline.checked(study)
    except StudyFileError:
        # What init could not know is a question, and check says what to fill in.
        assert "QUESTION" in text
        return
    truth = MADE / f"{name}.truth.json"
    wrong = problems(truth, study, checked, strict=False, warned=name in UNIT_UNSAID)
    wrong += _silently_unread(chart, truth, study, checked)
    assert not wrong, "\n" + "\n".join(wrong)


def _copied(chart: Chart, folder: Path) -> Path:
    """The charts alone; the folder, if they are several files."""
    files = list(dict.fromkeys(chart.file_of(block) for block in chart.blocks))
    for file in files:
        shutil.copy(MADE / file, folder)
    return folder / files[0] if len(files) == 1 else folder


def _silently_unread(chart: Chart, truth: Path, study: Path, checked: Checked) -> list[str]:
    """Cells that are not in the tables though nothing says so: no finding and no question."""
    text = study.read_text(encoding="utf-8")
    account = Account(checked.findings, headings_of(tomllib.loads(text)), {})
    have = set(facts_of(checked))
    lost = []
    for each in json.loads(truth.read_text(encoding="utf-8"))["cells"]:
        if "table" not in each or not each["at"] or each["state"] not in ("read", "said"):
            continue
        cell = Cell.of(each["at"])
        if any(fact in have for fact in true_facts(each)) or account.of(cell):
            continue
        if not _asked(chart, cell, text):
            lost.append(f"LOST {each['at']}: {each['raw']!r}; no finding and no question")
    return lost


def _asked(chart: Chart, cell: Cell, text: str) -> bool:
    """Whether the study file asks about the column of a cell, or says that it is not read."""
    names = {cell.sheet} - {""}
    for block in chart.blocks:
        if (chart.file_of(block), block.sheet) == (cell.file, cell.sheet):
            for row in block.headings:
                across = cell.column - block.left
                if 0 <= across < len(row) and isinstance(row[across], str):
                    names.add(" ".join(row[across].split()))
    return any(
        name in line and ("#" in line or '"ignore"' in line)
        for line in text.splitlines()
        for name in names
    )
