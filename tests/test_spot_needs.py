"""White spots beside needs, and possible places all at once."""

import csv
import io
from pathlib import Path

from generator import layout
from generator.formatting import NBSP
from generator.indicators.reachability import Reachability
from generator.profiles.districts import profile_districts
from generator.profiles.needs import SPOTS, profile_needs
from generator.profiles.reach_scenarios import ALL_AT_ONCE
from generator.profiles.reachability import profile_reachability
from generator.profiles.spot_needs import count_needs, list_spot_needs
from generator.render.downloads.reachability import ALL_ID
from generator.render.files import prepare_downloads, render_reach_files
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas


def reachability() -> Reachability:
    found = tiny_atlas().reachability
    assert found
    return found


def test_a_white_spot_stands_beside_the_needs_of_its_district(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("planning/need_districts", "B1,003", "B1,001")
    atlas = evaluate_city(city.project)
    assert atlas.reachability
    (found,) = list_spot_needs(atlas, layout.REACHABILITY, atlas.reachability.white_spots)
    assert (found.district.text, [one.text for one in found.spots]) == ("Altmühlau", ["weißer Fleck 1"])
    (need,) = found.named
    assert need.href == "../planung/#bedarf-b1"
    assert count_needs(found).startswith(f"1{NBSP}benannt, ")


def test_computed_needs_lead_to_their_evidence_in_the_district() -> None:
    atlas = tiny_atlas()
    (found,) = list_spot_needs(atlas, layout.REACHABILITY, reachability().white_spots)
    hits = [one for one in atlas.needs.answers["001"] if one.truth == "yes"]
    assert [one.href for one in found.computed] == [
        f"../ortsteile/altmuehlau/#{layout.rule_anchor(one.rule.id)}" for one in hits
    ]
    assert found.named == ()


def test_the_list_of_white_spots_leads_to_the_needs_and_back() -> None:
    (page,) = profile_reachability(tiny_atlas(), {})
    place = page.spots.columns.index("Bedarfe im Gebiet") - 1
    (row,) = page.spots.rows
    assert row.cells[place].href == f"#{page.spot_needs[0].anchor}"
    (needs,) = profile_needs(tiny_atlas(), {})
    for table in (needs.comparison, needs.levels[0].answers):
        assert table.columns[-1] == SPOTS
    cells = {row.header.text: row.cells[-1] for row in needs.levels[0].answers.rows}
    old_village = next(cell for name, cell in cells.items() if name.endswith("Altmühlau"))
    assert (old_village.text, old_village.href) == ("1 weißer Fleck", "../../erreichbarkeit/#weisser-fleck-1")
    assert next(cell for name, cell in cells.items() if name.endswith("Mühlengrund")).text == "keine bekannt"


def test_the_page_of_a_district_tells_what_is_needed_where_its_white_spots_lie() -> None:
    atlas = tiny_atlas()
    (page,) = profile_districts(atlas, {}, [atlas.geography.districts["001"]])
    assert page.reach
    (found,) = page.reach.spot_needs
    assert all(one.href and one.href.startswith("#regel-") for one in found.computed)


# --- all at once --------------------------------------------------------------------------------------------------


def test_all_scenarios_at_once_are_neither_of_them_alone() -> None:
    # The café closes, and a new place opens in the middle of the quarter: it reaches the nearer half for certain.
    changes = {one.district_code: one for one in reachability().all_at_once if one.target_id == "meeting_place"}
    share = changes["002"].after_pct["mobile"]
    assert (share.low.value, share.high.value) == (75, 75)
    opening, closing = reachability().scenarios
    alone = [one for scenario in (opening, closing) for one in scenario.changes if one.district_code == "002"]
    assert all(one.after_pct["mobile"] != share for one in alone)


def test_one_scenario_alone_is_not_told_twice(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    file = city.file("planning/site_scenarios")
    city.write("planning/site_scenarios", "".join(file.read_text("utf-8").splitlines(keepends=True)[:2]).encode())
    atlas = evaluate_city(city.project)
    assert atlas.reachability
    assert atlas.reachability.all_at_once == ()
    (page,) = profile_reachability(atlas, {})
    assert len(page.scenarios) == 1


def test_page_and_file_tell_all_scenarios_at_once() -> None:
    (page,) = profile_reachability(tiny_atlas(), {})
    assert [one.title for one in page.scenarios][-1] == ALL_AT_ONCE
    assert page.scenarios[-1].effect == "1 Ort eröffnet, 1 Ort schließt."
    edition, _ = prepare_downloads(tiny_atlas())
    files = {one.path: one for one in render_reach_files(tiny_atlas(), edition)}
    text = files[layout.reach_download("csv", topic="was-waere-wenn")].content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["scenario_id"] == ALL_ID]
    found = {(row["district_code"], row["profile_id"]): row for row in rows if row["target_id"] == "meeting_place"}
    assert (found["002", "mobile"]["after_low_pct"], found["002", "mobile"]["effect"]) == ("75", "all")
