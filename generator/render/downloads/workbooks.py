"""Workbooks for spreadsheets: typed cells, codes as text, a sheet that describes the others."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.render.downloads.descriptions import Section
from generator.render.downloads.sheets import Looks, Style, name_column, spell_column, spell_row, text_speller
from generator.render.downloads.tables import Absent, Cell, Column, Edition, Table, one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

DESCRIPTION_SHEET = "Beschreibung"
NARROWEST, WIDEST = 8, 60
ROWS_FOR_WIDTH = 200
DESCRIPTION_WIDTHS = (32, 60, 24, 24, 60, 40)


@dataclass(frozen=True, slots=True)
class Styles:
    """The looks of cells in one workbook."""

    title: Style
    heading: Style
    text: Style
    wrapped: Style
    day: Style
    sign: Style


@lru_cache(maxsize=1)
def _row_sheet() -> "type[Worksheet]":
    """A sheet whose rows are spelled already; made on demand, because the library is imported only where it is used."""
    from xlsxwriter.worksheet import Worksheet

    class RowSheet(Worksheet):  # type: ignore[misc]
        """Changes because the library fills sheets step by step."""

        def set_rows(self, rows: Sequence[str], width: int) -> None:
            """Take all rows in order, each as ``spell_row`` returned it."""
            self.spelled = "".join(rows)
            self.dim_rowmin = self.dim_colmin = 0
            self.dim_rowmax, self.dim_colmax = len(rows) - 1, width - 1

        def _write_rows(self) -> None:
            self.fh.write(self.spelled)

    return RowSheet


def _make_styles(workbook: "Workbook") -> Styles:
    def name(look: dict[str, object]) -> str:
        return f' s="{workbook.add_format(look)._get_xf_index()}"'

    def make(**look: object) -> Style:
        return Style(name(look) if look else "", name({**look, "quote_prefix": True}))

    return Styles(
        title=make(bold=True, text_wrap=True, valign="top", bottom=1),
        heading=make(bold=True, font_size=13),
        text=make(),
        wrapped=make(text_wrap=True, valign="top"),
        day=make(num_format="dd.mm.yyyy", align="left"),
        sign=make(align="right"),
    )


def render_workbook(tables: Sequence[Table], sections: Sequence[Section], title: str, edition: Edition) -> bytes:
    """One sheet per table, then the description."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    workbook.set_properties(
        {
            "title": one_line(title),
            "author": one_line(edition.publisher),
            "comments": f"Lizenz und Quellen: Blatt „{DESCRIPTION_SHEET}“",
            "created": datetime.combine(edition.date, time()),
        }
    )
    styles = _make_styles(workbook)
    for table in tables:
        _fill_table(workbook.add_worksheet(table.sheet, _row_sheet()), table, styles)
    _fill_description(workbook.add_worksheet(DESCRIPTION_SHEET, _row_sheet()), sections, styles)
    workbook.close()
    return buffer.getvalue()


def _fill_table(sheet: "Worksheet", table: Table, styles: Styles) -> None:
    """German titles in the first row, data from the second."""
    sheet.freeze_panes(1, 0)
    # Codes are text on purpose; spreadsheets would mark each of them as a mistake.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{name_column(len(table.columns) - 1)}{len(table.rows) + 1}"})
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    columns = table.split_columns()
    for position, (column, cells) in enumerate(zip(table.columns, columns, strict=True)):
        sheet.set_column(position, position, _width(column, cells[:ROWS_FOR_WIDTH]))
    letters = _name_columns(len(columns))
    titles = _spell_texts(1, [column.field.title for column in table.columns], styles.title)
    looks = Looks(styles.text, styles.sign, styles.day)
    spelled = zip(*(spell_column(cells, looks) for cells in columns), strict=True)
    rows = [titles, *(spell_row(number, letters, cells) for number, cells in enumerate(spelled, start=2))]
    sheet.set_rows(rows, len(columns))


@lru_cache(maxsize=256)
def _name_columns(count: int) -> tuple[str, ...]:
    return tuple(map(name_column, range(count)))


def _spell_texts(number: int, texts: Sequence[str], style: Style) -> str:
    spell = text_speller(style)
    return spell_row(number, _name_columns(len(texts)), [spell(one_line(text)) for text in texts])


def _width(column: Column, cells: Sequence[Cell]) -> int:
    """Room for the longest of the first cells, within bounds."""
    if column.field.type == "date":
        longest = 10
    else:
        shown = (cell.sign if isinstance(cell, Absent) else str(cell) for cell in cells)
        longest = max(map(len, shown), default=0)
    title = max(map(len, column.field.title.split()), default=0)
    return min(max(longest, title, NARROWEST), WIDEST) + 2


def _fill_description(sheet: "Worksheet", sections: Sequence[Section], styles: Styles) -> None:
    """The same text as in the data description, as rows."""
    for position, width in enumerate(DESCRIPTION_WIDTHS):
        sheet.set_column(position, position, width)
    lines: list[tuple[tuple[str, ...], Style]] = []
    for section in sections:
        lines.append(((section.title,), styles.heading))
        if section.header:
            lines.append((section.header, styles.title))
        lines.extend((row, styles.wrapped) for row in section.rows)
        lines.append(((), styles.text))
    rows = [_spell_texts(number, texts, style) for number, (texts, style) in enumerate(lines, start=1)]
    sheet.set_rows(rows, len(DESCRIPTION_WIDTHS))
