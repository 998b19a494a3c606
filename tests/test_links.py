"""Addresses outside of HTML lead somewhere, too: in the data of maps, in the search, in style sheets, in pictures."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.markup import read_markup
from tests.test_built_site import CITIES, Site, is_foreign, local_links, read_site, target_of

pytestmark = pytest.mark.slow

ASSIGNMENT = re.compile(r'\(window\.GEBIETSATLAS=window\.GEBIETSATLAS\|\|\{\}\)\["[^"]+"\]=(.*);\n')
NEVER_DRAWN = frozenset(("images/layers.png", "images/layers-2x.png", "images/marker-icon.png"))
"""Leaflet's own pictures of controls and markers that our maps do not use, so they are not shipped."""
IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)")


@pytest.fixture(params=CITIES)
def site(request: pytest.FixtureRequest) -> Site:
    """Every city in turn."""
    return read_site(request.getfixturevalue(request.param))


def leads_nowhere(site: Site, path: str, address: str) -> bool:
    """Tell whether an address misses its file or its anchor."""
    if is_foreign(address) or address.startswith("data:"):
        return False
    target, anchor = target_of(site, path, address)
    if not (site.folder / target).is_file():
        return True
    page = site.pages.get(target)
    return bool(anchor and page) and anchor not in {one.attributes.get("id") for one in page.iterate()}


def find_addresses(value: Any) -> Iterator[str]:
    """Everything that stands as ``href`` in data."""
    if isinstance(value, dict):
        yield from (text for name, text in value.items() if name == "href" and isinstance(text, str))
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from find_addresses(one)


def test_what_is_touched_on_a_map_leads_to_its_page(site: Site) -> None:
    broken, count = [], 0
    for path in sorted((site.folder / "karten").rglob("*.js")):
        found = ASSIGNMENT.fullmatch(path.read_text("utf-8"))
        assert found, path
        page = path.relative_to(site.folder).with_suffix(".html").as_posix()
        for address in find_addresses(json.loads(found[1])):
            count += 1
            broken += [f"{page}: {address}"] if leads_nowhere(site, page, address) else []
    assert (broken, count > 10) == ([], True)


def test_what_the_search_finds_is_there(site: Site) -> None:
    index = json.loads((site.folder / "search/search_index.json").read_text("utf-8"))
    broken = [one["location"] for one in index["docs"] if leads_nowhere(site, "index.html", one["location"])]
    assert (broken, len(index["docs"]) > 50) == ([], True)


def test_style_sheets_and_pictures_ask_for_nothing_that_is_missing(site: Site) -> None:
    broken = []
    for path in sorted(site.folder.rglob("*.css")):
        page = path.relative_to(site.folder).as_posix()
        addresses = [
            one
            for one in IN_STYLE.findall(path.read_text("utf-8"))
            if not one.startswith("#") and one not in NEVER_DRAWN
        ]
        broken += [f"{page}: {one}" for one in addresses if leads_nowhere(site, page, one)]
    for path in sorted((site.folder / "karten").rglob("*.svg")):
        page = path.relative_to(site.folder).as_posix()
        broken += [f"{page}: {one}" for one in local_links(read_markup(path.read_text("utf-8")))]
    assert broken == []


def test_structured_data_of_a_page_leads_somewhere(site: Site) -> None:
    broken = []
    for path, page in site.pages.items():
        for script in page.find_all("script"):
            if script.attributes.get("type") == "application/ld+json":
                text = "".join(part for part in script.content if isinstance(part, str))
                broken += [f"{path}: {one}" for one in find_local(json.loads(text)) if leads_nowhere(site, path, one)]
    assert broken == []


def find_local(value: Any) -> Iterator[str]:
    """Everything in structured data that names a file of the site."""
    if isinstance(value, dict):
        names = ("url", "@id", "contentUrl", "image")
        yield from (text for name, text in value.items() if name in names and isinstance(text, str))
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from find_local(one)


def test_an_address_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "build/site").mkdir(parents=True)
    (tmp_path / "build/site/index.html").write_text('<p id="a"></p>', "utf-8")
    site = read_site(tmp_path)
    found = [leads_nowhere(site, "index.html", one) for one in ("#a", "#b", "weg/", "https://a.example/", "")]
    assert found == [False, True, True, False, False]
