"""Pages: each template gets one profile and the drawings that belong to it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.model import District, OutputFile
from generator.profiles.allocation import profile_allocation
from generator.profiles.allocation_districts import profile_allocation_districts
from generator.profiles.atlas import Atlas
from generator.profiles.chain import profile_chain
from generator.profiles.coverage import profile_coverage
from generator.profiles.data import profile_data, profile_datasets
from generator.profiles.districts import DistrictPage, profile_districts
from generator.profiles.finding import profile_find
from generator.profiles.indicators import profile_indicator_list, profile_indicators
from generator.profiles.legal import profile_legal
from generator.profiles.levels import LevelPage, profile_levels
from generator.profiles.licenses import profile_licenses
from generator.profiles.measures import profile_measure_pages, profile_measures
from generator.profiles.needs import profile_needs
from generator.profiles.offering_list import profile_offering_lists
from generator.profiles.offerings import profile_offerings
from generator.profiles.participation import profile_participation
from generator.profiles.plain.pages import profile_plain_pages
from generator.profiles.planning import profile_planning
from generator.profiles.projection import profile_projection
from generator.profiles.quality import profile_quality
from generator.profiles.reachability import profile_reachability
from generator.profiles.screening import profile_screening
from generator.profiles.start import profile_method, profile_start
from generator.profiles.tiers import profile_tiers
from generator.profiles.timeline import profile_timeline
from generator.profiles.views import AreaMapView, Files
from generator.render.charts import draw_age_structure, draw_bars, draw_series
from generator.render.page_maps import LocatorGround, draw_locator, draw_overview, make_locator_ground
from generator.render.panels import draw_panels
from generator.render.software import read_software
from generator.render.templates import mark_safe, render_page

if TYPE_CHECKING:
    from markupsafe import Markup


def render_pages(atlas: Atlas, files: Files, written_start: str) -> Iterator[OutputFile]:
    """Every generated page but those of districts."""
    yield _render_start(atlas, written_start)
    yield render_page("method.md.j2", profile_method(atlas))
    yield render_page("indicators.md.j2", profile_indicator_list(atlas))
    yield render_page("data.md.j2", profile_data(atlas, files))
    yield render_page("quality.md.j2", profile_quality(atlas, files))
    for level_page in profile_levels(atlas):
        yield _render_level(atlas, level_page)
    for indicator_page in profile_indicators(atlas, files):
        yield render_page("indicator.md.j2", indicator_page)
    find_page = profile_find(atlas)
    yield render_page("find.md.j2", find_page, overview=_draw_overview(atlas, find_page.drawing))
    for offerings_page in profile_offerings(atlas, files):
        yield render_page("offerings.md.j2", offerings_page)
    yield from _render_planning(atlas, files)
    yield from _render_outlook(atlas, files)
    yield from _render_records(atlas, files)
    for reach_page in profile_reachability(atlas, files):
        yield render_page("reachability.md.j2", reach_page)
    for plain_page in profile_plain_pages(atlas):
        yield render_page("plain.md.j2", plain_page)
    for dataset_page in profile_datasets(atlas, files):
        yield render_page("dataset.md.j2", dataset_page)
    for legal_page in profile_legal(atlas):
        yield render_page("legal.md.j2", legal_page)
    yield render_page("licenses.md.j2", profile_licenses(atlas, read_software()))


def _render_planning(atlas: Atlas, files: Files) -> Iterator[OutputFile]:
    """The plan and its parts."""
    for chain_page in profile_chain(atlas, files):
        yield render_page("chain.md.j2", chain_page)
    for needs_page in profile_needs(atlas, files):
        yield render_page("needs.md.j2", needs_page)
    for coverage_page in profile_coverage(atlas, files):
        yield render_page("coverage.md.j2", coverage_page)
    for screening_page in profile_screening(atlas, files):
        yield render_page("screening.md.j2", screening_page)
    for planning_page in profile_planning(atlas, files):
        yield render_page("planning.md.j2", planning_page)
    for allocation_page in profile_allocation(atlas, files):
        yield render_page("allocation.md.j2", allocation_page)
    for amount_page in profile_allocation_districts(atlas):
        yield render_page("allocation_district.md.j2", amount_page)


def _render_records(atlas: Atlas, files: Files) -> Iterator[OutputFile]:
    """What the city does and has done, and what people have said."""
    for measures_page in profile_measures(atlas, files):
        yield render_page("measures.md.j2", measures_page)
    for measure_page in profile_measure_pages(atlas):
        yield render_page("measure.md.j2", measure_page)
    for timeline_page in profile_timeline(atlas):
        yield render_page("timeline.md.j2", timeline_page)
    for participation_page in profile_participation(atlas, files):
        yield render_page("participation.md.j2", participation_page)


def _render_outlook(atlas: Atlas, files: Files) -> Iterator[OutputFile]:
    """The graded system, and years to come."""
    for tiers_page in profile_tiers(atlas, files):
        yield render_page("tiers.md.j2", tiers_page)
    for projection_page in profile_projection(atlas, files):
        yield render_page("projection.md.j2", projection_page)


def render_district_pages(atlas: Atlas, files: Files, districts: Sequence[District]) -> Iterator[OutputFile]:
    """The pages of these districts."""
    ground = make_locator_ground(atlas.geography.outlines[atlas.geography.city.code], atlas.geography.context_lines)
    for district_page in profile_districts(atlas, files, districts):
        yield _render_district(atlas, district_page, ground)
    for list_page in profile_offering_lists(atlas, districts):
        yield render_page("offering_list.md.j2", list_page)


def _render_start(atlas: Atlas, written: str) -> OutputFile:
    """The start page with its clickable map and the text that people wrote for it."""
    page = profile_start(atlas)
    overview = _draw_overview(atlas, page.drawing)
    return render_page("start.md.j2", page, overview=overview, written=mark_safe(written))


def _render_level(atlas: Atlas, page: LevelPage) -> OutputFile:
    """The list of a level with its clickable map and a small drawing for every district."""
    panels = [mark_safe(one) for one in draw_panels(page.panels)] if page.panels else []
    return render_page("level.md.j2", page, overview=_draw_overview(atlas, page.drawing), drawings=panels)


def _draw_overview(atlas: Atlas, drawing: AreaMapView) -> "Markup":
    """A map whose districts lead to their pages."""
    return mark_safe(draw_overview(drawing, atlas.geography.outlines, atlas.geography.context_lines))


def _render_district(atlas: Atlas, page: DistrictPage, ground: LocatorGround) -> OutputFile:
    """The page of a district with its charts and locator map."""
    drawings = [draw_series(one) for one in page.series]
    if page.ages:
        drawings.insert(0, draw_age_structure(page.ages))
    if page.comparison:
        drawings.append(draw_bars(page.comparison))
    label = f"Lage in der Stadt: {page.district.name}"
    outline = atlas.geography.outlines[page.district.code]
    locator = draw_locator(ground, outline, label=label) if page.parent else ""
    return render_page("district.md.j2", page, charts=mark_safe("\n".join(drawings)), locator=mark_safe(locator))
