"""What the pages say, before they are pages."""

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from generator import layout
from generator.formatting import NBSP
from generator.model import ObservationStatus
from generator.planning.needs.reading import RULES_PATH
from generator.profiles.atlas import Atlas
from generator.profiles.coverage import profile_coverage
from generator.profiles.data import profile_data, profile_datasets
from generator.profiles.district_maps import profile_map
from generator.profiles.districts import DistrictPage, profile_districts
from generator.profiles.indicators import IndicatorPage, profile_indicator_list, profile_indicators
from generator.profiles.levels import profile_levels
from generator.profiles.needs import profile_needs
from generator.profiles.offering_views import describe_status
from generator.profiles.offerings import profile_offerings
from generator.profiles.planning import profile_planning
from generator.profiles.start import profile_method, profile_start
from generator.profiles.views import FileFacts, Link, MarkerMapView, TableView, page_through, safe_url
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas


def district_page(code: str, atlas: Atlas | None = None) -> DistrictPage:
    atlas = atlas or tiny_atlas()
    (page,) = profile_districts(atlas, {}, [atlas.geography.districts[code]])
    return page


def district_map(code: str) -> MarkerMapView:
    return profile_map(tiny_atlas(), tiny_atlas().geography.districts[code])


def indicator_page(indicator_id: str) -> IndicatorPage:
    return next(page for page in profile_indicators(tiny_atlas(), {}) if page.indicator.id == indicator_id)


def texts(table: TableView) -> dict[str, list[str]]:
    """Cells by the header of their row, with plain spaces."""
    return {row.header.text: [cell.text.replace(NBSP, " ") for cell in row.cells] for row in table.rows}


def changed_city(tmp_path: Path, resource_id: str, old: str, new: str) -> Atlas:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.replace(resource_id, old, new)
    return evaluate_city(city.project)


# --- districts ----------------------------------------------------------------------------------------------------


def test_every_district_has_a_page_and_every_level_below_the_town_a_list() -> None:
    assert [
        str(page.path) for page in profile_districts(tiny_atlas(), {}, tiny_atlas().geography.districts.values())
    ] == [
        "gemeinde/index.md",
        "ortsteile/altmuehlau/index.md",
        "ortsteile/hinterm-wald/index.md",
        "ortsteile/muehlengrund/index.md",
    ]
    assert [str(page.path) for page in profile_levels(tiny_atlas())] == ["ortsteile/index.md"]


def test_the_lead_says_who_lives_here() -> None:
    lead = " ".join(district_page("001").lead)
    assert f"1.000{NBSP}Menschen" in lead
    assert "200 von ihnen sind 65 Jahre oder älter" in lead


def test_a_district_without_people_says_so(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "demographics/population", "2025-12-31,003,200", "2025-12-31,003,0")
    assert district_page("003", atlas).lead[0] == "Hinterm Wald ist niemand mit Hauptwohnung gemeldet."


def test_a_suppressed_number_is_explained_in_the_district_and_in_the_town(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "demographics/age_groups", "70,70,20,200", "70,70,.,200")
    assert "wird geheim gehalten" in " ".join(district_page("003", atlas).lead)
    assert "Für Hinterm Wald wird die Zahl geheim gehalten" in " ".join(district_page("000", atlas).lead)
    assert "200 von ihnen" in " ".join(district_page("001", atlas).lead)


def test_facts_stand_beside_those_of_the_town() -> None:
    share = next(fact for fact in district_page("002").facts if fact.label.startswith("Anteil"))
    assert share.value.text == f"37,5{NBSP}%"
    assert share.comparison == f"Klein Mühlau: 26,0{NBSP}%"
    assert share.date == "31.12.2025"


def test_the_town_is_not_compared_with_itself() -> None:
    assert {fact.comparison for fact in district_page("000").facts} == {""}


def test_a_sign_in_a_fact_carries_its_meaning() -> None:
    share = next(fact for fact in district_page("003").facts if fact.label.startswith("Anteil"))
    assert (share.value.text, share.value.meaning) == ("x", "Angabe nicht sinnvoll")


def test_numbers_link_to_their_explanation() -> None:
    share = next(fact for fact in district_page("002").facts if fact.label.startswith("Anteil"))
    assert share.value.href == "../../indikatoren/anteil-ab-65/#gebiet-002"


def test_the_comparison_has_the_district_and_the_town() -> None:
    comparison = district_page("001").comparison
    assert comparison is not None
    assert [(name, quantity.value, own) for name, quantity, own in comparison.bars] == [
        ("Altmühlau", 20, True),
        ("Klein Mühlau", 26, False),
    ]
    assert district_page("000").comparison is None


def test_a_gap_in_a_series_stays_a_gap() -> None:
    people = next(one for one in district_page("003").series if one.id == "reihe-einwohner")
    assert [(year, quantity.value) for year, quantity in people.points] == [(2023, None), (2024, 190), (2025, 200)]
    assert people.points[0][1].status is ObservationStatus.MISSING
    assert people.point == "2024 waren es 190, 2025 200."


def test_where_few_people_live_ages_are_not_compared() -> None:
    ages = district_page("003").ages
    assert ages is not None
    assert ages.point == "Hier leben so wenige Menschen, dass Anteile nichts aussagen."


def test_ages_are_put_in_a_sentence() -> None:
    ages = district_page("001").ages
    assert ages is not None
    assert ages.point == "Von 100 Menschen sind hier 20 mindestens 65 Jahre alt (Klein Mühlau: 26)."


def test_a_provisional_cut_is_explained_and_an_official_one_is_not() -> None:
    assert "noch nicht beschlossen" in " ".join(district_page("003").status_notes)
    assert district_page("001").status_notes == ()


def test_neighbours_and_neighbouring_pages_differ() -> None:
    page = district_page("001")
    assert [link.text for link in page.neighbours] == ["Mühlengrund"]
    assert page.pager.previous is None
    assert page.pager.next == Link(text="Hinterm Wald", href="../hinterm-wald/")


def test_a_district_lists_its_offerings_under_the_numbers_of_the_map() -> None:
    page = district_page("002")
    assert [(one.number, one.name, one.status) for one in page.offerings] == [
        (1, "Mühlencafé", "schließt"),
        (2, "Spieletreff", "seit 2022 nicht bestätigt"),
    ]
    assert [(one.number, one.title, one.radius_m) for one in district_map("002").markers] == [
        (1, "Mühlencafé", 200),
        (2, "Spieletreff", 200),
    ]


def test_an_offering_without_position_is_listed_and_not_drawn() -> None:
    page = district_page("003")
    assert [(one.name, one.is_mapped) for one in page.offerings] == [("Nachbarschaftsraum", False)]
    assert district_map("003").markers[0].position is None
    assert "zeigt 0 von 1" in page.map.summary


def test_an_offering_without_district_is_listed_for_the_town_only() -> None:
    listed = {code: [one.name for one in district_page(code).offerings] for code in ("000", "001", "002", "003")}
    assert [code for code, names in listed.items() if "Pflegedienst Unterwegs" in names] == ["000"]
    shown = next(one for one in district_page("000").offerings if one.name == "Pflegedienst Unterwegs")
    assert shown.district == Link(text="Ortsteil nicht bekannt")
    assert shown.address == ("Anschrift nicht bekannt", "Klein Mühlau")


def test_an_offering_says_what_people_need_to_know() -> None:
    offering = next(one for one in district_page("001").offerings if one.anchor == "angebot-a1")
    assert offering.address == ("Marktplatz 1", "99999 Klein Mühlau")
    assert offering.opening_times == ("Montag und Dienstag 9 bis 12 Uhr", "Donnerstag 14 bis 17:30 Uhr")
    assert offering.phone == Link(text="0999 1234-5", href="tel:+4999912345")
    assert offering.url == Link(text="klein-muehlau.example/treff", href="https://klein-muehlau.example/treff")
    assert offering.confirmed == "zuletzt bestätigt am 4. Mai 2026 (Leitung des Treffs), gut belegt"
    assert offering.step_free == "Stufenfrei zugänglich."


def test_a_stale_offering_is_grey_in_list_and_on_the_map_and_says_since_when() -> None:
    assert [one.is_stale for one in district_page("002").offerings] == [False, True]
    drawing = district_map("002")
    assert [one.is_stale for one in drawing.markers] == [False, True]
    assert "seit 2022 nicht bestätigt" in drawing.markers[1].lines
    assert "Grau: lange nicht bestätigt oder ohne Datum des Belegs." in drawing.map.summary
    assert "Grau" not in district_map("001").map.summary
    assert district_page("001").offering_notes[-1] != district_page("002").offering_notes[-1]
    assert (
        district_page("002").offering_notes[-1].startswith("Grau gezeigt ist 1 Angebot, das seit mehr als 24 Monaten")
    )


@pytest.mark.parametrize(
    ("offering_id", "change", "status"),
    [
        ("A1", {"last_confirmed": "2016-05-04"}, "seit dem 4. Mai 2016 nicht bestätigt"),
        ("A1", {"last_confirmed": "2019-06"}, "seit Juni 2019 nicht bestätigt"),
        ("A1", {"last_confirmed": None}, "nicht bestätigt: Datum des Belegs nicht bekannt"),
        ("A4", {"last_confirmed": "2019"}, "geplant, seit 2019 nicht bestätigt"),
        ("A1", {"is_stale": False}, ""),
        ("A6", {"is_stale": False}, "nicht bestätigt"),
    ],
)
def test_the_status_says_since_when_nobody_has_confirmed_an_offering(
    offering_id: str, change: dict[str, Any], status: str
) -> None:
    offering = next(one for one in tiny_atlas().catalog.offerings if one.id == offering_id)
    assert describe_status(replace(offering, **{"is_stale": True, **change})) == status


def test_every_page_with_supply_says_how_many_offerings_it_leaves_out() -> None:
    left_out = "Nicht mitgezählt, weil seit mehr als 24 Monaten nicht bestätigt oder ohne Datum des Belegs: "
    supply = {code: district_page(code).supply for code in ("000", "001")}
    assert supply["000"]
    assert supply["001"]
    assert supply["000"].source == f"{left_out}1 weiteres Angebot (Klein Mühlau)."
    assert supply["001"].source == f"{left_out}kein weiteres Angebot (Altmühlau)."
    notes = {page.indicator.id: page.notes for page in profile_indicators(tiny_atlas(), {})}
    assert notes["supply_type_pflegedienst"][-1] == f"{left_out}1 weiteres Angebot (Klein Mühlau)."
    assert notes["supply_type_treff"][-1] == f"{left_out}kein weiteres Angebot (Klein Mühlau)."
    topics = {topic.title: topic.table.source for topic in profile_indicator_list(tiny_atlas()).topics}
    assert topics["Angebote"] == f"{left_out}1 weiteres Angebot (Klein Mühlau)."
    assert {source for title, source in topics.items() if title != "Angebote"} == {""}


def test_the_overview_of_offerings_leads_to_the_list_of_what_is_to_confirm() -> None:
    made = {
        layout.confirmation_download(suffix): FileFacts(size=1500, sha256="ab") for suffix in ("csv", "xlsx", "zip")
    }
    overview, *others = profile_offerings(tiny_atlas(), made)
    assert [one.href for one in overview.downloads] == [
        "../downloads/angebote-zu-bestaetigen.csv",
        "../downloads/angebote-zu-bestaetigen.xlsx",
        "../downloads/angebote-zu-bestaetigen.zip",
    ]
    assert overview.confirmations.startswith("2 von 6 Angeboten sind seit mehr als 24 Monaten nicht bestätigt")
    assert not any(page.downloads for page in others)


def test_supply_shows_the_count_beside_the_ratio() -> None:
    supply = district_page("001").supply
    assert supply is not None
    assert texts(supply)["Treffs je 1.000 Menschen ab 65 Jahren"] == [
        "1",
        "5,00 je 1.000",
        "3,85 je 1.000",
        "31.12.2025",
    ]


def test_the_list_of_a_level_ends_with_the_town() -> None:
    (page,) = profile_levels(tiny_atlas())
    rows = texts(page.districts)
    assert list(rows) == ["Altmühlau", "Hinterm Wald", "Mühlengrund", "Klein Mühlau"]
    assert rows["Hinterm Wald"] == ["200", "20", "x", "x"]
    assert [row.is_strong for row in page.districts.rows] == [False, False, False, True]
    assert page.lead == "Klein Mühlau hat 3 Ortsteile. Karte und Liste führen zu ihren Seiten."


# --- indicators ---------------------------------------------------------------------------------------------------


def test_the_map_is_told_in_words() -> None:
    (level,) = indicator_page("share_65_plus").levels
    summary = level.drawing.map.summary.replace(NBSP, " ")
    assert "Am höchsten: Mühlengrund (37,5 %). Am niedrigsten: Altmühlau (20,0 %)." in summary
    assert "Für 1 Gebiet von 3 steht keine Zahl" in summary


def test_areas_are_sorted_into_named_classes_and_gaps_into_none() -> None:
    (level,) = indicator_page("share_65_plus").levels
    titles = {one.number: one.title for one in level.drawing.classes}
    shown = {area.name: titles.get(area.class_number or 0) for area in level.drawing.areas}
    assert shown == {"Altmühlau": "20 bis unter 25 %", "Hinterm Wald": None, "Mühlengrund": "30 % und mehr"}


def test_counts_are_circles() -> None:
    (level,) = indicator_page("population").levels
    assert [(area.amount, area.class_number) for area in level.drawing.areas] == [
        (1000, None),
        (200, None),
        (800, None),
    ]


def test_the_table_names_both_terms_and_the_rows() -> None:
    (level,) = indicator_page("share_65_plus").levels
    assert texts(level.table)["Altmühlau"] == ["20,0 %", "200", "1.000", "31.12.2025", "demographics/age_groups: 8"]


# --- the other pages ----------------------------------------------------------------------------------------------


def test_the_start_page_shows_the_first_level_below_the_town() -> None:
    page = profile_start(tiny_atlas())
    assert page.drawing.level.name_plural == "Ortsteile"
    assert [area.name for area in page.drawing.areas] == ["Altmühlau", "Hinterm Wald", "Mühlengrund"]
    assert page.others == ()
    assert page.edition == "22.11.2026"


def test_the_method_page_names_what_is_left_out() -> None:
    left_out = profile_method(tiny_atlas()).left_out
    assert len(left_out) == 3
    assert "Wohngeld je 1.000 Einwohnerinnen und Einwohner" in left_out


def test_the_method_page_defines_everything_that_is_shown() -> None:
    page = profile_method(tiny_atlas())
    defined = [definition.title.text for topic in page.topics for definition in topic.definitions]
    assert defined == [one.title for one in tiny_atlas().results.indicators]
    assert [sign for sign, _ in page.signs] == ["–", ".", "…", "/", "x", "0,0", "±0"]


def test_every_dataset_has_a_page_with_its_rows_and_checks() -> None:
    pages = {page.resource.id: page for page in profile_datasets(tiny_atlas(), {})}
    page = pages["demographics/age_groups"]
    assert (page.row_count, page.checks) == ("9 Zeilen", "Geprüft: 0 Fehler, 0 Warnungen")
    assert pages["districts/boundaries"].row_count == "3 Geometrien"
    assert len(pages) == sum(len(package.resources) for package in tiny_atlas().packages)


def test_downloads_are_listed_only_if_they_were_made() -> None:
    made = PurePosixPath("downloads/daten/demographics/population.csv")
    (downloads,) = [
        dataset.downloads
        for package in profile_data(tiny_atlas(), {made: FileFacts(size=1500, sha256="ab")}).packages
        for dataset in package.datasets
        if dataset.downloads
    ]
    assert [(one.href, one.size, one.sha256) for one in downloads] == [(f"../{made}", f"2{NBSP}kB", "ab")]


def test_only_kinds_with_offerings_have_a_page() -> None:
    assert [str(page.path) for page in profile_offerings(tiny_atlas(), {})] == [
        "angebote/index.md",
        "angebote/buechereien/index.md",
        "angebote/pflegedienste/index.md",
        "angebote/treffs/index.md",
        "leitlinien/index.md",
        "leitlinien/g1/index.md",
        "leitlinien/g2/index.md",
    ]


def test_a_guideline_shows_its_offerings_and_needs() -> None:
    page = next(page for page in profile_offerings(tiny_atlas(), {}) if page.path.parent.name == "g1")
    assert [one.name for group in page.groups for one in group.offerings] == [
        "Mühlencafé",
        "Nachbarschaftsraum",
        "Seniorentreff im Rathaus",
        "Spieletreff",
    ]
    assert [need.title for need in page.needs] == ["Treff für Hinterm Wald"]


def test_the_planning_page_links_papers_and_districts() -> None:
    (page,) = profile_planning(tiny_atlas(), {})
    assert page.needs[0].districts == (Link(text="Hinterm Wald", href="../ortsteile/hinterm-wald/"),)
    assert page.needs[0].papers == (Link(text="BV-7/2024", href="./#vorlage-bv-7-2024"),)
    assert page.papers[0].anchor == "vorlage-bv-7-2024"
    assert page.papers[0].treated == "Juni 2024"


def test_a_town_without_plan_and_offerings_has_no_such_pages(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    for package in ("planning", "offerings", "participation"):
        for file in (city.project / "datapackages" / package).iterdir():
            file.unlink()
        (city.project / "datapackages" / package).rmdir()
    # The rules speak of guidelines and offerings.
    (city.project / RULES_PATH).unlink()
    atlas = evaluate_city(city.project)
    assert profile_planning(atlas, {}) == profile_offerings(atlas, {}) == profile_coverage(atlas, {}) == ()
    assert profile_needs(atlas, {}) == ()
    page = district_page("001", atlas)
    assert (page.offerings, page.needs, page.measures, page.supply) == ((), (), (), None)
    assert not any("Angebote" in link.text for link in profile_start(atlas).ways)


def test_a_row_of_pages_does_not_close_to_a_ring() -> None:
    links = [Link(text=name) for name in "abc"]
    assert page_through(links, 0).previous is None
    assert page_through(links, 2).next is None
    assert (page_through(links, 1).previous, page_through(links, 1).next) == (links[0], links[2])


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "//fremd.example/",
        "https:fremd",
        "http://[",
        "/pfad",
        "",
        None,
    ],
)
def test_an_unsafe_address_becomes_no_link(text: str | None) -> None:
    assert safe_url(text) is None


def test_a_safe_address_stays() -> None:
    assert safe_url("https://klein-muehlau.example/a?b=c") == "https://klein-muehlau.example/a?b=c"


def grown_atlas(count: int) -> Atlas:
    """The town with its first offering as often as asked for."""
    atlas = tiny_atlas()
    first = atlas.catalog.offerings[0]
    offerings = tuple(replace(first, id=f"A{number}") for number in range(count))
    return replace(atlas, catalog=replace(atlas.catalog, offerings=offerings))


def test_a_page_lists_a_thousand_offerings_but_not_one_more() -> None:
    full, over = (district_page("001", grown_atlas(count)) for count in (1000, 1001))
    assert (len(full.offerings), full.excess) == (1000, "")
    assert over.offerings == ()
    assert "1.001 Angebote" in over.excess
    assert "ohne seine 1.001 Angebote" in over.map.summary


def test_where_there_are_too_many_offerings_each_district_has_its_number() -> None:
    atlas = grown_atlas(1001)
    page = next(one for one in profile_offerings(atlas, {}) if one.meta.title == "Treffs")
    assert [(group.title.text, group.description, group.offerings) for group in page.groups] == [
        ("Altmühlau", "1.001 erfasst.", ())
    ]
    assert "nennt sie nicht einzeln" in page.description
