"""CSV files: UTF-8 without byte order mark, comma, line feed, decimal point."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.render.downloads.tables import Cell, Column, Table, cell_text

# Excel with German settings cuts a comma file at semicolons, so what follows one can become a cell of its own.
_FORMULA = re.compile(r"""(^|[;\t\r\n])(?=['"\s]*[=+\-@＝＋－＠]|(?<![\s\S])'*[\t\r\n])""")
_NEEDS_QUOTES = re.compile(r"""[,"\r\n]|^\s|\s$""")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a table and what was done to keep spreadsheets from running its texts."""

    content: bytes
    guarded: Mapping[str, int]
    """Number of changed cells per column; only columns with any."""


@lru_cache(maxsize=65_536)
def guard_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; taking it away gives back the text.

    >>> guard_formula("=1+1"), guard_formula("+49 391 5400"), guard_formula("a;=1"), guard_formula("9-12 Uhr; Mo")
    ("'=1+1", "'+49 391 5400", "a;'=1", '9-12 Uhr; Mo')
    """
    # Remembered because a city's names, codes and titles stand in hundreds of files.
    return _FORMULA.sub(r"\1'", text)


def render_csv(table: Table) -> CsvFile:
    """Write a table with its technical names as header."""
    written = [_render_column(table, position, column) for position, column in enumerate(table.columns)]
    lines = [",".join(_quote(name) for name in table.names)]
    lines.extend(",".join(cells) for cells in zip(*(texts for texts, _ in written), strict=True))
    if len(table.columns) == 1:
        # A line without anything would be read as no row at all.
        lines = [line or '""' for line in lines]
    guarded = {column.field.name: count for column, (_, count) in zip(table.columns, written, strict=True) if count}
    return CsvFile("".join(f"{line}\n" for line in lines).encode(), guarded)


def _render_column(table: Table, position: int, column: Column) -> tuple[list[str], int]:
    """The cells of a column as they stand in the file, and how many were guarded."""
    cells = [row[position] for row in table.rows]
    if not column.is_text:
        return [cell_text(cell) for cell in cells], 0
    guarded = [_guard_cell(cell) for cell in cells]
    count = sum(isinstance(cell, str) and cell != text for cell, text in zip(cells, guarded, strict=True))
    return [_quote(text) for text in guarded], count


def _guard_cell(cell: Cell) -> str:
    return guard_formula(cell) if isinstance(cell, str) else cell_text(cell)


def _quote(text: str) -> str:
    """Quote where needed; the csv module quotes a carriage return only in newer Pythons."""
    if not _NEEDS_QUOTES.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
