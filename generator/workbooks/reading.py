"""A table as it was sent, row by row in the spelling of the package, with everything that had to be repaired."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import DataError
from generator.model import Field, ForeignKey, Package, Resource, Severity
from generator.packages import find_resource
from generator.packages.cells import Column, read_cell
from generator.packages.judging import make_judges
from generator.workbooks.grids import Cell, Sheet
from generator.workbooks.notes import Finding, Note, name_cell
from generator.workbooks.recognizing import EXAMPLE_MARK, Header, find_header, make_title
from generator.workbooks.spelling import Habits, Reading, read_text

NAME_FIELDS = ("name", "title", "name_singular", "label")
"""Columns that say what a key stands for; the first that a table has is taken, else its first other text."""
POINT_NUMBER = re.compile(r"-?[0-9]+\.([0-9]{1,2}|[0-9]{4,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedRow:
    """One row of the sheet."""

    number: int
    """As the spreadsheet counts."""
    texts: Mapping[str, str]
    """By field name, in the spelling of the package; fields that the sheet lacks are absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A table as it was sent."""

    resource: Resource
    header: Header
    rows: tuple[SubmittedRow, ...]
    findings: tuple[Finding, ...]
    """Cells that could not be read at all."""
    notes: tuple[Note, ...]

    @property
    def unread(self) -> frozenset[tuple[int | None, int | None]]:
        """Row and column of cells that have a finding already."""
        return frozenset((finding.row, finding.column) for finding in self.findings)


def read_submission(
    sheets: Sequence[Sheet], resource: Resource, packages: tuple[Package, ...], sheet_name: str | None = None
) -> Submission:
    """Find the table in the file and read every cell of it."""
    header = find_header(sheets, resource, sheet_name)
    notes = [*_describe_file(header), *header.notes]
    findings: list[Finding] = []
    _check_missing(resource, header, notes, findings)
    habits = _learn_habits(resource, packages, header)
    reader = _Reader(resource, header, habits, {}, notes, findings)
    rows = tuple(reader.read_rows())
    if not rows:
        raise DataError(
            f"Unter der Kopfzeile (Zeile {header.row}) steht keine Zeile mit Angaben. Fülle die Tabelle aus."
        )
    findings += _check_merged(header, rows)
    return Submission(resource=resource, header=header, rows=rows, findings=tuple(findings), notes=tuple(notes))


# --- the file -----------------------------------------------------------------------------------------------------


def _describe_file(header: Header) -> Iterable[Note]:
    sheet = header.sheet
    if sheet.encoding == "cp1252":
        yield Note(message="Die Datei ist in Windows-1252 geschrieben und wird so gelesen.")
    if sheet.encoding == "utf-16":
        yield Note(message="Die Datei ist in UTF-16 geschrieben und wird so gelesen.")
    if sheet.delimiter not in ("", ","):
        names = {";": "Semikolon", "\t": "Tabulator", "|": "senkrechter Strich"}
        sign = names.get(sheet.delimiter, f"‚{sheet.delimiter}‘")
        yield Note(message=f"Trennzeichen der Datei: {sign}.")
    if header.row > 1:
        yield Note(message=f"Die Kopfzeile ist Zeile {header.row}; was darüber steht, wird nicht gelesen.")
    hidden = sum(1 for row in sheet.hidden_rows if any(place[0] == row for place in sheet.cells) and row > header.row)
    if hidden:
        rows = "1 ausgeblendete Zeile wird" if hidden == 1 else f"{hidden} ausgeblendete Zeilen werden"
        yield Note(message=f"{rows} mitgelesen.")
    formulas = sum(1 for (row, _), cell in sheet.cells.items() if cell.is_formula and row > header.row)
    if formulas:
        cells = "1 Zelle enthält eine Formel" if formulas == 1 else f"{formulas} Zellen enthalten Formeln"
        yield Note(message=f"{cells}; gelesen wird das gespeicherte Ergebnis.")


def _check_missing(resource: Resource, header: Header, notes: list[Note], findings: list[Finding]) -> None:
    """Required columns must be there; from the others nothing is changed."""
    for field in resource.fields:
        if field.name in header.columns:
            continue
        title = make_title(resource, field.name)
        if field.constraints.get("required") or field.name in resource.primary_key:
            findings.append(
                Finding(
                    severity=Severity.ERROR,
                    code="missing-column",
                    message=f"Die Spalte „{title}“ fehlt. Sie ist Pflicht: Ergänze sie.",
                    sheet=header.sheet.name,
                    row=header.row,
                    column=1,
                )
            )
        else:
            notes.append(
                Note(
                    message=f"Die Spalte „{title}“ fehlt in der Datei. Vorhandene Einträge bleiben, in neuen Zeilen "
                    "bleibt sie leer."
                )
            )


def _check_merged(header: Header, rows: Sequence[SubmittedRow]) -> Iterable[Finding]:
    """A value in merged cells stands only in the first of them; whether the others should have it nobody knows."""
    numbers = {row.number for row in rows}
    for top, left, bottom, right in header.sheet.merged:
        touched = [row for row in range(max(top, header.row + 1), bottom + 1) if row in numbers]
        if touched and any(left <= column <= right for column in header.columns.values()):
            yield Finding(
                severity=Severity.ERROR,
                code="merged-cells",
                message=f"Die Zellen {name_cell(top, left)} bis {name_cell(bottom, right)} sind verbunden. Hebe die "
                "Verbindung auf, und trage den Wert in jede Zelle ein.",
                sheet=header.sheet.name,
                row=touched[0],
                column=left,
            )


# --- columns ------------------------------------------------------------------------------------------------------


def _learn_habits(resource: Resource, packages: tuple[Package, ...], header: Header) -> Mapping[str, Habits]:
    judges = make_judges(resource)
    by_column: dict[int, list[Cell]] = {}
    for (row, column), cell in header.sheet.cells.items():
        if row > header.row:
            by_column.setdefault(column, []).append(cell)
    habits = {}
    for name, judge in judges.items():
        known, names = list_keys(judge, resource, packages)
        texts = [
            str(cell.value) for cell in by_column.get(header.columns.get(name, 0), ()) if isinstance(cell.value, str)
        ]
        habits[name] = Habits(
            column=judge,
            known=frozenset(known),
            names=dict(_find_unique(names)),
            existing=frozenset(str(row.values[name]) for row in resource.rows if row.values[name] is not None),
            is_workbook=header.sheet.delimiter != ",",
            counts_from_1904=header.sheet.counts_from_1904,
            writes_points=any(POINT_NUMBER.fullmatch(text) for text in texts)
            and not any("," in text for text in texts),
        )
    return habits


def find_key(resource: Resource, name: str) -> ForeignKey | None:
    """The foreign key that a column is all by itself. Keys into the same table do not count: it is about to change."""
    keys = (key for key in resource.foreign_keys if key.fields == (name,))
    return next(
        (key for key in keys if f"{key.package or resource.package}/{key.resource or resource.name}" != resource.id),
        None,
    )


def list_keys(
    column: Column, resource: Resource, packages: tuple[Package, ...]
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The codes or keys that a column may hold, in their order, and what each stands for, where that is said."""
    enum = column.field.constraints.get("enum")
    if isinstance(enum, list) and enum:
        return tuple(map(str, enum)), find_meanings(column.field)
    key = find_key(resource, column.field.name)
    target = find_resource(packages, f"{key.package or resource.package}/{key.resource}") if key else None
    if key is None or target is None or not {one.name for one in target.fields}.issuperset(key.reference_fields):
        return (), {}
    reference = key.reference_fields[0]
    label = _find_label(target.fields, reference)
    names: dict[str, str] = {}
    for row in target.rows:
        code = row.values[reference]
        # A column may take only some of the keys, such as those of one level.
        if code is not None and read_cell(column, str(code)).complaint is None:
            names.setdefault(str(code), str(row.values[label] or "") if label is not None else "")
    return tuple(names), {code: name for code, name in names.items() if name}


def find_meanings(field: Field) -> Mapping[str, str]:
    """What the codes of a column stand for, if its description explains each: ``code: meaning; code: meaning``."""
    meanings: dict[str, str] = {}
    for code in map(str, field.constraints["enum"]):
        found = re.search(rf"(?:^|[\s;,(]){re.escape(code)}: ([^;.]+)", field.description)
        if found is None:
            return {}
        meanings[code] = found[1].strip(" ,)")
    return meanings


def _find_label(fields: Iterable[Field], reference: str) -> str | None:
    texts = [field.name for field in fields if field.type == "string" and field.name != reference]
    return next((name for name in NAME_FIELDS if name in texts), texts[0] if texts else None)


def _find_unique(names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Names that exactly one key has, in small letters."""
    plain = [name.casefold() for name in names.values()]
    return ((name.casefold(), code) for code, name in names.items() if plain.count(name.casefold()) == 1)


# --- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads row after row and remembers what a cell means: most cells of a table repeat."""

    resource: Resource
    header: Header
    habits: Mapping[str, Habits]
    readings: dict[tuple[Any, ...], Reading]
    notes: list[Note]
    findings: list[Finding]

    def read_rows(self) -> Iterable[SubmittedRow]:
        """All rows with something in a column of the dataset, but for examples; adds to notes and findings."""
        by_row: dict[int, dict[int, Cell]] = {}
        for (number, column), cell in self.header.sheet.cells.items():
            if number > self.header.row:
                by_row.setdefault(number, {})[column] = cell
        wanted = set(self.header.columns.values())
        examples = 0
        for number in sorted(by_row):
            cells = by_row[number]
            if self._is_example(cells):
                examples += 1
            elif any(_has_content(cell) for column, cell in cells.items() if column in wanted):
                yield self._read_row(number, cells)
        if examples:
            word = "Beispielzeile wird" if examples == 1 else "Beispielzeilen werden"
            self.notes.append(Note(message=f"{examples} {word} übergangen."))

    def _is_example(self, cells: Mapping[int, Cell]) -> bool:
        remark = cells.get(self.header.remark_column or 0)
        return remark is not None and str(remark.value).strip().startswith(EXAMPLE_MARK)

    def _read_row(self, number: int, cells: Mapping[int, Cell]) -> SubmittedRow:
        texts = {}
        for name, column in self.header.columns.items():
            reading = self._read(name, cells.get(column))
            texts[name] = reading.text
            if reading.complaint:
                self.findings.append(
                    Finding(
                        severity=Severity.ERROR,
                        code="unreadable-cell",
                        message=reading.complaint,
                        sheet=self.header.sheet.name,
                        row=number,
                        column=column,
                    )
                )
            elif reading.reason:
                title = make_title(self.resource, name)
                self.notes.append(
                    Note(
                        message=reading.reason, column_title=title, row=number, column=column,
                        before=reading.before, after=reading.text,
                    )
                )  # fmt: skip
        return SubmittedRow(number=number, texts=texts)

    def _read(self, name: str, cell: Cell | None) -> Reading:
        if cell is None:
            return Reading("")
        key = (name, type(cell.value), cell.value, cell.number_format, cell.is_formula, cell.is_error)
        reading = self.readings.get(key)
        if reading is None:
            reading = self.readings[key] = read_text(cell, self.habits[name])
        return reading


def _has_content(cell: Cell) -> bool:
    return cell.is_formula or not isinstance(cell.value, str) or bool(cell.value.strip())
