"""Calendars and contacts: what other programs read from them."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from icalendar.parser import Contentline

from generator.model import Offering, OpeningTime, OutputFile
from generator.profiles.atlas import Atlas
from generator.profiles.offering_files import has_contact, has_hours
from generator.render.downloads.calendars import fold_line
from generator.render.files import prepare_downloads
from generator.render.offering_files import render_offering_files
from tests.hostile import PAYLOADS
from tests.tiny import tiny_atlas

BERLIN = ZoneInfo("Europe/Berlin")
NASTY = (*PAYLOADS, "a;b,c\\d\\n", "Zeile 1\nBEGIN:VEVENT\r\nEND:VCALENDAR", "ä" * 200, "\u2028\u202ex", 'TEL;"x":1')


def with_offering(**changes: object) -> Atlas:
    """The town, its first offering changed."""
    atlas = tiny_atlas()
    first, *others = atlas.catalog.offerings
    changed = replace(first, **changes)  # type: ignore[arg-type]
    return replace(atlas, catalog=replace(atlas.catalog, offerings=(changed, *others)))


def render(atlas: Atlas) -> dict[str, OutputFile]:
    edition, _ = prepare_downloads(atlas)
    return {str(one.path.relative_to("downloads")): one for one in render_offering_files(atlas, edition)}


@cache
def tiny_files() -> dict[str, OutputFile]:
    return render(tiny_atlas())


def read_events(file: OutputFile) -> list[Event]:
    return Calendar.from_ical(file.content).events


def test_there_is_a_file_for_every_offering_and_district_with_something_to_say() -> None:
    assert sorted(tiny_files()) == [
        "angebote/a1.ics",
        "angebote/a1.vcf",
        "angebote/a3.vcf",
        "angebote/a5.ics",
        "angebote/a5.vcf",
        "gemeinde/klein-muehlau-angebote.ics",
        "gemeinde/klein-muehlau-angebote.vcf",
        "ortsteile/altmuehlau-angebote.ics",
        "ortsteile/altmuehlau-angebote.vcf",
    ]


def test_files_name_the_datasets_that_they_were_made_from() -> None:
    assert all("offerings/services" in one.datasets for one in tiny_files().values())
    assert all("offerings/location_positions" not in one.datasets for one in tiny_files().values())


def test_days_with_the_same_hours_are_one_event_that_repeats_every_week() -> None:
    monday, thursday = read_events(tiny_files()["angebote/a1.ics"])
    assert monday["rrule"]["BYDAY"] == ["MO", "TU"]
    assert thursday["rrule"]["BYDAY"] == ["TH"]
    # The edition is a Sunday: the first Monday after it, and the first Thursday.
    assert monday.start == datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    assert monday.end == datetime(2026, 11, 23, 12, tzinfo=BERLIN)
    assert thursday.start == datetime(2026, 11, 26, 14, tzinfo=BERLIN)
    assert thursday.end == datetime(2026, 11, 26, 17, 30, tzinfo=BERLIN)


def test_the_repetition_keeps_to_the_clock_on_the_wall_and_ends_after_a_year() -> None:
    monday = read_events(tiny_files()["angebote/a1.ics"])[0]
    days = list(rrulestr(monday["rrule"].to_ical().decode(), dtstart=monday.start))
    assert {(day.weekday(), day.hour) for day in days} == {(0, 9), (1, 9)}
    assert len(days) == 2 * 52
    assert days[-1].date() < date(2027, 11, 22)


def test_the_time_zone_is_described_in_the_file() -> None:
    calendar = Calendar.from_ical(tiny_files()["angebote/a1.ics"].content)
    assert [str(one["tzid"]) for one in calendar.timezones] == ["Europe/Berlin"]
    assert b"DTSTART;TZID=Europe/Berlin:20261123T090000" in tiny_files()["angebote/a1.ics"].content


def test_the_stamp_is_the_edition_so_that_the_same_data_give_the_same_bytes() -> None:
    assert all(b"DTSTAMP:20261122T000000Z" in one.content for name, one in tiny_files().items() if name.endswith("ics"))
    assert {name: one.content for name, one in render(tiny_atlas()).items()} == {
        name: one.content for name, one in tiny_files().items()
    }


def test_identifiers_are_unique_in_a_calendar_and_the_same_in_that_of_the_district() -> None:
    own = [str(one["uid"]) for one in read_events(tiny_files()["angebote/a1.ics"])]
    whole = [str(one["uid"]) for one in read_events(tiny_files()["ortsteile/altmuehlau-angebote.ics"])]
    assert own == ["a1-0900-1200@klein-muehlau.example", "a1-1400-1730@klein-muehlau.example"]
    assert set(own) < set(whole)
    assert len(set(whole)) == len(whole)


def test_what_nobody_has_confirmed_for_too_long_is_tentative() -> None:
    assert str(read_events(tiny_files()["angebote/a1.ics"])[0]["status"]) == "CONFIRMED"
    stale = render(with_offering(is_stale=True, last_confirmed="2020"))
    assert str(read_events(stale["angebote/a1.ics"])[0]["status"]) == "TENTATIVE"
    assert "seit 2020 nicht bestätigt" in str(read_events(stale["angebote/a1.ics"])[0]["description"])


def test_midnight_is_the_end_of_the_day() -> None:
    late = render(with_offering(opening_times=(OpeningTime(weekday=7, opens_at="22:00", closes_at="24:00"),)))
    event = read_events(late["angebote/a1.ics"])[0]
    # The edition is a Sunday itself.
    assert (event.start, event.end) == (
        datetime(2026, 11, 22, 22, tzinfo=BERLIN),
        datetime(2026, 11, 23, 0, tzinfo=BERLIN),
    )


def test_a_contact_says_how_to_call_write_and_get_there() -> None:
    (card,) = vobject.readComponents(tiny_files()["angebote/a1.vcf"].content.decode())
    assert card.version.value == "3.0"
    assert card.fn.value == "Seniorentreff im Rathaus"
    assert card.org.value == ["Mühlenverein e. V."]
    assert card.tel.value == "+4999912345"
    assert card.email.value == "treff@klein-muehlau.example"
    assert card.url.value == "https://klein-muehlau.example/treff"
    assert (card.adr.value.street, card.adr.value.code, card.adr.value.city) == (
        "Marktplatz 1",
        "99999",
        "Klein Mühlau",
    )
    assert "Stufenfrei zugänglich." in card.note.value
    assert "https://klein-muehlau.example/angebote/treffs/#angebot-a1" in card.note.value


def test_the_contacts_of_a_district_are_one_file_with_several_cards() -> None:
    cards = list(vobject.readComponents(tiny_files()["gemeinde/klein-muehlau-angebote.vcf"].content.decode()))
    assert [card.fn.value for card in cards] == [
        "Seniorentreff im Rathaus",
        "Gemeindebücherei",
        "Pflegedienst Unterwegs",
    ]


def test_a_postal_code_that_was_only_derived_is_not_passed_on() -> None:
    files = render(with_offering(is_postal_code_derived=True))
    (card,) = vobject.readComponents(files["angebote/a1.vcf"].content.decode())
    assert card.adr.value.code == ""
    assert str(read_events(files["angebote/a1.ics"])[0]["location"]) == "Rathaus, Marktplatz 1, Klein Mühlau"


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    files = render(with_offering(name=text, street=text, organization=text, status_note=text, note=text))
    events = read_events(files["angebote/a1.ics"])
    lines = "\n".join(text.splitlines()) if "\r\n" in text else text
    assert len(events) == 2
    assert str(events[0]["summary"]) == f"{lines}: geöffnet"
    assert lines in str(events[0]["description"])
    (card,) = vobject.readComponents(files["angebote/a1.vcf"].content.decode())
    assert card.fn.value == lines
    assert card.adr.value.street == lines
    assert card.org.value == [lines]
    for name in ("angebote/a1.ics", "angebote/a1.vcf"):
        assert all(len(line) <= 75 for line in files[name].content.split(b"\r\n")), "folded as the rules ask"


def test_an_address_that_is_none_is_left_out() -> None:
    files = render(with_offering(url="javascript:alert(1)"))
    assert b"javascript" not in files["angebote/a1.ics"].content
    assert b"URL" not in files["angebote/a1.vcf"].content


def test_a_large_city_has_no_files_for_single_offerings() -> None:
    atlas = tiny_atlas()
    first = atlas.catalog.offerings[0]
    many: tuple[Offering, ...] = tuple(replace(first, id=f"X{number}") for number in range(1001))
    files = render(replace(atlas, catalog=replace(atlas.catalog, offerings=many)))
    assert [name for name in files if PurePosixPath(name).parts[0] == "angebote"] == []
    assert len(read_events(files["ortsteile/altmuehlau-angebote.ics"])) == 2 * 1001


def test_closed_and_planned_offerings_have_neither() -> None:
    first = tiny_atlas().catalog.offerings[0]
    assert has_hours(first)
    assert has_contact(first)
    for status in ("closed", "planned"):
        assert not has_hours(replace(first, status=status))
        assert not has_contact(replace(first, status=status))


@given(st.text(st.sampled_from("aä€😀\\^ ;,n"), max_size=400))
def test_lines_are_folded_as_the_library_folds_them(text: str) -> None:
    assert fold_line(f"SUMMARY:{text}") == Contentline(f"SUMMARY:{text}").to_ical()
