"""Laboratory grades again, by plain comparisons of fractions, from the text of the criteria."""

from fractions import Fraction

ADULT = {
    ("CPK", "M"): (59, 248), ("CPK", "F"): (41, 153), ("ALT", "M"): (10, 42), ("ALT", "F"): (7, 23),
    ("TBIL", "M"): ("0.4", "1.5"), ("TBIL", "F"): ("0.4", "1.5"), ("HB", "M"): ("13.7", "16.8"),
    ("HB", "F"): ("11.6", "14.8"), ("WBC", "M"): (3300, 8600), ("WBC", "F"): (3300, 8600),
    ("CREAT", "M"): ("0.65", "1.07"), ("CREAT", "F"): ("0.46", "0.79"),
    ("TC", "M"): (142, 248), ("TC", "F"): (142, 248),
}  # fmt: skip
TERMS = {
    "CPK increased": "CPK", "ALT increased": "ALT", "blood bilirubin increased": "TBIL",
    "anaemia": "HB", "haemoglobin increased": "HB", "white blood cells decreased": "WBC",
    "neutrophils decreased": "NEUT", "creatinine increased": "CREAT", "cholesterol high": "TC",
}  # fmt: skip
ORDER = (None, "0", "0 or 1", "1", "2", "3", "4")


def limits(parameter, sex, age):
    if age is None or age < 18 or (parameter, sex) not in ADULT:
        return None, None
    low, high = ADULT[parameter, sex]
    return Fraction(low), Fraction(high)


def climbing(value, ends):
    """The grade of the range that a value lies in, upper ends belonging to it."""
    return str(sum(value > end for end in ends))


def grade(term, value, unit, reported, baseline, sex, age):
    low, high = limits(TERMS[term], sex, age)
    f = Fraction
    if term == "neutrophils decreased":
        falls = sum(value < end for end in (1500, 1000, 500))
        return str(falls + 1) if falls else "0 or 1"
    if term == "white blood cells decreased":
        falls = sum(value < end for end in (3000, 2000, 1000))
        if falls:
            return str(falls + 1)
        return "0 or 1" if low is None else "1" if value < low else "0"
    if term == "anaemia":
        falls = sum(value < end for end in (10, 8))
        if falls:
            return str(falls + 1)
        return "0 or 1" if low is None else "1" if value < low else "0"
    if term == "cholesterol high":
        ends = (300, 400, 500)
        if unit == "mmol/L":
            value_there, ends = reported, (f("7.75"), f("10.34"), f("12.92"))
        else:
            value_there = value
        over = sum(value_there > end for end in ends)
        if over:
            return str(over + 1)
        return "0 or 1" if high is None else "1" if value > high else "0"
    if high is None:
        # Creatinine may rise beyond multiples of the baseline without any limit being known.
        if term == "creatinine increased" and baseline is not None:
            return {True: "3"}.get(
                value > 3 * baseline, "2" if value > f(3, 2) * baseline else None
            )
        return None
    if term == "haemoglobin increased":
        return climbing(value, (high, high + 2, high + 4))
    if term == "CPK increased":
        return climbing(value, (high, high * f(5, 2), high * 5, high * 10))
    if term == "creatinine increased":
        by_limit = climbing(value, (high, high * f(3, 2), high * 3, high * 6))
        rise = 0 if baseline is None else value / baseline if baseline else None
        by_rise = "3" if rise is None and value > 0 else "0"
        if rise:
            by_rise = "3" if rise > 3 else "2" if rise > f(3, 2) else "0"
        return max(by_limit, by_rise)
    if baseline is None or baseline <= high:
        times = (1, 3, 5, 20) if term == "ALT increased" else (1, f(3, 2), 3, 10)
        return climbing(value, [high * each for each in times])
    if term == "ALT increased":
        if value < f(3, 2) * baseline:
            return "0"
        return max("1", climbing(value, [baseline * each for each in (f(3, 2), 3, 5, 20)]))
    return climbing(value, [baseline * each for each in (1, f(3, 2), 3, 10)])


def worst(grades):
    return max(grades, key=ORDER.index, default=None)
