"""CDISC's controlled terms and what they are here.

Only what a study of atopic dermatitis needs, after the terminology that CDISC publishes
(https://www.cdisc.org/standards/terminology). Totals of scores have no code of CDISC in that
release, but for the DLQI: the others are names that sponsors commonly give.
"""

from __future__ import annotations

import re

#: LBTESTCD (C65047), QSTESTCD and PARAMCD -> parameter, where its own name does not say it.
PARAMETER_CODES = {
    "CK": "CPK", "BILI": "TBIL", "CHOL": "TC", "LDLC": "LDL", "HDLC": "HDL", "TRIG": "TG",
    "LYM": "LYMPH", "HGB": "HB", "PLAT": "PLT", "CCL17": "TARC", "GFRE": "EGFR",
    "ALKPH": "ALP", "PROT": "TP", "UREAN": "BUN",
    "EOSLE": "EOS_PCT", "NEUTLE": "NEUT_PCT", "LYMLE": "LYMPH_PCT",
    "DLQI111": "DLQI", "DLQITOT": "DLQI", "EASITOT": "EASI", "POEMTOT": "POEM",
    "BSATOT": "BSA", "CDLQITOT": "CDLQI",
}  # fmt: skip

#: Codes that elsewhere mean something else (immunoglobulin A, the body's surface in square metres,
#: any visual analogue scale): only with a label that says so they are the parameter here.
LABELLED = {
    "IGA": re.compile(r"investigator|global assess|\bv?iga\b(?!.*immunoglobulin)", re.IGNORECASE),
    "BSA": re.compile(r"affected|involve|percent|%", re.IGNORECASE),
    "VAS": re.compile(r"itch|prurit", re.IGNORECASE),
}

#: Codes of columns: what stands there -> what it means, "" for nothing.
SEX = {"U": "", "UNDIFFERENTIATED": "", "INTERSEX": ""}
ACTION = {"NOT APPLICABLE": "", "NOT EVALUABLE": "", "DOSE RATE REDUCED": "dose reduced"}
#: What stands for a reason of stopping where nobody stopped early (C66727).
COMPLETED = "COMPLETED"

#: LBSPEC whose values are those of the dictionary, and LBCAT or PARCAT1 that are of others.
BLOOD = frozenset(("BLOOD", "SERUM", "PLASMA", "SERUM OR PLASMA", "SERUM/PLASMA", "WHOLE BLOOD"))
OTHER_SPECIMENS = frozenset(("URINALYSIS", "URINE"))

#: Units of mass (C71620) in mg, and frequencies (C71113) as times a day.
MASSES_MG = {"mg": 1.0, "g": 1000.0, "ug": 0.001, "mcg": 0.001, "µg": 0.001}
TIMES_A_DAY = {
    "QD": 1, "DAILY": 1, "ONCE DAILY": 1, "QAM": 1, "QPM": 1, "QHS": 1, "Q24H": 1,
    "BID": 2, "Q12H": 2, "TID": 3, "Q8H": 3, "QID": 4, "Q6H": 4, "QOD": 0.5,
}  # fmt: skip

#: Routes (C66729) of treatment that is not systemic.
LOCAL_ROUTES = frozenset((
    "TOPICAL", "CUTANEOUS", "OPHTHALMIC", "CONJUNCTIVAL", "AURICULAR (OTIC)", "NASAL",
    "RESPIRATORY (INHALATION)", "INTRALESIONAL", "INTRADERMAL", "INTRAVITREAL", "RECTAL", "VAGINAL",
    "INTRA-ARTICULAR", "OROPHARYNGEAL", "BUCCAL", "DENTAL",
))  # fmt: skip
