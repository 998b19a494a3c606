"""The background map: another server is asked only after a click that says what it means, and only for this visit."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

MAP = "karten/ortsteile/altmuehlau.html"
TILES = "https://kacheln.klein-muehlau.example/"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
ASK = "Hintergrundkarte zeigen …"
LOAD = "Hintergrundkarte laden"


class Tiles:
    """The other server, played by the test; it notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, route: Any) -> None:
        self.asked.append(route.request.url)
        assert "referer" not in route.request.headers
        route.fulfill(body=PIXEL, content_type="image/png")


@pytest.fixture
def tiles() -> Tiles:
    return Tiles()


@pytest.fixture
def show(tiny_city: Path, open_page: Any, tiles: Tiles) -> Iterator[Callable[..., Any]]:
    """``show(path)``: the open page, on a network with one more server."""
    visits = []

    def show_(path: str = MAP, **context: Any) -> Any:
        visit = open_page(tiny_city / "build/site", "404.html", **context)
        visits.append(visit)
        visit.page.context.route(f"{TILES}**", tiles.answer)
        visit.goto(path)
        return visit.page

    yield show_
    for visit in visits:
        visit.assert_clean()


def test_nobody_else_is_asked_before_the_visitor_agrees(show: Callable[..., Any], tiles: Tiles) -> None:
    page = show()
    page.get_by_role("button", name="1: Seniorentreff").click()
    page.get_by_role("button", name=ASK).click()
    note = page.locator("#background-note").inner_text()
    assert "Anbieter der Hintergrundkarte: Vermessungsamt Klein Mühlau (erfunden)." in note
    assert "Internet-Adresse (IP-Adresse) Ihres Geräts" in note
    page.wait_for_timeout(300)
    assert tiles.asked == []


def test_after_the_click_pictures_come_with_two_digits_of_zoom_and_the_source_is_named(
    show: Callable[..., Any], tiles: Tiles
) -> None:
    page = show()
    page.get_by_role("button", name=ASK).click()
    page.get_by_role("button", name=LOAD).click()
    page.locator(".leaflet-tile-loaded").first.wait_for()
    assert tiles.asked
    assert all(len(url.removeprefix(TILES).split("/")[0]) == 2 for url in tiles.asked)
    assert "© Vermessungsamt Klein Mühlau (erfunden)" in page.locator("#background-source").inner_text()
    assert page.locator("#background-status").inner_text() == "Die Hintergrundkarte ist eingeschaltet."
    assert page.evaluate("document.activeElement.textContent") == "Hintergrundkarte ausschalten"


def test_who_cancels_asks_nobody_and_leaves_nothing_behind(show: Callable[..., Any], tiles: Tiles) -> None:
    page = show()
    page.get_by_role("button", name=ASK).click()
    page.get_by_role("button", name="Abbrechen").click()
    assert page.locator("#background-note").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == ASK
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    assert tiles.asked == []


def test_the_choice_holds_for_the_next_map_of_the_visit_and_for_no_other_visit(
    show: Callable[..., Any], tiles: Tiles
) -> None:
    page = show()
    page.get_by_role("button", name=ASK).click()
    page.get_by_role("button", name=LOAD).click()
    page.goto(page.url.replace("altmuehlau", "muehlengrund"))
    page.locator(".leaflet-tile-loaded").first.wait_for()
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [1, 0]
    tiles.asked.clear()
    assert show().get_by_role("button", name=ASK).is_visible()
    assert tiles.asked == []


def test_it_can_be_switched_off_again(show: Callable[..., Any], tiles: Tiles) -> None:
    page = show()
    page.get_by_role("button", name=ASK).click()
    page.get_by_role("button", name=LOAD).click()
    page.get_by_role("button", name="Hintergrundkarte ausschalten").click()
    assert page.locator(".leaflet-tile").count() == 0
    assert page.locator("#background-source").is_hidden()
    tiles.asked.clear()
    page.reload()
    assert page.get_by_role("button", name=ASK).is_visible()
    assert tiles.asked == []


def test_a_server_that_does_not_answer_is_told_in_words(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site", MAP)
    visit.page.get_by_role("button", name=ASK).click()
    visit.page.get_by_role("button", name=LOAD).click()
    visit.page.get_by_text("lässt sich gerade nicht vollständig laden").wait_for()
    assert {url.startswith(TILES) for url in visit.foreign} == {True}


def test_without_javascript_there_is_no_button(show: Callable[..., Any]) -> None:
    assert show(java_script_enabled=False).get_by_role("button").count() == 0
