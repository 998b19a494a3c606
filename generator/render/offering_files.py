"""Calendars and contacts of offerings: one of each for every district, and for single offerings where there are few."""

from collections.abc import Iterator, Sequence

from generator import layout
from generator.formatting import format_date, format_opening_times, make_phone_link
from generator.model import District, Level, Offering, OutputFile
from generator.offerings import SERVICES_ID
from generator.profiles.atlas import Atlas
from generator.profiles.offering_details import describe_confirmation
from generator.profiles.offering_files import has_contact, has_files_of_its_own, has_hours
from generator.profiles.offering_views import (
    STEP_FREE_TEXT,
    describe_status,
    offering_anchor,
    offerings_of,
    sort_offerings,
)
from generator.profiles.views import safe_url
from generator.render import downloads
from generator.render.downloads import CalendarContent, ContactContent, Edition, OfferingCard

DATASETS = (
    SERVICES_ID,
    "offerings/locations",
    "offerings/organizations",
    "offerings/schedules",
    "offerings/service_types",
)
MAY_BE_CLOSED = "An Feiertagen kann geschlossen sein. Fragen Sie im Zweifel nach."


def render_offering_files(atlas: Atlas, edition: Edition) -> Iterator[OutputFile]:
    """All calendars and contacts, as far as anything is known that could stand in them."""
    known = {resource.id for package in atlas.packages for resource in package.resources}
    datasets = tuple(one for one in DATASETS if one in known)
    cards = {one.id: _make_card(atlas, one) for one in atlas.catalog.offerings}
    calendars, contacts = [], []
    if has_files_of_its_own(atlas):
        for one in atlas.catalog.offerings:
            card = (cards[one.id],)
            if has_hours(one):
                path = layout.offering_download(one.id, "ics")
                calendars.append(CalendarContent(path=path, title=one.name, cards=card, datasets=datasets))
            if has_contact(one):
                path = layout.offering_download(one.id, "vcf")
                contacts.append(ContactContent(path=path, cards=card, datasets=datasets))
    for district in atlas.geography.districts.values():
        level = atlas.geography.level_of(district)
        found = sort_offerings(atlas, offerings_of(atlas, district))
        calendars += _collect_hours(level, district, [cards[one.id] for one in found if has_hours(one)], datasets)
        contacts += _collect_contacts(level, district, [cards[one.id] for one in found if has_contact(one)], datasets)
    if calendars:
        yield from downloads.render_calendars(calendars, edition, atlas.settings.timezone)
    yield from downloads.render_contacts(contacts, edition)


def _collect_hours(
    level: Level, district: District, cards: Sequence[OfferingCard], datasets: tuple[str, ...]
) -> tuple[CalendarContent, ...]:
    """The calendar of a district, if there is anything to enter."""
    path = layout.district_download(level, district, "ics", topic="angebote")
    title = f"Öffnungszeiten: {district.name}"
    return (CalendarContent(path=path, title=title, cards=tuple(cards), datasets=datasets),) if cards else ()


def _collect_contacts(
    level: Level, district: District, cards: Sequence[OfferingCard], datasets: tuple[str, ...]
) -> tuple[ContactContent, ...]:
    """The contacts of a district, if there are any."""
    path = layout.district_download(level, district, "vcf", topic="angebote")
    return (ContactContent(path=path, cards=tuple(cards), datasets=datasets),) if cards else ()


def _make_card(atlas: Atlas, offering: Offering) -> OfferingCard:
    """What calendars and contacts say about an offering; a postal code that was only derived is not passed on."""
    postal_code = "" if offering.is_postal_code_derived else offering.postal_code or ""
    town = " ".join(part for part in (postal_code, offering.city) if part)
    return OfferingCard(
        offering=offering,
        kind=atlas.catalog.service_type(offering.service_type_id).title,
        place=", ".join(part for part in (offering.location_name, offering.street, town) if part),
        postal_code=postal_code,
        notes=tuple(part for part in _describe(atlas, offering) if part),
        phone=make_phone_link(offering.phone or ""),
        web=safe_url(offering.url),
    )


def _describe(atlas: Atlas, offering: Offering) -> Iterator[str]:
    """Line by line what else somebody should know who goes there or calls."""
    kind = atlas.catalog.service_type(offering.service_type_id)
    hours = "; ".join(format_opening_times(offering.opening_times))
    status, hours_note = describe_status(offering), "; ".join(offering.schedule_notes)
    yield f"{kind.title}, {offering.organization}" if offering.organization else kind.title
    yield f"Geöffnet: {hours}. {MAY_BE_CLOSED}" if hours else "Öffnungszeiten nicht bekannt."
    yield f"Zu den Öffnungszeiten: {hours_note}" if hours_note else ""
    yield f"Telefon: {offering.phone}" if offering.phone else ""
    yield STEP_FREE_TEXT[offering.step_free]
    yield f"Achtung: {status}." if status else ""
    yield offering.status_note or ""
    yield f"Angaben {describe_confirmation(offering)}."
    yield from _describe_origin(atlas, offering)


def _describe_origin(atlas: Atlas, offering: Offering) -> Iterator[str]:
    """Where the entry comes from, and on which terms."""
    settings, license_ = atlas.settings, atlas.resource(SERVICES_ID).licenses[0]
    page = layout.service_type_page(atlas.catalog.service_type(offering.service_type_id))
    address = f"{settings.site_url.rstrip('/')}/{layout.url(page)}#{offering_anchor(offering)}"
    where = f", {address}" if settings.site_url else ""
    yield f"Aus: {settings.site_name}, Ausgabe vom {format_date(atlas.edition)}{where}"
    yield f"Lizenz: {license_.title}" + (f", {license_.attribution}" if license_.attribution else "")
