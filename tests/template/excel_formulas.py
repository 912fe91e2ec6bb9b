"""Just enough of Excel's formulas to ask whether a cell accepts a value.

Written from Excel's documentation: text is greater than any number, an error makes everything an
error but ISNUMBER, and a rule that ends in an error rejects.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![A-Za-z])"
    r"|(?P<ref>(?:'[^']+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<op><=|>=|<>|[-+*/=<>(),]))"
)


class Failed(Exception):
    """#VALUE! and the like."""


class Formula:
    """A formula at a cell of a book: {(sheet, cell): value}, and names of lists."""

    def __init__(self, text: str, sheet: str, cells: dict, names: dict, shift: int = 0) -> None:
        self.tokens, at = [], 0
        text = text.lstrip("=")
        while at < len(text):
            found = TOKEN.match(text, at)
            assert found, text[at:]
            self.tokens.append((found.lastgroup, found[0].strip()))
            at = found.end()
        self.sheet, self.cells, self.names, self.shift, self.at = sheet, cells, names, shift, 0

    def value(self) -> Any:
        result = self.comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        if isinstance(result, Failed):
            raise result
        return result

    def accepts(self) -> bool:
        try:
            return bool(self.value())
        except Failed:
            return False

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def comparison(self) -> Any:
        left = self.sum()
        while self.peek() in ("=", "<", ">", "<=", ">=", "<>"):
            sign = self.take()[1]
            right = self.sum()
            failed = [each for each in (left, right) if isinstance(each, Failed)]
            left = failed[0] if failed else compared(left, sign, right)
        return left

    def sum(self) -> Any:
        left = self.product()
        while self.peek() in ("+", "-"):
            sign = self.take()[1]
            left = arithmetic(left, sign, self.product())
        return left

    def product(self) -> Any:
        left = self.atom()
        while self.peek() in ("*", "/"):
            sign = self.take()[1]
            left = arithmetic(left, sign, self.atom())
        return left

    def atom(self) -> Any:
        kind, text = self.take()
        if kind == "text":
            return text[1:-1]
        if kind == "number":
            return float(text)
        if kind == "ref":
            return self.reference(text)
        if text == "(":
            inner = self.comparison()
            assert self.take()[1] == ")"
            return inner
        if self.peek() != "(":
            return [*self.names[text]]
        self.take()
        arguments = []
        while self.peek() != ")":
            arguments.append(self.comparison())
            if self.peek() == ",":
                self.take()
        self.take()
        return called(text, arguments)

    def reference(self, text: str) -> Any:
        sheet, _, cells = text.rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        first, _, last = cells.partition(":")
        if not last:
            return self.cells.get((sheet, self.moved(first)))
        (c1, r1), (c2, r2) = parted(self.moved(first)), parted(self.moved(last))
        return [self.cells.get((sheet, f"{letters(c)}{r}"))
                for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)]  # fmt: skip

    def moved(self, cell: str) -> str:
        column, row = re.fullmatch(r"\$?([A-Z]+)(\$?\d+)", cell).groups()
        return f"{column}{row[1:] if row[0] == '$' else int(row) + self.shift}"


def parted(cell: str) -> tuple[int, int]:
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number, int(row)


def letters(number: int) -> str:
    return (letters((number - 1) // 26) if number > 26 else "") + chr(65 + (number - 1) % 26)


def rank(value: Any) -> tuple[int, Any]:
    value = 0.0 if value is None else value
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, float(value))


def compared(left: Any, sign: str, right: Any) -> bool:
    a, b = rank(left), rank(right)
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def arithmetic(left: Any, sign: str, right: Any) -> Any:
    values = [0.0 if each is None else each for each in (left, right)]
    for each in values:
        if isinstance(each, (str, Failed, list)):
            return Failed()
    a, b = values
    return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0}[sign]


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def counted_if(values: list, wanted: Any) -> float:
    """Text that is a number counts as the number, as COUNTIF has it."""

    def key(value: Any) -> Any:
        try:
            return float(value)
        except (TypeError, ValueError):
            return str(value).casefold()

    return float(sum(key(value) == key(wanted) for value in values if value is not None))


def number_of(text: Any) -> Any:
    try:
        return float(text)
    except (TypeError, ValueError):
        return Failed()


def called(name: str, arguments: list) -> Any:
    first = arguments[0] if arguments else None
    if name == "ISNUMBER":
        return is_number(first)
    if name == "IF":
        # Only the branch that is taken counts.
        return first if isinstance(first, Failed) else arguments[1 if first else 2]
    failed = [each for each in arguments if isinstance(each, Failed)]
    if failed:
        return failed[0]
    text = "" if first is None or isinstance(first, list) else (
        f"{first:g}" if is_number(first) else str(first))  # fmt: skip
    functions = {
        "AND": lambda: all(arguments),
        "OR": lambda: any(arguments),
        "NOT": lambda: not first,
        "FALSE": lambda: False,
        "ISBLANK": lambda: first is None,
        "ABS": lambda: abs(first),
        "ROUND": lambda: float(round(first, int(arguments[1]))),
        "LEFT": lambda: text[: int(arguments[1])],
        "MID": lambda: text[int(arguments[1]) - 1 :][: int(arguments[2])],
        "VALUE": lambda: number_of(first),
        "COUNTIF": lambda: counted_if(*arguments),
        "COUNTA": lambda: float(sum(v is not None for each in arguments for v in each)),
        "TODAY": lambda: float((dt.date.today() - dt.date(1899, 12, 30)).days),
    }
    return functions[name]()
