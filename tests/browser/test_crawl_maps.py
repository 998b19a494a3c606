"""Every map of Magdeburg in a browser whose network ends at the site."""

from pathlib import Path
from typing import Any

from tests.browser.visits import list_maps

COUNT_PARTS = "['#legend ul', '.leaflet-flaechen-pane path'].map(one => document.querySelectorAll(one).length)"


def test_every_map_is_filled_without_a_foreign_request_a_missing_file_or_an_error(
    magdeburg: Path, open_page: Any
) -> None:
    site = magdeburg / "build/site"
    maps = list_maps(site)
    assert len(maps) > 90
    visit = open_page(site, maps[0])
    for path in maps:
        visit.goto(path)
        assert 0 not in visit.page.evaluate(COUNT_PARTS), path
    visit.assert_clean()
