"""Every kind of page on a desk: no barrier, in light and dark, with few colours, enlarged."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import kinds, probes
from tests.browser.survey import (
    ALL_RULES,
    CONTRAST,
    DESK,
    HIGH_CONTRAST,
    MORE_CONTRAST,
    Answers,
    all_kinds,
    ask_axe,
    ask_script,
    ask_with_style,
    open_site,
    survey,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RICH = ("start", "district", "offerings", "needs", "find")
"""Kinds that together have every sort of text and control."""
TEXT_TWICE_AS_LARGE = "html { font-size: 250% !important; }"
"""The theme takes one and a quarter of what readers have set."""


@pytest.fixture(scope="module")
def desk(magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]) -> Answers:
    """What is wrong on a desk."""
    questions = {
        "axe": ask_axe(ALL_RULES),
        "width": ask_script(probes.TOO_WIDE),
        "small text": ask_script(probes.SMALL_TEXT),
        "small text in pictures": ask_script(probes.SMALL_TEXT_IN_PICTURES),
        "unseen stops": ask_script(probes.UNSEEN_STOPS),
        "width with large text": ask_with_style(TEXT_TWICE_AS_LARGE, probes.TOO_WIDE),
    }
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=DESK) as visit:
        return survey(visit, all_kinds(magdeburg), questions)


def test_no_kind_of_page_has_a_barrier_on_a_desk(desk: Answers) -> None:
    assert desk["axe"] == {}


def test_whoever_uses_the_keyboard_on_a_desk_sees_where_they_are(desk: Answers) -> None:
    assert desk["unseen stops"] == {}


def test_no_text_is_smaller_than_16_pixels_on_a_desk(desk: Answers) -> None:
    assert (desk["small text"], desk["small text in pictures"]) == ({}, {})


@pytest.mark.parametrize(("width", "height"), [(390, 560), (700, 500), (960, 600), (1366, 620)])
def test_no_text_is_smaller_than_16_pixels_in_a_low_window(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], width: int, height: int
) -> None:
    questions = {
        "small text": ask_script(probes.SMALL_TEXT),
        "small text in pictures": ask_script(probes.SMALL_TEXT_IN_PICTURES),
    }
    low = {"width": width, "height": height}
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=low) as visit:
        assert survey(visit, kinds.fullest_pages(magdeburg).values(), questions) == {}


def test_text_twice_as_large_makes_no_page_scroll_sideways(desk: Answers) -> None:
    assert (desk["width"], desk["width with large text"]) == ({}, {})


def test_a_page_enlarged_to_200_percent_does_not_scroll_sideways(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    zoomed = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    with open_site(browser, site_server(magdeburg / "build/site"), **zoomed) as visit:
        assert survey(visit, all_kinds(magdeburg), {"width": ask_script(probes.TOO_WIDE)}) == {}


def test_dark_colours_have_contrast_on_a_desk(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=DESK, color_scheme="dark") as visit:
        assert survey(visit, all_kinds(magdeburg), {"axe": ask_axe(CONTRAST)}) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_means_seven_to_one(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], scheme: str
) -> None:
    choice = {"viewport": DESK, "color_scheme": scheme, "start": MORE_CONTRAST}
    with open_site(browser, site_server(magdeburg / "build/site"), **choice) as visit:
        found = kinds.fullest_pages(magdeburg)
        assert survey(visit, [found[one] for one in RICH], {"axe": ask_axe(HIGH_CONTRAST)}) == {}


def test_nothing_vanishes_where_the_device_allows_only_few_colours(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    few = {"viewport": DESK, "forced_colors": "active"}
    with open_site(browser, site_server(magdeburg / "build/site"), **few) as visit:
        assert survey(visit, all_kinds(magdeburg), {"colours": ask_script(probes.LOST_COLORS)}) == {}
