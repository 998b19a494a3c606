"""What the fast pass knows of a schema, and when a cell certainly keeps it.

Whatever is not known here has no rules: other constraints, other formats, limits spelled as text, signs without a
meaning. It is left to frictionless.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from generator.model import SIGN_STATUS
from generator.packages.cells import SPELLINGS
from generator.packages.descriptor import column_names
from generator.packages.files import UNSAFE_CHARACTERS

MAX_CELL_CHARACTERS = 100_000
SCHEMA_KEYS = {"fields", "missingValues", "primaryKey", "foreignKeys"}
FIELD_KEYS = {"name", "type", "format", "missingValues", "constraints"}
BOUNDED = {"required", "unique", "enum", "minimum", "maximum"}
SUPPORTED: Mapping[str, set[str]] = {
    "string": {"required", "unique", "enum", "pattern", "minLength", "maxLength"},
    "integer": BOUNDED,
    "number": BOUNDED - {"enum"},
    "date": BOUNDED,
    "boolean": {"required", "unique"},
}
"""Constraints understood here, per type. Two numbers may be equal and spelled differently, so no list of them."""
MAX_LIMIT = 10**18
"""Greater numbers are not spelled canonically anyway, nor are NaN and infinity less than this."""
KEY_TYPES = ("string", "integer", "date", "boolean")
"""Types whose values are equal exactly when their canonical spellings are."""

Key = tuple[str, ...]
"""A key as its cells spell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a foreign key may point to."""

    types: tuple[str, ...]
    """Types of the columns; ``1`` as text is not the number 1."""
    keys: frozenset[Key]


References = Mapping[tuple[str, Key], Reference]
"""Per resource name, empty for the table itself, and columns."""


@dataclass(frozen=True, slots=True)
class ForeignKeyRule:
    """Columns whose cells must be a known key, or all be absent."""

    positions: tuple[int, ...]
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRule:
    """What a cell of a column must be like."""

    name: str
    type: str
    signs: frozenset[str]
    is_required: bool
    is_unique: bool
    minimum: Decimal | date | None
    maximum: Decimal | date | None
    min_length: int
    max_length: int
    patterns: tuple[re.Pattern[str], ...]
    """Ours, which must match the whole cell, and as frictionless wraps it."""
    enum: frozenset[str] | None

    def is_absent(self, raw: str) -> bool:
        """Tell whether a cell holds no value."""
        return raw in self.signs or (not raw and self.type == "string")

    def proves(self, raw: str) -> bool:
        """Tell whether a cell is certainly correct."""
        if raw in self.signs:
            return not self.is_required
        if self.type == "string":
            return self._proves_text(raw)
        if self.enum is not None and raw not in self.enum:
            return False
        if self.type == "boolean":
            return raw in ("true", "false")
        return len(raw) <= MAX_CELL_CHARACTERS and self._proves_amount(raw)

    def _proves_text(self, raw: str) -> bool:
        if not raw:
            # To frictionless an undeclared empty cell is a text of no characters, to us it is no text.
            has_rules = self.is_required or self.is_unique or self.patterns or self.enum is not None
            return not has_rules and not self.min_length
        return (
            self.min_length <= len(raw) <= self.max_length
            and raw == raw.strip()
            and not UNSAFE_CHARACTERS.search(raw)
            and (self.enum is None or raw in self.enum)
            and (not self.patterns or (bool(self.patterns[0].fullmatch(raw)) and bool(self.patterns[1].match(raw))))
        )

    def _proves_amount(self, raw: str) -> bool:
        if not SPELLINGS[self.type][0].fullmatch(raw):
            return False
        if self.type != "date":
            return _is_between(Decimal(raw), self.minimum, self.maximum)
        day = parse_canonical_day(raw)
        return day is not None and _is_between(day, self.minimum, self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRules:
    """What a table must be like."""

    columns: tuple[CellRule, ...]
    primary_key: tuple[int, ...]
    """Positions of the columns."""
    foreign_keys: tuple[ForeignKeyRule, ...]

    @property
    def header(self) -> list[str]:
        """The first line."""
        return [column.name for column in self.columns]

    @property
    def unique_columns(self) -> tuple[int, ...]:
        """Positions of the columns declared unique."""
        return tuple(position for position, column in enumerate(self.columns) if column.is_unique)

    @property
    def key_columns(self) -> frozenset[int]:
        """Positions of all columns in keys; no doubt is allowed there."""
        foreign = (position for key in self.foreign_keys for position in key.positions)
        return frozenset((*self.primary_key, *self.unique_columns, *foreign))


def make_rules(schema: Mapping[str, Any], references: References) -> TableRules | None:
    """The rules of a schema; ``None`` where it says anything that is not known here."""
    fields, signs = schema.get("fields"), _make_signs(schema.get("missingValues", [""]))
    if not isinstance(fields, list) or not fields or signs is None or not SCHEMA_KEYS.issuperset(schema):
        return None
    made = [_make_cell_rule(field, signs) for field in fields]
    known = [column for column in made if column is not None]
    names = [column.name for column in known]
    if len(known) < len(made) or len(set(names)) < len(names):
        return None
    primary_key = _find_positions(schema.get("primaryKey", []), names)
    foreign_keys = _make_foreign_keys(schema.get("foreignKeys", []), known, references)
    if primary_key is None or foreign_keys is None:
        return None
    columns = tuple(
        replace(column, is_required=column.is_required or position in primary_key)
        for position, column in enumerate(known)
    )
    rules = TableRules(columns=columns, primary_key=primary_key, foreign_keys=foreign_keys)
    return rules if all(known[position].type in KEY_TYPES for position in rules.key_columns) else None


def _make_signs(value: Any) -> frozenset[str] | None:
    if not isinstance(value, list) or not all(isinstance(sign, str) and sign in SIGN_STATUS for sign in value):
        return None
    return frozenset(value)


def _find_positions(value: Any, names: Sequence[str]) -> tuple[int, ...] | None:
    """Where columns stand; the standard allows a text for a single one."""
    columns = [value] if isinstance(value, str) else value
    if not isinstance(columns, list) or not all(isinstance(name, str) and name in names for name in columns):
        return None
    return tuple(names.index(name) for name in columns)


def _make_cell_rule(field: Any, table_signs: frozenset[str]) -> CellRule | None:
    if not isinstance(field, dict) or not FIELD_KEYS.issuperset(field) or field.get("format", "default") != "default":
        return None
    name, kind, constraints = field.get("name"), field.get("type"), field.get("constraints", {})
    signs = _make_signs(field["missingValues"]) if "missingValues" in field else table_signs
    if not isinstance(name, str) or not name or not isinstance(kind, str) or signs is None:
        return None
    if not isinstance(constraints, dict) or not SUPPORTED.get(kind, set()).issuperset(constraints):
        return None
    if kind not in SUPPORTED or not all(_is_known(key, value, kind) for key, value in constraints.items()):
        return None
    return CellRule(
        name=name,
        type=kind,
        signs=signs,
        is_required=constraints.get("required", False),
        is_unique=constraints.get("unique", False),
        minimum=_make_bound(constraints.get("minimum")),
        maximum=_make_bound(constraints.get("maximum")),
        min_length=constraints.get("minLength", 0),
        max_length=min(constraints.get("maxLength", MAX_CELL_CHARACTERS), MAX_CELL_CHARACTERS),
        patterns=_compile_patterns(constraints["pattern"]) if "pattern" in constraints else (),
        enum=frozenset(map(str, constraints["enum"])) if "enum" in constraints else None,
    )


def _is_known(key: str, value: Any, kind: str) -> bool:
    """Tell whether a constraint says something that we read as frictionless does."""
    if key in ("required", "unique"):
        return isinstance(value, bool)
    if key in ("minLength", "maxLength"):
        return type(value) is int and 0 <= value < MAX_LIMIT
    if key == "pattern":
        return isinstance(value, str) and bool(_compile_patterns(value))
    if key == "enum":
        return isinstance(value, list) and all(_is_item(item, kind) for item in value)
    if kind == "date":
        return _is_item(value, kind)
    return (type(value) is int or (kind == "number" and type(value) is float)) and abs(value) < MAX_LIMIT


def _is_item(value: Any, kind: str) -> bool:
    """Tell whether a value in a schema is spelled as a cell would be."""
    if kind == "integer":
        return type(value) is int
    if kind == "date" and isinstance(value, str) and SPELLINGS["date"][0].fullmatch(value):
        return parse_canonical_day(value) is not None
    return kind == "string" and isinstance(value, str)


def _make_bound(value: Any) -> Decimal | date | None:
    """Limits as frictionless compares them: by way of their spelling."""
    if value is None:
        return None
    return parse_canonical_day(value) if isinstance(value, str) else Decimal(str(value))


def parse_canonical_day(raw: str) -> date | None:
    """The day of a text that looks like one; ``None`` where the calendar does not have it."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _compile_patterns(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Our reading of a pattern and that of frictionless; nothing where one of them does not compile."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return re.compile(pattern), re.compile(f"^{pattern}$")
    except (re.error, OverflowError, RecursionError):
        return ()


def _make_foreign_keys(
    value: Any, columns: Sequence[CellRule], references: References
) -> tuple[ForeignKeyRule, ...] | None:
    """Positions and allowed keys; ``None`` where what a key points to is not known."""
    names = [column.name for column in columns]
    found = []
    if not isinstance(value, list):
        return None
    for item in value:
        if not isinstance(item, dict) or set(item) != {"fields", "reference"}:
            return None
        target = item["reference"]
        if not isinstance(target, dict) or set(target) != {"fields", "resource"}:
            return None
        positions = _find_positions(item["fields"], names)
        reference = references.get((str(target["resource"]), column_names(target["fields"])))
        if (
            not positions
            or reference is None
            or reference.types != tuple(columns[position].type for position in positions)
        ):
            return None
        found.append(ForeignKeyRule(positions, reference))
    return tuple(found)


def _is_between(value: Any, minimum: Any, maximum: Any) -> bool:
    return (minimum is None or value >= minimum) and (maximum is None or value <= maximum)
