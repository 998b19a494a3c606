"""Measures with their status year by year, the list that can be narrowed, and the timeline."""

import csv
import io
from pathlib import Path

from generator import layout
from generator.model import OutputFile
from generator.planning.records import Measure
from generator.profiles.measures import EVERYWHERE, NO_REPORT, list_years, profile_measure_pages, profile_measures
from generator.profiles.timeline import profile_timeline
from generator.render.files import prepare_downloads, render_record_files
from generator.render.reports import describe
from tests.package_builder import City
from tests.test_needs import add_table
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas


def tiny_measure() -> Measure:
    (measure,) = tiny_atlas().planning.measures
    return measure


def test_a_year_without_report_is_shown_as_such() -> None:
    years = list_years(tiny_measure(), 2026)
    assert [(one.year, one.status) for one in years] == [("2024", "beschlossen"), ("2025", ""), ("2026", "läuft")]
    assert years[1].note == NO_REPORT


def test_years_that_have_not_begun_are_not_asked_for_and_those_before_a_report_are() -> None:
    assert [one.year for one in list_years(tiny_measure(), 2025)] == ["2024", "2025", "2026"]
    assert [one.year for one in list_years(tiny_measure(), 2040)][-1] == "2028"


def test_a_measure_tells_who_does_it_and_what_shows_that_it_works() -> None:
    (page,) = profile_measure_pages(tiny_atlas())
    assert (page.responsible, page.output) == ("Bauhof der Gemeinde", "Zahl der Bänke")
    assert (page.period, page.status, page.districts) == ("2024 bis 2028", "läuft", ())


def test_what_nobody_has_written_down_is_said_to_be_unknown(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("planning/measures", "Bauhof der Gemeinde,Zahl der Bänke", ",")
    (page,) = profile_measure_pages(evaluate_city(city.project))
    assert (page.responsible, page.output) == ("nicht bekannt", "nicht festgelegt oder nicht bekannt")


def test_a_measure_for_all_belongs_to_every_district() -> None:
    (page,) = profile_measures(tiny_atlas(), {})
    (row,) = page.rows
    assert (row.district_keys, row.status_keys, row.last_year) == (EVERYWHERE, "running", "2026")


def place_measure(tmp_path: Path, code: str) -> City:
    city = copy_tiny_city(tmp_path / "city")
    add_table(city, "measure_districts", ["measure_id", "district_code"], f"M1,{code}\n")
    return city


def test_a_measure_for_a_district_belongs_to_it_alone(tmp_path: Path) -> None:
    (page,) = profile_measures(evaluate_city(place_measure(tmp_path, "002").project), {})
    assert page.rows[0].district_keys == "002"
    assert [one.text for one in page.rows[0].districts] == ["Mühlengrund"]


def test_a_measure_for_the_whole_town_by_name_belongs_to_every_district_too(tmp_path: Path) -> None:
    (page,) = profile_measures(evaluate_city(place_measure(tmp_path, "000").project), {})
    assert (page.rows[0].district_keys, page.rows[0].districts) == (EVERYWHERE, ())


def test_only_what_there_is_can_be_chosen_but_every_district() -> None:
    (page,) = profile_measures(tiny_atlas(), {})
    chosen = {one.name: [option.key for group in one.groups for option in group.options] for one in page.filter.filters}
    assert chosen == {"guidelines": [], "districts": ["001", "003", "002"], "status": ["running"]}


def test_the_list_leads_to_the_gaps_of_the_chain() -> None:
    (page,) = profile_measures(tiny_atlas(), {})
    assert [one.text for one in page.chain] == [
        "Benannte Bedarfe ohne Maßnahme: 1",
        "Berechnete Bedarfe ohne Maßnahme: 2",
        "Maßnahmen ohne Bedarf: 1",
    ]


def test_a_measure_names_the_need_that_it_answers(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    add_table(city, "measure_needs", ["measure_id", "need_id"], "M1,B1\n")
    (page,) = profile_measure_pages(evaluate_city(city.project))
    assert [one.text for one in page.needs] == ["Treff für Hinterm Wald"]


def test_the_timeline_leads_from_a_paper_to_its_measures() -> None:
    (page,) = profile_timeline(tiny_atlas())
    (year,) = page.years
    (entry,) = year.entries
    assert (year.title, entry.date, entry.kind) == ("2024", "Juni 2024", "Beschlussvorlage")
    assert [one.text for one in entry.measures] == ["Bänke an allen Wegen"]


def test_a_paper_of_a_milestone_stands_there_and_not_a_second_time(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    fields = ["milestone_id", "date_text", "title", "result", "paper_id", "source"]
    rows = "S1,2024-06-03,Der Gemeinderat stimmt zu,,BV-7/2024,Aushang\nS2,2023,Ein erstes Gespräch,,,Aushang\n"
    add_table(city, "milestones", fields, rows)
    (page,) = profile_timeline(evaluate_city(city.project))
    assert [(one.title, [entry.kind for entry in one.entries]) for one in page.years] == [
        ("2023", ["Meilenstein"]),
        ("2024", ["Meilenstein"]),
    ]


def test_a_paper_without_date_stands_at_the_end(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    line = "BV-8/2025,Beschlussvorlage,Ohne Tag,,Gemeinderat,offen,,Gemeindeblatt 1/2025\n"
    text = city.file("planning/council_papers").read_text("utf-8")
    city.write("planning/council_papers", f"{text}{line}".encode())
    (page,) = profile_timeline(evaluate_city(city.project))
    assert [one.title for one in page.years] == ["2024", "ohne Datum"]


def read_csv(topic: str) -> list[dict[str, str]]:
    edition, _ = prepare_downloads(tiny_atlas())
    files: dict[object, OutputFile] = {one.path: one for one in render_record_files(tiny_atlas(), edition)}
    content = files[layout.measures_download("csv", topic=topic)].content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_files_hold_every_measure_and_every_known_year() -> None:
    (row,) = read_csv("liste")
    assert (row["measure_id"], row["start_year"], row["papers"], row["districts"]) == ("M1", "2024", "BV-7/2024", "")
    assert [(one["year"], one["status"]) for one in read_csv("stand")] == [("2024", "decided"), ("2026", "running")]


def test_show_tells_the_status_of_every_year_with_its_row() -> None:
    assert list(describe(tiny_atlas(), "M1", None))[2:5] == [
        "  2024: beschlossen. Der Gemeinderat beschließt die Bänke. (planning/measure_status, Zeile 2)",
        f"  2025: {NO_REPORT}",
        "  2026: läuft. Zwölf Bänke stehen. (planning/measure_status, Zeile 3)",
    ]
