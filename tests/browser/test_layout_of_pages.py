"""Pages on a phone, on a desk, on paper; and the search."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.visits import wait_until

PICTURE = "document.querySelector('figure.ga-map img').naturalWidth"
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


@pytest.mark.parametrize("path", ["stadtteile/sudenburg/", "indikatoren/anteil-ab-65/"])
def test_paper_shows_the_pictures_of_maps_and_no_navigation(magdeburg: Path, open_page: Any, path: str) -> None:
    visit = open_page(magdeburg / "build/site", path)
    page = visit.page
    page.locator("figure.ga-map img").first.scroll_into_view_if_needed()
    page.emulate_media(media="print")
    assert page.locator("header.md-header").is_hidden()
    assert page.locator("nav.md-tabs").is_hidden()
    assert page.locator("iframe").first.is_hidden()
    picture = page.locator("figure.ga-map img").first
    assert picture.is_visible()
    wait_until(page, f"{PICTURE} > 0")
    assert page.locator("h1").is_visible()
    visit.assert_clean()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["stadtteile/sudenburg/", "indikatoren/anteil-ab-65/", "erreichbarkeit/"])
def test_a_picture_of_a_map_that_comes_late_moves_nothing(
    magdeburg: Path, open_page: Any, path: str, width: int
) -> None:
    visit = open_page(magdeburg / "build/site", "ueber/", viewport={"width": width, "height": 800})
    page, late = visit.page, []

    def hold(route: Any) -> None:
        late.append(route)

    page.route("**/*.svg", hold)
    visit.goto(path)
    button = page.get_by_text("Interaktive Karte öffnen", exact=True).first
    button.scroll_into_view_if_needed()
    wait_until(page, TWO_FRAMES)
    assert page.evaluate(PICTURE) == 0
    before = button.bounding_box()
    late[0].continue_()
    wait_until(page, f"{PICTURE} > 0")
    wait_until(page, TWO_FRAMES)
    assert button.bounding_box() == before


def test_the_search_finds_a_district_and_leads_to_it(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site")
    page = visit.page
    # All at once: every letter that is typed makes the list anew, under a mouse that is just clicking.
    page.get_by_role("textbox", name="Suche").fill("Sudenburg")
    result = page.locator(".md-search-result__link[href*='/stadtteile/sudenburg/']").first
    result.wait_for()
    result.click()
    page.wait_for_url("**/stadtteile/sudenburg/**")
    assert "Sudenburg" in page.locator("h1").inner_text()
    visit.assert_clean()


def test_the_search_finds_an_offering_by_its_street(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site")
    page = visit.page
    page.get_by_role("textbox", name="Suche").click()
    page.keyboard.type("Bruno-Beye-Ring")
    page.locator(".md-search-result__link").first.wait_for()
    assert page.locator(".md-search-result__item").count() > 0
    visit.assert_clean()


@pytest.mark.parametrize(
    ("path", "part", "place"),
    [
        ("stadtteile/", "Gebiete", "Stadtteile"),
        ("stadtteile/cracau/", "Gebiete", "Stadtteile"),
        ("stadtteile/cracau/einfach/", "Einfache Sprache", ""),
        ("planung/massnahmen/m01/", "Planung", "Maßnahmen"),
        ("daten/demographics/age-groups/", "Zahlen und Daten", "Datensätze"),
        ("entwicklung/architektur/", "Über", "Mitmachen und Technik"),
        ("impressum/", "", ""),
    ],
)
def test_the_menu_says_in_which_part_of_the_site_a_page_lies(
    magdeburg: Path, open_page: Any, path: str, part: str, place: str
) -> None:
    visit = open_page(magdeburg / "build/site", path, viewport={"width": 1280, "height": 800})
    page = visit.page
    lit = page.locator(".md-tabs__item--active .md-tabs__link, .md-tabs__link.ga-near")
    assert set(map(str.strip, lit.all_inner_texts())) == ({part} if part else set())
    current = page.locator(".ga-area [aria-current]")
    assert current.all_inner_texts() == ([place] if place else [])
    if place:
        assert current.get_attribute("aria-current") == ("page" if path == "stadtteile/" else "true")
    visit.assert_clean()
