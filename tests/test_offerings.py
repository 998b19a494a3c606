"""Services, places, carriers and hours, joined to offerings."""

from pathlib import Path

import pytest

from generator.model import Offering, OpeningTime, PositionPrecision
from generator.offerings import OfferingCatalog, is_counted, is_left_out, is_open, read_offerings
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas


@pytest.fixture
def catalog() -> OfferingCatalog:
    return tiny_atlas().catalog


def find_offering(catalog: OfferingCatalog, offering_id: str) -> Offering:
    return next(one for one in catalog.offerings if one.id == offering_id)


def test_an_offering_knows_its_carrier_its_place_and_its_line(catalog: OfferingCatalog) -> None:
    offering = find_offering(catalog, "A1")
    assert offering.organization == "Mühlenverein e. V."
    assert (offering.location_name, offering.street) == ("Rathaus", "Marktplatz 1")
    assert (offering.district_code, offering.district_basis) == ("001", "source")
    assert (offering.step_free, offering.accessibility_note) == ("yes", "Aufzug bis in den zweiten Stock")
    assert (offering.resource_id, offering.line) == ("offerings/services", 2)


def test_opening_times_stand_in_the_order_of_the_week(catalog: OfferingCatalog) -> None:
    assert find_offering(catalog, "A1").opening_times == (
        OpeningTime(weekday=1, opens_at="09:00", closes_at="12:00"),
        OpeningTime(weekday=2, opens_at="09:00", closes_at="12:00"),
        OpeningTime(weekday=4, opens_at="14:00", closes_at="17:30"),
    )


def test_without_hours_there_are_none(catalog: OfferingCatalog) -> None:
    assert find_offering(catalog, "A2").opening_times == ()
    assert find_offering(catalog, "A2").opening_note == "nachmittags"


def test_an_exact_position_is_a_point_without_circle(catalog: OfferingCatalog) -> None:
    offering = find_offering(catalog, "A1")
    assert (offering.position, offering.precision) == ((10.007, 50.0045), PositionPrecision.EXACT)
    assert offering.position_radius_m is None


def test_a_street_of_400_metres_is_a_circle_of_200(catalog: OfferingCatalog) -> None:
    offering = find_offering(catalog, "A2")
    assert (offering.precision, offering.position_radius_m) == (PositionPrecision.STREET, 200)


def test_a_place_without_position_is_kept_without_point(catalog: OfferingCatalog) -> None:
    offering = find_offering(catalog, "A4")
    assert (offering.position, offering.precision) == (None, PositionPrecision.NONE)
    assert offering.position_source == "Die Hausnummer ist neu, ihre Lage nicht bekannt"


def test_an_unknown_district_stays_unknown(catalog: OfferingCatalog) -> None:
    offering = find_offering(catalog, "A3")
    assert (offering.district_code, offering.district_basis) == (None, "unknown")


def test_a_derived_postal_code_is_marked(catalog: OfferingCatalog) -> None:
    assert find_offering(catalog, "A2").is_postal_code_derived
    assert not find_offering(catalog, "A1").is_postal_code_derived


def test_only_active_and_closing_offerings_count_that_somebody_has_confirmed(catalog: OfferingCatalog) -> None:
    assert [one.id for one in catalog.offerings if is_open(one)] == ["A1", "A2", "A3", "A5"]
    assert [one.id for one in catalog.offerings if is_counted(one)] == ["A1", "A2", "A5"]
    assert [one.id for one in catalog.offerings if is_left_out(one)] == ["A3"]


@pytest.mark.parametrize(
    ("confirmed", "stale"),
    [
        ("2024-11-22", False),
        ("2024-11-21", True),
        ("2024-11", False),
        ("2024-10", True),
        ("2024", False),
        ("2023", True),
        ("2026-12", False),
        ("", True),
    ],
)
def test_the_24_months_of_the_edition_of_november_22_end_on_that_day(
    tmp_path: Path, *, confirmed: str, stale: bool
) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "high,2026-05-04,", f"high,{confirmed},")
    assert find_offering(evaluate_city(city.project).catalog, "A1").is_stale is stale


def test_the_age_is_that_at_the_newest_package_and_not_that_of_today(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "high,2026-05-04,", "high,2024-11-22,")
    descriptor = city.project / "datapackages" / "planning" / "datapackage.json"
    text = descriptor.read_text("utf-8")
    assert '"created": "2026-11-22T' in text
    descriptor.write_text(text.replace('"created": "2026-11-22T', '"created": "2026-11-23T'), "utf-8")
    assert find_offering(evaluate_city(city.project).catalog, "A1").is_stale


def test_the_allowed_age_is_data(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/parameters", "stale_after_months,24,", "stale_after_months,3,")
    catalog = evaluate_city(city.project).catalog
    assert catalog.stale_after_months == 3
    assert [one.id for one in catalog.offerings if one.is_stale] == ["A1", "A2", "A3", "A6"]


def test_a_closed_offering_needs_no_confirmation(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "treff,Treff,,unconfirmed,", "treff,Treff,,closed,")
    assert not find_offering(evaluate_city(city.project).catalog, "A6").is_stale


def test_offerings_serve_the_guidelines_of_their_kind(catalog: OfferingCatalog) -> None:
    assert catalog.guideline_ids(find_offering(catalog, "A1")) == ("G1",)
    assert catalog.guideline_ids(find_offering(catalog, "A5")) == ()
    assert catalog.service_type("treff").guideline_basis == "Zuordnung der Gemeinde"


def test_offerings_are_found_by_district(catalog: OfferingCatalog) -> None:
    assert [one.id for one in catalog.in_districts(("002", "003"))] == ["A2", "A4", "A6"]


def test_a_town_may_have_no_tiers(catalog: OfferingCatalog) -> None:
    assert catalog.tiers == ()


def test_a_town_may_have_no_offerings_at_all() -> None:
    atlas = tiny_atlas()
    packages = [one for one in atlas.packages if one.name != "offerings"]
    assert read_offerings(packages, atlas.parameters) == OfferingCatalog(
        offerings=(), service_types=(), tiers=(), guidelines=()
    )


def street_of(tmp_path: Path, length_m: str) -> Offering:
    """The café by the mill, on a street of another length."""
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/location_positions", "Mitte der Straße,400", f"Mitte der Straße,{length_m}")
    return find_offering(evaluate_city(city.project).catalog, "A2")


def test_a_street_that_is_too_long_shows_no_point(tmp_path: Path) -> None:
    offering = street_of(tmp_path, "3001")
    assert (offering.position, offering.precision) == (None, PositionPrecision.DISTRICT)


def test_the_longest_street_still_shows_a_point(tmp_path: Path) -> None:
    assert street_of(tmp_path, "3000").position_radius_m == 1500


def test_a_street_of_unknown_length_gets_the_radius_of_a_stop(tmp_path: Path) -> None:
    assert street_of(tmp_path, "").position_radius_m == 300


def test_coordinates_of_a_place_known_only_by_district_are_not_shown(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/location_positions", "exact", "district")
    offering = find_offering(evaluate_city(city.project).catalog, "A1")
    assert (offering.position, offering.precision) == (None, PositionPrecision.DISTRICT)
