"""What all pictures of maps share: their style, ground, patterns, scale bar and legend."""

import html
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from generator.formatting import BELOW_ZERO_MARK, NIL_SIGN, SIGN_MEANINGS, format_number
from generator.model import ContextLine, MapArea, MapClass, OutputFile
from generator.profiles.views import AreaMapView
from generator.render import colors
from generator.render.map_geometry import Frame, choose_scale_bar, spell_line
from generator.render.map_room import Label

PICTURE_WIDTH = 700
"""Of a picture, in its own units."""
LEAST_WIDTH, LARGEST_WIDTH, EASY_HEIGHT = 565, 800, 640
"""Pixels that a picture takes in a page: its type (20 units) is 16 of them high in the least width."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_TYPE = (
    f"text{{font-family:{FONT};fill:{colors.INK}}}"
    f".n{{font-size:20px;paint-order:stroke;stroke:{colors.PAPER};stroke-width:4px;text-anchor:middle}}"
    f".s{{font-size:22px;font-weight:700;paint-order:stroke;stroke:{colors.PAPER};stroke-width:10px;text-anchor:middle}}"
    f".w{{fill:{colors.PAPER}}}.g{{fill:{colors.MUTED}}}.d{{fill:{colors.ACCENT_DARK}}}"
    ".m{font-size:20px;font-weight:700;text-anchor:middle}.l{font-size:20px}"
)
_LARGE_TYPE = ".n{font-size:25px}.s,.l{font-size:26px}.m{font-size:24px}.p{stroke-width:7px}"
_DARK = (
    f"text{{fill:{colors.DARK[colors.INK]}}}.n,.s{{stroke:{colors.DARK[colors.PAPER]}}}"
    f".w{{fill:{colors.DARK[colors.PAPER]}}}.g{{fill:{colors.DARK[colors.MUTED]}}}"
    f".d{{fill:{colors.DARK[colors.ACCENT_DARK]}}}"
) + "".join(
    f'[fill="{light}"]:not(.v){{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in colors.DARK.items()
)
"""For what has one of our colours; fills of class ``v`` stand for values and stay."""
# Texts and markers grow where a picture is narrower than in a page: on paper, or by itself on a phone. In a page it
# takes its scheme from the element that shows it.
STYLE = f"{_TYPE}@media (max-width:480px){{{_LARGE_TYPE}}}@media screen and (prefers-color-scheme:dark){{{_DARK}}}"
SCALE_BAR_LEFT, SCALE_BAR_RISE, SCALE_BAR_TEXT = 24, 22, 110
"""From the left, from below, and what its text takes on a phone."""
LEGEND_LEFT = 175
"""On a phone a picture is wider than the window and starts in its middle: the legend lies there."""
LEGEND_LINE = 28
_LEGEND_WRAPPER = textwrap.TextWrapper(width=24, break_long_words=False, break_on_hyphens=False)
"""Units between two lines, and the characters of a line that are in view on a phone."""
PHONE_SIGN_WIDTH, PHONE_LINE = 24, 38
"""Units that a sign and a line of a label take on a phone, as the style sheet sets them."""


def style_for_paper(font: str, *, is_large: bool) -> str:
    """The style of a picture in a print, with the letters of that print; large print takes the type of phones."""
    return (_TYPE + (_LARGE_TYPE if is_large else "")).replace(FONT, font)


def escape_xml(text: str) -> str:
    """Text for XML, on one line."""
    return html.escape(" ".join(text.split()))


def wrap_picture(
    path: PurePosixPath, frame: Frame, body: Iterable[str], *, title: str, description: str, extra_height: int = 0
) -> OutputFile:
    """A picture of its own."""
    units = frame.width, frame.height + extra_height
    width, height = find_extent(*units)
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {units[0]} {units[1]}" width="{width}" '
        f'height="{height}" role="img"><title>{escape_xml(title)}</title><desc>{escape_xml(description)}</desc>'
        f"<style>{STYLE}</style>{''.join(body)}</svg>\n"
    )
    return OutputFile(path=path, content=content.encode(), extent=(width, height))


def find_extent(width: int, height: int) -> tuple[int, int]:
    """Width and height in pixels of a picture in a page: as large as is seen at once, but with type that can be read.

    >>> find_extent(700, 700), find_extent(700, 1400), find_extent(700, 350)
    ((640, 640), (565, 1130), (800, 400))
    """
    shown = min(max(EASY_HEIGHT * width / height, LEAST_WIDTH), LARGEST_WIDTH)
    return round(shown), round(shown * height / width)


def define_patterns(signs: Iterable[str]) -> str:
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


def pattern_fill(sign: str) -> str:
    """Attribute of a surface whose number is missing."""
    return f'fill="url(#{pattern_id(sign)})"'


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


def list_signs(drawing: AreaMapView) -> tuple[str, ...]:
    """The official signs on a map that no class explains, each once, in the order of the legend."""
    used = {area.sign for area in drawing.areas}
    explained = {NIL_SIGN} if any(one.is_nil for one in drawing.classes) else set()
    return tuple(sign for sign in SIGN_MEANINGS if sign in used - explained)


def find_mark(area: MapArea, classes: Sequence[MapClass]) -> str:
    """What stands in a district besides its colour: its official sign, or that its number lies below zero."""
    from_zero = classes[area.class_number - 1].from_zero if area.class_number else None
    return area.sign or (BELOW_ZERO_MARK if (from_zero or 0) < 0 else "")


def lay_out_legend(frame: Frame, marks: Sequence[str], titles: Sequence[str]) -> tuple[str, int]:
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
