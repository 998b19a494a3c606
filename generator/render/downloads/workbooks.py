"""Workbooks for spreadsheets: typed cells, codes as text, a sheet that describes the others."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.render.downloads.descriptions import Section
from generator.render.downloads.frames import SheetContent, SheetShape, fill_workbook, style_cells
from generator.render.downloads.sheets import (
    NUMBER,
    Looks,
    SheetRows,
    Style,
    name_column,
    number_row,
    spell_column,
    text_speller,
)
from generator.render.downloads.tables import Absent, Cell, Column, Edition, Table, one_line

DESCRIPTION_SHEET = "Beschreibung"
NARROWEST, WIDEST = 8, 60
ROWS_FOR_WIDTH = 200
DESCRIPTION_WIDTHS = (32, 60, 24, 24, 60, 40)


def render_workbook(
    tables: Sequence[tuple[Table, SheetRows | None]], sections: Sequence[Section], title: str, edition: Edition
) -> bytes:
    """One sheet per table, whose rows may be spelled before, then the description."""
    sheets = [_fill_table(table, rows or spell_rows(table)) for table, rows in tables]
    return fill_workbook(
        (*sheets, _fill_description(sections)),
        title,
        f"Lizenz und Quellen: Blatt „{DESCRIPTION_SHEET}“",
        edition.publisher,
        edition.date,
    )


def spell_rows(table: Table) -> SheetRows:
    """Spell all rows of a table; they can stand anywhere in a sheet with its columns."""
    styles = style_cells()
    looks = Looks(styles.text, styles.sign, styles.day)
    starts = _name_cells(len(table.columns))
    columns = [
        [start + cell if cell else "" for cell in spell_column(cells, looks)]
        for start, cells in zip(starts, table.split_columns(), strict=True)
    ]
    return SheetRows(
        list(map("".join, zip(*columns, strict=True))), list(map(measure_row, table.rows[:ROWS_FOR_WIDTH]))
    )


def measure_row(row: Sequence[Cell]) -> tuple[int, ...]:
    """How long the texts of a row are, for the widths of columns."""
    return tuple([len(cell.sign if isinstance(cell, Absent) else str(cell)) for cell in row])


@lru_cache(maxsize=256)
def _name_cells(count: int) -> tuple[str, ...]:
    """How the cells of a row start, without its number."""
    return tuple(f'<c r="{name_column(position)}{NUMBER}"' for position in range(count))


def _fill_table(table: Table, rows: SheetRows) -> SheetContent:
    """German titles in the first row, data from the second."""
    titles = _spell_texts([column.field.title for column in table.columns], style_cells().title)
    longest = map(max, zip(*rows.lengths[:ROWS_FOR_WIDTH], strict=True)) if rows.lengths else [0] * len(table.columns)
    return SheetContent(
        shape=SheetShape(name=table.sheet, width=len(table.columns), is_table=True),
        widths=list(map(_width, table.columns, longest)),
        rows=[number_row(number, cells) for number, cells in enumerate((titles, *rows.rows), start=1)],
    )


def _spell_texts(texts: Sequence[str], style: Style) -> str:
    spell = text_speller(style)
    return "".join(start + spell(one_line(text)) for start, text in zip(_name_cells(len(texts)), texts, strict=True))


def _width(column: Column, longest: int) -> int:
    """Room for the longest of the first cells, within bounds."""
    if column.field.type == "date":
        longest = 10
    title = max(map(len, column.field.title.split()), default=0)
    return min(max(longest, title, NARROWEST), WIDEST) + 2


def _fill_description(sections: Sequence[Section]) -> SheetContent:
    """The same text as in the data description, as rows."""
    rows = [row for section in sections for row in _spell_section(section)]
    return SheetContent(
        shape=SheetShape(name=DESCRIPTION_SHEET, width=len(DESCRIPTION_WIDTHS), is_table=False),
        widths=DESCRIPTION_WIDTHS,
        rows=[number_row(number, cells) for number, cells in enumerate(rows, start=1)],
    )


def _spell_section(section: Section) -> Iterator[str]:
    """The rows of a section, with a blank one after it."""
    yield _spell_texts((section.title,), style_cells().heading)
    yield from _spell_body(section.header, section.rows)
    yield ""


@lru_cache(maxsize=256)
def _spell_body(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The rows below a title; most of them stand in the files of all districts."""
    styles = style_cells()
    titles = (_spell_texts(header, styles.title),) if header else ()
    return (*titles, *(_spell_texts(row, styles.wrapped) for row in rows))
