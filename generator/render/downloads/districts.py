"""Downloads of one district: its indicators, its offerings, its outline."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import layout
from generator.model import District, Level, OutputFile
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.geojson_files import NO_GEOMETRY, Boundaries, Layer, spell_feature
from generator.render.downloads.observations import ObservationRow, describe_indicators, make_observation_table
from generator.render.downloads.offerings import PRECISIONS, SpelledOffering, make_offering_table
from generator.render.downloads.tables import Edition, Terms, join_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictContent:
    """What the files of a district hold."""

    level: Level
    district: District
    version: str
    """Version of the data."""
    observations: tuple[ObservationRow, ...]
    observation_terms: Terms
    offerings: tuple[SpelledOffering, ...]
    offering_terms: Terms
    """Including those of the positions."""
    boundaries: Boundaries


def render_district_downloads(content: DistrictContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All files of a district."""
    level, district = content.level, content.district
    name = f"{level.name_singular} {district.name}"
    offerings, written = make_offering_table(
        layout.district_download(level, district, "csv", topic="angebote"),
        f"Angebote: {name}",
        content.offerings,
        content.offering_terms,
    )
    observations = make_observation_table(
        layout.district_download(level, district, "csv", topic="kennzahlen"),
        f"Kennzahlen: {name}",
        f"Alle Kennzahlen für das Gebiet {name} zu allen Stichtagen.",
        content.observations,
        content.observation_terms,
    )
    bundle = Bundle(
        name=f"{level.slug}-{district.slug}",
        title=f"{name}: Kennzahlen und Angebote",
        description=" ".join(_describe_district(content)),
        version=content.version,
        page=layout.district_page(district, level),
        tables=(observations, offerings),
        written={offerings.path: written},
        layers=(_make_layer(content, name),),
        sections=(describe_indicators(content.observations),),
        workbook_path=layout.district_download(level, district, "xlsx"),
        archive_path=layout.district_download(level, district, "zip"),
    )
    return render_bundle(bundle, edition)


def _describe_district(content: DistrictContent) -> Iterator[str]:
    """What is in the files, and what readers must know about the cut of the district."""
    level, district = content.level, content.district
    yield f"Kennzahlen, Angebote und Umriss des Gebiets {level.name_singular} {district.name}."
    if level.status_note and district.status == "provisional":
        yield level.status_note
    if district.basis:
        yield f"Grundlage des Zuschnitts: {district.basis}"


def _make_layer(content: DistrictContent, name: str) -> Layer:
    """The outline, then the offerings; ``kind`` tells them apart."""
    level, district = content.level, content.district
    outline = spell_feature(
        district.code,
        content.boundaries.geometries.get(district.code, NO_GEOMETRY),
        {
            "kind": "district",
            "district_code": district.code,
            "name": district.name,
            "level_id": level.id,
            "status": district.status,
            "basis": district.basis or None,
        },
    )
    return Layer(
        path=layout.district_download(level, district, "geojson"),
        title=f"Umriss und Angebote: {name}",
        description=f"Umriss des Gebiets und Lage der Angebote. Genauigkeit (position_precision): {PRECISIONS}",
        features=(outline, *(one.feature for one in sorted(content.offerings, key=lambda one: one.id))),
        terms=join_terms(content.offering_terms, content.boundaries.terms),
    )
