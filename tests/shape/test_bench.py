"""Each entry of the bench runs, so that ``make bench`` does not break unseen."""

import math
import sys
import warnings
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "bench"))

import bench

#: The large cohort takes a second.
QUICK = [entry for entry in bench.ENTRIES if "20,000" not in entry.name]


@pytest.mark.parametrize("entry", QUICK, ids=lambda entry: entry.name)
def test_an_entry_gives_numbers(entry):
    ours = [float(x) for x in entry.ours()]
    assert all(map(math.isfinite, ours))
    for call in entry.python.values():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                theirs = [float(x) for x in call()]
            except ModuleNotFoundError:
                continue
        # Some of the others are approximate; none is another quantity.
        assert ours[: len(theirs)] == pytest.approx(theirs, abs=0.05)


def test_names_of_entries_differ():
    assert len({entry.name for entry in bench.ENTRIES}) == len(bench.ENTRIES)


@pytest.mark.parametrize(("value", "shown"), [(2.5, "2.5 s"), (0.0134, "13.4 ms"), (5e-5, "50 us")])
def test_seconds_have_a_unit(value, shown):
    assert bench.seconds(value) == shown
