"""Boundaries that cannot be right are found, and points that lie elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.model import Severity
from tests.package_builder import STRIPS, City, build_city, describe_resource, draw_strips

BOUNDARIES = "districts/boundaries"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return build_city(tmp_path)


def draw(city: City, collection: Mapping[str, Any]) -> None:
    city.write(BOUNDARIES, json.dumps(collection).encode())


def redraw(city: City, number: int, ring: list[list[float]]) -> None:
    collection = draw_strips(STRIPS)
    collection["features"][number - 1]["geometry"]["coordinates"] = [ring]
    draw(city, collection)


def add_column(city: City, resource_id: str, name: str, cells: list[str], *, kind: str = "string") -> None:
    package, _, table = resource_id.partition("/")
    field = {"name": name, "type": kind, "title": "Titel", "description": "Beschreibung"}

    def change(descriptor: dict[str, Any]) -> None:
        next(item for item in descriptor["resources"] if item["name"] == table)["schema"]["fields"].append(field)

    city.describe(package, change)
    lines = city.file(resource_id).read_text(encoding="utf-8").splitlines()
    city.write(
        resource_id, "".join(f"{line},{cell}\n" for line, cell in zip(lines, [name, *cells], strict=True)).encode()
    )


def add_river(city: City, *, longitude: float = 11.006, **properties: Any) -> None:
    coordinates = properties.pop("coordinates", [[longitude, 51.9], [longitude, 52.1]])
    feature = {
        "type": "Feature",
        "properties": {"name": "Bach", **properties},
        "geometry": {"type": "LineString", "coordinates": coordinates},
    }
    resource = describe_resource("river", "geojson")
    city.describe("districts", lambda package: package["resources"].append(resource))
    (city.project / "datapackages/districts/river.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    city.stamp()


def test_a_hole_in_the_city_is_a_gap(city: City) -> None:
    collection = draw_strips(STRIPS)
    hole = [[11.012, 52.002], [11.014, 52.002], [11.014, 52.004], [11.012, 52.004], [11.012, 52.002]]
    collection["features"][1]["geometry"]["coordinates"].append(hole)
    draw(city, collection)
    issue = city.only_issue()
    assert (issue.code, issue.path) == ("gap", "datapackages/districts/boundaries.geojson")
    assert "‚02‘" in issue.message


@pytest.mark.parametrize("west", [11.0101, 11.0105, 11.012])
def test_a_slit_between_two_districts_is_a_gap_although_it_is_open(city: City, west: float) -> None:
    draw(city, draw_strips(STRIPS | {"02": (west, 11.02)}))
    issue = city.only_issue()
    assert issue.code == "gap"
    assert "‚01‘, ‚02‘" in issue.message


def test_a_wedge_between_two_districts_is_a_gap(city: City) -> None:
    redraw(city, 2, [[11.0105, 52.0], [11.02, 52.0], [11.02, 52.01], [11.01, 52.01], [11.0105, 52.0]])
    assert city.codes() == ["gap"]


def test_a_sliver_below_the_tolerance_is_no_gap(city: City) -> None:
    draw(city, draw_strips(STRIPS | {"02": (11.0100001, 11.02)}))
    assert city.issues() == ()


def test_a_bay_in_the_outer_edge_is_no_gap(city: City) -> None:
    ring = [[11.01, 52.0], [11.014, 52.0], [11.015, 52.005], [11.016, 52.0], [11.02, 52.0], [11.02, 52.01]]
    redraw(city, 2, [*ring, [11.01, 52.01], [11.01, 52.0]])
    city.replace("offerings/location_positions", "L2,11.015,52.005", "L2,11.015,52.006")
    assert city.issues() == ()


def test_an_overlap_names_both_districts(city: City) -> None:
    draw(city, draw_strips(STRIPS | {"02": (11.009, 11.02)}))
    issue = city.only_issue()
    assert issue.code == "overlap"
    assert "‚01‘ und ‚02‘" in issue.message


def test_a_bow_tie_is_invalid_and_its_place_is_named(city: City) -> None:
    redraw(city, 2, [[11.01, 52.0], [11.02, 52.01], [11.02, 52.0], [11.01, 52.01], [11.01, 52.0]])
    issue = city.only_issue()
    assert (issue.code, issue.field) == ("invalid-geometry", "features.2")
    assert "überschneidet sich selbst bei 11.015 52.005" in issue.message


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": [11.0, 52.0]}, "wrong-geometry-type"),
        ({"type": "Polygon", "coordinates": []}, "broken-geometry"),
        ({"type": "Polygon"}, "broken-geometry"),
        (
            {"type": "Polygon", "coordinates": [[[11.0, 52.0], [11.1, 52.0], [11.1, 52.1], [11.0, 52.1]]]},
            "broken-geometry",
        ),
        ({"type": "Polygon", "coordinates": [[["a", 52.0], [1, 2], [3, 4], ["a", 52.0]]]}, "broken-geometry"),
        (
            {"type": "MultiPolygon", "coordinates": [[[[11.0, 10**400], [1, 2], [3, 4], [11.0, 10**400]]]]},
            "broken-geometry",
        ),
        ({"type": "MultiPolygon", "coordinates": [7]}, "broken-geometry"),
    ],
)
def test_a_geometry_that_is_no_closed_surface_is_refused(city: City, geometry: dict[str, Any], code: str) -> None:
    collection = draw_strips(STRIPS)
    collection["features"][0]["geometry"] = geometry
    draw(city, collection)
    assert (city.only_issue().code, city.only_issue().field) == (code, "features.1")


def test_the_outlines_are_those_of_the_finest_level(city: City) -> None:
    draw(city, draw_strips({"01": (11.0, 11.01), "02": (11.01, 11.02), "99": (11.02, 11.03)}))
    assert city.codes() == ["missing-boundary", "unknown-boundary"]
    collection = draw_strips(STRIPS)
    collection["features"][1]["id"] = collection["features"][1]["properties"]["district_code"] = "01"
    draw(city, collection)
    assert city.codes() == ["missing-boundary", "duplicate-boundary"]
    collection["features"][1]["properties"]["district_code"] = 2
    draw(city, collection)
    assert city.codes() == ["missing-boundary", "missing-code"]


def test_an_outline_with_two_codes_is_an_error(city: City) -> None:
    collection = draw_strips(STRIPS)
    collection["features"][1]["id"] = "03"
    draw(city, collection)
    assert city.only_issue().code == "contradicting-code"


def test_metres_instead_of_degrees_are_recognized(city: City) -> None:
    strips = {"01": (680000.0, 681000.0), "02": (681000.0, 682000.0), "03": (682000.0, 683000.0)}
    draw(city, draw_strips(strips, south=5_770_000, north=5_771_000))
    assert city.only_issue().code == "coordinates-in-metres"


def test_latitude_before_longitude_is_recognized_by_the_label_points(city: City) -> None:
    collection = draw_strips(STRIPS)
    for feature in collection["features"]:
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in feature["geometry"]["coordinates"]]
    draw(city, collection)
    assert city.only_issue().code == "swapped-coordinates"


def test_a_stray_coordinate_makes_the_city_implausibly_wide(city: City) -> None:
    redraw(city, 3, [[11.02, 52.0], [17.03, 52.0], [11.03, 52.01], [11.02, 52.01], [11.02, 52.0]])
    assert city.only_issue().code == "implausible-extent"


def test_another_reference_system_is_refused_and_crs84_is_allowed(city: City) -> None:
    name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    draw(city, draw_strips(STRIPS) | {"crs": name})
    assert city.issues() == ()
    name["properties"] = {"name": "urn:ogc:def:crs:EPSG::25832"}
    draw(city, draw_strips(STRIPS) | {"crs": name})
    assert city.only_issue().code == "wrong-crs"


@pytest.mark.parametrize("code", ["4326", "99999"])
def test_a_reference_system_that_does_not_measure_metres_is_refused(city: City, code: str) -> None:
    city.replace("parameters/parameters", "25832", code)
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("unknown-crs", 3)


def test_an_area_that_differs_much_is_a_warning(city: City) -> None:
    """A strip is about 0.76 km² large: 0.01° of latitude (1.11 km) by 0.01° of longitude (0.69 km)."""
    city.replace("districts/districts", "west,,11.005", "west,0.76,11.005")
    assert city.issues() == ()
    city.replace("districts/districts", "west,0.76,11.005", "west,0.86,11.005")
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row) == ("area-mismatch", Severity.WARNING, 3)


# --- points -------------------------------------------------------------------------------------------------------


def test_an_exact_position_in_another_district_is_an_error(city: City) -> None:
    city.replace("offerings/location_positions", "L1,11.005", "L1,11.015")
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row) == ("point-outside", Severity.ERROR, 2)
    assert issue.subject == "L1"
    assert (
        "gehört laut Tabelle zu „West“ (‚01‘); der Punkt liegt aber in „Mitte“ (‚02‘), 343 m daneben" in issue.message
    )


def test_swapped_coordinates_of_a_point_are_recognized(city: City) -> None:
    city.replace("offerings/location_positions", "L1,11.005,52.005", "L1,52.005,11.005")
    assert "vertauscht" in city.only_issue().message


def test_a_street_may_miss_its_district_by_150_m_and_then_is_a_warning(city: City) -> None:
    """0.001° of longitude are 69 m here."""
    city.replace("offerings/location_positions", "L2,11.015", "L2,11.022")
    assert city.issues() == ()
    city.replace("offerings/location_positions", "L2,11.022", "L2,11.023")
    assert (city.only_issue().code, city.only_issue().severity) == ("point-outside", Severity.WARNING)


def test_a_place_moved_by_three_kilometres_is_an_error_that_names_it_and_both_districts(city: City) -> None:
    """No street explains that: from 11.015 to 11.058 are 43 × 69 m, of which 38 × 69 m lie beyond the edge at 11.02."""
    add_column(city, "offerings/locations", "name", ["Treff im Hof", "Haus am Wall"])
    city.replace("offerings/location_positions", "L2,11.015", "L2,11.058")
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.subject) == ("point-outside", Severity.ERROR, "L2")
    assert issue.message.startswith(
        "„Haus am Wall“ gehört laut Tabelle zu „Mitte“ (‚02‘); der Punkt liegt aber außerhalb aller Gebiete, 2,6 km"
    )


def test_a_long_street_explains_a_longer_way(city: City) -> None:
    """The position in the third strip is 3 × 69 m away from the second; 600 m of street reach 300 m, 900 m 450 m."""
    city.replace("offerings/location_positions", "L2,11.015", "L2,11.026")
    assert (city.only_issue().code, city.only_issue().severity) == ("point-outside", Severity.ERROR)
    add_column(city, "offerings/location_positions", "street_length_m", ["", "900"], kind="number")
    assert (city.only_issue().code, city.only_issue().severity) == ("point-outside", Severity.WARNING)


def test_the_parameter_says_how_far_a_place_may_be_from_its_stop(city: City) -> None:
    city.replace("offerings/location_positions", "L2,11.015", "L2,11.023")
    assert city.only_issue().severity is Severity.WARNING
    city.replace("parameters/parameters", "geometry_tolerance_m2", "stop_radius_m,200,gesetzt\ngeometry_tolerance_m2")
    assert city.only_issue().severity is Severity.ERROR


def test_a_place_without_district_must_at_least_lie_in_the_city(city: City) -> None:
    change = {"constraints": {"pattern": "[0-9]{2}"}}
    city.describe("offerings", lambda package: package["resources"][0]["schema"]["fields"][1].update(change))
    city.replace("offerings/locations", "L1,01", "L1,")
    assert city.issues() == ()
    city.replace("offerings/location_positions", "L1,11.005", "L1,11.305")
    assert (city.only_issue().code, city.only_issue().row) == ("outside-all-districts", 2)


def test_a_position_in_the_river_is_an_error_if_it_is_exact(city: City) -> None:
    """The river runs from north to south at 11.006; 0.001° of longitude are 69 m."""
    add_river(city)
    assert city.issues() == ()
    city.replace(
        "parameters/parameters", "geometry_tolerance_m2", "river_half_width_m,70,gesetzt\ngeometry_tolerance_m2"
    )
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row, issue.subject) == ("position-in-river", Severity.ERROR, 2, "L1")
    assert "Bach" in issue.message
    city.replace("parameters/parameters", "river_half_width_m,70", "river_half_width_m,65")
    assert city.issues() == ()


def test_a_river_may_say_how_wide_it_is_and_a_street_in_it_is_a_warning(city: City) -> None:
    add_river(city, longitude=11.0155, half_width_m=40)
    assert (city.only_issue().code, city.only_issue().severity) == ("position-in-river", Severity.WARNING)


def test_a_stop_in_the_river_is_a_warning(city: City) -> None:
    add_river(city, longitude=11.025, half_width_m=40)
    assert (city.only_issue().path, city.only_issue().subject) == ("datapackages/offerings/stops.csv", "S1")


def test_a_river_that_is_no_line_is_an_error_of_form(city: City) -> None:
    add_river(city, longitude=11.025, half_width_m=40, coordinates=[["a", 52.0], [11.0, 52.0]])
    assert (city.only_issue().code, city.only_issue().field) == ("broken-geometry", "features.1")


def test_stops_outside_every_district_are_counted_in_one_warning(city: City) -> None:
    rows = "".join(f"S{number},11.0305,52.005,03\n" for number in range(2, 10))
    city.replace("offerings/stops", "52.005,03\n", f"52.005,03\n{rows}")
    issue = city.only_issue()
    assert (issue.code, issue.severity) == ("outside-all-districts", Severity.WARNING)
    assert issue.message.startswith("8 Punkte liegen außerhalb aller Gebiete (Zeile 3, 4, 5, 6, 7 …)")


def test_a_stop_far_from_the_district_it_claims_is_an_error(city: City) -> None:
    city.replace("offerings/stops", "52.005,03", "52.005,01")
    assert (city.only_issue().code, city.only_issue().severity) == ("point-outside", Severity.ERROR)


def test_many_wrong_stops_are_five_examples_and_a_count(city: City) -> None:
    rows = "".join(f"S{number},11.025,52.005,01\n" for number in range(2, 10))
    city.replace("offerings/stops", "52.005,03\n", f"52.005,03\n{rows}")
    issues = city.issues()
    assert [issue.row for issue in issues] == [None, 3, 4, 5, 6, 7]
    assert issues[0].message.startswith("8 Punkte liegen außerhalb der Gebiete")


def test_points_are_not_blamed_for_a_faulty_outline(city: City) -> None:
    city.replace("offerings/location_positions", "L1,11.005", "L1,11.015")
    assert city.codes() == ["point-outside"]
    draw(city, draw_strips(STRIPS | {"02": (11.009, 11.02)}))
    assert city.codes() == ["overlap"]


def test_tables_with_points_are_optional(city: City) -> None:
    for file in (city.project / "datapackages/offerings").iterdir():
        file.unlink()
    (city.project / "datapackages/offerings").rmdir()
    assert city.issues() == ()
