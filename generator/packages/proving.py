"""The fast pass: it proves tables correct, and never finds one wrong.

Frictionless reads some ten thousand rows a second. Here a table counts as proven only if every cell stands in the one
canonical spelling and keeps every declared rule; whatever is spelled otherwise, or asks for something that is not known
here, is left to frictionless, whose verdict counts. So this module may be ignorant, but must not be wrong.

Two engines come to the same proof: Python's CSV reader for small tables, polars for large ones.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import Any

from generator.packages.proving_rules import (
    MAX_CELL_CHARACTERS,
    CellRule,
    ForeignKeyRule,
    Key,
    Reference,
    References,
    TableRules,
    make_rules,
)

MAX_DOUBTFUL_ROWS = 1_000
"""A table with more of them is not worth a second look in parts."""
POLARS_BYTES = 8_000_000
"""From this size on polars repays its import."""
CHUNK_ROWS = 5_000
MAX_KNOWN_CELLS = 50_000
"""Spellings to remember per column; a column that never repeats would fill the memory."""
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row with a cell, outside all keys, that could not be proven correct."""

    index: int
    """0 is the first row below the header."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """All rows of the table are correct, save perhaps the doubtful ones; all keys are."""

    row_count: int
    doubtful: tuple[DoubtfulRow, ...] = ()


class NoProofError(Exception):
    """Ends the search for a proof; never leaves the fast pass."""


def prove_table(
    content: bytes, schema: Mapping[str, Any], delimiter: str, references: References | None = None
) -> Proof | None:
    """The proof that a table is correct; ``None`` says only that there is none."""
    rules = make_rules(schema, references or {})
    if rules is None or delimiter not in DELIMITERS:
        return None
    return prove_rows(content, rules, delimiter)


def prove_rows(content: bytes, rules: TableRules, delimiter: str) -> Proof | None:
    """The proof with the engine that suits the size."""
    if not needs_polars(content):
        return prove_with_csv(content, rules, delimiter)
    from generator.packages.proving_columns import prove_with_polars

    return prove_with_polars(content, rules, delimiter)


def needs_polars(content: bytes) -> bool:
    """Tell whether a table is so large that the import and the threads of polars pay."""
    return len(content) >= POLARS_BYTES


def collect_keys(content: bytes, schema: Mapping[str, Any], delimiter: str, names: Key) -> Reference | None:
    """The keys of a table that foreign keys may point to; those that are not spelled canonically are left out."""
    rules = make_rules({**schema, "foreignKeys": []}, {})
    if rules is None or delimiter not in DELIMITERS or not names or not set(names) <= set(rules.header):
        return None
    positions = tuple(rules.header.index(name) for name in names)
    columns = [rules.columns[position] for position in positions]
    keys: set[Key] = set()
    try:
        for chunk in read_chunks(normalize_lines(content), rules, delimiter):
            keys.update(_pick(tuple(zip(*chunk, strict=True)), positions))
    except (csv.Error, NoProofError):
        return None
    sound = (key for key in keys if all(map(_is_sound_part, columns, key)))
    return Reference(types=tuple(rule.type for rule in columns), keys=frozenset(sound))


def _is_sound_part(rule: CellRule, raw: str) -> bool:
    return raw not in rule.signs and rule.proves(raw)


def _pick(table: tuple[tuple[str, ...], ...], positions: tuple[int, ...]) -> Iterator[Key]:
    """The keys in some columns, row by row."""
    return zip(*(table[position] for position in positions), strict=True)


# --- lines --------------------------------------------------------------------------------------------------------


def normalize_lines(content: bytes) -> bytes:
    """The lines with plain line feeds, if neither their number nor their text is open to doubt."""
    if not content or content.startswith(codecs.BOM_UTF8) or b"\x00" in content or not _is_utf8(content):
        raise NoProofError
    if b"\r" in content:
        if content.count(b"\r") != content.count(b"\r\n"):
            raise NoProofError
        content = content.replace(b"\r\n", b"\n")
    return content


def _is_utf8(content: bytes) -> bool:
    """Tell whether bytes are text, in pieces that are small enough to be quick."""
    decoder, view, size = codecs.getincrementaldecoder("utf-8")(), memoryview(content), 1 << 16
    try:
        for start in range(0, len(content), size):
            decoder.decode(view[start : start + size])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_chunks(lines: bytes, rules: TableRules, delimiter: str) -> Iterator[list[list[str]]]:
    """The rows below the header, some thousand at a time, each a single line with as many cells as the header."""
    # Where strict reading does not fail, lenient reading, which is frictionless', sees the same cells.
    text = io.TextIOWrapper(io.BytesIO(lines), "utf-8", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    if next(reader, None) != rules.header:
        raise NoProofError
    count, widths = 1, {len(rules.columns)}
    while chunk := list(islice(reader, CHUNK_ROWS)):
        count += len(chunk)
        if reader.line_num != count or set(map(len, chunk)) != widths:
            raise NoProofError
        yield chunk


# --- with Python's reader -----------------------------------------------------------------------------------------


def prove_with_csv(content: bytes, rules: TableRules, delimiter: str) -> Proof | None:
    """The proof by Python's own means; most cells of a table repeat, so a spelling is looked at once."""
    search = _Search(rules)
    try:
        for chunk in read_chunks(normalize_lines(content), rules, delimiter):
            search.look_at(chunk)
        return search.conclude()
    except (csv.Error, NoProofError):
        return None


@dataclass(slots=True)
class _Search:
    """What has been seen of a table so far; it changes with every chunk."""

    rules: TableRules
    row_count: int = 0
    doubtful: list[DoubtfulRow] = field(default_factory=list)
    known: list[set[str]] = field(init=False)
    """Per column, spellings that are proven."""
    primary: set[Key] = field(default_factory=set)
    unique: list[set[str]] = field(init=False)
    unique_counts: list[int] = field(init=False)
    foreign: list[set[Key]] = field(init=False)

    def __post_init__(self) -> None:
        self.known = [set() for _ in self.rules.columns]
        self.unique = [set() for _ in self.rules.unique_columns]
        self.unique_counts = [0 for _ in self.rules.unique_columns]
        self.foreign = [set() for _ in self.rules.foreign_keys]

    def look_at(self, chunk: list[list[str]]) -> None:
        """Take some rows more into account."""
        table = tuple(zip(*chunk, strict=True))
        self._look_at_cells(chunk, table)
        self.row_count += len(chunk)
        rules = self.rules
        if rules.primary_key:
            self.primary.update(_pick(table, rules.primary_key))
        elif any(all(map(CellRule.is_absent, rules.columns, cells)) for cells in chunk):
            raise NoProofError  # a blank row
        for number, position in enumerate(rules.unique_columns):
            values = [raw for raw in table[position] if raw not in rules.columns[position].signs]
            self.unique_counts[number] += len(values)
            self.unique[number].update(values)
        for key, seen in zip(rules.foreign_keys, self.foreign, strict=True):
            seen.update(_pick(table, key.positions))

    def _look_at_cells(self, chunk: list[list[str]], table: tuple[tuple[str, ...], ...]) -> None:
        doubts: dict[int, set[str]] = {}
        for position, (rule, known) in enumerate(zip(self.rules.columns, self.known, strict=True)):
            new = set(table[position]) - known
            if bad := {raw for raw in new if not rule.proves(raw)}:
                doubts[position] = bad
            if len(known) > MAX_KNOWN_CELLS:
                known.clear()
            known.update(new - bad)
        if not self.rules.key_columns.isdisjoint(doubts):
            raise NoProofError
        if doubts:
            for index, cells in enumerate(chunk, start=self.row_count):
                if any(cells[position] in bad for position, bad in doubts.items()):
                    self.doubtful.append(DoubtfulRow(index, tuple(cells)))
        if len(self.doubtful) > MAX_DOUBTFUL_ROWS:
            raise NoProofError

    def conclude(self) -> Proof:
        """The proof, now that all rows have been seen."""
        rules = self.rules
        if rules.primary_key and len(self.primary) != self.row_count:
            raise NoProofError
        if [len(values) for values in self.unique] != self.unique_counts:
            raise NoProofError
        return make_proof(rules, self.row_count, self.doubtful, self.foreign)


def make_proof(
    rules: TableRules, row_count: int, doubtful: Iterable[DoubtfulRow], foreign: Iterable[set[Key]]
) -> Proof:
    """The proof, once foreign keys are known and no cell is longer than a cell may be."""
    if not row_count or not all(map(_are_known, repeat(rules), rules.foreign_keys, foreign)):
        raise NoProofError
    rows = tuple(doubtful)
    if any(len(raw) > MAX_CELL_CHARACTERS for row in rows for raw in row.cells):
        raise NoProofError
    return Proof(row_count, rows)


def _are_known(rules: TableRules, key: ForeignKeyRule, seen: set[Key]) -> bool:
    """Tell whether all keys that were seen may be pointed to; a key without any value points nowhere."""
    columns = [rules.columns[position] for position in key.positions]
    unknown = seen - key.reference.keys
    return all(raw in rule.signs for raws in unknown for rule, raw in zip(columns, raws, strict=True))
