"""Which dataset a file belongs to, which of its sheets holds it, and which column is which."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.errors import DataError, UsageError
from generator.model import Package, Resource
from generator.packages import find_resource, quote_list, suggest_key
from generator.workbooks.grids import Cell, Sheet
from generator.workbooks.notes import Note, name_cell, name_column

NOTES_SHEET, LISTS_SHEET = "Hinweise", "Listen"
MARK_LABEL = "Kennung des Datensatzes"
REMARK_COLUMN = "Bemerkung (wird nicht eingelesen)"
"""Header of a column for the clerks' own use; in the example row it holds the mark."""
EXAMPLE_MARK = "Beispiel"
"""A row whose remark begins with this is no data."""
HEADER_ROWS = 30
"""Titles, dates and remarks above the header are read over, but not more than this."""
SIMILAR = 0.84
"""How alike two titles must be (0 to 1) for one to be read as the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Which column holds which field."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]
    """Column number by field name; fields that the sheet lacks are absent."""
    remark_column: int | None
    notes: tuple[Note, ...]

    @property
    def is_strong(self) -> bool:
        """Whether chance cannot explain so many titles."""
        return len(self.columns) >= 2


@dataclass(frozen=True, slots=True)
class Labels:
    """What the columns of a dataset are called."""

    names: Mapping[str, str]
    """Field by what may stand in a header, without capitals and signs."""
    titles: Mapping[str, str]
    """What stands in the header of the template, by field."""


def recognize_resource(sheets: Sequence[Sheet], packages: tuple[Package, ...], resource_id: str | None) -> Resource:
    """The dataset that a file is about: asked for, marked in the file, or told by its headers."""
    tables = [resource for package in packages for resource in package.resources if resource.format == "csv"]
    mark = find_mark(sheets)
    if resource_id and mark and mark != resource_id:
        raise UsageError(f"Die Datei ist eine Vorlage für ‚{mark}‘ und nicht für ‚{resource_id}‘.")
    wanted = resource_id or mark
    if wanted is not None:
        resource = find_resource(packages, wanted)
        if resource is None or resource.format != "csv":
            hint = suggest_key(wanted, [table.id for table in tables])
            raise UsageError(f"Den Datensatz ‚{wanted}‘ gibt es nicht. {hint}".strip())
        return resource
    fitting = [table for table in tables if table.fields and _fits(sheets, table)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = quote_list([table.id for table in fitting], limit=9)
        raise UsageError(f"Die Kopfzeile passt zu mehreren Datensätzen: {names}. Nenne einen hinter dem Dateinamen.")
    raise UsageError(
        "Aus der Datei geht nicht hervor, zu welchem Datensatz sie gehört. Nenne ihn hinter dem Dateinamen, "
        f"zum Beispiel {quote_list([table.id for table in tables], limit=3)}."
    )


def find_mark(sheets: Sequence[Sheet]) -> str | None:
    """The id that a template carries on its sheet of notes."""
    for sheet in sheets:
        for (row, column), cell in sheet.cells.items():
            if cell.value == MARK_LABEL:
                neighbour = sheet.cells.get((row, column + 1))
                return str(neighbour.value).strip() if neighbour else None
    return None


def _fits(sheets: Sequence[Sheet], table: Resource) -> bool:
    """Every column is there and hardly any other."""
    for sheet in sheets:
        header = best_header(sheet, table)
        if header is not None and len(header.columns) == len(table.fields):
            width = sum(1 for row, _ in sheet.cells if row == header.row)
            return width <= len(table.fields) + 2
    return False


def find_header(sheets: Sequence[Sheet], resource: Resource, sheet_name: str | None) -> Header:
    """The header row of the one sheet that holds the dataset."""
    if sheet_name is not None:
        chosen = [sheet for sheet in sheets if sheet.name == sheet_name]
        if not chosen:
            raise UsageError(f"Das Blatt „{sheet_name}“ gibt es nicht oder es ist leer.")
        sheets = chosen
    headers = [
        header
        for sheet in sheets
        if sheet.name not in (NOTES_SHEET, LISTS_SHEET)
        and (header := best_header(sheet, resource)) is not None
        and (header.is_strong or len(resource.fields) == 1)
    ]
    if not headers:
        titles = quote_list([make_title(resource, name) for name in field_names(resource)], limit=6)
        raise DataError(
            f"Keine Zeile der Datei sieht aus wie die Kopfzeile von „{resource.title}“. Erwartet werden die "
            f"Spalten {titles}."
        )
    most = max(len(header.columns) for header in headers)
    best = [header for header in headers if len(header.columns) == most]
    if len(best) > 1:
        names = quote_list([header.sheet.name for header in best])
        raise UsageError(f"Mehrere Blätter sehen aus wie „{resource.title}“: {names}. Nenne eines mit --sheet.")
    return best[0]


def best_header(sheet: Sheet, resource: Resource) -> Header | None:
    """The first of the rows that name most columns; ``None`` where no row names any."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell
    labels = Labels(_names_by_label(resource), {name: make_title(resource, name) for name in field_names(resource)})
    headers = [_read_header(sheet, labels, row, rows[row]) for row in sorted(rows)[:HEADER_ROWS]]
    best = max(headers, key=lambda header: len(header.columns), default=None)
    return best if best is not None and best.columns else None


def _read_header(sheet: Sheet, labels: Labels, row: int, cells: Mapping[int, Cell]) -> Header:
    """Match the texts of a row with titles and names: exact ones first, then those that are nearly so."""
    texts = {column: str(cell.value) for column, cell in sorted(cells.items()) if isinstance(cell.value, str)}
    columns: dict[str, int] = {}
    rest: dict[int, str] = {}
    for column, label in texts.items():
        name = labels.names.get(_plain(label))
        if name is None:
            rest[column] = label
        elif name in columns:
            raise DataError(
                f"{_place(sheet, row, column)}: Die Spalte „{label.strip()}“ steht zweimal da "
                f"(auch in Spalte {name_column(columns[name])}). Lösche eine von beiden."
            )
        else:
            columns[name] = column
    remark_column = next((column for column, label in rest.items() if _plain(label) == _plain(REMARK_COLUMN)), None)
    rest.pop(remark_column or 0, None)
    notes = tuple(_match_similar(sheet, row, rest, labels, columns)) if columns else ()
    return Header(sheet=sheet, row=row, columns=columns, remark_column=remark_column, notes=notes)


def _match_similar(
    sheet: Sheet, row: int, rest: Mapping[int, str], labels: Labels, columns: dict[str, int]
) -> Iterable[Note]:
    """Titles with a slip, where exactly one column can be meant; the others are no part of the dataset."""
    for column, label in rest.items():
        free = [plain for plain, name in labels.names.items() if name not in columns]
        close = {labels.names[plain] for plain in difflib.get_close_matches(_plain(label), free, n=3, cutoff=SIMILAR)}
        shown = f"{_place(sheet, row, column)}: „{label.strip()}“"
        if len(close) == 1:
            name = close.pop()
            columns[name] = column
            yield Note(message=f"{shown} wird gelesen als Spalte „{labels.titles[name]}“.")
        elif label.strip():
            yield Note(message=f"{shown} gehört nicht zum Datensatz und wird nicht gelesen.")


def _place(sheet: Sheet, row: int, column: int) -> str:
    cell = f"Zelle {name_cell(row, column)}"
    return f"Blatt {sheet.name}, {cell}" if sheet.name else cell


def field_names(resource: Resource) -> list[str]:
    """Names of all columns in order."""
    return [field.name for field in resource.fields]


def make_title(resource: Resource, name: str) -> str:
    """The title of a column; where two have the same, the name tells them apart."""
    field = next(field for field in resource.fields if field.name == name)
    doubled = sum(_plain(other.title) == _plain(field.title) for other in resource.fields) > 1
    return f"{field.title} [{name}]" if doubled else field.title


def _names_by_label(resource: Resource) -> Mapping[str, str]:
    """What may stand in a header, without capitals and signs, and the field it means."""
    names: dict[str, str] = {}
    for field in resource.fields:
        title = make_title(resource, field.name)
        labels = [title, field.name, f"{title} {field.unit}"] if field.unit else [title, field.name]
        for label in labels:
            names.setdefault(_plain(label), field.name)
    return names


def _plain(label: str) -> str:
    """A label without what differs from hand to hand.

    >>> _plain("  Straße und  Haus-Nr. *"), _plain("Fläche (km²)")
    ('strasse und haus nr', 'fläche km2')
    """
    text = unicodedata.normalize("NFKC", label).casefold()
    return " ".join(re.sub(r"[^\w%]|_", " ", text).split())
