"""Sidak's adjustment in 340 digits, for 1 - 1e-300; writes sidak.json.

python tests/reference/sidak.py
"""

import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 340

CASES = {
    "one": [0.04],
    "order": [0.01, 0.04, 0.03],
    "ends": [0.0, 1.0, 0.2],
    "tiny": [1e-300, 3e-17, 1e-9, 0.9],
    "many": [0.0001 * j**2 for j in range(1, 41)],
}


def adjusted(p_values):
    return [float(1 - (1 - mp.mpf(p)) ** len(p_values)) for p in p_values]


if __name__ == "__main__":
    made = [
        {"name": name, "input": {"p_values": p_values},
         "expected": {"Sidak": {"p_adjusted": adjusted(p_values)}}}
        for name, p_values in CASES.items()
    ]  # fmt: skip
    head = {"made_by": {"mpmath": mp.__version__}, "tolerance": {"relative": 1e-14}}
    lines = ",\n".join(map(json.dumps, made))
    text = json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'
    Path(__file__).with_suffix(".json").write_text(text)
