"""Offerings as rows of a table; each is spelled once for the files of all districts around it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.formatting import format_opening_times
from generator.model import Offering, PositionPrecision, ServiceType, Tier
from generator.render.downloads.columns import (
    LAST_CONFIRMED,
    OFFERING,
    OFFERING_ID,
    ORGANIZATION,
    PHONE,
    REQUIRED,
    SERVICE_TYPE,
    SOURCE_ROW,
    STREET,
    URL,
)
from generator.render.downloads.csv_files import join_lines, spell_lines
from generator.render.downloads.geojson_files import make_features, place_rows
from generator.render.downloads.sheets import SheetRows
from generator.render.downloads.tables import BLANK, Cell, Table, Terms, make_column, text_cell
from generator.render.downloads.workbooks import measure_row, spell_rows
from generator.render.downloads.written import WrittenTable

DECIMALS = {PositionPrecision.EXACT: 6, PositionPrecision.STREET: 4}
"""Decimals of a position: a street is not known to the metre."""
NO_TERMS = Terms(licenses=(), sources=())
PRECISIONS = (
    "exact = Gebäude oder Eingang; street = nur ungefähr, irgendwo an dieser Straße oder an der nächsten Haltestelle; "
    "district = nur das Gebiet ist bekannt; none = unbekannt. Nur bei exact und street steht eine Koordinate."
)
OFFERING_COLUMNS = (
    OFFERING_ID,
    OFFERING,
    make_column("service_type_id", "Kennung der Art", "Kennung der Art des Angebots.", constraints=REQUIRED),
    SERVICE_TYPE,
    make_column("tier", "Stufe", "Stufe im abgestuften System; leer, wenn keine."),
    ORGANIZATION,
    make_column("location_name", "Ort", "Name des Hauses oder Treffpunkts."),
    STREET,
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
    PHONE,
    URL,
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
    LAST_CONFIRMED,
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
    SOURCE_ROW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingRow:
    """An offering with the names it refers to."""

    offering: Offering
    service_type: ServiceType
    tier: Tier | None = None
    district_name: str | None = None


@dataclass(frozen=True, slots=True)
class SpelledOffering:
    """An offering as it stands in every kind of file."""

    id: str
    cells: tuple[Cell, ...]
    line: str
    """In CSV."""
    guarded: tuple[str, ...]
    """Names of the columns in which that differs from its text, lest a spreadsheet runs it."""
    sheet_row: str
    lengths: tuple[int, ...]
    """How long the texts of its cells are."""
    feature: str
    """In GeoJSON."""


def spell_offerings(rows: Iterable[OfferingRow]) -> Mapping[str, SpelledOffering]:
    """Spell offerings, by their ids and in their order."""
    table = _tabulate(
        PurePosixPath(), "", [_make_row(row) for row in sorted(rows, key=lambda row: row.offering.id)], NO_TERMS
    )
    lines = spell_lines(table)
    features = make_features(table, place_rows(table) or (), first={"kind": "offering"})
    spelled = zip(table.rows, lines.texts, spell_rows(table).rows, features, strict=True)
    return {
        str(cells[0]): SpelledOffering(
            id=str(cells[0]),
            cells=cells,
            line=line,
            guarded=tuple(name for name, marks in lines.guarded.items() if marks[number]),
            sheet_row=sheet_row,
            lengths=measure_row(cells),
            feature=feature,
        )
        for number, (cells, line, sheet_row, feature) in enumerate(spelled)
    }


def make_offering_table(
    path: PurePosixPath, title: str, offerings: Sequence[SpelledOffering], terms: Terms
) -> tuple[Table, WrittenTable]:
    """The table of offerings, ordered by their ids, and what is written of it already."""
    ordered = sorted(offerings, key=lambda one: one.id)
    table = _tabulate(path, title, [one.cells for one in ordered], terms)
    file = join_lines(table, [one.line for one in ordered], Counter(name for one in ordered for name in one.guarded))
    sheet = SheetRows([one.sheet_row for one in ordered], [one.lengths for one in ordered])
    return table, WrittenTable(file, sheet)


def _tabulate(path: PurePosixPath, title: str, rows: Sequence[tuple[Cell, ...]], terms: Terms) -> Table:
    return Table(
        path=path,
        sheet="Angebote",
        title=title,
        description="Angebote und Einrichtungen mit Anschrift, Öffnungszeiten, Zugang und Quelle.",
        columns=OFFERING_COLUMNS,
        rows=tuple(rows),
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
