"""What a map does for people who use a keyboard, a screen reader, a phone, or have no server."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.survey import NOTE_SHIFTS
from tests.browser.visits import wait_until

MARKERS = "karten/ortsteile/altmuehlau.html"
ABOUT = "karten/ortsteile/muehlengrund.html"
GAP = "karten/indikatoren/einpersonenhaushalte-ortsteile.html"
WHO_HAS_FOCUS = "document.activeElement.tagName.toLowerCase()"


@pytest.fixture
def show(tiny_city: Path, open_page: Any) -> Iterator[Callable[..., Any]]:
    """``show(path)``: the open page, without anything wrong until the end."""
    visits = []

    def show_(path: str, **context: Any) -> Any:
        visits.append(open_page(tiny_city / "build/site", path, **context))
        return visits[-1].page

    yield show_
    for visit in visits:
        visit.assert_clean()


def focused(page: Any) -> str:
    answer: str = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")
    return answer


def test_markers_are_buttons_with_number_name_and_kind(show: Any) -> None:
    page = show(MARKERS)
    buttons = page.locator(".leaflet-marker-pane").get_by_role("button").all()
    assert [one.get_attribute("aria-label") for one in buttons] == [
        "1: Seniorentreff im Rathaus, Treff",
        "2: Gemeindebücherei, Bücherei",
    ]
    assert [one.inner_text() for one in buttons] == ["1", "2"]


def test_markers_at_one_place_do_not_hide_each_other(show: Any) -> None:
    boxes = [one.bounding_box() for one in show(MARKERS).locator(".marker").all()]
    assert boxes[1]["x"] >= boxes[0]["x"] + boxes[0]["width"]


def test_enter_opens_the_popup_and_escape_gives_the_focus_back(show: Any) -> None:
    page = show(MARKERS)
    page.get_by_role("button", name="1: Seniorentreff").focus()
    page.keyboard.press("Enter")
    popup = page.get_by_role("dialog")
    popup.wait_for()
    assert focused(page) == "Angaben zum gewählten Eintrag"
    assert "Marktplatz 1" in popup.inner_text()
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")
    assert focused(page) == "1: Seniorentreff im Rathaus, Treff"


def test_the_popup_can_be_left_with_its_button(show: Any) -> None:
    page = show(MARKERS)
    page.get_by_role("button", name="2: Gemeindebücherei").click()
    page.get_by_role("button", name="Schließen").click()
    page.get_by_role("dialog").wait_for(state="detached")


@pytest.mark.parametrize(
    ("path", "choice", "told"),
    [(MARKERS, "2: Gemeindebücherei", "Mittwoch 10 bis 18 Uhr"), (GAP, "Mühlengrund: 50,0 %", "50,0 %")],
)
def test_choosing_an_entry_opens_its_popup_and_escape_leads_back(show: Any, path: str, choice: str, told: str) -> None:
    page = show(path)
    page.get_by_label("Zeigen").select_option(choice)
    page.get_by_role("dialog").filter(has_text=told).wait_for()
    assert focused(page) == "Angaben zum gewählten Eintrag"


@pytest.mark.parametrize("path", [MARKERS, GAP])
def test_the_tab_key_passes_through_the_map_and_never_stops_at_an_area(show: Any, path: str) -> None:
    page = show(path)
    page.get_by_label("Zeigen").focus()
    stops = []
    while len(stops) < 12:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(WHO_HAS_FOCUS))
        if stops[-1] == "body":
            break
    assert stops[-1] == "body"
    assert set(stops) <= {"div", "a", "button", "body"}


def test_the_tab_key_leaves_the_frame_on_a_page(show: Any) -> None:
    page = show("ortsteile/altmuehlau/")
    page.get_by_text("Interaktive Karte öffnen").click()
    frame = page.frame_locator("iframe")
    frame.get_by_label("Zeigen").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(WHO_HAS_FOCUS) != "iframe":
            break
    assert page.evaluate("document.activeElement.textContent") == "Karte auf einer eigenen Seite zeigen"


def test_the_link_of_a_popup_in_a_frame_leads_to_the_entry_on_the_page_around_it(show: Any) -> None:
    page = show("ortsteile/altmuehlau/")
    page.get_by_text("Interaktive Karte öffnen").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="2: Gemeindebücherei").click()
    frame.get_by_role("link", name="In der Liste ansehen").click()
    page.wait_for_url("**/ortsteile/altmuehlau/#angebot-a5")
    assert "Gemeindebücherei" in page.locator("#angebot-a5").inner_text()


def test_the_link_of_an_area_leads_to_the_page_of_the_district(show: Any) -> None:
    page = show(GAP)
    page.get_by_label("Zeigen").select_option("Mühlengrund: 50,0 %")
    page.get_by_role("link", name="Zur Seite Mühlengrund").click()
    page.wait_for_url("**/ortsteile/muehlengrund/")


def test_a_gap_is_hatched_and_told_in_words(show: Any) -> None:
    page = show(GAP)
    fills = page.evaluate(
        "[...document.querySelectorAll('.leaflet-flaechen-pane path')].map(p => p.getAttribute('fill'))"
    )
    assert fills.count("url(#h1)") == 1
    assert page.locator("#h1").count() == 1
    assert ". (Zahlenwert geheim gehalten)" in page.locator("#legend").inner_text()
    assert page.locator("#legend rect[fill='url(#legende-h1)']").count() == 1
    assert page.locator(".sign").all_inner_texts() == ["."]
    assert "Hinterm Wald: . (Zahlenwert geheim gehalten)" in page.get_by_label("Zeigen").inner_text()


def test_an_approximate_place_is_a_circle_and_an_open_marker(show: Any) -> None:
    page = show(ABOUT)
    assert (
        page.locator(".leaflet-kreise-pane path[stroke-dasharray]").count()
        == page.locator(".marker--about").count()
        > 0
    )
    assert "ungefähre Lage" in page.locator("#legend").inner_text()


def test_a_stale_offering_is_grey_and_says_so(show: Any) -> None:
    page = show(ABOUT)
    stale = page.locator(".marker--stale")
    assert stale.count() == 1
    assert stale.evaluate("one => getComputedStyle(one).color") == "rgb(75, 91, 100)"
    assert stale.get_attribute("aria-label").endswith("nicht bestätigt")
    assert "lange nicht bestätigt" in page.locator("#legend").inner_text()
    stale.click()
    assert "seit 2022 nicht bestätigt" in page.locator(".leaflet-popup").inner_text()


def test_the_map_of_a_district_without_places_says_so_and_offers_no_choice(show: Any) -> None:
    page = show("karten/ortsteile/hinterm-wald.html")
    assert page.locator(".marker").count() == 0
    assert page.locator("#choice").is_hidden()


def test_the_wheel_scrolls_the_page_until_the_map_has_the_focus(show: Any) -> None:
    page = show(MARKERS)
    assert page.evaluate("map_karte.scrollWheelZoom.enabled()") is False
    page.locator("#map_karte").focus()
    assert page.evaluate("map_karte.scrollWheelZoom.enabled()") is True


WATCH_MOTION = """() => {
  window.moved = 0;
  const pane = document.querySelector('.leaflet-map-pane');
  new MutationObserver(() => { if (/leaflet-(zoom|pan)-anim/.test(pane.className)) { window.moved += 1; } })
    .observe(pane, { attributes: true, attributeFilter: ['class'] });
}"""


@pytest.mark.parametrize(("wish", "is_moving"), [("reduce", False), ("no-preference", True)])
def test_the_map_jumps_for_people_who_want_no_motion(show: Any, wish: str, *, is_moving: bool) -> None:
    page = show(GAP, reduced_motion=wish)
    page.evaluate(WATCH_MOTION)
    page.get_by_label("Zeigen").select_option("Mühlengrund: 50,0 %")
    page.get_by_role("dialog").wait_for()
    page.locator("#map_karte").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Verkleinern").click()
    page.wait_for_timeout(500)
    assert (page.evaluate("window.moved") > 0) is is_moving


def test_a_map_opens_from_a_folder_without_a_server(tiny_city: Path, browser: Any) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    page.goto((tiny_city / "build/site" / MARKERS).as_uri())
    page.get_by_role("button", name="1: Seniorentreff").click()
    page.get_by_role("dialog").wait_for()
    context.close()
    assert errors == []


def test_without_javascript_a_map_says_where_to_find_its_contents(show: Any) -> None:
    page = show(MARKERS, java_script_enabled=False)
    assert "braucht JavaScript" in page.locator("noscript").inner_text()
    page.get_by_role("link", name="Zurück zur Seite").click()
    page.wait_for_url("**/ortsteile/altmuehlau/")


# --- light and dark -----------------------------------------------------------------------------------------------

PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT_PAPER, DARK_PAPER = "rgb(255, 255, 255)", "rgb(16, 25, 30)"


@pytest.mark.parametrize(("scheme", "paper"), [("light", LIGHT_PAPER), ("dark", DARK_PAPER)])
def test_a_map_alone_in_its_window_has_the_colours_of_the_system(show: Any, scheme: str, paper: str) -> None:
    page = show(MARKERS, color_scheme=scheme)
    assert page.evaluate(PAPER) == paper
    assert page.locator(".marker").first.evaluate("one => getComputedStyle(one).color") == (
        "rgb(255, 255, 255)" if scheme == "light" else "rgb(8, 34, 43)"
    )


def test_a_map_in_a_page_has_the_colours_chosen_there_and_follows_a_new_choice(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "stadtteile/cracau/", color_scheme="light")
    page = visit.page
    page.get_by_title("Dunkle Farben").click()
    page.get_by_text("Interaktive Karte öffnen").click()
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ga-dark] .marker").first.wait_for()
    assert frame.locator("body").evaluate("() => " + PAPER) == DARK_PAPER
    page.get_by_title("Helle Farben").click()
    frame.locator("html:not([data-ga-dark]) .marker").first.wait_for()
    assert frame.locator("body").evaluate("() => " + PAPER) == LIGHT_PAPER
    visit.assert_clean()


def test_a_choice_made_on_a_page_holds_for_maps_in_windows_of_their_own(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "stadtteile/cracau/", color_scheme="light")
    page = visit.page
    page.get_by_title("Dunkle Farben").click()
    page.goto(page.url.replace("stadtteile/cracau/", "karten/stadtteile/cracau.html"))
    page.locator(".marker").first.wait_for()
    assert page.evaluate(PAPER) == DARK_PAPER
    visit.assert_clean()


GROUND = """async png => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const pen = document.createElement('canvas').getContext('2d');
  pen.drawImage(picture, -picture.width / 2, -4);
  return `rgb(${[...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).join(', ')})`;
}"""
"""Colour of a picture, given as bytes, at its upper edge in the middle."""


def test_the_picture_of_a_map_has_the_colours_of_the_page_and_on_paper_light_ones(
    magdeburg: Path, open_page: Any
) -> None:
    visit = open_page(magdeburg / "build/site", "indikatoren/anteil-ab-65/", color_scheme="dark")
    page, blank = visit.page, visit.page.context.new_page()

    picture = page.locator("figure.ga-map img").first
    picture.scroll_into_view_if_needed()

    def becomes(color: str) -> bool:
        for _ in range(50):
            if blank.evaluate(GROUND, base64.b64encode(picture.screenshot()).decode()) == color:
                return True
            page.wait_for_timeout(100)  # it is drawn anew
        return False

    assert becomes(DARK_PAPER)
    page.emulate_media(media="print")
    assert becomes(LIGHT_PAPER)
    page.emulate_media(media="screen")
    assert becomes(DARK_PAPER)
    page.get_by_title("Helle Farben").click()
    assert becomes(LIGHT_PAPER)
    visit.assert_clean()


# --- while loading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [MARKERS, GAP])
def test_nothing_jumps_while_the_map_is_drawn(show: Any, path: str) -> None:
    page = show("", viewport={"width": 412, "height": 823})
    page.add_init_script(f"({NOTE_SHIFTS})()")
    page.goto(page.url.rstrip("/") + "/" + path)
    page.locator("#choice").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") < 0.05


IS_POPUP_IN_MAP = """() => {
  const [inner, outer] = ['.leaflet-popup-content-wrapper', '#map_karte']
    .map(one => document.querySelector(one).getBoundingClientRect());
  return inner.height > 0 && inner.top >= outer.top && inner.bottom <= outer.bottom;
}"""


def test_a_long_popup_rolls_instead_of_leaving_the_map(show: Any) -> None:
    page = show(MARKERS, viewport={"width": 400, "height": 480})
    page.get_by_role("button", name="1: Seniorentreff").click()
    page.locator(".leaflet-popup-content-wrapper").wait_for()
    wait_until(page, IS_POPUP_IN_MAP)
