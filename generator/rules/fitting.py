"""Whether a rule fits the columns it names: sums need numbers, comparisons over time need a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model import Resource

TIME_TYPES = ("date", "year", "yearmonth")
NUMBER_TYPES = ("integer", "number")
NUMBER_FIELDS = ("total", "from", "until")
NUMBER_FIELD_LISTS = ("fields", "parts", "columns")
FIELD_KINDS = ("same_value", "rows_total", "at_most", "share_range")
"""Kinds whose ``field`` and ``other_field`` are numbers; names may be compared too, by other kinds."""
TEXT_KINDS = ("similar_names", "similar_rows")
TIME_KINDS = ("row_swap", "year_jump")


def time_field(resource: Resource) -> str | None:
    """The part of the primary key that is a time."""
    types = {field.name: field.type for field in resource.fields}
    return next(
        (name for name in resource.primary_key if types.get(name) in TIME_TYPES or name.endswith("_year")),
        None,
    )


def find_misfits(item: Mapping[str, Any], resource: Resource, other: Resource | None) -> Iterator[str]:
    """Sentences about a well-formed rule that its table cannot keep."""
    kind = item["kind"]
    if kind not in TEXT_KINDS:
        yield from _name_texts(resource, _own_numbers(item))
    if other is not None and kind in FIELD_KINDS:
        yield from _name_texts(other, (item["other_field"],))
    if kind in TIME_KINDS and time_field(resource) is None:
        yield f"Die Regel ‚{kind}‘ vergleicht Zeiten, aber der Primärschlüssel von „{resource.id}“ enthält keine."
    if kind == "coverage" and "years" in item and time_field(resource) is None:
        yield f"Die Regel nennt Jahre, aber der Primärschlüssel von „{resource.id}“ enthält keine Zeit."
    if kind == "bands_tile" and ("columns" in item) == ("from" in item and "until" in item):
        yield "Die Regel ‚bands_tile‘ braucht entweder „columns“ oder „from“ und „until“."


def _own_numbers(item: Mapping[str, Any]) -> Iterator[str]:
    """The columns of its own table that a rule counts with."""
    yield from (item[key] for key in NUMBER_FIELDS if key in item)
    for key in NUMBER_FIELD_LISTS:
        yield from item.get(key, ())
    if item["kind"] in FIELD_KINDS:
        yield item["field"]


def _name_texts(resource: Resource, names: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    """One sentence for each column that is not a number."""
    types = {field.name: field.type for field in resource.fields}
    for name in dict.fromkeys(names):
        if types.get(name, "integer") not in NUMBER_TYPES:
            yield f"Die Spalte ‚{name}‘ von „{resource.id}“ enthält keine Zahlen. Nenne eine Spalte mit Zahlen."
