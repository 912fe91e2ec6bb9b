import sys
from pathlib import Path

# The way to build a small cohort is shared with the tests of the stage.
sys.path.insert(0, str(Path(__file__).parents[1] / "derive"))
