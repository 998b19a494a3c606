"""Interactive maps, their pictures, and what they share."""

from collections.abc import Iterator, Sequence

from generator import layout
from generator.geography import Geography
from generator.model import MapMarker, OutputFile, Position
from generator.profiles.atlas import Atlas
from generator.profiles.district_maps import profile_map
from generator.profiles.finding import list_places, profile_find_map
from generator.profiles.indicators import profile_area_map
from generator.profiles.levels import profile_levels
from generator.profiles.reach_map import CLASS_TITLES, outline_spots, profile_reach_map
from generator.render import district_pictures, map_pictures, maps
from generator.render.files.terms import find_resources

STOPS_ID = "offerings/stops"


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
        for resource in find_resources(atlas, [STOPS_ID])
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
        yield district_pictures.render_district_picture(
            layout.district_picture(drawing.level, district), drawing, ground, place_markers(geography, drawing.markers)
        )


def make_ground(atlas: Atlas) -> district_pictures.Ground:
    """What lies under the map of every district."""
    geography = atlas.geography
    return district_pictures.Ground(
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
