"""Each mistake between tables is found by one check, and by no other."""

from pathlib import Path
from typing import Any

import pytest

from generator.model import Severity
from tests.package_builder import City, build_city

CROSSWALK = "districts/crosswalk"
DISTRICTS = "districts/districts"
LEVELS = "districts/levels"
POPULATION = "demographics/population"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return build_city(tmp_path)


def add_level(city: City) -> None:
    """A level of halves between the city and its wards."""
    city.replace(LEVELS, "viertel,2,true", "viertel,3,true\nhalf,Hälfte,Hälften,haelften,2,true")
    city.replace(DISTRICTS, "99,city", "11,half,Linke Hälfte,links,,,\n12,half,Rechte Hälfte,rechts,,,\n99,city")
    city.replace(CROSSWALK, "01,99\n02,99\n03,99", "01,11\n02,11\n03,12\n11,99\n12,99")


# --- foreign keys -------------------------------------------------------------------------------------------------


def test_an_unknown_key_names_row_field_target_and_remedy(city: City) -> None:
    city.replace("offerings/stops", "52.005,03", "52.005,04")
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("unknown-foreign-key", 2, "district_code")
    assert "„districts/districts“" in issue.message
    assert "Ergänze den Schlüssel dort oder berichtige diese Zelle." in issue.message


def test_a_key_that_only_lacks_its_zero_is_recognized(city: City) -> None:
    def allow(descriptor: dict[str, Any]) -> None:
        next(part for part in descriptor["resources"] if part["name"] == "stops")["schema"]["fields"][3].pop(
            "constraints"
        )

    city.describe("offerings", allow)
    city.replace("offerings/stops", "52.005,03", "52.005,3")
    assert "Schlüssel haben ihre führende Null, gemeint ist vielleicht ‚03‘." in city.only_issue().message


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ({"package": "regions", "resource": "districts", "fields": ["district_code"]}, "„regions/districts“"),
        ({"package": "districts", "resource": "district", "fields": ["district_code"]}, "‚districts/districts‘"),
        ({"package": "districts", "resource": "districts", "fields": ["code"]}, "Spalte ‚code‘"),
    ],
)
def test_a_key_into_nowhere_is_a_mistake_of_the_schema(city: City, reference: dict[str, Any], words: str) -> None:
    keys = [{"fields": ["district_code"], "reference": reference}]
    city.describe("demographics", lambda d: d["resources"][0]["schema"].update(externalForeignKeys=keys))
    issue = city.only_issue()
    assert (issue.code, issue.path) == ("unknown-key-target", "datapackages/demographics/datapackage.json")
    assert words in issue.message


def test_keys_inside_a_package_and_into_the_table_itself_are_checked(city: City) -> None:
    def relate(descriptor: dict[str, Any]) -> None:
        for part in descriptor["resources"]:
            if part["name"] == "location_positions":
                reference = {"resource": "locations", "fields": ["location_id"]}
                part["schema"]["foreignKeys"] = [{"fields": ["location_id"], "reference": reference}]

    city.describe("offerings", relate)
    assert city.issues() == ()
    city.replace("offerings/location_positions", "L2,11.015", "L22,11.015")
    assert city.only_issue().code == "unknown-foreign-key"
    assert "Gemeint ist vielleicht ‚L2‘." in city.only_issue().message


def test_unreadable_targets_cause_no_further_findings(city: City) -> None:
    city.replace(DISTRICTS, "01,ward", "1,ward")
    assert city.codes() == ["pattern-constraint"]
    (city.project / "datapackages/districts/datapackage.json").write_text("{", encoding="utf-8")
    assert city.codes() == ["json-error"]


def test_a_sound_row_of_a_broken_table_is_still_checked(city: City) -> None:
    city.replace(POPULATION, "2024-12-31,01,100", "2024-12-31,01,abc")
    city.replace(POPULATION, "2025-12-31,01", "2025-12-31,07")
    assert city.codes() == ["type-error", "unknown-foreign-key"]


# --- nesting ------------------------------------------------------------------------------------------------------


def test_three_levels_that_nest_are_fine(city: City) -> None:
    add_level(city)
    assert city.issues() == ()


def test_a_district_in_two_wholes_names_both_rows(city: City) -> None:
    add_level(city)
    city.replace(CROSSWALK, "02,11", "02,11\n02,12")
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("several-wholes", 4, "part_code")
    assert "‚11‘ (Zeile 3), hier auch zu ‚12‘" in issue.message


def test_a_district_in_two_wholes_is_one_finding_also_where_the_key_forbids_it(city: City) -> None:
    add_level(city)

    def narrow(descriptor: dict[str, Any]) -> None:
        for part in descriptor["resources"]:
            if part["name"] == "crosswalk":
                part["schema"]["primaryKey"] = ["part_code"]

    city.describe("districts", narrow)
    city.replace(CROSSWALK, "02,11", "02,11\n02,12")
    assert (city.only_issue().code, city.only_issue().row) == ("primary-key-error", 4)


def test_a_district_without_whole_and_a_whole_without_parts_are_found(city: City) -> None:
    add_level(city)
    city.replace(CROSSWALK, "03,12\n", "")
    assert [(issue.code, issue.row) for issue in city.issues()] == [("no-parts", 3), ("no-whole", 7)]


def test_a_step_over_a_level_and_a_circle_are_wrong_levels(city: City) -> None:
    add_level(city)
    city.replace(CROSSWALK, "02,11", "02,99")
    assert city.only_issue().code == "wrong-level"
    city.replace(CROSSWALK, "02,99", "02,11")
    city.replace(CROSSWALK, "11,99", "11,01")
    assert city.codes() == ["wrong-level"]


def test_levels_have_an_order_and_a_single_top(city: City) -> None:
    city.replace(LEVELS, "viertel,2,true", "viertel,1,true")
    assert "duplicate-sort-order" in city.codes()
    city.replace(LEVELS, "viertel,1,true", "viertel,2,true")
    city.replace(DISTRICTS, "99,city", "98,city,Zwilling,zwilling,,,\n99,city")
    assert city.codes() == ["no-parts", "wrong-top-level"]


# --- slugs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["Süd-West", "a b", "a--b", "../a", "-a"])
def test_a_slug_that_is_no_address_is_refused_with_a_proposal(city: City, slug: str) -> None:
    city.replace(DISTRICTS, "West,west", f"West,{slug}")
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("invalid-slug", 3, "slug")


def test_a_slug_is_unique_on_its_level_and_may_return_on_another(city: City) -> None:
    city.replace(DISTRICTS, "Musterstadt,musterstadt", "Musterstadt,west")
    assert city.issues() == ()
    city.replace(DISTRICTS, "Mitte,mitte", "Mitte,west")
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("duplicate-slug", 4)


def test_two_levels_cannot_share_a_slug(city: City) -> None:
    city.replace(LEVELS, "Viertel,viertel", "Viertel,stadt")
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("duplicate-slug", 3)


@pytest.mark.parametrize("slug", ["karten", "downloads", "assets", "daten", "search", "planung", "con"])
def test_a_level_cannot_take_an_address_that_the_site_needs(city: City, slug: str) -> None:
    city.replace(LEVELS, "Viertel,viertel", f"Viertel,{slug}")
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("reserved-slug", 3, "slug")


def test_a_district_may_be_called_like_a_page_on_top_but_not_like_a_device(city: City) -> None:
    city.replace(DISTRICTS, "West,west", "West,karten")
    assert city.issues() == ()
    city.replace(DISTRICTS, "West,karten", "West,nul")
    assert city.only_issue().code == "reserved-slug"


# --- coverage -----------------------------------------------------------------------------------------------------


def test_a_district_missing_at_one_date_is_named_with_the_date_and_the_remedy(city: City) -> None:
    city.replace(POPULATION, "2024-12-31,03,0\n", "")
    issue = city.only_issue()
    assert issue.code == "missing-district"
    assert issue.message.startswith("‚03‘ fehlt am 31.12.2024. Schreibe eine Zeile mit ‚…‘")


def test_a_level_is_complete_or_absent(city: City) -> None:
    city.replace(POPULATION, "2024-12-31,03,0\n", "2024-12-31,03,0\n2024-12-31,99,300\n")
    assert "‚99‘ fehlt am 31.12.2025" in city.only_issue().message


def test_each_group_of_a_longer_key_is_complete_by_itself(city: City) -> None:
    header = "reference_date,age_group,district_code,population_count\n"
    rows = [f"2024-12-31,{age},{code},1\n" for age in ("jung", "alt") for code in ("01", "02", "03")]

    def split(descriptor: dict[str, Any]) -> None:
        schema = descriptor["resources"][0]["schema"]
        schema["fields"].insert(1, {"name": "age_group", "type": "string", "title": "Alter", "description": "Gruppe"})
        schema["primaryKey"] = ["reference_date", "age_group", "district_code"]

    city.describe("demographics", split)
    city.write(POPULATION, (header + "".join(rows)).encode())
    assert city.issues() == ()
    city.write(POPULATION, (header + "".join(rows[:-1])).encode())
    assert "‚03‘ fehlt am 31.12.2024 (alt)." in city.only_issue().message


# --- dates --------------------------------------------------------------------------------------------------------


def test_a_reference_date_after_the_package_is_an_error(city: City) -> None:
    city.replace(POPULATION, "2025-12-31", "2026-12-31")
    assert {(issue.code, issue.row) for issue in city.issues()} == {("future-date", row) for row in (5, 6, 7)}


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("2025-06,2025-02", "2025-06,2025-13", "invalid-date", "confirmed_date"),
        ("2025-06,2025-02", "2025-06,2025-02-31", "invalid-date", "confirmed_date"),
        ("2024,2025-06", "2024,2023-06", "reversed-span", "valid_to"),
        ("08:00,12:00", "12:00,12:00", "reversed-span", "closes_at"),
        ("08:00,12:00", "13:00,12:00", "reversed-span", "closes_at"),
    ],
)
def test_impossible_days_and_reversed_spans_are_errors(city: City, old: str, new: str, code: str, field: str) -> None:
    city.replace("offerings/schedules", old, new)
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == (code, 2, field)


def test_a_span_is_compared_as_far_as_both_ends_are_known(city: City) -> None:
    city.replace("offerings/schedules", "2024,2025-06", "2025-06,2025")
    assert city.issues() == ()


# --- what must be there -------------------------------------------------------------------------------------------


def test_missing_packages_resources_columns_and_parameters_are_errors(city: City) -> None:
    city.replace("parameters/parameters", "projected_crs_epsg,25832,amtlich\n", "")
    assert city.only_issue().code == "missing-parameter"
    city.describe("parameters", lambda d: d["resources"][0].update(name="rules"))
    assert city.only_issue().code == "missing-resource"
    for file in (city.project / "datapackages/parameters").iterdir():
        file.unlink()
    (city.project / "datapackages/parameters").rmdir()
    assert city.only_issue().code == "missing-package"
    assert city.only_issue().severity is Severity.ERROR


def test_a_required_column_that_the_schema_does_not_know_is_an_error(city: City) -> None:
    def drop(descriptor: dict[str, Any]) -> None:
        fields = descriptor["resources"][0]["schema"]["fields"]
        fields[:] = [field for field in fields if field["name"] != "is_official"]

    city.describe("districts", drop)
    city.replace(LEVELS, ",is_official", "")
    city.replace(LEVELS, ",true", "")
    issue = city.only_issue()
    assert (issue.code, issue.field) == ("missing-field", "levels.schema.fields.is_official")
