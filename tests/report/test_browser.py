import os
from pathlib import Path

import pytest
import sample

from dermcohort.report import report

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ, reason="there is no Chromium here"
    ),
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    report(sample.content(), folder, lambda step: None)
    return (folder / "report.html").as_uri()


@pytest.fixture(params=[1280, 390])
def page(request, browser, address):
    opened = browser.new_page(viewport={"width": request.param, "height": 844})
    opened.goto(address)
    yield opened
    opened.close()


def test_nothing_scrolls_sideways_but_the_boxes(page):
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window


def test_headings_and_figures_are_there(page):
    assert page.locator("h1").count() == 1
    assert page.locator("h2").count() >= 12
    boxes = [figure.bounding_box() for figure in page.locator("figure svg").all()]
    assert len(boxes) == 5
    assert all(box["width"] > 300 and box["height"] > 200 for box in boxes)


def test_text_in_figures_is_legible(page):
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('figure svg text')]"
        ".map(t => t.getBoundingClientRect().height))"
    )
    assert smallest >= 7


def test_boxes_that_scroll_can_be_reached_by_keyboard(page):
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(b => b.tabIndex === 0 && "
        "document.getElementById(b.getAttribute('aria-labelledby')))"
    )


def test_the_skip_link_comes_first(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_it_prints_with_open_details(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("[...document.querySelectorAll('details')].every(d => d.open)")
