"""MkDocs' own build, with its two loops over all pages in two processes.

Converting a page and filling the theme's template concern that page alone, so two processes share each loop. All else,
such as the order of events, the check of links and the count of warnings, stays as MkDocs has it, in one process.
"""

import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from generator.errors import SiteError
from generator.processes import Running, can_fork, start_beside

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import SynchronizedArray

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

SEARCH = "material/search"
"""The one plugin whose memory of pages we know how to carry from one process to the other."""
CARRIED = ("markdown", "meta", "content", "toc", "present_anchor_ids", "_title_from_render")
"""All that reading and converting a page leaves in it, but for its links, which point to other pages."""

Result = TypeVar("Result")
Warned = tuple[str, int, str]
"""Name of the logger, level and text."""
ShareFile = Callable[[str, str], bool]
"""Gives a file a second name, from the first; tells whether that could be done."""


def run_mkdocs(config_file: Path, target: Path, share_file: ShareFile | None = None) -> None:
    """Run MkDocs in this process: starting a second Python would cost a second."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    messages = _collect_warnings()
    try:
        config = load_config(str(config_file), site_dir=str(target), strict=True)
        with _share_loops(config, share_file):
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
def _share_loops(config: "MkDocsConfig", share_file: ShareFile | None = None) -> Iterator[None]:
    """Put our own steps in the place of those that treat a page, if nothing else wants to see all pages."""
    from mkdocs import utils
    from mkdocs.commands import build

    started: list[Running[Any]] = []
    populate, build_page, copy_file = build._populate_page, build._build_page, utils.copy_file
    # Other plugins and hooks may remember what they see of pages; a second process would keep that to itself.
    if set(config.plugins) == {SEARCH}:
        build._populate_page = _lay_blocks_aside(populate, config)
        build._build_page = _shorten_search(build_page, config)
        if share_file:
            utils.copy_file = _share_files(copy_file, Path(config.docs_dir), share_file)  # type: ignore[assignment]
        if can_fork():
            build._populate_page = _share_populating(build._populate_page, started)
            build._build_page = _share_building(build._build_page, started)
    try:
        yield
    finally:
        build._populate_page, build._build_page, utils.copy_file = populate, build_page, copy_file
        for running in started:
            running.cancel()


def _share_files(
    copy_file: Callable[[str, str], None], docs: Path, share_file: ShareFile
) -> Callable[[str, str], None]:
    """Copy only those files that are not ours, or cannot be shared."""

    def copy_rest(source: str, target: str) -> None:
        if not (Path(source).is_relative_to(docs) and share_file(source, target)):
            copy_file(source, target)

    return copy_rest


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
    """A loop over all pages: this process takes them from the front, as MkDocs does, the other from the back.

    So both are done at the same time, whatever a page costs.
    """

    left: "SynchronizedArray[int]"
    """The first page that nobody has begun, and the one behind the last."""
    there: Running[Sequence[tuple[Result, Sequence[Warned]]]]
    """What the other process does, in the order of the pages."""
    take: Callable[[Sequence[Result]], None]
    """Puts into this process what the other has worked out for the last pages."""
    is_joined: bool = field(default=False)

    def has_next(self) -> bool:
        """Tell whether the next page is this process' own; the first that is not asks for the work of the other."""
        if self.is_joined:
            return False
        with self.left.get_lock():
            if self.left[0] < self.left[1]:
                self.left[0] += 1
                return True
        self.is_joined = True
        results = self.there.join()
        for name, level, text in (record for _, records in results for record in records):
            logging.getLogger(name).log(level, "%s", text)
        self.take([result for result, _ in results])
        return False


def _start_loop(
    pages: Sequence["Page"], work: Callable[["Page"], Result], take: Callable[[Sequence[Result]], None]
) -> _Loop[Result]:
    """Start the second process with the last page."""
    from mkdocs.exceptions import MkDocsException

    left = multiprocessing.get_context("fork").Array("i", (0, len(pages)))

    def work_apart() -> Sequence[tuple[Result, Sequence[Warned]]]:
        messages = _collect_warnings()
        results: list[tuple[Result, Sequence[Warned]]] = []
        try:
            while (place := _take_last(left)) is not None:
                known = len(messages.records)
                result = work(pages[place])
                results.append((result, messages.records[known:]))
        except MkDocsException as error:
            raise _make_error(messages, error) from error
        return results[::-1]

    return _Loop(left=left, there=start_beside(work_apart), take=take)


def _take_last(left: "SynchronizedArray[int]") -> int | None:
    """The last page that nobody has begun."""
    with left.get_lock():
        if left[0] >= left[1]:
            return None
        left[1] -= 1
        return left[1]


def _share_populating(populate: Callable[..., None], started: list[Running[Any]]) -> Callable[..., None]:
    """The first loop: reading and converting."""
    loop: _Loop[dict[str, Any]] | None = None

    def populate_shared(page: "Page", config: "MkDocsConfig", files: "Files", *rest: Any) -> None:
        nonlocal loop
        if loop is None:
            pages = _make_pages(config, files)

            def convert(one: "Page") -> dict[str, Any]:
                populate(one, config, files, *rest)
                return _pack_page(one)

            def take(packed: Sequence[dict[str, Any]]) -> None:
                for one, values in zip(pages[len(pages) - len(packed) :], packed, strict=True):
                    _unpack_page(one, values, files)

            loop = _start_loop(pages, convert, take)
            started.append(loop.there)
        if loop.has_next():
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

            def build_one(one: "Page") -> list[Any]:
                known = len(entries)
                build_page(one, config, doc_files, *rest, **flags)
                return entries[known:]

            def take(found: Sequence[list[Any]]) -> None:
                entries.extend(entry for some in found for entry in some)

            loop = _start_loop([file.page for file in doc_files if file.page], build_one, take)
            started.append(loop.there)
        if loop.has_next():
            build_page(page, config, doc_files, *rest, **flags)

    return build_shared
