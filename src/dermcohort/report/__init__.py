"""Results in, documents out. Never a statistic, never a patient row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dermcohort.report.content import Appendix, Content

__all__ = ["Appendix", "Content", "report"]


def report(content: Content, folder: Path, progress: Callable[[str], None]) -> None:
    """Write ``report.html`` and ``figures/`` into a folder that is there.

    Parameters
    ----------
    content : Content
        All that the report shows.
    folder : Path
        Where to write; what stands there under the same names is replaced.
    progress : callable
        Called with a few words before each step.

    Notes
    -----
    Two calls with the same content write the same bytes.
    """
    # Matplotlib takes longer to import than all else takes to run: only who reports pays for it.
    from dermcohort.report.figures import save, style
    from dermcohort.report.lookup import Lookup
    from dermcohort.report.page import page, render
    from dermcohort.report.plates import plates

    lookup = Lookup(content.results)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    drawn = []
    with style():
        for plate in plates(content, lookup):
            progress(f"drawing {plate.title.rstrip('.')}")
            saved = save(plate.figure, plate.name)
            drawn.append((plate, saved))
            for name, data in saved.files.items():
                (folder / "figures" / name).write_bytes(data)
    progress("writing report.html")
    html = render(page(content, lookup, tuple(drawn)))
    (folder / "report.html").write_text(html, encoding="utf-8", newline="\n")
