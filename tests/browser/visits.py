"""What several browser tests do with a page."""

from collections.abc import Iterable
from pathlib import Path


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
