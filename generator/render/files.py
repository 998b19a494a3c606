"""Everything of the staged tree that is not a page: downloads, maps and assets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_date
from generator.geography import BOUNDARIES_ID, CROSSWALK_ID, DISTRICTS_ID, LEVELS_ID, Geography
from generator.indicators.reachability import SCENARIOS_ID
from generator.model import District, MapMarker, Offering, OutputFile, Position, Resource, Source
from generator.offerings import SERVICES_ID
from generator.planning.needs.chain import is_named
from generator.planning.needs.evaluation import NeedResult, StrengthResult
from generator.planning.needs.logic import Truth
from generator.planning.needs.reading import uses
from generator.planning.records import Measure
from generator.planning.tiers import SOURCES as TIER_SOURCES
from generator.profiles.allocation_amounts import allocation_datasets
from generator.profiles.atlas import Atlas
from generator.profiles.chain import STEPS, chain_datasets, has_chain, list_sentences
from generator.profiles.chain_facts import collect_facts
from generator.profiles.district_maps import profile_map
from generator.profiles.finding import list_places, profile_find_map
from generator.profiles.indicators import profile_area_map
from generator.profiles.levels import profile_levels
from generator.profiles.measures import MEASURE_IDS
from generator.profiles.needs import PLANNING_IDS
from generator.profiles.needs_wording import (
    describe_decision,
    explain_unknown,
    fill_sentence,
    find_tested,
    name_class,
)
from generator.profiles.offering_views import offerings_of
from generator.profiles.participation import PARTICIPATION_IDS
from generator.profiles.reach_map import CLASS_TITLES, outline_spots, profile_reach_map
from generator.render import downloads, map_pictures, maps
from generator.render.downloads import (
    AnswerRow,
    Edition,
    ObservationRow,
    OfferingRow,
    PreparedResource,
    SpelledOffering,
    Terms,
)
from generator.render.templates import TEMPLATES

POSITIONS_ID = "offerings/location_positions"
STOPS_ID = "offerings/stops"
GEOGRAPHY_IDS = (DISTRICTS_ID, LEVELS_ID, CROSSWALK_ID)
"""Which districts there are, and how sums over them are made."""
NAMING_IDS = ("offerings/organizations", "offerings/schedules", "offerings/service_types", "offerings/tiers")
"""What offerings refer to."""


def prepare_downloads(atlas: Atlas) -> tuple[Edition, tuple[PreparedResource, ...]]:
    """What every file says about the state of the data, and every dataset with its released file.

    These files come first: the report on a dataset names their checksum, and every archive holds such reports.
    """
    settings = atlas.settings
    edition = Edition(
        date=atlas.edition,
        publisher=settings.publisher,
        site_name=settings.site_name,
        site_url=settings.site_url or None,
    )
    prepared = tuple(
        downloads.prepare_resource(resource, edition) for package in atlas.packages for resource in package.resources
    )
    reports = {
        one.resource.id: downloads.spell_report(atlas.reports[one.resource.id], one.released) for one in prepared
    }
    return replace(edition, reports=reports), prepared


def _version(atlas: Atlas) -> str:
    """Version of the newest package."""
    return max(package.version for package in atlas.packages)


def _terms(resources: Sequence[Resource]) -> Terms:
    """Licences, sources and caveats of several datasets, each once."""
    return Terms(
        licenses=tuple(dict.fromkeys(one for resource in resources for one in resource.licenses)),
        sources=tuple(dict.fromkeys(one for resource in resources for one in resource.sources)),
        temporal="; ".join(dict.fromkeys(resource.temporal for resource in resources)),
        caveats=tuple(dict.fromkeys(one for resource in resources for one in resource.caveats)),
        datasets=tuple(resource.id for resource in resources),
    )


def _add_datasets(atlas: Atlas, terms: Terms, ids: Iterable[str]) -> Terms:
    """Terms that also name the datasets which only give names and order to what is shown."""
    named = (resource.id for resource in _resources(atlas, ids))
    return replace(terms, datasets=tuple(dict.fromkeys((*terms.datasets, *named))))


def _resources(atlas: Atlas, ids: Iterable[str]) -> tuple[Resource, ...]:
    """Those of the datasets that the city has."""
    known = {resource.id: resource for package in atlas.packages for resource in package.resources}
    return tuple(known[one] for one in dict.fromkeys(ids) if one in known)


def spell_boundaries(atlas: Atlas) -> downloads.Boundaries:
    """Outlines of all districts, spelled once."""
    return downloads.prepare_boundaries(atlas.geography.outlines.values(), _terms(_resources(atlas, [BOUNDARIES_ID])))


def render_resource_files(
    atlas: Atlas, edition: Edition, boundaries: downloads.Boundaries, prepared: Iterable[PreparedResource]
) -> Iterator[OutputFile]:
    """Downloads of these datasets."""
    packages = {package.name: package for package in atlas.packages}
    for one in prepared:
        package = packages[one.resource.package]
        yield from downloads.render_resource_downloads(package, one, edition, boundaries=boundaries)


def _observation_rows(atlas: Atlas, codes: Sequence[str], indicator_ids: Iterable[str]) -> tuple[ObservationRow, ...]:
    """All numbers of some indicators and districts."""
    sources = {one.id: _name_sources(atlas, one.resource_ids) for one in map(atlas.results.indicator, indicator_ids)}
    return tuple(
        ObservationRow(
            observation=observation,
            indicator=atlas.results.indicator(id_),
            district=atlas.geography.districts[code],
            source=source,
        )
        for id_, source in sources.items()
        for code in codes
        for observation in atlas.results.series[id_, code]
    )


def _name_sources(atlas: Atlas, resource_ids: Sequence[str]) -> str:
    """Datasets in words."""
    sources: list[Source] = [source for one in resource_ids for source in atlas.resource(one).sources]
    return "; ".join(dict.fromkeys(source.title for source in sources))


def spell_offerings(atlas: Atlas) -> Mapping[str, SpelledOffering]:
    """All offerings as rows of downloads, spelled once for all districts around them."""
    return downloads.spell_offerings(_offering_row(atlas, one) for one in atlas.catalog.offerings)


def render_district_files(
    atlas: Atlas,
    edition: Edition,
    boundaries: downloads.Boundaries,
    offerings: Mapping[str, SpelledOffering],
    districts: Sequence[District],
) -> Iterator[OutputFile]:
    """Downloads of these districts."""
    version = _version(atlas)
    ids = tuple(one.id for one in atlas.results.indicators)
    newest = format_date(max(found[-1].reference_date for found in atlas.results.series.values() if found))
    observation_terms = _terms(
        _resources(atlas, [one for found in atlas.results.indicators for one in found.resource_ids])
    )
    observation_terms = replace(observation_terms, temporal=f"je Zeile genannt, die neuesten {newest}")
    observation_terms = _add_datasets(atlas, observation_terms, GEOGRAPHY_IDS)
    offering_terms = _offering_terms(atlas, [SERVICES_ID, "offerings/locations", POSITIONS_ID])
    for district in districts:
        content = downloads.DistrictContent(
            level=atlas.geography.level_of(district),
            district=district,
            version=version,
            observations=_observation_rows(atlas, [district.code], ids),
            observation_terms=observation_terms,
            offerings=tuple(offerings[one.id] for one in offerings_of(atlas, district)),
            offering_terms=offering_terms,
            boundaries=boundaries,
        )
        yield from downloads.render_district_downloads(content, edition)


def _offering_terms(atlas: Atlas, ids: Sequence[str]) -> Terms:
    """Terms of the datasets behind a list of offerings."""
    terms = replace(_terms(_resources(atlas, ids)), temporal=f"Stand {format_date(atlas.edition)}, Belege je Zeile")
    return _add_datasets(atlas, terms, (*NAMING_IDS, DISTRICTS_ID))


def render_confirmation_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """The list of what providers have to confirm, if the city has offerings."""
    if not atlas.catalog.offerings:
        return ()
    content = downloads.ConfirmationContent(
        offerings=tuple(_offering_row(atlas, one) for one in atlas.catalog.offerings),
        stale_after_months=atlas.catalog.stale_after_months,
        version=_version(atlas),
        terms=_offering_terms(atlas, [SERVICES_ID, "offerings/locations"]),
    )
    return downloads.render_confirmation_downloads(content, edition)


def render_allocation_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """How a budget is shared out, if the city shares one."""
    if atlas.allocation is None:
        return ()
    content = downloads.AllocationContent(
        allocation=atlas.allocation,
        names={code: one.name for code, one in atlas.geography.districts.items()},
        version=_version(atlas),
        terms=_add_datasets(atlas, _terms(_resources(atlas, allocation_datasets(atlas.allocation))), GEOGRAPHY_IDS),
    )
    return downloads.render_allocation_downloads(content, edition)


def render_needs_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """What the rules say, and guidelines against districts, as far as the city has them."""
    needs, districts = atlas.needs, atlas.geography.districts
    if needs.book is None and not needs.coverage:
        return ()
    ids = [one for key in (uses(needs.book) if needs.book else ()) for one in find_tested(atlas, key).resource_ids]
    terms = _add_datasets(atlas, _terms(_resources(atlas, [*ids, SERVICES_ID, *PLANNING_IDS])), GEOGRAPHY_IDS)
    results: list[NeedResult | StrengthResult] = [*needs.results]
    results += [one for found in needs.strengths.values() for one in found]
    content = downloads.NeedsContent(
        answers=tuple(_answer_row(atlas, one) for one in results),
        positions=tuple((one, districts[code]) for code, one in needs.positions.items()),
        coverage=tuple((one, districts[one.district_code]) for one in needs.coverage),
        scores=tuple((one, districts[one.district_code]) for found in needs.screening for one in found.scores),
        title=needs.book.title if needs.book else "Leitlinien und Gebiete",
        description=" ".join(needs.book.notes) if needs.book else "Angebote und Maßnahmen je Leitlinie und Gebiet.",
        version=_version(atlas),
        terms=terms,
    )
    return downloads.render_needs_downloads(content, edition)


def render_chain_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """Every district from need to status, if there is anything to tell."""
    if not has_chain(atlas):
        return ()
    facts = [collect_facts(atlas, one) for one in atlas.geography.districts.values()]
    content = downloads.ChainContent(
        rows=tuple(downloads.ChainRow(facts=one, sentences=list_sentences(atlas, one)) for one in facts),
        steps=STEPS,
        allocation=atlas.allocation,
        version=_version(atlas),
        terms=_add_datasets(atlas, _terms(_resources(atlas, chain_datasets(atlas))), GEOGRAPHY_IDS),
    )
    return downloads.render_chain_downloads(content, edition)


def render_record_files(atlas: Atlas, edition: Edition) -> Iterator[OutputFile]:
    """Measures with their status, and results of surveys, as far as the city has them."""
    version, districts = _version(atlas), atlas.geography.districts
    if atlas.planning.measures:
        yield from downloads.render_measure_downloads(
            downloads.MeasuresContent(
                measures=atlas.planning.measures,
                districts=districts,
                version=version,
                terms=_add_datasets(atlas, _terms(_resources(atlas, MEASURE_IDS)), GEOGRAPHY_IDS),
            ),
            edition,
        )
    if atlas.participation.results:
        yield from downloads.render_survey_downloads(
            downloads.SurveysContent(
                results=atlas.participation.results,
                districts=districts,
                version=version,
                terms=_add_datasets(atlas, _terms(_resources(atlas, PARTICIPATION_IDS)), GEOGRAPHY_IDS),
            ),
            edition,
        )


def _answer_row(atlas: Atlas, result: NeedResult | StrengthResult) -> AnswerRow:
    """An answer in words, with what it is linked to."""
    truth, code = result.conclusion.truth, result.district_code
    rule = result.rule if isinstance(result, NeedResult) else result.strength
    need_ids: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    if isinstance(result, NeedResult):
        need_ids = tuple(one.id for one in atlas.planning.needs if is_named(one, result, atlas.geography))
        measures = atlas.needs.chain.measures_of.get((result.rule.id, code), ())
    is_need = isinstance(result, NeedResult) and truth is Truth.YES
    return AnswerRow(
        result=result,
        district=atlas.geography.districts[code],
        class_title=name_class(atlas, result) if isinstance(result, NeedResult) and is_need else "",
        sentence=fill_sentence(atlas, rule.sentence, code) if truth is Truth.YES else "",
        reason=explain_unknown(atlas, result.conclusion) if truth is Truth.UNKNOWN else "",
        need_ids=need_ids,
        measure_ids=tuple(one.id for one in measures),
        decision=describe_decision(result.rule.decision) if isinstance(result, NeedResult) else "",
    )


def render_reach_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """Downloads about walking distances, if the city has census cells."""
    reachability = atlas.reachability
    if reachability is None or not reachability.cell_classes:
        return ()
    terms = _add_datasets(atlas, _terms(_resources(atlas, reachability.resource_ids)), GEOGRAPHY_IDS)
    scenario_terms = _terms(_resources(atlas, (SCENARIOS_ID, *reachability.resource_ids)))
    content = downloads.ReachContent(
        reachability=reachability,
        districts=atlas.geography.districts,
        version=_version(atlas),
        terms=terms,
        scenario_terms=_add_datasets(atlas, scenario_terms, GEOGRAPHY_IDS),
    )
    return downloads.render_reach_downloads(content, edition)


def render_outlook_files(atlas: Atlas, edition: Edition) -> Iterator[OutputFile]:
    """Downloads about years to come and about the graded system, as far as the city has them."""
    districts, ways = atlas.geography.districts, atlas.reachability.resource_ids if atlas.reachability else ()
    ahead = atlas.projection.resource_ids if atlas.projection else ()
    if atlas.projection:
        terms = _add_datasets(atlas, _terms(_resources(atlas, ahead)), GEOGRAPHY_IDS)
        yield from downloads.render_projection_downloads(
            downloads.ProjectionContent(
                projection=atlas.projection, districts=districts, version=_version(atlas), terms=terms
            ),
            edition,
        )
    if atlas.tiers.reports:
        terms = _terms(_resources(atlas, (*TIER_SOURCES, *ways, *ahead)))
        yield from downloads.render_tiers_downloads(
            downloads.TiersContent(
                tiers=atlas.tiers,
                profiles=atlas.reachability.profiles if atlas.reachability else (),
                districts=districts,
                version=_version(atlas),
                terms=_add_datasets(atlas, terms, GEOGRAPHY_IDS),
            ),
            edition,
        )


def _offering_row(atlas: Atlas, offering: Offering) -> OfferingRow:
    """An offering with the names it refers to."""
    district = atlas.geography.districts.get(offering.district_code or "")
    return OfferingRow(
        offering=offering,
        service_type=atlas.catalog.service_type(offering.service_type_id),
        tier=next((one for one in atlas.catalog.tiers if one.id == offering.tier_id), None),
        district_name=district.name if district else None,
    )


def render_indicator_files(atlas: Atlas, edition: Edition, boundaries: downloads.Boundaries) -> Iterator[OutputFile]:
    """Downloads of every indicator."""
    version = _version(atlas)
    codes = tuple(atlas.geography.districts)
    for indicator in atlas.results.indicators:
        content = downloads.IndicatorContent(
            indicator=indicator,
            version=version,
            observations=_observation_rows(atlas, codes, [indicator.id]),
            terms=_add_datasets(atlas, _terms(_resources(atlas, indicator.resource_ids)), GEOGRAPHY_IDS),
            boundaries=boundaries,
        )
        yield from downloads.render_indicator_downloads(content, edition)


def render_maps(atlas: Atlas) -> Iterator[OutputFile]:
    """Interactive maps, their pictures, and what they share."""
    geography = atlas.geography
    yield maps.render_ground()
    yield from maps.render_leaflet()
    yield maps.render_context(geography.context_lines, _stops(atlas))
    for level in geography.levels:
        outlines = [geography.outlines[one.code] for one in geography.districts_on(level)]
        yield maps.render_boundaries(level, outlines)
    yield from _render_overviews(atlas)
    yield from maps.render_area_map(layout.FIND_MAP, profile_find_map(atlas), geography.outlines)
    yield OutputFile(path=layout.FINDER_DATA, content=maps.spell_script("gebiete", list_places(atlas)))
    yield from _render_district_maps(atlas)
    yield from _render_indicator_maps(atlas)
    yield from _render_reach_map(atlas)


def _render_reach_map(atlas: Atlas) -> Iterator[OutputFile]:
    """Map and picture of walking distances, if the city has census cells."""
    reachability, geography = atlas.reachability, atlas.geography
    if reachability is None or not reachability.cell_classes:
        return
    drawing = profile_reach_map(atlas, reachability)
    outlines = outline_spots(atlas, reachability)
    yield maps.render_boundaries(drawing.level, list(outlines.values()))
    yield from maps.render_area_map(layout.REACH_MAP, drawing, outlines, background=atlas.settings.background_map)
    finest = [geography.outlines[one.code] for one in geography.districts_on(geography.levels[-1])]
    yield map_pictures.render_reach_picture(
        layout.REACH_PICTURE,
        map_pictures.ReachDrawing(
            title=drawing.map.title,
            summary=drawing.map.summary,
            surfaces=[(one.id, CLASS_TITLES[one.id], one.polygons_m) for one in reachability.cell_classes],
            sites=reachability.meeting_places_m,
            spots=[(one.number, one.label_m) for one in reachability.white_spots],
        ),
        map_pictures.make_area_ground(finest, geography.context_lines),
    )


def _stops(atlas: Atlas) -> list[tuple[str, Position]]:
    """Names and positions of stops, if the city has them."""
    return [
        (row.values["name"], (row.values["longitude"], row.values["latitude"]))
        for resource in _resources(atlas, [STOPS_ID])
        for row in resource.rows
    ]


def _render_overviews(atlas: Atlas) -> Iterator[OutputFile]:
    """The maps that lead to the districts of each level."""
    for page in profile_levels(atlas):
        target = layout.overview_map(page.level)
        yield from maps.render_area_map(
            target, page.drawing, atlas.geography.outlines, background=atlas.settings.background_map
        )


def _render_district_maps(atlas: Atlas) -> Iterator[OutputFile]:
    """Map and picture of every district."""
    geography = atlas.geography
    ground = make_ground(atlas)
    for district in geography.districts.values():
        drawing = profile_map(atlas, district)
        yield from maps.render_marker_map(
            layout.district_map(drawing.level, district), drawing, background=atlas.settings.background_map
        )
        yield map_pictures.render_district_picture(
            layout.district_picture(drawing.level, district), drawing, ground, place_markers(geography, drawing.markers)
        )


def make_ground(atlas: Atlas) -> map_pictures.Ground:
    """What lies under the map of every district."""
    geography = atlas.geography
    return map_pictures.Ground(
        outlines=geography.outlines,
        names={one.code: one.name for one in geography.districts_on(geography.levels[-1])},
        lines=geography.context_lines,
    )


def place_markers(geography: Geography, markers: Sequence[MapMarker]) -> dict[int, Position]:
    """Positions in metres by number."""
    mapped = [(one.number, one.position) for one in markers if one.position is not None]
    metres = geography.to_metres([position for _, position in mapped]) if mapped else ()
    return dict(zip((number for number, _ in mapped), metres, strict=True))


def _render_indicator_maps(atlas: Atlas) -> Iterator[OutputFile]:
    """Map and picture of every indicator on every level below the city."""
    geography = atlas.geography
    for level in geography.levels[1:]:
        outlines = [geography.outlines[one.code] for one in geography.districts_on(level)]
        ground = map_pictures.make_area_ground(outlines, geography.context_lines)
        for indicator in atlas.results.indicators:
            drawing = profile_area_map(atlas, indicator, level)
            target = layout.indicator_map(indicator.slug, level)
            yield from maps.render_area_map(
                target, drawing, geography.outlines, background=atlas.settings.background_map
            )
            yield map_pictures.render_indicator_picture(
                layout.indicator_picture(indicator.slug, level), drawing, ground
            )


def render_assets() -> Iterator[OutputFile]:
    """Our own style sheets and scripts; pages ask for one sheet, which is kept by subject."""
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            relative = PurePosixPath(path.relative_to(folder).as_posix())
            yield OutputFile(path=layout.ASSETS / relative, content=path.read_bytes())
    sheets = sorted((TEMPLATES / "styles").glob("*.css"))
    yield OutputFile(path=layout.STYLESHEET, content=b"\n".join(one.read_bytes() for one in sheets))
