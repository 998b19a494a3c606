"""GeoJSON after RFC 7946: longitude and latitude in WGS 84, one feature per line, terms of use inside the file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from generator.formatting import NIL_SIGN, STATUS_SIGNS
from generator.model import License, ObservationStatus, Outline, Polygons, Position, Source
from generator.render.downloads.tables import Absent, Cell, Edition, Table, Terms

DECIMALS = 6
"""A tenth of a metre; more would only look exact."""
NO_GEOMETRY = "null"
POSITION_COLUMNS = (("longitude", "latitude"), ("lon", "lat"))
STATUS_SUFFIX = "_status"
SIGN_SUFFIX = "_sign"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Outlines of districts, spelled as GeoJSON once for all files that need them."""

    geometries: Mapping[str, str]
    """By district code."""
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A thing with properties and, if it is known, a place."""

    id: str | None = None
    geometry: str = NO_GEOMETRY
    """A GeoJSON geometry, spelled out."""
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Features with all that has to be said about them."""

    path: PurePosixPath
    title: str
    description: str
    features: tuple[Feature, ...]
    terms: Terms


def prepare_boundaries(outlines: Iterable[Outline], terms: Terms) -> Boundaries:
    """Spell outlines as GeoJSON."""
    return Boundaries({one.district_code: spell_polygons(one.polygons) for one in outlines}, terms)


def spell_polygons(polygons: Polygons) -> str:
    """A Polygon, or a MultiPolygon if there are several."""
    if len(polygons) == 1:
        return spell_json({"type": "Polygon", "coordinates": round_coordinates(polygons[0])})
    return spell_json({"type": "MultiPolygon", "coordinates": round_coordinates(polygons)})


def spell_point(position: Position) -> str:
    """A Point.

    >>> spell_point((11.63284, 52.1394399999))
    '{"type":"Point","coordinates":[11.63284,52.13944]}'
    """
    return spell_json({"type": "Point", "coordinates": round_coordinates(position)})


def round_coordinates(coordinates: Any) -> Any:
    """Round all numbers of nested coordinates."""
    if isinstance(coordinates, (int, float)):
        return round(coordinates, DECIMALS)
    return [round_coordinates(part) for part in coordinates]


def spell_json(value: object) -> str:
    """Compact JSON in readable letters; refuses what JSON does not know."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def find_position_columns(table: Table) -> tuple[str, str] | None:
    """The pair of columns that holds positions."""
    names = set(table.names)
    return next((pair for pair in POSITION_COLUMNS if names.issuperset(pair)), None)


def place_rows(table: Table) -> list[str] | None:
    """A point for every row, where the table has positions."""
    pair = find_position_columns(table)
    if pair is None:
        return None
    longitude, latitude = map(table.names.index, pair)
    return [_spell_place(row[longitude], row[latitude]) for row in table.rows]


def _spell_place(longitude: Cell, latitude: Cell) -> str:
    if isinstance(longitude, (int, float)) and isinstance(latitude, (int, float)):
        return spell_point((longitude, latitude))
    return NO_GEOMETRY


def make_features(table: Table, geometries: Sequence[str]) -> tuple[Feature, ...]:
    """One feature per row; every feature has the same properties, coordinates stand only in the geometry."""
    taken = find_position_columns(table) or ()
    statuses = _find_status_columns(table)
    kept = [(position, name, name in statuses) for position, name in enumerate(table.names) if name not in taken]
    key = table.names.index(table.primary_key[0]) if len(table.primary_key) == 1 else None
    features = []
    for row, geometry in zip(table.rows, geometries, strict=True):
        properties: dict[str, Any] = {}
        for position, name, has_status in kept:
            cell = row[position]
            properties[name] = _spell_property(cell)
            if has_status:
                properties[name + STATUS_SUFFIX] = str(
                    cell.status if isinstance(cell, Absent) else ObservationStatus.NORMAL
                )
                properties[name + SIGN_SUFFIX] = _find_sign(cell)
        identifier = None if key is None else str(properties.get(table.names[key]))
        features.append(Feature(id=identifier, geometry=geometry, properties=properties))
    return tuple(features)


def _find_status_columns(table: Table) -> frozenset[str]:
    """Columns where a number is missing for a reason that is told nowhere else."""
    names = set(table.names)
    return frozenset(
        column.field.name
        for position, column in enumerate(table.columns)
        if column.is_numeric
        and column.field.name + STATUS_SUFFIX not in names
        and any(isinstance(row[position], Absent) and row[position].sign for row in table.rows)  # type: ignore[union-attr]
    )


def _find_sign(cell: Cell) -> str | None:
    """The official sign beside a number that is missing or exactly zero."""
    if isinstance(cell, Absent):
        return STATUS_SIGNS[cell.status]
    return NIL_SIGN if cell == 0 else None


def _spell_property(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Absent):
        return None
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def render_geojson(layer: Layer, edition: Edition) -> bytes:
    """A feature collection that carries its own licence, also when it is passed on alone."""
    head = {
        "type": "FeatureCollection",
        "name": layer.path.stem,
        "title": layer.title,
        "description": layer.description,
        "publisher": edition.publisher,
        "edition": edition.date.isoformat(),
        "temporal": layer.terms.temporal,
        "licenses": spell_licenses(layer.terms.licenses),
        "attribution": "; ".join(one.attribution for one in layer.terms.licenses if one.attribution),
        "sources": spell_sources(layer.terms.sources),
        "caveats": list(layer.terms.caveats),
    }
    features = ",\n".join(map(_spell_feature, layer.features))
    return f'{spell_json(head)[:-1]},"features":[\n{features}\n]}}\n'.encode()


def _spell_feature(feature: Feature) -> str:
    identifier = "" if feature.id is None else f'"id":{spell_json(feature.id)},'
    properties = spell_json(dict(feature.properties))
    return f'{{"type":"Feature",{identifier}"properties":{properties},"geometry":{feature.geometry}}}'


def spell_licenses(licenses: Iterable[License]) -> list[dict[str, str]]:
    """Licences in the words of Data Package, with the text to show."""
    return [_without_gaps(name=o.name, title=o.title, path=o.path, attribution=o.attribution) for o in licenses]


def spell_sources(sources: Iterable[Source]) -> list[dict[str, str]]:
    """Sources in the words of Data Package."""
    return [_without_gaps(title=one.title, path=one.path) for one in sources]


def _without_gaps(**entries: str | None) -> dict[str, str]:
    return {key: value for key, value in entries.items() if value}
