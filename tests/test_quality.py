"""Reports on datasets: every code has its check, every finding its dataset, every secret is only counted."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import layout
from generator.model import AcceptedIssue, Issue, SecretCells, Severity
from generator.packages import load_packages
from generator.profiles.data import profile_datasets
from generator.profiles.quality import profile_quality
from generator.profiles.views import FileFacts
from generator.quality import (
    CHECKS,
    OTHER,
    RULE_TITLES,
    ValidationReport,
    compute_reports,
    find_check,
    find_loose_issues,
    hash_json,
)
from generator.rules.declared import GRAMMAR
from tests.download_samples import secrets_of
from tests.package_builder import City, build_city
from tests.tiny import TINY_CITY, tiny_atlas

PACKAGE = Path(__file__).parents[1] / "generator"
ROOMS = ("packages", "checks", "rules", "disclosure")
"""Where findings are made."""
MAKERS = ("make_error", "make_warning", "make_note")
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")
NO_CODES = {"latin-1", "primary-key", "utf-8", "utf-8-sig", "utf-16"}
RULE_CODES = {"at-most", "coverage", "levels-total", "parts-total", "rows-total", "same-value"}
"""Made from the kind of a rule."""
COMPOSED = {
    *RULE_CODES,
    "exclusive-maximum-constraint",
    "exclusive-minimum-constraint",
    "max-length-constraint",
    "maximum-constraint",
    "min-length-constraint",
    "minimum-constraint",
    "unique-error",
    "same-name",
    "same-row",
    "similar-name",
    "similar-row",
}
"""Codes that are put together from parts, and therefore stand nowhere as a whole."""


def find_codes(source: str) -> Iterator[str]:
    """Every text in a module that is a code of a finding."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            code = node.args[0]
            if isinstance(code, ast.Constant):
                yield str(code.value)


def codes_in_use() -> set[str]:
    paths = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")]
    return {code for path in paths for code in find_codes(path.read_text("utf-8"))} - NO_CODES | COMPOSED


def test_every_code_of_a_finding_belongs_to_one_check() -> None:
    counts = Counter(code for check in CHECKS for code in check.codes)
    assert sorted(codes_in_use() - counts.keys()) == []
    assert [code for code, count in counts.items() if count > 1] == []


def test_no_check_names_a_code_that_nothing_makes() -> None:
    assert sorted({code for check in CHECKS for code in check.codes} - codes_in_use()) == []


def test_the_search_for_codes_finds_them() -> None:
    source = "make_error('gap', path)\nComplaint('type-error', 'Ein Satz.')\nother('gap')"
    assert set(find_codes(source)) == {"gap", "type-error"}


def test_every_kind_of_rule_has_words() -> None:
    grammar = json.loads(GRAMMAR.read_text("utf-8"))
    assert set(RULE_TITLES) == set(grammar["items"]["properties"]["kind"]["enum"])


def test_checks_have_ids_of_their_own_and_sentences() -> None:
    assert len({check.id for check in (*CHECKS, OTHER)}) == len(CHECKS) + 1
    assert [
        check.id for check in (*CHECKS, OTHER) if not check.meaning.endswith(".") or check.title.endswith(".")
    ] == []


def test_a_finding_of_no_check_is_not_lost() -> None:
    assert find_check("never-heard-of") is OTHER


# --- reports ------------------------------------------------------------------------------------------------------


@pytest.fixture(name="city")
def make_city(tmp_path: Path) -> City:
    return build_city(tmp_path)


def report_on(city: City, *issues: Issue, accepted: tuple[AcceptedIssue, ...] = ()) -> ValidationReport:
    """The report on the population."""
    packages, _ = load_packages(city.project)
    return compute_reports(packages, issues, accepted, secrets_of(packages))["demographics/population"]


def make_issue(**values: Any) -> Issue:
    """A warning about a cell of the population."""
    defaults: dict[str, Any] = {
        "severity": Severity.WARNING,
        "code": "year-jump",
        "path": "datapackages/demographics/population.csv",
        "message": "Ein Sprung.",
        "row": 5,
        "field": "population_count",
        "subject": "2025-12-31/01",
    }
    return Issue(**(defaults | values))


def test_a_clean_dataset_went_through_its_checks_with_nothing_found(city: City) -> None:
    report = report_on(city)
    assert report.is_valid
    assert report.row_count == 6
    assert (report.version, report.changed) == ("1", date(2026, 1, 31))
    assert {"form", "cells", "keys", "references", "coverage", "dates"} <= {one.check.id for one in report.results}
    assert {(one.errors, one.warnings, one.notes, one.accepted) for one in report.results} == {(0, 0, 0, 0)}


def test_questions_that_make_no_sense_for_a_dataset_are_not_listed(city: City) -> None:
    packages, _ = load_packages(city.project)
    reports = compute_reports(packages, (), (), secrets_of(packages))
    boundaries = {one.check.id for one in reports["districts/boundaries"].results}
    assert "geometry" in boundaries
    assert boundaries.isdisjoint({"form", "cells", "keys", "coverage"})
    assert "geometry" not in {one.check.id for one in reports["demographics/population"].results}


def test_findings_are_counted_by_check_and_weight(city: City) -> None:
    report = report_on(city, make_issue(), make_issue(row=6), make_issue(severity=Severity.NOTE, code="gap"))
    counts = {one.check.id: (one.errors, one.warnings, one.notes, one.accepted) for one in report.results}
    assert counts["plausibility"] == (0, 2, 0, 0)
    assert counts["geometry"] == (0, 0, 1, 0)
    assert (report.count(Severity.WARNING), report.is_valid) == (2, True)
    assert [one.field_title for one in report.findings] == ["Titel population_count"] * 3


def test_an_open_error_makes_a_dataset_invalid(city: City) -> None:
    assert not report_on(city, make_issue(severity=Severity.ERROR)).is_valid


def test_an_accepted_error_does_not(city: City) -> None:
    accepted = AcceptedIssue(
        issue=make_issue(severity=Severity.ERROR),
        reason="Neues Pflegeheim",
        decided_by="Amt für Statistik",
        decided_date=date(2026, 1, 30),
    )
    report = report_on(city, accepted=(accepted,))
    assert report.is_valid
    assert {one.check.id: one.accepted for one in report.results if one.accepted} == {"plausibility": 1}
    assert [(one.reason, one.decided_by) for one in report.accepted] == [("Neues Pflegeheim", "Amt für Statistik")]


def test_a_finding_about_a_descriptor_belongs_to_the_dataset_that_it_names(city: City) -> None:
    path = "datapackages/demographics/datapackage.json"
    assert len(report_on(city, make_issue(path=path, field="population.schema.fields")).findings) == 1
    assert len(report_on(city, make_issue(path=path, field="other.schema")).findings) == 0


def test_a_finding_about_no_dataset_is_kept_apart(city: City) -> None:
    packages, _ = load_packages(city.project)
    loose = make_issue(path="datapackages/demographics/vergessen.csv")
    assert find_loose_issues(packages, (make_issue(), loose)) == (loose,)


def test_cells_that_the_source_keeps_secret_are_counted(city: City) -> None:
    assert report_on(city).secret_cells == SecretCells(
        resource_id="demographics/population", source_count=1, primary_count=0, secondary_count=0
    )


def test_the_checksum_of_the_rules_changes_with_the_rules(city: City) -> None:
    before = report_on(city)
    rule = {"kind": "year_jump", "level": "warning", "fields": ["population_count"], "max_change_pct": 30}
    city.describe("demographics", lambda package: package["resources"][0].update(plausibility=[rule, rule]))
    after = report_on(city)
    assert (before.schema_hash, before.rules_hash == after.rules_hash) == (after.schema_hash, False)
    assert [(one.title, one.count) for one in after.rules] == [(RULE_TITLES["year_jump"], 2)]


def test_the_checksum_of_a_schema_does_not_depend_on_the_order_of_its_keys(city: City) -> None:
    before = report_on(city).schema_hash
    city.describe(
        "demographics",
        lambda package: package["resources"][0].update(
            schema=dict(reversed(package["resources"][0]["schema"].items()))
        ),
    )
    assert report_on(city).schema_hash == before
    assert hash_json([1, 2]) != hash_json([2, 1])


# --- pages --------------------------------------------------------------------------------------------------------


def test_the_page_of_a_dataset_tells_what_its_report_says() -> None:
    atlas = tiny_atlas()
    released = layout.resource_download("demographics", "population", "csv")
    files = {released: FileFacts(size=1, sha256="ab" * 32)}
    page = next(one for one in profile_datasets(atlas, files) if one.resource.id == "demographics/population")
    assert ("Prüfsumme der Daten", f"SHA-256 {'ab' * 32}") in page.quality.facts
    assert [row.header.text for row in page.quality.results.rows][:2] == ["Beschreibung des Datensatzes", "Datei"]
    assert page.quality.archive_name == ""


def test_exceptions_and_findings_of_all_datasets_stand_on_one_page() -> None:
    atlas = tiny_atlas()
    path = "datapackages/demographics/population.csv"
    accepted = AcceptedIssue(
        issue=make_issue(path=path, row=3),
        reason="Neubaugebiet",
        decided_by="Amt für Statistik",
        decided_date=date(2026, 1, 30),
    )
    loose = make_issue(path="datapackages/vergessen.csv", message="Niemand hat sie beschrieben.")
    issues = (make_issue(path=path, severity=Severity.NOTE), loose)
    reports = compute_reports(atlas.packages, issues, (accepted,), secrets_of(atlas.packages))
    page = profile_quality(replace(atlas, issues=issues, accepted=(accepted,), reports=reports), {})
    (view,) = page.accepted
    assert (view.reason, view.decision) == ("Neubaugebiet", "Amt für Statistik, 30.01.2026")
    assert view.text.startswith("Zeile 3, Spalte „")
    assert {one.text.partition(":")[0] for one in page.findings} == {"Hinweis", "Warnung"}
    assert "0 Fehler, 0 Warnungen, 1 Hinweis, 1 angenommene Ausnahme." in page.lead
    assert len(page.datasets.rows) == len(list(TINY_CITY.glob("datapackages/*/*.csv"))) + 1


def test_secret_cells_are_told_as_counts_and_by_whose_decision() -> None:
    atlas = tiny_atlas()
    secrets = dict(secrets_of(atlas.packages))
    secrets["demographics/population"] = SecretCells(
        resource_id="demographics/population", source_count=36, primary_count=1, secondary_count=2
    )
    reports = compute_reports(atlas.packages, (), (), secrets)
    page = next(
        one
        for one in profile_datasets(replace(atlas, reports=reports), {})
        if one.resource.id == "demographics/population"
    )
    assert page.quality.secrets[-3:] == (
        "36 Zellen hält schon die Quelle geheim.",
        "1 Zelle halten wir geheim, weil die Zahl zu klein ist.",
        "2 Zellen halten wir geheim, weil sich sonst eine andere ausrechnen ließe.",
    )


def test_every_code_is_provoked_by_a_test() -> None:
    """A check that no broken fixture trips may have stopped working long ago."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert [code for check in CHECKS for code in check.codes if code not in tests] == []
