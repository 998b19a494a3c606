"""MkDocs' own build, with its two loops over all pages in two processes.

Converting a page and filling the theme's template concern that page alone, so each loop is cut in the middle. All else,
such as the order of events, the check of links and the count of warnings, stays as MkDocs has it, in one process.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from generator.errors import SiteError
from generator.processes import Running, can_fork, start_beside

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

SEARCH = "material/search"
"""The one plugin whose memory of pages we know how to carry from one process to the other."""
PAGE_BYTES = 20_000
"""What a page costs besides its text, in bytes of text."""
CARRIED = ("markdown", "meta", "content", "toc", "present_anchor_ids", "_title_from_render")
"""All that reading and converting a page leaves in it, but for its links, which point to other pages."""

Result = TypeVar("Result")
Warned = tuple[str, int, str]
"""Name of the logger, level and text."""


def run_mkdocs(config_file: Path, target: Path) -> None:
    """Run MkDocs in this process: starting a second Python would cost a second."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    messages = _collect_warnings()
    try:
        config = load_config(str(config_file), site_dir=str(target), strict=True)
        with _share_loops(config):
            build(config)
    except (MkDocsException, SystemExit) as error:
        raise _make_error(messages, error) from error


def _make_error(messages: "_WarningLines", error: BaseException) -> SiteError:
    """What MkDocs complained about, or failing that its last words."""
    details = "; ".join(messages.lines) or str(error)
    return SiteError(f"MkDocs konnte die Website nicht bauen: {details}")


class _WarningLines(logging.Handler):
    """Keeps what MkDocs complains about, so that the error can say it, and another process can repeat it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[Warned] = []

    @property
    def lines(self) -> list[str]:
        """The texts alone."""
        return [text for _, _, text in self.records]

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.records.append((record.name, record.levelno, record.getMessage()))


def _collect_warnings() -> _WarningLines:
    """Listen to MkDocs."""
    handler = _WarningLines()
    logger = logging.getLogger("mkdocs")
    logger.handlers = [handler]
    logger.propagate = False
    return handler


# --- two processes ------------------------------------------------------------------------------------------------


@contextmanager
def _share_loops(config: "MkDocsConfig") -> Iterator[None]:
    """Put our own steps in the place of those that treat a page, if nothing else wants to see all pages."""
    from mkdocs.commands import build

    started: list[Running[Any]] = []
    populate, build_page = build._populate_page, build._build_page
    # Other plugins and hooks may remember what they see of pages; a second process would keep that to itself.
    if set(config.plugins) == {SEARCH}:
        build._populate_page = _lay_blocks_aside(populate, config)
        build._build_page = _shorten_search(build_page, config)
        if can_fork():
            build._populate_page = _share_populating(build._populate_page, started)
            build._build_page = _share_building(build._build_page, started)
    try:
        yield
    finally:
        build._populate_page, build._build_page = populate, build_page
        for running in started:
            running.cancel()


def _lay_blocks_aside(populate: Callable[..., None], config: "MkDocsConfig") -> Callable[..., None]:
    """Spare Markdown the blocks of HTML, and add the anchors in them to those it finds."""
    from generator.website.blocks import RawBlocks

    blocks = RawBlocks()
    config.markdown_extensions.append(blocks)

    def populate_quickly(page: "Page", *rest: Any) -> None:
        populate(page, *rest)
        page.present_anchor_ids = (page.present_anchor_ids or set()) | blocks.anchors

    return populate_quickly


def _shorten_search(build_page: Callable[..., None], config: "MkDocsConfig") -> Callable[..., None]:
    """Show the search of a page only what it takes up."""
    from generator.website.blocks import shorten_for_search

    is_shortened = False

    def build_quickly(page: "Page", *rest: Any, **flags: Any) -> None:
        nonlocal is_shortened
        if not is_shortened:
            plugin: Any = config.plugins[SEARCH]
            add = plugin.search_index.add_entry_from_context

            def add_short(one: "Page") -> None:
                if (one.meta.get("search") or {}).get("exclude"):
                    return
                short = copy(one)
                short.content = shorten_for_search(one.content or "")
                add(short)

            plugin.search_index.add_entry_from_context = add_short
            is_shortened = True
        build_page(page, *rest, **flags)

    return build_quickly


@dataclass(slots=True)
class _Loop(Generic[Result]):
    """A loop over all pages that MkDocs walks through here; the second process does the later half of its work."""

    here: frozenset[str]
    """Pages that are left to this process, by their path."""
    there: Running[tuple[Result, Sequence[Warned]]]
    """What the other process does."""
    take: Callable[[Result], None]
    """Puts into this process what the other has worked out."""
    is_joined: bool = field(default=False)

    def has(self, page: "Page") -> bool:
        """Tell whether a page is this process' own; the first that is not asks for the work of the other."""
        if page.file.src_uri in self.here:
            return True
        if not self.is_joined:
            self.is_joined = True
            result, records = self.there.join()
            for name, level, text in records:
                logging.getLogger(name).log(level, "%s", text)
            self.take(result)
        return False


def _start_loop(
    pages: Sequence["Page"], work: Callable[[Sequence["Page"]], Result], take: Callable[[Result], None]
) -> _Loop[Result]:
    """Start the second process with the later half of the pages."""
    from mkdocs.exceptions import MkDocsException

    middle = _find_middle(pages)
    first, second = pages[:middle], pages[middle:]

    def work_apart() -> tuple[Result, Sequence[Warned]]:
        messages = _collect_warnings()
        try:
            return work(second), tuple(messages.records)
        except MkDocsException as error:
            raise _make_error(messages, error) from error

    return _Loop(here=frozenset(page.file.src_uri for page in first), there=start_beside(work_apart), take=take)


def _find_middle(pages: Sequence["Page"]) -> int:
    """How many pages make half of the work; what a page costs grows with its text."""
    ends = tuple(accumulate(Path(page.file.abs_src_path or "").stat().st_size + PAGE_BYTES for page in pages))
    return sum(end <= ends[-1] / 2 for end in ends)


def _share_populating(populate: Callable[..., None], started: list[Running[Any]]) -> Callable[..., None]:
    """The first loop: reading and converting."""
    loop: _Loop[list[dict[str, Any]]] | None = None

    def populate_shared(page: "Page", config: "MkDocsConfig", files: "Files", *rest: Any) -> None:
        nonlocal loop
        if loop is None:
            pages = _make_pages(config, files)

            def convert(some: Sequence["Page"]) -> list[dict[str, Any]]:
                for one in some:
                    populate(one, config, files, *rest)
                return [_pack_page(one) for one in some]

            def take(packed: list[dict[str, Any]]) -> None:
                for one, values in zip(pages[len(pages) - len(packed) :], packed, strict=True):
                    _unpack_page(one, values, files)

            loop = _start_loop(pages, convert, take)
            started.append(loop.there)
        if loop.has(page):
            populate(page, config, files, *rest)

    return populate_shared


def _make_pages(config: "MkDocsConfig", files: "Files") -> list["Page"]:
    """All pages in the order of the loop, which makes those outside the navigation only when it comes to them."""
    from mkdocs.structure.files import InclusionLevel
    from mkdocs.structure.pages import Page

    documents = files.documentation_pages(inclusion=InclusionLevel.is_included)
    return [file.page or Page(None, file, config) for file in documents]


def _pack_page(page: "Page") -> dict[str, Any]:
    """What another process needs of a converted page; files go by their paths, there are objects for them there."""
    links = page.links_to_anchors
    values = {name: getattr(page, name) for name in CARRIED}
    return {**values, "links": None if links is None else {file.src_uri: found for file, found in links.items()}}


def _unpack_page(page: "Page", values: dict[str, Any], files: "Files") -> None:
    """Make a page what it is in the process that converted it."""
    for name in CARRIED:
        setattr(page, name, values[name])
    if values["links"] is not None:
        targets: dict[File, dict[str, str]] = {files.src_uris[path]: found for path, found in values["links"].items()}
        page.links_to_anchors = targets


def _share_building(build_page: Callable[..., None], started: list[Running[Any]]) -> Callable[..., None]:
    """The second loop: filling the theme's template, writing, and noting for the search."""
    loop: _Loop[list[Any]] | None = None

    def build_shared(
        page: "Page", config: "MkDocsConfig", doc_files: Sequence["File"], *rest: Any, **flags: Any
    ) -> None:
        nonlocal loop
        if loop is None:
            index: Any = config.plugins[SEARCH]
            entries: list[Any] = index.search_index.entries

            def build_some(some: Sequence["Page"]) -> list[Any]:
                known = len(entries)
                for one in some:
                    build_page(one, config, doc_files, *rest, **flags)
                return entries[known:]

            loop = _start_loop([file.page for file in doc_files if file.page], build_some, entries.extend)
            started.append(loop.there)
        if loop.has(page):
            build_page(page, config, doc_files, *rest, **flags)

    return build_shared
