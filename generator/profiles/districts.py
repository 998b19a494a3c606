"""The page of a district, and the list of the districts of a level."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import describe_absence, format_date, format_list, format_number, format_quantity
from generator.indicators.definition import Indicator
from generator.model import District, Level, Observation, ObservationStatus
from generator.plain import say_count, start_sentence
from generator.profiles.allocation_districts import AllocationView, view_allocation
from generator.profiles.atlas import Atlas, is_signed
from generator.profiles.chain import ChainSection, profile_chain_section
from generator.profiles.charts import AgeView, BarsView, SeriesView, profile_ages, profile_comparison, profile_series
from generator.profiles.downloads import view_downloads
from generator.profiles.needs_district import DistrictNeeds, profile_district_needs
from generator.profiles.notable import NotableSection, profile_notable
from generator.profiles.offering_list import link_list
from generator.profiles.offering_notes import MAX_LISTED, describe_excess, list_notes
from generator.profiles.offering_views import (
    OfferingView,
    make_marker,
    number_offerings,
    offerings_of,
    sort_offerings,
    view_offering,
)
from generator.profiles.overview import LegendView, PanelsView, profile_legend, profile_overview, profile_panels
from generator.profiles.participation import ParticipationSection, profile_participation_section
from generator.profiles.planning import MeasureView, NeedView, measures_of, needs_of, view_measure, view_need
from generator.profiles.projection import ProjectionSection, profile_projection_section
from generator.profiles.reach_section import ReachSection, profile_reach_section
from generator.profiles.tables import list_districts, list_figures, list_parts
from generator.profiles.tiers import TiersSection, profile_tiers_section
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import (
    AreaMapView,
    DownloadView,
    Fact,
    Files,
    Link,
    MapView,
    MarkerMapView,
    PageMeta,
    PagerView,
    SourceView,
    TableView,
    TwinView,
    full_name,
    page_through,
)

FACTS = ("population_65_plus", "share_65_plus", "change_65_plus_pct", "population")
"""Key figures at the top of a page, in this order, as far as the city has them."""
SERIES = ("population_65_plus", "population")
"""Indicators that are drawn over the years."""
NOT_CONFIRMED = "lange nicht bestätigt oder ohne Datum des Belegs"
LIST_ANCHOR = "liste"
"""Element id of the table on the page of a level."""
OTHER_SOURCES = (
    "districts/boundaries",
    "demographics/city_single_years",
    "demographics/city_forecast_65_plus",
    "offerings/tiers",
    "offerings/locations",
    "offerings/location_positions",
    "offerings/stops",
    "planning/needs",
    "planning/measures",
    "participation/events",
    "participation/findings",
)
"""Datasets that a district page shows beside those of its indicators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictPage:
    """Everything on the page of a district."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None
    """The same page in plain German; ``None`` where a city has none."""
    district: District
    kicker: str
    lead: tuple[str, ...]
    status_notes: tuple[str, ...]
    """What readers must know about the cut; empty for official districts."""
    facts: tuple[Fact, ...]
    notable: NotableSection | None
    """What is unusual here; ``None`` for the city itself and where a city compares nothing."""
    chain: ChainSection | None
    """From need to status in six sentences; ``None`` where a city has no record of either."""
    ages: AgeView | None
    series: tuple[SeriesView, ...]
    comparison: BarsView | None
    figures: TableView
    parts: TableView | None
    map: MapView
    offerings: tuple[OfferingView, ...]
    excess: str
    """Why there are offerings, but no list of them; empty where there is a list or nothing to list."""
    paper_list: Link | None
    """The same offerings to be printed."""
    offering_notes: tuple[str, ...]
    supply: TableView | None
    reach: ReachSection | None
    """Walking distances, if the city has census cells."""
    projection: ProjectionSection | None
    """Years to come, if the city has data for them."""
    tiers: TiersSection | None
    """Places of the graded system, if the city has one."""
    computed: DistrictNeeds | None
    """What the rules say; ``None`` where they are not asked, such as for the whole city."""
    needs: tuple[NeedView, ...]
    measures: tuple[MeasureView, ...]
    participation: ParticipationSection | None
    """What was said here or about the district; ``None`` where nothing is known."""
    allocation: AllocationView | None
    """What the district would get of a shared budget; ``None`` on levels that share none."""
    planning: Link | None
    """Where needs and measures of the whole city stand; ``None`` on the city's own page."""
    parent: Link | None
    neighbours: tuple[Link, ...]
    pager: PagerView
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPage:
    """The list of the districts of a level."""

    path: PurePosixPath
    meta: PageMeta
    level: Level
    lead: str
    status_note: str
    drawing: AreaMapView
    legend: LegendView | None
    panels: PanelsView | None
    """The same years for every district; ``None`` where they are not known."""
    districts: TableView
    sources: tuple[SourceView, ...]


def profile_districts(atlas: Atlas, files: Files, districts: Iterable[District]) -> tuple[DistrictPage, ...]:
    """A page for each of these districts."""
    return tuple(_profile_district(atlas, one, atlas.geography.level_of(one), files) for one in districts)


def profile_levels(atlas: Atlas) -> tuple[LevelPage, ...]:
    """A list for every level below the city."""
    return tuple(_profile_level(atlas, level) for level in atlas.geography.levels[1:])


def _profile_district(atlas: Atlas, district: District, level: Level, files: Files) -> DistrictPage:
    """One page."""
    page = layout.district_page(district, level)
    parent = atlas.geography.districts.get(district.parent_code or "")
    numbered = number_offerings(sort_offerings(atlas, offerings_of(atlas, district)))
    excess = describe_excess(atlas, len(numbered))
    facts = tuple(_fact(atlas, page, district, one) for one in FACTS if one in atlas.results.ids)
    return DistrictPage(
        path=page,
        meta=_meta(page, district, level),
        twin=view_plain_twin(atlas, page),
        district=district,
        kicker=f"{level.name_singular} {district.number}".strip(),
        lead=_lead(atlas, district),
        status_notes=tuple(note for note in (_status_note(district), level.status_note) if note),
        facts=facts,
        notable=profile_notable(atlas, page, district),
        chain=profile_chain_section(atlas, page, district),
        ages=profile_ages(atlas, district),
        series=tuple(
            profile_series(atlas, district, one)
            for one in ("population_65_plus", "population")
            if one in atlas.results.ids
        ),
        comparison=profile_comparison(atlas, district),
        figures=list_figures(atlas, page, district, supply=False),
        parts=list_parts(atlas, page, district),
        map=_map(atlas, page, district, len(numbered)),
        offerings=() if excess else tuple(view_offering(atlas, page, number, one) for number, one in numbered),
        excess=excess,
        paper_list=link_list(atlas, page, district),
        offering_notes=list_notes(atlas, offerings_of(atlas, district)),
        supply=list_figures(atlas, page, district, supply=True) if atlas.catalog.offerings else None,
        reach=profile_reach_section(atlas, page, district),
        projection=profile_projection_section(atlas, page, district),
        tiers=profile_tiers_section(atlas, page, district),
        computed=profile_district_needs(atlas, page, district),
        needs=tuple(view_need(atlas, page, one) for one in needs_of(atlas, district.code)),
        measures=tuple(view_measure(atlas, page, one) for one in measures_of(atlas, district.code)),
        participation=profile_participation_section(atlas, page, district.code),
        allocation=view_allocation(atlas, page, district),
        planning=_planning_link(atlas, page) if parent else None,
        parent=atlas.district_link(page, parent) if parent else None,
        neighbours=tuple(
            atlas.district_link(page, atlas.geography.districts[code]) for code in district.neighbour_codes
        ),
        pager=_pager(atlas, page, district, level),
        downloads=view_downloads(
            page,
            (
                layout.dossier(level, district),
                *layout.district_downloads(level, district),
                *layout.district_cards(level, district),
            ),
            files,
        ),
        sources=_sources(atlas, page),
    )


def profile_map(atlas: Atlas, district: District) -> MarkerMapView:
    """The map of offerings of a district."""
    level = atlas.geography.level_of(district)
    page = layout.district_page(district, level)
    numbered = number_offerings(sort_offerings(atlas, offerings_of(atlas, district)))
    return MarkerMapView(
        level=level,
        district=district,
        markers=tuple(make_marker(atlas, number, one) for number, one in numbered)
        if len(numbered) <= MAX_LISTED
        else (),
        map=_map(atlas, page, district, len(numbered)),
        page=page,
    )


def _meta(page: PurePosixPath, district: District, level: Level) -> PageMeta:
    """Title, description and the way here."""
    crumbs = [Link(text="Start", href=layout.relative_url(page, layout.START))]
    if level.sort_order > 1:
        crumbs.append(Link(text=level.name_plural, href=layout.relative_url(page, layout.level_page(level))))
    topics = "Bevölkerung, Angebote, Bedarfe und Maßnahmen für ältere Menschen"
    name = full_name(district, level)
    return PageMeta(
        title=name,
        description=f"{name}: {topics}, mit Karte, Quellen und Daten.",
        crumbs=tuple(crumbs),
    )


def _lead(atlas: Atlas, district: District) -> tuple[str, ...]:
    """Sentences before numbers: who lives here, and what the district is made of."""
    results = atlas.results
    sentences = []
    if "population" in results.ids:
        people = results.latest("population", district.code)
        if people.value is None:
            sentences.append(f"Wie viele Menschen {district.where} leben, ist nicht veröffentlicht.")
        elif people.value == 0:
            sentences.append(f"{start_sentence(district.where)} ist niemand mit Hauptwohnung gemeldet.")
        else:
            verb = "lebt" if people.value == 1 else "leben"
            inhabitants = say_count(int(people.value), "Mensch", "Menschen")
            sentences.append(f"{start_sentence(district.where)} {verb} {inhabitants}.")
            sentences.extend(_older_people(atlas, district))
    if district.part_codes and district.code != atlas.geography.city.code:
        parts = [atlas.geography.districts[code] for code in district.part_codes]
        plural = atlas.geography.level_of(parts[0]).name_plural if len(parts) > 1 else ""
        if len(parts) > 1:
            sentences.append(f"Zum Gebiet gehören die {plural} {format_list([one.name for one in parts])}.")
        else:
            sentences.append(
                f"Zum Gebiet gehört ein {atlas.geography.level_of(parts[0]).name_singular}: {parts[0].name}."
            )
    return tuple(sentences)


def _older_people(atlas: Atlas, district: District) -> tuple[str, ...]:
    """How many of them are 65 or older, or why that is not said."""
    if "population_65_plus" not in atlas.results.ids:
        return ()
    older = atlas.results.latest("population_65_plus", district.code)
    if older.value is not None:
        return (f"{format_number(older.value)} von ihnen sind 65 Jahre oder älter.",)
    if older.status is not ObservationStatus.CONFIDENTIAL:
        return ("Wie viele von ihnen 65 Jahre oder älter sind, ist nicht bekannt.",)
    hidden = [
        atlas.geography.districts[cell.district_code].name
        for cell in older.evidence
        if cell.quantity.status is ObservationStatus.CONFIDENTIAL and cell.district_code != district.code
    ]
    if hidden:
        return (
            "Wie viele von ihnen 65 Jahre oder älter sind, wird hier nicht ausgewiesen: Für "
            f"{format_list(hidden)} wird die Zahl geheim gehalten, weil dort nur wenige Menschen leben.",
        )
    return (
        "Wie viele von ihnen 65 Jahre oder älter sind, wird geheim gehalten, "
        "damit niemand in kleinen Gruppen erkannt werden kann.",
    )


def _status_note(district: District) -> str:
    """What the cut of this district rests on."""
    if district.status == "official" or not district.basis:
        return ""
    word = "belegt" if district.status == "documented" else "vorläufig"
    return f"Zuschnitt {word}: {district.basis.rstrip('.')}."


def _fact(atlas: Atlas, page: PurePosixPath, district: District, indicator_id: str) -> Fact:
    """A key figure with the city's number for comparison."""
    indicator = atlas.results.indicator(indicator_id)
    city = atlas.geography.city
    observation = atlas.results.latest(indicator_id, district.code)
    compared = atlas.results.latest(indicator_id, city.code)
    is_comparable = bool(indicator.unit) and district.code != city.code
    return Fact(
        value=atlas.view(page, observation),
        label=indicator.short_title,
        comparison=f"{city.name}: {_say(indicator, compared)}" if is_comparable else "",
        date=format_date(observation.reference_date),
    )


def _say(indicator: Indicator, observation: Observation) -> str:
    """A number for a line of text, or in words why there is none."""
    if observation.value is None:
        return describe_absence(observation.status)
    return format_quantity(observation, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))


def _map(atlas: Atlas, page: PurePosixPath, district: District, count: int) -> MapView:
    """The map of offerings."""
    drawn = [one for one in offerings_of(atlas, district) if one.position is not None]
    if count > MAX_LISTED:
        return _name_map(
            atlas,
            page,
            district,
            f"Die Karte zeigt das Gebiet ohne seine {format_number(count)} Angebote: Für eine Karte sind es zu viele.",
        )
    grey = f" Grau: {NOT_CONFIRMED}." if any(one.is_stale for one in drawn) else ""
    return _name_map(
        atlas,
        page,
        district,
        f"Die Karte zeigt {len(drawn)} von {count} erfassten Angeboten. Die Nummern sind dieselben wie in der Liste; "
        f"was keine belegte Lage hat, steht nur dort.{grey}",
    )


def _name_map(atlas: Atlas, page: PurePosixPath, district: District, summary: str) -> MapView:
    """Where the map of a district lies, and what it shows."""
    level = atlas.geography.level_of(district)
    return MapView(
        title=f"Karte der Angebote: {full_name(district, level)}",
        summary=summary,
        picture_href=layout.relative_url(page, layout.district_picture(level, district)),
        map_href=layout.relative_url(page, layout.district_map(level, district)),
        attribution=_map_attribution(atlas),
        skip_anchor="nach-der-karte",
    )


def _map_attribution(atlas: Atlas) -> str:
    """Whom maps have to name."""
    used = ("districts/boundaries", "offerings/location_positions", "offerings/stops")
    found = [one for package in atlas.packages for one in package.resources if one.id in used]
    return "; ".join(dict.fromkeys(one.licenses[0].attribution or one.licenses[0].title for one in found))


def _planning_link(atlas: Atlas, page: PurePosixPath) -> Link | None:
    """Link to what concerns the whole city, if the city has any record."""
    if not (atlas.planning.needs or atlas.planning.measures):
        return None
    text = f"Bedarfe und Maßnahmen für ganz {atlas.geography.city.name}"
    return Link(text=text, href=layout.relative_url(page, layout.PLANNING))


def _pager(atlas: Atlas, page: PurePosixPath, district: District, level: Level) -> PagerView:
    """Previous and next district of the level."""
    siblings = atlas.geography.districts_on(level)
    position = atlas.geography.place_of(district)
    start = max(position - 1, 0)
    links = [atlas.district_link(page, one) for one in siblings[start : position + 2]]
    return page_through(links, position - start)


def _sources(atlas: Atlas, page: PurePosixPath) -> tuple[SourceView, ...]:
    """Every dataset that feeds a district page."""
    ids = [one for indicator in atlas.results.indicators for one in indicator.resource_ids]
    return atlas.view_sources(page, (*ids, *OTHER_SOURCES))


def _profile_level(atlas: Atlas, level: Level) -> LevelPage:
    """The list of a level."""
    page = layout.level_page(level)
    districts = atlas.geography.districts_on(level)
    city = atlas.geography.city
    names = format_list([one.name for one in districts[:3]])
    drawing = profile_overview(atlas, page, level, LIST_ANCHOR)
    return LevelPage(
        path=page,
        meta=PageMeta(
            title=level.name_plural,
            description=f"Alle {len(districts)} {level.name_plural} von {city.name}, darunter {names}.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        level=level,
        lead=f"{city.name} hat {len(districts)} {level.name_plural}. Karte und Liste führen zu ihren Seiten.",
        status_note=level.status_note,
        drawing=drawing,
        legend=profile_legend(atlas, drawing),
        panels=profile_panels(atlas, page, level),
        districts=list_districts(atlas, page, districts, f"{level.name_plural} in {city.name}", city),
        sources=_sources(atlas, page),
    )
