"""The map of a district with its offerings, as a picture: their numbers apart, and names where there is room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import dist
from pathlib import PurePosixPath

from generator.model import ContextLine, MapMarker, Outline, OutputFile, Position
from generator.profiles.views import MarkerMapView
from generator.render import colors
from generator.render.map_geometry import Box, Frame, find_box, frame_around, overlaps, spell_path
from generator.render.map_parts import (
    PHONE_LINE,
    PICTURE_WIDTH,
    draw_background,
    draw_lines,
    draw_scale_bar,
    escape_xml,
    find_scale_bar,
    wrap_picture,
)
from generator.render.map_room import Spot, find_room, keep_apart

NAME_SIGN_WIDTH = 14
"""Units that a sign of a name takes on a phone, as the style sheet sets it."""
MARKER_RADIUS, MARKERS_APART, TIED = 17, 38, 10
"""Of a marker, between the middles of two, and from where on a line ties a marker to its place."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies under every map of a city."""

    outlines: Mapping[str, Outline]
    """By district code."""
    names: Mapping[str, str]
    """Of the districts of the finest level, by code."""
    lines: Sequence[ContextLine]

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Bounding boxes of the districts of the finest level: every picture looks through them all."""
        return {code: find_box(self.outlines[code].polygons_m) for code in self.names}


def render_district_picture(
    path: PurePosixPath, drawing: MarkerMapView, ground: Ground, places: Mapping[int, Position]
) -> OutputFile:
    """A district with its offerings; ``places`` holds positions in metres by number."""
    focus = ground.outlines[drawing.district.code]
    frame = frame_around([focus.polygons_m], width=PICTURE_WIDTH, margin=0.06)
    shown = [ground.outlines[code] for code, box in ground.boxes.items() if overlaps(box, frame)]
    body = [draw_background(frame)]
    land = "".join(spell_path(one.polygons_m, frame) for one in shown)
    body.append(f'<path d="{land}" fill="{colors.LAND}" stroke="{colors.PAPER}" stroke-width="2"/>')
    own = spell_path(focus.polygons_m, frame)
    body.append(f'<path d="{own}" fill="{colors.ACCENT_LIGHT}"/>')
    body.append(f'<path d="{land}" fill="none" stroke="{colors.BOUNDARY_DARK}" stroke-opacity=".5"/>')
    body.append(draw_lines(ground.lines, frame))
    body.append(f'<path d="{own}" fill="none" stroke="{colors.ACCENT}" stroke-width="4" class="p"/>')
    placed = [(one, frame.place(places[one.number])) for one in drawing.markers if one.number in places]
    spots = keep_apart([home for _, home in placed], MARKERS_APART, (frame.width, frame.height))
    body.extend(_draw_names(frame, ground, drawing.district.code, shown, spots))
    body.extend(_draw_markers(frame, placed, spots))
    body.append(draw_scale_bar(frame))
    return wrap_picture(path, frame, body, title=drawing.map.title, description=drawing.map.summary)


def _draw_name(name: str, place: tuple[int, int]) -> str:
    """A name with a light edge, so that it can be read on any ground."""
    return f'<text class="n" x="{place[0]}" y="{place[1]}">{escape_xml(name)}</text>'


def _draw_names(
    frame: Frame, ground: Ground, focus: str, shown: Sequence[Outline], spots: Sequence[Spot]
) -> Iterable[str]:
    """Names of districts where there is room beside the markers: that of the picture's own first, then larger ones."""
    inside = [one for one in shown if frame.contains(one.label_m)]
    inside.sort(key=lambda one: (one.district_code != focus, -_box_size(ground.boxes[one.district_code])))
    labels = [ground.names[one.district_code] for one in inside]
    # Only the district of the picture is so large in it that its name may stand elsewhere.
    candidates = [
        [(x, y + shift) for shift in ((0, -MARKERS_APART, MARKERS_APART) if one.district_code == focus else (0,))]
        for one in inside
        for x, y in [frame.place(one.label_m)]
    ]
    taken = [(MARKER_RADIUS, x, y) for x, y in spots] + [find_scale_bar(frame)]
    size = frame.width, frame.height
    found = find_room(labels, candidates, sign_width=NAME_SIGN_WIDTH, line=PHONE_LINE, taken=taken, size=size)
    return [_draw_name(label, spot) for label, spot in zip(labels, found, strict=True) if spot is not None]


def _box_size(box: Box) -> float:
    """Square metres of a bounding box."""
    west, south, east, north = box
    return (east - west) * (north - south)


def _draw_markers(frame: Frame, placed: Sequence[tuple[MapMarker, Spot]], spots: Sequence[Spot]) -> Iterable[str]:
    """Circles of uncertainty first, then numbers; a line ties a number to the place it had to leave."""
    for marker, (x, y) in placed:
        if marker.radius_m is not None:
            yield (
                f'<circle cx="{x}" cy="{y}" r="{max(18, round(marker.radius_m * frame.scale))}" '
                f'fill="{colors.ACCENT}" fill-opacity=".08" stroke="{colors.ACCENT}" stroke-dasharray="6 5"/>'
            )
    for (_, home), spot in zip(placed, spots, strict=True):
        if dist(home, spot) > TIED:
            yield (
                f'<path d="M{home[0]} {home[1]}L{spot[0]} {spot[1]}" stroke="{colors.ACCENT_DARK}" stroke-width="2"/>'
                f'<circle cx="{home[0]}" cy="{home[1]}" r="3" fill="{colors.ACCENT_DARK}"/>'
            )
    for (marker, _), spot in zip(placed, spots, strict=True):
        yield _draw_marker(marker, *spot)


def _draw_marker(marker: MapMarker, x: int, y: int) -> str:
    """A number in a circle: filled where the place is exact, open where it is not; grey and dashed for stale ones."""
    color, ink = (colors.MUTED, "g") if marker.is_stale else (colors.ACCENT, "d")
    is_exact = marker.radius_m is None
    fill, ink = (color, "w") if is_exact else (colors.PAPER, ink)
    dashes = ' stroke-dasharray="5 3"' if marker.is_stale else ""
    return (
        f'<circle cx="{x}" cy="{y}" r="{MARKER_RADIUS}" fill="{fill}" stroke="{color}" stroke-width="3"{dashes}/>'
        f'<text class="m {ink}" x="{x}" y="{y + 7}">{marker.number}</text>'
    )
