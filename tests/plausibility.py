"""Packages whose cells a test changes in memory, and what the checks of numbers then find."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.checks.inventory import take_inventory
from generator.checks.plausibility import check_plausibility
from generator.model import Issue, ObservationStatus, Package, Resource, Row
from generator.packages import find_rows, load_packages

ROOT = Path(__file__).parents[1]
Place = tuple[str, int, str]
"""Resource, line and column."""


@cache
def real_packages() -> tuple[Package, ...]:
    """The project's own city, loaded once."""
    packages, issues = load_packages(ROOT)
    assert issues == (), [str(issue) for issue in issues]
    return packages


def change_cells(packages: Sequence[Package], changes: Mapping[Place, Any]) -> tuple[Package, ...]:
    """The same packages with other values in some cells; a status stands for its sign."""
    return tuple(
        replace(package, resources=tuple(_change_resource(resource, changes) for resource in package.resources))
        for package in packages
    )


def _change_resource(resource: Resource, changes: Mapping[Place, Any]) -> Resource:
    if not any(place[0] == resource.id for place in changes):
        return resource
    return replace(resource, rows=tuple(_change_row(resource.id, row, changes) for row in resource.rows))


def _change_row(resource_id: str, row: Row, changes: Mapping[Place, Any]) -> Row:
    own = {place[2]: value for place, value in changes.items() if place[:2] == (resource_id, row.line)}
    if not own:
        return row
    signs = {field: value for field, value in own.items() if isinstance(value, ObservationStatus)}
    values = {field: None if field in signs else value for field, value in own.items()}
    return replace(row, values={**row.values, **values}, signs={**row.signs, **signs})


def find_line(packages: Sequence[Package], resource_id: str, **key: Any) -> int:
    """The line of the one row with these values; a year stands for its reference date."""
    year = key.pop("year", None)
    lines = [
        row.line
        for row in find_rows(packages, resource_id)
        if all(row.values[name] == value for name, value in key.items())
        and (year is None or row.values["reference_date"].year == year)
    ]
    assert len(lines) == 1, lines
    return lines[0]


def exchange(
    packages: Sequence[Package], resource_id: str, lines: tuple[int, int], *fields: str
) -> tuple[Package, ...]:
    """The same packages with the cells of two lines at each other's place."""
    one, two = lines
    return move_cells(packages, resource_id, {one: two, two: one}, *fields)


def move_cells(
    packages: Sequence[Package], resource_id: str, sources: Mapping[int, int], *fields: str
) -> tuple[Package, ...]:
    """The same packages with the cells of some lines taken from other lines."""
    rows = {row.line: row for row in find_rows(packages, resource_id)}
    return change_cells(
        packages,
        {
            (resource_id, line, field): rows[source].signs.get(field, rows[source].values[field])
            for line, source in sources.items()
            for field in fields
        },
    )


def find_issues(packages: Sequence[Package]) -> list[Issue]:
    """What the checks of numbers find."""
    return list(check_plausibility(take_inventory(tuple(packages), ())))
