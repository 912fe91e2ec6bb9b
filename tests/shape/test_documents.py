"""Documents that are made from the code, and registries that must be complete."""

import importlib.util
import re
from pathlib import Path

import pytest

from dermcohort.estimate.analyses import ANALYSES
from dermcohort.estimate.methods import METHODS

ROOT = Path(__file__).parents[2]


def make_docs():
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["study.schema.json", "dictionary.md", "study.md", "methods.md"])
def test_a_page_made_from_the_code_is_current(page):
    made = make_docs().pages()
    assert (ROOT / "docs" / page).read_text("utf-8") == made[page], "run: make docs"


def test_every_analysis_has_its_line_in_the_documents():
    text = (ROOT / "docs" / "results.md").read_text("utf-8")
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
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "decisions").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
