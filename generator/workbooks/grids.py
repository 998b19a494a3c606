"""Sheets as they were sent: cells by place, from a workbook or a CSV file, nothing interpreted yet."""

import csv
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.errors import DataError
from generator.workbooks.archives import OLE_MARK, ZIP_MARK, check_archive

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_ROWS, MAX_COLUMNS = 200_000, 1_000
MAX_CSV_BYTES = 50_000_000
MAX_CELL_CHARACTERS = 100_000
DELIMITERS = (";", ",", "\t", "|")
GENERAL = "General"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty."""

    value: Any
    """``str``, ``int``, ``float``, ``bool``, ``date``, ``datetime``, ``time`` or ``timedelta``; ``None``: a formula
    without a stored result."""
    number_format: str = GENERAL
    is_formula: bool = False
    is_error: bool = False
    """One of the spreadsheet's own error values, such as ``#NV``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; rows and columns count from 1."""

    name: str
    """Empty for a CSV file."""
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""
    delimiter: str = ""
    """Empty for a workbook."""
    encoding: str = ""
    """Empty for a workbook; ``utf-8``, ``utf-16`` or ``cp1252``."""
    counts_from_1904: bool = False
    """How a workbook counts days."""

    @property
    def last_row(self) -> int:
        """The last row with a cell; 0 if there is none."""
        return max((row for row, _ in self.cells), default=0)


def read_sheets(content: bytes, name: str) -> tuple[Sheet, ...]:
    """All sheets of a file with at least one cell; ``name`` decides how it is read."""
    suffix = name.lower().rpartition(".")[2]
    if suffix == "xlsx":
        return _read_workbook(content, name)
    if suffix in ("csv", "txt", "tsv"):
        return (_read_csv(content, name),)
    if suffix in ("xlsm", "xltm", "xlsb", "xlam"):
        raise DataError(f"{name}: Arbeitsmappen mit Makros werden nicht gelesen. Speichere die Tabelle als .xlsx.")
    raise DataError(f"{name}: Gelesen werden .xlsx und .csv. Speichere die Tabelle in einem dieser Formate.")


# --- workbooks ----------------------------------------------------------------------------------------------------


def open_workbook(content: bytes, name: str, *, stored_results: bool) -> "Workbook":
    """A checked file as openpyxl's workbook; with the formulas themselves or with their stored results."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):  # about extensions it does not keep
            return load_workbook(io.BytesIO(content), data_only=stored_results, keep_links=False)
    except (
        ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
        ValueError,
    ) as error:  # fmt: skip
        # openpyxl has no error class for damaged files: they surface as whatever Python stumbles over.
        raise DataError(
            f"{name}: Die Arbeitsmappe lässt sich nicht lesen. Öffne sie in Excel und speichere sie neu."
        ) from error


def _read_workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    check_archive(content, name)
    book = open_workbook(content, name, stored_results=False)
    has_formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())
    results = open_workbook(content, name, stored_results=True) if has_formulas else book
    sheets = []
    for sheet in book.worksheets:
        cells = dict(_read_cells(sheet, results[sheet.title]))
        if not cells:
            continue
        _check_size(cells, f"{name}, Blatt {sheet.title}")
        sheets.append(
            Sheet(
                name=sheet.title,
                cells=cells,
                hidden_rows=frozenset(row for row, look in sheet.row_dimensions.items() if look.hidden),
                merged=tuple(
                    (area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
                ),
                counts_from_1904=book.epoch == CALENDAR_MAC_1904,
            )
        )
    if not sheets:
        raise DataError(f"{name}: Die Arbeitsmappe ist leer.")
    return tuple(sheets)


def _read_cells(sheet: "Worksheet", results: "Worksheet") -> Iterator[tuple[tuple[int, int], Cell]]:
    # `_cells` holds the cells that are there; walking over rows would make one for each place up to the last.
    for place, cell in sheet._cells.items():
        is_formula = cell.data_type == "f"
        shown = results._cells.get(place, cell) if is_formula else cell
        value = None if is_formula and shown is cell else shown.value
        if isinstance(value, str):
            value = _decode_escapes(value)
        if value is None and not is_formula:
            continue
        yield place, Cell(value, cell.number_format, is_formula=is_formula, is_error=shown.data_type == "e")


def _decode_escapes(text: str) -> str:
    """Control characters that a spreadsheet writes as ``_x000D_``, and underscores that it protects as ``_x005F_``."""
    if "_x00" not in text:
        return text
    return re.sub(r"_x00(5F|[01][0-9A-F])_", lambda found: chr(int(found[1], 16)), text, flags=re.IGNORECASE)


def _check_size(cells: Mapping[tuple[int, int], Cell], place: str) -> None:
    rows, columns = max(row for row, _ in cells), max(column for _, column in cells)
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise DataError(
            f"{place}: Die Tabelle reicht bis Zeile {rows} und Spalte {columns}; gelesen werden höchstens "
            f"{MAX_ROWS} Zeilen und {MAX_COLUMNS} Spalten. Lösche, was weit außerhalb der Tabelle steht."
        )


# --- CSV ----------------------------------------------------------------------------------------------------------


def _read_csv(content: bytes, name: str) -> Sheet:
    if len(content) > MAX_CSV_BYTES:
        raise DataError(f"{name}: Die Datei ist größer als {MAX_CSV_BYTES // 1_000_000} MB. Teile sie auf.")
    if content.startswith((ZIP_MARK, OLE_MARK)):
        raise DataError(
            f"{name}: Das ist eine Arbeitsmappe und keine CSV-Datei. Benenne sie um oder speichere sie neu."
        )
    text, encoding = _decode(content, name)
    announced = ""
    if match := _SEPARATOR_LINE.match(text):
        announced, text = match[1], text[match.end() :]
    delimiter = announced or _guess_delimiter(text)
    cells: dict[tuple[int, int], Cell] = {}
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, values in enumerate(reader, start=1):
            cells.update(((row, column), Cell(value)) for column, value in enumerate(values, start=1) if value)
    except csv.Error as error:
        raise DataError(
            f"{name}: Ab Zeile {reader.line_num} ist die Tabelle nicht lesbar ({error}). Prüfe die Anführungszeichen."
        ) from error
    if not cells:
        raise DataError(f"{name}: Die Datei ist leer.")
    _check_size(cells, name)
    return Sheet(name="", cells=cells, delimiter=delimiter, encoding=encoding)


def _decode(content: bytes, name: str) -> tuple[str, str]:
    """Text, without a byte order mark, and encoding."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), "utf-16"
        if content.startswith(b"\xef\xbb\xbf"):
            return content.decode("utf-8-sig"), "utf-8"
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name}: Die Datei ist weder in UTF-8 noch in Windows-1252 geschrieben. Speichere sie als „CSV UTF-8“."
        ) from error


def _guess_delimiter(text: str) -> str:
    """The sign that cuts most lines of the beginning into equally many cells, at least two."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), 50)]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (widths.count(usual) * (usual > 1), usual)

    return max(DELIMITERS, key=score)
