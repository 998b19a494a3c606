"""Larger text and more contrast: two buttons in the head of every page, remembered only once pressed."""

from pathlib import Path
from typing import Any

import pytest

KEPT = "Object.keys(localStorage).filter(one => one.startsWith('gebietsatlas'))"
TEXT_SIZE = "parseFloat(getComputedStyle(document.querySelector('article p, main p')).fontSize)"
SCHEME = "document.body.dataset.mdColorScheme"
INK = "getComputedStyle(document.querySelector('article p, main p')).color"


def test_larger_text_is_a_quarter_larger_and_stays_on_the_next_page(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site")
    page = visit.page
    before = page.evaluate(TEXT_SIZE)
    button = page.get_by_role("button", name="Größere Schrift")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate(TEXT_SIZE) == pytest.approx(before * 1.25)
    visit.goto("ortsteile/altmuehlau/")
    assert page.get_by_role("button", name="Größere Schrift").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.hasAttribute('data-ga-text')")
    visit.assert_clean()


def test_both_buttons_work_with_the_keyboard_and_together(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site")
    page = visit.page
    for name, key in (("Größere Schrift", "Enter"), ("Mehr Kontrast", "Space")):
        page.get_by_role("button", name=name).focus()
        page.keyboard.press(key)
    page.reload()
    pressed = page.locator(".ga-display [aria-pressed=true]").all_inner_texts()
    assert pressed == ["Größere Schrift", "Mehr Kontrast"]
    visit.assert_clean()


@pytest.mark.parametrize(("system", "own"), [("light", "default"), ("dark", "slate")])
def test_a_city_may_offer_light_dark_and_the_colours_of_the_device(
    tiny_city: Path, open_page: Any, system: str, own: str
) -> None:
    visit = open_page(tiny_city / "build/site", "ueber/", color_scheme=system)
    page = visit.page
    seen = []
    for name in ("Helle Farben", "Dunkle Farben", "Farben wie das Gerät", "Helle Farben"):
        page.get_by_role("button", name=name).wait_for()
        seen.append(page.evaluate(SCHEME))
        page.locator("[data-ga-colors]").click()
    assert seen == [own, "default", "slate", own]
    visit.assert_clean()


@pytest.mark.parametrize(
    ("system", "first", "then"), [("light", "Dunkle Farben", "Helle Farben"), ("dark", "Helle Farben", "Dunkle Farben")]
)
def test_the_colours_are_one_button_that_says_what_comes_next(
    magdeburg: Path, open_page: Any, system: str, first: str, then: str
) -> None:
    visit = open_page(magdeburg / "build/site", "ueber/", color_scheme=system)
    page = visit.page
    before = page.evaluate(SCHEME)
    page.get_by_role("button", name=first).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name=then).wait_for()
    assert page.evaluate(SCHEME) != before
    page.reload()
    page.get_by_role("button", name=then).press("Enter")
    page.get_by_role("button", name=first).wait_for()
    assert page.evaluate(SCHEME) == before
    assert page.get_by_role("radio").count() == 0
    visit.assert_clean()


def test_without_javascript_nobody_is_offered_other_colours(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "ueber/", java_script_enabled=False)
    assert visit.page.get_by_role("radio").count() == 0
    assert visit.page.get_by_title("Dunkle Farben").is_hidden()


def test_nothing_is_kept_until_a_button_is_pressed_and_nothing_when_it_is_released(
    tiny_city: Path, open_page: Any
) -> None:
    visit = open_page(tiny_city / "build/site")
    page = visit.page
    assert page.evaluate(KEPT) == []
    button = page.get_by_role("button", name="Mehr Kontrast")
    button.click()
    assert page.evaluate(KEPT) == ["gebietsatlas.darstellung"]
    button.click()
    assert page.evaluate(KEPT) == []
    assert page.context.cookies() == []
    visit.assert_clean()


def test_a_page_is_never_seen_without_the_choice_of_its_reader(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site")
    page = visit.page
    page.get_by_role("button", name="Größere Schrift").click()
    # The head is read before the body exists: the choice has to be there by then.
    page.add_init_script(
        """new MutationObserver((_, observer) => {
          if (document.body) {
            window.choiceAtFirst = document.documentElement.hasAttribute('data-ga-text');
            observer.disconnect();
          }
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.reload()
    assert page.evaluate("window.choiceAtFirst") is True
    visit.assert_clean()


@pytest.mark.parametrize(("scheme", "color"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")])
def test_more_contrast_is_black_on_white_or_white_on_black(
    magdeburg: Path, open_page: Any, scheme: str, color: str
) -> None:
    visit = open_page(magdeburg / "build/site", color_scheme=scheme)
    visit.page.get_by_role("button", name="Mehr Kontrast").click()
    assert visit.page.evaluate(INK) == color
    visit.assert_clean()


def test_a_map_in_a_frame_follows_the_page_around_it(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site", "ortsteile/altmuehlau/")
    page = visit.page
    page.get_by_text("Interaktive Karte öffnen").click()
    page.frame_locator("iframe").get_by_label("Zeigen").wait_for()
    frame = next(one for one in page.frames if "/karten/" in one.url)
    before = frame.evaluate(TEXT_SIZE)
    page.get_by_role("button", name="Größere Schrift").click()
    page.frame_locator("iframe").locator(":root[data-ga-text]").wait_for()
    assert frame.evaluate(TEXT_SIZE) == pytest.approx(before * 1.25)
    visit.assert_clean()


def test_without_javascript_there_is_no_button_that_does_nothing(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site", java_script_enabled=False)
    assert not visit.page.locator(".ga-display").is_visible()
    visit.assert_clean()


def test_where_nothing_may_be_kept_the_choice_holds_for_the_page(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site")
    page = visit.page
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });")
    page.reload()
    button = page.get_by_role("button", name="Größere Schrift")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"


def test_paper_takes_no_notice_of_the_choice(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site")
    page = visit.page
    page.emulate_media(media="print")
    before = page.evaluate(f"[{TEXT_SIZE}, {INK}]")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Größere Schrift").click()
    page.get_by_role("button", name="Mehr Kontrast").click()
    page.emulate_media(media="print")
    assert page.evaluate(f"[{TEXT_SIZE}, {INK}]") == before
    assert page.locator(".ga-display").is_hidden()
