"""The page of a district."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.model import District, Level
from generator.profiles.allocation_districts import AllocationView, view_allocation
from generator.profiles.atlas import Atlas
from generator.profiles.chain import ChainSection, profile_chain_section
from generator.profiles.charts import AgeView, BarsView, SeriesView, profile_ages, profile_comparison, profile_series
from generator.profiles.district_maps import view_district_map
from generator.profiles.district_wording import describe_cut, describe_district, view_fact
from generator.profiles.downloads import view_downloads
from generator.profiles.needs_district import DistrictNeeds, profile_district_needs
from generator.profiles.notable import NotableSection, profile_notable
from generator.profiles.offering_list import link_list
from generator.profiles.offering_notes import describe_excess, list_notes
from generator.profiles.offering_views import (
    OfferingView,
    number_offerings,
    offerings_of,
    sort_offerings,
    view_offering,
)
from generator.profiles.participation import ParticipationSection, profile_participation_section
from generator.profiles.planning import MeasureView, NeedView, measures_of, needs_of, view_measure, view_need
from generator.profiles.projection import ProjectionSection, profile_projection_section
from generator.profiles.reach_section import ReachSection, profile_reach_section
from generator.profiles.tables import list_figures, list_parts
from generator.profiles.tiers import TiersSection, profile_tiers_section
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import (
    DownloadView,
    Fact,
    Files,
    Link,
    MapView,
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


def profile_districts(atlas: Atlas, files: Files, districts: Iterable[District]) -> tuple[DistrictPage, ...]:
    """A page for each of these districts."""
    return tuple(_profile_district(atlas, one, atlas.geography.level_of(one), files) for one in districts)


def _profile_district(atlas: Atlas, district: District, level: Level, files: Files) -> DistrictPage:
    """One page."""
    page = layout.district_page(district, level)
    parent = atlas.geography.districts.get(district.parent_code or "")
    numbered = number_offerings(sort_offerings(atlas, offerings_of(atlas, district)))
    excess = describe_excess(atlas, len(numbered))
    facts = tuple(view_fact(atlas, page, district, one) for one in FACTS if one in atlas.results.ids)
    return DistrictPage(
        path=page,
        meta=_meta(page, district, level),
        twin=view_plain_twin(atlas, page),
        district=district,
        kicker=f"{level.name_singular} {district.number}".strip(),
        lead=describe_district(atlas, district),
        status_notes=tuple(note for note in (describe_cut(district), level.status_note) if note),
        facts=facts,
        notable=profile_notable(atlas, page, district),
        chain=profile_chain_section(atlas, page, district),
        ages=profile_ages(atlas, district),
        series=tuple(profile_series(atlas, district, one) for one in SERIES if one in atlas.results.ids),
        comparison=profile_comparison(atlas, district),
        figures=list_figures(atlas, page, district, supply=False),
        parts=list_parts(atlas, page, district),
        map=view_district_map(atlas, page, district, len(numbered)),
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
        neighbours=_link_neighbours(atlas, page, district),
        pager=_pager(atlas, page, district, level),
        downloads=view_downloads(page, _list_downloads(district, level), files),
        sources=list_sources(atlas, page),
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


def _link_neighbours(atlas: Atlas, page: PurePosixPath, district: District) -> tuple[Link, ...]:
    """Links to the districts around this one."""
    return tuple(atlas.district_link(page, atlas.geography.districts[code]) for code in district.neighbour_codes)


def _list_downloads(district: District, level: Level) -> tuple[PurePosixPath, ...]:
    """Files about a district, as far as they are made."""
    report = layout.dossier(level, district)
    return (report, *layout.district_downloads(level, district), *layout.district_cards(level, district))


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


def list_sources(atlas: Atlas, page: PurePosixPath) -> tuple[SourceView, ...]:
    """Every dataset that feeds a district page."""
    ids = [one for indicator in atlas.results.indicators for one in indicator.resource_ids]
    return atlas.view_sources(page, (*ids, *OTHER_SOURCES))
