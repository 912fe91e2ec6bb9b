"""What SAS PROC MIXED gave for fev_data of the R package mmrm; writes mmrm_sas.json.

    python tests/reference/mmrm_sas.py

Data and SAS output are those of the public repository openpharma/mmrm (Apache-2.0). fev_data.csv
holds the 537 responses of its data set ``fev_data`` as its folder design/predict_interval prints
them; a row is a patient. The model is FEV1 = ARMCD with REPEATED AVISIT / SUBJECT=USUBJID, by
REML, with DDFM=KR and with its first-order variant; numbers are from design/KR and
design/ddfm_covtype (csv and txt).

SAS stops when the likelihood changes by less than 1e-8 of itself. It is therefore 1e-4 of a
standard error short of the maximum where it took large last steps (unstructured), and its numbers
are compared to a relative 1e-3. The change of the standard error by the second derivatives
does not suffer from that: it agrees to 1e-8.
"""

import json
from pathlib import Path

# Difference of the arms, its standard error by DDFM=KR and by the first-order variant, degrees
# of freedom, and -2 restricted log likelihood at the last iteration where the output has it.
SAS = {
    "unstructured": (3.81972492174648, 0.66124382270307, 0.66124382270307,
                     160.733266403768, 3667.96276376),
    "heterogeneous Toeplitz": (3.92287746213894, 0.72543828853831, 0.72537324518435,
                               180.062730071701, None),
    "heterogeneous AR(1)": (3.72674356244499, 0.7590316099633, 0.75924807546934,
                            188.225339095373, None),
    "heterogeneous compound symmetry": (3.77090812499029, 0.67414806011886, 0.67403858183242,
                                        190.737701349941, 3754.18491472),
    "Toeplitz": (4.47051860580552, 0.87839805519623, 0.87839805519623, 160.027408337368, None),
    "AR(1)": (4.22574315817874, 0.95865439662225, 0.96058142305176, 188.46934887972,
              3855.12433951),
    "compound symmetry": (4.19663617897035, 0.7964696053595, 0.7964696053595,
                          177.038485931223, None),
}  # fmt: skip


def case(covariance: str) -> dict[str, object]:
    """One structure."""
    estimate, kr, linear, df, likelihood = SAS[covariance]
    expected = {
        "estimate": estimate,
        "Kenward-Roger se": kr,
        "Kenward-Roger (linear) se": linear,
        "second order in se": kr - linear,
        "df": df,
    }
    if likelihood is not None:
        expected["-2 log likelihood"] = likelihood
    return {
        "name": covariance,
        "input": {"file": "fev_data.csv", "covariance": covariance},
        "expected": {"MMRM": expected},
    }


if __name__ == "__main__":
    text = {
        "made_by": {"SAS": "PROC MIXED, printed in openpharma/mmrm"},
        "tolerance": {"relative": 1e-3},
        "looser": {
            "MMRM: estimate": {"relative": 5e-5},
            "MMRM: second order in se": {"absolute": 1e-7},
            "MMRM: -2 log likelihood": {"relative": 1e-8},
        },
        "cases": [case(name) for name in SAS],
    }
    lines = json.dumps(text).replace('}, {"name"', '},\n{"name"')
    Path(__file__).with_suffix(".json").write_text(lines + "\n", "utf-8")
