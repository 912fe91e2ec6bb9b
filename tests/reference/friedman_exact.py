"""Exact p of Friedman's test: every arrangement of every patient's ranks, in fractions.

The distribution is built up patient by patient, with one entry for each vector of rank sums. Run
from this folder: ``python friedman_exact.py``.
"""

import json
import sys
from collections import Counter
from fractions import Fraction
from itertools import permutations
from pathlib import Path

SAMPLES = {
    "three by three": [[9, 4, 2], [8, 7, 5], [7, 5, 1]],
    "easi": [[35.2, 12, 3.3], [18.4, 9.6, 7.2], [27, 18.4, 1.8], [27, 27, 9.6], [41.1, 27, 27],
             [22.8, 22.8, 5], [30, 31.5, 12]],
    "four visits": [[14, 11, 9, 2], [8, 9, 5, 4], [21, 20, 13, 15], [6, 3, 7, 1], [9, 9, 8, 2]],
    "ties and constant": [[4, 4, 4], [9, 4, 3], [8, 2, 5], [5, 5, 1], [3, 3, 3], [2, 1, 1]],
    "zeros and ones": [[0, 0, 1], [0, 1, 1], [0, 0, 1], [1, 0, 1], [0, 1, 1], [0, 0, 0], [1, 1, 1]],
    "two visits": [[3, 1], [4, 2], [5, 1], [2, 2], [6, 7], [9, 4], [8, 3], [7, 5]],
    "five visits": [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [1, 3, 2, 4, 5], [1, 2, 4, 3, 3]],
    "twenty-six": [[i % 7, (i * i) % 11, (3 * i + i // 4) % 9] for i in range(26)],
}  # fmt: skip


def ranks_of(row):
    """Twice the ranks, with the mean rank for ties."""
    return tuple(sum(2 * (o < x) + (o == x) for o in row) + 1 for x in row)


def statistic(sums, n):
    middle = Fraction(n * (len(sums) + 1))
    return sum((total - middle) ** 2 for total in sums)


def distribution(rows):
    """Share of the arrangements that has each vector of rank sums."""
    found = Counter({(0,) * len(rows[0]): Fraction(1)})
    for row in rows:
        ways = sorted(set(permutations(row)))
        longer = Counter()
        for sums, share in found.items():
            for way in ways:
                longer[tuple(s + w for s, w in zip(sums, way, strict=True))] += share / len(ways)
        found = longer
    return found


def case(name, visits):
    rows = [ranks_of(row) for row in visits]
    n, k = len(rows), len(rows[0])
    observed = statistic([sum(column) for column in zip(*rows, strict=True)], n)
    p = sum(share for sums, share in distribution(rows).items() if statistic(sums, n) >= observed)
    within = sum((rank - k - 1) ** 2 for row in rows for rank in row)
    expected = {"chi2": float((k - 1) * observed / within), "p_value": float(p)}
    return {"name": name, "input": {"visits": visits}, "expected": {"Friedman exact": expected}}


if __name__ == "__main__":
    version = ".".join(map(str, sys.version_info[:3]))
    cases = [case(name, visits) for name, visits in SAMPLES.items()]
    head = json.dumps({"made_by": {"Python": version}, "tolerance": {"relative": 1e-12}})
    lines = ",\n".join(json.dumps(c) for c in cases)
    text = f'{head[:-1]}, "cases": [{lines}]}}\n'
    Path(__file__).with_suffix(".json").write_text(text, encoding="utf-8", newline="\n")
