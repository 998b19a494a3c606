"""Interactive maps: no text from data reaches Folium or markup, and data stay small and plain."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout
from generator.model import ContextLine, OutputFile
from generator.profiles.atlas import Atlas
from generator.profiles.district_maps import profile_map
from generator.profiles.start import profile_start
from generator.render.files import render_maps
from generator.render.maps import (
    render_area_map,
    render_boundaries,
    render_context,
    render_ground,
    render_leaflet,
    render_marker_map,
    spell_script,
)
from tests.hostile import make_hostile_city
from tests.markup import read_markup
from tests.tiny import evaluate_city, tiny_atlas

ROOT = Path(__file__).parents[1]
ASSIGNMENT = re.compile(r'\(window\.GEBIETSATLAS=window\.GEBIETSATLAS\|\|\{\}\)\["([^"]+)"\]=(.*);\n', re.DOTALL)
LIMIT = 150_000
PRINT_MAPS = """
import hashlib
from generator.render.files import render_maps
from generator.site import evaluate, pass_gate
from pathlib import Path
project = Path("tests/fixtures/tiny_city")
for file in render_maps(evaluate(project, pass_gate(project))):
    print(hashlib.sha256(file.content).hexdigest(), file.path)
"""


def read_script(file: OutputFile) -> tuple[str, object]:
    """Name and value of a data file; it must be nothing but one assignment."""
    match = ASSIGNMENT.fullmatch(file.content.decode())
    assert match
    return match.group(1), json.loads(match.group(2))


@pytest.fixture(scope="module")
def hostile_atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    project = tmp_path_factory.mktemp("hostile") / "city"
    make_hostile_city(project)
    return evaluate_city(project)


def marker_map(atlas: Atlas, code: str) -> tuple[OutputFile, ...]:
    district = atlas.geography.districts[code]
    drawing = profile_map(atlas, district)
    return render_marker_map(layout.district_map(drawing.level, district), drawing)


# --- the ground ---------------------------------------------------------------------------------------------------


def test_the_ground_is_made_without_data_and_always_the_same() -> None:
    assert render_ground() == render_ground()


def test_the_ground_loads_no_tiles_and_names_no_host() -> None:
    script = render_ground().content.decode()
    assert "L.map(" in script
    assert "http" not in script
    assert "tileLayer" not in script


def test_the_ground_knows_the_names_that_our_script_uses() -> None:
    script, ours = render_ground().content.decode(), (ROOT / "site_templates/assets/karte.js").read_text("utf-8")
    assert "var map_karte = " in script
    assert set(re.findall(r'createPane\(\s*"(\w+)"', script)) == set(re.findall(r'pane: "(\w+)"', ours))


def test_our_script_never_writes_markup() -> None:
    ours = (ROOT / "site_templates/assets/karte.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", ours)


def test_leaflet_comes_from_the_installed_package_and_asks_for_no_source_map() -> None:
    files = {file.path.name: file.content for file in render_leaflet()}
    assert sorted(files) == ["leaflet.css", "leaflet.js"]
    assert b"sourceMappingURL" not in files["leaflet.js"]


# --- data files ---------------------------------------------------------------------------------------------------


@given(st.text() | st.dictionaries(st.text(), st.text() | st.none() | st.integers()))
def test_a_script_gives_back_what_was_put_in_and_cannot_end_its_element(value: object) -> None:
    text = spell_script("a", value).decode()
    match = ASSIGNMENT.fullmatch(text)
    assert match
    assert json.loads(match.group(2)) == value
    assert "<" not in text
    assert not {"\u2028", "\u2029"} & set(text)


def test_a_closing_script_tag_and_line_separators_are_spelled_as_escapes() -> None:
    assert spell_script("a", "</script>\u2028\u2029").endswith(b'"\\u003c/script>\\u2028\\u2029";\n')


def test_boundaries_are_latitude_first_and_rounded_to_a_metre() -> None:
    atlas = tiny_atlas()
    level = atlas.geography.levels[1]
    outlines = [atlas.geography.outlines[one.code] for one in atlas.geography.districts_on(level)]
    name, shapes = read_script(render_boundaries(level, outlines))
    assert name == "grenzen-ortsteile"
    assert isinstance(shapes, dict)
    assert sorted(shapes) == ["001", "002", "003"]
    positions = [position for polygons in shapes.values() for rings in polygons for ring in rings for position in ring]
    assert all(49 < latitude < 51 and 9 < longitude < 11 for latitude, longitude in positions)
    assert all(round(number, 5) == number for position in positions for number in position)


def test_context_carries_rivers_and_stops() -> None:
    river = ContextLine(name="Bach", note="schematisch", lines=(((10.0, 50.0), (10.1, 50.1)),), lines_m=())
    name, value = read_script(render_context([river], [("Markt", (10.123456789, 50.0))]))
    assert name == "orientierung"
    assert value == {
        "lines": [{"name": "Bach", "note": "schematisch", "parts": [[[50.0, 10.0], [50.1, 10.1]]]}],
        "stops": [["Markt", 50.0, 10.12346]],
    }


def test_a_marker_map_shows_no_more_than_is_known_of_a_place() -> None:
    _, exact = read_script(marker_map(tiny_atlas(), "001")[1])
    _, street = read_script(marker_map(tiny_atlas(), "002")[1])
    _, unknown = read_script(marker_map(tiny_atlas(), "003")[1])
    assert isinstance(exact, dict)
    assert isinstance(street, dict)
    assert isinstance(unknown, dict)
    assert [(one["number"], one["radius"]) for one in exact["markers"]] == [(1, None), (2, None)]
    assert {one["radius"] for one in street["markers"]} == {200}
    assert [one["position"] for one in unknown["markers"]] == [None]


def test_markers_lead_to_their_entry_on_the_page() -> None:
    _, value = read_script(marker_map(tiny_atlas(), "001")[1])
    assert isinstance(value, dict)
    assert [one["href"] for one in value["markers"]] == [
        "../../ortsteile/altmuehlau/#angebot-a1",
        "../../ortsteile/altmuehlau/#angebot-a5",
    ]


def test_a_map_of_areas_carries_classes_amounts_and_gaps() -> None:
    drawing = profile_start(tiny_atlas()).drawing
    areas = (
        replace(drawing.areas[0], class_number=1, text="10 %"),
        replace(drawing.areas[1], class_number=None, text="geheim"),
        replace(drawing.areas[2], class_number=None, amount=0.0, text="0"),
    )
    _, value = read_script(
        render_area_map(
            layout.overview_map(drawing.level), replace(drawing, areas=areas), tiny_atlas().geography.outlines
        )[1]
    )
    assert isinstance(value, dict)
    assert [(one["class"], one["amount"]) for one in value["areas"]] == [(1, None), (None, None), (None, 0)]
    assert value["areas"][0]["href"] == "../ortsteile/altmuehlau/"


def test_every_data_file_is_one_plain_assignment_below_the_limit() -> None:
    shared = {layout.MAP_GROUND, *(layout.LEAFLET / name for name in ("leaflet.js", "leaflet.css"))}
    scripts = [one for one in render_maps(tiny_atlas()) if one.path.suffix == ".js" and one.path not in shared]
    assert len(scripts) > 10
    for script in scripts:
        read_script(script)
        assert len(script.content) < LIMIT


# --- pages of maps ------------------------------------------------------------------------------------------------


def test_the_page_of_a_map_has_a_title_a_summary_and_a_way_back() -> None:
    page = read_markup(marker_map(tiny_atlas(), "001")[0].content.decode())
    assert page.find("title").text == page.find("h1").text == "Karte der Angebote: Altmühlau (Ortsteil)"
    assert page.find("p", **{"class": "summary"}).text.startswith("Die Karte zeigt 2 von 2 erfassten Angeboten.")
    assert page.find("a").attributes == {"href": "../../ortsteile/altmuehlau/", "target": "_parent"}


def test_the_page_of_a_map_loads_its_scripts_in_the_order_they_need() -> None:
    page = read_markup(marker_map(tiny_atlas(), "001")[0].content.decode())
    assert [one.attributes["src"] for one in page.find_all("script")] == [
        "../../assets/darstellung.js",
        "../../assets/leaflet/leaflet.js",
        "../../assets/karte-grundlage.js",
        "../grenzen-ortsteile.js",
        "../orientierung.js",
        "altmuehlau.js",
        "../../assets/karte.js",
    ]


def test_hostile_texts_stay_texts_on_every_page_of_a_map(hostile_atlas: Atlas) -> None:
    pages = [read_markup(one.content.decode()) for one in render_maps(hostile_atlas) if one.path.suffix == ".html"]
    peaceful = [one for one in render_maps(tiny_atlas()) if one.path.suffix == ".html"]
    assert len(pages) == len(peaceful)
    for page, model in zip(pages, peaceful, strict=True):
        expected = [(one.tag, sorted(one.attributes)) for one in read_markup(model.content.decode()).iterate()]
        assert [(one.tag, sorted(one.attributes)) for one in page.iterate()] == expected


def test_the_hostile_title_is_shown_letter_for_letter(hostile_atlas: Atlas) -> None:
    district = hostile_atlas.geography.districts["001"]
    page = read_markup(marker_map(hostile_atlas, "001")[0].content.decode())
    assert district.name in page.find("h1").text
    assert district.name in page.find("title").text


# --- same bytes ---------------------------------------------------------------------------------------------------


def test_maps_are_the_same_bytes_whatever_the_hash_seed() -> None:
    answers = [
        subprocess.run(
            [sys.executable, "-c", PRINT_MAPS],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(answers[0].splitlines()) > 30
    assert answers[0] == answers[1]


def test_no_two_maps_want_one_path() -> None:
    paths = [one.path for one in render_maps(tiny_atlas())]
    assert len(set(paths)) == len(paths)
    assert PurePosixPath("karten/uebersicht-ortsteile.html") in paths
