"""Walking distances of the invented town, from its tables to pages, files and the command line."""

import csv
import io
import json
from pathlib import Path

import pytest

from generator import layout
from generator.formatting import NBSP
from generator.indicators.reachability import Reachability, compute
from generator.model import OutputFile
from generator.profiles.districts import profile_districts
from generator.profiles.reachability import ReachPage, profile_reachability
from generator.render.files import prepare_downloads, render_maps, render_reach_files
from generator.render.reports import describe
from generator.site import pass_gate
from tests.package_builder import City
from tests.tiny import TINY_CITY, copy_tiny_city, evaluate_city, tiny_atlas

WALKS = "cell_id,destination_id,distance_m\nCRS3035RES100mN2988000E4321500,O1,900\n"


def reachability_of(project: Path | None = None) -> Reachability:
    found = (evaluate_city(project) if project else tiny_atlas()).reachability
    assert found is not None
    return found


def the_page() -> ReachPage:
    (page,) = profile_reachability(tiny_atlas(), {})
    return page


def percent(reachability: Reachability, code: str, profile: str = "mobile") -> tuple[float | None, float | None]:
    span = reachability.reach["meeting_place", code].shares_pct[profile]
    return span.low.value, span.high.value


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def test_a_large_city_gets_the_same_from_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "MANY_CELLS", 0)
    assert evaluate_city(TINY_CITY).reachability == reachability_of()


def add_walks(city: City, rows: str) -> None:
    """A table of a router, as a city may add it."""

    def describe_walks(package: dict[str, list[dict[str, object]]]) -> None:
        cells = next(one for one in package["resources"] if one["name"] == "census_cells")
        fields = [
            {"name": name, "type": kind, "title": name, "description": name}
            for name, kind in (("cell_id", "string"), ("destination_id", "string"), ("distance_m", "number"))
        ]
        package["resources"].append(
            {
                **cells,
                "name": "walking_distances",
                "title": "Wege",
                "path": "walking_distances.csv",
                "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["cell_id", "destination_id"]},
            }
        )

    city.describe("demographics", describe_walks)
    city.file("demographics/walking_distances").write_text(rows, encoding="utf-8")
    city.stamp()


# --- numbers ------------------------------------------------------------------------------------------------------


def test_600_of_1000_people_of_the_old_village_live_within_ten_minutes_of_the_town_hall() -> None:
    assert percent(reachability_of(), "001") == (60, 60)
    assert percent(reachability_of(), "001", "restricted") == (40, 40)


def test_the_mill_may_be_anywhere_in_its_street_so_that_its_quarter_has_a_range() -> None:
    assert percent(reachability_of(), "002") == (50, 100)


def test_no_share_is_told_where_too_few_people_live() -> None:
    assert percent(reachability_of(), "003") == (None, None)


def test_the_city_counts_people_and_not_quarters() -> None:
    # 120 of 200 older people in the old village, 150 to 300 of 300 at the mill, none of 20 behind the wood.
    low, high = percent(reachability_of(), "000")
    assert low == pytest.approx(100 * 270 / 520)
    assert high == pytest.approx(100 * 420 / 520)


def test_the_white_spot_has_80_older_people_and_the_houses_behind_the_wood_are_too_few_to_be_one() -> None:
    found = reachability_of()
    assert [(one.number, one.district_code, one.inhabitants, one.people) for one in found.white_spots] == [
        (1, "001", 400, 80)
    ]
    assert (found.small_spots, found.small_spot_people) == (1, 20)


def test_an_opening_brings_people_into_reach_and_a_closing_takes_them_out() -> None:
    opening, closing = reachability_of().scenarios
    (gain,) = [one.people_gained["mobile"] for one in opening.changes if one.district_code == "002"]
    assert (gain.low.value, gain.high.value) == (0, 80)
    (loss,) = [one for one in closing.changes if one.district_code == "002"]
    assert (loss.after_pct["mobile"].low.value, loss.after_pct["mobile"].high.value) == (0, 0)
    assert (loss.people_gained["mobile"].low.value, loss.people_gained["mobile"].high.value) == (-300, -150)


def test_the_ways_of_a_router_count_instead_of_the_air_line(city: City) -> None:
    add_walks(city, WALKS)
    found = reachability_of(city.project)
    assert found.measured_pairs == 1
    # The cell beside the town hall has 400 people, for whom the way is now too long.
    assert percent(found, "001") == (20, 20)


def test_without_cells_there_is_no_reachability(city: City) -> None:
    city.describe("demographics", lambda package: package["resources"].pop())
    city.file("demographics/census_cells").unlink()
    atlas = evaluate_city(city.project)
    assert atlas.reachability is None
    assert profile_reachability(atlas, {}) == ()


def test_the_order_of_rows_changes_nothing(city: City) -> None:
    for resource_id in ("demographics/census_cells", "offerings/services"):
        header, *rows = city.file(resource_id).read_text(encoding="utf-8").splitlines(keepends=True)
        city.file(resource_id).write_text("".join([header, *reversed(rows)]), encoding="utf-8")
    city.stamp()
    assert reachability_of(city.project) == reachability_of()


# --- checks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("10.015,50.0045", ",", "scenario-without-place"),
        ("treff,,A2", "treff,,", "scenario-without-service"),
        (",open,", ",öffnet,", "enum-constraint"),
    ],
)
def test_a_scenario_that_cannot_be_played_is_an_error_with_line(city: City, old: str, new: str, code: str) -> None:
    city.replace("planning/site_scenarios", old, new)
    found = [one for one in pass_gate(city.project).errors if one.path.endswith("site_scenarios.csv")]
    assert {one.code for one in found} == {code}
    assert all(one.row in (2, 3) for one in found)


# --- pages --------------------------------------------------------------------------------------------------------


def test_the_district_page_says_it_in_words_and_leads_to_the_white_spot() -> None:
    (page,) = profile_districts(tiny_atlas(), {}, [tiny_atlas().geography.districts["001"]])
    assert page.reach is not None
    assert page.reach.lead[0] == (
        "Von 100 Menschen ab 65 Jahren im Gebiet „Altmühlau“, die gut zu Fuß sind, erreichen 60 einen bekannten "
        "Begegnungsort in höchstens 10 Minuten."
    )
    assert [one.href for one in page.reach.spots] == ["../../erreichbarkeit/#weisser-fleck-1"]


def test_nothing_is_said_about_white_spots_where_nobody_could_tell() -> None:
    (page,) = profile_districts(tiny_atlas(), {}, [tiny_atlas().geography.districts["003"]])
    assert page.reach is not None
    assert page.reach.lead == ("Hinterm Wald gibt es keine Anteile. Grund: Angabe nicht sinnvoll.",)
    assert page.reach.spots_note == ""


def test_a_range_is_written_as_one() -> None:
    (row,) = [row for row in the_page().levels[0].rows if row.header.text == "Mühlengrund"]
    assert row.cells[0].text == f"50 bis 100{NBSP}%"


def test_districts_without_share_have_the_sign_for_it() -> None:
    (row,) = [row for row in the_page().levels[0].rows if row.header.text == "Hinterm Wald"]
    assert (row.cells[0].text, row.cells[0].meaning) == ("x", "Angabe nicht sinnvoll")


# --- files --------------------------------------------------------------------------------------------------------


def downloads() -> dict[str, OutputFile]:
    edition, _ = prepare_downloads(tiny_atlas())
    return {str(one.path): one for one in render_reach_files(tiny_atlas(), edition)}


def test_table_page_and_command_line_tell_the_same_share() -> None:
    text = downloads()[str(layout.reach_download("csv", topic="gebiete"))].content.decode()
    (row,) = [
        one
        for one in csv.DictReader(io.StringIO(text))
        if (one["district_code"], one["target_id"], one["profile_id"]) == ("002", "meeting_place", "mobile")
    ]
    assert (row["share_low_pct"], row["share_high_pct"]) == ("50", "100")
    lines = list(describe(tiny_atlas(), "erreichbarkeit", "Mühlengrund"))
    assert any(f"gut zu Fuß: 50 bis 100{NBSP}%" in line for line in lines)
    assert any("demographics/age_groups, Zeile 9" in line for line in lines)


def test_the_white_spot_can_be_taken_along_as_a_surface() -> None:
    layer = json.loads(downloads()[str(layout.reach_download("geojson", topic="weisse-flecken"))].content)
    (feature,) = layer["features"]
    assert feature["properties"]["people_65_plus_estimate"] == 80
    (ring,) = feature["geometry"]["coordinates"]
    assert len(ring) == 5
    assert ring[0] == ring[-1]


def test_every_district_has_a_row_for_every_target_and_profile() -> None:
    text = downloads()[str(layout.reach_download("csv", topic="gebiete"))].content.decode()
    assert len(list(csv.DictReader(io.StringIO(text)))) == 4 * 1 * 2


def test_picture_and_interactive_map_number_the_same_spots() -> None:
    files = {one.path: one.content.decode("utf-8", "replace") for one in render_maps(tiny_atlas())}
    assert '">1</text>' in files[layout.REACH_PICTURE]
    assert "Weißer Fleck 1" in files[layout.map_data(layout.REACH_MAP)]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("walk_detour_factor,1.25", "walk_detour_factor,0.9", "value"),
        ("walk_speed_mobile_m_per_s,1,", "walk_speed_mobile_m_per_s,0,", "value"),
        ("walk_speed_restricted_m_per_s,0.5", "walk_speed_restricted_m_per_s,1.5", "value"),
        ("walk_minutes_meeting_place,10", "walk_minutes_meeting_plaze,10", "parameter_id"),
    ],
)
def test_an_impossible_convention_is_an_error_with_line(city: City, old: str, new: str, field: str) -> None:
    city.replace("parameters/parameters", old, new)
    found = [one for one in pass_gate(city.project).errors if one.code == "parameter-out-of-range"]
    assert found
    assert all(one.field == field and one.row for one in found)


def test_a_threshold_without_a_speed_names_what_is_missing(city: City) -> None:
    city.replace("parameters/parameters", "walk_speed_mobile_m_per_s", "gehtempo")
    (issue,) = pass_gate(city.project).errors
    assert (issue.code, issue.subject) == ("missing-parameter", "walk_speed_mobile_m_per_s")


def test_a_measured_way_to_nowhere_is_an_error(city: City) -> None:
    add_walks(city, WALKS.replace(",O1,", ",O9,"))
    (issue,) = pass_gate(city.project).errors
    assert (issue.code, issue.row, issue.field) == ("unknown-foreign-key", 2, "destination_id")


# --- the first city -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_white_spots_lie_where_the_council_named_gaps(magdeburg: Path) -> None:
    """Neue Neustadt, Werder, Brückfeld and Berliner Chaussee; for the north of Sudenburg nobody can tell."""
    folder = magdeburg / "build/docs" / layout.DOWNLOADS
    with (folder / "erreichbarkeit-weisse-flecken.csv").open(encoding="utf-8") as file:
        assert {one["district_code"] for one in csv.DictReader(file)} >= {"06", "02", "52", "54"}
    with (folder / "erreichbarkeit-gebiete.csv").open(encoding="utf-8") as file:
        (row,) = [
            one
            for one in csv.DictReader(file)
            if (one["district_code"], one["target_id"], one["profile_id"]) == ("30", "meeting_place", "mobile")
        ]
    # Of the centre in Sudenburg only the district is known: perhaps everybody reaches it, perhaps nobody.
    assert (row["share_low_pct"], row["share_high_pct"]) == ("0", "100")


def test_a_way_shorter_than_nothing_is_refused(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    cell = city.file("demographics/census_cells").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    location = city.file("offerings/locations").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    add_walks(city, f"cell_id,destination_id,distance_m\n{cell},{location},-1\n")
    (issue,) = pass_gate(city.project).errors
    assert (issue.code, issue.row, issue.field) == ("distance-below-zero", 2, "distance_m")
