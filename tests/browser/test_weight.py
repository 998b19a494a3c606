"""How much a page brings along: what a visitor pays for with time and data volume."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.browser.visits import list_pages, one_of_each_kind

LIMIT_KB = 200
"""Before a map is opened."""
LIMIT_WITH_MAP_KB = 500
TEXT_KINDS = {".html", ".css", ".js", ".json", ".svg", ".geojson", ".csv", ".xml"}


def weigh(site: Path, addresses: list[str], origin: str) -> float:
    """Kilobytes as a server sends them that compresses text, as every common one does."""
    total = 0
    for address in dict.fromkeys(addresses):
        path = site / address.removeprefix(origin).partition("?")[0].partition("#")[0]
        path = path / "index.html" if path.is_dir() else path
        content = path.read_bytes()
        total += len(gzip.compress(content, 6)) if path.suffix in TEXT_KINDS else len(content)
    return total / 1000


@pytest.mark.slow
def test_every_kind_of_page_stays_light_until_a_map_is_opened(magdeburg: Path, open_page: Any) -> None:
    site = magdeburg / "build/site"
    visit = open_page(site)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    weights = {}
    for path in one_of_each_kind(list_pages(site)):
        asked.clear()
        visit.goto(path)
        visit.page.wait_for_load_state("networkidle")
        weights[path] = weigh(site, asked, visit.origin)
    assert {path: weight for path, weight in weights.items() if weight > LIMIT_KB} == {}
    assert not any("search_index" in address for address in asked)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["", "versorgungsgebiete/nordwest/", "indikatoren/anteil-ab-65/", "erreichbarkeit/"])
def test_a_page_with_its_map_open_is_not_heavy_either(magdeburg: Path, open_page: Any, path: str) -> None:
    site = magdeburg / "build/site"
    visit = open_page(site)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.goto(path)
    visit.page.locator(".ga-map__open > summary").first.click()
    visit.page.frame_locator(".ga-map__open iframe").first.locator(".leaflet-control-zoom").wait_for()
    visit.page.wait_for_load_state("networkidle")
    assert weigh(site, asked, visit.origin) <= LIMIT_WITH_MAP_KB


def test_the_search_fetches_its_index_when_somebody_turns_to_it(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site")
    with visit.page.expect_request("**/search/search_index.json"):
        visit.page.locator(".md-search__input").focus()
    visit.page.locator(".md-search__input").fill("Offener Treff")
    visit.page.locator(".md-search-result__item").first.wait_for()
    visit.assert_clean()
