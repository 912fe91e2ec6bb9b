"""De-identification on the way in: what tells who a patient is goes no further than the charts.

Between reading and checking, columns of names, chart numbers, birth dates outside the patients
table, telephone numbers, addresses and the like are emptied; nothing behind this step has seen
them. Where the study file asks for it, patients then get pseudonyms, keyed with a secret that lies
outside every output.

Recognition is not anonymisation: who knows a patient's visits and values may know the patient.
"""

from __future__ import annotations

from dermcohort.privacy.columns import without_identifiers
from dermcohort.privacy.key import Key, key_path, read_key
from dermcohort.privacy.pseudonyms import pseudonym, pseudonymised

__all__ = ["Key", "key_path", "pseudonym", "pseudonymised", "read_key", "without_identifiers"]
