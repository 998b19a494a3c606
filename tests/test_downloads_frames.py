"""Workbooks in frames: what the library writes once, and what is filled in for each file."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from generator.render.downloads.frames import SheetContent, SheetShape, fill_workbook, spell_widths
from generator.render.downloads.sheets import number_row

DAY = date(2026, 11, 22)


def make_sheet(name: str, rows: int, *, is_table: bool = True) -> SheetContent:
    """A sheet of two columns, with a number in the second one of every row."""
    cells = '<c r="B\x00"><v>7</v></c>'
    return SheetContent(
        shape=SheetShape(name=name, width=2, is_table=is_table),
        widths=(10, 20),
        rows=[number_row(number, cells) for number in range(1, rows + 1)],
    )


def fill(*sheets: SheetContent, title: str = "Titel") -> bytes:
    return fill_workbook(sheets, title, "Hinweis", "Stadt Kleinau", DAY)


def read_sheet(content: bytes, name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_every_sheet_reaches_and_filters_to_its_own_last_row() -> None:
    content = fill(make_sheet("Kurz", 3), make_sheet("Lang", 12), make_sheet("Text", 5, is_table=False))
    short, long, text = (read_sheet(content, name) for name in ("Kurz", "Lang", "Text"))
    assert (short.dimensions, short.auto_filter.ref) == ("B1:B3", "A1:B3")
    assert (long.dimensions, long.auto_filter.ref) == ("B1:B12", "A1:B12")
    assert (text.dimensions, text.auto_filter.ref) == ("B1:B5", None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.read("xl/workbook.xml").decode()
    assert "Kurz!$A$1:$B$3<" in names
    assert "Lang!$A$1:$B$12<" in names


def test_no_row_number_of_a_frame_stays_in_a_file() -> None:
    with zipfile.ZipFile(io.BytesIO(fill(make_sheet("Kurz", 3), make_sheet("Lang", 12)))) as archive:
        assert [name for name in archive.namelist() if b"10485" in archive.read(name)] == []


def test_a_table_without_rows_still_has_a_row_to_filter() -> None:
    assert read_sheet(fill(make_sheet("Leer", 1)), "Leer").auto_filter.ref == "A1:B2"


def test_two_files_of_one_shape_differ_in_title_and_rows_only() -> None:
    parts = []
    for title, rows in (("Eins & <zwei>", 3), ("Drei", 4)):
        with zipfile.ZipFile(io.BytesIO(fill(make_sheet("Daten", rows), title=title))) as archive:
            parts.append({name: archive.read(name) for name in archive.namelist()})
    first, second = parts
    assert first.keys() == second.keys()
    changed = {name for name, content in first.items() if content != second[name]}
    assert changed == {"docProps/core.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    assert b"<dc:title>Eins &amp; &lt;zwei&gt;</dc:title>" in first["docProps/core.xml"]


@pytest.mark.parametrize("title", ["\ue000", "1048576", "\\1", "a\x00b"])
def test_a_title_that_looks_like_a_mark_of_the_frame_stays_a_title(title: str) -> None:
    content = fill(make_sheet("Daten", 3), title=title)
    assert openpyxl.load_workbook(io.BytesIO(content)).properties.title == title.replace("\x00", " ")
    assert read_sheet(content, "Daten").auto_filter.ref == "A1:B3"


@given(st.lists(st.integers(1, 62), min_size=1, max_size=40))
def test_widths_are_written_as_the_library_writes_them(widths: list[int]) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
    with zipfile.ZipFile(buffer) as archive:
        assert spell_widths(widths) in archive.read("xl/worksheets/sheet1.xml").decode()


def test_the_content_types_come_first_and_the_zip_has_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(fill(make_sheet("Daten", 3)))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
