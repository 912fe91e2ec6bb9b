import io

import pytest
import sample
from matplotlib import rcParams
from PIL import Image

from dermcohort.report.drawing import ticks
from dermcohort.report.figures import inline, save, style
from dermcohort.report.forest import Estimate, panels, scale
from dermcohort.report.lookup import Lookup
from dermcohort.report.plates import plates
from dermcohort.results import Results


@pytest.fixture(scope="module")
def saved():
    content = sample.content()
    with style():
        return {p.name: save(p.figure, p.name) for p in plates(content, Lookup(content.results))}


def test_names(saved):
    assert list(saved) == [
        "flow", "figure-1-scores", "figure-2-biomarkers", "figure-3-safety",
        "figure-4-missing-data",
    ]  # fmt: skip


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


def test_the_rules_for_missing_values_stand_below_each_other(saved):
    content = sample.content()
    shown = panels(content, Lookup(content.results))
    assert [panel.title for panel in shown][:2] == ["IGA: change", "EASI: change"]
    assert shown[-1].title == "IGA 0/1, % of patients"
    assert [e.label for e in shown[1].estimates] == ["Observed", "LOCF", "BOCF", "MI", "MMRM"]
    assert [e.label for e in shown[-1].estimates] == ["Observed", "LOCF", "NRI", "MI"]
    assert shown[1].estimates[0].n == 29
    row = content.results.one(
        analysis="missing data", parameter="EASI", visit="3 months", method="MMRM",
        statistic="estimate",
    )  # fmt: skip
    assert shown[1].estimates[4].value == row.value
    assert ">EASI: change</text>" in saved["figure-4-missing-data"].svg


def test_without_a_comparison_of_rules_there_is_no_figure():
    made = sample.study(missing={"panel": False})
    results = Results(row for row in sample.rows(made) if row.analysis != "missing data")
    content = sample.content(made, results)
    assert panels(content, Lookup(content.results)) == ()


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-13.6, -6.3, (-15, -10, -5, 0)),
        (-0.4, 0.9, (-0.5, 0, 0.5, 1.0)),
        (2, 8.5, (0, 2.5, 5, 7.5, 10)),
        (0, 0, (0, 0.5)),
    ],
)
def test_the_scale_holds_zero_and_every_interval(low, high, expected):
    at = scale((Estimate("", "", (low + high) / 2, low, high, 9),))
    assert at == pytest.approx(expected)
