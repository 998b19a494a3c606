"""GeoJSON after RFC 7946: places no finer than known, reasons for gaps, licence inside."""

import json
from typing import Any

from download_samples import (
    CITY_LICENSE,
    CONFIDENTIAL,
    HOSTILE,
    MISSING,
    make_boundaries,
    make_field,
    make_resource,
    render_district,
    render_indicator,
    render_resource,
)

PLACES = (
    make_field("stop_id"),
    make_field("longitude", "number"),
    make_field("latitude", "number"),
    make_field("visit_count", "integer"),
    make_field("note"),
)


def read_features(content: bytes) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in json.loads(content)["features"]}


def render_places(*rows: dict[str, object]) -> bytes:
    return render_resource(make_resource(PLACES, rows, primary_key=("stop_id",), foreign_keys=()))["geojson"]


def test_positions_become_points_with_six_decimals() -> None:
    row = {"stop_id": "h1", "longitude": 11.6284191234, "latitude": 52.13, "visit_count": 0, "note": HOSTILE}
    feature = read_features(render_places(row))["h1"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [11.628419, 52.13]}
    assert feature["properties"] == {"stop_id": "h1", "visit_count": 0, "note": HOSTILE}


def test_a_row_without_position_has_a_null_geometry() -> None:
    row = {"stop_id": "h1", "longitude": MISSING, "latitude": MISSING, "visit_count": 1, "note": "x"}
    assert read_features(render_places(row))["h1"]["geometry"] is None


def test_a_suppressed_number_is_null_with_its_reason_beside_it() -> None:
    shown = {"stop_id": "a", "longitude": 11.0, "latitude": 52.0, "visit_count": 0, "note": "x"}
    hidden = shown | {"stop_id": "b", "visit_count": CONFIDENTIAL}
    features = read_features(render_places(shown, hidden))
    assert features["a"]["properties"]["visit_count"] == 0
    assert features["a"]["properties"]["visit_count_status"] == "normal"
    assert features["b"]["properties"]["visit_count"] is None
    assert features["b"]["properties"]["visit_count_status"] == "confidential"


def test_the_file_carries_its_licence_and_no_other_reference_system() -> None:
    row = {"stop_id": "a", "longitude": 11.0, "latitude": 52.0, "visit_count": 0, "note": "x"}
    collection = json.loads(render_places(row))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    assert collection["licenses"] == [{"name": "DL-DE-BY-2.0", "title": "Datenlizenz", "attribution": "Stadt Kleinau"}]
    assert collection["attribution"] == CITY_LICENSE.attribution


def test_a_table_without_places_has_no_geojson() -> None:
    assert "geojson" not in render_resource(make_resource())


def test_districts_get_their_outlines_and_both_licences() -> None:
    collection = json.loads(render_resource(make_resource(), make_boundaries())["geojson"])
    first, second = collection["features"]
    assert first["geometry"]["type"] == "Polygon"
    assert first["geometry"]["coordinates"][0][2] == [11.1, 52.123457]
    assert second["geometry"] is None
    assert collection["attribution"] == "Stadt Kleinau; © Kartenleute"


def test_a_geojson_resource_keeps_features_and_loses_needless_decimals() -> None:
    feature = {
        "type": "Feature",
        "id": "01",
        "properties": {"name": "=1+1"},
        "geometry": {"type": "LineString", "coordinates": [[11.12345678, 52.0], [11.2, 52.1]]},
    }
    resource = make_resource((), (), format="geojson", features=(feature,), primary_key=(), foreign_keys=())
    files = render_resource(resource)
    assert set(files) == {"geojson", "zip"}
    assert json.loads(files["geojson"])["features"] == [
        feature | {"geometry": {"type": "LineString", "coordinates": [[11.123457, 52.0], [11.2, 52.1]]}}
    ]


def test_the_district_file_has_outline_and_offerings_no_finer_than_known() -> None:
    features = read_features(render_district()["werder.geojson"])
    assert list(features) == ["01", "F001", "F002", "F003"]
    assert features["01"]["properties"]["kind"] == "district"
    assert features["F001"]["geometry"]["coordinates"] == [11.123457, 52.765432]
    assert features["F002"]["geometry"]["coordinates"] == [11.1235, 52.7654]
    assert features["F002"]["properties"]["position_precision"] == "street"
    assert features["F003"]["geometry"] is None


def test_the_indicator_file_has_the_newest_value_of_every_district() -> None:
    features = read_features(render_indicator()["menschen-ab-65.geojson"])
    assert features["01"]["properties"]["reference_date"] == "2025-12-31"
    assert features["01"]["properties"]["value"] == 24.5471
    assert features["01"]["properties"]["level_id"] == "quarter"
    assert features["02"]["properties"]["value"] is None
    assert features["02"]["properties"]["value_status"] == "confidential"


def test_a_column_named_like_a_placeholder_is_a_property_like_others() -> None:
    fields = (make_field("stop_id"), make_field("share_%s"), make_field('a"b'), *PLACES[1:3])
    row = {"stop_id": "h1", "share_%s": "100 %", 'a"b': "%d", "longitude": 11.0, "latitude": 52.0}
    resource = make_resource(fields, (row,), primary_key=("stop_id",), foreign_keys=())
    feature = read_features(render_resource(resource)["geojson"])["h1"]
    assert feature["properties"] == {"stop_id": "h1", "share_%s": "100 %", 'a"b': "%d"}
