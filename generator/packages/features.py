"""Reading a GeoJSON file as a list of features; whether geometry makes sense is checked later."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.model import Issue
from generator.packages.files import find_unsafe_texts, parse_json
from generator.packages.findings import make_error


def read_features(content: bytes, path: PurePosixPath) -> tuple[tuple[Mapping[str, Any], ...], tuple[Issue, ...]]:
    """The features of a collection and the findings about its form."""
    collection = parse_json(content, path)
    if isinstance(collection, Issue):
        return (), (collection,)
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        return (), (make_error("geojson-error", path, "Die Datei ist keine „FeatureCollection“. Exportiere sie neu."),)
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        return (), (make_error("geojson-error", path, "Die Liste „features“ fehlt oder ist leer. Exportiere sie neu."),)
    issues = (*_check_crs(collection, path), *_check_features(features, path))
    return tuple(feature for feature in features if isinstance(feature, dict)), issues


def _check_crs(collection: Mapping[str, Any], path: PurePosixPath) -> Iterator[Issue]:
    """RFC 7946 knows only longitude and latitude in WGS 84."""
    crs = collection.get("crs")
    if crs is not None and "CRS84" not in str(crs):
        yield make_error(
            "wrong-crs",
            path,
            "Die Datei nennt ein anderes Bezugssystem als CRS84. Rechne sie in Länge und Breite (WGS 84) um.",
            field="crs",
        )


def _check_features(features: list[Any], path: PurePosixPath) -> Iterator[Issue]:
    """Each feature is an object with properties and geometry, and its texts can be shown."""
    for number, feature in enumerate(features, start=1):
        place = f"features.{number}"
        is_object = isinstance(feature, dict) and feature.get("type") == "Feature"
        if not (
            is_object and isinstance(feature.get("properties"), dict) and isinstance(feature.get("geometry"), dict)
        ):
            message = f"Objekt {number} ist kein „Feature“ mit „properties“ und „geometry“. Ergänze oder lösche es."
            yield make_error("geojson-error", path, message, field=place)
            continue
        for where, character in find_unsafe_texts(feature["properties"]):
            message = f"Objekt {number} enthält ein unsichtbares Zeichen (U+{ord(character):04X}). Lösche es."
            yield make_error("control-character", path, message, field=f"{place}.{where}")
