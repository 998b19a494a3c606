"""CSV files: UTF-8 without byte order mark, comma, line feed, decimal point."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.render.downloads.tables import Cell, Column, Table, spell_cells

# Excel with German settings cuts a comma file at semicolons, so what follows one can become a cell of its own.
_FORMULA = re.compile(r"""(^|[;\t\r\n])(?=['"\s]*[=+\-@＝＋－＠]|(?<![\s\S])'*[\t\r\n])""")
_NEEDS_QUOTES = re.compile(r"""[,"\r\n]|^\s|\s$""")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a table and what was done to keep spreadsheets from running its texts."""

    content: bytes
    guarded: Mapping[str, int]
    """Number of changed cells per column; only columns with any."""


def guard_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; taking it away gives back the text.

    >>> guard_formula("=1+1"), guard_formula("+49 391 5400"), guard_formula("a;=1"), guard_formula("9-12 Uhr; Mo")
    ("'=1+1", "'+49 391 5400", "a;'=1", '9-12 Uhr; Mo')
    """
    return _FORMULA.sub(r"\1'", text)


def render_csv(table: Table) -> CsvFile:
    """Write a table with its technical names as header."""
    written = list(map(_spell_column, table.columns, table.split_columns()))
    lines = [",".join(map(_quote, table.names))]
    lines += map(",".join, zip(*(texts for texts, _ in written), strict=True))
    if len(table.columns) == 1:
        # A line without anything would be read as no row at all.
        lines = [line or '""' for line in lines]
    guarded = {column.field.name: count for column, (_, count) in zip(table.columns, written, strict=True) if count}
    return CsvFile("\n".join((*lines, "")).encode(), guarded)


def _spell_column(column: Column, cells: Sequence[Cell]) -> tuple[list[str], int]:
    """The cells of a column as they stand in the file, and how many were guarded."""
    texts = spell_cells(cells)
    if not column.is_text:
        return texts, 0
    written = list(map(_spell_text, texts))
    if written == texts:
        return texts, 0
    return written, sum(guard_formula(text) != text for text, cell in zip(texts, written, strict=True) if text != cell)


@lru_cache(maxsize=65_536)
def _spell_text(text: str) -> str:
    """A text as it stands in the file; remembered because names, codes and titles stand in hundreds of files."""
    return _quote(guard_formula(text))


def _quote(text: str) -> str:
    """Quote where needed; the csv module quotes a carriage return only in newer Pythons."""
    if not _NEEDS_QUOTES.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
