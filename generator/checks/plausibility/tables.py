"""What the checks of numbers read: cells by place, names for sentences, and tables seen as time × unit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.checks.inventory import CROSSWALK, Inventory, district_rows
from generator.formatting import format_date, format_number
from generator.model import Issue, Quantity, Resource, Row
from generator.packages import name_row
from generator.rules import Cell, Relation, Rule, time_field

DISTRICT = "district_code"
Unit = tuple[Any, ...]
"""What a series is about: the primary key without its time, such as a district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An issue together with what it explains."""

    issue: Issue
    corrections: Mapping[Cell, Quantity]
    """The cells as they would be if the finding is right; empty where nobody can know."""
    covered: frozenset[Cell] = frozenset()
    """Cells whose sums need not be reported again, although nobody can say what would be right."""
    about: frozenset[Cell] = frozenset()
    """The cells that look wrong together; another finding that corrects one of them says more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A column over time: one value per time and unit."""

    resource: Resource
    field: str
    times: tuple[Any, ...]
    units: tuple[Unit, ...]
    """In the order of the file at the last time."""
    rows: Mapping[tuple[Any, Unit], Row]
    numbers: Mapping[Any, Mapping[Unit, float]]
    """Per time the units with a number."""

    def value(self, time: Any, unit: Unit) -> float | None:
        """The number; ``None`` where there is no row or no number."""
        return self.numbers[time].get(unit)

    def cell(self, time: Any, unit: Unit) -> Cell:
        """The place of a number that is there."""
        return Cell(self.resource.id, self.rows[(time, unit)].line, self.field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Every sound table with its rows by line."""

    resources: Mapping[str, Resource]
    rows: Mapping[str, Mapping[int, Row]]
    district_names: Mapping[str, str]
    district_levels: Mapping[str, str]

    def quantity(self, cell: Cell) -> Quantity:
        """The number in a cell, or why there is none."""
        return self.rows[cell.resource_id][cell.line].quantity(cell.field)

    def place(self, resource: Resource, row: Row) -> str:
        """A row in words, such as "Zeile 17 (31.12.2024, Werder)"."""
        names = [self.describe(name, row.values[name]) for name in resource.primary_key if name in row.values]
        return f"Zeile {row.line} ({', '.join(names)})" if names else f"Zeile {row.line}"

    def describe(self, field: str, value: Any) -> str:
        """A part of a key as people say it."""
        if isinstance(value, date):
            return format_date(value)
        return self.district_names.get(value, str(value)) if field == DISTRICT else str(value)

    def name_unit(self, resource: Resource, unit: Unit) -> str:
        """A unit as people say it; empty where the table has only one."""
        names = unit_fields(resource)
        return ", ".join(self.describe(name, value) for name, value in zip(names, unit, strict=True))


def take_tables(inventory: Inventory) -> Tables:
    """All tables that were read without findings."""
    sound = {
        resource.id: resource
        for package in inventory.packages
        for resource in package.resources
        if resource.id not in inventory.broken_ids
    }
    districts = district_rows(inventory)
    return Tables(
        resources=sound,
        rows={key: {row.line: row for row in resource.rows} for key, resource in sound.items()},
        district_names={code: str(row.values.get("name") or code) for code, row in districts.items()},
        district_levels={code: row.values["level_id"] for code, row in districts.items()},
    )


def is_sound(tables: Tables, rule: Rule) -> bool:
    """Tell whether every table that a rule needs was read without findings, that of the districts among them."""
    other = rule.arguments.get("resource", rule.resource_id)
    if rule.resource_id not in tables.resources or other not in tables.resources:
        return False
    needs_districts = DISTRICT in tables.resources[rule.resource_id].primary_key or "level_id" in rule.arguments
    return bool(tables.district_levels) or not needs_districts


def knows_relation(tables: Tables, relation: Relation) -> bool:
    """Tell whether every cell of a relation stands in a sound table, and so does what districts are made of."""
    is_nested = relation.rule.kind == "levels_total"
    return all(term.cell.resource_id in tables.resources for term in relation.terms) and (
        not is_nested or CROSSWALK in tables.resources
    )


# --- time and units -----------------------------------------------------------------------------------------------


def unit_fields(resource: Resource) -> tuple[str, ...]:
    """The other parts of the primary key."""
    time = time_field(resource)
    return tuple(name for name in resource.primary_key if name != time)


def make_panels(tables: Tables, resource_id: str, fields: tuple[str, ...]) -> Iterator[Panel]:
    """One panel per column and level of districts; none for a table without time.

    Levels are kept apart, since a district is never mistaken for the district that it lies in.
    """
    resource = tables.resources[resource_id]
    time = time_field(resource)
    if time is None:
        return
    names = unit_fields(resource)
    groups: dict[str, dict[tuple[Any, Unit], Row]] = defaultdict(dict)
    for row in resource.rows:
        level = tables.district_levels.get(row.values[DISTRICT], "") if DISTRICT in names else ""
        groups[level][(row.values[time], tuple(row.values[name] for name in names))] = row
    for level in sorted(groups):
        rows = groups[level]
        times = tuple(sorted({key[0] for key in rows}))
        units = tuple(dict.fromkeys(key[1] for key in reversed(rows)))[::-1]
        for field in fields:
            numbers: dict[Any, dict[Unit, float]] = {moment: {} for moment in times}
            for (moment, unit), row in rows.items():
                if row.values[field] is not None:
                    numbers[moment][unit] = row.values[field]
            yield Panel(resource=resource, field=field, times=times, units=units, rows=rows, numbers=numbers)


# --- words --------------------------------------------------------------------------------------------------------


def make_finding_issue(
    rule: Rule, resource: Resource, code: str, message: str, row: Row | None, field: str | None
) -> Issue:
    """An issue of the severity that the rule declares."""
    return Issue(
        severity=rule.level,
        code=code,
        path=str(resource.path),
        message=message,
        row=None if row is None else row.line,
        field=field,
        subject=None if row is None else name_row(row, resource.primary_key),
    )


def title_of(resource: Resource, field: str) -> str:
    """The title of a column in German quotation marks."""
    return next(f"„{one.title}“" for one in resource.fields if one.name == field)


def titles_of(resource: Resource, fields: tuple[str, ...]) -> str:
    """Titles of columns; of many only the first and the last."""
    if len(fields) > 3:
        return f"{title_of(resource, fields[0])} bis {title_of(resource, fields[-1])}"
    return ", ".join(title_of(resource, field) for field in fields)


def say_number(value: float) -> str:
    """A number with as many decimals as it has, at most three.

    >>> say_number(1585), say_number(1.585), say_number(0.5)
    ('1.585', '1,585', '0,5')
    """
    decimals = next((places for places in range(3) if round(value, places) == value), 3)
    return format_number(value, decimals)
