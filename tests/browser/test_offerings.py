"""Offerings as people use them: call, note the hours, find the stop, report an error, print the list."""

from pathlib import Path
from typing import Any

import vobject
from icalendar import Calendar

SITE = "build/site"
DISTRICT = "ortsteile/altmuehlau/"


def test_somebody_calls_writes_and_finds_the_way(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, DISTRICT)
    entry = visit.page.locator("#angebot-a1")
    assert entry.get_by_role("link", name="0999 1234-5").get_attribute("href") == "tel:+4999912345"
    assert entry.get_by_role("link", name="treff@klein-muehlau.example").get_attribute("href") == (
        "mailto:treff@klein-muehlau.example"
    )
    said = entry.inner_text()
    assert "Montag und Dienstag 9 bis 12 Uhr" in said
    assert "Stufenfrei zugänglich." in said
    assert "Nächste Haltestelle: Marktplatz" in said
    assert "zuletzt bestätigt am 4. Mai 2026 (Leitung des Treffs)" in said
    visit.assert_clean()


def test_where_nothing_is_known_that_is_said(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, "angebote/treffs/")
    said = visit.page.locator("#angebot-a4").inner_text()
    for gap in (
        "Öffnungszeiten nicht bekannt",
        "Telefon nicht bekannt",
        "Ob der Zugang stufenfrei ist, ist nicht bekannt.",
    ):
        assert gap in said


def test_somebody_takes_the_hours_into_a_calendar_and_the_contact_into_a_telephone(
    tiny_city: Path, open_page: Any
) -> None:
    visit = open_page(tiny_city / SITE, DISTRICT)
    entry = visit.page.locator("#angebot-a1")
    with visit.page.expect_download() as hours:
        entry.get_by_role("link", name="Öffnungszeiten als Kalender (ICS)").click()
    events = Calendar.from_ical(Path(hours.value.path()).read_bytes()).events
    assert [event["rrule"]["BYDAY"] for event in events] == [["MO", "TU"], ["TH"]]
    with visit.page.expect_download() as contact:
        entry.get_by_role("link", name="Kontakt speichern (VCF)").click()
    assert vobject.readOne(Path(contact.value.path()).read_text("utf-8")).tel.value == "+4999912345"


def test_an_error_is_reported_with_a_letter_that_is_already_addressed(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, DISTRICT)
    address = visit.page.locator("#angebot-a1").get_by_role("link", name="Fehler melden").get_attribute("href")
    assert address.startswith("mailto:atlas@klein-muehlau.example?subject=Fehler%20melden")
    assert "angebot-a1" in address


def test_where_no_contact_is_known_nobody_is_sent_anywhere(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / SITE, "stadtteile/altstadt/")
    assert visit.page.get_by_role("link", name="Fehler melden").count() == 0


def test_the_list_in_large_type_is_one_click_away_and_has_no_map(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, DISTRICT)
    visit.page.get_by_role("link", name="Angebote zum Ausdrucken, in großer Schrift").click()
    assert visit.page.url.endswith(f"{DISTRICT}angebote-liste/")
    article = visit.page.locator("article")
    assert article.locator("img, iframe, svg").count() == 0
    size = visit.page.locator(".ga-large__list p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 24, "18 pt"
    assert "https://klein-muehlau.example/ortsteile/altmuehlau/angebote-liste/" in article.inner_text()
    visit.assert_clean()


def test_nobody_finds_the_printed_list_in_the_search(tiny_city: Path) -> None:
    index = (tiny_city / SITE / "search/search_index.json").read_text("utf-8")
    assert "angebote-liste" not in index


def test_the_legal_pages_are_reached_from_every_page(tiny_city: Path, open_page: Any) -> None:
    for page in ("", DISTRICT, "404.html"):
        visit = open_page(tiny_city / SITE, page)
        legal = visit.page.get_by_role("navigation", name="Rechtliches")
        assert [one.inner_text() for one in legal.get_by_role("link").all()] == [
            "Impressum",
            "Datenschutz",
            "Barrierefreiheit",
            "Lizenzen",
        ]
    visit = open_page(tiny_city / SITE, DISTRICT)
    visit.page.get_by_role("navigation", name="Rechtliches").get_by_role("link", name="Impressum").click()
    assert visit.page.get_by_role("heading", level=1).inner_text() == "Impressum"
    assert "Marktplatz 1" in visit.page.locator("article").inner_text()


def test_a_publisher_who_has_told_nothing_is_not_made_up(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / SITE, "impressum/")
    assert visit.page.get_by_text("Diese Angabe fehlt noch.").count() == 6
    assert "Es fehlen noch: Name, Anschrift, Vertreten durch, E-Mail, Telefon." in visit.page.inner_text("article")
