"""The coloured map that leads to the districts, and the small drawings beside each other."""

import re
from dataclasses import replace

import pytest

from generator import layout
from generator.model import ObservationStatus, Quantity
from generator.profiles import overview
from generator.profiles.atlas import Atlas
from generator.profiles.overview import Panel, PanelsView, profile_legend, profile_overview, profile_panels
from generator.profiles.views import Link, Value
from generator.render.page_maps import draw_overview
from generator.render.panels import BOTTOM, LEFT, RIGHT, TOP, draw_panels
from tests.tiny import tiny_atlas

GAP = Quantity(None, ObservationStatus.CONFIDENTIAL)


def panels_of(atlas: Atlas) -> PanelsView | None:
    level = atlas.geography.levels[1]
    return profile_panels(atlas, layout.level_page(level), level)


def without(atlas: Atlas, indicator_id: str) -> Atlas:
    """The same city, without an indicator."""
    kept = tuple(one for one in atlas.results.indicators if one.id != indicator_id)
    return replace(atlas, results=replace(atlas.results, indicators=kept))


def panels(*series: tuple[float | None, ...]) -> PanelsView:
    """Panels over the years from 2021 on beside a city that never moves."""
    lines = [tuple((2021 + number, Quantity(one) if one else GAP) for number, one in enumerate(one)) for one in series]
    city = tuple((year, Quantity(100.0)) for year, _ in lines[0])
    link = Link(text="Gebiet", href="gebiet/")
    made = tuple(Panel(district=link, number="", points=line, change=Value(text="", meaning="")) for line in lines)
    return PanelsView(title="", point="", city_name="Stadt", city=city, panels=made, table=link)


def read_points(svg: str, kind: str) -> list[list[tuple[float, float]]]:
    """The corners of every line of a kind."""
    return [
        [tuple(map(float, pair.split())) for pair in path.split("L")]  # type: ignore[misc]
        for path in re.findall(rf'class="{kind}" d="M([^"]+)"', svg)
    ]


def test_the_map_is_coloured_by_the_share_of_older_people_and_its_legend_says_so() -> None:
    atlas = tiny_atlas()
    level = atlas.geography.levels[1]
    drawing = profile_overview(atlas, layout.START, level, "gebiete")
    legend = profile_legend(atlas, drawing)
    assert legend is not None
    assert legend.title == "Anteil der Menschen ab 65 Jahren, 31.12.2025"
    assert legend.gaps == ("x (Angabe nicht sinnvoll)",)
    svg = draw_overview(drawing, atlas.geography.outlines, ())
    assert [found[0] or found[1] for found in re.findall(r'class="ga-(?:step([1-5])|(gap))"', svg)] == ["3", "gap", "5"]


def test_a_city_without_that_share_gets_a_plain_map_without_legend() -> None:
    atlas = without(tiny_atlas(), overview.COLOURED_BY)
    level = atlas.geography.levels[1]
    drawing = profile_overview(atlas, layout.START, level, "gebiete")
    assert profile_legend(atlas, drawing) is None
    assert drawing.map.summary == "Die Karte zeigt 3 Ortsteile. Ein Klick führt zur Seite des Gebiets."
    assert "ga-step" not in draw_overview(drawing, atlas.geography.outlines, ())


def test_years_are_percent_of_the_first_year_and_a_gap_stays_a_gap() -> None:
    view = panels_of(tiny_atlas())
    assert view is not None
    old, wood, _ = view.panels
    assert [(year, one.value) for year, one in old.points] == [(2023, 100.0), (2024, 112.5), (2025, 125.0)]
    assert wood.points[1] == (2024, GAP)
    assert (wood.change.text, wood.change.meaning) == ("x", "Angabe nicht sinnvoll")
    assert view.point == (
        "Veränderung ab 65 seit 2023: In 1 von 3 Gebieten ist die Zahl gestiegen, in keinem gesunken. "
        "Für 1 Gebiet gibt es keine Zahl."
    )


@pytest.mark.parametrize("indicator_id", [overview.MOVED, overview.CHANGE])
def test_without_its_numbers_a_city_has_no_small_drawings(indicator_id: str) -> None:
    assert panels_of(without(tiny_atlas(), indicator_id)) is None


def test_more_districts_than_anybody_compares_are_left_to_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "MAX_PANELS", 2)
    assert panels_of(tiny_atlas()) is None


def test_all_drawings_share_their_axes() -> None:
    calm, wild = draw_panels(panels((100.0, 100.0), (100.0, 150.0)))
    (calm_line,), (wild_line,) = read_points(calm, "line"), read_points(wild, "line")
    assert calm_line == [(LEFT, BOTTOM), (RIGHT, BOTTOM)]
    assert wild_line == [(LEFT, BOTTOM), (RIGHT, TOP)]


def test_a_line_beyond_the_drawing_stops_at_its_edge() -> None:
    _, wild = draw_panels(panels((100.0, 110.0), (100.0, 900.0)))
    assert read_points(wild, "line") == [[(LEFT, BOTTOM), (RIGHT, TOP)]]


def test_small_movements_are_not_blown_up() -> None:
    (drawing,) = draw_panels(panels((100.0, 101.0)))
    ((_, first), (_, last)), = read_points(drawing, "line")  # fmt: skip
    assert first - last == pytest.approx((BOTTOM - TOP) / 10, abs=0.2)


def test_a_line_never_bridges_a_gap() -> None:
    (drawing,) = draw_panels(panels((100.0, 101.0, None, 103.0, 104.0)))
    assert [len(one) for one in read_points(drawing, "line")] == [2, 2]


def test_a_district_without_any_number_has_no_drawing() -> None:
    empty, _ = draw_panels(panels((None, None), (100.0, 101.0)))
    assert empty == ""
