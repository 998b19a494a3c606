"""Maps as pictures: well-formed, the same items as the list, no more exact than the data, no text out of bounds."""

from dataclasses import replace
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from generator.model import MapClass
from generator.profiles.atlas import Atlas
from generator.profiles.indicators import profile_area_map
from generator.profiles.views import AreaMapView
from generator.render import colors
from generator.render.files import render_maps
from generator.render.map_parts import pattern_id
from generator.render.map_pictures import make_area_ground, render_indicator_picture
from tests.hostile import make_hostile_city
from tests.tiny import evaluate_city, tiny_atlas

SVG = "{http://www.w3.org/2000/svg}"
PATH = PurePosixPath("karten/x.svg")
DRAWN = {"svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text", "tspan"}
CLASSES = (MapClass(number=1, title="unter 20 %"), MapClass(number=2, title="ab 20 %"))
SECRET_PATTERN = f"url(#{pattern_id('.')})"


def read(content: bytes) -> ET.Element:
    """Our own drawing; no foreign XML is read here."""
    return ET.fromstring(content)  # noqa: S314


def texts(picture: ET.Element, tag: str) -> list[str]:
    return ["".join(one.itertext()) for one in picture.iter(f"{SVG}{tag}")]


def draw_areas(drawing: AreaMapView) -> ET.Element:
    geography = tiny_atlas().geography
    outlines = [geography.outlines[area.district_code] for area in drawing.areas]
    ground = make_area_ground(outlines, geography.context_lines)
    return read(render_indicator_picture(PATH, drawing, ground).content)


def area_drawing(*numbers: int | None, classes: tuple[MapClass, ...] = CLASSES) -> AreaMapView:
    """The three quarters with these classes, or with these amounts where there are no classes."""
    atlas = tiny_atlas()
    drawing = profile_area_map(atlas, atlas.results.indicator("population"), atlas.geography.levels[1])
    areas = tuple(
        replace(
            area,
            class_number=number if classes else None,
            amount=None if classes else number,
            sign="." if number is None else "" if number else "–",
        )
        for area, number in zip(drawing.areas, numbers, strict=True)
    )
    return replace(drawing, areas=areas, classes=classes)


def area_fills(picture: ET.Element) -> list[str]:
    """Fill of each district, in order; only districts have a title of their own."""
    return [one.attrib["fill"] for one in picture.iter(f"{SVG}path") if one.find(f"{SVG}title") is not None]


def circles(picture: ET.Element) -> list[tuple[int, str | None]]:
    """Radius and dashes of each circle."""
    return [(int(one.attrib["r"]), one.get("stroke-dasharray")) for one in picture.iter(f"{SVG}circle")]


# --- every picture ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    project = tmp_path_factory.mktemp("hostile") / "city"
    make_hostile_city(project)
    return evaluate_city(project)


@pytest.mark.parametrize("city", ["tiny", "hostile"])
def test_every_picture_is_well_formed_and_named_and_only_draws(city: str, request: pytest.FixtureRequest) -> None:
    atlas = tiny_atlas() if city == "tiny" else request.getfixturevalue("hostile_atlas")
    pictures = [one for one in render_maps(atlas) if one.path.suffix == ".svg"]
    assert len(pictures) >= 4 + len(atlas.results.indicators)
    for file in pictures:
        picture = read(file.content)
        assert {one.tag.removeprefix(SVG) for one in picture.iter()} <= DRAWN
        assert texts(picture, "title")[0]
        assert texts(picture, "desc")[0]
        assert not any(name.startswith("on") or "href" in name for one in picture.iter() for name in one.attrib)


def test_hostile_names_are_drawn_letter_for_letter(hostile_atlas: Atlas) -> None:
    titles = [
        title
        for file in render_maps(hostile_atlas)
        if file.path.suffix == ".svg"
        for title in texts(read(file.content), "title")
    ]
    finest = hostile_atlas.geography.districts_on(hostile_atlas.geography.levels[-1])
    assert len(finest) > 1
    for district in finest:
        assert any(title.startswith(f"{district.name}: ") for title in titles), district.name


# --- indicators ---------------------------------------------------------------------------------------------------


def test_classes_have_their_colours_and_a_gap_is_hatched() -> None:
    assert area_fills(draw_areas(area_drawing(1, 2, None))) == [
        colors.SEQUENTIAL[0],
        colors.SEQUENTIAL[-1],
        SECRET_PATTERN,
    ]


def test_the_legend_names_every_class_and_the_hatch_only_where_there_is_a_gap() -> None:
    with_gap, without = draw_areas(area_drawing(1, 2, None)), draw_areas(area_drawing(1, 2, 2))
    assert texts(with_gap, "text")[-3:] == ["unter 20 %", "ab 20 %", ". (Zahlenwert geheim gehalten)"]
    assert texts(without, "text")[-2:] == ["unter 20 %", "ab 20 %"]


def test_every_district_tells_its_number_to_those_who_point_at_it() -> None:
    drawing = area_drawing(1, 2, None)
    titles = texts(draw_areas(drawing), "title")[1:]
    assert titles == [f"{area.name}: {area.text}" for area in drawing.areas]


def test_the_surface_of_a_circle_stands_for_the_amount() -> None:
    picture = draw_areas(area_drawing(400, 100, 0, classes=()))
    assert [radius for radius, _ in circles(picture)] == [46, 23]


def test_zero_is_no_gap_and_a_gap_is_no_zero() -> None:
    picture = draw_areas(area_drawing(4, 0, None, classes=()))
    assert area_fills(picture) == [colors.LAND, colors.LAND, SECRET_PATTERN]
    assert ["".join(one.itertext()) for one in picture.iter(f"{SVG}text")][-3:] == [
        "Fläche des Kreises: Anzahl",
        "– (nichts vorhanden, laut Daten genau null)",
        ". (Zahlenwert geheim gehalten)",
    ]


def test_a_class_for_zero_explains_the_sign_for_zero_so_the_legend_says_it_once() -> None:
    nothing = MapClass(number=1, title="– (keine erfasst)", is_nil=True)
    drawing = area_drawing(1, 2, 2, classes=(nothing, MapClass(number=2, title="ab 1")))
    areas = (replace(drawing.areas[0], sign="–"), *drawing.areas[1:])
    picture = draw_areas(replace(drawing, areas=areas))
    assert texts(picture, "text")[-2:] == ["– (keine erfasst)", "ab 1"]


def test_a_map_on_which_everything_is_missing_is_all_hatch() -> None:
    picture = draw_areas(area_drawing(None, None, None, classes=()))
    assert (area_fills(picture), circles(picture)) == ([SECRET_PATTERN] * 3, [])


def test_every_reason_has_a_pattern_of_its_own_and_only_those_on_the_map_are_defined() -> None:
    drawing = area_drawing(None, None, 1)
    signs = (".", "x", "")
    areas = tuple(replace(area, sign=sign) for area, sign in zip(drawing.areas, signs, strict=True))
    picture = draw_areas(replace(drawing, areas=areas))
    lines = [one.find(f"{SVG}path").attrib["d"] for one in picture.iter(f"{SVG}pattern")]  # type: ignore[union-attr]
    assert lines == [colors.PATTERNS["."], colors.PATTERNS["x"]]
    assert len(set(area_fills(picture))) == 3
    assert len(set(colors.PATTERNS.values())) == 4


def test_what_lies_below_zero_has_a_mark_so_that_it_is_told_without_colours() -> None:
    around_zero = (replace(CLASSES[0], from_zero=-1), replace(CLASSES[1], from_zero=1))
    picture = draw_areas(area_drawing(1, 2, None, classes=around_zero))
    assert [one.text for one in picture.iter(f"{SVG}text") if one.get("class") == "s"] == ["▼", "."]
