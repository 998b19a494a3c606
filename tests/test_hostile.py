"""The hostile city loads: attacks are texts like any other; only what has a form of its own is refused."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from generator.checks import check_packages
from generator.model import Package, Severity
from generator.packages import load_packages
from generator.profiles.atlas import Atlas
from generator.site import pass_gate
from tests.hostile import (
    ATTACK,
    INLINE,
    KEPT_COLUMNS,
    REFUSED_SIGNS,
    STARTERS,
    TEXTS,
    UNSAFE_URLS,
    list_bound_columns,
    list_text_columns,
    make_hostile_city,
)
from tests.package_builder import City
from tests.tiny import copy_tiny_city, evaluate_city


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("hostile") / "city"
    make_hostile_city(project)
    return project


@pytest.fixture(scope="module")
def atlas(project: Path) -> Atlas:
    return evaluate_city(project)


def texts_of(packages: tuple[Package, ...]) -> list[str]:
    """Every cell of every free text."""
    return [
        row.values[name]
        for package in packages
        for resource in package.resources
        if resource.format == "csv"
        for name in list_text_columns(dict(resource.descriptor["schema"]), resource.id)
        for row in resource.rows
    ]


def test_the_hostile_city_has_no_errors(project: Path) -> None:
    assert [str(issue) for issue in pass_gate(project).issues] == []


def test_every_free_text_is_a_payload_and_every_payload_stands_somewhere(atlas: Atlas) -> None:
    texts = texts_of(atlas.packages)
    assert len(texts) > 200
    assert {text.rpartition(" ")[0] for text in texts} == set(TEXTS)


def test_texts_arrive_unchanged(atlas: Atlas) -> None:
    texts = texts_of(atlas.packages)
    assert all(ATTACK in text for text in texts)
    assert {offering.name for offering in atlas.catalog.offerings} <= set(texts)


def test_attacks_change_no_number(atlas: Atlas) -> None:
    assert atlas.results.latest("share_65_plus", "000").value == 26
    assert len(atlas.geography.districts) == 4
    assert [offering.status for offering in atlas.catalog.offerings].count("active") == 3


def test_every_free_text_of_every_table_gets_every_attack(tmp_path: Path) -> None:
    starters: dict[tuple[str, str], set[str]] = {}
    for wave in range(len(STARTERS)):
        packages, issues = load_packages(make_hostile_city(tmp_path / str(wave), wave).project)
        assert issues == ()
        for resource in (one for package in packages for one in package.resources if one.rows):
            for name in list_text_columns(dict(resource.descriptor["schema"]), resource.id):
                for text in (row.values[name] for row in resource.rows):
                    starters.setdefault((resource.id, name), set()).add(text.partition(f" {INLINE} ")[0])
    assert len(starters) > 80
    assert {place: found for place, found in starters.items() if found != set(STARTERS)} == {}


def test_only_a_few_texts_are_left_alone_without_a_form() -> None:
    assert len(KEPT_COLUMNS) <= 5


def put_everywhere(city: City, text: str, *, bound: bool) -> set[tuple[str, str]]:
    """Put a text into the first row of every table, in all bound columns of text or in all free ones."""
    places = set()
    packages, _ = load_packages(city.project)
    for resource in (one for package in packages for one in package.resources if one.format == "csv" and one.rows):
        schema = dict(resource.descriptor["schema"])
        chosen = set((list_bound_columns if bound else list_text_columns)(schema, resource.id))
        # Of these, relations between tables are checked later, when every table by itself is sound.
        chosen -= {name.rpartition(".")[2] for name in KEPT_COLUMNS if name.startswith(f"{resource.id}.")}
        chosen -= {name for key in resource.foreign_keys for name in key.fields if not has_form(schema, name)}
        header, first, *rest = csv.reader(io.StringIO(resource.file.read_text("utf-8")))
        cells = [text if name in chosen else cell for name, cell in zip(header, first, strict=True)]
        with resource.file.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([header, cells, *rest])
        places |= {(str(resource.path), name) for name in chosen}
    city.stamp()
    return places


def has_form(schema: dict[str, Any], name: str) -> bool:
    """Tell whether a column has a pattern or a list of values."""
    field = next(one for one in schema["fields"] if one["name"] == name)
    return bool({"pattern", "enum"} & set(field.get("constraints", {})))


@pytest.mark.parametrize("text", TEXTS, ids=[starter[:6] for starter in STARTERS])
def test_columns_with_a_form_refuse_every_attack_with_a_german_sentence(tmp_path: Path, text: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    places = put_everywhere(city, text, bound=True)
    assert len(places) > 60
    issues = [issue for issue in city.load_issues() if issue.severity is Severity.ERROR]
    refused = {(issue.path, issue.field) for issue in issues if issue.row == 2}
    assert places - refused == set()
    assert all(issue.message.endswith((".", "“", "?")) and "Traceback" not in issue.message for issue in issues)


@pytest.mark.parametrize("sign", REFUSED_SIGNS, ids=[f"U+{ord(sign):04X}" for sign in REFUSED_SIGNS])
def test_invisible_signs_are_refused_in_every_free_text(tmp_path: Path, sign: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    places = put_everywhere(city, f"Treff{sign}am Markt", bound=False)
    issues = [issue for issue in city.load_issues() if issue.code == "control-character"]
    assert {(issue.path, str(issue.field)) for issue in issues} == places
    assert all(f"U+{ord(sign):04X}" in issue.message for issue in issues)


def test_a_text_of_two_lines_is_refused(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "Seniorentreff im Rathaus", '"Treff\nim Rathaus"')
    (issue,) = pass_gate(city.project).errors
    assert (issue.code, issue.row, issue.field) == ("control-character", 2, "name")


@pytest.mark.parametrize("url", UNSAFE_URLS)
@pytest.mark.parametrize(
    ("resource_id", "old", "field"),
    [
        ("offerings/services", "https://klein-muehlau.example/treff", "url"),
        ("planning/council_paper_files", "https://klein-muehlau.example/bv-7-2024.pdf", "url"),
    ],
)
def test_an_unsafe_address_is_refused(tmp_path: Path, resource_id: str, old: str, field: str, url: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace(resource_id, old, '"' + url.replace('"', '""') + '"')
    packages, issues = load_packages(city.project)
    (issue,) = [*issues, *check_packages(packages, issues)]
    assert (issue.code, issue.row, issue.field) == ("pattern-constraint", 2, field)


@pytest.mark.parametrize("url", UNSAFE_URLS)
def test_an_unsafe_address_of_a_licence_is_refused(tmp_path: Path, url: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.describe("planning", lambda package: package["resources"][0]["licenses"][0].update(path=url))
    codes = {issue.code for issue in pass_gate(city.project).errors}
    assert codes == {"unsafe-url"}


@pytest.mark.parametrize("slug", ["../karten", "a/b", "index.md", "<b>", "Nord"])
def test_a_slug_that_is_no_piece_of_an_address_is_refused(tmp_path: Path, slug: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("districts/districts", "altmuehlau", slug)
    assert {issue.field for issue in pass_gate(city.project).errors} == {"slug"}
