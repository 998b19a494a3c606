"""GeoJSON after RFC 7946: longitude and latitude in WGS 84, one feature per line, terms of use inside the file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from generator.formatting import NIL_SIGN, STATUS_SIGNS
from generator.model import License, ObservationStatus, Outline, Polygons, Source
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
class Layer:
    """Features with all that has to be said about them."""

    path: PurePosixPath
    title: str
    description: str
    features: tuple[str, ...]
    """Each spelled out, on one line."""
    terms: Terms


def prepare_boundaries(outlines: Iterable[Outline], terms: Terms) -> Boundaries:
    """Spell outlines as GeoJSON."""
    return Boundaries({one.district_code: spell_polygons(one.polygons) for one in outlines}, terms)


def spell_polygons(polygons: Polygons) -> str:
    """A Polygon, or a MultiPolygon if there are several."""
    if len(polygons) == 1:
        return spell_json({"type": "Polygon", "coordinates": round_coordinates(polygons[0])})
    return spell_json({"type": "MultiPolygon", "coordinates": round_coordinates(polygons)})


def round_coordinates(coordinates: Any) -> Any:
    """Round all numbers of nested coordinates."""
    if isinstance(coordinates, (int, float)):
        return round(coordinates, DECIMALS)
    return [round_coordinates(part) for part in coordinates]


def _simplify(value: object) -> str | float | None:
    """What JSON knows instead of a cell that it does not know."""
    if isinstance(value, Absent):
        return None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON")


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_simplify)
_BY_LINE = json.JSONEncoder(ensure_ascii=False, separators=("\n", ":"), allow_nan=False, default=_simplify)


def spell_json(value: object) -> str:
    """Compact JSON in readable letters; refuses what JSON does not know."""
    return _COMPACT.encode(value)


def spell_each(values: Sequence[Cell | None]) -> list[str]:
    r"""JSON of every cell, all of them in one go: no JSON has a line break within.

    >>> spell_each(["a\nb", 1.5, True, None]), spell_each([])
    (['"a\\nb"', '1.5', 'true', 'null'], [])
    """
    return _BY_LINE.encode(values)[1:-1].split("\n") if values else []


def find_position_columns(table: Table) -> tuple[str, str] | None:
    """The pair of columns that holds positions."""
    names = set(table.names)
    return next((pair for pair in POSITION_COLUMNS if names.issuperset(pair)), None)


def place_rows(table: Table) -> list[str] | None:
    """A point for every row, where the table has positions."""
    pair = find_position_columns(table)
    if pair is None:
        return None
    columns = table.split_columns()
    longitudes, latitudes = (_spell_coordinates(columns[table.names.index(name)]) for name in pair)
    return [
        f'{{"type":"Point","coordinates":[{longitude},{latitude}]}}' if longitude and latitude else NO_GEOMETRY
        for longitude, latitude in zip(longitudes, latitudes, strict=True)
    ]


def _spell_coordinates(cells: Sequence[Cell]) -> list[str]:
    """Rounded numbers, and nothing for cells without one."""
    numbers = [cell if isinstance(cell, (int, float)) else None for cell in cells]
    spelled = spell_each([None if number is None else round(number, DECIMALS) for number in numbers])
    return ["" if number is None else text for number, text in zip(numbers, spelled, strict=True)]


def make_features(
    table: Table, geometries: Sequence[str], *, first: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, ...]:
    """One feature per row; every feature has the same properties, coordinates stand only in the geometry.

    ``first`` are properties that come before those of the table, the same for every row.
    """
    taken = find_position_columns(table) or ()
    columns = dict(zip(table.names, table.split_columns(), strict=True))
    statuses = _find_status_columns(table)
    spelled: dict[str, Sequence[str]] = {name: [spell_json(text)] * len(table.rows) for name, text in first.items()}
    for name, cells in columns.items():
        if name in taken:
            continue
        spelled[name] = spell_each(cells)
        if name in statuses:
            spelled[name + STATUS_SUFFIX] = spell_each([_find_status(cell) for cell in cells])
            spelled[name + SIGN_SUFFIX] = spell_each([_find_sign(cell) for cell in cells])
    parts = list(spelled.values())
    identifier = ""
    if len(table.primary_key) == 1:
        identifier = '"id":%s,'
        parts.insert(0, spell_each([_identify(cell) for cell in columns[table.primary_key[0]]]))
    names = ",".join(f"{spell_json(name)}:".replace("%", "%%") + "%s" for name in spelled)
    form = f'{{"type":"Feature",{identifier}"properties":{{{names}}},"geometry":%s}}'
    return tuple(form % cells for cells in zip(*parts, geometries, strict=True))


def _identify(cell: Cell) -> str:
    """The identifier of a feature is a text."""
    return str(cell if isinstance(cell, (str, int, float)) else _simplify(cell))


def spell_feature(identifier: str | None, geometry: str, properties: Mapping[str, Any]) -> str:
    """A single feature; its geometry comes spelled."""
    lead = "" if identifier is None else f'"id":{spell_json(identifier)},'
    return f'{{"type":"Feature",{lead}"properties":{spell_json(dict(properties))},"geometry":{geometry}}}'


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


def _find_status(cell: Cell) -> str:
    return str(cell.status if isinstance(cell, Absent) else ObservationStatus.NORMAL)


def _find_sign(cell: Cell) -> str | None:
    """The official sign beside a number that is missing or exactly zero."""
    if isinstance(cell, Absent):
        return STATUS_SIGNS[cell.status]
    return NIL_SIGN if cell == 0 else None


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
    features = ",\n".join(layer.features)
    return f'{spell_json(head)[:-1]},"features":[\n{features}\n]}}\n'.encode()


def spell_licenses(licenses: Iterable[License]) -> list[dict[str, str]]:
    """Licences in the words of Data Package, with the text to show."""
    return [_without_gaps(name=o.name, title=o.title, path=o.path, attribution=o.attribution) for o in licenses]


def spell_sources(sources: Iterable[Source]) -> list[dict[str, str]]:
    """Sources in the words of Data Package."""
    return [_without_gaps(title=one.title, path=one.path) for one in sources]


def _without_gaps(**entries: str | None) -> dict[str, str]:
    return {key: value for key, value in entries.items() if value}
