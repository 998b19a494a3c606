"""Rules that a package declares about its tables: what is read, and what is said about wrong ones."""

from typing import Any

import pytest
from counting_city import make_packages, make_resource

from generator.model import Package, Severity
from generator.rules import find_rules, read_rules

NAMES = ["district_code", "young_count", "old_count", "all_count"]
PARTS = {"kind": "parts_total", "level": "error", "parts": ["young_count", "old_count"], "total": "all_count"}
SAME = {
    "kind": "same_value",
    "level": "warning",
    "field": "all_count",
    "resource": "people/register",
    "other_field": "all_count",
    "match": {"district_code": "district_code"},
}


def declare(rules: Any) -> tuple[Package, ...]:
    """A table with these rules, beside another it may refer to."""
    return make_packages(
        make_resource("people/ages", NAMES, [["01", 1, 2, 3]], plausibility=rules),
        make_resource("people/register", ["district_code", "all_count"], [["01", 3]]),
    )


def test_rules_are_read_with_their_level_and_arguments() -> None:
    first, second = find_rules(declare([PARTS, {**SAME, "note": "Gleiche Quelle."}]), "parts_total", "same_value")
    assert (first.kind, first.level, first.resource_id, first.number) == ("parts_total", "error", "people/ages", 1)
    assert first.arguments == {"parts": ["young_count", "old_count"], "total": "all_count"}
    assert (second.level, second.note) == (Severity.WARNING, "Gleiche Quelle.")


def test_only_the_kinds_asked_for_are_found() -> None:
    assert [rule.kind for rule in find_rules(declare([PARTS, SAME]), "same_value")] == ["same_value"]


def test_a_table_without_rules_is_fine() -> None:
    assert read_rules(declare([])) == ((), ())


@pytest.mark.parametrize(
    ("rules", "place", "hint"),
    [
        ({"kind": "parts_total"}, "ages.plausibility", "muss eine Liste sein"),
        ([{"kind": "part_total"}], "ages.plausibility.1", "‚part_total‘ ist hier nicht erlaubt"),
        ([PARTS, {"level": "error"}], "ages.plausibility.2", "Es fehlt ‚kind‘"),
        ([{**PARTS, "level": "fatal"}], "ages.plausibility.1", "Erlaubt: ‚error‘, ‚warning‘, ‚note‘"),
        ([{**PARTS, "parts": []}], "ages.plausibility.1", "„parts“ darf nicht leer sein"),
        ([{**PARTS, "totl": "all_count"}], "ages.plausibility.1", "‚totl‘ nicht. Gemeint ist vielleicht ‚total‘."),
        ([{**PARTS, "total": "al_count"}], "ages.plausibility.1", "keine Spalte ‚al_count‘. Gemeint ist vielleicht"),
        ([{**SAME, "resource": "people/registr"}], "ages.plausibility.1", "‚people/registr‘ gibt es nicht"),
        ([{**SAME, "other_field": "x"}], "ages.plausibility.1", "„people/register“ hat keine Spalte ‚x‘"),
        ([{**SAME, "match": {"x": "district_code"}}], "ages.plausibility.1", "„people/ages“ hat keine Spalte ‚x‘"),
    ],
)
def test_a_wrong_rule_is_named_with_its_place_and_the_remedy(rules: Any, place: str, hint: str) -> None:
    found, (issue,) = read_rules(declare(rules))
    assert (issue.code, issue.severity, issue.field) == ("invalid-rule", Severity.ERROR, place)
    assert issue.path == "datapackages/people/datapackage.json"
    assert hint in issue.message
    assert all(rule.number != int(place[-1]) for rule in found if place[-1].isdigit())
