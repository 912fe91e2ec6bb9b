import sys
from pathlib import Path

# Tests are imported by path, so that the files which they share are not found otherwise.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "fuzz"))
