"""What several browser tests do with a page."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


def wait_until(page: "Page", script: str, argument: Any = None) -> None:
    """Wait for something to become true.

    Not Playwright's ``wait_for_function``: what is not true at once it asks again as text to evaluate, which our
    policy forbids; a test with it passes on a quiet machine and fails on a busy one.
    """
    for _ in range(200):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {script}")


def list_pages(site: Path) -> list[str]:
    """Addresses of all pages, as readers type them, without maps and the page for missing addresses."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [path.removesuffix("index.html") for path in paths if path != "404.html" and not path.startswith("karten/")]


def list_maps(site: Path) -> list[str]:
    """Addresses of all maps."""
    return sorted(path.relative_to(site).as_posix() for path in site.glob("karten/**/*.html"))


def one_of_each_kind(pages: Iterable[str]) -> list[str]:
    """The first and the last page of each folder: every template at least once."""
    folders: dict[str, list[str]] = {}
    for page in pages:
        depth = page.count("/")
        folders.setdefault(f"{page.split('/')[0]} {depth}", []).append(page)
    return sorted({page for found in folders.values() for page in (found[0], found[-1])})
