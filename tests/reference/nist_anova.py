"""Certified values and data of NIST StRD, one-way ANOVA; writes nist_anova.json.

    python tests/reference/nist_anova.py FOLDER

FOLDER holds the files SiRstv.dat, AtmWtAg.dat and SmLs01.dat to SmLs09.dat as published at
https://www.itl.nist.gov/div898/strd/anova/anova.html (in the public domain). The data are
kept as counts, the values as text, as they were typed.
"""

import json
import sys
from collections import Counter
from pathlib import Path

NAMES = ("SiRstv", "AtmWtAg", *(f"SmLs0{number}" for number in range(1, 10)))


def read(lines):
    """Degrees of freedom, sums of squares and F as certified, and the data as counts."""
    certified = [line.split() for line in lines[40:48] if line.strip()]
    between, within = (
        next(row for row in certified if row[0] == key) for key in ("Between", "Within")
    )
    data = Counter(tuple(line.split()) for line in lines[60:] if line.strip())
    groups = sorted({group for group, _ in data}, key=int)
    values = sorted({value for _, value in data}, key=float)
    expected = {
        "f": float(between[5]), "df": int(between[2]), "df2": int(within[2]),
        "ss_between": float(between[3]), "ss_within": float(within[3]),
    }  # fmt: skip
    counts = [[data[group, value] for group in groups] for value in values]
    return expected, {"values": values, "counts": counts}


def written(cases):
    """The file, one case a line. Certified are 15 digits, of which the last may be rounded."""
    lines = ",\n".join(json.dumps(c) for c in cases)
    head = '"made_by": {"NIST StRD": "1998"}, "tolerance": {"relative": 1e-14}'
    return f'{{{head}, "cases": [{lines}]}}\n'


def case(name, expected, data):
    """A reference case."""
    return {"name": name, "input": data, "expected": {"one-way ANOVA": expected}}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    cases = [case(name, *read((folder / f"{name}.dat").read_text().splitlines())) for name in NAMES]
    Path(__file__).with_suffix(".json").write_text(written(cases))
