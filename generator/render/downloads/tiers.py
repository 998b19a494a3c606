"""Downloads about the graded system: places, the districts they serve, criteria, and rooms that could be shared."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator import layout
from generator.indicators.reachability import Span, WalkProfile
from generator.model import District, ObservationStatus, OutputFile
from generator.planning.tiers import SharedPlace, TierReport, Tiers, TierSite
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import DISTRICT, PROFILE_ID, REQUIRED, SIGNS, YEAR_AHEAD
from generator.render.downloads.descriptions import Bundle
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


def _people(name: str, title: str, description: str) -> Column:
    """A column of estimates that may be missing for a reason."""
    return make_column(name, title, description, kind="integer", unit="Personen", signs=SIGNS)


SITE_COLUMNS = (
    make_column("tier_id", "Kennung der Stufe", "Stufe des Orts.", constraints=REQUIRED),
    make_column("service_id", "Kennung des Orts", "Kennung im Datensatz der Angebote.", constraints=REQUIRED),
    make_column("name", "Ort", "Name des Orts.", constraints=REQUIRED),
)
REACH_COLUMNS = (
    *SITE_COLUMNS,
    make_column("status", "Stand", "active, planned, closing oder unconfirmed.", constraints=REQUIRED),
    make_column("is_counted", "gezählt", "Ob der Ort geöffnet und nicht zu lange unbestätigt ist.", kind="boolean"),
    make_column("district_code", "Gebietsschlüssel", "Gebiet, in dem der Ort liegt; leer, wenn nicht bekannt."),
    PROFILE_ID,
    _people("people_low", "in Reichweite, mindestens", "Menschen ab 65, die den Ort sicher zu Fuß erreichen."),
    _people("people_high", "in Reichweite, höchstens", "Menschen ab 65, die den Ort günstigstenfalls erreichen."),
    _people("lost_low", "nur dieser Ort, mindestens", "Menschen ab 65, die keinen anderen Ort der Stufe erreichen."),
    _people("lost_high", "nur dieser Ort, höchstens", "Menschen ab 65, die keinen anderen Ort der Stufe erreichen."),
    make_column(
        "viability",
        "Tragfähigkeit",
        "undecided = keine Grenzen beschlossen, unknown, inside, below, above oder uncertain.",
        constraints=REQUIRED,
    ),
)
FUTURE_COLUMNS = (
    *SITE_COLUMNS,
    YEAR_AHEAD,
    _people("people_low", "in Reichweite, mindestens", "Menschen ab 65, die gut zu Fuß sind; alle Annahmen."),
    _people("people_high", "in Reichweite, höchstens", "Menschen ab 65, die gut zu Fuß sind; alle Annahmen."),
    make_column("viability", "Tragfähigkeit", "Wie in der Tabelle der Orte.", constraints=REQUIRED),
)
SERVED_COLUMNS = (
    *SITE_COLUMNS,
    make_column("district_code", "Gebietsschlüssel", "Gebiet der feinsten Ebene.", constraints=REQUIRED),
    DISTRICT,
    make_column("is_documented", "belegt", "Ob eine Quelle den Ort diesem Gebiet zuordnet.", kind="boolean"),
    _people("people_low", "in Reichweite, mindestens", "Menschen ab 65 aus dem Gebiet, die gut zu Fuß sind."),
    _people("people_high", "in Reichweite, höchstens", "Menschen ab 65 aus dem Gebiet, die gut zu Fuß sind."),
)
CRITERIA_COLUMNS = (
    *SITE_COLUMNS,
    make_column("criterion_id", "Kennung des Kriteriums", "Kennung der Zeile.", constraints=REQUIRED),
    make_column("criterion", "Kriterium", "Worum es geht.", constraints=REQUIRED),
    make_column("is_met", "erfüllt", "yes, no oder unknown.", constraints=REQUIRED),
    make_column("reason", "Grund", "Worauf die Antwort beruht.", constraints=REQUIRED),
)
SHARED_COLUMNS = (
    make_column("service_id", "Kennung", "Kennung im Datensatz der Angebote.", constraints=REQUIRED),
    make_column("name", "Einrichtung", "Name der Einrichtung.", constraints=REQUIRED),
    make_column("district_code", "Gebietsschlüssel", "Gebiet, in dem sie liegt; leer, wenn nicht bekannt."),
    make_column("free_capacity", "freie Räume und Zeiten", "In Worten; leer, wenn nicht bekannt."),
    make_column("suitability", "Eignung", "yes, partial, no oder unknown.", constraints=REQUIRED),
    make_column("step_free", "stufenfrei", "yes, partial, no oder unknown.", constraints=REQUIRED),
    make_column("operator_consent", "Zustimmung des Trägers", "yes, no oder unknown.", constraints=REQUIRED),
    make_column("white_spots", "nahe weiße Flecken", "Nummern, mit Leerzeichen getrennt."),
    make_column("source", "Quelle", "Woher die Angaben stammen; leer, solange nichts erhoben ist."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TiersContent:
    """What the files about the graded system hold."""

    tiers: Tiers
    profiles: tuple[WalkProfile, ...]
    """Empty where no ways are worked out."""
    districts: Mapping[str, District]
    version: str
    """Version of the data."""
    terms: Terms


@dataclass(frozen=True, slots=True)
class _SiteTable:
    """A table with some rows for every place."""

    topic: str
    title: str
    columns: tuple[Column, ...]
    key: str
    """What tells the rows of a place apart."""
    make_rows: Callable[[TiersContent, TierReport, TierSite], Iterator[tuple[Cell, ...]]]


def render_tiers_downloads(content: TiersContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All tables that have rows, a workbook and a zip."""
    tables = (*(_tabulate_sites(content, one) for one in SITE_TABLES), _tabulate_shared(content))
    bundle = Bundle(
        name="stufen",
        title="Abgestuftes System und Tragfähigkeit",
        description="Orte jeder Stufe, wen sie heute und in kommenden Jahren erreichen, und mögliche weitere Räume.",
        version=content.version,
        page=layout.TIERS,
        tables=tuple(one for one in tables if one.rows),
        workbook_path=layout.tiers_download("xlsx"),
        archive_path=layout.tiers_download("zip"),
    )
    return render_bundle(bundle, edition) if bundle.tables else ()


def _tabulate_sites(content: TiersContent, table: _SiteTable) -> Table:
    rows = (
        row
        for report in content.tiers.reports
        for site in report.sites
        for row in table.make_rows(content, report, site)
    )
    return _table(content, table.topic, table.title, table.columns, rows, ("service_id", table.key))


def _tabulate_shared(content: TiersContent) -> Table:
    title = "Andere soziale Einrichtungen für eine gemeinsame Nutzung"
    rows = map(_shared_row, content.tiers.shared)
    return _table(content, "gemeinsame-nutzung", title, SHARED_COLUMNS, rows, ("service_id",))


def _table(
    content: TiersContent,
    topic: str,
    title: str,
    columns: tuple[Column, ...],
    rows: Iterator[tuple[Cell, ...]],
    key: tuple[str, ...],
) -> Table:
    return Table(
        path=layout.tiers_download("csv", topic=topic),
        sheet=topic.replace("-", " ").capitalize(),
        title=title,
        description=f"{title}. Zahlen von Menschen sind geschätzt und auf Zehner gerundet.",
        columns=columns,
        rows=tuple(rows),
        primary_key=key,
        missing_values=("",),
        terms=content.terms,
    )


def _name(report: TierReport, site: TierSite) -> tuple[Cell, ...]:
    return report.tier.id, site.offering.id, site.offering.name


def _reach_rows(content: TiersContent, report: TierReport, site: TierSite) -> Iterator[tuple[Cell, ...]]:
    nothing = Span.absent(ObservationStatus.MISSING)
    for profile in content.profiles:
        people = site.reach.people[profile.id] if site.reach else nothing
        lost = site.reach.people_lost[profile.id] if site.reach else nothing
        yield (
            *_name(report, site),
            site.offering.status,
            site.is_counted,
            text_cell(site.offering.district_code),
            profile.id,
            quantity_cell(people.low),
            quantity_cell(people.high),
            quantity_cell(lost.low),
            quantity_cell(lost.high),
            site.viability.value,
        )


def _future_rows(_: TiersContent, report: TierReport, site: TierSite) -> Iterator[tuple[Cell, ...]]:
    for one in site.future:
        yield (
            *_name(report, site),
            one.year,
            quantity_cell(one.people.low),
            quantity_cell(one.people.high),
            one.viability.value,
        )


def _served_rows(content: TiersContent, report: TierReport, site: TierSite) -> Iterator[tuple[Cell, ...]]:
    reached = site.reach.district_people if site.reach else {}
    for code in sorted({*reached, *site.documented_codes}):
        span = reached.get(code)
        yield (
            *_name(report, site),
            code,
            content.districts[code].name,
            code in site.documented_codes,
            quantity_cell(span.low) if span else BLANK,
            quantity_cell(span.high) if span else BLANK,
        )


def _criteria_rows(_: TiersContent, report: TierReport, site: TierSite) -> Iterator[tuple[Cell, ...]]:
    for one in site.criteria:
        yield (*_name(report, site), one.criterion.id, one.criterion.title, one.truth.value, one.reason)


def _shared_row(place: SharedPlace) -> tuple[Cell, ...]:
    return (
        place.offering.id,
        place.offering.name,
        text_cell(place.offering.district_code),
        text_cell(place.free_capacity),
        place.suitability,
        place.offering.step_free,
        place.consent,
        text_cell(" ".join(str(one.spot.number) for one in place.near) or None),
        text_cell(place.source),
    )


SITE_TABLES = (
    _SiteTable("orte", "Orte des abgestuften Systems und wen sie erreichen", REACH_COLUMNS, "profile_id", _reach_rows),
    _SiteTable("kommende-jahre", "Menschen in Reichweite in kommenden Jahren", FUTURE_COLUMNS, "year", _future_rows),
    _SiteTable("gebiete", "Gebiete, die ein Ort erreicht", SERVED_COLUMNS, "district_code", _served_rows),
    _SiteTable("kriterien", "Kriterien der Stufen je Ort", CRITERIA_COLUMNS, "criterion_id", _criteria_rows),
)
