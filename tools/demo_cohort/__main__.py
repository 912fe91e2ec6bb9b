"""Write the sheets: ``PYTHONPATH=tools python -m demo_cohort [FOLDER]``."""

import sys
from pathlib import Path

from demo_cohort.sheets import main

main(*map(Path, sys.argv[1:]))
