"""Curves and the log-rank test in fractions; Cox's model and the Schoenfeld test in 40 digits.

Run in this folder, after survival.R: python survival_exact.py. Patients are listed one by one and
every risk set is added up anew; the data are those of survival.json and some with many patients.
"""

import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40
HERE = Path(__file__).parent


def number(x):
    """The float nearest to a fraction or to a number of 40 digits."""
    if isinstance(x, Fraction):
        return x.numerator / x.denominator
    return None if x is None else float(x)


def root(x):
    return mp.sqrt(mp.mpf(x.numerator) / x.denominator)


def incidence(n, d, own):
    """Share of each time, and its variance by the double sum."""
    s, f, before = [], [], Fraction(1)
    share = Fraction(0)
    for at_risk, events, of_reason in zip(n, d, own, strict=True):
        share += before * Fraction(of_reason, at_risk)
        before *= 1 - Fraction(events, at_risk)
        s.append(before)
        f.append(share)
    variances = []
    for t in range(len(n)):
        total = Fraction(0)
        for i in range(t + 1):
            moved, s0 = f[t] - f[i], s[i - 1] if i else Fraction(1)
            if n[i] > d[i]:
                total += moved**2 * Fraction(d[i], n[i] * (n[i] - d[i]))
            total += s0**2 * Fraction(own[i] * (n[i] - own[i]), n[i] ** 3)
            total -= 2 * moved * s0 * Fraction(own[i], n[i] ** 2)
        variances.append(total)
    return f, variances


def curves(counts):
    """Kaplan-Meier of any event and the incidence of each reason, all groups in a row."""
    found = {
        "Kaplan-Meier": {"estimate": [], "se": []},
        "Aalen-Johansen": {"estimate": [], "se": []},
    }
    for group in range(len(counts[0])):
        rows = [row[group] for row in counts if any(row[group])]
        n = [sum(map(sum, rows[i:])) for i in range(len(rows))]
        d = [sum(row[1:]) for row in rows]
        for reason in range(len(rows[0])):
            # Reason 0 stands for any, and Kaplan-Meier for its complement.
            f, v = incidence(n, d, d if not reason else [row[reason] for row in rows])
            into = found["Aalen-Johansen" if reason else "Kaplan-Meier"]
            into["estimate"] += [number(x if reason else 1 - x) for x in f]
            into["se"] += [
                number(root(x)) if 0 < y < 1 else None for x, y in zip(v, f, strict=True)
            ]
    return found


def log_rank(counts):
    k = len(counts[0])
    u, v, expected = [Fraction(0)] * k, [[Fraction(0)] * k for _ in range(k)], [Fraction(0)] * k
    for i, row in enumerate(counts):
        n_j = [sum(sum(later[g]) for later in counts[i:]) for g in range(k)]
        d_j = [sum(row[g][1:]) for g in range(k)]
        n, d = sum(n_j), sum(d_j)
        for a in range(k):
            expected[a] += Fraction(d * n_j[a], n)
            u[a] += d_j[a] - Fraction(d * n_j[a], n)
            for b in range(k) if n > 1 else ():
                same = n_j[a] * n * (a == b) - n_j[a] * n_j[b]
                v[a][b] += Fraction(d * (n - d) * same, (n - 1) * n * n)
    rows = [[*v[a][1:], u[a]] for a in range(1, k)]
    for i in range(k - 1):
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j in range(k - 1):
            if j != i:
                rows[j] = [x - rows[j][i] * y for x, y in zip(rows[j], rows[i], strict=True)]
    chi2 = sum(row[-1] * x for row, x in zip(rows, u[1:], strict=True))
    p = mp.gammainc(mp.mpf(k - 1) / 2, mp.mpf(chi2.numerator) / chi2.denominator / 2,
                    regularized=True)  # fmt: skip
    return {"chi2": number(chi2), "p_value": number(p), "expected": list(map(number, expected))}


def partial_likelihood(patients, beta):
    """Value, and at each time of an event its time, events, score and information."""
    p, value, parts = len(beta), mp.mpf(0), []
    for time in sorted({t for t, event, _, _ in patients if event}):
        rows = [(c * mp.exp(mp.fdot(x, beta)), x) for t, _, x, c in patients if t >= time]
        dead = [(c * mp.exp(mp.fdot(x, beta)), x) for t, e, x, c in patients if e and t == time]
        score, info = mp.zeros(p, 1), mp.zeros(p, p)
        count = 0
        for t, e, x, c in patients:
            if e and t == time:
                count += c
                value += c * mp.fdot(x, beta)
                score += c * mp.matrix(x)
        sums = [moments(part, p) for part in (rows, dead)]
        for left in range(count):
            gone = mp.mpf(left) / count
            s0, s1, s2 = (a - gone * b for a, b in zip(*sums, strict=True))
            value -= mp.log(s0)
            score -= s1 / s0
            info += s2 / s0 - s1 * s1.T / s0**2
        parts.append((time, count, score, info))
    return value, parts


def moments(rows, p):
    s1, s2 = mp.zeros(p, 1), mp.zeros(p, p)
    for r, x in rows:
        for j in range(p):
            s1[j] += r * x[j]
            for k in range(p):
                s2[j, k] += r * x[j] * x[k]
    return mp.fsum(r for r, _ in rows), s1, s2


def total(parts, power=0, g=None):
    weights = [1 if not power else g[i] ** power for i in range(len(parts))]
    score, info = parts[0][2] * 0, parts[0][3] * 0
    for weight, (_, _, u, v) in zip(weights, parts, strict=True):
        score, info = score + weight * u, info + weight * v
    return score, info


def cox(rows):
    """Maximum, standard errors, the three tests, and the Schoenfeld test on the scale "km"."""
    columns = zip(rows["time"], rows["status"], zip(*rows["design"], strict=True), rows["counts"],
                  strict=True)  # fmt: skip
    patients = [(t, e, [mp.mpf(v) for v in x], c) for t, e, x, c in columns]
    p = len(rows["design"])
    beta = [mp.mpf(0)] * p
    null, parts = partial_likelihood(patients, beta)
    u, info = total(parts)
    first = (u.T * mp.inverse(info) * u)[0]
    for _ in range(60):
        step = mp.inverse(info) * u
        beta = [b + s for b, s in zip(beta, step, strict=True)]
        value, parts = partial_likelihood(patients, beta)
        u, info = total(parts)
        if max(map(abs, step)) < mp.mpf(10) ** -25:
            break
    variance, b = mp.inverse(info), mp.matrix(beta)
    model = {
        "coefficient": list(map(number, beta)),
        "se": [number(mp.sqrt(variance[j, j])) for j in range(p)],
        "likelihood_ratio": number(2 * (value - null)), "score": number(first),
        "wald": number((b.T * info * b)[0]), "log_likelihood": [number(null), number(value)],
    }  # fmt: skip
    return {"Cox": model, "Schoenfeld test": schoenfeld(patients, parts, p)}


def schoenfeld(patients, parts, p):
    alive, g = mp.mpf(1), []
    for time, count, _, _ in parts:
        g.append(1 - alive)
        n = sum(c for t, _, _, c in patients if t >= time)
        alive *= mp.mpf(n - count) / n
    middle = mp.fsum(c * x for (_, c, _, _), x in zip(parts, g, strict=True))
    middle /= sum(c for _, c, _, _ in parts)
    g = [x - middle for x in g]
    (_, i0), (u, i1), (_, i2) = (total(parts, power, g) for power in (0, 1, 2))
    rest = i2 - i1 * mp.inverse(i0) * i1
    each = [u[j] ** 2 / rest[j, j] for j in range(p)]
    return {"chi2": [number(x) for x in (*each, (u.T * mp.inverse(rest) * u)[0])]}


def counted(given):
    times = sorted(set(given["time"]))
    counts = [[[0] * (max(given["status"]) + 1) for _ in range(max(given["group"]))] for _ in times]
    for t, s, g in zip(given["time"], given["status"], given["group"], strict=True):
        counts[times.index(t)][g - 1][s] += 1
    return times, counts


def groups(name, times, counts):
    expected = curves(counts) | {"log-rank": log_rank(counts)}
    return {"name": name, "input": {"times": times, "counts": counts}, "expected": expected}


def many():
    """Up to thirty million patients at six visits."""
    counts = []
    for i in range(6):
        rows = [[10**6 * (i + 1) + 7 * i, 1000 + 13 * i * g, 3 + i + g] for g in range(3)]
        counts.append(rows)
    yield "millions of patients", [4, 8, 16, 24, 36, 52], counts
    few = [[[0, 2], [1, 0]], [[0, 0], [0, 3]], [[0, 1], [2, 1]], [[1, 0], [1, 1]]]
    yield "eleven patients", [1, 2, 3, 5], few


def models():
    given = {
        c["name"]: c["input"] for c in json.loads((HERE / "survival.json").read_text())["cases"]
    }
    for name in ("lung", "aml", "veteran, cell types", "four visits, three reasons"):
        rows = given[name]["cox"]
        yield name, {**rows, "counts": [1] * len(rows["time"])}
    lung = given["lung"]
    yield "lung, sex", {"time": lung["time"], "status": lung["status"],
                        "design": [lung["group"]], "counts": [1] * len(lung["time"])}  # fmt: skip
    yield "hundreds of events at a time", {
        "time": [4, 4, 4, 8, 8, 8, 8, 16, 16, 16], "status": [1, 1, 0, 1, 1, 1, 0, 1, 0, 0],
        "design": [[0, 1, 0, 0, 1, 2, 1, 0, 0, 2], [0.5, -1, 2, 0, 1.5, -2, 0.25, 3, 1, 0]],
        "counts": [150, 33, 4000, 700, 32, 65, 900, 1, 300, 41],
    }  # fmt: skip
    yield "all who are left have the event", {
        "time": [1, 1, 2, 2, 2, 3, 3], "status": [1, 0, 1, 1, 0, 1, 1],
        "design": [[1, 0, 0, 1, 1, 0, 1]], "counts": [40, 90, 100, 35, 200, 513, 44],
    }  # fmt: skip


if __name__ == "__main__":
    given = {
        c["name"]: c["input"] for c in json.loads((HERE / "survival.json").read_text())["cases"]
    }
    chosen = ("aml", "weeks, two reasons", "four visits, three reasons", "nobody censored")
    cases = [groups(name, *counted(given[name])) for name in chosen]
    cases += [groups(*case) for case in many()]
    for name, rows in models():
        cases.append({"name": name + ", Cox", "input": {"cox": rows}, "expected": cox(rows)})
    made_by = {"Python fractions": "", "mpmath": mp.__version__}
    reference = {"made_by": made_by, "tolerance": {"relative": 1e-12},
                 "looser": {"Schoenfeld test": {"relative": 1e-10}}, "cases": cases}  # fmt: skip
    text = json.dumps(reference).replace('}, {"name"', '},\n{"name"')
    (HERE / "survival_exact.json").write_text(text + "\n", "utf-8")
