"""Offerings in plain German: what they are, where, when, and how to reach them."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_list, format_opening_times, format_partial_date, make_phone_link
from generator.model import District, Offering, ServiceType
from generator.offerings import CLOSED_STATUS
from generator.plain import Sentence, say, say_count, start_sentence
from generator.profiles.atlas import Atlas
from generator.profiles.offering_notes import MAX_LISTED
from generator.profiles.offering_views import offerings_of, sort_offerings
from generator.profiles.plain.views import Paragraph, PlainGroup, PlainOffering, PlainSection
from generator.profiles.views import Link, safe_url

STATE = {
    "active": (),
    "planned": ("Das Angebot gibt es noch nicht.", "Es ist nur geplant."),
    "closing": ("Das Angebot gibt es bald nicht mehr.",),
    "unconfirmed": ("Vielleicht gibt es das Angebot nicht mehr.",),
}
"""What is special about an offering; closed ones are not told of."""
STEPS = {
    "yes": "Sie kommen ohne Stufen hinein.",
    "partial": "Sie kommen nicht überall ohne Stufen hin.",
    "no": "Es gibt Stufen.",
    "unknown": "Wir wissen nicht, ob es Stufen gibt.",
}
INCOMPLETE = (
    Sentence("Unsere Liste ist nicht vollständig."),
    Sentence("Vielleicht gibt es noch mehr Angebote."),
)
LISTED_LIMIT = 40
"""A longer list is told by kind, and the kinds lead to their own pages: nobody reads on."""


def say_what_there_is(atlas: Atlas, district: District) -> PlainSection | None:
    """All offerings of a district by kind, if the city lists offerings at all."""
    if not atlas.catalog.offerings:
        return None
    page = layout.plain_page(layout.district_page(district, atlas.geography.level_of(district)))
    found = [one for one in sort_offerings(atlas, offerings_of(atlas, district)) if one.status != CLOSED_STATUS]
    where = start_sentence(district.where)
    if not found:
        opening: Paragraph = (
            say(f"{where} kennen wir noch kein Angebot.", where),
            Sentence("Vielleicht gibt es trotzdem eins."),
        )
    else:
        opening = (
            say(f"{where} kennen wir {say_count(len(found), 'Angebot', 'Angebote')}.", where),
            *INCOMPLETE,
        )
    groups: tuple[PlainGroup, ...] = ()
    if len(found) <= LISTED_LIMIT:
        groups = group_offerings(atlas, found)
    elif len(found) <= MAX_LISTED:
        groups = count_kinds(atlas, page, found)
    return PlainSection(
        anchor="angebote",
        title=f"Welche Angebote gibt es {district.where}?",
        paragraphs=(opening,),
        groups=groups,
        links=(
            Link(
                text="Alle Angebote in Einfacher Sprache",
                href=layout.relative_url(page, layout.plain_page(layout.OFFERINGS)),
            ),
        ),
    )


def group_offerings(atlas: Atlas, offerings: Sequence[Offering]) -> tuple[PlainGroup, ...]:
    """Offerings under the headings of their kinds, in the order of all lists."""
    return tuple(
        PlainGroup(
            title=name_kind(kind),
            sentences=explain_kind(kind),
            offerings=tuple(view_plain_offering(one) for one in own),
        )
        for kind, own in _by_kind(atlas, offerings)
    )


def count_kinds(atlas: Atlas, page: PurePosixPath, offerings: Sequence[Offering]) -> tuple[PlainGroup, ...]:
    """The kinds with the number of their offerings, each linked to its list."""
    groups = []
    for kind, own in _by_kind(atlas, offerings):
        amount = say_count(len(own), "Angebot", "Angebote")
        href = layout.relative_url(page, layout.service_type_page(kind))
        groups.append(
            PlainGroup(
                title=name_kind(kind),
                sentences=(*explain_kind(kind), Sentence(f"Davon kennen wir {amount}.")),
                links=(Link(text=f"Zur Liste: {kind.title_plural}", href=href),),
            )
        )
    return tuple(groups)


def _by_kind(atlas: Atlas, offerings: Sequence[Offering]) -> list[tuple[ServiceType, list[Offering]]]:
    """Offerings by kind, in the order in which they come."""
    found: dict[str, list[Offering]] = {}
    for one in offerings:
        found.setdefault(one.service_type_id, []).append(one)
    return [(atlas.catalog.service_type(type_id), own) for type_id, own in found.items()]


def name_kind(kind: ServiceType) -> str:
    """What a kind is called in plain words, as far as somebody has written that."""
    return kind.plain_title or kind.title


def explain_kind(kind: ServiceType) -> Paragraph:
    """What a kind is; the full page's own words are too hard to stand in for it."""
    return (Sentence(kind.plain_text),) if kind.plain_text else ()


def view_plain_offering(offering: Offering) -> PlainOffering:
    """What people need to go there."""
    phone = offering.phone or ""
    dial = make_phone_link(phone)
    town = " ".join(part for part in (offering.postal_code, offering.city) if part)
    return PlainOffering(
        name=offering.name,
        address=", ".join(part for part in (offering.street, town) if part) if offering.street else "",
        phone=Link(text=phone, href=f"tel:{dial}" if dial else None) if phone else None,
        email=Link(text=offering.email, href=safe_url(f"mailto:{offering.email}")) if offering.email else None,
        hours=tuple(_punctuate(line) for line in format_opening_times(offering.opening_times)),
        sentences=_say_details(offering),
    )


def _punctuate(line: str) -> str:
    """A colon between day and hours: "Montag bis Mittwoch: 9 bis 17 Uhr"."""
    place = next((number for number, sign in enumerate(line) if sign.isdigit()), 0)
    return f"{line[: place - 1]}: {line[place:]}" if place else line


def _say_details(offering: Offering) -> Paragraph:
    """What is special, what is not known, and how old it all is."""
    sentences = [Sentence(text) for text in STATE.get(offering.status, ())]
    sentences += _say_gaps(offering)
    sentences.append(Sentence(STEPS[offering.step_free]))
    sentences.append(_say_age(offering))
    if offering.is_stale:
        if offering.last_confirmed:
            sentences.append(Sentence("Das ist lange her."))
        sentences.append(
            Sentence("Fragen Sie bitte vorher nach." if offering.phone else "Vielleicht stimmt das nicht mehr.")
        )
    return tuple(sentences)


def _say_gaps(offering: Offering) -> Paragraph:
    """What is not known, in one sentence; opening times in words of the source are too hard to be repeated here."""
    gaps = [
        *(() if offering.street else ("die Adresse",)),
        *(() if offering.phone else ("die Telefonnummer",)),
        *(() if offering.opening_times or offering.opening_note else ("die Öffnungszeiten",)),
    ]
    sentences = []
    if gaps:
        is_one = len(gaps) == 1 and gaps[0] != "die Öffnungszeiten"
        sentences.append(Sentence(f"Uns {'fehlt' if is_one else 'fehlen'} noch {format_list(gaps)}."))
    if offering.opening_note and not offering.opening_times:
        sentences.append(Sentence("Die Öffnungszeiten stehen auf der ausführlichen Seite."))
    return tuple(sentences)


def _say_age(offering: Offering) -> Sentence:
    """From when the facts are."""
    if offering.last_confirmed is None:
        return Sentence("Wir wissen nicht, von wann diese Angaben sind.")
    text = format_partial_date(offering.last_confirmed)
    when = ("aus dem Jahr", "aus dem Monat", "vom")[offering.last_confirmed.count("-")]
    return Sentence(f"Diese Angaben sind {when} {text}.")
