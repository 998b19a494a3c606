"""What pictures of maps share: frames with names, scale bars, legends, and the style for screens and for paper."""

from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from generator.render.map_geometry import Frame
from generator.render.map_parts import (
    FONT,
    STYLE,
    draw_scale_bar,
    find_scale_bar,
    lay_out_legend,
    style_for_paper,
    wrap_picture,
)

FRAME = Frame(left_m=0, bottom_m=0, width_m=7000, height_m=7000, width=700)
"""Ten metres in a unit."""
MARK = '<rect y="{top}" width="44" height="24"/>'


def read(drawing: str) -> ET.Element:
    """Our own drawing; no foreign XML is read here."""
    return ET.fromstring(f"<g>{drawing}</g>")  # noqa: S314


def test_a_picture_has_its_name_its_description_and_room_for_a_legend() -> None:
    file = wrap_picture(PurePosixPath("a.svg"), FRAME, [], title="A & B", description="<c>", extra_height=50)
    assert file.extent == (597, 640)
    picture = ET.fromstring(file.content)  # noqa: S314
    assert picture.attrib["viewBox"] == "0 0 700 750"
    title, description, style = picture
    assert (title.text, description.text, style.text) == ("A & B", "<c>", STYLE)


def test_a_scale_bar_is_as_long_as_it_says_and_the_room_it_takes_holds_its_text() -> None:
    path, text = read(draw_scale_bar(FRAME))
    assert text.text == "1 km"
    assert "h100" in path.attrib["d"]
    half, middle, _ = find_scale_bar(FRAME)
    assert (middle - half, middle + half) == (24, 24 + 100 + 110)


def test_long_titles_of_the_legend_stand_on_two_lines_and_push_what_follows_down() -> None:
    rows, height = lay_out_legend(FRAME, [MARK, MARK], ["Weg nicht länger als zehn Minuten", "ab 20 %"])
    first, second = read(rows).iter("text")
    assert list(first.itertext()) == ["Weg nicht länger als ", "zehn Minuten"]
    assert [one.get("dy") for one in first] == ["28"]
    assert int(second.attrib["y"]) - int(first.attrib["y"]) == 36 + 28
    assert height == 12 + 36 + 28 + 36 + 8


def test_on_paper_pictures_are_light_with_the_letters_of_the_print() -> None:
    usual, large = style_for_paper("Serif", is_large=False), style_for_paper("Serif", is_large=True)
    for style in (usual, large):
        assert "@media" not in style
        assert FONT not in style
        assert "font-family:Serif" in style
    assert large == usual + ".n{font-size:25px}.s,.l{font-size:26px}.m{font-size:24px}.p{stroke-width:7px}"


def test_on_a_screen_pictures_follow_the_colours_of_their_page() -> None:
    assert STYLE.startswith(style_for_paper(FONT, is_large=False))
    assert "@media screen and (prefers-color-scheme:dark){text{fill:#e9eff1}" in STYLE
