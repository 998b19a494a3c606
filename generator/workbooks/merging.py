"""A submitted table laid over the one in the package: rows meet by primary key, what stays the same keeps its bytes."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import DataError
from generator.model import Resource
from generator.packages.cells import Column, read_cell
from generator.packages.descriptor import flatten_dialect
from generator.packages.judging import make_judges
from generator.workbooks.reading import Submission, SubmittedRow
from generator.workbooks.recognizing import make_title

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the present file, as it is spelled."""

    cells: tuple[str, ...]
    raw: str
    """With its line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What an import would change in one row."""

    kind: str
    """``added``, ``changed`` or ``removed``."""
    key: str
    cells: tuple[tuple[str, str, str], ...] = ()
    """Title, old and new text of changed cells."""


def describe_difference(difference: Difference) -> Iterator[str]:
    """One line for each cell that changes, and one for each row that comes or goes."""
    if difference.kind == "changed":
        for title, old, new in difference.cells:
            yield f"~ {difference.key}, {title}: ‚{old}‘ → ‚{new}‘"
    elif difference.kind == "added":
        yield f"+ {difference.key}: " + "; ".join(f"{title}: {text}" for title, _, text in difference.cells)
    else:
        yield f"- {difference.key}: wird gelöscht"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The table as it would be."""

    content: bytes
    sources: Mapping[int, int]
    """Row of the sheet by line of the new file; lines that were there and are not in the sheet are absent."""
    lines: Mapping[int, int]
    """Line of the present file by line of the new one."""
    differences: tuple[Difference, ...]
    missing: tuple[str, ...]
    """Keys of present rows that the sheet does not have."""
    is_deleting: bool
    """Whether those are left out of the new table."""

    @property
    def summary(self) -> str:
        """How many rows come, change and go."""
        kinds = [difference.kind for difference in self.differences]
        cells = sum(len(difference.cells) for difference in self.differences if difference.kind == "changed")
        return (
            f"{kinds.count('added')} neu, {kinds.count('changed')} geändert ({cells} "
            f"{'Zelle' if cells == 1 else 'Zellen'}), {kinds.count('removed')} gelöscht"
        )


def merge_submission(submission: Submission, present: bytes, *, is_deleting: bool) -> Merge:
    """The new table: present rows in their order, with the changes of the sheet; new rows where the sheet has them."""
    resource = submission.resource
    table = _read_present(resource, present)
    old = {table.key(record.cells): record for record in reversed(table.records)}
    first: dict[Key, SubmittedRow] = {}
    for submitted in submission.rows:
        first.setdefault(table.key_of(submitted.texts), submitted)
    differences: list[Difference] = []
    new_rows = {id(row) for row in submission.rows if first[table.key_of(row.texts)] is not row} | {
        id(row) for key, row in first.items() if key not in old
    }
    lines: list[tuple[str, int | None, int | None]] = []
    missing: list[str] = []
    followers, leaders = _place_new_rows(submission.rows, new_rows, table, set(old))
    add = _Adder(table, lines, differences)
    add.new_rows(leaders)
    for number, record in enumerate(table.records):
        key = table.key(record.cells)
        is_first = old.get(key) is record
        row = first.get(key) if is_first else None
        if row is not None:
            add.present_row(number, record, row)
        else:
            missing.append(_show_key(record.cells[index] for index in table.key_places))
            if is_deleting:
                differences.append(Difference(kind="removed", key=missing[-1]))
            else:
                lines.append((record.raw, None, number))
        add.new_rows(followers.get(key, ()) if is_first else ())
    add.new_rows(followers.get(None, ()))
    return _finish(table, lines, differences, missing, is_deleting=is_deleting)


def _finish(
    table: "_Table",
    lines: Sequence[tuple[str, int | None, int | None]],
    differences: Sequence[Difference],
    missing: Sequence[str],
    *,
    is_deleting: bool,
) -> Merge:
    """Join the lines and note which line came from where."""
    parts = [table.header.raw]
    sources: dict[int, int] = {}
    former: dict[int, int] = {}
    place = _count_lines(table.header.raw)
    former_place: dict[int, int] = {}
    start = place + 1
    for number, record in enumerate(table.records):
        former_place[number] = start
        start += _count_lines(record.raw)
    for raw, source, origin in lines:
        if not parts[-1].endswith(("\n", "\r")):
            parts[-1] += table.line_break
        parts.append(raw)
        if source is not None:
            sources[place + 1] = source
        if origin is not None:
            former[place + 1] = former_place[origin]
        place += _count_lines(raw)
    return Merge(
        content="".join(parts).encode(),
        sources=sources,
        lines=former,
        differences=tuple(differences),
        missing=tuple(missing),
        is_deleting=is_deleting,
    )


def _count_lines(raw: str) -> int:
    return max(1, len(list(io.StringIO(raw, newline=""))))


def _place_new_rows(
    rows: Sequence[SubmittedRow], new_rows: set[int], table: "_Table", old: set[Key]
) -> tuple[dict[Key | None, list[SubmittedRow]], list[SubmittedRow]]:
    """New rows by the key of the present row they follow (``None``: at the end), and those before the first one."""
    followers: dict[Key | None, list[SubmittedRow]] = {}
    leaders: list[SubmittedRow] = []
    anchor: Key | None = None
    has_present = any(id(row) not in new_rows for row in rows)
    for row in rows:
        if id(row) not in new_rows:
            anchor = table.key_of(row.texts)
        elif anchor is not None:
            followers.setdefault(anchor, []).append(row)
        elif has_present and old:
            leaders.append(row)
        else:
            followers.setdefault(None, []).append(row)
    return followers, leaders


# --- the present file ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The present file, with what is needed to read and spell its rows."""

    resource: Resource
    columns: Mapping[str, Column]
    names: tuple[str, ...]
    """Columns in the order of the file."""
    key_places: tuple[int, ...]
    header: Record
    records: tuple[Record, ...]
    delimiter: str
    line_break: str
    quoted: frozenset[str]
    """Columns in which every entry stands in quotation marks."""

    def key(self, cells: Sequence[str]) -> Key:
        """The primary key of a record of the file."""
        return tuple(self.value(self.names[index], cells[index]) for index in self.key_places)

    def key_of(self, texts: Mapping[str, str]) -> Key:
        """The primary key of a row of the sheet."""
        return tuple(self.value(name, texts.get(name, "")) for name in self.resource.primary_key)

    def value(self, name: str, text: str) -> Any:
        """What a text says; texts that say nothing stand for themselves."""
        verdict = read_cell(self.columns[name], text)
        return text if verdict.complaint is not None or verdict.value is None else verdict.value

    def says_the_same(self, name: str, old: str, new: str) -> bool:
        """Tell whether two texts differ in spelling only."""
        if old == new:
            return True
        first, second = (read_cell(self.columns[name], text) for text in (old, new))
        sound = first.complaint is None and second.complaint is None
        return sound and first.value is not None and bool(first.value == second.value)

    def spell(self, name: str, text: str, *, is_quoted: bool = False) -> str:
        """A cell, in quotation marks where it needs them or its column always has them."""
        needs = any(sign in text for sign in (self.delimiter, '"', "\n", "\r"))
        if needs or is_quoted or (name in self.quoted and text):
            return '"' + text.replace('"', '""') + '"'
        return text


def _read_present(resource: Resource, content: bytes) -> _Table:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{resource.path}: Die Datei ist nicht in UTF-8 geschrieben. Berichtige sie zuerst.") from error
    delimiter = str(flatten_dialect(resource.descriptor)["delimiter"])
    records = tuple(_split_records(text, delimiter, resource))
    names = records[0].cells if records else ()
    if sorted(names) != sorted(field.name for field in resource.fields):
        raise DataError(f"{resource.path}: Die Kopfzeile passt nicht zum Schema. Berichtige sie zuerst.")
    if any(len(record.cells) != len(names) for record in records):
        raise DataError(f"{resource.path}: Nicht alle Zeilen haben gleich viele Zellen. Berichtige sie zuerst.")
    body = records[1:]
    return _Table(
        resource=resource,
        columns=make_judges(resource),
        names=names,
        key_places=tuple(names.index(name) for name in resource.primary_key),
        header=records[0],
        records=body,
        delimiter=delimiter,
        line_break="\r\n" if records[0].raw.endswith("\r\n") else "\n",
        quoted=frozenset(_find_quoted(names, body, delimiter)),
    )


def _split_records(text: str, delimiter: str, resource: Resource) -> Iterator[Record]:
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    start = 0
    try:
        for cells in reader:
            yield Record(tuple(cells), "".join(lines[start : reader.line_num]))
            start = reader.line_num
    except csv.Error as error:
        raise DataError(f"{resource.path}: Die Tabelle ist nicht lesbar ({error}). Berichtige sie zuerst.") from error


def split_raw(raw: str, delimiter: str) -> list[str]:
    r"""The cells of a record as they are spelled, without the line break.

    >>> split_raw('a,"b,""c"" d",\r\n', ",")
    ['a', '"b,""c"" d"', '']
    """
    body = raw.rstrip("\r\n")
    cells, start, is_open = [], 0, False
    for position, character in enumerate(body):
        if character == '"':
            is_open = not is_open
        elif character == delimiter and not is_open:
            cells.append(body[start:position])
            start = position + 1
    return [*cells, body[start:]]


def _find_quoted(names: Sequence[str], records: Sequence[Record], delimiter: str) -> Iterator[str]:
    if not any('"' in record.raw for record in records):
        return
    spelled = [split_raw(record.raw, delimiter) for record in records]
    for index, name in enumerate(names):
        entries = [cells[index] for cells in spelled if cells[index] not in ("", '""')]
        if entries and all(entry.startswith('"') for entry in entries):
            yield name


# --- new lines ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Adder:
    """Adds lines to the new table and notes what differs."""

    table: _Table
    lines: list[tuple[str, int | None, int | None]]
    differences: list[Difference]

    def present_row(self, number: int, record: Record, row: SubmittedRow) -> None:
        """A row that is there already: only cells that say something else are spelled anew."""
        table = self.table
        changed = {
            index: (old, row.texts[name])
            for index, (name, old) in enumerate(zip(table.names, record.cells, strict=True))
            if name in row.texts and not table.says_the_same(name, old, row.texts[name])
        }
        if not changed:
            self.lines.append((record.raw, row.number, number))
            return
        spelled = split_raw(record.raw, table.delimiter)
        ending = record.raw[len(record.raw.rstrip("\r\n")) :]
        for index, (_, new) in changed.items():
            spelled[index] = table.spell(
                table.names[index], new, is_quoted=spelled[index].startswith('"') and bool(new)
            )
        self.lines.append((table.delimiter.join(spelled) + ending, row.number, number))
        self.differences.append(
            Difference(
                kind="changed",
                key=_show_key(record.cells[index] for index in table.key_places),
                cells=tuple(
                    (make_title(table.resource, table.names[index]), old, new) for index, (old, new) in changed.items()
                ),
            )
        )

    def new_rows(self, rows: Iterable[SubmittedRow]) -> None:
        """Rows that were not there."""
        table = self.table
        for row in rows:
            texts = [row.texts.get(name, "") for name in table.names]
            raw = table.delimiter.join(table.spell(name, text) for name, text in zip(table.names, texts, strict=True))
            self.lines.append((raw + table.line_break, row.number, None))
            self.differences.append(
                Difference(
                    kind="added",
                    key=_show_key(row.texts.get(name, "") for name in table.resource.primary_key),
                    cells=tuple(
                        (make_title(table.resource, name), "", text)
                        for name, text in zip(table.names, texts, strict=True)
                        if text
                    ),
                )
            )


def _show_key(parts: Iterable[str]) -> str:
    return "/".join(parts)


def read_texts(resource: Resource, present: bytes) -> Iterator[Mapping[str, str]]:
    """The rows of the present file, as texts by column."""
    table = _read_present(resource, present)
    return (dict(zip(table.names, record.cells, strict=True)) for record in table.records)
