"""Charts and maps of the pages for paper: the same drawings with the style that the site keeps in its style sheet."""

import re
from collections.abc import Mapping

from generator.errors import SiteError
from generator.model import District
from generator.profiles.atlas import Atlas
from generator.profiles.charts import AgeView, BarsView, SeriesView
from generator.profiles.district_maps import profile_map
from generator.render import colors, district_pictures
from generator.render.charts import draw_age_structure, draw_bars, draw_series
from generator.render.files import make_ground, place_markers
from generator.render.map_parts import STYLE, style_for_paper
from generator.render.report.blocks import picture

FONT = "Libertinus Serif"
"""Comes with the engine: the same letters on every machine."""
CHART_STYLE = (
    f"text{{font-family:{FONT};font-size:14px;fill:{colors.MUTED}}}"
    f".l{{font-size:15px;fill:{colors.INK}}}.v{{font-size:16px;font-weight:700;fill:{colors.INK}}}"
    f".grid{{stroke:{colors.GRID};stroke-width:1}}.zero{{stroke:{colors.INK};stroke-width:1.5}}"
    f".line{{fill:none;stroke:{colors.ACCENT};stroke-width:3}}"
    f".dot{{fill:{colors.ACCENT};stroke:{colors.PAPER};stroke-width:1.5}}"
    f".own{{fill:{colors.ACCENT}}}.other{{fill:{colors.PAPER};stroke:{colors.ACCENT};stroke-width:1.5}}"
    f".hatch{{fill:none;stroke:{colors.HATCH};stroke-width:1.5}}.stripe{{stroke:{colors.ACCENT};stroke-width:1.5}}"
)
TALLEST = 1.05
"""Height of a drawing, at most, in widths of the column: with its caption it has to fit on one page."""
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_DRAWING = re.compile(
    r'<svg viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"[^>]*>\n'
    r"<title[^>]*>[^<]*</title>\n<desc[^>]*>(?P<description>[^<]*)</desc>\n(?P<body>.*?)</svg>",
    re.DOTALL,
)


def draw_chart(view: AgeView | SeriesView | BarsView) -> Mapping[str, object]:
    """A chart of a page."""
    from html import unescape

    figure = _draw(view)
    match = _DRAWING.search(figure)
    if match is None:
        raise SiteError(f"Das Diagramm ‚{view.id}‘ hat keine Zeichnung, die in einen Bericht passt.")
    width, height = match["width"], match["height"]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<style>{CHART_STYLE}</style>{match['body']}</svg>"
    )
    alt = f"{view.title}. {unescape(match['description'])}"
    return picture(svg, title=view.title, point=view.point, alt=alt)


def _draw(view: AgeView | SeriesView | BarsView) -> str:
    """The figure as the page has it."""
    if isinstance(view, AgeView):
        return draw_age_structure(view)
    return draw_series(view) if isinstance(view, SeriesView) else draw_bars(view)


def draw_map(atlas: Atlas, district: District, *, is_large: bool) -> Mapping[str, object]:
    """The map of offerings of a district, with the numbers of the list."""
    drawing = profile_map(atlas, district)
    places = place_markers(atlas.geography, drawing.markers)
    file = district_pictures.render_district_picture(drawing.page, drawing, make_ground(atlas), places)
    svg = file.content.decode().replace(STYLE, style_for_paper(FONT, is_large=is_large))
    view = drawing.map
    return picture(
        svg,
        title=view.title,
        point=f"{view.summary} {view.attribution}".strip(),
        alt=view.title,
        width=min(1 if is_large else 0.8, TALLEST / _proportion(svg)),
    )


def _proportion(svg: str) -> float:
    """Height of a drawing in its widths."""
    match = _SIZE.search(svg)
    if match is None:
        raise SiteError("Eine Karte hat keine Maße und passt deshalb in keinen Bericht.")
    return float(match[2]) / float(match[1])
