"""Maps inside of pages: links with names, and nothing of the data but text."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from generator import layout
from generator.profiles.indicators import profile_area_map
from generator.profiles.views import AreaMapView
from generator.render.page_maps import draw_locator, draw_overview, make_locator_ground
from tests.hostile import ATTACK
from tests.tiny import tiny_atlas


def read(svg: str) -> ET.Element:
    """Our own drawing; no foreign XML is read here."""
    return ET.fromstring(svg)  # noqa: S314


def quarters() -> AreaMapView:
    atlas = tiny_atlas()
    return profile_area_map(atlas, atlas.results.indicator("share_65_plus"), atlas.geography.levels[1])


def test_the_overview_links_every_district_by_name() -> None:
    drawing = quarters()
    svg = read(draw_overview(drawing, tiny_atlas().geography.outlines, ()))
    links = [(one.attrib["href"], "".join(one.find("title").itertext())) for one in svg.iter("a")]  # type: ignore[union-attr]
    assert links == [
        (layout.relative_link(drawing.page, area.href), " ".join(f"{area.name}: {area.text}".split()))
        for area in drawing.areas
    ]


def test_the_overview_shows_a_hostile_name_as_text() -> None:
    drawing = quarters()
    hostile = replace(drawing, areas=tuple(replace(area, name=ATTACK, text="") for area in drawing.areas))
    svg = read(draw_overview(hostile, tiny_atlas().geography.outlines, ()))
    assert {one.tag for one in svg.iter()} <= {
        *("svg", "a", "path", "title", "g", "text"),
        *("defs", "pattern", "rect"),
    }
    assert ATTACK in {"".join(one.itertext()) for one in svg.iter("title")}


def test_the_locator_says_what_it_shows_and_escapes_it() -> None:
    outlines = tiny_atlas().geography.outlines
    svg = read(draw_locator(make_locator_ground(outlines["000"], ()), outlines["001"], label=ATTACK))
    assert svg.attrib["aria-label"] == ATTACK
    assert {one.tag for one in svg.iter()} == {"svg", "path"}
