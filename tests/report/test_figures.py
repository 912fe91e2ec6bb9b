import io

import pytest
import sample
from matplotlib import rcParams
from PIL import Image

from dermcohort.report.drawing import ticks
from dermcohort.report.figures import inline, save, style
from dermcohort.report.lookup import Lookup
from dermcohort.report.plates import plates


@pytest.fixture(scope="module")
def saved():
    content = sample.content()
    with style():
        return {p.name: save(p.figure, p.name) for p in plates(content, Lookup(content.results))}


def test_names(saved):
    assert list(saved) == ["flow", "figure-1-scores", "figure-2-biomarkers", "figure-3-safety"]


def test_png_is_600_dpi_and_holds_ink_in_three_colours(saved):
    image = Image.open(io.BytesIO(saved["figure-1-scores"].png))
    assert round(image.info["dpi"][0]) == 600
    assert abs(image.width - 7.09 * 600) < 2
    shades = {tuple(colour) for _, colour in image.convert("RGB").getcolors(maxcolors=1000)}
    assert (255, 255, 255) in shades
    assert any(blue > 150 and red < 30 for red, _, blue in shades)
    assert any(red > 180 and blue < 30 for red, _, blue in shades)
    assert any(max(shade) < 50 for shade in shades)


def test_text_stays_text(saved):
    assert ">EASI · Naive</text>" in saved["figure-1-scores"].svg
    assert saved["figure-1-scores"].pdf.startswith(b"%PDF")


def test_the_file_has_no_links_that_lead_nowhere(saved):
    assert b"<a " not in saved["figure-1-scores"].files["figure-1-scores.svg"]
    assert b"#test-" not in saved["figure-1-scores"].pdf


def test_inline_ids_are_of_one_figure(saved):
    text = inline(saved["figure-2-biomarkers"], "Biomarkers")
    assert 'id="figure-2-biomarkers-' in text
    assert "xmlns" not in text


def test_the_look_is_nobody_elses(saved):
    assert saved
    assert rcParams["svg.hashsalt"] is None


@pytest.mark.parametrize("top", [0.03, 0.84, 1, 2.9, 7.5, 23, 45, 99, 6700, 17_000, 1e6])
def test_ticks_are_round_and_reach_the_top(top):
    at = ticks(top)
    assert at[0] == 0
    assert at[-1] >= top
    assert at[-1] <= 2 * top
    assert 3 <= len(at) <= 6
