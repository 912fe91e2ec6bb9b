"""All pairs of groups: Tukey-Kramer and Games-Howell."""

from reading import counted

from dermcohort.estimate.groups.games_howell import games_howell
from dermcohort.estimate.groups.tukey_kramer import tukey_kramer

BOTH = ("estimate", "p_adjusted", "conf_low", "conf_high")


def ours(given):
    values, counts = counted(given["groups"])
    tukey, games = tukey_kramer(values, counts), games_howell(values, counts)
    return {
        "Tukey-Kramer": {name: getattr(tukey, name) for name in BOTH},
        "Games-Howell": {name: getattr(games, name) for name in (*BOTH, "se", "t", "df")},
    }
