"""Every kind of page is opened once in one setting, and asked everything there; the tests then read the answers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser import kinds, probes
from tests.browser.conftest import PATIENCE_MS, Visit, watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"width": 320, "height": 720}
DESK = {"width": 1280, "height": 800}
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ALL_RULES: Mapping[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(TAGS)}}
CONTRAST: Mapping[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
"""Colours are all that dark mode changes."""
NOTE_SHIFTS = """() => {
  window.shifted = 0;
  const note = (list) => list.getEntries().forEach((one) => { window.shifted += one.value; });
  new PerformanceObserver(note).observe({ type: 'layout-shift' });
}"""
"""How much of what is in the window moves without being asked to, as browsers count it; below 0.1 is good."""
HIGH_CONTRAST: Mapping[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast-enhanced"]}
LARGER_TEXT = "localStorage.setItem('gebietsatlas.darstellung', '[\"text\"]')"
MORE_CONTRAST = "localStorage.setItem('gebietsatlas.darstellung', '[\"contrast\"]')"

Question = Callable[["Page"], list[str]]
Answers = dict[str, dict[str, list[str]]]
"""By question, then by address: what is wrong."""


def put_style(page: "Page", style: str) -> None:
    """Let another style hold, instead of the last one put so."""
    # Our policy forbids inline styles, also to a test; a sheet made by a script is no inline style.
    page.evaluate(
        "text => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s]; }", style
    )


def ask_axe(options: Mapping[str, Any]) -> Question:
    """Rules of axe-core as a question."""

    def ask(page: "Page") -> list[str]:
        put_style(page, probes.ALL_LAID_OUT)
        violations = Axe().run(page, options=dict(options)).response["violations"]
        put_style(page, "")
        return [f"{one['id']} {node['target']} {node['html'][:120]}" for one in violations for node in one["nodes"]]

    return ask


def ask_script(script: str) -> Question:
    """A probe of ours as a question."""
    return lambda page: list(page.evaluate(script))


def ask_with_style(style: str, script: str) -> Question:
    """A probe of ours while another style holds."""

    def ask(page: "Page") -> list[str]:
        put_style(page, style)
        answer = list(page.evaluate(script))
        put_style(page, "")
        return answer

    return ask


@contextmanager
def open_site(browser: "Browser", origin: str, *, start: str = "", **context: Any) -> Iterator[Visit]:
    """A tab in which every request to another host and every error is noted; ``start`` runs before each page."""
    opened = browser.new_context(locale="de-DE", **{"reduced_motion": "reduce", **context})
    opened.set_default_timeout(PATIENCE_MS)
    if start:
        opened.add_init_script(start)
    visit = Visit(page=opened.new_page(), origin=origin)
    watch(visit, opened)
    yield visit
    opened.close()


def survey(visit: Visit, addresses: Iterable[str], questions: Mapping[str, Question]) -> Answers:
    """Ask every page everything; pages with nothing wrong are left out."""
    answers: Answers = defaultdict(dict)
    for address in dict.fromkeys(addresses):
        visit.goto(address)
        for name, ask in questions.items():
            found = ask(visit.page)
            if found:
                answers[name][address] = found
    visit.assert_clean()
    return answers


def all_kinds(project: Path) -> tuple[str, ...]:
    """The fullest page of every kind."""
    return tuple(kinds.fullest_pages(project).values())


def gaps(project: Path) -> tuple[str, ...]:
    """The emptiest page of every kind that has several."""
    return tuple(kinds.emptiest_pages(project).values())
