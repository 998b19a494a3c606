"""The offerings of a district to be printed: large type, one column, no maps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_list, format_long_date, format_opening_times, format_phone
from generator.model import District, Level, Offering
from generator.offerings import CLOSED_STATUS, SERVICES_ID
from generator.profiles.atlas import Atlas
from generator.profiles.offering_details import describe_confirmation, describe_stop
from generator.profiles.offering_notes import MAX_LISTED, list_notes
from generator.profiles.offering_views import (
    STEP_FREE_TEXT,
    address_lines,
    describe_status,
    offerings_of,
    short_url,
    sort_offerings,
)
from generator.profiles.views import Link, PageMeta, full_name

TITLE = "Angebote zum Ausdrucken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOffering:
    """An offering on paper: everything is text, for nobody can follow a link."""

    name: str
    lines: tuple[str, ...]
    confirmed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKind:
    """Offerings of one kind."""

    title: str
    offerings: tuple[ListedOffering, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingListPage:
    """The list of a district."""

    path: PurePosixPath
    meta: PageMeta
    title: str
    lead: str
    kinds: tuple[ListedKind, ...]
    notes: tuple[str, ...]
    source: str
    """Where the list comes from, with its edition, address and terms."""
    district: Link


def has_list(atlas: Atlas, district: District) -> bool:
    """Tell whether there is anything to print, and not too much."""
    return 0 < len(_offerings(atlas, district)) <= MAX_LISTED


def link_list(atlas: Atlas, page: PurePosixPath, district: District) -> Link | None:
    """Link from a page to the list of a district, if it has one."""
    if not has_list(atlas, district):
        return None
    target = layout.offering_list(district, atlas.geography.level_of(district))
    return Link(text="Angebote zum Ausdrucken, in großer Schrift", href=layout.relative_url(page, target))


def profile_offering_lists(atlas: Atlas, districts: Sequence[District]) -> Iterator[OfferingListPage]:
    """A list for each of these districts that has any offerings."""
    return (_profile_list(atlas, one, atlas.geography.level_of(one)) for one in districts if has_list(atlas, one))


def _offerings(atlas: Atlas, district: District) -> tuple[Offering, ...]:
    """What can be visited or called, or will be."""
    return tuple(one for one in offerings_of(atlas, district) if one.status != CLOSED_STATUS)


def _profile_list(atlas: Atlas, district: District, level: Level) -> OfferingListPage:
    """The page of one list."""
    page = layout.offering_list(district, level)
    offerings = sort_offerings(atlas, _offerings(atlas, district))
    count = len(offerings)
    name = full_name(district, level)
    crumbs = [Link(text="Start", href=layout.relative_url(page, layout.START))]
    if level.sort_order > 1:
        crumbs.append(Link(text=level.name_plural, href=layout.relative_url(page, layout.level_page(level))))
    own = atlas.district_link(page, district)
    return OfferingListPage(
        path=page,
        meta=PageMeta(
            title=f"{TITLE}: {name}",
            description=f"{TITLE}, in großer Schrift: {name}.",
            crumbs=(*crumbs, own),
        ),
        title=f"{district.name}: Angebote",
        lead=f"{count} {'Angebot' if count == 1 else 'Angebote'} in großer Schrift, zum Drucken mit Ihrem Browser.",
        kinds=tuple(_group_kinds(atlas, offerings)),
        notes=list_notes(atlas, offerings),
        source=_describe_source(atlas, page),
        district=own,
    )


def _group_kinds(atlas: Atlas, offerings: Sequence[Offering]) -> Iterator[ListedKind]:
    """Offerings by kind, in the order in which they come."""
    members: dict[str, list[Offering]] = {}
    for one in offerings:
        members.setdefault(one.service_type_id, []).append(one)
    for type_id, found in members.items():
        kind = atlas.catalog.service_type(type_id)
        yield ListedKind(
            title=kind.title if len(found) == 1 else kind.title_plural,
            offerings=tuple(_view(atlas, one) for one in found),
        )


def _view(atlas: Atlas, offering: Offering) -> ListedOffering:
    """One offering."""
    return ListedOffering(
        name=offering.name,
        lines=tuple(line for line in _list_lines(atlas, offering) if line),
        confirmed=f"{describe_confirmation(offering)}.",
    )


def _list_lines(atlas: Atlas, offering: Offering) -> Iterator[str]:
    """What people want to know before they go there or call; what is not known comes last, on one line."""
    status = describe_status(offering)
    yield f"Achtung: {status}. {offering.status_note or ''}".strip() if status else ""
    yield ", ".join(address_lines(offering, has_notes=False))
    yield from _list_hours(offering)
    yield f"Telefon: {format_phone(offering.phone)}" if offering.phone else ""
    yield f"E-Mail: {offering.email}" if offering.email else ""
    yield f"Internet: {short_url(offering.url)}" if offering.url else ""
    yield STEP_FREE_TEXT[offering.step_free] if offering.step_free != "unknown" else ""
    yield describe_stop(atlas.near_stops.get(offering.id))
    unknown = [title for title, is_known in _check_facts(offering) if not is_known]
    yield f"Nicht bekannt: {format_list(unknown)}." if unknown else ""


def _list_hours(offering: Offering) -> Iterator[str]:
    """When it is open, in our words or in those of the source."""
    times = format_opening_times(offering.opening_times)
    if times:
        yield f"Geöffnet: {'; '.join(times)}"
    elif offering.opening_note:
        yield f"Öffnungszeiten laut Quelle: {offering.opening_note}"
    if offering.schedule_notes:
        yield f"Zu den Öffnungszeiten: {'; '.join(offering.schedule_notes)}"


def _check_facts(offering: Offering) -> tuple[tuple[str, bool], ...]:
    """What people ask for, and whether it is known."""
    return (
        ("Öffnungszeiten", bool(offering.opening_times or offering.opening_note)),
        ("Telefon", offering.phone is not None),
        ("ob der Zugang stufenfrei ist", offering.step_free != "unknown"),
    )


def _describe_source(atlas: Atlas, page: PurePosixPath) -> str:
    """What has to stand on paper."""
    settings, license_ = atlas.settings, atlas.resource(SERVICES_ID).licenses[0]
    where = f", {settings.site_url.rstrip('/')}/{layout.url(page)}" if settings.site_url else ""
    terms = f"{license_.title}: {license_.attribution}" if license_.attribution else license_.title
    return f"{settings.site_name}, Ausgabe vom {format_long_date(atlas.edition)}{where}. {terms}."
