"""Read files of SAS, SPSS and Stata, by pyreadstat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dermcohort.acquire.datasets.dataset import Dataset, in_cell
from dermcohort.acquire.datasets.day_numbers import Count, sas_count, spss_count, stata_count
from dermcohort.acquire.datasets.transport import special_missings
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Value

_JAPANESE = "CP932"
#: Stata says the encoding of its text from this version of its files on.
_STATA_UNICODE = 118


class _Form(NamedTuple):
    """How the files with one ending are read."""

    reader: str
    counts: Callable[[str], Count | None]
    program: str
    #: Whether the reader tells special values for missing apart.
    specials: bool = False


_FORMS = {
    ".xpt": _Form("read_xport", sas_count, "SAS transport"),
    ".sas7bdat": _Form("read_sas7bdat", sas_count, "SAS", specials=True),
    ".sav": _Form("read_sav", spss_count, "SPSS", specials=True),
    ".zsav": _Form("read_sav", spss_count, "SPSS", specials=True),
    ".por": _Form("read_por", spss_count, "SPSS portable"),
    ".dta": _Form("read_dta", stata_count, "Stata", specials=True),
}
PACKAGES = tuple(_FORMS)


def read_package(path: Path, file: str, encoding: str = "") -> Dataset:
    """Read a data set of SAS, SPSS or Stata.

    Parameters
    ----------
    path : Path
        Its ending is one of `PACKAGES`.
    file : str
        As the study file names it.
    encoding : str
        Of its text; "" for what the file says, for a transport file UTF-8, else CP932.

    Returns
    -------
    Dataset
        Numbers with a format of dates as dates or datetimes. Special and user-defined values for
        missing are missing, and counted.

    Raises
    ------
    SourceUnreadable
        If pyreadstat is not installed, or the file is damaged, cut off or of another kind.
    """
    form = _FORMS[path.suffix.lower()]
    specials: Mapping[str, int] = {}
    if path.suffix.lower() == ".xpt":
        specials = special_missings(path.read_bytes(), file)
    columns, about, found = _read(path, file, form, encoding)
    plain: dict[str, Sequence[Value]] = {}
    counted = Counter(specials)
    for variable, values in columns.items():
        kept, special = _without_missing(values, about, variable)
        counted[variable] += special
        count = form.counts(about.original_variable_types.get(variable) or "")
        plain[variable] = _typed(kept, count)
    found += [
        noticed("special missing", file, "", variable, count=count)
        for variable, count in counted.items()
        if count
    ]
    found += _assumed(path, file, encoding, plain)
    name = (about.table_name or path.stem).upper()
    return Dataset(file, name, plain, about.variable_value_labels, tuple(found))


def _read(path: Path, file: str, form: _Form, encoding: str) -> tuple[Any, Any, list[Finding]]:
    """Values as lists, what the file says of them, and what was noticed."""
    try:
        import pyreadstat
    except ImportError as missing:
        raise SourceUnreadable(
            f"{file} needs pyreadstat; try: pip install 'dermcohort[sources]'"
        ) from missing
    options: dict[str, Any] = {"output_format": "dict", "disable_datetime_conversion": True}
    options |= {"user_missing": True} if form.specials else {}
    read = getattr(pyreadstat, form.reader)
    refused: tuple[type[Exception], ...] = (
        pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError, OSError,
        MemoryError,
    )  # fmt: skip
    try:
        return *read(path, encoding=encoding or None, **options), []
    except UnicodeDecodeError as wrong:
        if encoding:
            raise SourceUnreadable(_other_encoding(file, encoding)) from wrong
    except refused as wrong:
        raise SourceUnreadable(_unreadable(file, form, str(wrong))) from wrong
    try:
        read_so = read(path, encoding=_JAPANESE, **options)
    except refused as wrong:
        raise SourceUnreadable(_other_encoding(file, "UTF-8 or Shift-JIS (CP932)")) from wrong
    return *read_so, [noticed("encoding", file, "", "", "not UTF-8")]


def _other_encoding(file: str, encoding: str) -> str:
    return (
        f"{file} is not text in {encoding}; try: encoding = latin-1, euc-jp or cp932 in this "
        "[[sources]] entry"
    )


def _unreadable(file: str, form: _Form, said: str) -> str:
    words = said.strip().rstrip(".") or "no reason given"
    return (
        f"{file} cannot be read as a file of {form.program} ({words}); it is damaged, cut off or "
        f"of another kind; try: open it in {form.program.split()[0]} and save it again, and give "
        "it the ending of its kind"
    )


def _without_missing(values: Sequence[Any], about: Any, variable: str) -> tuple[Sequence[Any], int]:
    """Values without those that the file says are missing, and how many these are."""
    letters = about.missing_user_values.get(variable, ())
    ranges = about.missing_ranges.get(variable, ())
    if not letters and not ranges:
        return values, 0
    kept = [
        None if value in letters or any(_within(value, each) for each in ranges) else value
        for value in values
    ]
    return kept, sum(k is None and v is not None for k, v in zip(kept, values, strict=True))


def _within(value: Any, missing: Any) -> bool:
    if value is None:
        return False
    if not isinstance(missing, Mapping):
        return bool(value == missing)
    low, high = missing["lo"], missing["hi"]
    if isinstance(value, str) or isinstance(low, str):
        return isinstance(low, str) and isinstance(value, str) and value.rstrip() == low.rstrip()
    return bool(low <= value <= high)


def _typed(values: Sequence[Any], count: Count | None) -> list[Value]:
    if count is None:
        return [in_cell(value) for value in values]
    return [
        count.of(value) if isinstance(value, (int, float)) else in_cell(value) for value in values
    ]


def _assumed(
    path: Path, file: str, encoding: str, columns: Mapping[str, Sequence[Value]]
) -> Iterator[Finding]:
    """Files of Stata before version 14 do not say how their letters are coded."""
    if path.suffix.lower() != ".dta" or encoding or _stata_version(path) >= _STATA_UNICODE:
        return
    for variable, values in columns.items():
        if any(isinstance(value, str) and not value.isascii() for value in values):
            yield noticed("assumed encoding", file, "", variable, "")
            return


def _stata_version(path: Path) -> int:
    with path.open("rb") as opened:
        start = opened.read(40)
    digits = start[28:31]
    return int(digits) if start.startswith(b"<stata_dta>") and digits.isdigit() else start[0]
