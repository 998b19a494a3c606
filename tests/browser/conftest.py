"""A real Chromium, a server for a built site, and a network that ends at that server.

Without Chromium these tests are skipped, loudly; under ``CI=true`` they fail instead.
"""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
OWN_SCHEMES = ("about:", "blob:", "data:")
PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that no test can forget it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    """The first Chromium that really starts; Ubuntu's package may be a stub that only asks for snap."""
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES):
        program = shutil.which(name) if name else None
        if program is None:
            continue
        # A stub answers with an error, a broken snap with silence.
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
        if answer.returncode == 0 and "Chrom" in answer.stdout:
            return program
    return None


def can_drive() -> bool:
    """Tell whether Playwright's own program starts; it needs libatomic1, which a small Debian lacks."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One headless Chromium for all tests of a worker."""
    program = find_chromium()
    if program is None or not can_drive():
        reason = "no Chromium that starts: apt-get install chromium libatomic1, or set CHROMIUM=/path/to/it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_OPTIONS))
        yield chromium
        chromium.close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line per request."""

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site_server() -> Iterator[Callable[[Path], str]]:
    """``site_server(folder)`` serves a folder and returns its address, with a slash at the end."""
    servers: dict[Path, http.server.ThreadingHTTPServer] = {}

    def serve(folder: Path) -> str:
        folder = folder.resolve()
        if folder not in servers:
            handler = functools.partial(QuietHandler, directory=str(folder))
            servers[folder] = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield serve
    for server in servers.values():
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """An open page and what went wrong while it was open; the lists go on growing with the page."""

    page: "Page"
    origin: str
    """Address of the site, with a slash at the end."""
    foreign: list[str] = field(default_factory=list)
    """Requests to other hosts; none of them left the machine."""
    failed: list[str] = field(default_factory=list)
    """Requests to our own host that were not answered with a file."""
    errors: list[str] = field(default_factory=list)
    """Uncaught exceptions and error lines of the console."""

    def goto(self, path: str) -> None:
        """Go to a page of the same site and wait until it is loaded."""
        self.page.goto(self.origin + path, wait_until="load")

    def assert_clean(self) -> None:
        """Fail if the page asked another host for anything, missed a file or threw an error."""
        assert (self.foreign, self.failed, self.errors) == ([], [], [])


def watch(visit: Visit, context: "BrowserContext") -> None:
    """Stop every request to another host and note what goes wrong."""

    def guard(route: "Route") -> None:
        if route.request.url.startswith((visit.origin, *OWN_SCHEMES)):
            route.continue_()
        else:
            visit.foreign.append(route.request.url)
            route.abort()

    def note_failure(request: "Request") -> None:
        # Chromium drops its own requests when a page is left; only what stayed unanswered counts.
        if request.url.startswith(visit.origin) and request.failure != "net::ERR_ABORTED":
            visit.failed.append(f"{request.failure} {request.url}")

    context.route("**/*", guard)
    context.on("requestfailed", note_failure)
    context.on(
        "response",
        lambda response: visit.failed.append(f"{response.status} {response.url}") if response.status >= 400 else None,
    )
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("console", lambda line: visit.errors.append(line.text) if line.type == "error" else None)


class PageOpener(Protocol):
    """See ``open_page``."""

    def __call__(self, place: Path, path: str = "", **context: Any) -> Visit:
        """Open ``path`` in the site at ``place``."""
        ...


@pytest.fixture
def open_page(browser: "Browser", site_server: Callable[[Path], str]) -> Iterator[PageOpener]:
    """``open_page(folder, "stadtteile/werder/")`` or ``open_page(file)``: the loaded page as a ``Visit``.

    Further arguments go to Playwright's ``new_context``: ``java_script_enabled=False``, ``viewport=…``,
    ``color_scheme="dark"``. Nothing moves unless ``reduced_motion="no-preference"``: a click on what is still moving
    goes astray on a busy machine. No storage or cookie outlives a page.
    """
    contexts: list[BrowserContext] = []

    def open_(place: Path, path: str = "", **context: Any) -> Visit:
        folder, first = (place.parent, place.name) if place.is_file() else (place, path)
        contexts.append(browser.new_context(locale="de-DE", **{"reduced_motion": "reduce", **context}))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        visit = Visit(page=contexts[-1].new_page(), origin=site_server(folder))
        watch(visit, contexts[-1])
        visit.goto(first)
        return visit

    yield open_
    for context in contexts:
        context.close()
