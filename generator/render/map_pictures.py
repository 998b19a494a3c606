"""Maps as SVG: the page shows them without JavaScript, and they are what is printed."""

import html
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NIL_SIGN, SIGN_MEANINGS, describe_sign, format_number
from generator.model import ContextLine, MapArea, MapClass, Outline, OutputFile, Polygons, Position
from generator.profiles.views import AreaMapView
from generator.render import colors
from generator.render.map_geometry import (
    Frame,
    choose_scale_bar,
    frame_around,
    spell_line,
    spell_path,
)
from generator.render.map_room import Label, find_room

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
# Pictures are scaled to the page: on a phone the same units are half as large, so texts and markers grow.
STYLE = (
    f"text{{font-family:{FONT};fill:{colors.INK}}}"
    f".n{{font-size:20px;paint-order:stroke;stroke:{colors.PAPER};stroke-width:4px;text-anchor:middle}}"
    f".s{{font-size:22px;font-weight:700;paint-order:stroke;stroke:{colors.PAPER};stroke-width:10px;text-anchor:middle}}"
    f".w{{fill:{colors.PAPER}}}.g{{fill:{colors.MUTED}}}.d{{fill:{colors.ACCENT_DARK}}}"
    ".m{font-size:20px;font-weight:700;text-anchor:middle}.l{font-size:20px}"
    "@media (max-width:480px){.n{font-size:25px}.s,.l{font-size:26px}.m{font-size:24px}.p{stroke-width:7px}}"
)
# A picture in a page takes its scheme from the element that shows it. Fills of class v stand for values.
DARK_STYLE = "".join(
    f'[fill="{light}"]:not(.v){{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in colors.DARK.items()
)
STYLE += (
    f"@media screen and (prefers-color-scheme:dark){{text{{fill:{colors.DARK[colors.INK]}}}"
    f".n,.s{{stroke:{colors.DARK[colors.PAPER]}}}.w{{fill:{colors.DARK[colors.PAPER]}}}"
    f".g{{fill:{colors.DARK[colors.MUTED]}}}.d{{fill:{colors.DARK[colors.ACCENT_DARK]}}}{DARK_STYLE}}}"
)
LOCATOR_WIDTH = 200
PICTURE_WIDTH = 700
LARGEST_CIRCLE = 46
SCALE_BAR_LEFT, SCALE_BAR_RISE, SCALE_BAR_TEXT = 24, 22, 110
"""From the left, from below, and what its text takes on a phone."""
LEGEND_LEFT = 175
"""On a phone a picture is wider than the window and starts in its middle: the legend lies there."""
LEGEND_LINE = 28
_LEGEND_WRAPPER = textwrap.TextWrapper(width=24, break_long_words=False, break_on_hyphens=False)
"""Units between two lines, and the characters of a line that are in view on a phone."""
PHONE_SIGN_WIDTH, PHONE_LINE = 24, 38
"""Units that a sign and a line of a label take on a phone, as the style sheet sets them."""


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


def escape_xml(text: str) -> str:
    """Text for XML, on one line."""
    return html.escape(" ".join(text.split()))


def wrap_picture(frame: Frame, body: Iterable[str], *, title: str, description: str, extra_height: int = 0) -> bytes:
    """A picture of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height + extra_height}" '
        f'width="{frame.width}" height="{frame.height + extra_height}" role="img">'
        f"<title>{escape_xml(title)}</title><desc>{escape_xml(description)}</desc><style>{STYLE}</style>"
        f"{''.join(body)}</svg>\n"
    ).encode()


def _define_patterns(signs: Iterable[str]) -> str:
    """The patterns of these signs, one for each reason why there is no number."""
    size = colors.PATTERN_SIZE
    patterns = "".join(
        f'<pattern id="{pattern_id(sign)}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<rect width="{size}" height="{size}" fill="{colors.PAPER}"/>'
        f'<path d="{colors.PATTERNS[sign]}" stroke="{colors.HATCH}" stroke-width="{colors.PATTERN_STROKE}" '
        'stroke-linecap="round"/></pattern>'
        for sign in signs
    )
    return f"<defs>{patterns}</defs>" if patterns else ""


def pattern_id(sign: str) -> str:
    """Element id of the pattern for a sign: signs are no names.

    >>> pattern_id("."), pattern_id("x")
    ('h1', 'h4')
    """
    return f"h{colors.pattern_number(sign)}"


def draw_background(frame: Frame) -> str:
    """White ground, so that the picture can stand anywhere."""
    return f'<rect width="{frame.width}" height="{frame.height}" fill="{colors.PAPER}"/>'


def draw_lines(lines: Sequence[ContextLine], frame: Frame) -> str:
    """Rivers, dashed where they are schematic."""
    paths = "".join(spell_line(part, frame) for line in lines for part in line.lines_m)
    return (
        f'<path d="{paths}" fill="none" stroke="{colors.WATER}" stroke-width="4" stroke-dasharray="14 6"/>'
        if paths
        else ""
    )


def draw_scale_bar(frame: Frame) -> str:
    """How long a kilometre is."""
    metres, length = choose_scale_bar(frame)
    text = f"{format_number(metres / 1000, 1 if metres < 1000 else 0)} km" if metres >= 500 else f"{metres} m"
    y = frame.height - SCALE_BAR_RISE
    return (
        f'<path d="M{SCALE_BAR_LEFT} {y - 8}v8h{length}v-8" fill="none" stroke="{colors.INK}" stroke-width="2"/>'
        f'<text class="l" x="{SCALE_BAR_LEFT + length + 10}" y="{y}">{text}</text>'
    )


def find_scale_bar(frame: Frame) -> Label:
    """What the scale bar and its text take on a phone."""
    half = (choose_scale_bar(frame)[1] + SCALE_BAR_TEXT) // 2
    return half, SCALE_BAR_LEFT + half, frame.height - SCALE_BAR_RISE


def render_indicator_picture(path: PurePosixPath, drawing: AreaMapView, ground: AreaGround) -> OutputFile:
    """A choropleth with its classes, or circles for counts; a pattern and a sign where there is no number."""
    areas, classes, frame = drawing.areas, drawing.classes, ground.frame
    signs = list_signs(drawing)
    body = [_define_patterns(sign for sign in signs if sign in colors.PATTERNS), draw_background(frame)]
    body.extend(
        f'<path d="{ground.paths[area.district_code]}" {_fill(area, classes)} stroke="{colors.BOUNDARY_DARK}">'
        f"<title>{escape_xml(f'{area.name}: {area.text}')}</title></path>"
        for area in areas
    )
    body.append(draw_lines(ground.lines, frame))
    if not classes:
        body.extend(_draw_circles(frame, ground.outlines, areas))
    body.extend(_draw_signs(frame, ground.outlines, areas))
    body.append(draw_scale_bar(frame))
    legend, height = _draw_legend(frame, classes, signs)
    content = wrap_picture(
        frame, [*body, legend], title=drawing.map.title, description=drawing.map.summary, extra_height=height
    )
    return OutputFile(path=path, content=content)


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
    content = wrap_picture(
        frame, [*body, legend], title=drawing.title, description=drawing.summary, extra_height=height
    )
    return OutputFile(path=path, content=content)


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
    return _lay_out_legend(frame, entries, titles)


def list_signs(drawing: AreaMapView) -> tuple[str, ...]:
    """The official signs on a map that no class explains, each once, in the order of the legend."""
    used = {area.sign for area in drawing.areas}
    explained = {NIL_SIGN} if any(one.is_nil for one in drawing.classes) else set()
    return tuple(sign for sign in SIGN_MEANINGS if sign in used - explained)


def _fill(area: MapArea, classes: Sequence[MapClass]) -> str:
    """Colour of the class, a pattern for a gap, quiet ground below circles."""
    if area.sign in colors.PATTERNS:
        return _pattern_fill(area.sign)
    return _class_fill(area.class_number, len(classes)) if area.class_number else f'fill="{colors.LAND}"'


def _pattern_fill(sign: str) -> str:
    return f'fill="url(#{pattern_id(sign)})"'


def _class_fill(number: int, count: int) -> str:
    """Stands for a value, so it is the same in dark colours."""
    return f'class="v" fill="{colors.class_color(number, count)}"'


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


def _draw_signs(frame: Frame, outlines: Mapping[str, Outline], areas: Sequence[MapArea]) -> Iterable[str]:
    """The official sign in every district that has one, as in a table."""
    for area in areas:
        if area.sign:
            x, y = frame.place(outlines[area.district_code].label_m)
            yield f'<text class="s" x="{x}" y="{y + 7}">{escape_xml(area.sign)}</text>'


def _draw_legend(frame: Frame, classes: Sequence[MapClass], signs: Sequence[str]) -> tuple[str, int]:
    """Classes with their limits, then signs with their meaning, below the map; returns the drawing and its height."""
    entries = [(_class_fill(one.number, len(classes)), one.title) for one in classes]
    if not classes:
        entries.append((f'fill="{colors.ACCENT}"', "Fläche des Kreises: Anzahl"))
    nil = _class_fill(1, len(classes)) if classes else f'fill="{colors.LAND}"'
    entries.extend((nil if sign == NIL_SIGN else _pattern_fill(sign), describe_sign(sign)) for sign in signs)
    marks = [
        f'<rect x="{LEGEND_LEFT}" y="{{top}}" width="44" height="24" {fill} stroke="{colors.BOUNDARY_DARK}"/>'
        for fill, _ in entries
    ]
    return _lay_out_legend(frame, marks, [title for _, title in entries])


def _lay_out_legend(frame: Frame, marks: Sequence[str], titles: Sequence[str]) -> tuple[str, int]:
    """A mark and its title in each row, long titles on several lines; marks name the places that a row fills in."""
    rows, top = [], frame.height + 12
    for mark, title in zip(marks, titles, strict=True):
        lines = _LEGEND_WRAPPER.wrap(title) or [""]
        rows.append(mark.format(top=top, middle=top + 12, base=top + 19))
        first, *others = [escape_xml(line) for line in lines]
        # The blank keeps the words of two lines apart for those who hear them.
        spans = "".join(f' <tspan x="{LEGEND_LEFT + 56}" dy="{LEGEND_LINE}">{line}</tspan>' for line in others)
        rows.append(f'<text class="l" x="{LEGEND_LEFT + 56}" y="{top + 19}">{first}{spans}</text>')
        top += 36 + LEGEND_LINE * (len(lines) - 1)
    height = top + 8 - frame.height
    ground = f'<rect y="{frame.height}" width="{frame.width}" height="{height}" fill="{colors.PAPER}"/>'
    return ground + "".join(rows), height


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
    return (
        f'<svg class="ga-overview" data-search-exclude="true" viewBox="0 0 {frame.width} {frame.height}" role="group" '
        f'aria-label="{escape_xml(drawing.map.title)}">'
        f"{_define_patterns(sign for sign in list_signs(drawing) if sign in colors.PATTERNS)}"
        f'{"".join(links)}<g class="ga-overview__water" aria-hidden="true">'
        f'<path d="{"".join(spell_line(part, frame) for line in lines for part in line.lines_m)}"/></g>'
        f'<g class="ga-overview__names" aria-hidden="true">{names}</g></svg>'
    )


def _overview_fill(area: MapArea, classes: Sequence[MapClass]) -> str:
    """Colour of a district in a page: classes belong to the style sheet, so that contrast modes may change them."""
    if area.sign in colors.PATTERNS:
        return f' class="ga-gap" fill="url(#{pattern_id(area.sign)})"'
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
