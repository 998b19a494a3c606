"""Whether everything is there that no city can do without."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from generator.checks.columns import report_missing_field
from generator.checks.inventory import (
    BOUNDARIES,
    CROSSWALK,
    DISTRICTS,
    LEVELS,
    PARAMETERS,
    Inventory,
    has_fields,
    sound_resource,
)
from generator.model import Issue
from generator.packages import PACKAGES, find_resource, make_error
from generator.rules import find_secrecy_issues, read_rules

REQUIRED_FIELDS: Mapping[str, tuple[str, ...]] = {
    LEVELS: ("level_id", "name_singular", "name_plural", "slug", "sort_order", "is_official"),
    DISTRICTS: ("district_code", "level_id", "name", "slug"),
    CROSSWALK: ("part_code", "whole_code"),
    BOUNDARIES: (),
    PARAMETERS: ("parameter_id", "value"),
}
REQUIRED_PARAMETERS = ("geometry_tolerance_m2", "projected_crs_epsg")


def check_required_resources(inventory: Inventory) -> Iterator[Issue]:
    """Find tables and columns that must be there."""
    for resource_id, fields in REQUIRED_FIELDS.items():
        package, _, name = resource_id.partition("/")
        if package in inventory.unreadable_packages:
            continue
        place = PACKAGES / package / "datapackage.json"
        resource = find_resource(inventory.packages, resource_id)
        if resource is None:
            yield _report_missing_resource(inventory, package, name, place)
            continue
        for field in fields:
            if not has_fields(resource, field) and resource_id not in inventory.broken_ids:
                yield report_missing_field(resource, field)


def check_required_parameters(inventory: Inventory) -> Iterator[Issue]:
    """Find parameters that the first gate itself needs."""
    resource = sound_resource(inventory, PARAMETERS, "parameter_id", "value")
    if resource is None:
        return
    known = {row.values["parameter_id"] for row in resource.rows if row.values["value"] is not None}
    for name in REQUIRED_PARAMETERS:
        if name not in known:
            message = f"Der Parameter ‚{name}‘ fehlt. Ergänze eine Zeile mit seinem Wert und einer Begründung."
            yield make_error("missing-parameter", resource.path, message, field="parameter_id")


def check_rules(inventory: Inventory) -> Iterator[Issue]:
    """Find declared rules that say something impossible."""
    _, issues = read_rules(inventory.packages)
    yield from issues


def check_secrecy(inventory: Inventory) -> Iterator[Issue]:
    """Find tables of counts that do not say how they are protected."""
    yield from find_secrecy_issues(inventory.packages)


def _report_missing_resource(inventory: Inventory, package: str, name: str, place: PurePosixPath) -> Issue:
    if package not in {item.name for item in inventory.packages}:
        message = f"Das Datenpaket „{package}“ fehlt. Lege den Ordner mit seiner datapackage.json an."
        return make_error("missing-package", place, message)
    message = f"Die Ressource „{name}“ fehlt. Beschreibe sie in diesem Paket und lege ihre Datei dazu."
    return make_error("missing-resource", place, message, field="resources")
