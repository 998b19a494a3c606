"""The hostile city loads: attacks are texts like any other; only what has a form of its own is refused."""

from pathlib import Path

import pytest

from generator.checks import check_packages
from generator.model import Package
from generator.packages import load_packages
from generator.profiles.atlas import Atlas
from generator.site import pass_gate
from tests.hostile import ATTACK, PAYLOADS, UNSAFE_URLS, list_text_columns, make_hostile_city
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
        for name in list_text_columns(dict(resource.descriptor["schema"]))
        for row in resource.rows
    ]


def test_the_hostile_city_has_no_errors(project: Path) -> None:
    assert [str(issue) for issue in pass_gate(project).issues] == []


def test_every_free_text_is_a_payload_and_every_payload_stands_somewhere(atlas: Atlas) -> None:
    texts = texts_of(atlas.packages)
    assert len(texts) > 200
    assert {text.rpartition(" ")[0] for text in texts} == set(PAYLOADS)


def test_texts_arrive_unchanged(atlas: Atlas) -> None:
    texts = texts_of(atlas.packages)
    assert any(text.startswith(ATTACK) for text in texts)
    assert {offering.name for offering in atlas.catalog.offerings} <= set(texts)


def test_attacks_change_no_number(atlas: Atlas) -> None:
    assert atlas.results.latest("share_65_plus", "000").value == 26
    assert len(atlas.geography.districts) == 4
    assert [offering.status for offering in atlas.catalog.offerings].count("active") == 3


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
