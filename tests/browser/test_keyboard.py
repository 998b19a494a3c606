"""The site with the tab key alone: every stop can be seen, in the order of the page, and there is always a way on."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import kinds, probes
from tests.browser.survey import DESK, PHONE, open_site
from tests.browser.visits import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST_STOPS = 1500
"""The matrix of needs links every answer of every rule."""
WALKED = ("start", "district", "offerings", "indicator", "measures", "needs", "reachability", "data", "404")
"""Kinds that together have every sort of control."""

TOPS = """() => [...document.querySelectorAll('article :is(a, button, select, input, summary, [tabindex="0"])')]
  .filter(one => one.checkVisibility() && one.tabIndex >= 0)
  .filter(one => !one.closest('svg, .ga-skip, .headerlink, .ga-scroll table'))
  .map(one => [one.getBoundingClientRect().top + scrollY, one.outerHTML.slice(0, 80)])"""
"""Every stop in the text with its distance from the top; maps and tables have an order of their own."""


def walk(page: "Page", key: str = "Tab") -> list[dict[str, Any]]:
    """Every stop of the tab key from the top of a page to its end, or from there back."""
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press(key)
        stop = page.evaluate(probes.HIDDEN_FOCUS)
        if stop["isBody"]:
            return stops
        stops.append(stop)
    return stops


@pytest.mark.parametrize("kind", WALKED)
def test_every_stop_of_the_tab_key_can_be_seen_and_the_last_one_leads_on(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], kind: str
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=DESK) as visit:
        visit.goto(kinds.fullest_pages(magdeburg)[kind])
        stops = walk(visit.page)
        assert len(stops) < MOST_STOPS
        unseen = [one for one in stops if not one["isFrame"] and not (one["isVisible"] and one["isInside"])]
        assert [(one["name"], one["text"], one["isVisible"], one["isInside"]) for one in unseen] == []
        assert [one["name"] for one in stops if one["isCovered"]] == []


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("district", {"viewport": DESK}),
        ("district", {"viewport": PHONE}),
        ("indicator", {"viewport": DESK, "color_scheme": "dark"}),
    ],
    ids=["desk", "phone", "dark"],
)
def test_every_stop_can_be_seen_on_the_way_back_too(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], kind: str, setting: dict[str, Any]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), **setting) as visit:
        visit.goto(kinds.fullest_pages(magdeburg)[kind])
        stops = walk(visit.page, "Shift+Tab")
        assert 50 < len(stops) < MOST_STOPS
        unseen = [one for one in stops if not one["isFrame"] and not (one["isVisible"] and one["isInside"])]
        assert [(one["name"], one["text"]) for one in unseen] == []
        assert [(one["name"], one["text"]) for one in stops if one["isCovered"]] == []


def test_the_first_stop_leads_past_the_menu(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=DESK) as visit:
        visit.goto(kinds.fullest_pages(magdeburg)["district"])
        page = visit.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Zum Inhalt"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("kind", ["district", "offerings", "start"])
def test_on_a_phone_the_tab_key_goes_down_the_page_and_never_up(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], kind: str
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE) as visit:
        visit.goto(kinds.fullest_pages(magdeburg)[kind])
        page = visit.page
        tops = page.evaluate(TOPS)
        assert len(tops) > 10
        assert [other for (top, _), (next_top, other) in pairwise(tops) if next_top < top - 12] == []
        assert (
            page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"], [tabindex="-1"])\').length') == 0
        )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("stadtteile/sudenburg/", "Kennzahlen im Vergleich: Sudenburg"),
        ("entwicklung/architektur/", "Tabelle 1: Stockwerke"),
    ],
    ids=["generated", "written"],
)
def test_a_wide_table_is_scrolled_with_the_arrow_keys(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], path: str, name: str
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE) as visit:
        visit.goto(path)
        page = visit.page
        region = page.get_by_role("region", name=name)
        region.focus()
        page.keyboard.press("ArrowRight")
        wait_until(page, "document.activeElement.scrollLeft > 0")


def test_the_menu_of_a_narrow_window_is_opened_and_left_with_the_keyboard(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE) as visit:
        visit.goto("stadtteile/sudenburg/")
        page = visit.page
        button = page.get_by_role("button", name="Menü")
        button.focus()
        page.keyboard.press("Enter")
        wait_until(page, "document.activeElement.closest('.md-sidebar--primary') !== null")
        assert button.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert button.get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Menü"


def test_the_search_of_a_narrow_window_is_opened_and_left_with_the_keyboard(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE) as visit:
        page = visit.page
        visit.goto("")
        page.get_by_role("button", name="Suche öffnen").focus()
        page.keyboard.press("Enter")
        wait_until(page, "document.activeElement.matches('.md-search__input')")
        page.keyboard.type("Sudenburg")
        page.locator(".md-search-result__link").first.wait_for()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Suche öffnen"


def test_on_a_phone_no_stop_lies_in_the_closed_menu(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=PHONE) as visit:
        visit.goto("ueber/")
        stops = walk(visit.page)
        unseen = [one for one in stops if not (one["isVisible"] and one["isInside"])]
        assert [(one["name"], one["text"]) for one in unseen] == []
