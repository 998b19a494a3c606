"""Downloads of a dataset, as the package holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator import layout
from generator.formatting import STATUS_SIGNS
from generator.model import SIGN_STATUS, Field, ObservationStatus, OutputFile, Package, Resource, Row
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.csv_files import CsvFile, render_csv
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.geojson_files import (
    NO_GEOMETRY,
    Boundaries,
    Layer,
    make_features,
    place_rows,
    render_geojson,
    round_coordinates,
    spell_feature,
    spell_json,
)
from generator.render.downloads.tables import (
    NUMERIC_TYPES,
    TEXT_TYPE,
    Absent,
    Cell,
    Column,
    Edition,
    Table,
    Terms,
    check_types,
    join_terms,
)
from generator.render.downloads.written import WrittenTable

DISTRICT_KEY = ("district_code",)
SHEET = "Daten"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedResource:
    """A dataset as a table or as a layer, with the file that holds what may be public of it."""

    resource: Resource
    part: Table | Layer
    table_file: CsvFile | None
    """The rendered table; ``None`` for layers."""
    released: OutputFile


def prepare_resource(resource: Resource, edition: Edition) -> PreparedResource:
    """Render the one file of a dataset that all other files can be made from."""
    terms = Terms(
        licenses=resource.licenses,
        sources=resource.sources,
        temporal=resource.temporal,
        caveats=resource.caveats,
        datasets=(resource.id,),
    )
    part: Table | Layer
    if resource.format == "geojson":
        table_file = None
        part = _make_layer(resource, tuple(map(_copy_feature, resource.features)), terms)
        content = render_geojson(part, edition)
    else:
        part = _make_table(resource, terms)
        table_file = render_csv(part)
        content = table_file.content
    released = OutputFile(path=part.path, content=content, datasets=terms.datasets)
    return PreparedResource(resource=resource, part=part, table_file=table_file, released=released)


def render_resource_downloads(
    package: Package, prepared: PreparedResource, edition: Edition, *, boundaries: Boundaries | None = None
) -> tuple[OutputFile, ...]:
    """All files of a dataset; a table with one row per district gets the outlines if ``boundaries`` are given."""
    resource, part = prepared.resource, prepared.part
    bundle = Bundle(
        name=f"{package.name}-{resource.name}",
        title=resource.title,
        description=resource.description,
        version=package.version,
        page=layout.resource_page(package.name, resource.name),
        archive_path=layout.resource_download(package.name, resource.name, "zip"),
    )
    if isinstance(part, Layer):
        return render_bundle(replace(bundle, layers=(part,)), edition)
    return render_bundle(
        replace(
            bundle,
            tables=(part,),
            written={part.path: WrittenTable(prepared.table_file)} if prepared.table_file else {},
            layers=_place_table(resource, part, boundaries),
            workbook_path=layout.resource_download(package.name, resource.name, "xlsx"),
        ),
        edition,
    )


def _make_table(resource: Resource, terms: Terms) -> Table:
    columns = _make_columns(resource)
    check_types(resource.id, columns)
    signs = {column.field.name: _choose_signs(column) for column in columns}
    names = tuple(signs)
    return Table(
        path=layout.resource_download(resource.package, resource.name, "csv"),
        sheet=SHEET,
        title=resource.title,
        description=resource.description,
        columns=columns,
        rows=tuple(_read_row(row, names, signs) for row in resource.rows),
        primary_key=resource.primary_key,
        foreign_keys=tuple(
            replace(key, package=key.package or resource.package) if key.resource else key
            for key in resource.foreign_keys
        ),
        missing_values=resource.missing_values,
        terms=terms,
    )


def _make_columns(resource: Resource) -> tuple[Column, ...]:
    """Fields with the signs declared for them, or for the whole table."""
    declared: Mapping[str, Any] = {
        one["name"]: one["missingValues"]
        for one in resource.descriptor.get("schema", {}).get("fields", [])
        if "missingValues" in one
    }
    return tuple(
        _make_column(field, tuple(declared.get(field.name, resource.missing_values))) for field in resource.fields
    )


def _make_column(field: Field, signs: tuple[str, ...]) -> Column:
    """A column; texts may be blank even where a table declares other signs only."""
    blank = ("",) if field.type == TEXT_TYPE and "" not in signs else ()
    return Column(field=field, missing_values=(*signs, *blank))


def _choose_signs(column: Column) -> Mapping[ObservationStatus, Absent]:
    """The sign that stands for each reason in a column.

    A blank and ``…`` mean the same; where a column may hold both, numbers get the sign and texts stay blank.
    """
    is_numeric = column.field.type in NUMERIC_TYPES
    found: dict[ObservationStatus, Absent] = {}
    for sign in sorted(column.missing_values, key=lambda sign: (sign == "") is is_numeric):
        status = SIGN_STATUS[sign]
        found.setdefault(status, Absent(sign, status))
    return found


def _read_row(
    row: Row, names: Sequence[str], signs: Mapping[str, Mapping[ObservationStatus, Absent]]
) -> tuple[Cell, ...]:
    """The cells of a row; most rows have all of them."""
    if not row.signs:
        return tuple(map(row.values.__getitem__, names))
    return tuple([_read_cell(row, name, signs[name]) for name in names])


def _read_cell(row: Row, name: str, signs: Mapping[ObservationStatus, Absent]) -> Cell:
    value: Cell | None = row.values[name]
    if value is not None:
        return value
    return signs.get(row.signs[name]) or Absent(STATUS_SIGNS[row.signs[name]], row.signs[name])


def _place_table(resource: Resource, table: Table, boundaries: Boundaries | None) -> tuple[Layer, ...]:
    """The table as a layer, if its rows have a place."""
    if boundaries is not None and table.primary_key == DISTRICT_KEY:
        codes = [str(row[table.names.index(*DISTRICT_KEY)]) for row in table.rows]
        geometries = [boundaries.geometries.get(code, NO_GEOMETRY) for code in codes]
        terms = join_terms(table.terms, boundaries.terms)
        return (_make_layer(resource, make_features(table, geometries), terms),)
    places = place_rows(table)
    return () if places is None else (_make_layer(resource, make_features(table, places), table.terms),)


def _make_layer(resource: Resource, features: tuple[str, ...], terms: Terms) -> Layer:
    return Layer(
        path=layout.resource_download(resource.package, resource.name, "geojson"),
        title=resource.title,
        description=resource.description,
        features=features,
        terms=terms,
    )


def _copy_feature(feature: Mapping[str, Any]) -> str:
    """A feature of the package; its geometry is only rounded."""
    geometry = feature.get("geometry")
    identifier = feature.get("id")
    spelled = NO_GEOMETRY
    if geometry is not None:
        spelled = spell_json({"type": geometry["type"], "coordinates": round_coordinates(geometry["coordinates"])})
    return spell_feature(None if identifier is None else str(identifier), spelled, feature.get("properties") or {})
