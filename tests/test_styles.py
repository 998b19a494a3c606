"""The look of pages: kept by subject, served as one sheet."""

from pathlib import Path

import pytest

from generator import layout
from generator.render.files import render_assets
from generator.render.templates import TEMPLATES

SHEETS = sorted((TEMPLATES / "styles").glob("*.css"))
LONGEST = 350
"""Lines of a file that somebody still finds their way in."""


def test_pages_get_one_sheet_with_every_subject_in_the_order_of_names() -> None:
    sheet = {file.path: file.content for file in render_assets()}[layout.STYLESHEET]
    places = [sheet.find(one.read_bytes()) for one in SHEETS]
    assert places[0] == 0
    assert places == sorted(places)


def test_sources_of_the_sheet_are_not_served_one_by_one() -> None:
    served = [file.path for file in render_assets() if file.path.suffix == ".css"]
    assert sorted(served) == [layout.STYLESHEET, layout.MAP_STYLESHEET]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_keeps_to_its_subject(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("/*")
    assert len(lines) <= LONGEST
