"""What is the same in many workbooks: made by the library once for every shape, and filled in by us for each file.

A workbook is a zip of a dozen parts. All but the sheets are nearly constant, and they took longer than the sheets.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from generator.render.downloads.archives import make_entry
from generator.render.downloads.sheets import Style, escape_text, name_column
from generator.render.downloads.tables import one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LARGEST_ROW = 1_048_576
"""Of a sheet; the numbers up to it stand for the last rows of the sheets of a frame."""
TITLE = "\ue000"
"""Stands for the title of a frame; a character that Unicode leaves to us."""
WORKBOOK_PART, TITLE_PART, SHEET_PART = "xl/workbook.xml", "docProps/core.xml", "xl/worksheets/sheet{number}.xml"
SHEET_START = "<sheetData>"
WIDEST = 100
_WIDTH = re.compile(r'<col min="\d+" max="\d+" width="([\d.]+)" customWidth="1"/>')


@dataclass(frozen=True, slots=True)
class Styles:
    """The looks of cells, the same in all workbooks."""

    title: Style
    heading: Style
    text: Style
    wrapped: Style
    day: Style
    sign: Style


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShape:
    """What tells the frames of sheets apart."""

    name: str
    width: int
    """Number of columns."""
    is_table: bool
    """Whether the first row names columns that can be filtered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContent:
    """What a sheet is filled with."""

    shape: SheetShape
    widths: Sequence[int]
    """Width of every column, in characters."""
    rows: Sequence[str]
    """Spelled, with the row of titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A workbook of some shape without content."""

    constant: bytes
    """A zip of all parts that never change."""
    workbook: str
    """The part that says which rows of each sheet can be filtered."""
    properties: str
    """The part with the title."""
    sheets: tuple[tuple[str, str], ...]
    """What stands before and after the rows of each sheet."""


def fill_workbook(contents: Sequence[SheetContent], title: str, comments: str, author: str, day: date) -> bytes:
    """A workbook with these sheets."""
    frame = _make_frame(tuple(content.shape for content in contents), comments, author, day)
    parts = {TITLE_PART: frame.properties.replace(TITLE, escape_text(one_line(title))), WORKBOOK_PART: frame.workbook}
    for index, (content, (head, tail)) in enumerate(zip(contents, frame.sheets, strict=True)):
        count = len(content.rows)
        parts[WORKBOOK_PART] = _set_last_row(parts[WORKBOOK_PART], index, count)
        start = f"{_set_last_row(head, index, count)}{spell_widths(content.widths)}{SHEET_START}"
        end = _set_last_row(tail, index, count)
        parts[SHEET_PART.format(number=index + 1)] = f"{start}{''.join(content.rows)}{end}"
    buffer = io.BytesIO()
    buffer.write(frame.constant)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name in sorted(parts):
            archive.writestr(make_entry(name), parts[name].encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _last_rows(index: int) -> tuple[str, str]:
    """What stands in a frame for the last row of a sheet, and for the last row of its filter.

    >>> _last_rows(0), _last_rows(1)
    (('1048576', '1048575'), ('1048574', '1048573'))
    """
    return str(LARGEST_ROW - 2 * index), str(LARGEST_ROW - 2 * index - 1)


def _set_last_row(text: str, index: int, count: int) -> str:
    """Part of a frame with the rows that a sheet really has; a filter takes in one row at least."""
    last, last_filtered = _last_rows(index)
    return text.replace(last, str(count)).replace(last_filtered, str(max(count, 2)))


@lru_cache(maxsize=64)
def _make_frame(shapes: tuple[SheetShape, ...], comments: str, author: str, day: date) -> Frame:
    """Have the library write a workbook whose sheets reach to the rows that stand for the last ones."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    created = datetime.combine(day, time())
    workbook.set_properties(
        {"title": TITLE, "author": one_line(author), "comments": one_line(comments), "created": created}
    )
    _make_styles(workbook)
    for index, shape in enumerate(shapes):
        _lay_out(workbook.add_worksheet(shape.name, _frame_sheet()), shape, *map(int, _last_rows(index)))
    workbook.close()
    with zipfile.ZipFile(buffer) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    sheets = [parts.pop(SHEET_PART.format(number=number)).decode() for number in range(1, len(shapes) + 1)]
    return Frame(
        workbook=parts.pop(WORKBOOK_PART).decode(),
        properties=parts.pop(TITLE_PART).decode(),
        sheets=tuple((head, tail) for head, _, tail in (sheet.partition(SHEET_START) for sheet in sheets)),
        constant=_zip_parts(parts),
    )


def _zip_parts(parts: dict[str, bytes]) -> bytes:
    """A zip of constant parts, in the order of the library, which readers rely on for the first of them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(make_entry(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _lay_out(sheet: "Worksheet", shape: SheetShape, last_row: int, last_filtered: int) -> None:
    """Everything of a sheet but its widths and rows."""
    sheet.reach(last_row, shape.width)
    if shape.is_table:
        sheet.freeze_panes(1, 0)
        # Codes are text on purpose; spreadsheets would mark each of them as a mistake.
        sheet.ignore_errors({"number_stored_as_text": f"A1:{name_column(shape.width - 1)}{last_row}"})
        sheet.autofilter(0, 0, last_filtered - 1, shape.width - 1)


@lru_cache(maxsize=1)
def _frame_sheet() -> "type[Worksheet]":
    """A sheet that claims rows it has not; made on demand, because the library is imported only where it is used."""
    from xlsxwriter.worksheet import Worksheet

    class FrameSheet(Worksheet):  # type: ignore[misc]
        """Changes because the library fills sheets step by step."""

        def reach(self, last_row: int, width: int) -> None:
            """Claim rows and columns from the first on."""
            self.dim_rowmin = self.dim_colmin = 0
            self.dim_rowmax, self.dim_colmax = last_row - 1, width - 1

        def _write_rows(self) -> None:
            pass

    return FrameSheet


@lru_cache(maxsize=1)
def style_cells() -> Styles:
    """The styles of all workbooks; the library numbers them in the order in which they are made."""
    from xlsxwriter import Workbook

    return _make_styles(Workbook(io.BytesIO()))


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


def spell_widths(widths: Sequence[int]) -> str:
    """The columns of a sheet; neighbours of one width stand together."""
    spelled, first = [], 1
    for width, group in groupby(widths):
        last = first + len(list(group)) - 1
        spelled.append(f'<col min="{first}" max="{last}" width="{_list_widths()[width - 1]}" customWidth="1"/>')
        first = last + 1
    return f"<cols>{''.join(spelled)}</cols>"


@lru_cache(maxsize=1)
def _list_widths() -> tuple[str, ...]:
    """What the library writes for widths from 1 on: it turns them into pixels of a screen and back."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for position in range(WIDEST):
            sheet.set_column(position, position, position + 1)
    with zipfile.ZipFile(buffer) as archive:
        return tuple(_WIDTH.findall(archive.read(SHEET_PART.format(number=1)).decode()))
