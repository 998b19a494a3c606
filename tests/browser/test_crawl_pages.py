"""Pages of Magdeburg in a browser whose network ends at the site."""

from pathlib import Path
from typing import Any

from tests.browser.visits import list_pages, one_of_each_kind

EVERY = 6
"""Links and files of all pages are tested without a browser; here some of each kind open."""


def test_pages_open_without_a_foreign_request_a_missing_file_or_an_error(magdeburg: Path, open_page: Any) -> None:
    site = magdeburg / "build/site"
    pages = list_pages(site)
    assert len(pages) > 120
    visit = open_page(site)
    for path in sorted({*one_of_each_kind(pages), *pages[::EVERY]}):
        visit.goto(path)
    visit.assert_clean()


def test_the_page_for_missing_addresses_is_clean(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "404.html")
    visit.assert_clean()
