"""Every kind of page on paper: A4, with name, edition, address and source, nothing cut and nothing folded."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.kinds import fullest_pages

SITE = "build/site"
A4 = "594.96 x 841.92 pts (A4)"
MOST_SHEETS = 60

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext: apt-get install poppler-utils")


def print_page(visit: Any, target: Path) -> str:
    """Print as the browser's own command does, and read the paper."""
    visit.page.pdf(path=target, prefer_css_page_size=True)
    return subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True).stdout


def flatten(text: str) -> str:
    """Words on one line."""
    return re.sub(r"\s+", " ", text)


def describe(target: Path) -> dict[str, str]:
    """What is known of a file."""
    said = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    return {key: value.strip() for key, _, value in (line.partition(":") for line in said.splitlines())}


def test_every_kind_of_page_is_a_clean_document(tiny_city: Path, open_page: Any, tmp_path: Path) -> None:
    kinds = {
        kind: page for kind, page in fullest_pages(tiny_city).items() if not kind.startswith("map") and kind != "404"
    }
    assert len(kinds) > 20
    visit = open_page(tiny_city / SITE)
    for kind, page in kinds.items():
        visit.goto(page)
        target = tmp_path / "page.pdf"
        text = flatten(print_page(visit, target))
        facts = describe(target)
        assert facts["Page size"] == A4, kind
        assert 0 < int(facts["Pages"]) <= MOST_SHEETS, kind
        assert f"Seite {facts['Pages']} von {facts['Pages']}" in text, kind
        assert "Gebietsatlas Klein Mühlau" in text, kind
        assert "Ausgabe vom 22. November 2026" in text, kind
        assert "Gemeinde Klein Mühlau (erfunden)" in text, kind
        assert f"https://klein-muehlau.example/{page}" in text.replace(" ", ""), kind
        for screen_only in ("Seite drucken", "Impressum Datenschutz", "Größere Schrift", "Interaktive Karte öffnen"):
            assert screen_only not in text, (kind, screen_only)


def test_nothing_is_wider_than_the_paper(tiny_city: Path, open_page: Any) -> None:
    """A4 less its margins is 178 mm, about 672 px; in normal type and in large type."""
    visit = open_page(tiny_city / SITE, viewport={"width": 672, "height": 1000})
    visit.page.emulate_media(media="print")
    found = [(kind, page) for kind, page in fullest_pages(tiny_city).items() if not kind.startswith("map")]
    for kind, page in found + [(kind, f"{page}?druck=gross") for kind, page in found]:
        visit.goto(page)
        wide = visit.page.evaluate(
            """() => [...document.querySelectorAll("article :is(table, img, svg, p, ul, dl)")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 2).map((one) => one.className)"""
        )
        assert wide == [], kind


def test_no_row_of_a_table_is_lost_and_headers_come_again_on_every_sheet(
    magdeburg: Path, open_page: Any, tmp_path: Path
) -> None:
    visit = open_page(magdeburg / SITE, "stadtteile/")
    names = visit.page.locator("article table tbody th").all_inner_texts()
    text = print_page(visit, tmp_path / "page.pdf")
    assert len(names) >= 41
    # A long name goes on in a second line: number and first word are enough to find its row.
    starts = [re.match(r"\d\d \w+|\w+", name) for name in names]
    flat = flatten(text)
    assert [start[0] for start in starts if start and start[0] not in flat] == []
    # Sheets with rows of the table: a district with two shares on one line.
    sheets = [sheet for sheet in text.split("\f") if re.search(r"(?m)^\s*\d\d \w.*%.*%", sheet)]
    assert len(sheets) >= 2
    assert [sheet for sheet in sheets if "Bevölkerung" not in sheet] == []


def test_after_printing_headers_can_be_sorted_again_and_what_was_folded_is_folded(
    tiny_city: Path, open_page: Any, tmp_path: Path
) -> None:
    visit = open_page(tiny_city / SITE, "ortsteile/altmuehlau/")
    folded = "article details:not([open])"
    before = visit.page.locator(folded).count()
    buttons = visit.page.locator("article thead th > button:visible").count()
    print_page(visit, tmp_path / "page.pdf")
    assert visit.page.locator(folded).count() == before > 0
    assert visit.page.locator("article thead th > button:visible").count() == buttons


@pytest.mark.parametrize("script", ["with", "without"])
def test_what_is_folded_on_the_screen_is_open_on_paper(
    tiny_city: Path, open_page: Any, tmp_path: Path, script: str
) -> None:
    visit = open_page(tiny_city / SITE, "ortsteile/altmuehlau/", java_script_enabled=script == "with")
    assert "Der Ortsbus fährt nur werktags." in flatten(print_page(visit, tmp_path / "page.pdf"))


def test_key_figures_of_a_city_of_a_million_are_whole_on_paper(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, viewport={"width": 672, "height": 1000})
    visit.page.emulate_media(media="print")
    beyond = visit.page.evaluate(
        """() => [...document.querySelectorAll(".ga-fact__value")].map((one) => {
          one.textContent = "1.234.567";
          return one.scrollWidth - one.parentElement.clientWidth;
        })"""
    )
    assert len(beyond) == 4
    assert max(beyond) <= 0


def test_the_map_of_the_start_page_stands_on_the_first_sheet(magdeburg: Path, open_page: Any, tmp_path: Path) -> None:
    text = print_page(open_page(magdeburg / SITE), tmp_path / "start.pdf")
    first = text.split("\f")[0]
    assert "30 % und mehr" in first
    assert "OpenStreetMap-Mitwirkende" in first


def test_maps_are_pictures_on_paper(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, "ortsteile/altmuehlau/")
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".ga-map img").first.is_visible()
    assert not visit.page.locator(".ga-map iframe").first.is_visible()


def test_large_type_is_large_on_paper(tiny_city: Path, open_page: Any, tmp_path: Path) -> None:
    visit = open_page(tiny_city / SITE, "ortsteile/altmuehlau/?druck=gross")
    visit.page.emulate_media(media="print")
    sizes = visit.page.evaluate(
        """() => [...document.querySelectorAll("article :is(p, li, dd)")]
        .filter((one) => one.checkVisibility() && one.textContent.trim())
        .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert min(sizes) >= 24, "18 pt are 24 px"
    normal = open_page(tiny_city / SITE, "ortsteile/altmuehlau/")
    print_page(visit, tmp_path / "large.pdf")
    print_page(normal, tmp_path / "normal.pdf")
    assert int(describe(tmp_path / "large.pdf")["Pages"]) > int(describe(tmp_path / "normal.pdf")["Pages"])


def test_the_button_for_large_type_prints_large_and_then_forgets_it(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, "ortsteile/altmuehlau/")
    visit.page.evaluate("window.print = () => { window.sizeAsked = document.documentElement.dataset.gaPrint; }")
    visit.page.get_by_role("button", name="In großer Schrift drucken").click()
    assert visit.page.evaluate("window.sizeAsked") == "large"
    visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert visit.page.evaluate("document.documentElement.dataset.gaPrint") is None
    visit.assert_clean()


def test_without_a_script_there_are_no_buttons_that_do_nothing(tiny_city: Path, open_page: Any) -> None:
    visit = open_page(tiny_city / SITE, "ortsteile/altmuehlau/", java_script_enabled=False)
    assert not visit.page.get_by_role("button", name="Seite drucken").is_visible()


def test_a_site_that_does_not_know_its_address_prints_where_it_was_read(
    magdeburg: Path, open_page: Any, tmp_path: Path
) -> None:
    visit = open_page(magdeburg / SITE, "lizenzen/")
    assert f"{visit.origin}lizenzen/" in print_page(visit, tmp_path / "page.pdf")
