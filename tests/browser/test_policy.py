"""The policy in a browser: nothing that belongs to the site breaks it, and what does not belong to it is refused."""

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.strict_server import headers_for, make_handler, read_rules
from tests.browser.visits import list_maps, list_pages, wait_until

NOTE_VIOLATIONS = """
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (one) => {
    window.violations.push(`${one.effectiveDirective} ${one.blockedURI} ${one.sourceFile}:${one.lineNumber}`);
  });
"""
ADD_INLINE_SCRIPT = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.PWN = 1';
  document.body.append(script);
  document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.PWN = 1">');
}"""
MAP = "karten/ortsteile/altmuehlau.html"
PAGE = "ortsteile/altmuehlau/"
STORED = "() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Callable[[Path], str]]:
    """``strict_server(site)`` serves a site with its headers and returns its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(site: Path) -> str:
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), make_handler(site)))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def watched(browser: Any) -> Iterator[Any]:
    """A page that notes violations; its console lines stand in ``lines``."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    context.add_init_script(NOTE_VIOLATIONS)
    page = context.new_page()
    page.lines = []
    page.on("console", lambda line: page.lines.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: page.lines.append(str(error)))
    yield page
    context.close()


def test_no_page_and_no_map_breaks_the_policy_under_the_headers(
    tiny_city: Path, strict_server: Callable[[Path], str], watched: Any
) -> None:
    site = tiny_city / "build/site"
    address = strict_server(site)
    for path in (*list_pages(site), *list_maps(site), "404.html"):
        answer = watched.goto(address + path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'"), path
        assert (watched.evaluate("window.violations"), watched.lines) == ([], []), path


def test_pictures_of_maps_keep_their_style_when_they_are_opened_by_themselves(
    tiny_city: Path, strict_server: Callable[[Path], str], watched: Any
) -> None:
    site = tiny_city / "build/site"
    address = strict_server(site)
    pictures = sorted(path.relative_to(site).as_posix() for path in site.glob("karten/**/*.svg"))
    assert len(pictures) > 10
    for path in pictures:
        watched.goto(address + path)
        assert "system-ui" in watched.evaluate("getComputedStyle(document.querySelector('text')).fontFamily"), path
        # A picture by itself names no icon, so that browsers ask in vain for the usual one.
        assert [line for line in watched.lines if "404" not in line] == [], path


def test_search_a_map_its_popup_and_its_frame_break_no_policy(
    tiny_city: Path, strict_server: Callable[[Path], str], watched: Any
) -> None:
    address = strict_server(tiny_city / "build/site")
    watched.goto(address + PAGE)
    watched.keyboard.press("/")
    watched.keyboard.type("Treff")
    watched.locator(".md-search-result__item").first.wait_for()
    watched.keyboard.press("Escape")
    watched.get_by_text("Interaktive Karte öffnen", exact=True).click()
    frame = watched.frame_locator("iframe")
    frame.get_by_role("button", name="2: Gemeindebücherei").click()
    frame.get_by_role("dialog").wait_for()
    assert watched.evaluate("window.violations") == []
    assert watched.frames[1].evaluate("window.violations") == []
    assert watched.lines == []


@pytest.mark.parametrize("path", [PAGE, MAP])
def test_the_policy_in_the_page_alone_stops_inline_scripts_and_event_handlers(
    tiny_city: Path, site_server: Callable[[Path], str], watched: Any, path: str
) -> None:
    watched.goto(site_server(tiny_city / "build/site") + path)
    watched.evaluate(ADD_INLINE_SCRIPT)
    wait_until(watched, "window.violations.length >= 2")
    assert watched.evaluate("'PWN' in window") is False
    assert {one.split()[0] for one in watched.evaluate("window.violations")} == {"script-src-elem", "script-src-attr"}


@pytest.mark.parametrize("path", [PAGE, MAP])
def test_the_policy_stops_pictures_and_data_of_other_servers(
    tiny_city: Path, site_server: Callable[[Path], str], watched: Any, path: str
) -> None:
    watched.goto(site_server(tiny_city / "build/site") + path)
    watched.evaluate("() => { new Image().src = 'https://fremd.example/x.png'; }")
    watched.evaluate("() => fetch('https://fremd.example/').catch(() => null)")
    wait_until(watched, "window.violations.length === 2")
    assert {one.split()[0] for one in watched.evaluate("window.violations")} == {"img-src", "connect-src"}


def test_others_may_show_a_map_in_a_frame_and_no_page(
    tiny_city: Path,
    strict_server: Callable[[Path], str],
    site_server: Callable[[Path], str],
    browser: Any,
    tmp_path: Path,
) -> None:
    address = strict_server(tiny_city / "build/site")
    frames = "".join(f'<iframe src="{address}{path}" width="600" height="400"></iframe>' for path in (MAP, PAGE))
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Andere</title>{frames}", "utf-8")
    context = browser.new_context()
    page = context.new_page()
    # Another name for the same machine is another site.
    page.goto(site_server(tmp_path).replace("127.0.0.1", "localhost"))
    page.frame_locator("iframe >> nth=0").locator(".marker").first.wait_for()
    assert page.frames[2].url.startswith("chrome-error:")
    context.close()


def test_a_visit_leaves_nothing_on_the_device(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "stadtteile/sudenburg/")
    visit.page.get_by_text("Interaktive Karte öffnen").click()
    visit.page.frame_locator("iframe").get_by_label("Zeigen").wait_for()
    visit.goto("")
    visit.goto("angebote/")
    assert visit.page.evaluate(STORED) == [[], [], ""]
    assert visit.page.context.cookies() == []
    visit.assert_clean()


def test_chosen_colours_are_kept_and_nothing_else(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "methodik/", color_scheme="light")
    visit.page.get_by_title("Dunkle Farben").click()
    assert visit.page.evaluate(STORED) == [["/.__palette"], [], ""]
    visit.goto("stadtteile/sudenburg/")
    assert visit.page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    visit.assert_clean()


def test_pages_and_maps_work_from_a_folder(tiny_city: Path, watched: Any) -> None:
    watched.goto((tiny_city / "build/site" / PAGE / "index.html").as_uri())
    watched.get_by_text("Interaktive Karte öffnen", exact=True).click()
    frame = watched.frame_locator("iframe")
    frame.get_by_role("button", name="2: Gemeindebücherei").click()
    frame.get_by_role("dialog").wait_for()
    assert (watched.evaluate("window.violations"), watched.lines) == ([], [])


def test_a_strict_host_joins_what_several_rules_say() -> None:
    rules = read_rules("/*\n  A: 1\n/karten/*\n  A: 2\n  B: 3\n/x\n  C: 4\n")
    assert headers_for(rules, "/karten/a.html") == {"A": "1, 2", "B": "3"}
    assert headers_for(rules, "/x") == {"A": "1", "C": "4"}
