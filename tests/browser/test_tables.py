"""Tables that can be sorted: numbers as numbers, gaps last, the whole below its parts."""

from pathlib import Path
from typing import Any

import pytest

LEVEL = "stadtteile/"
TABLE = "table.ga-table"


def column(page: Any, place: int) -> list[str]:
    """The cells of a column without the whole in the last line."""
    rows = page.locator(TABLE).first.locator("tbody tr:not(.ga-strong)")
    return [(row.locator("th, td").nth(place).text_content() or "").strip() for row in rows.all()]


def as_numbers(cells: list[str]) -> list[float]:
    """German numbers; the sign for nothing is a zero."""
    signs = str.maketrans({"–": "0", ".": None, ",": ".", "−": "-", "\xa0": None, "%": None})
    return [float(one.translate(signs)) for one in cells]


def test_a_table_is_sorted_up_then_down_then_as_it_was(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", LEVEL)
    page = visit.page
    table = page.locator(TABLE).first
    header = table.locator("thead th").nth(1)
    button = header.get_by_role("button")
    button.wait_for()
    before = column(page, 1)
    button.click()
    numbers = as_numbers(column(page, 1))
    assert (numbers, header.get_attribute("aria-sort")) == (sorted(numbers), "ascending")
    button.click()
    numbers = as_numbers(column(page, 1))
    assert (numbers, header.get_attribute("aria-sort")) == (sorted(numbers, reverse=True), "descending")
    button.click()
    assert (column(page, 1), header.get_attribute("aria-sort")) == (before, None)
    visit.assert_clean()


def test_the_city_stays_below_its_districts(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", LEVEL)
    table = visit.page.locator(TABLE).first
    button = table.locator("thead button").nth(1)
    for _ in range(2):
        button.click()
        assert "ga-strong" in (table.locator("tbody tr").last.get_attribute("class") or "")


def test_gaps_come_last_in_both_directions(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", LEVEL)
    page = visit.page
    place = page.locator(TABLE).first.locator("thead th").count() - 1
    signs = sum(one in (".", "…", "x", "/") for one in column(page, place))
    assert signs > 0
    button = page.locator(TABLE).first.locator("thead button").nth(place)
    for _ in range(2):
        button.click()
        cells = column(page, place)
        assert all(one in (".", "…", "x", "/") for one in cells[-signs:])
        assert as_numbers(cells[:-signs])


def test_names_are_sorted_the_german_way_with_the_keyboard(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", "planung/massnahmen/")
    page = visit.page
    page.locator("thead button").first.focus()
    page.keyboard.press("Enter")
    names = column(page, 0)
    by_browser = page.evaluate("names => [...names].sort(new Intl.Collator('de', { numeric: true }).compare)", names)
    assert names == by_browser
    visit.assert_clean()


def test_without_javascript_a_table_stands_as_it_was_written(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", LEVEL, java_script_enabled=False)
    assert visit.page.locator(f"{TABLE} thead button").count() == 0
    assert visit.page.locator(f"{TABLE} tbody tr").count() > 40


@pytest.mark.parametrize(
    "path",
    ["", "stadtteile/", "indikatoren/anteil-ab-65/", "planung/vorausberechnung/", "planung/verteilung/", "stadt/"],
)
def test_on_a_phone_the_first_number_stands_beside_the_name_of_its_row(
    magdeburg: Path, open_page: Any, path: str
) -> None:
    visit = open_page(magdeburg / "build/site", path, viewport={"width": 320, "height": 700})
    cells = visit.page.locator("table.ga-table tbody tr:nth-child(2) > td:first-of-type.num")
    rights = cells.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert rights
    assert max(rights) <= 320
    visit.assert_clean()
