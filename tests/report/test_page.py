import html as markup
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
import sample

from dermcohort.report import format as printed
from dermcohort.report import report
from dermcohort.report.lookup import Lookup
from dermcohort.report.table import Table
from dermcohort.report.tables import (
    at_withdrawal,
    baseline,
    criteria,
    discontinuation,
    events,
    exposure,
    flow,
    missing_data,
    responders,
    response,
)
from dermcohort.results import Results


def write(content, folder):
    report(content, folder, lambda step: None)
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def content():
    return sample.content()


@pytest.fixture(scope="module")
def folder(content, tmp_path_factory):
    made = tmp_path_factory.mktemp("report")
    write(content, made)
    return made


@pytest.fixture(scope="module")
def page(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


def forms(row):
    """Every way in which a row may be printed."""
    value = row.value
    if value is None:
        return {str(row.n)}
    made = {printed.number(value, decimals) for decimals in range(4)}
    made |= {str(row.n), printed.p_number(value), {1.0: "yes", 0.0: "no"}.get(value, "")}
    return made


def cells(page):
    for rows, text in re.findall(r'data-rows="([\d ]+)"[^>]*>(.*?)</(?:td|dd)>', page, re.DOTALL):
        yield [int(n) for n in rows.split()], re.sub(r"<[^>]*>", " ", markup.unescape(text))


def test_every_number_is_that_of_its_rows(content, page):
    seen = 0
    for rows, text in cells(page):
        allowed = set().union(*(forms(content.results.rows[n - 1]) for n in rows))
        # The level of the interval, and levels of categories that stand before their numbers.
        text = text.replace("95% CI", "")
        text = re.sub(r"\d+ (later|mg)", "", text)
        for found in re.findall(r"[<>−]?\d[\d,]*(?:\.\d+)?", text):
            assert found in allowed or found.lstrip("<>") in allowed, (text, rows)
            seen += 1
    assert seen > 2000


@pytest.mark.parametrize(
    "make",
    [
        at_withdrawal,
        baseline,
        criteria,
        discontinuation,
        events,
        exposure,
        flow,
        missing_data,
        responders,
        response,
    ],
)
def test_no_digit_stands_in_a_table_without_its_row(content, make):
    table: Table = make(content, Lookup(content.results))
    for section in table.sections:
        for row in section.rows:
            for cell in row:
                if not cell.scope and re.search(r"\d", cell.text):
                    assert cell.rows, cell


def test_every_star_is_bound_to_its_row_and_leads_to_its_test(content, page):
    bound = re.findall(r'id="result-(\d+)".*?<a href="#test-(\d+)"', page, re.DOTALL)
    assert len(bound) == page.count('id="result-') > 20
    for anchor, link in bound:
        row = content.results.rows[int(anchor) - 1]
        assert link == anchor
        assert row.analysis == "as published"
        assert row.comparator == "baseline"
        assert row.value < 0.05
        assert f'id="test-{anchor}"' in page


def test_every_significant_contrast_of_a_figure_has_its_stars(content, page):
    for row in content.results:
        if row.analysis != "as published" or not row.comparator or row.value is None:
            continue
        shown = row.group == "all" or sample.PARAMETERS[row.parameter].role != "safety"
        final = row.statistic == "p_adjusted" or row.method in ("Mann-Whitney", "Student t")
        if shown and final:
            starred = f'id="result-{content.results.rows.index(row) + 1}"' in page
            assert starred == (row.value < 0.05), row


def test_what_stands_in_the_charts_is_not_shown(page):
    assert sample.SECRET not in page
    assert "999.25" not in page


def test_missing_data_have_their_section_only_where_rules_are_compared(page, tmp_path):
    assert '<h2 id="missing">' in page
    assert '<a href="#missing">' in page
    made = sample.study()
    results = Results(row for row in sample.rows(made) if row.analysis != "missing data")
    assert 'id="missing"' not in write(sample.content(made, results), tmp_path)


def test_nothing_is_fetched(page):
    assert not re.findall(r"https?://", page)
    assert not re.findall(r"<(?:img|link|iframe|object)\b|@import|url\((?!#)", page)


def test_nothing_absent_is_printed_as_a_number(page):
    assert not re.findall(r"\b(?:nan|None|inf)\b", re.sub(r"<script>.*", "", page, flags=re.DOTALL))


class Reader(HTMLParser):
    """Ids, links, headings, and what is wrong with tables."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags, self.bare = Counter(), set(), Counter(), []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags[tag] += 1
        if "id" in named:
            self.ids[named["id"]] += 1
        if (named.get("href") or "").startswith("#"):
            self.links.add(named["href"][1:])
        self.links.update((named.get("aria-labelledby") or "").split())
        if tag == "th" and "scope" not in named:
            self.bare.append(named)


def test_the_page_is_well_made(page):
    reader = Reader()
    reader.feed(page)
    assert [name for name, many in reader.ids.items() if many > 1] == []
    assert reader.links <= set(reader.ids)
    assert reader.tags["h1"] == 1
    assert reader.tags["caption"] == reader.tags["table"] > 10
    assert reader.bare == []


def test_every_page_is_marked_synthetic(page, tmp_path):
    assert page.count("SYNTHETIC DATA") >= 6  # banner, print header, four figures
    real = write(sample.content(sample.study(synthetic=False)), tmp_path)
    assert "SYNTHETIC" not in real


def test_two_runs_write_the_same_bytes(content, folder, tmp_path):
    write(content, tmp_path)
    names = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    assert len(names) == 16
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_files_carry_no_date(folder):
    for path in (folder / "figures").iterdir():
        data = path.read_bytes()
        assert b"CreationDate" not in data
        assert b"dc:date" not in data
        assert b"tIME" not in data


def test_progress_is_told(content, tmp_path):
    told = []
    report(content, tmp_path, told.append)
    assert told[-1] == "writing report.html"
    assert any("Figure 2" in step for step in told)
