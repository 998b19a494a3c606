"""One value for every table that can be downloaded; CSV, XLSX, GeoJSON, schema and description derive from it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any, TypeVar

from generator.errors import SiteError
from generator.formatting import STATUS_SIGNS
from generator.model import Field, ForeignKey, License, ObservationStatus, Quantity, Source

NUMERIC_TYPES = ("integer", "number", "year")
TEXT_TYPE = "string"
TYPES = (*NUMERIC_TYPES, TEXT_TYPE, "boolean", "date")
VALUE_DECIMALS = 6
"""More digits of a computed number than this are noise of the arithmetic."""

_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which state of the site the files belong to."""

    date: date
    """Day of the data, not of the build."""
    publisher: str
    site_name: str
    site_url: str | None = None
    """Web address of the site, if it is known."""
    reports: Mapping[str, str] = field(default_factory=dict)
    """What was checked, by dataset, spelled as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Where contents come from, what they may be used for and what to mind."""

    licenses: tuple[License, ...]
    sources: tuple[Source, ...]
    temporal: str = ""
    """Reference dates in words."""
    caveats: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    """Ids of the datasets they come from."""


def join_terms(first: Terms, *others: Terms) -> Terms:
    """Terms of a mixture: all of them, each once; the reference dates are those of the first."""
    parts = (first, *others)
    return Terms(
        licenses=tuple(dict.fromkeys(one for part in parts for one in part.licenses)),
        sources=tuple(dict.fromkeys(one for part in parts for one in part.sources)),
        temporal=first.temporal,
        caveats=tuple(dict.fromkeys(one for part in parts for one in part.caveats)),
        datasets=tuple(dict.fromkeys(one for part in parts for one in part.datasets)),
    )


@dataclass(frozen=True, slots=True)
class Absent:
    """A cell without value."""

    sign: str
    """What stands in the cell instead; empty for a blank."""
    status: ObservationStatus


Cell = str | int | float | Decimal | date | Absent
"""A typed cell; ``bool`` is an ``int``."""

Spelled = TypeVar("Spelled")

BLANK = Absent("", ObservationStatus.MISSING)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """A field with the signs its cells may hold; equal only to itself, so that what is said about it is remembered."""

    field: Field
    missing_values: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Whether cells are free text or codes."""
        return self.field.type == TEXT_TYPE

    @property
    def is_numeric(self) -> bool:
        """Whether cells are numbers."""
        return self.field.type in NUMERIC_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Typed rows with all that has to be said about them."""

    path: PurePosixPath
    """Where the CSV file is downloaded."""
    sheet: str
    """Name of the sheet in the workbook; at most 31 characters."""
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    """Those to other resources name the package, even where it is their own."""
    missing_values: tuple[str, ...]
    terms: Terms

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.field.name for column in self.columns)

    def split_columns(self) -> Sequence[Sequence[Cell]]:
        """The cells column by column: spelled together, they cost a fraction of what they cost one by one."""
        return list(zip(*self.rows, strict=True)) if self.rows else [()] * len(self.columns)


def make_column(name: str, title: str, description: str, *, kind: str = TEXT_TYPE, **more: Any) -> Column:
    """A column of a table of our own; ``unit``, ``constraints`` and ``signs`` where there are any."""
    field = Field(
        name=name,
        type=kind,
        title=title,
        description=description,
        unit=more.get("unit"),
        constraints=more.get("constraints", {}),
    )
    return Column(field=field, missing_values=more.get("signs", ("",)))


def check_types(table_id: str, columns: tuple[Column, ...]) -> None:
    """Refuse types that no file format here can carry faithfully."""
    for column in columns:
        if column.field.type not in TYPES:
            raise SiteError(
                f"{table_id}: Das Feld „{column.field.name}“ hat den Typ „{column.field.type}“, den die Downloads "
                f"nicht kennen. Verwende einen von: {', '.join(TYPES)}."
            )


def quantity_cell(quantity: Quantity | None) -> Cell:
    """A computed number without the noise of binary fractions; nothing at all is a blank."""
    if quantity is None:
        return BLANK
    if quantity.value is None:
        return Absent(STATUS_SIGNS[quantity.status], quantity.status)
    return round_value(quantity.value)


def round_value(value: float) -> float:
    """Cut noise; a whole number stays whole.

    >>> round_value(24.547099999999997), round_value(3.0), round_value(7)
    (24.5471, 3, 7)
    """
    rounded = round(value, VALUE_DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded


def text_cell(text: str | None) -> Cell:
    """The text, or a blank."""
    return text or BLANK


def spell_by_kind(cells: Sequence[Cell], choose: Callable[[type], Callable[[Any], Spelled]]) -> list[Spelled]:
    """Spell the cells of a column, asking once for every type among them what spells it.

    >>> spell_by_kind(["a", 1, 2.0], lambda kind: repr)
    ["'a'", '1', '2.0']
    """
    spellers = {kind: choose(kind) for kind in set(map(type, cells))}
    if len(spellers) == 1:
        (spell,) = spellers.values()
        return list(map(spell, cells))
    return [spellers[type(cell)](cell) for cell in cells]


def spell_cells(cells: Sequence[Cell]) -> list[str]:
    """Spell cells for machines: decimal point, ISO dates, ``true`` and ``false``.

    >>> spell_cells([0.00001, -39, 12.0, True, date(2025, 12, 31), Absent(".", ObservationStatus.CONFIDENTIAL)])
    ['0.00001', '-39', '12', 'true', '2025-12-31', '.']
    """
    return spell_by_kind(cells, _choose_text)


def _choose_text(kind: type) -> Callable[[Any], str]:
    if issubclass(kind, Absent):
        return attrgetter("sign")
    if issubclass(kind, bool):
        return _spell_bool
    if issubclass(kind, float):
        return spell_float
    return date.isoformat if issubclass(kind, date) else str


def _spell_bool(value: bool) -> str:  # noqa: FBT001 - a cell
    return "true" if value else "false"


def spell_float(value: float) -> str:
    """A number without exponent, and without decimals if it is whole."""
    text = repr(value)
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


@lru_cache(maxsize=8192)
def one_line(text: str) -> str:
    r"""Bring a text from data onto one line of plain text.

    >>> one_line(" a\n\tb\x00c ")
    'a b c'
    """
    return _UNPRINTABLE.sub(" ", text).strip()
