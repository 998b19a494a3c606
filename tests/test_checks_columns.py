"""The columns that the program reads: there, of the right type, with cells it understands."""

from pathlib import Path
from typing import Any

import pytest

from generator.checks import check_columns
from generator.checks.columns import CONTRACT
from generator.model import Issue
from generator.site import pass_gate
from tests.package_builder import City
from tests.tiny import copy_tiny_city, tiny_atlas


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def only_error(city: City) -> Issue:
    errors = pass_gate(city.project).errors
    assert len(errors) == 1, [str(one) for one in errors]
    return errors[0]


def field_of(package: dict[str, Any], resource: str, name: str) -> dict[str, Any]:
    schema = next(one for one in package["resources"] if one["name"] == resource)["schema"]
    found: dict[str, Any] = next(one for one in schema["fields"] if one["name"] == name)
    return found


def test_the_tiny_city_keeps_the_contract() -> None:
    assert list(check_columns(tiny_atlas().packages)) == []


def test_most_tables_of_the_contract_are_put_to_the_test_by_the_tiny_city() -> None:
    known = {resource.id for package in tiny_atlas().packages for resource in package.resources}
    assert sorted(set(CONTRACT) - known) == [
        "demographics/city_forecast_65_plus",
        "demographics/city_single_years",
        "demographics/walking_distances",
        "offerings/service_areas",
        "offerings/shared_use",
        "offerings/tier_criteria",
        "offerings/tier_findings",
        "offerings/tiers",
        "planning/measure_districts",
        "planning/measure_guidelines",
        "planning/measure_needs",
        "planning/measure_rules",
        "planning/milestone_papers",
        "planning/milestones",
        "planning/previous_needs",
    ]


def test_a_column_of_another_type_is_named(city: City) -> None:
    def describe(package: dict[str, Any]) -> None:
        field = field_of(package, "schedules", "weekday")
        field.update(type="string")
        field.pop("constraints")

    city.describe("offerings", describe)
    issue = only_error(city)
    assert (issue.code, issue.field) == ("wrong-type", "schedules.schema.fields.weekday.type")


def test_a_required_text_may_not_be_empty_even_if_the_schema_allows_it(city: City) -> None:
    city.describe("planning", lambda package: field_of(package, "needs", "title").pop("constraints"))
    city.replace("planning/needs", "Treff für Hinterm Wald", "")
    issue = only_error(city)
    assert (issue.code, issue.path, issue.row, issue.field) == (
        "required-cell",
        "datapackages/planning/needs.csv",
        2,
        "title",
    )


@pytest.mark.parametrize(
    ("resource_id", "field", "old", "new", "code"),
    [
        ("offerings/services", "status", "treff,Treff,,active", "treff,Treff,,offen", "unknown-code"),
        ("offerings/services", "last_confirmed", "2026-05-04", "Mai 2026", "pattern-constraint"),
        ("offerings/schedules", "weekday", "Z4,A5,3,", "Z4,A5,8,", "unknown-code"),
        ("offerings/schedules", "closes_at", "3,10:00,18:00", "3,10:00,25:00", "pattern-constraint"),
        ("offerings/location_positions", "precision", "exact", "genau", "unknown-code"),
        ("districts/districts", "status", "provisional", "geplant", "unknown-code"),
        ("planning/measures", "status", "running", "läuft", "unknown-code"),
    ],
)
def test_a_cell_without_meaning_is_refused_even_if_the_schema_allows_it(
    city: City, resource_id: str, field: str, old: str, new: str, code: str
) -> None:
    package, _, resource = resource_id.partition("/")
    city.describe(package, lambda descriptor: field_of(descriptor, resource, field).pop("constraints"))
    city.replace(resource_id, old, new)
    issue = only_error(city)
    assert (issue.code, issue.field) == (code, field)
