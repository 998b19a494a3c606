"""Reading a CSV file in one pass: every cell ends as a value, as a declared sign or as a finding.

The lines come from Python's strict CSV reader and not from frictionless, which guesses quote and escape characters from
a sample and does not know physical line numbers. A line with a finding is left out of the rows.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.model import SIGN_STATUS, Field, Issue, ObservationStatus, Row
from generator.packages.cells import Column, Verdict, make_columns, read_cell
from generator.packages.descriptor import DELIMITERS, select_standard_part
from generator.packages.files import byte_order_mark
from generator.packages.findings import make_error, make_warning, quote_list, suggest_key
from generator.packages.proving import (
    MAX_KNOWN_CELLS,
    NoProofError,
    needs_polars,
    normalize_lines,
    prove_rows,
    read_chunks,
)
from generator.packages.proving_rules import MAX_CELL_CHARACTERS, TableRules, make_rules
from generator.processes import run_beside

CONVERTERS: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": "true".__eq__,
    "date": date.fromisoformat,
}
"""From canonical spellings to the values that frictionless' readers and ours give."""
BESIDE_BYTES = 1_000_000
"""From this size on a table is proven in one process while another one reads it."""
NO_SIGNS: Mapping[str, ObservationStatus] = {}
"""Most rows have a value everywhere and share this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """What is needed to read a table."""

    path: PurePosixPath
    delimiter: str
    schema: Mapping[str, Any]
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]


def read_table(text: str, spec: TableSpec) -> tuple[tuple[Row, ...], tuple[Issue, ...]]:
    """The sound rows of a table and the findings about the others."""
    from frictionless import Schema

    issues: list[Issue] = []
    if text.startswith("\ufeff"):
        issues.append(byte_order_mark(spec.path))
        text = text[1:]
    columns = make_columns(Schema.from_descriptor(select_standard_part(spec.schema)), spec.fields)
    lines = _read_lines(text, spec, issues)
    _, labels = next(lines, (1, []))
    header_issues = tuple(_check_header(labels, spec))
    issues += header_issues
    places = _place_columns(labels, columns)
    if not places:
        return (), tuple(issues)
    reader = _RowReader(spec, places, len(labels), {})
    rows = []
    for line, cells in lines:
        if header_issues and len(cells) != len(labels):
            continue  # the header has said already that the columns do not fit
        row = reader.read(line, cells, issues)
        if row is not None:
            rows.append(row)
    if not rows and not issues:
        issues.append(make_warning("empty-table", spec.path, "Die Tabelle hat keine Zeile. Ist sie vollständig?"))
    issues += _check_keys(rows, spec)
    return (() if header_issues else tuple(rows)), tuple(issues)


# --- proven tables ------------------------------------------------------------------------------------------------


def read_proven_table(content: bytes, spec: TableSpec) -> tuple[Row, ...] | None:
    """The rows of a table without findings, at once; ``None`` where it has to be read with care.

    Foreign keys are not looked at: they may lead into other packages and have a check of their own.
    """
    rules = make_rules({**select_standard_part(spec.schema), "foreignKeys": []}, {})
    if rules is None:
        return None
    if len(content) < BESIDE_BYTES and not needs_polars(content):
        return _convert_table(content, rules, spec.delimiter) if _is_proven(content, rules, spec.delimiter) else None
    # The engine for large tables has threads: apart from this process, which later steps copy.
    is_proven, rows = run_beside(
        lambda: _is_proven(content, rules, spec.delimiter), lambda: _try_to_convert(content, rules, spec.delimiter)
    )
    return rows if is_proven else None


def _is_proven(content: bytes, rules: TableRules, delimiter: str) -> bool:
    """Tell whether every row is beyond doubt."""
    proof = prove_rows(content, rules, delimiter)
    return proof is not None and not proof.doubtful


def _try_to_convert(content: bytes, rules: TableRules, delimiter: str) -> tuple[Row, ...] | None:
    """The rows, in the hope of a proof; ``None`` where there can be none."""
    try:
        return _convert_table(content, rules, delimiter)
    except (csv.Error, NoProofError, ValueError):
        return None


def _convert_table(content: bytes, rules: TableRules, delimiter: str) -> tuple[Row, ...]:
    """All rows, some thousand at a time."""
    rows: list[Row] = []
    known: list[dict[str, Any]] = [{} for _ in rules.columns]
    for chunk in read_chunks(normalize_lines(content), rules, delimiter):
        rows += _convert_rows(chunk, len(rows) + 2, rules, known)
    return tuple(rows)


def _convert_rows(
    chunk: list[list[str]], first_line: int, rules: TableRules, known: list[dict[str, Any]]
) -> Iterator[Row]:
    """Rows from proven cells, column by column; ``known`` remembers per column what its spellings mean."""
    signs: dict[int, dict[str, ObservationStatus]] = defaultdict(dict)
    columns: list[Sequence[Any]] = []
    for rule, meanings, cells in zip(rules.columns, known, zip(*chunk, strict=True), strict=True):
        spellings = set(cells)
        absent = {raw for raw in SIGN_STATUS.keys() & spellings if rule.is_absent(raw)}
        convert = CONVERTERS.get(rule.type, str)
        if not absent and len(spellings) > len(cells) / 2:
            columns.append(list(map(convert, cells)))  # hardly any comes again
            continue
        if len(meanings) > MAX_KNOWN_CELLS:
            meanings.clear()
        new = spellings - meanings.keys() - absent
        meanings.update(zip(new, map(convert, new), strict=True))
        meanings.update(dict.fromkeys(absent))
        columns.append(list(map(meanings.__getitem__, cells)))
        if absent:
            for line, raw in enumerate(cells, start=first_line):
                if raw in absent:
                    signs[line][rule.name] = SIGN_STATUS[raw]
    names = rules.header
    for line, values in enumerate(zip(*columns, strict=True), start=first_line):
        yield Row(line, dict(zip(names, values, strict=True)), signs.get(line, NO_SIGNS))


def _read_lines(text: str, spec: TableSpec, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """Physical line number and cells; reading ends at a quotation mark that is never closed."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=spec.delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        issues.append(
            make_error(
                "csv-error",
                spec.path,
                f"Ab hier ist die Tabelle nicht lesbar ({error}). Prüfe die Anführungszeichen dieser Zeile: "
                'ein Text mit Trennzeichen steht in "…", ein Anführungszeichen darin doppelt.',
                row=line,
            )
        )


# --- header -------------------------------------------------------------------------------------------------------


def _check_header(labels: Sequence[str], spec: TableSpec) -> Iterator[Issue]:
    """Compare the first line with the schema."""
    expected = [field.name for field in spec.fields]
    if not any(labels):
        yield make_error(
            "missing-header", spec.path, "Die Kopfzeile fehlt. Schreibe die Spaltennamen in Zeile 1.", row=1
        )
        return
    if len(labels) == 1 and len(expected) > 1 and (found := [sign for sign in DELIMITERS if sign in labels[0]]):
        yield make_error(
            "wrong-delimiter",
            spec.path,
            f"Die Spalten sind mit ‚{found[0]}‘ getrennt, vereinbart ist ‚{spec.delimiter}‘. "
            "Speichere die Tabelle mit dem vereinbarten Trennzeichen.",
            row=1,
        )
        return
    missing = [name for name in expected if name not in labels]
    extra = [label for label in labels if label not in expected]
    yield from _check_labels(labels, missing, extra, spec.path)
    if not missing and not extra and len(labels) == len(expected) and list(labels) != expected:
        yield make_error(
            "column-order",
            spec.path,
            f"Die Spalten stehen anders als im Schema ({quote_list(expected, limit=30)}). Ordne sie um.",
            row=1,
        )


def _check_labels(labels: Sequence[str], missing: list[str], extra: list[str], path: PurePosixPath) -> Iterator[Issue]:
    """Columns that are absent, unknown or doubled."""
    for name in missing:
        message = f"Die Spalte ‚{name}‘ fehlt. Ergänze sie oder streiche das Feld aus dem Schema."
        yield make_error("missing-column", path, f"{message} {suggest_key(name, extra)}".strip(), row=1, field=name)
    for label in sorted(set(extra)):
        message = f"Die Spalte ‚{label}‘ steht nicht im Schema. Beschreibe sie dort oder lösche sie."
        yield make_error("extra-column", path, message, row=1, field=label or None)
    for label in sorted({label for label in labels if labels.count(label) > 1} - set(extra)):
        message = f"Die Spalte ‚{label}‘ steht zweimal da. Lösche eine von beiden."
        yield make_error("duplicate-column", path, message, row=1, field=label)


def _place_columns(labels: Sequence[str], columns: tuple[Column, ...]) -> tuple[tuple[int, Column], ...]:
    """Which cell of a line belongs to which column."""
    return tuple((labels.index(column.field.name), column) for column in columns if column.field.name in labels)


# --- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads line after line and remembers verdicts: most cells of a table repeat."""

    spec: TableSpec
    places: tuple[tuple[int, Column], ...]
    width: int
    verdicts: dict[tuple[int, str], Verdict]

    def read(self, line: int, cells: list[str], issues: list[Issue]) -> Row | None:
        """The row, unless there are findings, which are added to ``issues``."""
        if len(cells) != self.width or not any(cells):
            issues.append(self._complain_about_shape(line, cells))
            return None
        values: dict[str, Any] = {}
        signs: dict[str, ObservationStatus] = {}
        is_sound = True
        for index, column in self.places:
            verdict = self._judge(index, column, cells[index])
            name = column.field.name
            if verdict.complaint is not None:
                complaint = verdict.complaint
                issues.append(make_error(complaint.code, self.spec.path, complaint.message, row=line, field=name))
                is_sound = False
                continue
            values[name] = verdict.value
            if verdict.value is None:
                signs[name] = verdict.status
        return Row(line, values, signs) if is_sound else None

    def _judge(self, index: int, column: Column, raw: str) -> Verdict:
        key = (index, raw)
        verdict = self.verdicts.get(key)
        if verdict is None:
            verdict = self.verdicts[key] = read_cell(column, raw)
        return verdict

    def _complain_about_shape(self, line: int, cells: list[str]) -> Issue:
        path = self.spec.path
        if not any(cells):
            return make_error("blank-row", path, "Die Zeile ist leer. Lösche sie.", row=line)
        if len(cells) < self.width:
            message = f"Die Zeile hat {len(cells)} statt {self.width} Zellen. Ergänze die fehlenden."
            return make_error("missing-cell", path, message, row=line)
        split = self._find_split_number(cells)
        if split is not None:
            index, column = split
            whole, fraction = cells[index], cells[index + 1]
            return make_error(
                "decimal-comma",
                path,
                f"Hier steht wohl ‚{whole},{fraction}‘ mit Dezimalkomma; diese Datei schreibt Dezimalpunkte. "
                f"Schreibe ‚{whole}.{fraction}‘.",
                row=line,
                field=column.field.name,
            )
        return make_error(
            "extra-cell",
            path,
            f"Die Zeile hat {len(cells)} statt {self.width} Zellen. "
            f"Setze einen Text, der ‚{self.spec.delimiter}‘ enthält, in Anführungszeichen.",
            row=line,
        )

    def _find_split_number(self, cells: list[str]) -> tuple[int, Column] | None:
        """The number column whose decimal comma explains one cell too many."""
        if self.spec.delimiter != "," or len(cells) != self.width + 1:
            return None
        for index, column in self.places:
            if column.field.type != "number" or not cells[index + 1].isdecimal():
                continue
            joined = [*cells[:index], f"{cells[index]}.{cells[index + 1]}", *cells[index + 2 :]]
            if all(self._judge(place, other, joined[place]).complaint is None for place, other in self.places):
                return index, column
        return None


# --- keys ---------------------------------------------------------------------------------------------------------


def _check_keys(rows: Sequence[Row], spec: TableSpec) -> Iterator[Issue]:
    """Primary key, and every column declared unique."""
    if spec.primary_key and all(name in row.values for row in rows[:1] for name in spec.primary_key):
        yield from _check_unique(rows, spec.primary_key, spec.path, is_primary=True)
    for field in spec.fields:
        is_key = spec.primary_key == (field.name,)
        if field.constraints.get("unique") and not is_key and rows and field.name in rows[0].values:
            yield from _check_unique(rows, (field.name,), spec.path, is_primary=False)


def _check_unique(
    rows: Sequence[Row], names: tuple[str, ...], path: PurePosixPath, *, is_primary: bool
) -> Iterator[Issue]:
    """Find values that occur twice, and gaps in a primary key."""
    seen: dict[tuple[Any, ...], int] = {}
    title, code = ("Primärschlüssel", "primary-key") if is_primary else ("Wert", "unique")
    for row in rows:
        key = tuple(row.values[name] for name in names)
        if None in key:
            if is_primary:
                message = f"Der Primärschlüssel ({', '.join(names)}) hat eine leere Zelle. Trage den Wert ein."
                yield make_error("primary-key-error", path, message, row=row.line, field=names[key.index(None)])
            continue
        if key in seen:
            text = ", ".join(str(part) for part in key)
            message = (
                f"Der {title} ‚{text}‘ steht schon in Zeile {seen[key]}, darf aber nur einmal vorkommen. "
                "Lösche eine der beiden Zeilen oder berichtige sie."
            )
            yield make_error(f"{code}-error", path, message, row=row.line, field=names[-1])
        else:
            seen[key] = row.line
