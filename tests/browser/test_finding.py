"""Finding one's own district, offerings and pages, as somebody would who knows only a street or a word."""

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FIND = "mein-gebiet/"
OFFERINGS = "angebote/"
STATUS = "[data-ga-finder] [role=status]"
ANSWER = "[data-ga-finder] [data-ga-answer]"
PLACE_STATUS = "[data-ga-locator] [role=status]"
PLACE_ANSWER = "[data-ga-locator] [data-ga-answer]"
ITEMS = "[data-ga-item]:visible"
SMALLEST_TARGET = 24
FAVICON = "assets/images/favicon.png"
"""Chromium asks for it when it likes."""


@pytest.fixture
def show(tiny_city: Path, open_page: Any) -> Iterator[Callable[..., Any]]:
    """``show(path)``: the open page of the tiny city, without anything wrong until the end."""
    visits = []

    def show_(path: str, **context: Any) -> Any:
        visits.append(open_page(tiny_city / "build/site", path, **context))
        return visits[-1].page

    yield show_
    for visit in visits:
        visit.assert_clean()


def offered(page: Any, typed: str) -> list[str]:
    """The streets that are offered for what is typed."""
    page.get_by_label("Ihre Straße").fill(typed)
    page.locator(f"{STATUS}:not(:empty)").wait_for()
    names: list[str] = page.locator("[role=option]:visible").all_inner_texts()
    page.get_by_label("Ihre Straße").fill("")
    page.locator(f"{STATUS}:empty").wait_for(state="attached")
    return names


def ask(page: Any, street: str) -> str:
    """What the page answers to a street that is typed and confirmed."""
    page.get_by_label("Ihre Straße").fill(street)
    page.keyboard.press("Enter")
    page.locator(ANSWER).wait_for()
    answer: str = page.locator(ANSWER).inner_text()
    return answer


# --- my street ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mühlstraße", "Mühlstraße"),
        ("muehlstrasse", "Mühlstraße"),
        ("MÜHLSTR.", "Mühlstraße"),
        ("Mühl-Straße 12 a", "Mühlstraße"),
        ("Mühlstr 7", "Mühlstraße"),
        ("Mühlsrtaße", "Mühlstraße"),
        ("oelberg", "Ölbergweg"),
        ("Dr. Grün", "Dr.-Grün-Straße"),
        ("grünstraße", "Dr.-Grün-Straße"),
        ("mühlgraben", "Am Mühlgraben"),
        ("Marktplaz", "Marktplatz"),
        ("marktpl.", "Marktplatz"),
    ],
)
def test_a_street_is_found_however_it_is_typed(show: Any, typed: str, found: str) -> None:
    assert offered(show(FIND), typed)[0] == found


def test_what_is_spelled_wrong_is_offered_as_a_guess_and_never_taken_for_granted(show: Any) -> None:
    page = show(FIND)
    page.get_by_label("Ihre Straße").fill("Marktplats")
    page.get_by_role("option", name="Marktplatz").wait_for()
    page.keyboard.press("Enter")
    assert (
        page.locator(STATUS).inner_text().startswith("Genau so heißt keine Straße im Verzeichnis. Ähnlich: 1 Straße.")
    )
    assert not page.locator(ANSWER).is_visible()


def test_a_street_in_one_district_leads_to_its_page(show: Any) -> None:
    page = show(FIND)
    assert "Ortsteil Altmühlau" in ask(page, "Marktplatz")
    page.locator(ANSWER).get_by_role("link", name="Altmühlau").click()
    page.wait_for_url("**/ortsteile/altmuehlau/")


def test_a_street_through_two_districts_names_both_and_what_is_not_known(show: Any) -> None:
    answer = ask(show(FIND), "mühlstrasse")
    assert "Die Straße führt durch 2 Gebiete." in answer
    assert answer.index("Altmühlau: etwa 60 % der Straße") < answer.index("Mühlengrund: etwa 35 % der Straße")
    assert "Für etwa 5 % der Straße nennt das Verzeichnis kein Gebiet." in answer


def test_a_provisional_cut_is_called_provisional(show: Any) -> None:
    assert "Hinterm Wald (Zuschnitt vorläufig)" in ask(show(FIND), "Waldweg")


def test_a_street_that_is_not_listed_is_not_denied_and_other_ways_are_offered(show: Any) -> None:
    page = show(FIND)
    assert offered(page, "Gibtesnichtgasse") == []
    page.get_by_label("Ihre Straße").fill("Gibtesnichtgasse")
    page.locator(f"{STATUS}:not(:empty)").wait_for()
    told = page.locator(STATUS).inner_text()
    assert "Das heißt nicht, dass es die Straße nicht gibt" in told
    assert "Karte" in told
    assert page.get_by_text("Es enthält 7 von etwa 30 Straßen.").first.is_visible()


def test_the_start_page_answers_on_the_spot_and_links_from_there(show: Any) -> None:
    page = show("")
    assert "Ortsteil Hinterm Wald" in ask(page, "waldweg")
    page.locator(ANSWER).get_by_role("link", name="Hinterm Wald").click()
    page.wait_for_url("**/ortsteile/hinterm-wald/")


def test_the_search_is_done_with_the_keyboard_alone_and_a_screen_reader_is_told(show: Any) -> None:
    page = show(FIND)
    field = page.get_by_role("combobox", name="Ihre Straße")
    field.focus()
    page.keyboard.type("m")
    page.get_by_role("listbox", name="Passende Straßen").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator(STATUS).inner_text().startswith("3 Straßen gefunden.")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    first = chosen.inner_text()
    page.keyboard.press("ArrowUp")
    assert chosen.inner_text() != first
    page.keyboard.press("ArrowDown")
    assert chosen.inner_text() == first
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "m"
    page.keyboard.press("Escape")
    assert field.input_value() == ""
    page.keyboard.type("waldw")
    page.get_by_role("option", name="Waldweg").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "Waldweg"
    assert page.evaluate("document.activeElement.id") == "strasse"
    assert page.locator(ANSWER).is_visible()


def test_an_empty_field_is_asked_for_a_street(show: Any) -> None:
    page = show(FIND)
    page.get_by_role("button", name="Gebiet zeigen").click()
    page.get_by_text("Bitte geben Sie den Namen einer Straße ein.").wait_for()


def test_everything_to_tap_is_large_enough_on_a_phone_and_nothing_is_wider_than_it(show: Any) -> None:
    page = show(FIND, viewport={"width": 320, "height": 800})
    page.get_by_label("Ihre Straße").fill("m")
    page.get_by_role("option").first.wait_for()
    for one in page.locator("[data-ga-finder] :is(input, button, [role=option]), [data-ga-locator] button").all():
        assert one.bounding_box()["height"] >= 1.5 * SMALLEST_TARGET
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_typing_a_street_sends_nothing_and_leaves_nothing_behind(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / "build/site", FIND)
    visit.page.wait_for_load_state("networkidle")
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.removeprefix(visit.origin)))
    before = visit.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    ask(visit.page, "Waldweg")
    assert set(asked) - {FAVICON} == {"assets/gebiete-und-strassen.js"}
    assert visit.page.url == visit.origin + FIND
    assert visit.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])") == before


def test_the_search_works_from_a_folder_without_a_server(tiny_city: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((tiny_city / "build/site/mein-gebiet/index.html").as_uri())
    assert "Ortsteil Hinterm Wald" in ask(page, "Waldweg")
    context.close()


def test_without_javascript_all_streets_are_listed_and_no_form_is_shown_that_does_nothing(show: Any) -> None:
    page = show(FIND, java_script_enabled=False)
    assert not page.locator("[data-ga-finder]").is_visible()
    assert not page.locator("[data-ga-locator]").is_visible()
    page.get_by_text("M 2 Straßen").click()
    assert page.get_by_text("Mühlstraße: Ortsteil Altmühlau, Ortsteil Mühlengrund").is_visible()
    assert page.locator("svg.ga-overview a").count() == 3


# --- my position --------------------------------------------------------------------------------------------------


def locate(show: Any, latitude: float, longitude: float, accuracy: float, *, is_allowed: bool = True) -> Any:
    page = show(
        FIND,
        geolocation={"latitude": latitude, "longitude": longitude, "accuracy": accuracy},
        permissions=["geolocation"] if is_allowed else [],
    )
    page.get_by_role("button", name="Meinen Standort verwenden").click()
    page.locator(f"{PLACE_STATUS}:not(:empty)").filter(has_not_text="wird bestimmt").wait_for()
    return page


@pytest.fixture(scope="module")
def middle(tiny_city: Path) -> tuple[float, float]:
    """Latitude and longitude somewhere in Altmühlau."""
    text = (tiny_city / "build/docs/karten/mein-gebiet.js").read_text("utf-8")
    areas = json.loads(text[text.index("]=") + 2 : text.rindex(";")])["areas"]
    latitude, longitude = next(one["label"] for one in areas if one["code"] == "001")
    return latitude, longitude


def test_the_position_is_asked_for_only_after_a_click_that_is_explained(show: Any) -> None:
    page = show(FIND, permissions=[])
    page.evaluate("() => { navigator.geolocation.getCurrentPosition = () => { window.asked = true; }; }")
    page.get_by_label("Ihre Straße").fill("Waldweg")
    assert page.evaluate("window.asked") is None
    explained = page.get_by_role("button", name="Meinen Standort verwenden").get_attribute("aria-describedby")
    assert "an niemanden geschickt und nicht gespeichert" in page.locator(f"#{explained}").inner_text()
    page.get_by_role("button", name="Meinen Standort verwenden").click()
    assert page.evaluate("window.asked") is True


def test_an_exact_position_names_the_district_around_it(show: Any, middle: tuple[float, float]) -> None:
    answer = locate(show, *middle, 10).locator(PLACE_ANSWER).inner_text()
    assert "Ihr Gerät kennt den Standort auf etwa 10 Meter genau." in answer
    assert "Ortsteil Altmühlau" in answer
    assert "Mühlengrund" not in answer


def test_a_vague_position_names_all_districts_that_it_may_be_in(show: Any, middle: tuple[float, float]) -> None:
    answer = locate(show, *middle, 900).locator(PLACE_ANSWER).inner_text()
    assert "Deshalb kommen mehrere Gebiete in Frage; das erste ist das wahrscheinlichste." in answer
    assert answer.index("Altmühlau") < answer.index("Mühlengrund")


def test_a_position_that_says_nothing_is_not_used(show: Any, middle: tuple[float, float]) -> None:
    page = locate(show, *middle, 1001)
    assert "Das reicht nicht, um Ihr Gebiet zu nennen" in page.locator(PLACE_STATUS).inner_text()
    assert not page.locator(PLACE_ANSWER).is_visible()


def test_a_position_far_away_is_outside(show: Any, middle: tuple[float, float]) -> None:
    page = locate(show, middle[0] + 1, middle[1], 10)
    assert page.locator(PLACE_STATUS).inner_text() == "Ihr Standort liegt außerhalb von Klein Mühlau."


def test_a_position_just_outside_names_the_districts_nearby_as_doubtful(show: Any, tiny_city: Path) -> None:
    text = (tiny_city / "build/docs/karten/grenzen-ortsteile.js").read_text("utf-8")
    shapes = json.loads(text[text.index("]=") + 2 : text.rindex(";")])
    latitudes, longitudes = zip(*(point for ring in shapes["001"] for line in ring for point in line), strict=True)
    west = min(longitudes) - 50 / (111_195 * math.cos(math.radians(latitudes[0])))
    page = locate(show, (min(latitudes) + max(latitudes)) / 2, west, 100)
    assert page.locator(PLACE_ANSWER).inner_text().startswith("Ihr Standort liegt am Rand von Klein Mühlau oder knapp")


def test_a_refused_position_is_no_dead_end(show: Any, middle: tuple[float, float]) -> None:
    page = locate(show, *middle, 10, is_allowed=False)
    assert page.locator(PLACE_STATUS).inner_text().startswith("Der Standort wurde nicht freigegeben.")
    assert page.get_by_role("button", name="Meinen Standort verwenden").is_enabled()


@pytest.mark.parametrize(
    ("code", "told"), [(2, "Ihr Gerät kennt den Standort gerade nicht."), (3, "nicht rechtzeitig")]
)
def test_a_device_that_does_not_know_says_so(show: Any, code: int, told: str) -> None:
    page = show(FIND)
    page.evaluate(f"() => {{ navigator.geolocation.getCurrentPosition = (_, fail) => fail({{ code: {code} }}); }}")
    page.get_by_role("button", name="Meinen Standort verwenden").click()
    page.locator(PLACE_STATUS).filter(has_text=told).wait_for()


def test_the_position_is_sent_nowhere(tiny_city: Path, open_page: Any, middle: tuple[float, float]) -> None:
    visit = open_page(
        tiny_city / "build/site",
        FIND,
        geolocation={"latitude": middle[0], "longitude": middle[1], "accuracy": 10},
        permissions=["geolocation"],
    )
    visit.page.wait_for_load_state("networkidle")
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.removeprefix(visit.origin)))
    visit.page.get_by_role("button", name="Meinen Standort verwenden").click()
    visit.page.locator(PLACE_ANSWER).wait_for()
    assert set(asked) - {FAVICON} == {"assets/gebiete-und-strassen.js", "karten/grenzen-ortsteile.js"}
    assert visit.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    visit.assert_clean()


# --- the map ------------------------------------------------------------------------------------------------------


def test_tapping_the_map_names_the_district_with_a_link(show: Any) -> None:
    page = show("karten/mein-gebiet.html", viewport={"width": 320, "height": 800}, has_touch=True)
    page.locator("path.leaflet-interactive").first.tap()
    popup = page.get_by_role("dialog")
    popup.wait_for()
    assert popup.get_by_role("link", name="Zur Seite").is_visible()
    box = popup.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_the_map_names_the_district_without_a_pointer(show: Any) -> None:
    page = show("karten/mein-gebiet.html")
    page.get_by_label("Zeigen").select_option("Hinterm Wald")
    page.get_by_role("dialog").filter(has_text="Zur Seite Hinterm Wald").wait_for()


# --- offerings ----------------------------------------------------------------------------------------------------


def test_offerings_are_narrowed_by_day_and_kind_and_headings_without_any_go(show: Any) -> None:
    page = show(OFFERINGS)
    status = page.locator("form.ga-filter [role=status]")
    page.get_by_label("Geöffnet am").select_option("Montag")
    assert page.locator(ITEMS).count() == 1
    assert status.inner_text().startswith("1 von 6 Angeboten passt zur Auswahl.")
    assert page.get_by_role("heading", name="Treffs").is_visible()
    assert not page.get_by_role("heading", name="Büchereien").is_visible()
    page.get_by_label("Art", exact=True).select_option("Büchereien")
    assert page.locator(ITEMS).count() == 0
    assert "Kein Angebot passt." in status.inner_text()
    page.get_by_role("button", name="Auswahl aufheben").click()
    page.locator("[data-ga-count]").filter(has_text="6").wait_for()
    assert page.locator(ITEMS).count() == 6


def test_what_is_not_known_is_a_choice_of_its_own(show: Any) -> None:
    page = show(OFFERINGS)
    page.get_by_label("Stufenfrei").select_option("nicht bekannt")
    assert page.locator(ITEMS).count() == 2
    page.get_by_label("Geöffnet am").select_option("Tage nicht bekannt")
    assert page.locator(ITEMS).count() == 2
    page.get_by_label("Stufenfrei").select_option("ja")
    assert page.locator(ITEMS).count() == 0


def test_the_choice_stands_in_the_address_and_can_be_passed_on(show: Any) -> None:
    page = show(OFFERINGS)
    page.get_by_label("Gebiet", exact=True).select_option("Altmühlau")
    page.get_by_label("Stufenfrei").select_option("ja")
    assert page.url.endswith("angebote/?districts=001&access=yes")
    assert page.locator(ITEMS).count() == 2
    again = show("angebote/?districts=001&access=yes")
    assert again.locator(ITEMS).count() == 2
    assert again.get_by_label("Stufenfrei").input_value() == "yes"


def test_an_address_that_asks_for_what_there_is_not_shows_everything(show: Any) -> None:
    page = show("angebote/?kind=%3Cimg%20src%3Dx%3E&days=9")
    assert page.locator(ITEMS).count() == 6


def test_coming_back_to_the_list_keeps_the_choice(show: Any) -> None:
    page = show(OFFERINGS)
    page.get_by_label("Geöffnet am").select_option("Mittwoch")
    page.locator(ITEMS).get_by_role("link", name="Bücherei").first.click()
    page.wait_for_url("**/angebote/buechereien/")
    page.go_back()
    page.wait_for_url("**/angebote/?days=3")
    assert page.get_by_label("Geöffnet am").input_value() == "3"
    assert page.locator(ITEMS).count() == 1


def test_without_javascript_every_offering_is_there_and_no_form_that_does_nothing(show: Any) -> None:
    page = show(OFFERINGS, java_script_enabled=False)
    assert page.locator(ITEMS).count() == 6
    assert not page.locator("form.ga-filter").is_visible()


# --- words --------------------------------------------------------------------------------------------------------


def results(page: Any, typed: str) -> list[str]:
    """Addresses of the pages that the search of the site finds, best first."""
    page.locator("input[data-md-component=search-query]").fill(typed)
    page.locator(".md-search-result__item").first.wait_for()
    links: list[str] = page.eval_on_selector_all(
        ".md-search-result__item > a:first-child", "links => links.map(link => link.pathname)"
    )
    return list(dict.fromkeys(links))


@pytest.mark.parametrize(
    ("typed", "page_found"),
    [
        ("Begegnungsstätte", "/angebote/treffs/"),
        ("begegnungsstaetten", "/angebote/treffs/"),
        ("Bibliothek", "/angebote/buechereien/"),
        ("Muehlengrund", "/ortsteile/muehlengrund/"),
        ("Strasse", "/mein-gebiet/"),
        ("Treff", "/angebote/treffs/"),
    ],
)
def test_the_search_finds_a_page_under_another_word_and_another_spelling(
    show: Any, typed: str, page_found: str
) -> None:
    assert page_found in results(show(""), typed)


@pytest.mark.parametrize(
    ("typed", "page_found"),
    [
        ("Begegnungsstätte", "/angebote/offene-treffs/"),
        ("Haltestellen", "/daten/offerings/stops/"),
        ("Altenheime", "/angebote/pflegeheime/"),
        ("Pflege", "/angebote/angebote-der-tagespflege/"),
        ("Strasse", "/mein-gebiet/"),
        ("Neustaedter See", "/stadtteile/neustaedter-see/"),
    ],
)
def test_the_search_of_the_real_city_knows_the_words_of_its_people(
    magdeburg: Path, open_page: Any, typed: str, page_found: str
) -> None:
    assert page_found in results(open_page(magdeburg / "build/site", "").page, typed)


def test_the_name_of_a_district_leads_to_its_page_first(show: Any) -> None:
    assert results(show(""), "Hinterm Wald")[0] == "/ortsteile/hinterm-wald/"


def test_what_is_called_so_comes_before_what_only_mentions_it(magdeburg: Path, open_page: Any) -> None:
    page = open_page(magdeburg / "build/site", "").page
    assert results(page, "Altenheime")[0] == "/angebote/pflegeheime/"


def test_the_words_for_the_search_are_neither_seen_nor_read_out(show: Any) -> None:
    page = show("angebote/treffs/")
    assert page.locator(".ga-also").count() == 1
    assert not page.locator(".ga-also").is_visible()
    assert "Auch gesucht als" not in page.locator("article").aria_snapshot()


def test_tables_of_numbers_and_lists_of_sources_are_no_results(tiny_city: Path) -> None:
    documents = json.loads((tiny_city / "build/site/search/search_index.json").read_text("utf-8"))["docs"]
    titles = {one["title"] for one in documents}
    assert "Ortsteile" in titles
    assert not titles & {"Quellen und Hinweise", "Daten zum Mitnehmen"}
    texts = " ".join(one["text"] for one in documents if one["location"].startswith("ortsteile/"))
    assert "Einwohneramt" not in texts
    assert "<td" not in texts
    assert "Alter in Jahren" not in texts
