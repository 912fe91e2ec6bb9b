"""Certified values and data of NIST StRD, one-way ANOVA; writes nist_anova.json.

    python tests/reference/nist_anova.py FOLDER

FOLDER holds the files SiRstv.dat, AtmWtAg.dat and SmLs01.dat to SmLs09.dat as published at
https://www.itl.nist.gov/div898/strd/anova/anova.html (in the public domain). The data are
kept as counts, the values as text, because SmLs07 to SmLs09 have more digits than a float.
"""

import json
import sys
from collections import Counter
from pathlib import Path

NAMES = ["SiRstv", "AtmWtAg", *(f"SmLs0{i}" for i in range(1, 10))]


def case(name, lines):
    certified = [line.split() for line in lines[40:48] if line.strip()]
    between, within = (
        next(row for row in certified if row[0] == key) for key in ("Between", "Within")
    )
    data = Counter(tuple(line.split()) for line in lines[60:] if line.strip())
    groups = sorted({group for group, _ in data}, key=int)
    values = sorted({value for _, value in data}, key=float)
    return {
        "name": name,
        "df_between": int(between[2]), "ss_between": between[3], "f": between[5],
        "df_within": int(within[2]), "ss_within": within[3],
        "values": values,
        "counts": [[data[group, value] for group in groups] for value in values],
    }  # fmt: skip


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    cases = [case(name, (folder / f"{name}.dat").read_text().splitlines()) for name in NAMES]
    lines = ",\n".join(json.dumps(c) for c in cases)
    target = Path(__file__).with_suffix(".json")
    target.write_text(f'{{"made_by": {{"NIST StRD": "1998"}}, "cases": [{lines}]}}\n')
