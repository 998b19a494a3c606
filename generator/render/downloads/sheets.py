"""Rows of a workbook's sheets, spelled by us into the library's workbook.

XlsxWriter takes ten times as long for a cell, and it passes on a text that starts with ``<r>`` and ends with ``</r>``
as markup of its own. So the rows come from here, in the form of its ``constant_memory`` mode; all the rest is its work.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from generator.formatting import format_date
from generator.render.downloads.csv_files import guard_formula
from generator.render.downloads.tables import Absent, Cell, cell_text

DAY_ZERO = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets believe in a 29 February 1900 and in nothing before that year."""
MAX_TEXT = 32_767
"""Longest text a cell of a spreadsheet can hold, in UTF-16 units."""
CUT_NOTE = " … [gekürzt: vollständig in der CSV-Datei]"
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How cells look, as attributes of the sheet's language; the library ties them to one workbook."""

    plain: str
    guarded: str
    """For texts that read like formulas: marked as text, so that editing the cell does not run them."""


def spell_row(number: int, cells: Sequence[str]) -> str:
    """A row from its cells; ``number`` counts from 1."""
    return f'<row r="{number}">{"".join(cells)}</row>'


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


def spell_text(place: str, text: str, style: Style) -> str:
    """A text, whatever it looks like."""
    look = style.plain if guard_formula(text) == text else style.guarded
    return f'<c r="{place}"{look} t="inlineStr">{_spell_inline(text)}</c>'


@lru_cache(maxsize=65_536)
def _spell_inline(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{space}>{escape_text(cut_text(text))}</t></is>"


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


def spell_value(place: str, cell: Cell, styles: tuple[Style, Style, Style]) -> str:
    """A typed cell; ``styles`` are those for texts, signs and days."""
    texts, signs, days = styles
    if isinstance(cell, str):
        return spell_text(place, cell, texts)
    if isinstance(cell, Absent):
        return spell_text(place, cell.sign, signs) if cell.sign else ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{cell:d}</v></c>'
    if not isinstance(cell, date):
        return f'<c r="{place}"><v>{cell_text(cell)}</v></c>'
    if cell < FIRST_DAY:
        return spell_text(place, format_date(cell), texts)
    return f'<c r="{place}"{days.plain}><v>{(cell - DAY_ZERO).days}</v></c>'
