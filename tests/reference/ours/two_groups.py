"""Two groups: Student's and Welch's t, Mann-Whitney exact and normal."""

from unittest.mock import patch

from reading import counted, fields_of

from dermcohort.estimate.groups import mann_whitney as file
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.welch_t import welch_t

T_TEST = ("t", "df", "p_value", "conf_low", "conf_high")


def ours(given):
    values, counts = counted(given["groups"])
    ranks = file.mann_whitney(values, counts)
    with patch.object(file, "EXACT_TOTAL", 0):
        normal = file.mann_whitney(values, counts)
    return {
        "Student t": fields_of(student_t(values, counts), *T_TEST),
        "Welch t": fields_of(welch_t(values, counts), *T_TEST),
        "Mann-Whitney": {
            "u": ranks.u,
            "p_exact": ranks.p_value if ranks.exact else None,
            "p_normal": normal.p_value,
        },
    }
