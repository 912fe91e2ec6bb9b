"""What a table of characteristics prints of one group."""

from reading import counted, fields_of

from dermcohort.estimate.describe import describe


def ours(given):
    values, counts = counted([given["values"]])
    six = describe(values, counts[:, 0])
    seven = describe(values, counts[:, 0], quartile_type=7)
    return {
        "descriptives": {
            **fields_of(six, "mean", "sd", "se", "median", "geometric_mean"),
            "min": six.minimum,
            "max": six.maximum,
            "q1, type 6": six.q1,
            "q3, type 6": six.q3,
            "q1, type 7": seven.q1,
            "q3, type 7": seven.q3,
        }
    }
