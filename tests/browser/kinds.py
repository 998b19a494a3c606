"""One page of every kind: what is promised for all pages is tested on these.

The generated pages name their template themselves, so a new template is covered as soon as a page is made with it.
"""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

STAGED = "build/docs"
SITE = "build/site"
WRITTEN = "written"
"""Pages that people wrote in ``docs``."""


@cache
def list_kinds(project: Path) -> dict[str, tuple[str, ...]]:
    """Addresses of all pages by kind, as readers type them."""
    staged, site = project / STAGED, project / SITE
    kinds: dict[str, list[str]] = defaultdict(list)
    for path in sorted(staged.rglob("*.md")):
        name = path.relative_to(staged)
        folder = name.parent if name.name == "index.md" else name.with_suffix("")
        address = "" if str(name) == "index.md" else f"{folder.as_posix()}/"
        kinds[read_kind(path)].append(address)
    for path in sorted(site.glob("karten/**/*.html")):
        name = path.relative_to(site)
        kinds[f"map: {name.parts[1] if len(name.parts) > 2 else name.stem}"].append(name.as_posix())
    kinds["404"] = ["404.html"]
    return {kind: tuple(found) for kind, found in sorted(kinds.items())}


def read_kind(path: Path) -> str:
    """The template that a staged page says it was made with; pages that people wrote say none."""
    lines = path.read_text("utf-8").split("\n---\n")[0].splitlines()
    found = [str(json.loads(line.removeprefix("kind: "))) for line in lines if line.startswith("kind: ")]
    if found:
        return found[0]
    has_table = any(line.startswith("|") for line in path.read_text("utf-8").splitlines())
    return f"{WRITTEN}, with tables" if has_table else WRITTEN


def file_of(project: Path, address: str) -> Path:
    """Where the page behind an address lies."""
    return project / SITE / (address if address.endswith(".html") else f"{address}index.html")


@cache
def fullest_pages(project: Path) -> dict[str, str]:
    """The page of every kind with the most on it."""
    return {
        kind: max(pages, key=lambda page: (file_of(project, page).stat().st_size, page))
        for kind, pages in list_kinds(project).items()
    }


@cache
def emptiest_pages(project: Path) -> dict[str, str]:
    """The page of every kind with the least on it, where that is another one: the gaps are here."""
    emptiest = {
        kind: min(pages, key=lambda page: (file_of(project, page).stat().st_size, page))
        for kind, pages in list_kinds(project).items()
    }
    return {kind: page for kind, page in emptiest.items() if page != fullest_pages(project)[kind]}
