"""Linear relations between the cells of tables: what must add up to what.

Two rooms use them: plausibility checks compare the sides of a relation, and disclosure control asks what the relations
give away about a cell that is kept secret. A relation says Σ coefficient × cell = 0, or ≤ 0 for a bound.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.model import Package, Resource, Row
from generator.packages import find_resource, find_rows
from generator.rules.declared import Rule, find_rules

CROSSWALK_ID = "districts/crosswalk"
DISTRICT = "district_code"
Index = Mapping[tuple[Any, ...], tuple[Row, ...]]
Conditions = Mapping[str, Sequence[str]] | None
"""Wanted values per column, as text (``where`` and ``other_where`` of a rule); none holds for all rows."""


class Cell(NamedTuple):
    """A place in a table; a tuple, because thousands of them are looked up again and again."""

    resource_id: str
    line: int
    field: str


@dataclass(frozen=True, slots=True)
class RelationTerm:
    """A cell with its factor."""

    cell: Cell
    coefficient: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Σ coefficient × cell = 0, or ≤ 0 where ``is_bound``.

    The total (or the limit of a bound) is the last term and has the coefficient −1.
    """

    rule: Rule
    terms: tuple[RelationTerm, ...]
    is_bound: bool = False


def list_relations(packages: Sequence[Package]) -> tuple[Relation, ...]:
    """Every relation that the rules declare, in the order of rules and rows."""
    return tuple(
        relation
        for rule in find_rules(packages, *BUILDERS)
        for relation in BUILDERS[rule.kind](rule, packages)
        if len(relation.terms) > 1
    )


def _resource(packages: Sequence[Package], resource_id: str) -> Resource:
    """A resource that the rule was checked to name."""
    resource = find_resource(packages, resource_id)
    if resource is None:
        raise KeyError(resource_id)
    return resource


def _relate(rule: Rule, parts: Sequence[Cell], total: Cell, *, is_bound: bool = False) -> Relation:
    """Parts on one side, their total or limit on the other."""
    terms = (*(RelationTerm(part, 1) for part in parts), RelationTerm(total, -1))
    return Relation(rule=rule, terms=terms, is_bound=is_bound)


def _relate_parts(rule: Rule, packages: Sequence[Package]) -> Iterator[Relation]:
    """In every row the parts add up to the total."""
    for row in _resource(packages, rule.resource_id).rows:
        parts = [Cell(rule.resource_id, row.line, name) for name in rule.arguments["parts"]]
        yield _relate(rule, parts, Cell(rule.resource_id, row.line, rule.arguments["total"]))


def _relate_levels(rule: Rule, packages: Sequence[Package]) -> Iterator[Relation]:
    """The rows of a district's parts add up to its own row, where the table has both."""
    resource = _resource(packages, rule.resource_id)
    parts_of: dict[str, list[str]] = defaultdict(list)
    for row in find_rows(packages, CROSSWALK_ID):
        parts_of[row.values["whole_code"]].append(row.values["part_code"])
    others = tuple(name for name in resource.primary_key if name != DISTRICT)
    index = _index_rows(resource, (DISTRICT, *others))
    for row in resource.rows:
        key = tuple(row.values[name] for name in others)
        parts = _find_parts(row.values[DISTRICT], key, parts_of, index)
        for name in rule.arguments["fields"] if parts else ():
            cells = [Cell(rule.resource_id, part.line, name) for part in parts]
            yield _relate(rule, cells, Cell(rule.resource_id, row.line, name))


def _find_parts(code: str, key: tuple[Any, ...], parts_of: Mapping[str, Sequence[str]], index: Index) -> list[Row]:
    """The rows that together cover a district: of its parts, or of theirs; none where one is not there."""
    found: list[Row] = []
    for part in parts_of.get(code, ()):
        rows = index.get((part, *key)) or tuple(_find_parts(part, key, parts_of, index))
        if not rows:
            return []
        found += rows
    return found


def _relate_equals(rule: Rule, packages: Sequence[Package]) -> Iterator[Relation]:
    """A cell has the value of a cell in another table."""
    yield from _relate_across(rule, packages, is_bound=False)


def _relate_limits(rule: Rule, packages: Sequence[Package]) -> Iterator[Relation]:
    """A cell is not more than a cell in another table."""
    yield from _relate_across(rule, packages, is_bound=True)


def _relate_across(rule: Rule, packages: Sequence[Package], *, is_bound: bool) -> Iterator[Relation]:
    """Pairs of cells in rows that match."""
    other = _resource(packages, rule.arguments["resource"])
    match = rule.arguments["match"]
    index = _index_rows(other, tuple(match.values()), rule.arguments.get("other_where"))
    for row in _select_rows(_resource(packages, rule.resource_id), rule.arguments.get("where")):
        own = Cell(rule.resource_id, row.line, rule.arguments["field"])
        for partner in index.get(tuple(row.values[name] for name in match), ()):
            yield _relate(rule, [own], Cell(other.id, partner.line, rule.arguments["other_field"]), is_bound=is_bound)


def _relate_rows(rule: Rule, packages: Sequence[Package]) -> Iterator[Relation]:
    """The rows of a group add up to a cell of another table, or of a row of the same that stands for all."""
    other = _resource(packages, rule.arguments["resource"])
    match = rule.arguments["match"]
    groups = _index_rows(_resource(packages, rule.resource_id), tuple(match), rule.arguments.get("where"))
    totals = _index_rows(other, tuple(match.values()), rule.arguments.get("other_where"))
    for key in groups:
        parts = [Cell(rule.resource_id, row.line, rule.arguments["field"]) for row in groups[key]]
        for total in totals.get(key, ()):
            yield _relate(rule, parts, Cell(other.id, total.line, rule.arguments["other_field"]))


def _select_rows(resource: Resource, conditions: Conditions) -> Iterator[Row]:
    """The rows that have one of the wanted values in every column with a condition."""
    for row in resource.rows:
        if all(str(row.values[name]) in wanted for name, wanted in (conditions or {}).items()):
            yield row


def _index_rows(resource: Resource, names: tuple[str, ...], conditions: Conditions = None) -> Index:
    """Rows by these columns, in the order of the file."""
    index: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in _select_rows(resource, conditions):
        index[tuple(row.values[name] for name in names)].append(row)
    return {key: tuple(rows) for key, rows in index.items()}


BUILDERS: Mapping[str, Callable[[Rule, Sequence[Package]], Iterator[Relation]]] = {
    "parts_total": _relate_parts,
    "levels_total": _relate_levels,
    "same_value": _relate_equals,
    "rows_total": _relate_rows,
    "at_most": _relate_limits,
}
"""How the relations of each kind of rule are found."""
