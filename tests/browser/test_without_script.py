"""The site without JavaScript and without a mouse."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import probes
from tests.browser.survey import DESK, PHONE, all_kinds, ask_script, gaps, open_site, survey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DISTRICT = "stadtteile/sudenburg/"
POINT_INSIDE = """path => {
  const box = path.getBoundingClientRect();
  for (const [across, down] of [[5, 5], [3, 5], [7, 5], [5, 3], [5, 7]]) {
    const x = box.x + box.width * across / 10, y = box.y + box.height * down / 10;
    if (document.elementFromPoint(x, y) === path) { return [x, y]; }
  }
}"""
"""Where a mouse hits a shape; the middle of its box may lie in another one."""


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_without_javascript_every_kind_of_page_shows_all_it_has_and_no_button_that_does_nothing(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], viewport: dict[str, int]
) -> None:
    pages = [one for one in (*all_kinds(magdeburg), *gaps(magdeburg)) if not one.startswith("karten/")]
    questions = {"lost": ask_script(probes.WITHOUT_SCRIPT), "width": ask_script(probes.TOO_WIDE)}
    site = site_server(magdeburg / "build/site")
    with open_site(browser, site, viewport=viewport, java_script_enabled=False) as visit:
        assert survey(visit, pages, questions) == {}


def test_without_javascript_a_district_shows_its_picture_its_tables_and_its_list(
    magdeburg: Path, open_page: Any
) -> None:
    visit = open_page(magdeburg / "build/site", DISTRICT, java_script_enabled=False)
    page = visit.page
    picture = page.locator("figure.ga-map img")
    picture.scroll_into_view_if_needed()
    assert picture.is_visible()
    assert page.get_by_role("table", name="Kennzahlen im Vergleich: Sudenburg").is_visible()
    assert page.locator("li.ga-offer").count() == 9
    assert page.locator("figure.ga-chart svg").count() == 4
    page.get_by_role("table", name="Kennzahlen im Vergleich: Sudenburg").get_by_role(
        "link", name="Altenquotient"
    ).click()
    page.wait_for_url("**/indikatoren/altenquotient/")
    visit.assert_clean()


def test_without_javascript_the_map_of_the_start_page_leads_to_a_district(magdeburg: Path, open_page: Any) -> None:
    # Tall enough to need no scrolling, which the theme makes smooth.
    tall = {"width": 1280, "height": 2400}
    visit = open_page(magdeburg / "build/site", java_script_enabled=False, viewport=tall)
    link = visit.page.locator("svg.ga-overview a").nth(2)
    address = link.get_attribute("href")
    x, y = link.locator("path").evaluate(POINT_INSIDE)
    visit.page.mouse.click(x, y)
    visit.page.wait_for_url(f"**/{address}")
    visit.assert_clean()


def test_a_district_of_the_start_page_is_reached_with_tab_and_enter(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site")
    page = visit.page
    page.locator("figure.ga-map .ga-skip").focus()
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.querySelector('title').textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/versorgungsgebiete/*/")
    assert page.locator("h1").inner_text().removesuffix("¶") == name.split(": ")[0]
    visit.assert_clean()


def test_the_map_can_be_skipped(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site")
    page = visit.page
    page.locator("figure.ga-map .ga-skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#gebiete")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#gebiete, svg.ga-overview')?.tagName") != "svg"


def test_the_interactive_map_is_asked_for_only_when_it_is_opened(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", DISTRICT)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    visit.page.get_by_text("Interaktive Karte öffnen").scroll_into_view_if_needed()
    assert [url for url in asked if "/karten/" in url and url.endswith((".html", ".js"))] == []
    visit.page.get_by_text("Interaktive Karte öffnen").click()
    visit.page.frame_locator("iframe").get_by_label("Zeigen").wait_for()
    assert any(url.endswith("/karten/stadtteile/sudenburg.html") for url in asked)
    visit.assert_clean()
