"""What the browser tests call a kind of page: no template, no written page and no map is left out."""

from pathlib import Path

import pytest

from tests.browser.kinds import WRITTEN, emptiest_pages, file_of, fullest_pages, list_kinds
from tests.sites import ROOT

pytestmark = pytest.mark.slow

TEMPLATES = sorted(path.name.removesuffix(".md.j2") for path in (ROOT / "site_templates/pages").glob("*.md.j2"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_a_page_that_is_looked_at(magdeburg: Path, template: str) -> None:
    assert template in fullest_pages(magdeburg)


def test_written_pages_maps_and_the_page_for_missing_addresses_are_looked_at(magdeburg: Path) -> None:
    kinds = set(fullest_pages(magdeburg))
    assert {WRITTEN, f"{WRITTEN}, with tables", "404", "map: stadt", "map: stadtteile", "map: indikatoren"} <= kinds


def test_every_page_of_the_site_is_of_some_kind(magdeburg: Path) -> None:
    site = magdeburg / "build/site"
    listed = {file_of(magdeburg, page) for pages in list_kinds(magdeburg).values() for page in pages}
    assert listed == set(site.rglob("*.html"))


def test_the_fullest_and_the_emptiest_page_differ(magdeburg: Path) -> None:
    fullest = fullest_pages(magdeburg)
    assert all(page != fullest[kind] for kind, page in emptiest_pages(magdeburg).items())
    assert "district" in emptiest_pages(magdeburg)
