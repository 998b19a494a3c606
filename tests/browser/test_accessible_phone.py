"""Every kind of page on the smallest phone: no barrier, nothing too wide, nothing too small."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import probes
from tests.browser.survey import (
    ALL_RULES,
    CONTRAST,
    LARGER_TEXT,
    PHONE,
    Answers,
    all_kinds,
    ask_axe,
    ask_script,
    ask_with_style,
    gaps,
    open_site,
    survey,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def phone(magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]) -> Answers:
    """What is wrong on a phone."""
    questions = {
        "axe": ask_axe(ALL_RULES),
        "width": ask_script(probes.TOO_WIDE),
        "small text": ask_script(probes.SMALL_TEXT),
        "small text in pictures": ask_script(probes.SMALL_TEXT_IN_PICTURES),
        "unseen stops": ask_script(probes.UNSEEN_STOPS),
        "width with text spacing": ask_with_style(probes.SPACED, probes.TOO_WIDE),
        "cut with text spacing": ask_with_style(probes.SPACED, probes.CUT_TEXT),
    }
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE) as visit:
        return survey(visit, (*all_kinds(magdeburg), *gaps(magdeburg)), questions)


def test_no_kind_of_page_has_a_barrier_on_a_phone(phone: Answers) -> None:
    assert phone["axe"] == {}


def test_no_kind_of_page_scrolls_sideways_on_a_phone(phone: Answers) -> None:
    assert phone["width"] == {}


def test_whoever_uses_the_keyboard_on_a_phone_sees_where_they_are(phone: Answers) -> None:
    assert phone["unseen stops"] == {}


def test_no_text_is_smaller_than_16_pixels_on_a_phone(phone: Answers) -> None:
    assert (phone["small text"], phone["small text in pictures"]) == ({}, {})


def test_readers_may_space_letters_words_and_lines_as_they_need(phone: Answers) -> None:
    assert (phone["width with text spacing"], phone["cut with text spacing"]) == ({}, {})


def test_dark_colours_have_contrast_on_a_phone(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE, color_scheme="dark") as visit:
        assert survey(visit, all_kinds(magdeburg), {"axe": ask_axe(CONTRAST)}) == {}


def test_larger_text_fits_on_a_phone(magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE, start=LARGER_TEXT) as visit:
        assert survey(visit, all_kinds(magdeburg), {"width": ask_script(probes.TOO_WIDE)}) == {}
