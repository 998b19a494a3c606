"""Workbooks for spreadsheets: typed cells, codes as text, a sheet that describes the others."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from generator.render.downloads.csv_files import guard_formula
from generator.render.downloads.descriptions import Section
from generator.render.downloads.tables import Absent, Cell, Column, Edition, Table, one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DESCRIPTION_SHEET = "Beschreibung"
MAX_TEXT = 32_767
"""Longest text a cell of a spreadsheet can hold, in UTF-16 units."""
CUT_NOTE = " … [gekürzt: vollständig in der CSV-Datei]"
NARROWEST, WIDEST = 8, 60
ROWS_FOR_WIDTH = 200
DESCRIPTION_WIDTHS = (32, 60, 24, 24, 60, 40)


class Formats:
    """The looks of cells in one workbook; the library ties them to it."""

    def __init__(self, workbook: "Workbook") -> None:
        top = {"valign": "top"}
        self.title = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.heading = workbook.add_format({"bold": True, "font_size": 13})
        self.wrapped = workbook.add_format({"text_wrap": True, **top})
        self.date = workbook.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        self.sign = workbook.add_format({"align": "right"})
        # Marks text as text, so that editing a cell does not turn it into a formula.
        self.guarded = workbook.add_format({"quote_prefix": True})
        self.guarded_wrapped = workbook.add_format({"quote_prefix": True, "text_wrap": True, **top})


def render_workbook(tables: Sequence[Table], sections: Sequence[Section], title: str, edition: Edition) -> bytes:
    """One sheet per table, then the description."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(buffer, options)
    workbook.set_properties(
        {
            "title": one_line(title),
            "author": one_line(edition.publisher),
            "comments": f"Lizenz und Quellen: Blatt „{DESCRIPTION_SHEET}“",
            "created": datetime.combine(edition.date, time()),
        }
    )
    formats = Formats(workbook)
    for table in tables:
        _write_table(workbook.add_worksheet(table.sheet), table, formats)
    _write_sections(workbook.add_worksheet(DESCRIPTION_SHEET), sections, formats)
    workbook.close()
    return buffer.getvalue()


def _write_table(sheet: "Worksheet", table: Table, formats: Formats) -> None:
    """German titles in the first row, data from the second."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    for position, column in enumerate(table.columns):
        cells = [row[position] for row in table.rows]
        sheet.set_column(position, position, _width(column, cells))
        sheet.write_string(0, position, one_line(column.field.title), formats.title)
        for number, cell in enumerate(cells, start=1):
            _write_cell(sheet, (number, position), cell, formats)


def _write_cell(sheet: "Worksheet", place: tuple[int, int], cell: Cell, formats: Formats) -> None:
    row, column = place
    if isinstance(cell, str):
        _write_text(sheet, place, cell, (None, formats.guarded))
    elif isinstance(cell, Absent):
        if cell.sign:
            sheet.write_string(row, column, cell.sign, formats.sign)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats.date)
    else:
        sheet.write_number(row, column, cell)


def _write_text(
    sheet: "Worksheet", place: tuple[int, int], text: str, looks: tuple["Format | None", "Format | None"]
) -> None:
    """Text stays text; ``looks`` are the usual format and that for texts that read like formulas."""
    usual, guarded = looks
    sheet.write_string(*place, cut_text(text), guarded if guard_formula(text) != text else usual)


def cut_text(text: str) -> str:
    """Say so where a text is too long for a cell, which the library would not.

    >>> cut_text("kurz")
    'kurz'
    """
    if len(text) <= MAX_TEXT // 2 or len(text.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MAX_TEXT - len(CUT_NOTE))]
    return kept.decode("utf-16-le", "ignore") + CUT_NOTE


def _width(column: Column, cells: Sequence[Cell]) -> int:
    """Room for the longest of the first cells, within bounds."""
    if column.field.type == "date":
        longest = 10
    else:
        shown = (cell.sign if isinstance(cell, Absent) else str(cell) for cell in cells[:ROWS_FOR_WIDTH])
        longest = max(map(len, shown), default=0)
    title = max(map(len, column.field.title.split()), default=0)
    return min(max(longest, title, NARROWEST), WIDEST) + 2


def _write_sections(sheet: "Worksheet", sections: Sequence[Section], formats: Formats) -> None:
    """The same text as in the data description, as rows."""
    for position, width in enumerate(DESCRIPTION_WIDTHS):
        sheet.set_column(position, position, width)
    line = 0
    for section in sections:
        sheet.write_string(line, 0, section.title, formats.heading)
        line += 1
        for position, title in enumerate(section.header):
            sheet.write_string(line, position, title, formats.title)
        line += bool(section.header)
        for row in section.rows:
            for position, text in enumerate(row):
                _write_text(sheet, (line, position), text, (formats.wrapped, formats.guarded_wrapped))
            line += 1
        line += 1
