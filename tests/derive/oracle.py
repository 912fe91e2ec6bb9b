"""The stage again, in plain Python: a row at a time, dates and fractions, no dataframe.

Written from the rules and not from the package, to be compared with it on random cohorts.
"""

import datetime as dt
from fractions import Fraction

import grading

from dermcohort.derive.ctcae import TERMS

SYSTEMIC_WITHIN = 90
#: Score; least fall in percent; least fall in points; highest follow-up. None: not asked for.
RESPONSES = {
    **{f"{name}-{p}": (name, p, None, None) for name, percents in
       (("EASI", (50, 75, 90, 100)), ("SCORAD", (50, 75)), ("PASI", (50, 75, 90, 100)))
       for p in percents},
    **{f"EASI <= {most}": ("EASI", None, None, most) for most in (3, 5, 7)},
    "IGA 0/1": ("IGA", None, 2, 1), "IGA 0/1 without the fall": ("IGA", None, None, 1),
    "POEM4": ("POEM", None, 4, None), "DLQI4": ("DLQI", None, 4, None),
    "DLQI 0/1": ("DLQI", None, None, 1), "DLQI <= 5": ("DLQI", None, None, 5),
    "NRS4": ("ITCH_NRS", None, 4, None), "VAS40": ("ITCH_VAS", None, 40, None),
    "ADCT control": ("ADCT", None, None, 6), "ADCT5": ("ADCT", None, 5, None),
}  # fmt: skip
#: Upper ends of the bands as they are printed, with the label of each.
BANDS = {
    ("EASI", "Leshem 2015"): (
        "0.1", ("0", "clear"), ("1", "almost clear"), ("7", "mild"), ("21", "moderate"),
        ("50", "severe"), ("72", "very severe"),
    ),
    ("EASI", "Chopra 2017"): (
        "0.1", ("0", "clear"), ("5.9", "mild"), ("22.9", "moderate"), ("72", "severe")
    ),
    ("DLQI", "Hongbo 2005"): (
        "1", ("1", "none"), ("5", "small"), ("10", "moderate"), ("20", "very large"),
        ("30", "extremely large"),
    ),
    ("POEM", "Charman 2013"): (
        "1", ("2", "clear or almost clear"), ("7", "mild"), ("16", "moderate"), ("24", "severe"),
        ("28", "very severe"),
    ),
    ("ITCH_VAS", "Reich 2012"): (
        "1", ("0", "none"), ("39", "mild"), ("69", "moderate"), ("89", "severe"),
        ("100", "very severe"),
    ),
}  # fmt: skip
SPECIAL = (
    "herpes zoster", "ocular herpes", "herpes simplex", "eczema herpeticum", "serious infection",
    "tuberculosis or opportunistic infection", "malignancy", "thrombosis or embolism",
    "cardiovascular event", "gastrointestinal perforation", "death",
)  # fmt: skip
GRAVITY = {
    "none": 0, None: 1, "unknown": 1, "dose increased": 2, "drug interrupted": 3,
    "dose reduced": 4, "drug withdrawn": 5,
}  # fmt: skip
ACTION = {0: "none", 1: "unknown", 2: "dose increased", 3: "drug interrupted",
          4: "dose reduced", 5: "drug withdrawn"}  # fmt: skip


def decimal(number):
    """4, 2.5: as people write it."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


def ticks(number):
    return round(Fraction(number) * 1_000_000)


class Patient:
    """One chart, with everything that the rules make of it."""

    def __init__(self, study, row, tables, cutoff):
        self.study, self.row, self.name, self.cutoff = study, row, row["patient"], cutoff
        self.visits = [v.name for v in study.visits]
        mine = {
            table: [r for r in tables.get(table, []) if r["patient"] == self.name]
            for table in ("treatments", "assessments", "events")
        }
        self.treatments = [self.as_known(t) for t in mine["treatments"] if t["start"] <= cutoff]
        self.reported = mine["events"]
        self.exposure()
        self.place(mine["assessments"])
        self.withdraw()
        self.prior()
        self.exclusion = self.first_broken_rule()
        self.included = self.exclusion is None

    def as_known(self, treatment):
        stop = treatment.get("stop")
        if stop is not None and stop > self.cutoff:
            return {**treatment, "stop": None, "reason": None, "next_drug": None}
        return treatment

    def exposure(self):
        drug = self.study.drug
        periods = [t for t in self.treatments if t["drug"] == drug]
        self.day0 = self.last_dose = self.dose = self.stop_reason = self.next_drug = None
        self.days_on_drug = None
        if not periods:
            return
        self.day0 = min(t["start"] for t in periods)
        doses = [t.get("dose_mg_per_day") for t in periods if t["start"] == self.day0]
        doses = [d for d in doses if d is not None]
        self.dose = max(doses) if doses else None
        end = self.cutoff
        if all(t.get("stop") is not None for t in periods):
            self.last_dose = end = max(t["stop"] for t in periods)
            last = [t for t in periods if t["stop"] == self.last_dose]
            self.stop_reason = min((t["reason"] for t in last if t.get("reason")), default=None)
            self.next_drug = min((t["next_drug"] for t in last if t.get("next_drug")), default=None)
            if self.next_drug is None:
                self.next_drug = self.drug_after()
        self.days_on_drug = (end - self.day0).days + 1

    def others(self):
        wanted = set(self.study.groups.systemic) - {self.study.drug}
        return [t for t in self.treatments if t["drug"] in wanted]

    def drug_after(self):
        found = [
            (t["start"], t["drug"])
            for t in self.others()
            if 0 <= (t["start"] - self.last_dose).days <= SYSTEMIC_WITHIN
        ]
        return min(found)[1] if found else None

    def latest_counted(self):
        """Last study day on which a value counts."""
        if self.last_dose is None:
            return 10**9
        return (self.last_dose - self.day0).days + self.study.missing.after_last_dose_days

    def place(self, assessments):
        study = self.study
        wanted = {*study.outcomes.all, *study.eligibility.baseline, *study.responses.compare}
        wanted |= {"EASI", "IGA"}
        wanted |= {RESPONSES[r][0] for r in (*study.responses.report, *study.responses.groups)}
        if study.eligibility.criteria:
            wanted |= {"EASI_HN", "BSA"}
        self.all = []
        for a in assessments:
            if a["parameter"] not in wanted or a.get("value") is None:
                continue
            day = None if self.day0 is None else (a["date"] - self.day0).days
            visit, rule = None, None
            for v in study.visits:
                if day is not None and v.window[0] <= day <= v.window[1]:
                    visit = v
            if visit is None:
                rule = "outside every window"
            elif a["date"] > self.cutoff:
                rule = "after the data cut-off"
            elif day > self.latest_counted():
                rule = "after the last dose"
            self.all.append({**a, "day": day, "visit": visit, "rule": rule})
        self.used, self.used_day = {}, {}
        candidates = {}
        for a in self.all:
            if a["rule"] is None:
                candidates.setdefault((a["parameter"], a["visit"].name), []).append(a)
        for key, found in candidates.items():
            target = found[0]["visit"].target_day
            best = min(found, key=lambda a: (abs(a["day"] - target), -a["day"], a["value"]))
            self.used[key], self.used_day[key] = best["value"], best["day"]
            for a in found:
                if a["day"] != best["day"]:
                    a["rule"] = "another value is closer to the target"
                elif a["value"] != best["value"]:
                    a["rule"] = "another value on the same day"

    def withdraw(self):
        self.withdrawal = None
        if self.last_dose is None:
            return
        last = (self.last_dose - self.day0).days
        for i, v in enumerate(self.study.visits):
            if i == 0:
                continue
            days = [day for (_, visit), day in self.used_day.items() if visit == v.name]
            if last <= (max(days) if days else v.window[1]):
                self.withdrawal = i
                return

    def withdrawal_value(self, parameter):
        """Of a patient who withdrew."""
        at_visit = self.used.get((parameter, self.visits[self.withdrawal]))
        if at_visit is not None:
            return at_visit
        found = [
            (a["day"], a["value"])
            for a in self.all
            if a["parameter"] == parameter
            and 0 <= a["day"] <= self.latest_counted()
            and a["date"] <= self.cutoff
        ]
        return max(found)[1] if found else None

    def carried(self, parameter, number):
        for i in range(number, -1, -1):
            if (parameter, self.visits[i]) in self.used:
                return self.used[parameter, self.visits[i]]
            if i == self.withdrawal and self.withdrawal_value(parameter) is not None:
                return self.withdrawal_value(parameter)
        return None

    def prior(self):
        self.courses = []
        if self.day0 is not None:
            opens = self.day0 - dt.timedelta(days=self.study.groups.lookback_days)
            for t in self.others():
                end = t.get("stop") or dt.date.max
                if t["start"] < self.day0 and end >= opens:
                    self.courses.append((end, t["drug"], t.get("reason")))
        self.prior_drug = self.prior_reason = self.prior_gap = None
        if self.courses:
            end = max(c[0] for c in self.courses)
            self.prior_drug = min(c[1] for c in self.courses if c[0] == end)
            same = [c for c in self.courses if c[0] == end and c[1] == self.prior_drug]
            self.prior_reason = min((c[2] for c in same if c[2] is not None), default=None)
            self.prior_gap = max(0, (self.day0 - end).days)
        self.group = None
        if self.day0 is not None:
            self.group = "switch" if self.courses else "naive"

    def first_broken_rule(self):
        study, eligibility = self.study, self.study.eligibility
        first, last = study.start_between
        if self.day0 is None:
            return f"no {study.drug}"
        if self.day0 < first:
            return f"first dose before {first}"
        if self.day0 > last:
            return f"first dose after {last}"
        age, limits = self.row.get("age_years"), eligibility.age_years
        if limits.min is not None or limits.max is not None:
            if age is None:
                return "age not recorded"
            if limits.min is not None and age < limits.min:
                return f"age below {limits.min:g}"
            if limits.max is not None and age > limits.max:
                return f"age above {limits.max:g}"
        if eligibility.diagnosis:
            if self.row.get("diagnosis") is None:
                return "diagnosis not recorded"
            if self.row["diagnosis"].strip().lower() not in [
                d.strip().lower() for d in eligibility.diagnosis
            ]:
                return "diagnosis not in the list"
        for parameter, limits in eligibility.baseline.items():
            value = self.used.get((parameter, self.visits[0]))
            if value is None:
                return f"{parameter} at baseline missing"
            if limits.min is not None and value < Fraction(str(limits.min)):
                return f"{parameter} at baseline below {limits.min:g}"
            if limits.max is not None and value > Fraction(str(limits.max)):
                return f"{parameter} at baseline above {limits.max:g}"
        return None

    # --- criteria --------------------------------------------------------------------

    def at_start(self, parameter):
        """The value that tells of the activity when systemic therapy began."""
        if self.group == "naive":
            return self.used.get((parameter, self.visits[0]))
        began = min(t["start"] for t in self.others())
        close = [
            (a["date"], a["value"])
            for a in self.all
            if a["parameter"] == parameter and 0 <= (began - a["date"]).days <= 30
        ]
        return max(close)[1] if close else None

    def criteria(self):
        limits = {"IGA": 3, "EASI": 16, "EASI_HN": Fraction("2.4"), "BSA": 10}
        at = {name: self.at_start(name) for name in limits}
        reached = {n: None if at[n] is None else at[n] >= limits[n] for n in limits}
        either = (reached["EASI"], reached["EASI_HN"])
        months = self.row.get("topical_months")
        impossible = self.row.get("topical_not_possible")
        enough = None if months is None else months >= 6
        found = {
            "IGA at least 3": reached["IGA"],
            "EASI at least 16; or H&N EASI at least 2.4":
                True if True in either else None if None in either else False,
            "BSA at least 10 %": reached["BSA"],
        }  # fmt: skip
        unknown = "not recorded" if self.group == "naive" else "switched, no value from before"
        words = {True: "met", False: "not met", None: f"not assessable: {unknown}"}
        told = {name: words[met] for name, met in found.items()}
        topical = True if enough or impossible else None
        words[None] = "not assessable: not recorded"
        told["topical therapy for 6 months; or not possible"] = words[
            False if enough is False and impossible is False else topical
        ]
        order = ("not met", "not assessable: switched, no value from before",
                 "not assessable: not recorded", "met")  # fmt: skip
        return told | {"all clauses": min(told.values(), key=order.index)}

    # --- grades ----------------------------------------------------------------------

    def on_treatment(self, *parameters):
        """Values after the first dose and up to the lag after the last one."""
        end = (self.cutoff - self.day0).days
        if self.last_dose is not None:
            lag = self.study.safety.after_last_dose_days
            end = min(end, (self.last_dose - self.day0).days + lag)
        return [a for a in self.all if a["parameter"] in parameters and 0 < a["day"] <= end]

    def worst_grade(self, term):
        parameter = grading.TERMS.get(term)
        baseline = self.used.get((parameter, self.visits[0]))
        sex, age = self.row.get("sex"), self.row.get("age_years")
        return grading.worst(
            grading.grade(term, a["value"], a.get("reported_unit"), a.get("reported_value"),
                          baseline, sex, age)
            for a in self.on_treatment(parameter)
        )  # fmt: skip

    def hys_law(self):
        sex, age = self.row.get("sex"), self.row.get("age_years")
        alt, bilirubin = (grading.limits(name, sex, age)[1] for name in ("ALT", "TBIL"))
        liver, yellow = self.on_treatment("ALT", "AST"), self.on_treatment("TBIL")
        if alt is None or not liver or not yellow:
            return None
        return yes(any(
            a["value"] >= 3 * alt and b["value"] >= 2 * bilirubin
            and 0 <= b["day"] - a["day"] <= 14
            for a in liver for b in yellow
        ))  # fmt: skip

    # --- responses -------------------------------------------------------------------

    def not_evaluable(self, response):
        instrument, percent, fall, _ = RESPONSES[response]
        baseline = self.used.get((instrument, self.visits[0]))
        if percent is None and fall is None:
            return None
        if baseline is None:
            return "baseline not recorded"
        if percent is not None and baseline == 0:
            return "baseline is 0"
        if fall is not None and baseline < fall:
            return f"not evaluable: baseline below {fall}"
        return None

    def met(self, response, value):
        instrument, percent, fall, most = RESPONSES[response]
        baseline = self.used.get((instrument, self.visits[0]))
        return all((
            percent is None or (baseline - value) / baseline * 100 >= percent,
            fall is None or baseline - value >= fall,
            most is None or value <= most,
        ))  # fmt: skip

    def response(self, rule, response, number):
        """yes, no, or None and the reason."""
        reason = self.not_evaluable(response)
        if reason:
            return None, reason
        instrument = RESPONSES[response][0]
        seen = self.used.get((instrument, self.visits[number]))
        if rule == "LOCF":
            last = self.carried(instrument, number)
            if last is None:
                return None, "no value up to this visit"
            return yes(self.met(response, last)), ""
        if rule == "NRI":
            gone = self.withdrawal is not None and self.withdrawal < number
            return yes(seen is not None and not gone and self.met(response, seen)), ""
        if seen is None:
            return None, self.absence(instrument, number)
        return yes(self.met(response, seen)), ""

    def absence(self, parameter, number):
        rules = [
            a["rule"]
            for a in self.all
            if a["parameter"] == parameter
            and a["visit"] is not None
            and a["visit"].name == self.visits[number]
            and a["rule"] in ("after the data cut-off", "after the last dose")
        ]
        if rules:
            return f"value discarded: {min(rules)}"
        if self.withdrawal is not None and self.withdrawal < number:
            return f"no visit: stopped {self.study.drug} on an earlier visit"
        return "no value at this visit"

    # --- events ----------------------------------------------------------------------

    def events(self):
        return [
            e
            for e in self.reported
            if e.get("date") is None or self.day0 <= e["date"] <= self.cutoff
        ]

    def worst(self, event):
        return ACTION[max(GRAVITY[e.get("action")] for e in self.events() if e["event"] == event)]

    def waited_for(self, event):
        """Days at risk, first and last counted, and how they ended."""
        end = (self.cutoff - self.day0).days
        if self.last_dose is not None:
            lag = self.study.safety.after_last_dose_days
            end = min(end, (self.last_dose - self.day0).days + lag)
        days = [
            (e["date"] - self.day0).days
            for e in self.events()
            if e.get("date") and event in (e["event"], "any adverse event")
        ]
        first = min((d for d in days if d <= end), default=None)
        return (end + 1, "") if first is None else (first + 1, "event")

    def subject(self):
        visit = None if self.withdrawal is None else self.visits[self.withdrawal]
        return (
            self.name, self.included, self.exclusion, self.day0, self.dose, self.last_dose,
            self.stop_reason, self.next_drug, self.days_on_drug, visit, self.prior_drug,
            self.prior_reason, self.prior_gap, self.group,
        )  # fmt: skip


def yes(condition):
    return "yes" if condition else "no"


class Oracle:
    """The whole cohort: ``subjects``, ``values``, ``categories``, ``ledger`` as sets of rows."""

    def __init__(self, study, tables):
        self.study = study
        self.visits = [v.name for v in study.visits]
        self.everyone = [
            Patient(study, row, tables, last_day(study, tables)) for row in tables["patients"]
        ]
        self.members = [p for p in self.everyone if p.included]
        self.subjects = {p.subject() for p in self.everyone}
        self.groups = self.grouped()
        self.values, self.categories, self.ledger, self.times = set(), set(), set(), set()
        self.numbers()
        self.baseline_numbers()
        self.pairs_and_cases()
        self.filled()
        self.characteristics()
        self.responses()
        self.adverse_events()
        self.waiting()
        self.patients()
        if study.eligibility.criteria:
            self.criteria()
        self.grades()
        self.bands()

    def grouped(self):
        """Group -> its patients, by grouping."""
        found = {"all": {"all": self.members}, "prior therapy": {}, "continuation": {}}
        for p in self.members:
            found["prior therapy"].setdefault(p.group, []).append(p)
            kind = "continuing" if p.withdrawal is None else "withdrawn"
            found["continuation"].setdefault(kind, []).append(p)
        at = self.visits.index(self.study.response_visit)
        for response in self.study.responses.groups:
            found[response] = {}
            for p in self.members:
                level, _ = p.response(self.study.missing.responders, response, at)
                if level:
                    kind = "responders" if level == "yes" else "non-responders"
                    found[response].setdefault(f"{response} {kind}", []).append(p)
        return found

    def criteria(self):
        for group, patients in self.main():
            for p in patients:
                for clause, level in p.criteria().items():
                    self.level(("included", f"criteria: {clause}", group, self.visits[0]), p, level)

    def grades(self):
        asked = [t for t in TERMS if t.parameter in self.study.outcomes.all]
        for group, patients in self.main() if asked else ():
            for p in patients:
                for term in asked:
                    key = ("included", f"grade: {term.name}", group, "")
                    self.level(key, p, p.worst_grade(term.name))
                self.level(("included", "potential Hy's law case", group, ""), p, p.hys_law())

    def bands(self):
        for parameter, name in self.study.instruments.bands.items():
            if parameter not in self.study.outcomes.all:
                continue
            step, *ends = BANDS[parameter, name]
            for group, patients in self.main():
                for i in self.seen_anywhere(parameter):
                    for p in patients:
                        key = ("observed", f"band: {parameter}", group, self.visits[i])
                        value = p.used.get((parameter, self.visits[i]))
                        level = None
                        if value is not None:
                            # Between two printed ends: halves of a step belong to the upper one.
                            near = Fraction(step) * ((value / Fraction(step) + Fraction(1, 2)) // 1)
                            level = next(label for end, label in ends if near <= Fraction(end))
                        self.level(key, p, level, p.absence(parameter, i))

    def group_rows(self):
        return {
            (p.name, grouping, group)
            for grouping, groups in self.groups.items()
            for group, patients in groups.items()
            for p in patients
        }

    def of(self, *groupings):
        for grouping in groupings:
            yield from self.groups[grouping].items()

    def main(self):
        return list(self.of("all", "prior therapy"))

    def families(self):
        study = self.study
        yield self.main(), study.outcomes.all
        yield list(self.of(*study.responses.groups)), study.responses.compare
        yield list(self.of("continuation")), study.outcomes.scores

    def book(self, key, patient, reason=None):
        status = "in" if reason is None else "out"
        self.ledger.add((*key, patient.name, status, reason or ""))

    def number(self, key, patient, value, reason):
        if value is not None:
            self.values.add((*key, patient.name, ticks(value)))
        self.book(key, patient, None if value is not None else reason)

    def level(self, key, patient, level, reason="not recorded"):
        if level is not None:
            self.categories.add((*key, patient.name, level))
        self.book(key, patient, None if level is not None else reason)

    def seen_anywhere(self, parameter):
        return [
            i
            for i, v in enumerate(self.visits)
            if any((parameter, v) in p.used for p in self.members)
        ]

    def numbers(self):
        for groups, parameters in self.families():
            for group, patients in groups:
                for parameter in parameters:
                    for i in self.seen_anywhere(parameter):
                        for p in patients:
                            key = ("observed", parameter, group, self.visits[i])
                            value = p.used.get((parameter, self.visits[i]))
                            self.number(key, p, value, p.absence(parameter, i))
        for group, patients in self.main():
            for parameter in self.study.outcomes.all:
                for p in patients if 0 in self.seen_anywhere(parameter) else []:
                    value = p.used.get((parameter, self.visits[0]))
                    key = ("included", parameter, group, self.visits[0])
                    self.number(key, p, value, p.absence(parameter, 0))
        for parameter in self.study.outcomes.scores:
            self.carried(parameter)
            gone = self.groups["continuation"].get("withdrawn", [])
            if any(p.withdrawal_value(parameter) is not None for p in gone):
                for p in gone:
                    key = ("observed", parameter, "withdrawn", "withdrawal")
                    self.number(key, p, p.withdrawal_value(parameter), "no value on the drug")

    def carried(self, parameter):
        for i, visit in enumerate(self.visits):
            if all(p.carried(parameter, i) is None for p in self.members):
                continue
            for group, patients in self.main():
                for p in patients:
                    key = ("LOCF", parameter, group, visit)
                    self.number(key, p, p.carried(parameter, i), "no value up to this visit")

    def baseline_numbers(self):
        for group, patients in self.main():
            for p in patients:
                for name in ("age_years", "bmi", "ad_duration_years"):
                    key = ("included", name, group, self.visits[0])
                    self.number(key, p, p.row.get(name), "not recorded")
                self.number(("included", "days_on_drug", group, ""), p, p.days_on_drug, "")

    def pairs_and_cases(self):
        for groups, parameters in self.families():
            for group, patients in groups:
                for parameter in parameters:
                    self.pairs(parameter, group, patients)
                    self.cases(parameter, group, patients)

    def pairs(self, parameter, group, patients):
        for i in self.seen_anywhere(parameter):
            for p in patients if i else []:
                key = ("complete pairs", parameter, group, self.visits[i])
                if (parameter, self.visits[0]) not in p.used:
                    self.book(key, p, "baseline not recorded")
                elif (parameter, self.visits[i]) not in p.used:
                    self.book(key, p, p.absence(parameter, i))
                else:
                    self.book(key, p)
                self.percent(key, p)

    def percent(self, pair, p):
        """The same pair, where a change in percent exists too."""
        _, parameter, group, visit = pair
        key = ("pairs with a baseline above 0", parameter, group, visit)
        baseline = p.used.get((parameter, self.visits[0]))
        if baseline is None:
            self.book(key, p, "baseline not recorded")
        elif (parameter, visit) not in p.used:
            self.book(key, p, p.absence(parameter, self.visits.index(visit)))
        else:
            self.book(key, p, None if baseline > 0 else "baseline is 0")

    def cases(self, parameter, group, patients):
        visits = {v for p in patients for (name, v) in p.used if name == parameter}
        for p in patients if visits else []:
            mine = {v for (name, v) in p.used if name == parameter}
            key = (parameter, group, "")
            self.book(("observed", *key), p, None if mine else "no value at any visit")
            lacks = None if mine == visits else "no value at one of the visits"
            self.book(("complete cases", *key), p, lacks)

    def filled(self):
        """Where a missing value keeps nobody out: later visits, all patients together."""
        for parameter in self.study.outcomes.scores:
            for visit in self.visits[1:] if self.seen_anywhere(parameter) else []:
                for p in self.members:
                    mine = {v for (name, v) in p.used if name == parameter}
                    lacks = None if self.visits[0] in mine else "baseline not recorded"
                    self.book(("evaluable at baseline", parameter, "all", visit), p, lacks)
                    if mine == {self.visits[0]}:
                        lacks = "no value after the baseline"
                    self.book(("baseline and a later value", parameter, "all", visit), p, lacks)
        for response in self.study.responses.report:
            for visit in self.visits[1:]:
                for p in self.members:
                    key = ("evaluable at baseline", response, "all", visit)
                    self.book(key, p, p.not_evaluable(response))

    def characteristics(self):
        for group, patients in self.main():
            for p in patients:
                self.level(("included", "sex", group, self.visits[0]), p, p.row.get("sex"))
                for name in ("asthma", "rhinitis", "conjunctivitis"):
                    has = p.row.get(name)
                    level = None if has is None else yes(has)
                    self.level(("included", name, group, self.visits[0]), p, level)
                dose = None if p.dose is None else f"{decimal(Fraction(p.dose))} mg/day"
                self.level(("included", "dose", group, ""), p, dose)
                for drug in {c[1] for c in p.courses} or {"none"}:
                    self.level(("included", "prior systemic therapy", group, ""), p, drug)
                if group == "switch":
                    level = p.prior_reason or "not recorded"
                    self.level(("included", "reason for switching", group, ""), p, level)
                for i, visit in enumerate(self.visits):
                    if i:
                        level = yes(p.withdrawal == i)
                        self.level(("included", "withdrawn", group, visit), p, level)
                level = yes(p.withdrawal is not None)
                self.level(("included", "withdrawn", group, ""), p, level)
                iga = p.used.get(("IGA", self.visits[0]))
                if iga is not None and "IGA" in self.study.outcomes.all:
                    key = ("included", "IGA", group, self.visits[0])
                    self.categories.add((*key, p.name, decimal(iga)))
        for p in self.groups["continuation"].get("withdrawn", []):
            for name, level in (
                ("reason for stopping", p.stop_reason), ("next therapy", p.next_drug),
            ):  # fmt: skip
                self.level(("included", name, "withdrawn", ""), p, level or "not recorded")

    def responses(self):
        for group, patients in self.main():
            for p in patients:
                for response in self.study.responses.report:
                    for i, visit in enumerate(self.visits):
                        for rule in ("observed", "NRI", "LOCF") if i else ():
                            level, reason = p.response(rule, response, i)
                            self.level((rule, response, group, visit), p, level, reason)

    def adverse_events(self):
        found = {e["event"] for p in self.members for e in p.events()}
        for group, patients in self.main():
            for p in patients:
                mine = {e["event"] for e in p.events()}
                key = ("included", "any adverse event", group, "")
                self.level(key, p, yes(mine))
                for event in found | set(SPECIAL):
                    self.level(("included", event, group, ""), p, yes(event in mine))
                for event in found:
                    level = p.worst(event) if event in mine else None
                    key = ("included", f"action: {event}", group, "")
                    self.level(key, p, level, "no such event")

    def waiting(self):
        found = {e["event"] for p in self.members for e in p.events()} | set(SPECIAL)
        for group, patients in self.main():
            for p in patients:
                why = "" if p.last_dose is None else p.stop_reason or "not recorded"
                where = ("included", "time on drug", group)
                self.times.add((*where, p.name, p.days_on_drug, why))
                self.book((*where, ""), p)
                for event in (*found, "any adverse event"):
                    row = ("included", event, group, p.name, *p.waited_for(event))
                    self.times.add(row)

    def patients(self):
        for p in self.everyone:
            reason = None if p.included else f"not included: {p.exclusion}"
            self.book(("considered", "patients", "all", ""), p, reason)
        for group, patients in self.of(*self.groups):
            for p in patients:
                self.book(("included", "patients", group, ""), p)
                for i, visit in enumerate(self.visits):
                    if not any(visit == v for m in self.members for (_, v) in m.used):
                        continue
                    reason = None
                    if not any(visit == v for (_, v) in p.used):
                        reason = p.absence("", i)
                    self.book(("included", "patients", group, visit), p, reason)

    def discarded(self):
        found = set()
        for p in self.everyone:
            for a in p.all:
                rule = a["rule"] if p.included else "patient not included"
                visit = a["visit"].name if a["visit"] else ""
                if rule:
                    found.add((p.name, a["parameter"], visit, a["date"], a["day"],
                               a["source"], rule))  # fmt: skip
        return found

    def notes(self):
        found = set()
        for p in self.members:
            for a in p.all:
                if a["rule"] is not None:
                    continue
                row = (p.name, a["parameter"], a["visit"].name, a["date"], a["day"], a["source"])
                if abs(a["day"] - a["visit"].target_day) > 14:
                    found.add((*row, "more than 14 days from the target"))
                if a.get("comparator") in ("<", ">"):
                    found.add((*row, "censored value used at its limit"))
            for e in p.events():
                if e.get("date") is None:
                    rule = "event without a date counted as after the first dose"
                    found.add((p.name, e["event"], "", None, None, e.get("source"), rule))
        return found


def last_day(study, tables):
    if study.data_cutoff:
        return study.data_cutoff
    days = [
        row.get(column)
        for table, columns in (
            ("treatments", ("start", "stop")), ("assessments", ("date",)), ("events", ("date",)),
        )
        for row in tables.get(table, [])
        for column in columns
    ]  # fmt: skip
    return max([d for d in days if d is not None], default=dt.date.max)
