"""Downloads of one district: its indicators, its offerings, its outline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_opening_times
from generator.model import District, Level, Offering, OutputFile, PositionPrecision, ServiceType, Tier
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.geojson_files import (
    NO_GEOMETRY,
    Boundaries,
    Layer,
    make_features,
    place_rows,
    spell_feature,
)
from generator.render.downloads.observations import ObservationRow, describe_indicators, make_observation_table
from generator.render.downloads.tables import BLANK, Cell, Edition, Table, Terms, join_terms, make_column, text_cell

DECIMALS = {PositionPrecision.EXACT: 6, PositionPrecision.STREET: 4}
"""Decimals of a position: a street is not known to the metre."""
REQUIRED = {"required": True}
PRECISIONS = (
    "exact = Gebäude oder Eingang; street = nur ungefähr, irgendwo an dieser Straße oder an der nächsten Haltestelle; "
    "district = nur das Gebiet ist bekannt; none = unbekannt. Nur bei exact und street steht eine Koordinate."
)
OFFERING_COLUMNS = (
    make_column("offering_id", "Kennung", "Kennung des Angebots.", constraints={**REQUIRED, "unique": True}),
    make_column("name", "Name", "Name des Angebots.", constraints=REQUIRED),
    make_column("service_type_id", "Kennung der Art", "Kennung der Art des Angebots.", constraints=REQUIRED),
    make_column("service_type", "Art", "Art des Angebots.", constraints=REQUIRED),
    make_column("tier", "Stufe", "Stufe im abgestuften System; leer, wenn keine."),
    make_column("organization", "Träger", "Wer das Angebot trägt."),
    make_column("location_name", "Ort", "Name des Hauses oder Treffpunkts."),
    make_column("street", "Straße und Hausnummer", "Anschrift, wie die Quelle sie nennt."),
    make_column("postal_code", "Postleitzahl", "Postleitzahl, Text."),
    make_column(
        "is_postal_code_derived",
        "Postleitzahl abgeleitet",
        "true, wenn die Postleitzahl nicht in der Quelle stand, sondern aus der Anschrift abgeleitet ist.",
        kind="boolean",
    ),
    make_column("city", "Stadt", "Stadt der Anschrift."),
    make_column("district_code", "Gebietsschlüssel", "Gebiet der feinsten Ebene, in dem das Angebot liegt."),
    make_column("district", "Gebiet", "Name dieses Gebiets."),
    make_column(
        "district_basis",
        "Grundlage der Zuordnung",
        "source = die Quelle nennt das Gebiet; derived = aus Anschrift oder Lage abgeleitet; unknown = unbekannt.",
    ),
    make_column("longitude", "Länge", "Geografische Länge (WGS 84).", kind="number", unit="Grad"),
    make_column("latitude", "Breite", "Geografische Breite (WGS 84).", kind="number", unit="Grad"),
    make_column("position_precision", "Genauigkeit der Lage", PRECISIONS, constraints=REQUIRED),
    make_column(
        "position_radius_m",
        "Unschärfe der Lage",
        "So weit kann der Ort von der Koordinate entfernt sein; leer, wenn die Lage genau oder das unbekannt ist.",
        kind="number",
        unit="Meter",
    ),
    make_column("position_source", "Quelle der Lage", "Woher die Koordinate stammt."),
    make_column("opening_hours", "Öffnungszeiten", "Öffnungszeiten, soweit sie sich eindeutig lesen lassen."),
    make_column("opening_note", "Öffnungszeiten im Wortlaut", "Öffnungszeiten, wie die Quelle sie nennt."),
    make_column("phone", "Telefon", "Telefonnummer, Text."),
    make_column("url", "Internet", "Adresse im Internet."),
    make_column("email", "E-Mail", "E-Mail-Adresse der Einrichtung."),
    make_column(
        "step_free", "Stufenlos erreichbar", "yes = ja; partial = teilweise; no = nein; unknown = nicht bekannt."
    ),
    make_column("accessibility_note", "Zur Barrierefreiheit", "Was die Quelle zum Zugang sagt."),
    make_column(
        "status",
        "Stand",
        "active = besteht; planned = geplant; closing = Ende angekündigt; closed = beendet; unconfirmed = unbestätigt.",
    ),
    make_column("status_note", "Zum Stand", "Erläuterung zum Stand."),
    make_column("note", "Hinweis", "Was sonst noch wichtig ist."),
    make_column("confidence", "Verlässlichkeit", "high = hoch; medium = mittel; low = gering."),
    make_column("last_confirmed", "Zuletzt bestätigt", "Jahr, Monat oder Tag: so genau, wie es bekannt ist."),
    make_column("confirmed_by", "Bestätigt von", "Rolle, nie ein Name; leer, wenn nur Quellen es belegen."),
    make_column(
        "is_stale",
        "Zu lange nicht bestätigt",
        "true, wenn die letzte Bestätigung zum Datenstand zu lange zurückliegt oder ihr Datum fehlt; solche Angebote "
        "zählen in den Kennzahlen nicht mit.",
        kind="boolean",
        constraints=REQUIRED,
    ),
    make_column("source", "Quelle", "Woher die Angaben stammen."),
    make_column("source_urls", "Fundstellen", "Adressen der Quellen, durch Leerzeichen getrennt."),
    make_column(
        "source_row",
        "Zeile im Datensatz",
        "Datensatz und Zeile der Datei; die Kopfzeile ist Zeile 1.",
        constraints=REQUIRED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingRow:
    """An offering with the names it refers to."""

    offering: Offering
    service_type: ServiceType
    tier: Tier | None = None
    district_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictContent:
    """What the files of a district hold."""

    level: Level
    district: District
    version: str
    """Version of the data."""
    observations: tuple[ObservationRow, ...]
    observation_terms: Terms
    offerings: tuple[OfferingRow, ...]
    offering_terms: Terms
    """Including those of the positions."""
    boundaries: Boundaries


def render_district_downloads(content: DistrictContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All files of a district."""
    level, district = content.level, content.district
    name = f"{level.name_singular} {district.name}"
    offerings = make_offering_table(
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
        layers=(_make_layer(content, offerings, name),),
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


def make_offering_table(path: PurePosixPath, title: str, rows: Sequence[OfferingRow], terms: Terms) -> Table:
    """The table of offerings, ordered by their ids."""
    return Table(
        path=path,
        sheet="Angebote",
        title=title,
        description="Angebote und Einrichtungen mit Anschrift, Öffnungszeiten, Zugang und Quelle.",
        columns=OFFERING_COLUMNS,
        rows=tuple(_make_row(row) for row in sorted(rows, key=lambda row: row.offering.id)),
        primary_key=("offering_id",),
        missing_values=("",),
        terms=terms,
    )


def _make_row(row: OfferingRow) -> tuple[Cell, ...]:
    one = row.offering
    longitude, latitude = _place(one)
    return (
        one.id,
        one.name,
        one.service_type_id,
        row.service_type.title,
        text_cell(row.tier.title if row.tier else None),
        text_cell(one.organization),
        text_cell(one.location_name),
        text_cell(one.street),
        text_cell(one.postal_code),
        one.is_postal_code_derived if one.postal_code else BLANK,
        text_cell(one.city),
        text_cell(one.district_code),
        text_cell(row.district_name),
        text_cell(one.district_basis),
        longitude,
        latitude,
        str(one.precision),
        BLANK if one.position_radius_m is None else one.position_radius_m,
        text_cell(one.position_source),
        text_cell("; ".join(format_opening_times(one.opening_times))),
        text_cell(one.opening_note),
        text_cell(one.phone),
        text_cell(one.url),
        text_cell(one.email),
        text_cell(one.step_free),
        text_cell(one.accessibility_note),
        text_cell(one.status),
        text_cell(one.status_note),
        text_cell(one.note),
        text_cell(one.confidence),
        text_cell(one.last_confirmed),
        text_cell(one.confirmed_by),
        one.is_stale,
        text_cell(one.source),
        text_cell(" ".join(one.source_urls)),
        f"{one.resource_id}: {one.line}",
    )


def _place(offering: Offering) -> tuple[Cell, Cell]:
    """The position, no finer than it is known."""
    decimals = DECIMALS.get(offering.precision)
    if offering.position is None or decimals is None:
        return BLANK, BLANK
    longitude, latitude = offering.position
    return round(longitude, decimals), round(latitude, decimals)


def _make_layer(content: DistrictContent, offerings: Table, name: str) -> Layer:
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
        features=(outline, *make_features(offerings, place_rows(offerings) or (), first={"kind": "offering"})),
        terms=join_terms(content.offering_terms, content.boundaries.terms),
    )
