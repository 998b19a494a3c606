"""Rows of a workbook's sheets, spelled by us into the library's workbook.

XlsxWriter takes ten times as long for a cell, and it passes on a text that starts with ``<r>`` and ends with ``</r>``
as markup of its own. So the rows come from here, in the form of its ``constant_memory`` mode; all the rest is its work.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from generator.formatting import format_date
from generator.render.downloads.csv_files import guard_formula, is_harmless
from generator.render.downloads.tables import Absent, Cell, spell_by_kind, spell_float

DAY_ZERO = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets believe in a 29 February 1900 and in nothing before that year."""
MAX_TEXT = 32_767
"""Longest text a cell of a spreadsheet can hold, in UTF-16 units."""
CUT_NOTE = " … [gekürzt: vollständig in der CSV-Datei]"
NUMBER = "\x00"
"""Stands for the number of a row in its cells; no text has it, see ``escape_text``."""
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How cells look, as attributes of the sheet's language; the library ties them to one workbook."""

    plain: str
    guarded: str
    """For texts that read like formulas: marked as text, so that editing the cell does not run them."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of the cells of a table."""

    text: Style
    sign: Style
    day: Style


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a table as they stand in a workbook, but for their numbers."""

    rows: Sequence[str]
    lengths: Sequence[Sequence[int]]
    """How long the texts of each row are, for as many rows as the widths of columns go by."""


def number_row(number: int, cells: str) -> str:
    r"""A row from its cells, in which ``NUMBER`` stands for its number; it counts from 1.

    >>> number_row(2, '<c r="B\x00"><v>1</v></c>')
    '<row r="2"><c r="B2"><v>1</v></c></row>'
    """
    text = str(number)
    return f'<row r="{text}">{cells.replace(NUMBER, text)}</row>'


@lru_cache(maxsize=1024)
def name_column(position: int) -> str:
    """Letters of a column; ``position`` counts from 0.

    >>> name_column(0), name_column(25), name_column(26), name_column(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def spell_column(cells: Sequence[Cell], looks: Looks) -> list[str]:
    """The cells of a column without their places, and nothing for blanks."""
    return spell_by_kind(cells, partial(_choose_speller, looks))


def _choose_speller(looks: Looks, kind: type) -> Callable[[Any], str]:
    if issubclass(kind, str):
        return text_speller(looks.text)
    if issubclass(kind, Absent):
        spell = text_speller(looks.sign)
        return lambda cell: spell(cell.sign) if cell.sign else ""
    if issubclass(kind, bool):
        return lambda cell: f' t="b"><v>{cell:d}</v></c>'
    if issubclass(kind, date):
        return partial(_spell_day, looks)
    if issubclass(kind, float):
        return lambda cell: f"><v>{spell_float(cell)}</v></c>"
    return lambda cell: f"><v>{cell}</v></c>"


def _spell_day(looks: Looks, day: date) -> str:
    if day < FIRST_DAY:
        return text_speller(looks.text)(format_date(day))
    return f"{looks.day.plain}><v>{(day - DAY_ZERO).days}</v></c>"


@lru_cache(maxsize=32)
def text_speller(style: Style) -> Callable[[str], str]:
    """What spells texts in a style, whatever they look like; it remembers them, for they recur in many files."""

    @lru_cache(maxsize=65_536)
    def spell_text(text: str) -> str:
        if is_harmless(text) and len(text) <= MAX_TEXT // 2:
            return f'{style.plain} t="inlineStr"><is><t>{text}</t></is></c>'
        look = style.plain if guard_formula(text) == text else style.guarded
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f'{look} t="inlineStr"><is><t{space}>{escape_text(cut_text(text))}</t></is></c>'

    return spell_text


def escape_text(text: str) -> str:
    r"""Escape for a cell: markup, and characters that XML does not know.

    >>> escape_text("<r>&</r>"), escape_text("a\x0bb"), escape_text("_x0041_")
    ('&lt;r&gt;&amp;&lt;/r&gt;', 'a_x000B_b', '_x005F_x0041_')
    """
    escaped = _ESCAPE_LIKE.sub("_x005F_", html.escape(text, quote=False))
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", escaped)


def cut_text(text: str) -> str:
    """Say so where a text is too long for a cell.

    >>> cut_text("kurz")
    'kurz'
    """
    if len(text) <= MAX_TEXT // 2 or len(text.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MAX_TEXT - len(CUT_NOTE))]
    return kept.decode("utf-16-le", "ignore") + CUT_NOTE
