"""Pages on a phone, on a desk, on paper; and the search."""

from pathlib import Path
from typing import Any

import pytest


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
    page.wait_for_function("document.querySelector('figure.ga-map img').naturalWidth > 0")
    assert page.locator("h1").is_visible()
    visit.assert_clean()


def test_the_search_finds_a_district_and_leads_to_it(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site")
    page = visit.page
    page.get_by_role("textbox", name="Suche").click()
    page.keyboard.type("Sudenburg")
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
