"""Colours have one home; style sheets and scripts, which cannot read it, say the same, light and dark."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from coloraide import Color

from generator.model import MapClass
from generator.render import colors
from generator.render.files import render_maps
from tests.tiny import tiny_atlas

ROOT = Path(__file__).parents[1]
SHEET = (ROOT / "site_templates/styles/01-base.css").read_text("utf-8")
GUIDE = (ROOT / "docs/entwicklung/gestaltung.md").read_text("utf-8")
MAP_SHEET = (ROOT / "site_templates/assets/karte.css").read_text("utf-8")
STEPS = (ROOT / "site_templates/styles/06-maps.css").read_text("utf-8")
SCRIPT = (ROOT / "site_templates/assets/karte.js").read_text("utf-8")
VARIABLES = {
    colors.INK: "ink",
    colors.MUTED: "muted",
    colors.PAPER: "paper",
    colors.ACCENT: "accent",
    colors.ACCENT_DARK: "accent-dark",
    colors.ACCENT_LIGHT: "accent-light",
    colors.HATCH: "hatch",
}
ALIKE = {colors.SIGNAL, colors.SIGNAL_LIGHT}
"""Hatching of what is missing: both colours stand together, and hold on light and dark ground."""


VISIONS = (None, "protan", "deutan", "tritan")
"""All colours, and each kind of cone missing."""
APART = 8
"""CIEDE2000 from which surfaces beside each other look different at a glance; 1 is the least that anybody sees."""


def make_classes(*from_zero: int | None) -> tuple[MapClass, ...]:
    """Classes in order, on a scale from little to much or around zero."""
    return tuple(MapClass(number=rank, title="", from_zero=one) for rank, one in enumerate(from_zero, start=1))


def spell_colors(classes: tuple[MapClass, ...]) -> list[str]:
    return [colors.class_color(one, classes) for one in classes]


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    measured: float = Color(one).contrast(other, method="wcag21")
    return measured


def lightness(color: str) -> float:
    """In Oklch, from 0 to 1."""
    found: float = Color(color).convert("oklch")["l"]
    return found


def variables(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name, as the style sheet declares them."""
    start = SHEET.index(scheme)
    return dict(re.findall(r"--ga-([a-z-]+): (#[0-9a-f]{6});", SHEET[start : SHEET.index("}", start)]))


@pytest.mark.parametrize(("light", "name"), VARIABLES.items())
def test_the_style_sheet_of_pages_has_the_same_colours(light: str, name: str) -> None:
    assert variables(":root")[name] == light
    assert variables('[data-md-color-scheme="slate"]')[name] == colors.DARK[light]


@pytest.mark.parametrize("scheme", [":root {", ":root[data-ga-dark] {"], ids=["light", "dark"])
def test_the_style_sheet_of_maps_has_the_same_colours_as_that_of_pages(scheme: str) -> None:
    line = MAP_SHEET[MAP_SHEET.index(scheme) :].split("}")[0]
    found = {
        name: re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", one) for name, one in re.findall(r"--([a-z-]+): (#\w+);", line)
    }
    pages = variables(":root") | (variables('[data-md-color-scheme="slate"]') if "dark" in scheme else {})
    shared = {"ink", "muted", "accent", "accent-dark", "on-accent", "paper", "wash", "signal"}
    assert {name: found[name] for name in shared} == {name: pages[name] for name in shared}


def test_the_style_sheet_of_overviews_has_the_same_scale() -> None:
    assert tuple(re.findall(r"--ga-step-[1-5]: (#[0-9a-f]{6});", STEPS)[:5]) == colors.SEQUENTIAL


@pytest.mark.parametrize("light", sorted(set(colors.DARK) - {colors.INK, colors.MUTED}))
def test_the_script_of_maps_has_the_same_pairs_of_colours(light: str) -> None:
    short = "#fff" if light == "#ffffff" else light
    assert f'isDark ? "{colors.DARK[light]}" : "{short}"' in SCRIPT


@pytest.mark.parametrize("ground", [colors.PAPER, colors.LAND, colors.ACCENT_LIGHT])
def test_texts_and_lines_stand_out_from_their_ground_light_and_dark(ground: str) -> None:
    for pair in ((colors.INK, ground), (colors.DARK[colors.INK], colors.DARK[ground])):
        assert contrast(*pair) >= 7
    for line in (colors.ACCENT, colors.ACCENT_DARK, colors.WATER):
        assert contrast(line, ground) >= 3
        assert contrast(colors.DARK[line], colors.DARK[ground]) >= 3


def test_every_colour_of_a_picture_has_a_dark_one_or_stands_for_a_value() -> None:
    drawn = "".join(one.content.decode() for one in render_maps(tiny_atlas()) if one.path.suffix == ".svg")
    elements = [tag for tag in re.findall(r"<\w[^>]*>", drawn) if 'class="v"' not in tag]
    used = {found for tag in elements for found in re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', tag)}
    assert len(used) > 5
    assert used - ALIKE <= set(colors.DARK)


# --- scales -------------------------------------------------------------------------------------------------------

SCALES = {
    "from little to much": colors.SEQUENTIAL,
    "around zero": (*reversed(colors.BELOW_ZERO), colors.AROUND_ZERO, *colors.ABOVE_ZERO),
}


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_classes_look_alike_to_anybody(scale: tuple[str, ...], vision: str | None) -> None:
    seen = [Color(one) if vision is None else Color(one).filter(vision) for one in scale]
    assert min(one.delta_e(other, method="2000") for one, other in combinations(seen, 2)) >= APART


def test_more_is_darker_by_steps_that_hold_in_grey() -> None:
    for scale in (colors.SEQUENTIAL, colors.BELOW_ZERO, colors.ABOVE_ZERO):
        assert all(lightness(one) - lightness(other) > 0.08 for one, other in pairwise(scale))


def test_classes_equally_far_from_zero_are_equally_light() -> None:
    for below, above in zip(colors.BELOW_ZERO, colors.ABOVE_ZERO, strict=True):
        assert lightness(below) == pytest.approx(lightness(above), abs=0.01)


def test_fewer_classes_than_colours_spread_over_the_whole_scale() -> None:
    assert spell_colors(make_classes(*[None] * 5)) == list(colors.SEQUENTIAL)
    assert spell_colors(make_classes(None, None, None)) == [colors.SEQUENTIAL[place] for place in (0, 2, 4)]


def test_classes_around_zero_go_outwards_on_both_sides() -> None:
    near, middle, far = colors.ABOVE_ZERO
    assert spell_colors(make_classes(-2, -1, 1, 2, 3)) == [*colors.BELOW_ZERO[1::-1], near, middle, far]
    assert spell_colors(make_classes(-1, 0, 1)) == [colors.BELOW_ZERO[0], colors.AROUND_ZERO, near]


def test_more_classes_than_colours_share_them_in_order() -> None:
    near, middle, far = colors.ABOVE_ZERO
    assert spell_colors(make_classes(-1, 1, 2, 3, 4)) == [colors.BELOW_ZERO[0], near, middle, middle, far]


@pytest.mark.parametrize("name", ["SEQUENTIAL", "BELOW_ZERO", "ABOVE_ZERO", "AROUND_ZERO"])
def test_the_guide_names_the_colours_of_scales(name: str) -> None:
    value = getattr(colors, name)
    scale = (value,) if isinstance(value, str) else value
    spelled = ", ".join(f"`{one}`" for one in scale)
    assert f"`{name}`: {spelled}" in " ".join(GUIDE.split())


@pytest.mark.parametrize("name", ["INK", "MUTED", "ACCENT", "SIGNAL"])
def test_the_guide_gives_the_contrast_that_is_measured(name: str) -> None:
    light, dark = getattr(colors, name), variables('[data-md-color-scheme="slate"]')[name.lower()]
    measured = [contrast(light, colors.PAPER), contrast(dark, colors.DARK[colors.PAPER])]
    spelled = " und ".join(f"{one:.1f} : 1".replace(".", ",") for one in measured)
    (row,) = [line for line in GUIDE.splitlines() if f"`{name}`" in line and line.startswith("|")]
    assert row.endswith(f"| `{light}` | `{dark}` | {spelled} |")
