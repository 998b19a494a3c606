"""Needs, measures and papers, joined with what they are linked to."""

from dataclasses import replace
from pathlib import Path

from generator.planning.records import PaperFile, read_planning
from generator.profiles.planning import measures_of, needs_of, profile_planning
from generator.render.templates import render_page
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas


def test_a_need_knows_its_district_its_guideline_and_its_paper() -> None:
    (need,) = tiny_atlas().planning.needs
    assert need.title == "Treff für Hinterm Wald"
    assert (need.district_codes, need.guideline_ids, need.paper_ids) == (("003",), ("G1",), ("BV-7/2024",))


def test_a_measure_without_district_is_for_all() -> None:
    (measure,) = tiny_atlas().planning.measures
    assert (measure.number, measure.district_codes, measure.guideline_ids) == (None, (), ())
    assert measure.paper_ids == ("BV-7/2024",)


def test_a_paper_keeps_its_date_as_exactly_as_it_is_known_and_its_files() -> None:
    paper = tiny_atlas().planning.papers["BV-7/2024"]
    assert paper.last_treated_date == "2024-06"
    assert paper.files == (PaperFile(title="Beschlusstext", url="https://klein-muehlau.example/bv-7-2024.pdf"),)


def test_a_town_without_milestones_has_none() -> None:
    assert tiny_atlas().planning.milestones == ()


def test_a_town_may_have_no_plan_at_all() -> None:
    planning = read_planning([one for one in tiny_atlas().packages if one.name != "planning"])
    assert (planning.needs, planning.measures, planning.papers, planning.milestones) == ((), (), {}, ())


def test_a_need_shows_on_its_district_and_on_the_town_but_not_next_door() -> None:
    atlas = tiny_atlas()
    shown = [code for code in atlas.geography.districts if needs_of(atlas, code)]
    assert shown == ["000", "003"]


def test_a_measure_without_district_shows_on_the_town_alone() -> None:
    atlas = tiny_atlas()
    assert [code for code in atlas.geography.districts if measures_of(atlas, code)] == ["000"]


def test_a_need_of_the_whole_town_shows_on_the_town_alone(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("planning/need_districts", "B1,003", "B1,000")
    atlas = evaluate_city(city.project)
    assert [code for code in atlas.geography.districts if needs_of(atlas, code)] == ["000"]


# --- who works on the plan ----------------------------------------------------------------------------------------


def test_working_groups_stand_with_roles_and_a_gap_is_called_one() -> None:
    (page,) = profile_planning(tiny_atlas(), {})
    assert page.working_groups is not None
    rows = {row.header.text: [cell.text for cell in row.cells] for row in page.working_groups.rows}
    assert rows["Lenkungsgruppe"] == [
        "Stimmt den Plan ab.",
        "Bürgermeisteramt, Seniorenbeirat",
        "zweimal im Jahr",
        "Gemeindeblatt 3/2026",
    ]
    assert rows["Runder Tisch"][2] == "nicht bekannt"


def test_a_town_whose_sources_name_no_group_says_so() -> None:
    atlas = tiny_atlas()
    (page,) = profile_planning(replace(atlas, planning=replace(atlas.planning, working_groups=())), {})
    assert page.working_groups is None
    text = render_page("planning.md.j2", page).content.decode()
    assert "Wer am Plan arbeitet und wie oft, nennen die ausgewerteten Quellen nicht." in text
