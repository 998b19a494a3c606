"""One offering as people need it: what a list says about it, and its marker on a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import (
    format_opening_times,
    format_partial_date,
    format_phone,
    make_phone_link,
)
from generator.model import District, MapMarker, Offering, PositionPrecision
from generator.profiles.atlas import Atlas
from generator.profiles.offering_details import describe_confirmation, describe_stop, view_files, view_report
from generator.profiles.views import Link, safe_url

PRECISION_TEXT = {
    PositionPrecision.EXACT: "",
    PositionPrecision.STREET: "auf der Karte als Kreis: Die Lage ist nur ungefähr bekannt",
    PositionPrecision.DISTRICT: "ohne Punkt auf der Karte: Die genaue Lage ist nicht belegt",
    PositionPrecision.NONE: "ohne Punkt auf der Karte: Die Lage ist nicht belegt",
}
STATUS_TEXT = {
    "active": "",
    "planned": "geplant",
    "closing": "schließt",
    "closed": "geschlossen",
    "unconfirmed": "nicht bestätigt",
}
STEP_FREE_TEXT = {
    "yes": "Stufenfrei zugänglich.",
    "partial": "Teilweise stufenfrei zugänglich.",
    "no": "Nicht stufenfrei zugänglich.",
    "unknown": "Ob der Zugang stufenfrei ist, ist nicht bekannt.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingView:
    """One offering in a list."""

    number: int
    anchor: str
    name: str
    kind: Link
    organization: str
    address: tuple[str, ...]
    district: Link
    position_note: str
    opening_times: tuple[str, ...]
    opening_note: str
    hours_note: str
    """What the sources say about the opening times; empty if nothing."""
    phone: Link | None
    email: Link | None
    url: Link | None
    stop: str
    """The nearest stop with the way to it; empty where the position is not known well enough."""
    step_free: str
    accessibility_note: str
    status: str
    """Empty for offerings that are open."""
    status_note: str
    note: str
    confirmed: str
    is_stale: bool
    """Greyed: nobody has confirmed it for too long."""
    source: str
    source_links: tuple[Link, ...]
    is_mapped: bool
    files: tuple[Link, ...]
    """Calendar and contact, as far as there are any."""
    report: Link | None
    """Where an error can be reported."""
    filter_keys: tuple[tuple[str, str], ...] = ()
    """What a form on the page compares its choices with, by the name of the choice; empty where there is no form."""


def offerings_of(atlas: Atlas, district: District) -> tuple[Offering, ...]:
    """Offerings in a district; the city also has those whose district is unknown."""
    if district.code == atlas.geography.city.code:
        return atlas.catalog.offerings
    return atlas.catalog.in_districts(atlas.geography.finest_codes(district.code))


def sort_offerings(atlas: Atlas, offerings: Sequence[Offering]) -> tuple[Offering, ...]:
    """Meeting places first, then in the order of the kinds, then by name: the order of every list and map."""
    ranks = atlas.offering_ranks
    return tuple(sorted(offerings, key=lambda one: ranks[one.id]))


def number_offerings(offerings: Sequence[Offering]) -> tuple[tuple[int, Offering], ...]:
    """The numbers under which list and map show the same offerings."""
    return tuple(enumerate(offerings, start=1))


def offering_anchor(offering: Offering) -> str:
    """Element id of an offering in a list."""
    return f"angebot-{offering.id.lower()}"


def view_offering(atlas: Atlas, page: PurePosixPath, number: int, offering: Offering) -> OfferingView:
    """Everything a list says about an offering."""
    service_type = atlas.catalog.service_type(offering.service_type_id)
    district = atlas.geography.districts.get(offering.district_code or "")
    web = safe_url(offering.url)
    anchor = offering_anchor(offering)
    return OfferingView(
        number=number,
        anchor=anchor,
        name=offering.name,
        kind=Link(text=service_type.title, href=layout.relative_url(page, layout.service_type_page(service_type))),
        organization=offering.organization or "",
        address=address_lines(offering),
        district=atlas.district_link(page, district) if district else unknown_district(atlas),
        position_note=PRECISION_TEXT[offering.precision],
        opening_times=format_opening_times(offering.opening_times),
        opening_note="" if offering.opening_times else (offering.opening_note or ""),
        hours_note="; ".join(note.rstrip(".") for note in offering.schedule_notes),
        phone=_view_phone(offering),
        email=Link(text=offering.email, href=safe_url(f"mailto:{offering.email}")) if offering.email else None,
        url=Link(text=short_url(web), href=web) if web else None,
        stop=describe_stop(atlas.near_stops.get(offering.id)),
        step_free=STEP_FREE_TEXT[offering.step_free],
        accessibility_note=offering.accessibility_note or "",
        status=describe_status(offering),
        status_note=offering.status_note or "",
        note=offering.note or "",
        confirmed=describe_confirmation(offering),
        is_stale=offering.is_stale,
        source=offering.source,
        source_links=tuple(
            Link(text=f"Quelle {rank}", href=safe_url(one)) for rank, one in enumerate(offering.source_urls, start=1)
        ),
        is_mapped=offering.position is not None,
        files=view_files(atlas, page, offering),
        report=view_report(atlas, page, offering, anchor),
    )


def _view_phone(offering: Offering) -> Link | None:
    """A phone number that can be read aloud and dialled."""
    if not offering.phone:
        return None
    dial = make_phone_link(offering.phone)
    return Link(text=format_phone(offering.phone), href=f"tel:{dial}" if dial else None)


def unknown_district(atlas: Atlas) -> Link:
    """What stands where the district of an offering is not known."""
    return Link(text=f"{atlas.geography.levels[-1].name_singular} nicht bekannt")


def address_lines(offering: Offering, *, has_notes: bool = True) -> tuple[str, ...]:
    """Street, then postal code and town, each as far as it is known, and where the code is from."""
    town = " ".join(part for part in (offering.postal_code, offering.city) if part)
    if has_notes and offering.is_postal_code_derived and offering.postal_code:
        town += " (Postleitzahl aus der Lage erschlossen)"
    return tuple(part for part in (offering.street or "Anschrift nicht bekannt", town) if part)


def describe_status(offering: Offering) -> str:
    """What is special about an offering, and since when nobody has confirmed it; empty for those that are just open."""
    status = STATUS_TEXT[offering.status]
    if not offering.is_stale:
        return status
    if offering.last_confirmed is None:
        stale = "nicht bestätigt: Datum des Belegs nicht bekannt"
    else:
        is_day = offering.last_confirmed.count("-") == 2
        stale = f"seit {'dem ' if is_day else ''}{format_partial_date(offering.last_confirmed)} nicht bestätigt"
    return stale if status in ("", STATUS_TEXT["unconfirmed"]) else f"{status}, {stale}"


def short_url(address: str) -> str:
    """An address as people read it."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def make_marker(atlas: Atlas, number: int, offering: Offering) -> MapMarker:
    """An offering on a map."""
    service_type = atlas.catalog.service_type(offering.service_type_id)
    notes = (
        *address_lines(offering),
        *format_opening_times(offering.opening_times),
        describe_status(offering),
        PRECISION_TEXT[offering.precision],
    )
    return MapMarker(
        number=number,
        title=offering.name,
        kind=service_type.title,
        sign=service_type.map_sign,
        lines=tuple(note for note in notes if note),
        position=offering.position,
        precision=offering.precision,
        radius_m=offering.position_radius_m,
        is_stale=offering.is_stale,
        page_anchor=offering_anchor(offering),
    )
