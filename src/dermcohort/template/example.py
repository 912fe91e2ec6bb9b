"""The example row: a patient who does not exist, with values that every rule allows."""

from __future__ import annotations

from types import MappingProxyType

from dermcohort.tables import PARAMETERS

#: Parameter -> value at the baseline and at later visits.
VALUES: MappingProxyType[str, tuple[float, float]] = MappingProxyType({
    "IGA": (4, 2), "EASI": (24.5, 8.05), "EASI_HN": (3.6, 1.2), "BSA": (40, 15), "DLQI": (14, 5),
    "POEM": (21, 9), "ITCH_VAS": (72, 30), "ITCH_NRS": (8, 3), "SCORAD": (58.3, 24.1),
    "OSCORAD": (45.2, 18.4), "PO_SCORAD": (60.1, 25.7), "MEASI_ITCH": (27.5, 9.05),
    "CDLQI": (13, 4), "ADCT": (15, 6), "RECAP": (17, 7), "PASI": (12.4, 3.2), "EOS": (620, 310),
    "LDH": (268, 214), "TARC": (1850, 640), "IGE": (2150, 1730), "WBC": (6800, 6100),
    "NEUT": (4100, 3600), "LYMPH": (1700, 1800), "HB": (14.2, 13.8), "PLT": (25.1, 27.4),
    "CPK": (98, 142), "TC": (182, 195), "LDL": (104, 112), "AST": (22, 24), "ALT": (25, 26),
    "TBIL": (0.7, 0.8), "CREAT": (0.74, 0.77), "GGT": (24, 26), "ALP": (71, 73), "HDL": (58, 61),
    "TG": (96, 102), "BUN": (13.1, 12.7), "ALB": (4.3, 4.4), "TP": (7.1, 7.2),
    "CRP": (0.12, 0.05), "HCT": (42.1, 41.3), "RBC": (465, 458), "EGFR": (88.2, 86.9),
    "KL6": (245, 251), "EOS_PCT": (9.1, 5.1), "NEUT_PCT": (60.3, 59), "LYMPH_PCT": (25, 29.5),
})  # fmt: skip
#: Column -> value; texts are keys of the words.
COLUMNS: MappingProxyType[str, float | str] = MappingProxyType(
    {"age_years": 34, "bmi": 22.5, "ad_duration_years": 20, "topical_months": 24,
     "dose_mg_per_day": 4}
)  # fmt: skip


def value_of(code: str, *, later: bool) -> float:
    """The example's value of a parameter; the middle of its range if there is none."""
    known = PARAMETERS[code]
    middle = (known.low + known.high) // 2
    return VALUES.get(code, (middle, middle))[later]
