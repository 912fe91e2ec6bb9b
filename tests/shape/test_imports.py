"""What is imported when: start-up stays fast."""

import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return set(done.stdout.decode().split())


def test_help_loads_nothing_heavy():
    assert not loaded_by("import dermcohort.cli") & {"polars", "numpy", "scipy", "pydantic", "rich"}


@pytest.mark.parametrize("module", ["pipeline", "comparison", "demo"])
def test_scipy_stats_is_never_loaded(module):
    # It takes longer to load than the demo takes to compute.
    assert "scipy.stats" not in loaded_by(f"import dermcohort.{module}")


def test_the_public_names_are_there():
    import dermcohort

    for name in dermcohort.__all__:
        assert getattr(dermcohort, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dermcohort.nothing
