"""Takes a picture of every kind of page on a phone and on a desk, in light and dark, into ``build/screenshots``.

Run it with ``make screenshots``; the site has to be built. ``index.html`` there shows them side by side.
"""

import functools
import html
import http.server
import os
import re
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.kinds import fullest_pages  # noqa: E402 - the list of kinds is that of the tests

TARGET = Path("build/screenshots")
SETTINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("320-hell", {"viewport": {"width": 320, "height": 720}, "color_scheme": "light"}),
    ("1280-hell", {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}),
    ("1280-dunkel", {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}),
)
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
TALLEST = 12_000
"""Pixels: longer pages are cut, because a picture of all of a long table shows nothing more."""
LOAD_PICTURES = """async () => {
  const pictures = [...document.images];
  pictures.forEach(one => { one.loading = 'eager'; });
  await Promise.all(pictures.map(one => one.decode().catch(() => null)));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important; }');
  document.adoptedStyleSheets = [sheet];
}"""
"""What waits until it comes near the window belongs into the picture, too."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line per request."""

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def take_pictures(browser: Browser, origin: str, pages: dict[str, str], target: Path) -> None:
    """One picture of every kind in every setting."""
    for name, setting in SETTINGS:
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", **setting)
        page = context.new_page()
        for kind, address in pages.items():
            page.goto(origin + address, wait_until="load")
            page.evaluate(LOAD_PICTURES)
            width = setting["viewport"]["width"]
            height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            page.screenshot(path=target / f"{slug(kind)}-{name}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
        context.close()


def slug(kind: str) -> str:
    """A kind as part of a file name.

    >>> slug("map: stadtteile")
    'map-stadtteile'
    """
    return re.sub(r"[^a-z0-9]+", "-", kind.lower())


def make_index(pages: dict[str, str]) -> str:
    """A page with all pictures."""
    rows = [
        f"<h2>{html.escape(kind)}</h2><p>/{html.escape(address)}</p><p>"
        + "".join(
            f'<a href="{slug(kind)}-{name}.png"><img src="{slug(kind)}-{name}.png" alt="{html.escape(kind)}, {name}" '
            f'width="{160 if name.startswith("320") else 480}"></a> '
            for name, _ in SETTINGS
        )
        + "</p>"
        for kind, address in pages.items()
    ]
    style = "body{font-family:sans-serif;margin:2rem}img{vertical-align:top;border:1px solid #888;margin:.25rem}"
    head = f'<!doctype html><html lang="de"><meta charset="utf-8"><title>Seitenarten</title><style>{style}</style>'
    return f"{head}<h1>Jede Art von Seite</h1>{''.join(rows)}</html>\n"


def main() -> None:
    """Serve the site, take the pictures, write the index."""
    project = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    pages, target = fullest_pages(project), project / TARGET
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    handler = functools.partial(QuietHandler, directory=str(project / "build/site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=list(OPTIONS)
        )
        take_pictures(browser, f"http://127.0.0.1:{server.server_port}/", pages, target)
        browser.close()
    server.shutdown()
    (target / "index.html").write_text(make_index(pages), "utf-8")
    print(f"{len(pages) * len(SETTINGS)} Bilder liegen in {target}")  # noqa: T201 - this script is a command


if __name__ == "__main__":
    main()
