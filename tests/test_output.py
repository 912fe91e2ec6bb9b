"""The output folder: replaced whole or not at all, and nothing foreign is ever replaced."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from dermcohort import output
from dermcohort.errors import UsageError


def report(folder: Path, text: str) -> None:
    with output.in_place_of(folder) as new:
        (new / output.MANIFEST).write_text(text)
        (new / "report.html").write_text(text)


def content(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.iterdir()}


def test_a_second_report_takes_the_place_of_the_first(tmp_path: Path):
    report(tmp_path / "report", "first")
    report(tmp_path / "report", "second")
    assert content(tmp_path / "report") == {"second"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_without_an_exchange_in_one_step_it_takes_two(tmp_path: Path, monkeypatch):
    report(tmp_path / "report", "first")
    monkeypatch.setattr(output.sys, "platform", "win32")
    report(tmp_path / "report", "second")
    assert content(tmp_path / "report") == {"second"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_run_that_fails_leaves_the_old_report(tmp_path: Path):
    report(tmp_path / "report", "first")
    with pytest.raises(RuntimeError), output.in_place_of(tmp_path / "report") as new:
        (new / output.MANIFEST).write_text("second")
        raise RuntimeError
    assert content(tmp_path / "report") == {"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_next_run_puts_right_what_a_killed_one_left(tmp_path: Path):
    report(tmp_path / "report", "first")
    (tmp_path / "report").rename(tmp_path / ".report.replaced")
    (tmp_path / ".report.unfinished-x").mkdir()
    with pytest.raises(RuntimeError), output.in_place_of(tmp_path / "report"):
        raise RuntimeError
    assert content(tmp_path / "report") == {"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_run_killed_at_any_moment_leaves_a_whole_report(tmp_path: Path):
    """Kill a process that does nothing but replace the report, again and again."""
    folder = tmp_path / "report"
    report(folder, "0")
    program = textwrap.dedent(f"""
        from pathlib import Path
        from dermcohort import output
        n = 0
        print("ready", flush=True)
        while True:
            n += 1
            with output.in_place_of(Path({str(folder)!r})) as new:
                for name in (output.MANIFEST, "report.html", "results.csv"):
                    (new / name).write_text(str(n))
    """)
    for wait in (0.01, 0.013, 0.017, 0.019, 0.023, 0.029):
        child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        child.stdout.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        assert len(content(folder)) == 1
        assert (folder / output.MANIFEST).is_file()


def test_a_folder_with_other_files_is_refused(tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(UsageError, match="not a report of dermcohort"):
        report(tmp_path, "report")
    with pytest.raises(UsageError, match="is a file"):
        report(tmp_path / "thesis.docx", "report")
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        report(tmp_path / "file" / "report", "report")
