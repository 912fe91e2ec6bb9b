"""Figures: each is built once and saved three times, and goes into the page as text and lines."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

STYLE = Path(__file__).with_name("dermcohort.mplstyle")
DPI = 600  # what journals ask for line art with text
#: On a screen the reader's own sans-serif; positions do not depend on it, since text is anchored.
SCREEN_FONT = "Helvetica, Arial, 'DejaVu Sans', sans-serif"
NO_DATES: dict[str, str | None] = {"Date": None, "Creator": "dermcohort"}
NO_PDF_DATES: dict[str, str | None] = {
    "CreationDate": None, "Creator": "dermcohort", "Producer": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saved:
    """One figure in its three formats.

    Attributes
    ----------
    name : str
        Of the files, without ending; prefix of its ids in the page.
    svg : str
        As saved, with the links that its stars have in the page.
    pdf, png : bytes
        As saved.
    """

    name: str
    svg: str
    pdf: bytes
    png: bytes

    @property
    def files(self) -> dict[str, bytes]:
        """File name to content. Links lead into the page, so the file has none."""
        alone = re.sub(r"<a [^>]*>|</a>", "", self.svg)
        return {f"{self.name}.svg": alone.encode(), f"{self.name}.pdf": self.pdf,
                f"{self.name}.png": self.png}  # fmt: skip


@contextmanager
def style() -> Iterator[None]:
    """The look of all figures, and nobody else's settings."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            matplotlib.rc_params_from_file(STYLE, use_default_template=False)
        )
        yield


def save(figure: Figure, name: str) -> Saved:
    """SVG, PDF and PNG of one figure: equal bytes for an equal figure."""
    text, document = io.StringIO(), io.BytesIO()
    FigureCanvasSVG(figure).print_svg(text, metadata=NO_DATES)  # type: ignore[no-untyped-call]
    _without_links(figure)
    FigureCanvasPdf(figure).print_pdf(document, metadata=NO_PDF_DATES)  # type: ignore[no-untyped-call]
    svg = re.sub(r"'DejaVu Sans'", SCREEN_FONT, text.getvalue())
    return Saved(name, svg, document.getvalue(), _png(figure))


def _without_links(figure: Figure) -> None:
    for text in figure.texts:
        text.set_url(None)


def _png(figure: Figure) -> bytes:
    """A palette of 16 levels a channel, white first.

    A sheet at 600 dpi has 27 million pixels, nearly all white, in a few hundred shades: as a
    palette it is compressed in a tenth of the time and a third of the bytes.
    """
    figure.dpi = DPI
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    height, width = pixels.shape[:2]
    words = pixels.view("<u4").reshape(-1)
    inked = np.flatnonzero(words != 0xFFFFFFFF)
    ink = words[inked]
    shade = ((ink >> 4) & 0xF) | ((ink >> 8) & 0xF0) | ((ink >> 12) & 0xF00)
    used = np.bincount(shade, minlength=4096)
    # White is shade 0 of the palette; the 255 commonest others are kept, the rest are none.
    common = np.sort(np.argsort(-used, kind="stable")[:255])
    place = np.zeros(4096, dtype=np.uint8)
    place[common] = np.arange(1, 256, dtype=np.uint8)
    indexed = np.zeros(len(words), dtype=np.uint8)
    indexed[inked] = place[shade]
    return _encoded(indexed, common, (width, height))


def _encoded(indexed: np.ndarray, shades: np.ndarray, size: tuple[int, int]) -> bytes:
    colours = np.stack([shades & 0xF, shades >> 4 & 0xF, shades >> 8 & 0xF], axis=1) * 17
    image = Image.frombuffer("P", size, indexed.tobytes(), "raw", "P", 0, 1)
    image.putpalette([255, 255, 255, *colours.reshape(-1).tolist()])
    target = io.BytesIO()
    image.save(target, format="png", compress_level=1, dpi=(DPI, DPI))
    return target.getvalue()


def inline(saved: Saved, label: str) -> str:
    """The figure for the page: no document around it, ids of its own, as wide as its place."""
    svg = saved.svg[saved.svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s*xmlns(:xlink)?="[^"]*"', "", svg)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="(?!result-)', f'id="{saved.name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{saved.name}-", svg)
    svg = re.sub(r'xlink:href="#(?!test-)', f'xlink:href="#{saved.name}-', svg)
    box = re.search(r'viewBox="[^"]*"', svg)
    assert box is not None, "matplotlib writes a viewBox"
    opening = f'<svg {box[0]} role="group" aria-label="{label}" stroke-linejoin="round">'
    svg = re.sub(r"<svg[^>]*>", opening, svg, count=1, flags=re.DOTALL)
    return svg.replace("xlink:href=", "href=")
