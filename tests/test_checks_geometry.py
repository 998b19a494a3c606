"""Boundaries that cannot be right are found, and points that lie elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.model import Severity
from tests.package_builder import STRIPS, City, build_city, draw_strips

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
    assert "‚01‘" in issue.message


def test_swapped_coordinates_of_a_point_are_recognized(city: City) -> None:
    city.replace("offerings/location_positions", "L1,11.005,52.005", "L1,52.005,11.005")
    assert "vertauscht" in city.only_issue().message


def test_a_street_may_miss_its_district_by_150_m_and_then_is_a_warning(city: City) -> None:
    """0.001° of longitude are 69 m here."""
    city.replace("offerings/location_positions", "L2,11.015", "L2,11.022")
    assert city.issues() == ()
    city.replace("offerings/location_positions", "L2,11.022", "L2,11.023")
    assert (city.only_issue().code, city.only_issue().severity) == ("point-outside", Severity.WARNING)


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
