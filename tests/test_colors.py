"""Colours have one home; style sheets and scripts, which cannot read it, say the same, light and dark."""

import re
from pathlib import Path

import pytest

from generator.render import colors
from generator.render.files import render_maps
from tests.tiny import tiny_atlas

ROOT = Path(__file__).parents[1]
SHEET = (ROOT / "site_templates/styles/01-base.css").read_text("utf-8")
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


def luminance(color: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def variables(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name, as the style sheet declares them."""
    start = SHEET.index(scheme)
    return dict(re.findall(r"--ga-([a-z-]+): (#[0-9a-f]{6});", SHEET[start : SHEET.index("}", start)]))


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("light", "name"), VARIABLES.items())
def test_the_style_sheet_of_pages_has_the_same_colours(light: str, name: str) -> None:
    assert variables(":root")[name] == light
    assert variables('[data-md-color-scheme="slate"]')[name] == colors.DARK[light]


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
