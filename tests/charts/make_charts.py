"""Make the ugly charts, their study files and the truth beside them: ``python make_charts.py``.

All SYNTHETIC. The files of old formats are saved by LibreOffice, whose bytes differ from run to
run; they are made only with ``--old-formats``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

# As a script, and imported by the tests.
sys.path.insert(0, str(Path(__file__).parent))

import charts_of_days
import charts_of_files
import charts_of_laboratories
import charts_of_layouts
import charts_of_patients
import charts_of_traps
import charts_of_values
from chart_cells import Chart
from chart_writing import write

HERE = Path(__file__).parent
MADE = HERE / "made"
CHARTS: dict[str, Chart] = {
    chart.name: chart
    for each in (
        charts_of_layouts, charts_of_values, charts_of_laboratories, charts_of_days,
        charts_of_patients, charts_of_traps, charts_of_files,
    )
    for chart in each.CHARTS
}  # fmt: skip


def make(folder: Path, *, old_formats: bool = False) -> None:
    """Write all charts into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for chart in CHARTS.values():
        write(chart, folder)
        if chart.suffix in (".xls", ".ods"):
            made = folder / f"{chart.name}.xlsx"
            if old_formats:
                _save_as(made, chart.suffix)
            made.unlink()
    (HERE / "README.md").write_text(readme(), encoding="utf-8") if folder == MADE else None


def _save_as(path: Path, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
             suffix.removeprefix("."), "--outdir", str(path.parent), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def readme() -> str:
    """The list of the charts."""
    rows = "\n".join(f"| `{c.file}` | {c.about} |" for c in CHARTS.values())
    return README.format(count=len(CHARTS), rows=rows)


README = """\
# Ugly charts, and the truth beside them

{count} small charts, written as departments really write them. All are SYNTHETIC. `make_charts.py`
makes them from `charts_of_*.py`, where each cell says what stands in it and what it means to a
careful person. Beside each chart in `made/` lie

- `NAME.toml`, the study file that a careful person would write for it, and
- `NAME.truth.json`, what each cell means and what must come of it, written by the script and never
  by a reader.

| state | the value in the tables | a finding that names the cell |
|---|---|---|
| `read` | must be | may be |
| `said` | must be | must be |
| `either` | one of the two must be | |
| `doubted` | may be | must be |
| `refused` | must not be | must be |
| `ignored` | must not be: the study file says so | |

`noticed` lists what a sheet carries beside its values and must be said; at the empty cells of
`blameless` there may be no error.

Whatever is in the tables must be right, to the last digit. A wrong value is allowed only where a
finding of severity error names its cell, since then nothing is computed from it.

To change a chart, change the script, run `python tests/charts/make_charts.py` and look at the
difference. The workbooks in .xls and .ods are made with LibreOffice and `--old-formats`.

| chart | what is ugly about it |
|---|---|
{rows}
"""

if __name__ == "__main__":
    make(MADE, old_formats="--old-formats" in sys.argv)
