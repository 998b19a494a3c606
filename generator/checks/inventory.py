"""What a check may rely on: a resource that could not be read completely proves nothing about what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.model import Issue, Package, Resource, Row, Severity
from generator.packages import find_broken_resources, find_resource

LEVELS = "districts/levels"
DISTRICTS = "districts/districts"
CROSSWALK = "districts/crosswalk"
BOUNDARIES = "districts/boundaries"
PARAMETERS = "parameters/parameters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The packages together with what loading them has shown."""

    packages: tuple[Package, ...]
    broken_ids: frozenset[str]
    """Resources with findings; their sound rows are there, but rows may be missing."""
    unreadable_packages: frozenset[str]
    """Names of packages whose descriptor could not be read."""


def take_inventory(packages: tuple[Package, ...], load_issues: tuple[Issue, ...]) -> Inventory:
    """Note what loading has found."""
    failed = {PurePosixPath(issue.path).parent.name for issue in load_issues if issue.severity is Severity.ERROR}
    return Inventory(
        packages=packages,
        broken_ids=find_broken_resources(packages, load_issues),
        unreadable_packages=frozenset(failed - {package.name for package in packages}),
    )


def sound_resource(inventory: Inventory, resource_id: str, *fields: str) -> Resource | None:
    """The resource, if it is there, was read without findings and has these fields."""
    resource = find_resource(inventory.packages, resource_id)
    if resource is None or resource_id in inventory.broken_ids:
        return None
    return resource if has_fields(resource, *fields) else None


def has_fields(resource: Resource, *names: str) -> bool:
    """Tell whether all these columns are described."""
    return {field.name for field in resource.fields}.issuperset(names)


def level_ranks(inventory: Inventory) -> Mapping[str, int]:
    """Sort order per level: 1 is the whole, larger is finer; empty if unknown."""
    levels = sound_resource(inventory, LEVELS, "level_id", "sort_order")
    return {row.values["level_id"]: row.values["sort_order"] for row in levels.rows} if levels else {}


def district_rows(inventory: Inventory) -> Mapping[str, Row]:
    """The row of every district by code; empty if unknown."""
    districts = sound_resource(inventory, DISTRICTS, "district_code", "level_id")
    return {row.values["district_code"]: row for row in districts.rows} if districts else {}


def finest_codes(inventory: Inventory) -> frozenset[str]:
    """Codes of the districts on the finest level; empty if unknown."""
    ranks = level_ranks(inventory)
    finest = max(ranks, key=lambda level_id: ranks[level_id], default=None)
    rows = district_rows(inventory)
    return frozenset(code for code, row in rows.items() if row.values["level_id"] == finest)
