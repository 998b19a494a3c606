"""The graded system of the invented town: criteria, places, corridors and shared rooms."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout
from generator.indicators.reachability import Span
from generator.model import ObservationStatus, Quantity
from generator.parameters import Parameter
from generator.planning.needs.logic import Truth
from generator.planning.tiers import Corridor, TierSite, Viability, judge_viability
from generator.profiles.atlas import Atlas
from generator.profiles.districts import profile_districts
from generator.profiles.projection import profile_projection
from generator.profiles.tiers import overlap_of, profile_tiers
from generator.render.files import prepare_downloads, render_outlook_files
from generator.render.pages import render_pages
from generator.render.reports import describe
from tests.package_builder import City
from tests.test_projection import PARAMETERS
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

CRITERIA = (
    "K1,haus,Öffnungstage,An vier Tagen.,2026,Satzung,open_days_min,4\n"
    "K2,haus,Öffnungsstunden,Sechs Stunden.,2026,Satzung,open_hours_min,6\n"
    "K3,haus,Küche,Eine Küche.,2026,Satzung,manual,\n"
    "K4,,Beginn,Seit 2020.,2020,Satzung,,\n"
)


def add_resource(city: City, name: str, columns: Mapping[str, str], key: list[str], rows: str) -> None:
    """A table in the package of offerings, as a city may add it."""

    def add(package: dict[str, list[dict[str, object]]]) -> None:
        model = next(one for one in package["resources"] if one["name"] == "schedules")
        fields = [{"name": one, "type": kind, "title": one, "description": one} for one, kind in columns.items()]
        schema = {"fields": fields, "missingValues": [""], "primaryKey": key}
        kept = {one: model[one] for one in model if one not in {"plausibility", "disclosure"}}
        package["resources"].append({**kept, "name": name, "title": name, "path": f"{name}.csv", "schema": schema})

    city.describe("offerings", add)
    city.file(f"offerings/{name}").write_text(f"{','.join(columns)}\n{rows}", encoding="utf-8")


def add_parameters(city: City, rows: str) -> None:
    file = city.file("parameters/parameters")
    file.write_text(file.read_text("utf-8") + rows, encoding="utf-8")


def add_tiers(city: City) -> City:
    """Give the town a tier that has the meeting in the town hall and the café in the mill."""
    text = dict.fromkeys(("tier_id", "title", "title_plural", "description"), "string")
    add_resource(city, "tiers", text, ["tier_id"], "haus,Haus,Häuser,Ein Haus für alle.\n")
    columns = dict.fromkeys(
        ("criterion_id", "tier_id", "criterion", "value_text", "year_text", "source", "check"), "string"
    )
    add_resource(city, "tier_criteria", {**columns, "threshold": "number"}, ["criterion_id"], CRITERIA)
    columns = dict.fromkeys(("service_id", "criterion_id", "is_met", "source"), "string")
    add_resource(city, "tier_findings", columns, ["service_id", "criterion_id"], "A1,K3,yes,Begehung 2026\n")
    columns = dict.fromkeys(("service_id", "district_code", "source"), "string")
    add_resource(city, "service_areas", columns, ["service_id", "district_code"], "A1,003,Satzung\n")
    columns = dict.fromkeys(
        ("service_id", "free_capacity", "suitability", "operator_consent", "note", "source"), "string"
    )
    add_resource(
        city, "shared_use", columns, ["service_id"], "A4,,unknown,unknown,,\nA5,Saal am Montag,yes,yes,,Brief\n"
    )
    add_parameters(city, "walk_minutes_tier_haus,10,Minuten,Weg zum Haus,Weiter nicht.,Festlegung 2026,Gemeinde\n")
    city.replace("offerings/services", "im Rathaus,treff,Treff,,", "im Rathaus,treff,Treff,haus,")
    city.replace("offerings/services", "Mühlencafé,treff,Café,,", "Mühlencafé,treff,Café,haus,")
    return city


@pytest.fixture
def city(tmp_path: Path) -> City:
    """The town with a tier."""
    return add_tiers(copy_tiny_city(tmp_path / "city"))


def sites_of(atlas: Atlas) -> dict[str, TierSite]:
    return {site.offering.id: site for report in atlas.tiers.reports for site in report.sites}


def ends(span: Span) -> tuple[float | None, float | None]:
    return span.low.value, span.high.value


def limit(value: float) -> Parameter:
    return Parameter(id="p", value=value, unit="", title="", description="", source="", decided_by="Rat", line=2)


# --- corridor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (100, 200, Viability.INSIDE),
        (90, 200, Viability.UNCERTAIN),
        (100, 210, Viability.UNCERTAIN),
        (10, 99, Viability.BELOW),
        (201, 300, Viability.ABOVE),
        (None, None, Viability.UNKNOWN),
    ],
)
def test_a_range_is_compared_with_both_limits(low: int | None, high: int | None, expected: Viability) -> None:
    missing = Quantity.absent(ObservationStatus.MISSING)
    span = Span(*(missing if one is None else Quantity(one) for one in (low, high)))
    assert judge_viability(span, Corridor(minimum=limit(100), maximum=limit(200))) is expected


@given(st.integers(0, 999), st.integers(0, 999))
def test_without_limits_nobody_is_judged(one: int, other: int) -> None:
    span = Span(Quantity(min(one, other)), Quantity(max(one, other)))
    assert judge_viability(span, Corridor(minimum=None, maximum=None)) is Viability.UNDECIDED


@given(st.lists(st.integers(0, 999), min_size=4, max_size=4))
def test_those_with_another_place_and_those_without_are_all(numbers: list[int]) -> None:
    lost_low, lost_high, low, high = sorted(numbers)
    found = overlap_of(Span(Quantity(low), Quantity(high)), Span(Quantity(lost_low), Quantity(lost_high)))
    assert ends(found) == (low - lost_high, high - lost_low)


# --- places -------------------------------------------------------------------------------------------------------


def test_a_town_without_tiers_has_no_page() -> None:
    assert profile_tiers(tiny_atlas(), {}) == ()
    assert profile_projection(tiny_atlas(), {}) == ()


def test_120_people_reach_the_town_hall_and_150_to_300_the_mill(city: City) -> None:
    sites = sites_of(evaluate_city(city.project))
    town_hall, mill = sites["A1"].reach, sites["A2"].reach
    assert town_hall
    assert mill
    assert {code: ends(one) for code, one in mill.district_people.items()}["002"] == (150, 300)
    assert {code: ends(one) for code, one in town_hall.district_people.items()}["001"] == (120, 120)


def test_what_is_lost_without_a_place_is_what_the_what_if_of_its_closing_says(city: City) -> None:
    atlas = evaluate_city(city.project)
    assert atlas.reachability
    closing = next(one for one in atlas.reachability.scenarios if one.id == "W2")
    whole = next(one for one in closing.changes if (one.district_code, one.target_id) == ("000", "meeting_place"))
    lost = sites_of(atlas)["A2"].reach
    assert lost
    for profile in atlas.reachability.profiles:
        least, most = ends(lost.people_lost[profile.id])
        found = [-(one or 0) for one in ends(whole.people_gained[profile.id])]
        assert least is not None
        assert most is not None
        assert least <= min(found)
        assert max(found) <= most


def test_criteria_are_met_missed_or_not_known(city: City) -> None:
    # Three days of 3, 3 and 3½ hours.
    sites = sites_of(evaluate_city(city.project))
    assert [(one.criterion.id, one.truth) for one in sites["A1"].criteria] == [
        ("K1", Truth.NO),
        ("K2", Truth.YES),
        ("K3", Truth.YES),
    ]
    assert "9,5 Stunden" in sites["A1"].criteria[1].reason
    assert {one.truth for one in sites["A2"].criteria} == {Truth.UNKNOWN}


def test_limits_that_the_city_decides_on_are_applied(city: City) -> None:
    assert {one.viability for one in sites_of(evaluate_city(city.project)).values()} == {Viability.UNDECIDED}
    add_parameters(city, "viability_haus_min_people,140,Personen,Untergrenze,Beschluss.,Beschluss 2026,Rat\n")
    city.stamp()
    sites = sites_of(evaluate_city(city.project))
    assert (sites["A1"].viability, sites["A2"].viability) == (Viability.BELOW, Viability.INSIDE)


def test_unknown_answers_stay_unknown_and_the_nearest_white_spot_is_named(city: City) -> None:
    add_parameters(city, "shared_use_distance_m,2000,Meter,Nähe,Nah.,Festlegung 2026,Gemeinde\n")
    city.stamp()
    atlas = evaluate_city(city.project)
    planned, library = atlas.tiers.shared
    assert (planned.free_capacity, planned.suitability, planned.consent, planned.near) == (
        None,
        "unknown",
        "unknown",
        (),
    )
    assert (library.free_capacity, library.consent, [one.spot.number for one in library.near]) == (
        "Saal am Montag",
        "yes",
        [1],
    )


def test_rows_about_unknown_offerings_districts_and_criteria_are_errors(city: City) -> None:
    city.replace("offerings/shared_use", "A5,", "A9,")
    city.replace("offerings/service_areas", "A1,003", "A1,009")
    city.replace("offerings/tier_findings", "A1,K3", "A1,K9")
    found = [one for one in city.issues() if one.code == "unknown-reference"]
    assert {(one.row, one.field) for one in found} == {(3, "service_id"), (2, "district_code"), (2, "criterion_id")}


# --- pages, files and the command line ----------------------------------------------------------------------------


def add_forecast(city: City) -> None:
    columns = {"target_year": "integer", "age_65_plus_count": "integer", "forecast": "string", "source": "string"}
    add_parameters(city, PARAMETERS.format(minimum=100))

    def add(package: dict[str, list[dict[str, object]]]) -> None:
        model = next(one for one in package["resources"] if one["name"] == "census_cells")
        fields = [{"name": one, "type": kind, "title": one, "description": one} for one, kind in columns.items()]
        schema = {"fields": fields, "missingValues": [""], "primaryKey": ["target_year"]}
        name = "city_forecast_65_plus"
        package["resources"].append({**model, "name": name, "title": name, "path": f"{name}.csv", "schema": schema})

    city.describe("demographics", add)
    city.file("demographics/city_forecast_65_plus").write_text(
        f"{','.join(columns)}\n2030,1040,Prognose 2026,Landesamt\n", encoding="utf-8"
    )
    city.stamp()


def test_twice_as_many_older_people_in_the_city_are_twice_as_many_in_reach(city: City) -> None:
    add_forecast(city)
    mill = sites_of(evaluate_city(city.project))["A2"]
    (future,) = mill.future
    assert mill.reach
    least, most = ends(mill.reach.people["mobile"])
    # With constant shares exactly twice as many; the trend of the shares makes the range wider.
    assert future.year == 2030
    assert (future.people.low.value or 0) <= 2 * (least or 0)
    assert (future.people.high.value or 0) >= 2 * (most or 0)


def test_page_file_and_command_line_say_the_same(city: City) -> None:
    add_forecast(city)
    atlas = evaluate_city(city.project)
    (page,) = profile_tiers(atlas, {})
    mill = page.tiers[0].sites.rows[1]
    edition, _ = prepare_downloads(atlas)
    files = {one.path: one.content for one in render_outlook_files(atlas, edition)}
    rows = list(csv.DictReader(io.StringIO(files[layout.tiers_download("csv", topic="orte")].decode("utf-8-sig"))))
    row = next(one for one in rows if (one["service_id"], one["profile_id"]) == ("A2", "mobile"))
    text = f"{row['people_low']} bis {row['people_high']}"
    assert mill.cells[4].text == text
    assert any(text in line for line in describe(atlas, "stufen", "Mühlengrund"))
    rows = list(
        csv.DictReader(io.StringIO(files[layout.projection_download("csv", topic="gebiete")].decode("utf-8-sig")))
    )
    constant = next(one for one in rows if (one["district_code"], one["scenario_id"]) == ("002", "constant"))
    assert constant["people_65_plus"] == "600"
    assert "    2030: 600" in list(describe(atlas, "projektion", "Mühlengrund"))
    (years,) = profile_projection(atlas, {})
    quarter = next(one for one in years.levels[0].rows if one.header.text == "Mühlengrund")
    assert quarter.cells[1].text == "600"


def test_all_announced_files_are_made_and_pages_render(city: City) -> None:
    add_forecast(city)
    atlas = evaluate_city(city.project)
    edition, _ = prepare_downloads(atlas)
    made = {one.path for one in render_outlook_files(atlas, edition)}
    assert {layout.tiers_download(suffix, topic=topic) for topic, suffix in layout.TIER_FILES} <= made
    assert {layout.projection_download(suffix, topic=topic) for topic, suffix in layout.PROJECTION_FILES} <= made
    pages = {one.path: one.content.decode() for one in render_pages(atlas, {}, "")}
    assert "Seniorentreff im Rathaus" in pages[layout.TIERS]
    assert "Sobald die Stadt Grenzen beschließt" in pages[layout.TIERS]
    assert "Prognose 2026" in pages[layout.PROJECTION]


def test_the_page_of_a_district_leads_to_places_that_serve_it(city: City) -> None:
    add_forecast(city)
    atlas = evaluate_city(city.project)
    (page,) = profile_districts(atlas, {}, [atlas.geography.districts["003"]])
    assert page.tiers
    assert [one.text for one in page.tiers.sites] == ["Seniorentreff im Rathaus (Haus)"]
    assert page.projection
    assert page.projection.table
    assert [row.header.text for row in page.projection.table.rows] == ["2030"]
