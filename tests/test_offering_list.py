"""The list of offerings to be printed."""

from dataclasses import replace

from generator.model import Offering
from generator.profiles.atlas import Atlas
from generator.profiles.offering_list import ListedOffering, OfferingListPage, link_list, profile_offering_lists
from generator.profiles.views import Link
from tests.tiny import tiny_atlas


def lists(atlas: Atlas | None = None) -> dict[str, OfferingListPage]:
    atlas = atlas or tiny_atlas()
    return {str(one.path): one for one in profile_offering_lists(atlas, tuple(atlas.geography.districts.values()))}


def entries(page: OfferingListPage) -> dict[str, ListedOffering]:
    return {one.name: one for kind in page.kinds for one in kind.offerings}


def with_offerings(*offerings: Offering) -> Atlas:
    atlas = tiny_atlas()
    return replace(atlas, catalog=replace(atlas.catalog, offerings=offerings))


def test_every_district_with_offerings_has_a_list_and_the_town_has_one() -> None:
    assert sorted(lists()) == [
        "gemeinde/angebote-liste/index.md",
        "ortsteile/altmuehlau/angebote-liste/index.md",
        "ortsteile/hinterm-wald/angebote-liste/index.md",
        "ortsteile/muehlengrund/angebote-liste/index.md",
    ]


def test_an_entry_says_what_people_want_to_know_before_they_go() -> None:
    entry = entries(lists()["ortsteile/altmuehlau/angebote-liste/index.md"])["Seniorentreff im Rathaus"]
    assert [line.replace("\u00a0", " ") for line in entry.lines] == [
        "Marktplatz 1, 99999 Klein Mühlau",
        "Geöffnet: Montag und Dienstag 9 bis 12 Uhr; Donnerstag 14 bis 17:30 Uhr",
        "Telefon: 0999 1234-5",
        "E-Mail: treff@klein-muehlau.example",
        "Internet: klein-muehlau.example/treff",
        "Stufenfrei zugänglich.",
        "Nächste Haltestelle: Marktplatz, 200 m Luftlinie; geschätzter Weg: 5 Minuten gut zu Fuß, 9 Minuten mit "
        "eingeschränktem Gehen.",
    ]
    assert entry.confirmed == "zuletzt bestätigt am 4. Mai 2026 (Leitung des Treffs), gut belegt."


def test_what_is_not_known_is_said_on_one_line() -> None:
    entry = entries(lists()["ortsteile/hinterm-wald/angebote-liste/index.md"])["Nachbarschaftsraum"]
    assert entry.lines == (
        "Achtung: geplant. Öffnet frühestens 2027.",
        "Waldweg 3, Klein Mühlau",
        "Nicht bekannt: Öffnungszeiten, Telefon und ob der Zugang stufenfrei ist.",
    )


def test_what_is_closed_is_not_printed() -> None:
    closed = tuple(replace(one, status="closed") for one in tiny_atlas().catalog.offerings)
    assert lists(with_offerings(*closed)) == {}


def test_a_list_that_nobody_could_carry_is_not_made() -> None:
    first = tiny_atlas().catalog.offerings[0]
    atlas = with_offerings(*(replace(first, id=f"X{number}") for number in range(1001)))
    assert lists(atlas) == {}
    assert link_list(atlas, next(iter(lists().values())).path, atlas.geography.city) is None


def test_one_kind_with_one_offering_is_singular() -> None:
    page = lists()["ortsteile/altmuehlau/angebote-liste/index.md"]
    assert [kind.title for kind in page.kinds] == ["Treff", "Bücherei"]
    assert page.lead.startswith("2 Angebote")
    single = lists(with_offerings(tiny_atlas().catalog.offerings[0]))
    assert single["ortsteile/altmuehlau/angebote-liste/index.md"].lead.startswith("1 Angebot in")


def test_the_paper_says_where_it_comes_from() -> None:
    page = lists()["ortsteile/altmuehlau/angebote-liste/index.md"]
    assert page.source == (
        "Gebietsatlas Klein Mühlau, Ausgabe vom 22. November 2026, "
        "https://klein-muehlau.example/ortsteile/altmuehlau/angebote-liste/. "
        "Creative Commons Zero 1.0: Gemeinde Klein Mühlau (erfunden)."
    )
    assert page.district == Link(text="Altmühlau", href="../")
