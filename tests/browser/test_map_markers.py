"""Markers of a map: none covers another, and each is tied to its place."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.survey import DESK, PHONE

CITY = "karten/stadt/magdeburg.html"
NEAREST = """() => {
  const middles = [...document.querySelectorAll('.marker')].map(one => {
    const box = one.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  });
  const others = rank => middles.slice(rank + 1);
  const distances = middles.flatMap(([x, y], rank) => others(rank).map(([u, v]) => Math.hypot(x - u, y - v)));
  return [middles.length, Math.min(...distances)];
}"""
NUMBERS = "[...document.querySelectorAll('.marker')].map(one => Number(one.textContent))"


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_no_marker_covers_another(magdeburg: Path, open_page: Any, viewport: dict[str, int]) -> None:
    visit = open_page(magdeburg / "build/site", CITY, viewport=viewport)
    page = visit.page
    count, nearest = page.evaluate(NEAREST)
    assert count > 40
    assert nearest >= 34
    page.get_by_role("button", name="Vergrößern").click()
    assert page.evaluate(NEAREST)[1] >= 34
    visit.assert_clean()


def test_a_marker_that_was_moved_aside_is_tied_to_its_place(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", CITY, viewport=DESK)
    assert visit.page.locator(".leaflet-kreise-pane path[stroke='#083f4e']").count() > 0
    visit.assert_clean()


def test_markers_stand_in_the_order_of_the_list(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", CITY, viewport=DESK)
    numbers = visit.page.evaluate(NUMBERS)
    assert numbers == sorted(numbers)
    visit.assert_clean()
