"""The workbook as it was sent, with a comment in every cell that has a finding."""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.errors import DataError
from generator.model import Severity
from generator.workbooks.archives import repack
from generator.workbooks.checking import SEVERITY_WORDS, Checkup
from generator.workbooks.grids import open_workbook
from generator.workbooks.notes import make_printable

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.comments import Comment
    from openpyxl.workbook import Workbook

AUTHOR = "gebietsatlas"
COLORS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.NOTE: "FFFFEB9C"}
"""The light red and light yellow that spreadsheets use for bad and neutral cells."""
MAX_COMMENTS = 2_000
"""Spreadsheets become slow with more; the list on the screen is complete."""
SEPARATOR = "\n\n– – –\n"
"""Between our comment and the one that was there."""
COMMENT_WIDTH, LINE_HEIGHT, LINE_CHARACTERS = 320, 18, 45
_COPY = re.compile(r"(.+)-geprueft(?:-([0-9]+))?")


def name_copy(stem: str) -> str:
    """Name of the checked copy, without its ending; never the name of the original.

    >>> name_copy("angebote"), name_copy("angebote-geprueft"), name_copy("angebote-geprueft-2")
    ('angebote-geprueft', 'angebote-geprueft-2', 'angebote-geprueft-3')
    """
    match = _COPY.fullmatch(stem)
    return f"{match[1]}-geprueft-{int(match[2] or 1) + 1}" if match else f"{stem}-geprueft"


def mark_workbook(content: bytes, checkup: Checkup, name: str) -> bytes:
    """A copy with comments and colours; those of an earlier check are gone."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = open_workbook(content, name, stored_results=False)
    _remove_marks(book)
    messages: dict[tuple[str, int, int], list[tuple[Severity, str]]] = {}
    for finding in checkup.findings:
        if finding.row is not None:
            place = (finding.sheet, finding.row, finding.column or 1)
            messages.setdefault(place, []).append((finding.severity, finding.message))
    for (sheet, row, column), found in list(messages.items())[:MAX_COMMENTS]:
        cell = _find_cell(book, sheet, row, column)
        text = "\n".join(make_printable(f"{SEVERITY_WORDS.get(severity, '')}{message}") for severity, message in found)
        if cell.comment is not None and cell.comment.text:
            text = f"{text}{SEPARATOR}{cell.comment.text}"
        comment = Comment(text, AUTHOR, width=COMMENT_WIDTH)
        comment.height = LINE_HEIGHT * (2 + sum(1 + len(line) // LINE_CHARACTERS for line in text.split("\n")))
        cell.comment = comment
        worst = Severity.ERROR if any(severity is Severity.ERROR for severity, _ in found) else Severity.WARNING
        cell.fill = PatternFill("solid", fgColor=COLORS[worst])
    return save_workbook(book, name, content)


def save_workbook(book: "Workbook", name: str, original: bytes | None = None) -> bytes:
    """The bytes of a workbook, the same for the same content."""
    buffer = io.BytesIO()
    try:
        book.save(buffer)
    except (AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        # openpyxl reads parts that it cannot write again, and has no error class of its own.
        raise DataError(f"{name}: Die Arbeitsmappe lässt sich nicht kopieren. Speichere sie in Excel neu.") from error
    return repack(buffer.getvalue(), original)


def _find_cell(book: "Workbook", sheet: str, row: int, column: int) -> "Cell":
    """The cell; inside merged cells the first of them, because only that one can be changed."""
    worksheet = book[sheet]
    for area in worksheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            row, column = area.min_row, area.min_col
    found: Cell = worksheet.cell(row, column)  # type: ignore[assignment]  # never a merged one, see above
    return found


def _remove_marks(book: "Workbook") -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for sheet in book.worksheets:
        for cell, comment in _commented(sheet._cells.values()):
            _, separator, others = comment.text.partition(SEPARATOR)
            cell.comment = Comment(others, "") if separator else None
            if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in COLORS.values():
                cell.fill = PatternFill()


def _commented(cells: Iterable["Cell | MergedCell"]) -> list[tuple["Cell", "Comment"]]:
    from openpyxl.cell import Cell

    return [
        (cell, cell.comment)
        for cell in cells
        if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR
    ]
