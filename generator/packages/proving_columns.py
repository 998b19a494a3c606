"""The fast pass for large tables, column by column with polars.

Polars only sorts out cells that are certainly correct; the spellings that remain, each of them once, are looked at by
the same rule as everywhere. So a cell is proven here exactly if it is in a small table.

Polars starts threads, and a process with threads cannot be forked safely: ``processes.can_fork`` asks for that.
"""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.packages.proving import (
    MAX_DOUBTFUL_ROWS,
    DoubtfulRow,
    NoProofError,
    Proof,
    make_proof,
    normalize_lines,
    prove_with_csv,
)
from generator.packages.proving_rules import MAX_CELL_CHARACTERS, CellRule, Key, TableRules

if TYPE_CHECKING:
    import polars as pl

VISIBLE = "!-~À-ÖØ-öø-ž–—‘’‚“”„…€§°²³"
PLAIN_CELLS = {
    "string": f"[{VISIBLE}](?:[ {VISIBLE}]*[{VISIBLE}])?",
    "integer": "^(?:0|-?[1-9][0-9]{0,17})$",
    "number": r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$",
}
"""Spellings that are canonical beyond doubt; not all that are."""
ATOM = r"(?:[A-Za-z0-9_/:,-]|\\[.\-]|\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_.])+-?\])"
PLAIN_PATTERN = re.compile(rf"(?:{ATOM}(?:[*+?]|\{{[0-9]{{1,2}}(?:,[0-9]{{0,2}})?\}})?|\((?:\?:)?|\)[*+?]?|\|)*")
"""Regular expressions that mean the same in Python and in Rust, and cost little."""
MAX_PATTERN_CHARACTERS = 100
NEAR = 1e-6
"""Numbers as near to a limit as this are compared exactly."""


def prove_with_polars(content: bytes, rules: TableRules, delimiter: str) -> Proof | None:
    """The proof by columns instead of rows."""
    try:
        frame = _read_frame(normalize_lines(content), rules, delimiter)
        # Where polars reads quotation marks in another way, such as one in the middle of a text, it is of no use.
        return prove_with_csv(content, rules, delimiter) if frame is None else _prove_frame(frame, rules)
    except (csv.Error, NoProofError):
        return None


def _prove_frame(frame: "pl.DataFrame", rules: TableRules) -> Proof:
    import polars as pl

    doubts = pl.repeat(value=False, n=frame.height, eager=True)
    for position, rule in enumerate(rules.columns):
        column = frame.to_series(position)
        bad = _find_bad_spellings(column, rule)
        if bad and position in rules.key_columns:
            raise NoProofError
        if bad:
            doubts |= column.is_in(bad)
    _check_unique(frame, rules)
    if not rules.primary_key:
        _check_blank_rows(frame, rules)
    if doubts.sum() > MAX_DOUBTFUL_ROWS:
        raise NoProofError
    rows = map(DoubtfulRow, doubts.arg_true(), frame.filter(doubts).iter_rows())
    foreign: list[set[Key]] = [
        set(frame.select(_name_columns(key.positions)).unique().iter_rows()) for key in rules.foreign_keys
    ]
    return make_proof(rules, frame.height, rows, foreign)


def _name_columns(positions: Sequence[int]) -> list[str]:
    return [f"c{position}" for position in positions]


# --- lines --------------------------------------------------------------------------------------------------------


def _read_frame(lines: bytes, rules: TableRules, delimiter: str) -> "pl.DataFrame | None":
    """All cells below the header as text; ``None`` where polars sees other cells than Python."""
    import polars as pl

    start = lines.find(b"\n") + 1 or len(lines)
    if list(csv.reader([lines[:start].decode()], delimiter=delimiter, strict=True)) != [rules.header]:
        raise NoProofError
    quoted, row_count = _find_quoted_lines(lines, start)
    rows = _read_quoted_lines([line for _, line in quoted], len(rules.columns), delimiter)
    # Polars forgives lines that are too short. It refuses those that are too long; so the sum settles it.
    sign = delimiter.encode()
    plain_signs = lines.count(sign, start) - sum(line.count(sign) for _, line in quoted)
    if start == len(lines) or plain_signs != (len(rules.columns) - 1) * (row_count - len(quoted)):
        raise NoProofError
    if len(rules.columns) == 1 and b"\n\n" in lines:
        raise NoProofError  # to polars a line without anything is a row with an empty cell
    try:
        frame = pl.read_csv(
            lines,
            has_header=False,
            skip_rows=lines.count(b"\n", 0, start),
            separator=delimiter,
            quote_char='"' if quoted else None,
            schema=dict.fromkeys(_name_columns(range(len(rules.columns))), pl.String()),
            infer_schema=False,
        ).with_columns(pl.all().fill_null(""))
    except pl.exceptions.PolarsError:
        return None
    # Lines without quotation marks leave no choice; in the others both must have seen the same.
    is_same = frame.height == row_count and frame[[index for index, _ in quoted]].rows() == rows
    return frame if is_same else None


def _find_quoted_lines(lines: bytes, start: int) -> tuple[list[tuple[int, bytes]], int]:
    """Lines that have a quotation mark, with their indexes; and the number of all lines."""
    found: list[tuple[int, bytes]] = []
    index, end = 0, start
    while (mark := lines.find(b'"', end)) >= 0:
        begin = max(lines.rfind(b"\n", end, mark) + 1, end)
        index += lines.count(b"\n", end, begin)
        end = lines.find(b"\n", mark) + 1 or len(lines)
        found.append((index, lines[begin:end]))
        index += 1
    rest = lines.count(b"\n", end) + (end < len(lines) and not lines.endswith(b"\n"))
    return found, index + rest


def _read_quoted_lines(lines: Sequence[bytes], width: int, delimiter: str) -> list[tuple[str, ...]]:
    """Rows that stand in a line each."""
    reader = csv.reader((line.decode() for line in lines), delimiter=delimiter, strict=True)
    rows = []
    for number, cells in enumerate(reader, start=1):
        if len(cells) != width or reader.line_num != number:
            raise NoProofError
        rows.append(tuple(cells))
    return rows


# --- cells --------------------------------------------------------------------------------------------------------


def _find_bad_spellings(column: "pl.Series", rule: CellRule) -> list[str]:
    """What the rule does not prove of a column."""
    proven = _mark_proven(column, rule)
    rest = column if proven is None else column.filter(~proven)
    return [raw for raw in rest.unique().to_list() if not rule.proves(raw)]


def _mark_proven(column: "pl.Series", rule: CellRule) -> "pl.Series | None":
    """Cells that the rule certainly proves; ``None`` where it is as fast to ask the rule itself."""
    if rule.enum is not None or rule.type not in PLAIN_CELLS:
        return None
    if rule.type == "string":
        return _mark_texts(column, rule)
    proven = column.str.contains(PLAIN_CELLS[rule.type])
    if rule.minimum is None and rule.maximum is None:
        return proven
    import polars as pl

    numbers = column.cast(pl.Float64, strict=False)
    for limit, sign in ((rule.minimum, 1), (rule.maximum, -1)):
        if isinstance(limit, Decimal):
            proven &= (numbers - float(limit)) * sign > NEAR * max(1.0, abs(float(limit)))
    return proven.fill_null(value=False)


def _mark_texts(column: "pl.Series", rule: CellRule) -> "pl.Series | None":
    pattern = rule.patterns[0].pattern if rule.patterns else PLAIN_CELLS["string"]
    if rule.patterns and (len(pattern) > MAX_PATTERN_CHARACTERS or not PLAIN_PATTERN.fullmatch(pattern)):
        return None
    # A plain pattern lets no character pass that would not be plain itself.
    proven = column.str.contains(f"^(?:{pattern})$")
    if rule.min_length or rule.max_length < MAX_CELL_CHARACTERS:
        proven &= column.str.len_chars().is_between(max(1, rule.min_length), rule.max_length)
    else:
        proven &= column.str.len_bytes().is_between(1, MAX_CELL_CHARACTERS)
    # Signs that are spelled like texts; where gaps are allowed they are proven as well.
    signs = sorted(rule.signs) if rule.is_required else []
    return proven & ~column.is_in(signs) if signs else proven


# --- rows ---------------------------------------------------------------------------------------------------------


def _check_unique(frame: "pl.DataFrame", rules: TableRules) -> None:
    """No key and no unique value occurs twice."""
    if rules.primary_key and not _is_unique(frame.select(_name_columns(rules.primary_key))):
        raise NoProofError
    for position in rules.unique_columns:
        column = frame.to_series(position)
        if not _is_unique(column.filter(~column.is_in(sorted(rules.columns[position].signs))).to_frame()):
            raise NoProofError


def _is_unique(frame: "pl.DataFrame") -> bool:
    """Tell whether no row occurs twice."""
    # Rows with different hashes are different, and hashes are compared far sooner than texts.
    return frame.hash_rows().n_unique() == frame.height or frame.n_unique() == frame.height


def _check_blank_rows(frame: "pl.DataFrame", rules: TableRules) -> None:
    """Every row says something."""
    import polars as pl

    blank = pl.repeat(value=True, n=frame.height, eager=True)
    for position, rule in enumerate(rules.columns):
        signs = rule.signs | {""} if rule.type == "string" else rule.signs
        blank &= frame.to_series(position).is_in(sorted(signs))
    if blank.any():
        raise NoProofError
