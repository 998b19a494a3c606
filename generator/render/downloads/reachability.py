"""Downloads about walking distances: districts, white spots, and what possible places would change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import layout
from generator.indicators.reachability import DistrictReach, Reachability, ReachChange, WhiteSpot
from generator.model import District, OutputFile, Quantity
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import DISTRICT_COLUMNS, PROFILE_ID, REQUIRED, SIGNS, district_cells
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.geojson_files import Layer, make_features, spell_polygons
from generator.render.downloads.tables import (
    BLANK,
    Cell,
    Column,
    Edition,
    Table,
    Terms,
    make_column,
    quantity_cell,
    text_cell,
)

METRES_TO = 10
ALL_ID = "*"
"""Stands for all scenarios; no row of data may be called that."""
SHARE_TO = 1
"""Decimals of a percentage: more would only look exact."""


def _number(name: str, title: str, description: str, unit: str) -> Column:
    """A column of numbers that may be missing for a reason."""
    return make_column(name, title, description, kind="number", unit=unit, signs=SIGNS)


TARGET_COLUMNS = (
    make_column("target_id", "Kennung des Ziels", "Wohin der Weg führt.", constraints=REQUIRED),
    make_column("target", "Ziel", "Wohin der Weg führt, in Worten.", constraints=REQUIRED),
    PROFILE_ID,
    make_column("profile", "Gehgeschwindigkeit", "Wie gut jemand zu Fuß ist.", constraints=REQUIRED),
)
REACH_COLUMNS = (
    *DISTRICT_COLUMNS,
    *TARGET_COLUMNS,
    make_column(
        "limit_m", "Schwelle", "Längster Weg zu Fuß: Minuten mal Gehgeschwindigkeit.", kind="number", unit="Meter"
    ),
    _number("share_low_pct", "Anteil, mindestens", "Anteil der Menschen ab 65 in Reichweite, ungünstig.", "Prozent"),
    _number("share_high_pct", "Anteil, höchstens", "Anteil der Menschen ab 65 in Reichweite, günstig.", "Prozent"),
    _number(
        "share_open_low_pct", "Anteil mit unbestätigten, mindestens", "Mit lange nicht bestätigten Orten.", "Prozent"
    ),
    _number(
        "share_open_high_pct", "Anteil mit unbestätigten, höchstens", "Mit lange nicht bestätigten Orten.", "Prozent"
    ),
    _number(
        "across_border_pct",
        "nur in einem anderen Gebiet",
        "Anteil der Menschen ab 65, die günstigstenfalls nur einen Ort in einem anderen Gebiet erreichen.",
        "Prozent",
    ),
    _number("median_low_m", "mittlerer Weg, mindestens", "Die Hälfte der Menschen ab 65 hat es weiter.", "Meter"),
    _number(
        "median_high_m",
        "mittlerer Weg, höchstens",
        "Die Hälfte der Menschen ab 65 hat es weiter; „…“, wenn sich keine Obergrenze nennen lässt.",
        "Meter",
    ),
    make_column(
        "unknown_population",
        "Menschen ohne bekannten Anteil",
        "Menschen in Zellen, deren Anteil ab 65 geheim oder unbekannt ist; sie machen den Anteil zur Spanne.",
        kind="integer",
        unit="Personen",
    ),
)
SPOT_COLUMNS = (
    make_column("spot_id", "Kennung", "Kennung der ersten Zelle des weißen Flecks.", constraints=REQUIRED),
    make_column("number", "Nummer", "Nummer auf der Karte und in der Liste.", kind="integer", constraints=REQUIRED),
    make_column("district_code", "Gebietsschlüssel", "Gebiet der feinsten Ebene; leer, wenn keines."),
    make_column("district", "Gebiet", "Name des Gebiets."),
    make_column(
        "people_65_plus_estimate",
        "Menschen ab 65, geschätzt",
        "Menschen in den Zellen mal Anteil ab 65 im Gebiet, auf Zehner gerundet.",
        kind="integer",
        unit="Personen",
    ),
    make_column("population", "Menschen", "Menschen in den Zellen nach dem Zensus.", kind="integer", unit="Personen"),
    make_column("cells", "Zellen", "Zahl der Zellen von 100 mal 100 Metern.", kind="integer"),
    _number("distance_m", "mittlerer Weg", "Mindestens so weit hat es die Hälfte der Menschen ab 65.", "Meter"),
    make_column("longitude", "Länge", "Geografische Länge eines Punkts darin.", kind="number", unit="Grad"),
    make_column("latitude", "Breite", "Geografische Breite eines Punkts darin.", kind="number", unit="Grad"),
)
SCENARIO_COLUMNS = (
    make_column("scenario_id", "Gedankenspiel", "Kennung des Gedankenspiels.", constraints=REQUIRED),
    make_column("title", "Titel", "Worum es geht.", constraints=REQUIRED),
    make_column(
        "effect",
        "Wirkung",
        "open = eröffnet, close = schließt, all = alle Gedankenspiele zugleich.",
        constraints=REQUIRED,
    ),
    *DISTRICT_COLUMNS,
    *TARGET_COLUMNS,
    _number("before_low_pct", "heute, mindestens", "Anteil der Menschen ab 65 in Reichweite heute.", "Prozent"),
    _number("before_high_pct", "heute, höchstens", "Anteil der Menschen ab 65 in Reichweite heute.", "Prozent"),
    _number("after_low_pct", "dann, mindestens", "Anteil der Menschen ab 65 in Reichweite danach.", "Prozent"),
    _number("after_high_pct", "dann, höchstens", "Anteil der Menschen ab 65 in Reichweite danach.", "Prozent"),
    _number("gained_low", "mehr in Reichweite, mindestens", "Menschen ab 65, auf Zehner gerundet.", "Personen"),
    _number("gained_high", "mehr in Reichweite, höchstens", "Menschen ab 65, auf Zehner gerundet.", "Personen"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachContent:
    """What the files about walking distances hold."""

    reachability: Reachability
    districts: Mapping[str, District]
    version: str
    """Version of the data."""
    terms: Terms
    scenario_terms: Terms


def render_reach_downloads(content: ReachContent, edition: Edition) -> tuple[OutputFile, ...]:
    """Tables, outlines of the white spots, a workbook and a zip."""
    spots = _spot_table(content)
    layer = Layer(
        path=layout.reach_download("geojson", topic="weisse-flecken"),
        title=spots.title,
        description=spots.description,
        features=make_features(spots, [spell_polygons(one.polygons) for one in content.reachability.white_spots]),
        terms=content.terms,
    )
    tables = (_reach_table(content), spots, *_scenario_tables(content))
    title = "Wege zu Fuß und weiße Flecken"
    bundle = Bundle(
        name="erreichbarkeit",
        title=title,
        description=(
            "Wie viele Menschen ab 65 Jahren Begegnungsorte und Haltestellen zu Fuß erreichen, geschätzt aus "
            "Zensuszellen; Lagen ohne bekannten Begegnungsort in Reichweite; was mögliche Orte ändern würden."
        ),
        version=content.version,
        page=layout.REACHABILITY,
        tables=tables,
        layers=(layer,),
        workbook_path=layout.reach_download("xlsx"),
        archive_path=layout.reach_download("zip"),
    )
    return render_bundle(bundle, edition)


def _share(quantity: Quantity) -> Cell:
    return quantity_cell(quantity if quantity.value is None else Quantity(round(quantity.value, SHARE_TO)))


def _metres(quantity: Quantity) -> Cell:
    if quantity.value is None:
        return quantity_cell(quantity)
    return round(quantity.value / METRES_TO) * METRES_TO


def _reach_table(content: ReachContent) -> Table:
    """One row for each district, target and profile."""
    reach = content.reachability.reach
    rows = [row for key in sorted(reach) for row in _reach_rows(content, reach[key])]
    return Table(
        path=layout.reach_download("csv", topic="gebiete"),
        sheet="Gebiete",
        title="Menschen ab 65 mit Zielen in Reichweite, nach Gebieten",
        description=(
            "Anteil der Menschen ab 65 Jahren, die ein Ziel zu Fuß erreichen, und mittlerer Weg, als Spanne; "
            "geschätzt aus Zensuszellen."
        ),
        columns=REACH_COLUMNS,
        rows=tuple(rows),
        primary_key=("district_code", "target_id", "profile_id"),
        missing_values=("",),
        terms=content.terms,
    )


def _reach_rows(content: ReachContent, reach: DistrictReach) -> Iterator[tuple[Cell, ...]]:
    reachability = content.reachability
    district, target = content.districts[reach.district_code], reachability.target(reach.target_id)
    for profile in reachability.profiles:
        span, open_span = reach.shares_pct[profile.id], reach.shares_open_pct[profile.id]
        yield (
            *district_cells(district),
            target.id,
            target.title,
            profile.id,
            profile.title,
            round(target.limit_m(profile), 1),
            _share(span.low),
            _share(span.high),
            _share(open_span.low),
            _share(open_span.high),
            _share(reach.across_border_pct[profile.id]),
            _metres(reach.median_m.low),
            _metres(reach.median_m.high),
            reach.unknown_population,
        )


def _spot_table(content: ReachContent) -> Table:
    """One row for each white spot."""
    return Table(
        path=layout.reach_download("csv", topic="weisse-flecken"),
        sheet="Weiße Flecken",
        title="Weiße Flecken: Wohnlagen ohne bekannten Begegnungsort in Reichweite",
        description=(
            "Zusammenhängende bewohnte Zellen eines Gebiets, von denen aus auch Menschen, die gut zu Fuß sind, "
            "keinen bekannten Begegnungsort in Reichweite haben."
        ),
        columns=SPOT_COLUMNS,
        rows=tuple(_spot_row(content, one) for one in content.reachability.white_spots),
        primary_key=("spot_id",),
        missing_values=("",),
        terms=content.terms,
    )


def _spot_row(content: ReachContent, spot: WhiteSpot) -> tuple[Cell, ...]:
    district = content.districts.get(spot.district_code or "")
    return (
        spot.id,
        spot.number,
        text_cell(spot.district_code),
        district.name if district else BLANK,
        spot.people,
        spot.inhabitants,
        spot.cell_count,
        _metres(spot.distance_m),
        *spot.label,
    )


def _scenario_tables(content: ReachContent) -> tuple[Table, ...]:
    """What possible places would change, if the city names any."""
    scenarios = content.reachability.scenarios
    if not scenarios:
        return ()
    played = [
        *(((one.id, one.title, "open" if one.is_opening else "close"), one.changes) for one in scenarios),
        ((ALL_ID, "Alle Gedankenspiele zugleich", "all"), content.reachability.all_at_once),
    ]
    return (
        Table(
            path=layout.reach_download("csv", topic="was-waere-wenn"),
            sheet="Was wäre, wenn",
            title="Was wäre, wenn: Wirkung möglicher Orte nach Gebieten",
            description=(
                "Vorher und nachher für jedes Gebiet, in dem sich etwas ändert; jedes Gedankenspiel für sich und, mit "
                f"der Kennung {ALL_ID}, alle zugleich."
            ),
            columns=SCENARIO_COLUMNS,
            rows=tuple(
                row for lead, changes in played for change in changes for row in _scenario_rows(content, lead, change)
            ),
            primary_key=("scenario_id", "district_code", "target_id", "profile_id"),
            missing_values=("",),
            terms=content.scenario_terms,
        ),
    )


def _scenario_rows(
    content: ReachContent, lead: tuple[str, str, str], change: ReachChange
) -> Iterator[tuple[Cell, ...]]:
    reachability = content.reachability
    district, target = content.districts[change.district_code], reachability.target(change.target_id)
    for profile in reachability.profiles:
        before, after = change.before_pct[profile.id], change.after_pct[profile.id]
        gained = change.people_gained[profile.id]
        yield (
            *lead,
            *district_cells(district),
            target.id,
            target.title,
            profile.id,
            profile.title,
            _share(before.low),
            _share(before.high),
            _share(after.low),
            _share(after.high),
            quantity_cell(gained.low),
            quantity_cell(gained.high),
        )
