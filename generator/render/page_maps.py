"""Maps drawn in pages: the overview whose districts are links, and where a district lies in the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import layout
from generator.model import ContextLine, MapArea, MapClass, Outline
from generator.profiles.views import AreaMapView
from generator.render import colors
from generator.render.map_geometry import Frame, frame_around, spell_line, spell_path
from generator.render.map_parts import (
    PHONE_LINE,
    PHONE_SIGN_WIDTH,
    PICTURE_WIDTH,
    define_patterns,
    escape_xml,
    find_extent,
    list_signs,
    pattern_fill,
)
from generator.render.map_room import find_room

LOCATOR_WIDTH = 200


def draw_overview(drawing: AreaMapView, outlines: Mapping[str, Outline], lines: Sequence[ContextLine]) -> str:
    """A map in the page whose districts are links; the names are read out and shown on pointing."""
    areas = drawing.areas
    by_code = {area.district_code: outlines[area.district_code] for area in areas}
    frame = frame_around([one.polygons_m for one in by_code.values()], width=PICTURE_WIDTH, margin=0.01)
    links = [
        f'<a href="{escape_xml(layout.relative_link(drawing.page, area.href))}">'
        f"<path{_overview_fill(area, drawing.classes)} "
        f'd="{spell_path(by_code[area.district_code].polygons_m, frame)}"/>'
        f"<title>{escape_xml(f'{area.name}: {area.text}' if area.text else area.name)}</title></a>"
        for area in areas
    ]
    places = [frame.place(by_code[area.district_code].label_m) for area in areas]
    labels = [area.label for area in areas]
    room = find_room(labels, [[one] for one in places], sign_width=PHONE_SIGN_WIDTH, line=PHONE_LINE)
    names = "".join(
        f'<text{" class=crowded" if spot is None else ""} x="{x}" y="{y}">{escape_xml(label)}</text>'
        for label, (x, y), spot in zip(labels, places, room, strict=True)
    )
    width, height = find_extent(frame.width, frame.height)
    return (
        f'<svg class="ga-overview" data-search-exclude="true" viewBox="0 0 {frame.width} {frame.height}" '
        f'width="{width}" height="{height}" role="group" aria-label="{escape_xml(drawing.map.title)}">'
        f"{define_patterns(sign for sign in list_signs(drawing) if sign in colors.PATTERNS)}"
        f'{"".join(links)}<g class="ga-overview__water" aria-hidden="true">'
        f'<path d="{"".join(spell_line(part, frame) for line in lines for part in line.lines_m)}"/></g>'
        f'<g class="ga-overview__names" aria-hidden="true">{names}</g></svg>'
    )


def _overview_fill(area: MapArea, classes: Sequence[MapClass]) -> str:
    """Colour of a district in a page: classes belong to the style sheet, so that contrast modes may change them."""
    if area.sign in colors.PATTERNS:
        return f' class="ga-gap" {pattern_fill(area.sign)}'
    return f' class="ga-step{colors.class_step(area.class_number, len(classes)) + 1}"' if area.class_number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorGround:
    """The city as every locator map shows it, drawn once."""

    frame: Frame
    drawing: str


def make_locator_ground(city: Outline, lines: Sequence[ContextLine]) -> LocatorGround:
    """The city and its water, small enough to stand in every page."""
    frame = frame_around([city.polygons_m], width=LOCATOR_WIDTH, margin=0.02)
    water = "".join(spell_line(part, frame) for line in lines for part in line.lines_m)
    return LocatorGround(
        frame=frame,
        drawing=f'<path class="ga-locator__city" d="{spell_path(city.polygons_m, frame)}"/>'
        f'<path class="ga-locator__water" d="{water}"/>',
    )


def draw_locator(ground: LocatorGround, focus: Outline, *, label: str) -> str:
    """Where a district lies in the city."""
    frame = ground.frame
    return (
        f'<svg class="ga-locator__map" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-label="{escape_xml(label)}">{ground.drawing}'
        f'<path class="ga-locator__focus" d="{spell_path(focus.polygons_m, frame)}"/></svg>'
    )
