"""A table as a frozen value, and the cells that numbers make."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dermcohort.report import format as printed
from dermcohort.report.format import ABSENT
from dermcohort.report.lookup import Entry, Key, Lookup

NOT_COMPUTED = "Not computed."


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell.

    Attributes
    ----------
    text : str
        As printed; a line break is a new line in the cell.
    rows : tuple of int
        Numbers of the Results rows that its digits come from.
    reason : str
        Why a number is absent; becomes a footnote.
    anchor : str
        Where a link can lead to.
    scope : str
        "row" or "rowgroup" for a heading, else "".
    span : int
        Rows that it covers.
    mark : str
        Stars behind a p.
    note : str
        What to keep in mind about a number that is there: its row's warning.
    """

    text: str
    rows: tuple[int, ...] = ()
    reason: str = ""
    anchor: str = ""
    scope: str = ""
    span: int = 1
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the heading that it shares with its neighbours."""

    heading: str
    over: str = ""
    text: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading, kept together on a printed page."""

    heading: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    name : str
        Its anchor.
    caption : str
        Title.
    columns : tuple of Column
        The first one holds the row headings.
    sections : tuple of Section
        The body.
    notes : tuple of str
        Below it.
    source : str
        Where its numbers stand in results.csv.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    source: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why numbers are absent, each reason once: the footnotes."""
        cells = (cell for section in self.sections for row in section.rows for cell in row)
        return tuple(dict.fromkeys(cell.reason for cell in cells if cell.reason))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(section.rows for section in self.sections)


#: The test of normality in more patients than Shapiro-Wilk's has been worked out for.
MANY_PATIENTS = "D'Agostino-Pearson"


def head(text: str) -> Cell:
    """The heading of a row."""
    return Cell(text, scope="row")


def absent(reason: str = "") -> Cell:
    """A number that cannot be had."""
    return Cell(ABSENT, reason=reason or NOT_COMPUTED)


def source(lookup: Lookup, *analyses: str) -> str:
    """Where the numbers of some analyses stand in results.csv."""
    rows = lookup.rows_of(*analyses)
    if rows is None:
        return ""
    names = printed.listed([f"\N{LEFT DOUBLE QUOTATION MARK}{a}\N{RIGHT DOUBLE QUOTATION MARK}"
                            for a in analyses])  # fmt: skip
    return f"results.csv: analysis {names}, rows {printed.interval(str(rows[0]), str(rows[1]))}"


def why_absent(*entries: Entry | None) -> str:
    """The first reason that absent numbers give."""
    return next((e.row.warning for e in entries if e and e.row.value is None and e.row.warning), "")


def normality_test(lookup: Lookup) -> str:
    """The test of normality that chose, as a sentence names it; another one in many patients."""
    baseline = {entry.row.method for entry in lookup.where("baseline", statistic="p_value")}
    many = MANY_PATIENTS in baseline
    if not many:
        return "Shapiro-Wilk"
    few = "Shapiro-Wilk (up to 5,000 patients) or " if "Shapiro-Wilk" in baseline else ""
    return few + MANY_PATIENTS.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def number(entry: Entry | None, decimals: int) -> Cell:
    """One number."""
    if entry is None or entry.row.value is None:
        return absent(why_absent(entry))
    return Cell(printed.number(entry.row.value, decimals), (entry.number,))


def p_value(entry: Entry | None, alpha: float) -> Cell:
    """A p-value, without its letter."""
    if entry is None or entry.row.value is None:
        return absent(why_absent(entry))
    text = printed.p_number(entry.row.value, alpha)
    return Cell(text, (entry.number,), note=entry.row.warning)


def patients(lookup: Lookup, key: Key) -> Cell:
    """How many patients the numbers of a key rest on."""
    for statistic in ("n", "mean", "count", "percent"):
        entry = lookup.entry(key, statistic)
        if entry is not None and entry.row.n is not None:
            return Cell(printed.count(entry.row.n), (entry.number,))
    return absent()


def mean_sd(lookup: Lookup, key: Key, decimals: int) -> Cell:
    """Mean ± SD; the mean alone where one patient has no SD."""
    mean, sd = lookup.entry(key, "mean"), lookup.entry(key, "sd")
    if mean is None or mean.row.value is None:
        return absent(why_absent(mean, lookup.entry(key, "n")))
    cell = number(mean, decimals)
    if sd is None or sd.row.value is None:
        return cell
    return joined(cell, f"{cell.text} ± {printed.number(sd.row.value, decimals)}", sd)


def median_quartiles(lookup: Lookup, key: Key, decimals: int) -> Cell:
    """Median [lower quartile–upper quartile]."""
    median, q1, q3 = (lookup.entry(key, s) for s in ("median", "q1", "q3"))
    cell = number(median, decimals)
    if not (q1 and q3) or q1.row.value is None or q3.row.value is None:
        return cell
    low, high = (printed.number(e.row.value or 0.0, decimals) for e in (q1, q3))
    return joined(cell, f"{cell.text} [{printed.interval(low, high)}]", q1, q3)


def count_percent(lookup: Lookup, key: Key) -> Cell:
    """Count (percent)."""
    cell = number(lookup.entry(key, "count"), 0)
    percent = lookup.entry(key, "percent")
    if cell.reason or percent is None or percent.row.value is None:
        return cell
    return joined(cell, f"{cell.text} ({printed.percent(percent.row.value)})", percent)


def limits(lookup: Lookup, key: Key, preferred: str) -> Cell:
    """Confidence limits of a percentage, by the preferred method where it is there."""
    exact = replace(key, method=preferred)
    wanted = exact if lookup.entry(exact, "conf_low") else key
    low, high = lookup.entry(wanted, "conf_low"), lookup.entry(wanted, "conf_high")
    if low is None or high is None or low.row.value is None or high.row.value is None:
        return absent(why_absent(low, high))
    text = printed.interval(printed.number(low.row.value, 1), printed.number(high.row.value, 1))
    return Cell(text, (low.number, high.number))


def joined(cell: Cell, text: str, *entries: Entry) -> Cell:
    """A cell with more text and the rows that it comes from."""
    return replace(cell, text=text, rows=(*cell.rows, *(entry.number for entry in entries)))
