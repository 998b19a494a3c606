"""Long pages lay out what comes near the window: nothing else about them is different."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.survey import DESK, NOTE_SHIFTS, PHONE, open_site
from tests.browser.visits import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIST = "angebote/"
WAITING = "() => getComputedStyle(document.querySelector('.ga-sources')).contentVisibility"
LAST_ENTRY = "() => [...document.querySelectorAll('.ga-offer__name')].pop().textContent.trim().slice(0, 20)"
"""The first words of its name; what follows may stand in an element of its own."""

IS_IN_UPPER_HALF = """anchor => {
  const top = document.getElementById(anchor).getBoundingClientRect().top;
  return top > 0 && top < innerHeight / 2;
}"""
IS_SELECTION_IN_VIEW = """() => {
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  return box.height > 0 && box.top > 0 && box.top < innerHeight;
}"""

both_widths = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@both_widths
def test_a_link_to_the_last_entry_leads_to_it(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], viewport: dict[str, int]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=viewport) as visit:
        visit.goto("stadt/")
        page = visit.page
        assert page.evaluate(WAITING) == "auto"
        anchor = page.evaluate("() => [...document.querySelectorAll('.ga-offer')].pop().id")
        page.evaluate("anchor => { location.hash = anchor; }", anchor)
        wait_until(page, IS_IN_UPPER_HALF, anchor)


@both_widths
def test_words_far_down_are_found_in_the_page(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], viewport: dict[str, int]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=viewport) as visit:
        visit.goto(LIST)
        page = visit.page
        assert page.evaluate("words => window.find(words)", page.evaluate(LAST_ENTRY))
        wait_until(page, IS_SELECTION_IN_VIEW)


@both_widths
def test_what_somebody_reads_stays_in_its_place_while_they_scroll_up_from_the_end(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str], viewport: dict[str, int]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=viewport) as visit:
        visit.goto(f"{LIST}#quellen")
        page = visit.page
        wait_until(page, "scrollY > 1000")
        page.wait_for_timeout(500)
        page.evaluate(NOTE_SHIFTS)
        page.mouse.move(100, 400)
        start = page.evaluate("scrollY")
        for _ in range(20):
            page.mouse.wheel(0, -300)
            page.wait_for_timeout(50)
        wait_until(page, "start => scrollY < start - 1000", start)
        assert page.evaluate("window.shifted") < 0.01


def test_the_first_step_with_the_keyboard_lays_out_the_whole_page(
    magdeburg: Path, browser: "Browser", site_server: Callable[[Path], str]
) -> None:
    with open_site(browser, site_server(magdeburg / "build/site"), viewport=DESK) as visit:
        visit.goto("stadt/")
        assert visit.page.evaluate(WAITING) == "auto"
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate(WAITING) == "visible"
