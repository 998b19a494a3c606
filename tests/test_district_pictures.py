"""The map of a district as a picture: the same items as the list, no more exact than the data, nothing covered."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from generator.model import Position, PositionPrecision
from generator.profiles.district_maps import profile_map
from generator.profiles.views import MarkerMapView
from generator.render import colors
from generator.render.district_pictures import Ground, render_district_picture
from tests.tiny import tiny_atlas

SVG = "{http://www.w3.org/2000/svg}"
PATH = PurePosixPath("karten/x.svg")


def texts(picture: ET.Element, tag: str) -> list[str]:
    return ["".join(one.itertext()) for one in picture.iter(f"{SVG}{tag}")]


def draw_district(
    drawing: MarkerMapView, places: dict[int, Position], names: Mapping[str, str] | None = None
) -> ET.Element:
    geography = tiny_atlas().geography
    finest = geography.districts_on(geography.levels[-1])
    ground = Ground(
        outlines=geography.outlines,
        names=names or {one.code: one.name for one in finest},
        lines=geography.context_lines,
    )
    return ET.fromstring(render_district_picture(PATH, drawing, ground, places).content)  # noqa: S314 - our own drawing


def district_drawing(code: str) -> MarkerMapView:
    return profile_map(tiny_atlas(), tiny_atlas().geography.districts[code])


def centre_of(code: str) -> Position:
    return tiny_atlas().geography.outlines[code].label_m


def circles(picture: ET.Element) -> list[tuple[int, str | None]]:
    """Radius and dashes of each circle."""
    return [(int(one.attrib["r"]), one.get("stroke-dasharray")) for one in picture.iter(f"{SVG}circle")]


def test_a_hostile_name_is_drawn_letter_for_letter_and_one_without_room_is_left_out() -> None:
    names = {"001": '<b>"&{{x}}', "002": "X" * 100, "003": "Y"}
    drawn = texts(draw_district(district_drawing("001"), {}, names), "text")
    assert '<b>"&{{x}}' in drawn
    assert "X" * 100 not in drawn


def test_every_offering_with_a_position_has_its_number_in_the_picture() -> None:
    drawing = district_drawing("001")
    picture = draw_district(drawing, {1: centre_of("001"), 2: centre_of("001")})
    assert [text for text in texts(picture, "text") if text.isdigit()] == ["1", "2"]


def test_an_offering_without_position_has_no_number_in_the_picture() -> None:
    picture = draw_district(district_drawing("003"), {})
    assert (circles(picture), [text for text in texts(picture, "text") if text.isdigit()]) == ([], [])


def test_two_offerings_at_one_place_stand_side_by_side_each_tied_to_the_place() -> None:
    picture = draw_district(district_drawing("001"), {1: centre_of("001"), 2: centre_of("001")})
    markers = [one for one in picture.iter(f"{SVG}circle") if one.attrib["r"] == "17"]
    homes = [one for one in picture.iter(f"{SVG}circle") if one.attrib["r"] == "3"]
    one, other = (int(one.attrib["cx"]) for one in markers)
    assert other - one >= 2 * 17
    assert [int(home.attrib["cx"]) for home in homes] == [(one + other) // 2] * 2


def test_an_offering_that_stands_alone_stays_where_it_is() -> None:
    picture = draw_district(district_drawing("001"), {1: centre_of("001")})
    assert circles(picture) == [(17, None)]


def test_a_name_steps_aside_for_a_marker_but_only_in_the_picture_of_its_own_district() -> None:
    drawing = district_drawing("001")
    alone, beside = (draw_district(drawing, places) for places in ({}, {1: centre_of("001")}))
    (name,) = [one for one in alone.iter(f"{SVG}text") if one.text == drawing.district.name]
    (moved,) = [one for one in beside.iter(f"{SVG}text") if one.text == drawing.district.name]
    assert int(name.attrib["y"]) - int(moved.attrib["y"]) == 38
    city = district_drawing("000")
    markers = tuple(replace(drawing.markers[0], number=one) for one in (1, 2, 3))
    places = {number: centre_of(code) for number, code in ((1, "001"), (2, "002"), (3, "003"))}
    assert [one for one in texts(draw_district(replace(city, markers=markers), places), "text") if one.isalpha()] == []


def test_an_approximate_place_gets_a_dashed_circle_of_its_radius() -> None:
    drawing = district_drawing("002")
    markers = (replace(drawing.markers[0], radius_m=500.0, precision=PositionPrecision.STREET),)
    scale_bar, *_ = texts(draw_district(replace(drawing, markers=()), {}), "text")[-1:]
    picture = draw_district(replace(drawing, markers=markers), {1: centre_of("002")})
    wide = draw_district(replace(drawing, markers=(replace(markers[0], radius_m=1000.0),)), {1: centre_of("002")})
    (radius, dashes), (marker, solid) = circles(picture)
    assert (dashes, marker, solid) == ("6 5", 17, None)
    assert circles(wide)[0][0] == pytest.approx(2 * radius, abs=1)
    assert scale_bar.endswith("m")


def test_a_small_circle_of_uncertainty_stays_visible_around_its_marker() -> None:
    drawing = district_drawing("002")
    markers = (replace(drawing.markers[0], radius_m=1.0),)
    assert circles(draw_district(replace(drawing, markers=markers), {1: centre_of("002")}))[0][0] == 18


def test_the_marker_of_an_exact_place_is_filled_and_the_other_is_open() -> None:
    drawing = district_drawing("001")
    for radius, fill in ((None, colors.ACCENT), (100.0, colors.PAPER)):
        markers = (replace(drawing.markers[0], radius_m=radius),)
        picture = draw_district(replace(drawing, markers=markers), {1: centre_of("001")})
        assert list(picture.iter(f"{SVG}circle"))[-1].attrib["fill"] == fill


def test_a_stale_offering_has_a_grey_and_dashed_marker() -> None:
    drawing = district_drawing("001")
    markers = (replace(drawing.markers[0], is_stale=True), replace(drawing.markers[0], number=2))
    picture = draw_district(replace(drawing, markers=markers), {1: centre_of("001"), 2: centre_of("001")})
    drawn = [one for one in picture.iter(f"{SVG}circle") if one.attrib["r"] == "17"]
    looks = [(one.attrib["fill"], one.get("stroke-dasharray")) for one in drawn]
    assert looks == [(colors.MUTED, "5 3"), (colors.ACCENT, None)]
