"""Maps of a level as SVG: the page shows them without JavaScript, and they are what is printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import PurePosixPath

from generator.formatting import NIL_SIGN, describe_sign
from generator.model import ContextLine, MapArea, MapClass, Outline, OutputFile, Polygons, Position
from generator.profiles.views import AreaMapView
from generator.render import colors
from generator.render.map_geometry import Frame, frame_around, spell_path
from generator.render.map_parts import (
    LEGEND_LEFT,
    PICTURE_WIDTH,
    define_patterns,
    draw_background,
    draw_lines,
    draw_scale_bar,
    escape_xml,
    find_mark,
    lay_out_legend,
    list_signs,
    pattern_fill,
    wrap_picture,
)

LARGEST_CIRCLE = 46


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGround:
    """The districts of a level in one frame; the same for the pictures of all indicators."""

    frame: Frame
    outlines: Mapping[str, Outline]
    paths: Mapping[str, str]
    """SVG paths by district code."""
    lines: Sequence[ContextLine]


def make_area_ground(outlines: Sequence[Outline], lines: Sequence[ContextLine]) -> AreaGround:
    """Put the districts of a level into a frame."""
    frame = frame_around([one.polygons_m for one in outlines], width=PICTURE_WIDTH, margin=0.02)
    return AreaGround(
        frame=frame,
        outlines={one.district_code: one for one in outlines},
        paths={one.district_code: spell_path(one.polygons_m, frame) for one in outlines},
        lines=lines,
    )


def render_indicator_picture(path: PurePosixPath, drawing: AreaMapView, ground: AreaGround) -> OutputFile:
    """A choropleth with its classes, or circles for counts; a pattern and a sign where there is no number."""
    areas, classes, frame = drawing.areas, drawing.classes, ground.frame
    signs = list_signs(drawing)
    body = [define_patterns(sign for sign in signs if sign in colors.PATTERNS), draw_background(frame)]
    body.extend(
        f'<path d="{ground.paths[area.district_code]}" {_fill(area, classes)} stroke="{colors.BOUNDARY_DARK}">'
        f"<title>{escape_xml(f'{area.name}: {area.text}')}</title></path>"
        for area in areas
    )
    body.append(draw_lines(ground.lines, frame))
    if not classes:
        body.extend(_draw_circles(frame, ground.outlines, areas))
    body.extend(_draw_marks(frame, ground.outlines, drawing))
    body.append(draw_scale_bar(frame))
    legend, height = _draw_legend(frame, classes, signs)
    return wrap_picture(
        path, frame, [*body, legend], title=drawing.map.title, description=drawing.map.summary, extra_height=height
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachDrawing:
    """What the picture of walking distances shows."""

    title: str
    summary: str
    surfaces: Sequence[tuple[str, str, Polygons]]
    """Id, title and surface in metres of every kind of cells."""
    sites: Sequence[tuple[Position, bool]]
    """Places in metres, and whether they lie exactly there."""
    spots: Sequence[tuple[int, Position]]
    """Number and label in metres of every white spot."""


REACH_FILLS = {"reached": colors.ACCENT, "unclear": colors.SEQUENTIAL[1], "missed": "url(#rm)"}
_MISSED = (
    f'<defs><pattern id="rm" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" '
    f'fill="{colors.SIGNAL_LIGHT}"/><path d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4" stroke="{colors.SIGNAL}" '
    'stroke-width="2.5"/></pattern></defs>'
)
"""Hatched, so that it is told from the other two without colours."""


def render_reach_picture(path: PurePosixPath, drawing: ReachDrawing, ground: AreaGround) -> OutputFile:
    """Where a meeting place is in reach, perhaps or not, and the numbers of the white spots."""
    frame = ground.frame
    land = "".join(ground.paths.values())
    body = [_MISSED, draw_background(frame), f'<path d="{land}" fill="{colors.LAND}"/>']
    body.extend(
        f'<path d="{spell_path(surface, frame)}" class="v" fill="{REACH_FILLS[kind]}" fill-rule="evenodd"/>'
        for kind, _, surface in drawing.surfaces
    )
    body.append(f'<path d="{land}" fill="none" stroke="{colors.BOUNDARY_DARK}"/>')
    body.append(draw_lines(ground.lines, frame))
    for position, is_exact in drawing.sites:
        x, y = frame.place(position)
        fill = colors.ACCENT_DARK if is_exact else colors.PAPER
        body.append(f'<circle cx="{x}" cy="{y}" r="6" fill="{fill}" stroke="{colors.ACCENT_DARK}" stroke-width="3"/>')
    for number, position in drawing.spots:
        x, y = frame.place(position)
        body.append(f'<text class="n" x="{x}" y="{y + 6}">{number}</text>')
    body.append(draw_scale_bar(frame))
    legend, height = _draw_reach_legend(frame, drawing)
    return wrap_picture(
        path, frame, [*body, legend], title=drawing.title, description=drawing.summary, extra_height=height
    )


def _draw_reach_legend(frame: Frame, drawing: ReachDrawing) -> tuple[str, int]:
    """Kinds of cells, then places, below the map."""
    entries = [
        f'<rect x="{LEGEND_LEFT}" y="{{top}}" width="44" height="24" class="v" fill="{REACH_FILLS[kind]}" '
        f'stroke="{colors.BOUNDARY_DARK}"/>'
        for kind, _, _ in drawing.surfaces
    ]
    titles = [title for _, title, _ in drawing.surfaces]
    for fill, title in ((colors.ACCENT_DARK, "genaue Lage"), (colors.PAPER, "ungefähre Lage")):
        entries.append(
            f'<circle cx="{LEGEND_LEFT + 22}" cy="{{middle}}" r="6" fill="{fill}" '
            f'stroke="{colors.ACCENT_DARK}" stroke-width="3"/>'
        )
        titles.append(f"Begegnungsort, {title}")
    entries.append(f'<text class="n" x="{LEGEND_LEFT + 22}" y="{{base}}">1</text>')
    titles.append("Nummer des weißen Flecks in der Liste")
    return lay_out_legend(frame, entries, titles)


def _fill(area: MapArea, classes: Sequence[MapClass]) -> str:
    """Colour of the class, a pattern for a gap, quiet ground below circles."""
    if area.sign in colors.PATTERNS:
        return pattern_fill(area.sign)
    return _class_fill(classes[area.class_number - 1], classes) if area.class_number else f'fill="{colors.LAND}"'


def _class_fill(one: MapClass, classes: Sequence[MapClass]) -> str:
    """Stands for a value, so it is the same in dark colours."""
    return f'class="v" fill="{colors.class_color(one, classes)}"'


def _draw_circles(frame: Frame, outlines: Mapping[str, Outline], areas: Sequence[MapArea]) -> Iterable[str]:
    """Circles whose surface stands for the count, the largest first so that small ones stay on top."""
    known = [(area.amount, area) for area in areas if area.amount is not None]
    largest = max((amount for amount, _ in known), default=0)
    for amount, area in sorted(known, key=lambda one: (-one[0], one[1].district_code)):
        if amount > 0:
            x, y = frame.place(outlines[area.district_code].label_m)
            yield (
                f'<circle cx="{x}" cy="{y}" r="{max(2, round(LARGEST_CIRCLE * sqrt(amount / largest)))}" '
                f'fill="{colors.ACCENT}" fill-opacity=".75" stroke="{colors.PAPER}" stroke-width="1.5"/>'
            )


def _draw_marks(frame: Frame, outlines: Mapping[str, Outline], drawing: AreaMapView) -> Iterable[str]:
    """In every district that has one its official sign, as in a table, or that its number lies below zero."""
    for area in drawing.areas:
        if mark := find_mark(area, drawing.classes):
            x, y = frame.place(outlines[area.district_code].label_m)
            yield f'<text class="s" x="{x}" y="{y + 7}">{escape_xml(mark)}</text>'


def _draw_legend(frame: Frame, classes: Sequence[MapClass], signs: Sequence[str]) -> tuple[str, int]:
    """Classes with their limits, then signs with their meaning, below the map; returns the drawing and its height."""
    entries = [(_class_fill(one, classes), one.title) for one in classes]
    if not classes:
        entries.append((f'fill="{colors.ACCENT}"', "Fläche des Kreises: Anzahl"))
    nil = _class_fill(classes[0], classes) if classes else f'fill="{colors.LAND}"'
    entries.extend((nil if sign == NIL_SIGN else pattern_fill(sign), describe_sign(sign)) for sign in signs)
    marks = [
        f'<rect x="{LEGEND_LEFT}" y="{{top}}" width="44" height="24" {fill} stroke="{colors.BOUNDARY_DARK}"/>'
        for fill, _ in entries
    ]
    return lay_out_legend(frame, marks, [title for _, title in entries])
