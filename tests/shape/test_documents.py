"""Documents that are made from the code, and registries that must be complete."""

import html
import re
import sys
from pathlib import Path

import cases
import pytest

from dermcohort.estimate.analyses import ANALYSES
from dermcohort.estimate.methods import METHODS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
sys.path.append(str(ROOT / "tools"))

import make_docs  # noqa: E402
import method_pages  # noqa: E402

MADE = make_docs.pages()


@pytest.mark.parametrize("page", MADE)
def test_a_page_made_from_the_code_is_current(page):
    assert (DOCS / page).read_text("utf-8") == MADE[page], "run: make docs"


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_its_page(method):
    page = DOCS / "methods" / f"{method_pages.slug(method)}.md"
    assert page.is_file(), "write its text there, then run: make docs"
    text = page.read_text("utf-8")
    assert text.startswith(method_pages.BEGIN), "run: make docs"
    written = method_pages.body(text)
    assert tuple(re.findall(r"^## (.*)$", written, re.M)) == method_pages.SECTIONS
    assert all(part.strip() for part in re.split(r"^## .*$", written, flags=re.M)[1:])


def test_no_page_is_without_a_method():
    named = [method_pages.slug(method) for method in METHODS]
    assert len(set(named)) == len(named)
    assert {path.stem for path in (DOCS / "methods").glob("*.md")} == {*named, "README"}


def test_a_new_head_leaves_the_text_of_a_page_as_it_is():
    text = "## Formula\n\n  a  \n"
    page = method_pages.page(METHODS["Dunn"], text)
    assert page.startswith("<!--")
    assert page.endswith("-->\n\n" + text)
    assert method_pages.page(METHODS["Dunn"], page) == page
    assert method_pages.body(method_pages.page(METHODS["Holm"], page)) == "\n" + text


def test_the_dossier_has_every_method_and_every_case():
    page = (DOCS / "verification.html").read_text("utf-8")
    assert len(page) < 2_000_000
    places = dict(re.findall(r'<details class="method" id="(.*?)">(.*?)</details>', page, re.S))
    for name in cases.names():
        for case in cases.read(name)["cases"]:
            for method in case["expected"]:
                part = html.unescape(places[method_pages.slug(method)])
                of_reference = part.partition(f'-{name}">')[2]
                heading = f'<tr class="case"><th scope="rowgroup" colspan="7">{case["name"]}</th>'
                assert heading in of_reference, "run: make docs"
    assert places.keys() >= {method_pages.slug(method) for method in METHODS}
    assert "FAIL<" not in page
    # It is read where there is no network.
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_every_analysis_has_its_line_in_the_documents():
    text = (DOCS / "results.md").read_text("utf-8")
    section = text.partition("## The analyses")[2]
    named = set(re.findall(r"^\| (?:`[^|]*` \|)", section, re.M))
    listed = {name for row in named for name in re.findall(r"`([^`]+)`", row)}
    assert listed == set(ANALYSES) | {"analysis"}


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_every_method_has_a_file_a_test_and_a_reference(method):
    module = method.function.__module__.removeprefix("dermcohort.estimate.").replace(".", "/")
    folder, _, name = module.rpartition("/")
    assert (ROOT / "src" / "dermcohort" / "estimate" / f"{module}.py").is_file()
    assert (ROOT / "tests" / "estimate" / folder / f"test_{name}.py").is_file()
    named = re.findall(r"tests/reference/(\w+)", method.function.__doc__)
    assert named
    for name in named:
        assert list((ROOT / "tests" / "reference").glob(f"{name}.*")), name


def test_the_links_of_the_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "decisions").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
