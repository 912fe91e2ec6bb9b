"""Fuzz the readers with atheris: ``make fuzz``, or ``python fuzz_charts.py -max_total_time=60``.

An input is one letter, which says what the rest is, and the rest: a whole csv or workbook, one
part of a workbook, a study file, or the texts of some cells. It must give tables, or an error of
`dermcohort.errors`; and no cell may get lost. The first inputs are the charts of ``tests/charts``.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CHARTS = HERE.parent / "charts" / "made"
#: Inputs that were found, and those that crashed; build/ is not kept.
FOUND = HERE.parents[1] / "build" / "fuzz"
LIMITS = (
    "-max_total_time=600", "-rss_limit_mb=2048", "-timeout=20", "-max_len=65536",
    f"-artifact_prefix={FOUND}/",
)  # fmt: skip

CSV, BOOK, STUDY_FILE, CELLS = b"c", b"x", b"t", b"v"
#: Letter of an input -> the part of a workbook that it takes the place of.
PARTS = {
    b"s": "xl/worksheets/sheet2.xml", b"h": "xl/sharedStrings.xml", b"y": "xl/styles.xml",
    b"w": "xl/workbook.xml", b"r": "xl/_rels/workbook.xml.rels",
}  # fmt: skip
#: The workbook whose parts are exchanged, and its study file.
TEMPLATE = "colours"


def seeds() -> dict[str, bytes]:
    """The first inputs, by name."""
    found: dict[str, bytes] = {}
    for path in sorted(CHARTS.iterdir()):
        content = path.read_bytes()
        if path.suffix == ".csv":
            found[path.name] = CSV + content
        elif path.suffix == ".toml":
            found[path.name] = STUDY_FILE + content
        elif path.suffix == ".xlsx":
            found[path.name] = BOOK + content
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                texts = package.read("xl/sharedStrings.xml").decode("utf-8")
                for letter, part in PARTS.items():
                    if part in package.namelist():
                        found[f"{path.name}-{letter.decode()}"] = letter + package.read(part)
            cells = "\n".join(t.partition("</t>")[0] for t in texts.split("<t>")[1:])
            for kind in range(5):
                found[f"{path.name}-v{kind}"] = CELLS + bytes([kind]) + cells.encode()
    return found


class Target:
    """Everything that an input is tried on; files lie in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        # Here, so that atheris can watch what these imports load.
        import charts_at_random

        from dermcohort import pipeline
        from dermcohort.errors import DermcohortError
        from dermcohort.study import parse_study

        self.random, self.pipeline, self.parse_study = charts_at_random, pipeline, parse_study
        self.refusal = DermcohortError
        self.folder = folder
        self.random.write_csv(folder / "people.csv", self.random.PEOPLE)
        self.template = (CHARTS / f"{TEMPLATE}.xlsx").read_bytes()
        self.study = (CHARTS / f"{TEMPLATE}.toml").read_text(encoding="utf-8")

    def __call__(self, content: bytes) -> None:
        letter, rest = content[:1], content[1:]
        try:
            if letter == CELLS and rest:
                self._cells(rest[0], rest[1:].decode("utf-8", "replace"))
            elif letter == STUDY_FILE:
                self._whole(rest, {})
            elif letter == CSV:
                self._csv(rest)
            elif letter == BOOK:
                self._whole(self.study.encode(), {f"{TEMPLATE}.xlsx": rest})
            elif letter in PARTS:
                book = self._with_part(PARTS[letter], rest)
                self._whole(self.study.encode(), {f"{TEMPLATE}.xlsx": book})
        except self.refusal as refused:
            if not str(refused).strip():
                raise RuntimeError("an error without a sentence") from refused

    def _whole(self, study: bytes, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        path = self.folder / "study.toml"
        path.write_bytes(study)
        self.pipeline.checked(path)

    def _csv(self, content: bytes) -> None:
        (self.folder / "charts.csv").write_bytes(content)
        for kind in ("patients", "wide", "events"):
            grid = self.random.Grid(kind, [], [], {})
            study = self.parse_study(self.random.study_of(grid, "charts.csv"))
            try:
                self.random.checked_of(study, self.folder)
            except self.refusal:
                continue

    def _with_part(self, part: str, content: bytes) -> bytes:
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.template)) as package,
            zipfile.ZipFile(made, "w") as out,
        ):
            for name in package.namelist():
                out.writestr(name, content if name == part else package.read(name))
        return made.getvalue()

    def _cells(self, kind: int, text: str) -> None:
        kinds = list(self.random.HEADINGS)
        name = kinds[kind % len(kinds)]
        headings = list(self.random.HEADINGS[name])
        cells = text.replace("\0", "").splitlines()[:60]
        rows = [cells[at : at + len(headings)] for at in range(0, len(cells), len(headings))]
        rows = [[*row, *[""] * (len(headings) - len(row))] for row in rows]
        if name == "patients":
            # An ID that is read as another could not be found again.
            rows = [[f"Q{number}", *row[1:]] for number, row in enumerate(rows)]
        grid = self.random.Grid(name, headings, rows, {})
        self.random.write_csv(self.folder / "charts.csv", [headings, *rows])
        study = self.parse_study(self.random.study_of(grid, "charts.csv"))
        checked = self.random.checked_of(study, self.folder)
        lost = self.random.unaccounted(grid, "charts.csv", "", checked)
        assert not lost, lost


def main(arguments: list[str]) -> None:
    """Run until the time is over, or until something crashes."""
    import atheris

    sys.path.insert(0, str(HERE))
    (FOUND / "corpus").mkdir(parents=True, exist_ok=True)
    (FOUND / "seeds").mkdir(exist_ok=True)
    for name, content in seeds().items():
        (FOUND / "seeds" / name).write_bytes(content)
    with tempfile.TemporaryDirectory() as folder:
        with atheris.instrument_imports(include=["dermcohort"]):
            target: Any = Target(Path(folder))
        # What is given goes before; a crash to reproduce is given as a file.
        files = [each for each in arguments if not each.startswith("-")]
        given = [each for each in arguments if each.startswith("-")]
        folders = files or [str(FOUND / "corpus"), str(FOUND / "seeds")]
        atheris.Setup([sys.argv[0], *LIMITS, *given, *folders], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
