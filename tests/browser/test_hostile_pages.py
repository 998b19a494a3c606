"""The hostile city in a browser: every attack is shown as the text it is, and none of them runs."""

import re
from pathlib import Path, PurePosixPath
from typing import Any

from tests.browser.visits import list_maps, list_pages, wait_until
from tests.hostile_reading import find_damage
from tests.test_hostile import texts_of
from tests.tiny import evaluate_city

IS_UNTOUCHED = "() => !('PWN' in window) && ![...document.images].some(one => one.getAttribute('src') === 'x')"


def test_no_page_runs_an_attack_and_every_text_is_shown_letter_for_letter(hostile_city: Path, open_page: Any) -> None:
    site = hostile_city / "build/site"
    visit = open_page(site)
    shown = ""
    for path in list_pages(site):
        visit.goto(path)
        assert visit.page.evaluate(IS_UNTOUCHED), path
        assert find_damage(PurePosixPath("page.html"), visit.page.content().encode())[1] == [], path
        shown += visit.page.locator("article").first.evaluate("one => one.textContent.replace(/\\s+/g, ' ')") + "\n"
    visit.assert_clean()
    texts = texts_of(evaluate_city(hostile_city).packages)
    whole = [text for text in texts if text in shown]
    # Each text ends in a number of its own: where the end is shown, the rest has to be there too.
    mangled = [text for text in texts if text[-8:] in shown and text not in shown]
    assert (mangled, len(whole) > 100) == ([], True)


def test_the_search_shows_attacks_as_text(hostile_city: Path, open_page: Any) -> None:
    visit = open_page(hostile_city / "build/site")
    for word in ("kaputt", "onmouseover", "HYPERLINK"):
        visit.goto("")
        visit.page.locator("input.md-search__input").fill(word)
        wait_until(visit.page, "document.querySelectorAll('.md-search-result__link').length > 3")
        assert visit.page.evaluate(IS_UNTOUCHED), word
        inside = visit.page.locator(".md-search-result :is(script, img, iframe, svg[onload], [onerror], [onmouseover])")
        assert inside.count() == 0
    visit.assert_clean()


def test_no_map_runs_an_attack_when_everything_on_it_is_touched(hostile_city: Path, open_page: Any) -> None:
    site = hostile_city / "build/site"
    visit = open_page(site)
    shown = 0
    for path in list_maps(site):
        visit.goto(path)
        page = visit.page
        entries = page.evaluate("window.GEBIETSATLAS.karte.markers || []")
        for entry in entries:
            if entry["position"]:
                page.locator(".marker", has_text=re.compile(f"^{entry['number']}$")).click()
                # A popup that fades out stays in the page for a moment.
                dialog = page.get_by_role("dialog").filter(has_text=f"{entry['number']}: ").last
                text = " ".join(dialog.inner_text().split())
                assert f"{entry['number']}: {' '.join(entry['title'].split())}" in text
                assert all(" ".join(line.split()) in text for line in (entry["kind"], *entry["lines"]))
                shown += 1
                page.keyboard.press("Escape")
                dialog.wait_for(state="detached")
        for number in range(1, page.locator("#choice option").count()):
            page.evaluate(CHOOSE, number)
            page.get_by_role("dialog").last.wait_for()
        assert page.evaluate(IS_UNTOUCHED), path
        assert "1337" not in page.content(), path
    assert shown >= 6
    visit.assert_clean()


CHOOSE = """number => {
  const select = document.getElementById('choice');
  select.selectedIndex = number;
  select.dispatchEvent(new Event('change'));
}"""


def test_the_name_of_an_offering_stands_letter_for_letter_on_its_page(hostile_city: Path, open_page: Any) -> None:
    atlas = evaluate_city(hostile_city)
    offering = next(one for one in atlas.catalog.offerings if one.district_code is not None)
    district = atlas.geography.districts[str(offering.district_code)]
    visit = open_page(hostile_city / "build/site", f"ortsteile/{district.slug}/")
    entry = visit.page.locator(f"#angebot-{offering.id.lower()} strong").first
    assert entry.inner_text() == offering.name
