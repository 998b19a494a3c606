"""What a list says about getting there, about who has confirmed an offering, and about reporting errors."""

from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pytest

from generator import layout
from generator.formatting import format_phone, make_phone_link
from generator.indicators.reachability import NearStop, WalkProfile
from generator.model import Offering
from generator.profiles.atlas import Atlas
from generator.profiles.offering_details import describe_confirmation, describe_stop, view_files, view_report
from generator.profiles.offering_views import OfferingView, view_offering
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

PAGE = layout.OFFERINGS


def find(offering_id: str, atlas: Atlas | None = None) -> Offering:
    return next(one for one in (atlas or tiny_atlas()).catalog.offerings if one.id == offering_id)


def view(offering_id: str) -> OfferingView:
    return view_offering(tiny_atlas(), PAGE, 1, find(offering_id))


def test_the_nearest_stop_is_two_hundred_metres_away_and_the_way_a_quarter_longer() -> None:
    stop = tiny_atlas().near_stops["A1"]
    assert (stop.name, round(stop.distance_m), stop.is_rough) == ("Marktplatz", 201, False)
    # 201 m times 1.25 at 1 m/s and at 0.5 m/s.
    assert [(profile.id, round(minutes, 1)) for profile, minutes in stop.walks] == [
        ("mobile", 4.2),
        ("restricted", 8.4),
    ]


def test_minutes_are_rounded_up_so_that_they_are_enough() -> None:
    assert view("A1").stop.replace("\u00a0", " ") == (
        "Nächste Haltestelle: Marktplatz, 200 m Luftlinie; geschätzter Weg: 5 Minuten gut zu Fuß, 9 Minuten mit "
        "eingeschränktem Gehen."
    )


def test_where_only_the_street_is_known_the_distance_is_about_and_no_minutes_are_told() -> None:
    assert view("A2").stop.replace("\u00a0", " ") == (
        "Haltestelle in der Nähe: Am Mühlgraben, ungefähr 200 m Luftlinie; wo genau das Angebot liegt, ist nicht "
        "belegt."
    )


def test_without_a_position_no_stop_is_told() -> None:
    assert "A4" not in tiny_atlas().near_stops
    assert view("A4").stop == ""


def test_on_a_street_that_is_too_long_no_stop_is_told(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    # Half of 602 m is farther than the 300 m of the parameter.
    city.replace("offerings/location_positions", "Mitte der Straße,400", "Mitte der Straße,602")
    assert "A2" not in evaluate_city(city.project).near_stops


def test_of_stops_that_are_equally_near_the_first_id_counts(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/stops", "B1,Marktplatz", "B3,Marktplatz")
    city.replace("offerings/stops", "B2,Am", "B1,Rathaus,10.0098,50.0045,001\nB2,Am")
    assert evaluate_city(city.project).near_stops["A1"].name == "Rathaus"


def test_without_speeds_only_the_air_line_is_told() -> None:
    stop = NearStop(stop_id="B", name="Markt", distance_m=44, walks=(), is_rough=False)
    assert describe_stop(stop).replace("\u00a0", " ") == "Nächste Haltestelle: Markt, 40 m Luftlinie."


def test_one_minute_is_singular() -> None:
    profile = WalkProfile(id="mobile", title="gut zu Fuß", speed_m_per_s=1)
    stop = NearStop(stop_id="B", name="Markt", distance_m=20, walks=((profile, 0.4),), is_rough=False)
    assert "1 Minute gut zu Fuß" in describe_stop(stop).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("offering_id", "said"),
    [
        ("A1", "zuletzt bestätigt am 4. Mai 2026 (Leitung des Treffs), gut belegt"),
        ("A2", "zuletzt belegt im März 2026, nur aus Quellen bekannt, teilweise belegt"),
        ("A3", "Datum des Belegs nicht bekannt, schwach belegt"),
    ],
)
def test_it_is_said_when_and_in_which_role_somebody_has_confirmed(offering_id: str, said: str) -> None:
    assert describe_confirmation(find(offering_id)) == said


def test_a_report_opens_a_letter_that_names_offering_page_and_edition() -> None:
    link = view("A1").report
    assert link is not None
    assert link.href is not None
    parts = urlsplit(link.href)
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.path) == ("mailto", "atlas@klein-muehlau.example")
    assert asked["subject"] == ["Fehler melden: Seniorentreff im Rathaus (A1)"]
    assert asked["body"][0].split("\r\n")[:3] == [
        "Angebot: Seniorentreff im Rathaus (A1)",
        "Seite: https://klein-muehlau.example/angebote/#angebot-a1",
        "Ausgabe vom 22.11.2026",
    ]


def test_names_cannot_add_a_recipient_to_the_letter() -> None:
    offering = replace(find("A1"), name="x&cc=fremd@fremd.example\r\nBcc: y")
    link = view_report(tiny_atlas(), PAGE, offering, "a")
    assert link is not None
    assert set(parse_qs(urlsplit(link.href or "").query)) == {"subject", "body"}


def with_contact(contact: str) -> Atlas:
    atlas = tiny_atlas()
    return replace(atlas, settings=replace(atlas.settings, contact=contact))


def test_a_form_for_issues_is_filled_in_and_any_other_page_is_only_opened() -> None:
    issue = view_report(with_contact("https://code.example/stadt/atlas/issues/new"), PAGE, find("A1"), "a")
    form = view_report(with_contact("https://stadt.example/kontakt"), PAGE, find("A1"), "a")
    assert issue is not None
    assert form is not None
    assert set(parse_qs(urlsplit(issue.href or "").query)) == {"title", "body"}
    assert form.href == "https://stadt.example/kontakt"


def test_without_a_contact_there_is_no_link_to_report_errors() -> None:
    assert view_report(with_contact(""), PAGE, find("A1"), "a") is None


def test_calendar_and_contact_are_offered_where_hours_or_ways_to_call_are_known() -> None:
    page = PurePosixPath("index.md")
    assert [one.href for one in view_files(tiny_atlas(), page, find("A1"))] == [
        "downloads/angebote/a1.ics",
        "downloads/angebote/a1.vcf",
    ]
    assert [one.href for one in view_files(tiny_atlas(), page, find("A3"))] == ["downloads/angebote/a3.vcf"]
    assert view_files(tiny_atlas(), page, find("A2")) == ()


def test_what_is_planned_has_no_hours_to_enter() -> None:
    planned = replace(find("A1"), status="planned")
    assert view_files(tiny_atlas(), PAGE, planned) == ()


@pytest.mark.parametrize(
    ("text", "shown", "dialled"),
    [
        ("0391 540-2430", "0391 540 24 30", "+493915402430"),
        ("0391/60744310", "0391 60 74 43 10", "+4939160744310"),
        ("+49 391 2521596", "0391 252 15 96", "+493912521596"),
        # An area code that does not exist: not regrouped, but dialled as it is written.
        ("0999 1234-5", "0999 1234-5", "+4999912345"),
        ("0391 5402430 oder 0391 5402431", "0391 5402430 oder 0391 5402431", "+493915402430"),
        ("+43 1 58858", "+43 1 58858", "+43158858"),
        ("116117", "116117", "116117"),
        ("Mo bis Fr 9-12", "Mo bis Fr 9-12", None),
        ("", "", None),
    ],
)
def test_phone_numbers_are_grouped_to_be_read_aloud(text: str, shown: str, dialled: str | None) -> None:
    assert (format_phone(text), make_phone_link(text)) == (shown, dialled)


def test_the_note_on_hours_and_the_address_to_write_to_come_from_the_data(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/schedules", "Z1,A1,1,09:00,12:00,", "Z1,A1,1,09:00,12:00,Aushang von 2025")
    atlas = evaluate_city(city.project)
    shown = view_offering(atlas, PAGE, 1, find("A1", atlas))
    assert shown.hours_note == "Aushang von 2025"
    assert shown.email is not None
    assert shown.email.href == "mailto:treff@klein-muehlau.example"


def test_a_city_may_do_without_the_columns_for_letters_and_roles(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    table = city.file("offerings/services")
    lines = [line.rsplit(",", 2)[0] for line in table.read_text(encoding="utf-8").splitlines()]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def drop(descriptor: dict[str, list[dict[str, dict[str, list[dict[str, str]]]]]]) -> None:
        for resource in descriptor["resources"]:
            kept = [one for one in resource["schema"]["fields"] if one["name"] not in ("email", "confirmed_by")]
            resource["schema"]["fields"] = kept

    city.describe("offerings", drop)
    city.stamp()
    offering = find("A1", evaluate_city(city.project))
    assert (offering.email, offering.confirmed_by) == (None, None)
