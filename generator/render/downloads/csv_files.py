"""CSV files: UTF-8 without byte order mark, comma, line feed, decimal point."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.render.downloads.tables import Cell, Column, Table, spell_cells

# Excel with German settings cuts a comma file at semicolons, so what follows one can become a cell of its own.
_FORMULA = re.compile(r"""(^|[;\t\r\n])(?=['"\s]*[=+\-@＝＋－＠]|(?<![\s\S])'*[\t\r\n])""")
_NEEDS_QUOTES = re.compile(r"""[,"\r\n]|^\s|\s$""")
_WORD = "0-9A-Za-zÄÖÜäöüß"
_HARMLESS = re.compile(rf"[{_WORD}][{_WORD} .:/()-]*(?<! )")
_CUTS = re.compile(r"[;\t\r\n]")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a table and what was done to keep spreadsheets from running its texts."""

    content: bytes
    guarded: Mapping[str, int]
    """Number of changed cells per column; only columns with any."""


@dataclass(frozen=True, slots=True)
class CsvLines:
    """The rows of a table as lines."""

    texts: Sequence[str]
    guarded: Mapping[str, Sequence[bool]]
    """By column, which rows were changed; only columns with any."""


def is_harmless(text: str) -> bool:
    """Tell whether a text is nothing but words, for which no format has a rule; most are, and one look is enough.

    >>> is_harmless("Treff am Deich 3"), is_harmless("a, b"), is_harmless("-1"), is_harmless("a ")
    (True, False, False, False)
    """
    return _HARMLESS.fullmatch(text) is not None


def guard_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; taking it away gives back the text.

    >>> guard_formula("=1+1"), guard_formula("+49 391 5400"), guard_formula("a;=1"), guard_formula("9-12 Uhr; Mo")
    ("'=1+1", "'+49 391 5400", "a;'=1", '9-12 Uhr; Mo')
    """
    if text[:1].isalnum() and not _CUTS.search(text):
        return text
    return _FORMULA.sub(r"\1'", text)


def render_csv(table: Table) -> CsvFile:
    """Write a table with its technical names as header."""
    lines = spell_lines(table)
    return join_lines(table, lines.texts, {name: sum(marks) for name, marks in lines.guarded.items()})


def spell_lines(table: Table) -> CsvLines:
    """The lines of the rows, without the header."""
    columns = list(map(_spell_column, table.columns, table.split_columns()))
    lines = list(map(",".join, zip(*(texts for texts, _ in columns), strict=True)))
    if len(table.columns) == 1:
        # A line without anything would be read as no row at all.
        lines = [line or '""' for line in lines]
    return CsvLines(lines, {name: marks for name, (_, marks) in zip(table.names, columns, strict=True) if any(marks)})


def join_lines(table: Table, lines: Sequence[str], guarded: Mapping[str, int]) -> CsvFile:
    """A file with these lines below the header."""
    header = ",".join(map(_quote, table.names))
    return CsvFile("\n".join((header, *lines, "")).encode(), guarded)


def _spell_column(column: Column, cells: Sequence[Cell]) -> tuple[list[str], Sequence[bool]]:
    """The cells of a column as they stand in the file, and which of them are guarded."""
    texts = spell_cells(cells)
    if not column.is_text:
        return texts, ()
    written = list(map(_spell_text, texts))
    return written, () if written == texts else [guard_formula(text) != text for text in texts]


@lru_cache(maxsize=65_536)
def _spell_text(text: str) -> str:
    """A text as it stands in the file; remembered because names, codes and titles stand in hundreds of files."""
    return text if is_harmless(text) else _quote(guard_formula(text))


def _quote(text: str) -> str:
    """Quote where needed; the csv module quotes a carriage return only in newer Pythons."""
    if not _NEEDS_QUOTES.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
